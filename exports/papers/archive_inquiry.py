"""商转函 to a member's former unit about archive materials, and 党员档案材料清单.

Source: 《党员组织关系排查有关问题说明》五 (对档案材料不真实的，要商转来单位党组织按照有关规定进行处理);
the materials are those of 《中国共产党发展党员工作细则》第三十七条. No layout of either is printed there: both are
ours, the page is that of GB/T 9704-2012.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exports.papers.facts import MARKING, Issue, Person
from exports.papers.forms import OURS, facts, form, head, wide
from exports.papers.letters import annex, letter_end, letter_head
from exports.papers.page import FORM, OFFICIAL, Kind, Paragraph, Part, Table, day_in_cell, paper_file, table
from tui.rules.fill_in import printed_day


@dataclass(frozen=True, slots=True)
class Material:
    """A material: its state in words (齐全, 缺失, 存疑, …), what is wrong with it or wanted, its day, its pages."""

    name: str
    state: str
    remark: str = ""
    day: str = ""
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class ArchiveInquiry:
    """To the former unit: what is asked (``asked``, one sentence each) about the materials of one member."""

    issue: Issue
    addressee: str
    person: Person
    transferred_on: str
    """When his relation came from there, partial."""
    asked: Sequence[str]
    materials: Sequence[Material]
    reply_by: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveList:
    """The list of one member's materials; ``kept``: which file it is (人事档案, 党员档案) and which unit keeps it."""

    unit: str
    as_of: str
    person: Person
    kept: str
    materials: Sequence[Material]
    marking: str = MARKING


TITLE: Final = "关于商请处理党员档案材料有关问题的函"
LIST_TITLE: Final = "党员档案材料清单"
_HEADERS: Final = ("序号", "材料名称", "形成日期", "页数", "情况", "说明")
_WIDTHS: Final = (11.0, 50.0, 22.0, 13.0, 20.0, 40.0)


def archive_inquiry_bytes(inquiry: ArchiveInquiry) -> bytes:
    """The .docx file of the letter, with the list of the materials on a page of its own."""
    issue, person = inquiry.issue, inquiry.person
    born = f"公民身份证号{person.idno}" if person.idno else person.birth and f"{printed_day(person.birth)}生"
    who = "，".join(filter(None, (person.sex, born)))
    when = f"于{printed_day(inquiry.transferred_on)}" if inquiry.transferred_on else ""
    by = f"请于{printed_day(inquiry.reply_by)}前函复我单位。" if inquiry.reply_by else "请将办理情况函复我单位。"
    asked = inquiry.asked if len(inquiry.asked) < 2 else [f"{n}. {each}" for n, each in enumerate(inquiry.asked, 1)]
    parts: list[Part] = [
        *letter_head(issue, TITLE, inquiry.addressee),
        Paragraph(
            Kind.TEXT,
            f"{person.name}同志{f'（{who}）' if who else ''}的党员组织关系{when}由贵单位转入我单位。"
            "在党员组织关系排查中，我单位审核了该同志的党员档案材料，有关情况见附件。现商请贵单位按照有关规定处理以下事项：",
        ),
        *(Paragraph(Kind.TEXT, each) for each in asked),
        Paragraph(Kind.TEXT, by),
        *letter_end(issue, (LIST_TITLE,)),
        *annex(f"{person.name}同志{LIST_TITLE}"),
        _listed(inquiry.materials),
    ]
    return paper_file(TITLE, parts, issue.day, marking=issue.marking)


def archive_list_bytes(listed: ArchiveList) -> bytes:
    """The .docx file of a list of materials."""
    parts: list[Part] = [
        *head(LIST_TITLE, listed.unit, listed.as_of),
        form([*facts(listed.person), wide("档案保管", listed.kept)]),
        Paragraph(Kind.SECTION, f"材料目录（{len(listed.materials)}件）"),
        _listed(listed.materials, broader=FORM.room - OFFICIAL.room),
        Paragraph(Kind.LINE, ""),
        Paragraph(Kind.LINE, "审核人（签字）：　　　　　　　　　　　　保管人（签字）："),
        Paragraph(Kind.NOTE, OURS),
    ]
    return paper_file(LIST_TITLE, parts, listed.as_of, marking=listed.marking, sheet=FORM, numbered=False)


def _listed(materials: Sequence[Material], broader: float = 0) -> Table:
    rows = [
        (str(number), each.name, day_in_cell(each.day), "" if each.pages is None else str(each.pages), each.state,
         each.remark)
        for number, each in enumerate(materials, 1)
    ]  # fmt: skip
    return table((*_WIDTHS[:-1], _WIDTHS[-1] + broader), _HEADERS, rows)
