"""预审意见: what the level above found of the proposal before the meeting, point by point.

Sources: 《关于开展党员组织关系排查工作的实施方案》二（三）2 (程序规范, 定性准确, 审核严格, 处置恰当, 结果服众) and
《党员组织关系排查有关问题说明》四 (事实清楚, 理由充分, 手续完备). No layout is printed there: this one is ours.
"""

from exports.papers.disposal_request import request_title
from exports.papers.disposal_text import about, blank, letter, sentence, text
from exports.papers.disposal_wording import BLANK
from exports.papers.page import Kind, Paragraph, Part, table
from tui.rules.disposal.procedures import CONFIRMED
from tui.store.queries.disposal_papers import DisposalPaper

_HEADERS = ("序号", "预审事项", "预审结果")
_WIDTHS = (20.0, 66.0, 70.0)


def review_bytes(paper: DisposalPaper) -> bytes:
    """The .docx file of a review; a point that was not confirmed has room to be."""
    matter, step = paper.matter, paper.step
    rows = [
        (str(number), label, "已确认" if key in step.confirmed else "")
        for number, (key, label) in enumerate(CONFIRMED.items(), 1)
    ]
    lines: list[Part] = [
        text(f"你单位《{request_title(matter, preview=True)}》及有关材料收悉。经预审，意见如下："),
        Paragraph(Kind.HEADING, "一、预审事项"),
        table(_WIDTHS, _HEADERS, rows, 12),
        Paragraph(Kind.HEADING, "二、预审意见"),
        *([text(sentence(step.content))] if step.content else []),
        text(_conclusion(paper)),
        text(f"预审人：{blank(step.who)}"),
    ]
    title = f"关于{about(matter)}的预审意见"
    return letter(paper, title, lines, number=step.document, addressee=blank(paper.addressee), on=step.on)


def _conclusion(paper: DisposalPaper) -> str:
    step = paper.step
    if step.rejected:
        return f"退回重新办理。理由：{sentence(step.why)}"
    if not step.on:
        return f"结论：{BLANK * 2}（同意提交支部大会讨论表决，或者退回并写明理由）。"
    return "经预审，同意提交支部大会讨论表决。"
