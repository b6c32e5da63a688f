"""失联党员查找档案 (一人一档): the file of one member who was searched for.

Source of what it must hold: 《党员组织关系排查有关问题说明》二 (有关联系查找过程和调查核实情况，要作详细记录) and
四(三) (坚持广泛调查、深入求证，逐人建档、逐一审核). No layout is printed there: this one is ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exports.papers.facts import MARKING, Person
from exports.papers.forms import OURS, facts, form, head, wide
from exports.papers.page import (
    FORM,
    Cell,
    Kind,
    Line,
    Paragraph,
    Part,
    day_in_cell,
    day_in_words,
    day_or_blank,
    paper_file,
    table,
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: its day, the way (直接联系, …) and channel, who searched, who was asked, what came of it."""

    on: str
    way: str
    channel: str
    by: str
    contact: str
    outcome: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class SearchFile:
    """One searched person. ``ground`` is why the case was opened, ``outcome`` what it ended with ('' while open)."""

    unit: str
    as_of: str
    person: Person
    opened_on: str
    ground: str
    last_contact: str
    """Last 组织生活 or 党费, partial."""
    situation: str
    """失去联系情形 in words."""
    lost_for: str
    """How long, in words (8年3个月)."""
    attempts: Sequence[Attempt]
    coverage: str = ""
    """Ways, times and span of the search against what the rules ask for, in one sentence."""
    reasons: str = ""
    conduct: str = ""
    outcome: str = ""
    outcome_on: str = ""
    outcome_by: str = ""
    next_step: str = ""
    marking: str = MARKING


TITLE: Final = "失联党员查找档案"
_HEADERS: Final = ("序号", "日期", "方式", "渠道", "查找人", "联系对象", "结果", "凭证")
_WIDTHS: Final = (10.0, 20.0, 20.0, 18.0, 18.0, 26.0, 34.0, 20.0)
_EMPTY: Final = ("",) * len(_HEADERS)
_ROOM: Final = 5
"""Empty rows of the log of a case without attempts, to be written on."""


def search_file_bytes(case: SearchFile) -> bytes:
    """The .docx file of a case."""
    log: list[tuple[str, ...]] = [
        (str(number), day_in_cell(each.on), each.way, each.channel, each.by, each.contact, each.outcome, each.evidence)
        for number, each in enumerate(case.attempts, 1)
    ] or [_EMPTY] * _ROOM
    opened = [
        Line([Cell("立案日期", label=True), Cell(day_in_words(case.opened_on)), Cell("最后联系", label=True),
              Cell(day_in_words(case.last_contact)), Cell("失联时间", label=True), Cell(case.lost_for)]),
        wide("立案依据", case.ground),
        wide("失去联系情形", case.situation),
    ]  # fmt: skip
    ended = [
        wide("失联原因", case.reasons, 26),
        wide("失联期间\n现实表现", case.conduct, 26),
        wide("查找结果", case.outcome, 16),
        Line([Cell("认定日期", label=True), Cell(day_in_words(case.outcome_on)), Cell("认定人", label=True),
              Cell(case.outcome_by, 3)]),
        wide("下一步工作", case.next_step, 14),
        Line([Cell("经办人（签字）：", 3, left=True, foot=(day_or_blank(""),)),
              Cell("党支部书记（签字）：", 3, left=True, foot=(day_or_blank(""),))], 22),
    ]  # fmt: skip
    parts: list[Part] = [
        *head(f"{TITLE}（一人一档）", case.unit, case.as_of),
        Paragraph(Kind.SECTION, "一、基本情况"),
        form([*facts(case.person), *opened]),
        Paragraph(Kind.SECTION, f"二、联系查找记录（{len(case.attempts)}次）"),
        *([Paragraph(Kind.LINE, case.coverage)] if case.coverage else []),
        table(_WIDTHS, _HEADERS, log, 9),
        Paragraph(Kind.SECTION, "三、调查核实与查找结果"),
        form(ended),
        Paragraph(Kind.NOTE, OURS),
    ]
    return paper_file(TITLE, parts, case.as_of, marking=case.marking, sheet=FORM)
