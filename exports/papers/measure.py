"""失联党员规范管理审批表: puts the relation of a member who was found again in order by one of the measures.

Source of the conditions and measures: 《党员组织关系排查有关问题说明》三. No layout is printed there: this one is ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.papers.facts import MARKING, NOT_ASKED, Opinion, Person


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
