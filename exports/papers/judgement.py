"""失联党员定性表: on whom could not be found, what the loss of contact is judged to be.

Source of its items: 《党员组织关系排查有关问题说明》四(三) 第一，稳慎定性 (分析其失联的时间、原因，了解其失联前的
表现，对失联性质作出准确认定). No layout is printed there: this one is ours.
"""

from dataclasses import dataclass
from typing import Final

from exports.papers.facts import MARKING, NOT_ASKED, Opinion, Person
from exports.papers.forms import facts, form_file, opinion, wide
from exports.papers.page import Cell, Line
from tui.rules.fill_in import printed_day


@dataclass(frozen=True, slots=True)
class LossJudgement:
    """Time and reason of the loss, conduct before it, how it was searched, the judgement, opinions of two levels."""

    unit: str
    as_of: str
    person: Person
    lost_since: str
    lost_for: str
    situation: str
    reason: str
    conduct_before: str
    search: str
    judgement: str
    branch: Opinion = NOT_ASKED
    committee: Opinion = NOT_ASKED
    marking: str = MARKING


TITLE: Final = "失联党员定性表"


def judgement_bytes(sheet: LossJudgement) -> bytes:
    """The .docx file of the sheet: one page."""
    since = f"{printed_day(sheet.lost_since)}起" if sheet.lost_since else ""
    lines = [
        *facts(sheet.person),
        Line([Cell("失联时间", label=True), Cell("，".join(filter(None, (since, sheet.lost_for))), 2),
              Cell("失去联系情形", label=True), Cell(sheet.situation, 2)]),
        wide("失联原因", sheet.reason, 22),
        wide("失联前的表现", sheet.conduct_before, 22),
        wide("联系查找情况", sheet.search, 22),
        wide("失联性质认定", sheet.judgement, 22),
        opinion("党支部意见", sheet.branch, "党支部书记（签字）", 32),
        opinion("基层党委意见", sheet.committee, "（盖章）负责人", 32),
    ]  # fmt: skip
    return form_file(TITLE, sheet.unit, sheet.as_of, lines, marking=sheet.marking)
