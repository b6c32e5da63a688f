"""失联党员定性表: on whom could not be found, what the loss of contact is judged to be.

Source of its items: 《党员组织关系排查有关问题说明》四(三) 第一，稳慎定性 (分析其失联的时间、原因，了解其失联前的
表现，对失联性质作出准确认定). No layout is printed there: this one is ours.
"""

from dataclasses import dataclass

from exports.papers.facts import MARKING, NOT_ASKED, Opinion, Person


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
