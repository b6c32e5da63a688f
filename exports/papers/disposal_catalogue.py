"""案卷目录: every paper of a case in the order of its steps, with day, number and where it is on file.

Sources: 《党员组织关系排查有关问题说明》四 (手续完备，处置结果经得起历史检验); the columns are those of 卷内文件目录
(GB/T 9705-2008): 顺序号, 文号, 责任者, 题名, 日期, 页号, 备注.
"""

from typing import NamedTuple

from exports.papers.disposal_text import about, blank, day
from exports.papers.facts import MARKING
from exports.papers.page import FORM, Kind, Paragraph, Part, day_in_cell, paper_file, table
from tui.rules.disposal.case import STATEMENT
from tui.store.queries.disposal_papers import DisposalPaper

TITLE = "案卷目录"
_HEADERS = ("顺序号", "文号", "责任者", "题名", "日期", "页号、存放处", "备注")
_WIDTHS = (12.0, 26.0, 29.0, 42.0, 22.0, 22.0, 13.0)
UNSIGNED = {"请示", "备案报告"}
"""Papers whose number and day their step does not have: they were sent before it."""
_NUMBERED = {"预审意见", "批复", "通知书", "支部大会决议", "处置意见", "初步认定意见", "情况报告", "改正情况结论"}
"""Papers that bear the number of their step."""

_OWN = {"退党申请书", "恢复党籍申请书", STATEMENT}
"""Papers whose author is the member himself."""


class Filed(NamedTuple):
    """A paper in the file."""

    number: str
    author: str
    title: str
    on: str
    where: str
    remark: str = ""


def catalogue_bytes(paper: DisposalPaper) -> bytes:
    """The .docx file of the catalogue; what hangs on the case as files of its own comes after the papers."""
    matter = paper.matter
    rows = [
        (str(place), each.number, each.author, each.title, day_in_cell(each.on), each.where, each.remark)
        for place, each in enumerate(filed(paper), 1)
    ]
    parts: list[Part] = [
        Paragraph(Kind.FORM_TITLE, TITLE),
        Paragraph(Kind.LINE, f"案卷题名：{about(matter)}案卷"),
        Paragraph(Kind.LINE, f"立卷单位：{blank(matter.branch)}　　　　立案日期：{day(matter.opened_on)}"),
        table(_WIDTHS, _HEADERS, rows, 10),
        Paragraph(Kind.LINE, f"本卷共{len(rows)}件。　　立卷人（签字）：　　　　　　　　检查人（签字）："),
    ]
    return paper_file(TITLE, parts, matter.as_of, marking=MARKING, sheet=FORM)


def filed(paper: DisposalPaper) -> list[Filed]:
    """What is on file: the papers of the steps on record in order, the letters that refer clues, attached files."""
    found = [_filed(each) for each in paper.enclosed if not each.due]
    return found + [
        Filed("", "", f"{each.label}：{each.evidence.name}", "", "电子附件", each.evidence.note or "")
        for each in paper.attachments
    ]


def _filed(paper: DisposalPaper) -> Filed:
    step, referral = paper.step, paper.referral
    if referral is not None:
        title = f"{paper.name}（{referral.receiver}）"
        return Filed(referral.document, paper.author, title, referral.on, "", referral.receipt)
    signed = paper.name not in UNSIGNED
    author = paper.matter.member["name"] if paper.name in _OWN else paper.author
    number = step.document if signed and paper.name in _NUMBERED else ""
    return Filed(
        number, author, paper.name, step.on if signed else "", step.papers.get(paper.name, ""),
        step.back,
    )  # fmt: skip
