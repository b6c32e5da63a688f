"""失联党员规范管理审批表: puts the relation of a member who was found again in order by one of the measures.

Source of the conditions and measures: 《党员组织关系排查有关问题说明》三. No layout is printed there: this one is ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exports.papers.facts import MARKING, NOT_ASKED, Opinion, Person
from exports.papers.forms import facts, form_file, opinion, wide
from exports.papers.page import Cell, Line, day_in_cell, day_in_words


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition (给予批评教育, 非纯个人主观原因, …): what was found, when, by whom, on what evidence."""

    asked: str
    found: str = ""
    on: str = ""
    by: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class MeasureForm:
    """The measure proposed for one member (转出组织关系, 纳入正常管理, 补转组织关系, 停止党籍), with its ground."""

    unit: str
    as_of: str
    person: Person
    measure: str
    basis: str
    """The document and its words."""
    lost_since: str
    found_on: str
    conditions: Sequence[Condition]
    reason: str
    particulars: str = ""
    """What the measure is carried out with: receiving unit, number of the certificate, letter re-issued …"""
    papers: Sequence[str] = ()
    follow_up: str = ""
    branch: Opinion = NOT_ASKED
    committee: Opinion = NOT_ASKED
    department: Opinion = NOT_ASKED
    marking: str = MARKING


TITLE: Final = "失联党员规范管理审批表"
_ASKED: Final = ("条件", "查核情况", "日期", "核查人", "凭证")
_SPANS: Final = (1, 2, 1, 1, 1)


def measure_bytes(sheet: MeasureForm) -> bytes:
    """The .docx file of the form."""
    heading = Line([Cell(words, span, label=True) for words, span in zip(_ASKED, _SPANS, strict=True)], 7)
    found = [
        Line([Cell(words, span) for words, span in zip(
            (each.asked, each.found, day_in_cell(each.on), each.by, each.evidence), _SPANS, strict=True
        )], 7)
        for each in sheet.conditions
    ]  # fmt: skip
    lines = [
        *facts(sheet.person),
        Line([Cell("失联起始", label=True), Cell(day_in_words(sheet.lost_since), 2), Cell("取得联系", label=True),
              Cell(day_in_words(sheet.found_on), 2)], 8),
        heading,
        *found,
        wide("拟采取措施", sheet.measure, 8),
        wide("理由", sheet.reason, 18),
        wide("依据", sheet.basis, 10),
        wide("办理事项", sheet.particulars, 10),
        wide("所附材料", "；".join(sheet.papers), 8),
        wide("后续跟踪", sheet.follow_up, 8),
        opinion("党支部意见", sheet.branch, "党支部书记（签字）", 26),
        opinion("基层党委意见", sheet.committee, "（盖章）负责人", 26),
        opinion("组织部意见", sheet.department, "（盖章）负责人", 26),
    ]  # fmt: skip
    return form_file(TITLE, sheet.unit, sheet.as_of, lines, marking=sheet.marking)
