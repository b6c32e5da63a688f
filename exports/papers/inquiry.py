"""查找协查函: asks one office to look many lost members up in its registers.

Source: 《党员组织关系排查有关问题说明》二 (部门查找，由组织部门或基层党委出面，协调公安、人社、教育、卫生计生、
民政、房产、工商、税务等部门，通过户籍系统、学籍系统、社保平台、医保平台、低保信息、房产信息、经营注册信息等获得
线索). No layout is printed there: wording and table are ours, the page is that of GB/T 9704-2012.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exports.papers.facts import Issue
from exports.papers.letters import annex, letter_end, letter_head
from exports.papers.page import Kind, Paragraph, Part, day_in_cell, paper_file, table
from tui.rules.fill_in import printed_day


@dataclass(frozen=True, slots=True)
class Sought:
    """A member who is looked for: what identifies him, and what is known of him."""

    name: str
    sex: str = ""
    birth: str = ""
    idno: str = ""
    known: str = ""
    """Last unit, address, telephone, or whatever clue there is."""


@dataclass(frozen=True, slots=True)
class OfficeInquiry:
    """To one office: ``asked`` are the items wanted of each member (户籍所在地, 现住址, 联系电话, …)."""

    issue: Issue
    office: str
    asked: Sequence[str]
    members: Sequence[Sought]
    registers: str = ""
    """Where the office may find them (户籍系统, 社保平台, …)."""
    reply_by: str = ""


TITLE: Final = "关于协助查找失去联系党员的函"
ANNEX: Final = "拟请协助查找的党员名单"
_HEADERS: Final = ("序号", "姓名", "性别", "出生年月", "公民身份证号", "已知情况", "查询结果")
_WIDTHS: Final = (11.0, 19.0, 10.0, 17.0, 41.0, 34.0, 24.0)


def inquiry_bytes(inquiry: OfficeInquiry) -> bytes:
    """The .docx file of an inquiry: the letter, and the list of the members on a page of its own."""
    issue = inquiry.issue
    rows = [
        (str(number), each.name, each.sex, day_in_cell(each.birth[:7]), each.idno, each.known, "")
        for number, each in enumerate(inquiry.members, 1)
    ]
    through = f"通过{inquiry.registers}" if inquiry.registers else ""
    by = f"于{printed_day(inquiry.reply_by)}前" if inquiry.reply_by else ""
    parts: list[Part] = [
        *letter_head(issue, TITLE, inquiry.office),
        Paragraph(
            Kind.TEXT,
            "按照党员组织关系排查工作安排，我单位正在联系查找与党组织失去联系的党员。现有"
            f"{len(inquiry.members)}名党员需请贵单位协助查找（名单附后）。",
        ),
        Paragraph(
            Kind.TEXT,
            f"请贵单位{through}协助查询上述党员的{'、'.join(inquiry.asked)}，将结果填入名单“查询结果”栏，{by}函复我单位；"
            "查无记载的，也请注明。",
        ),
        Paragraph(Kind.TEXT, "名单载有公民个人信息，只用于联系查找党员，请按有关规定管理。"),
        *letter_end(issue, (ANNEX,)),
        *annex(ANNEX),
        table(_WIDTHS, _HEADERS, rows),
    ]
    return paper_file(TITLE, parts, issue.day, marking=issue.marking)
