"""失联党员查找档案 (一人一档): the file of one member who was searched for.

Source of what it must hold: 《党员组织关系排查有关问题说明》二 (有关联系查找过程和调查核实情况，要作详细记录) and
四(三) (坚持广泛调查、深入求证，逐人建档、逐一审核). No layout is printed there: this one is ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.papers.facts import MARKING, Person


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
