"""保留党员组织关系申请审批表: application of a member who goes abroad, approval by 院系, registration by 组织部.

Source of the course: 组通字〔2015〕33号 (党员出国（境）前提交保留组织关系的书面申请，经院（系）党组织审批后，报高校
党委组织部登记备案) with 中组发〔1981〕19号 and 组通字〔1984〕15号, as 《党员组织关系排查有关问题说明》三 quotes them.
No layout is printed there: this one is ours.
"""

from dataclasses import dataclass

from exports.papers.facts import MARKING, NOT_ASKED, Opinion, Person


@dataclass(frozen=True, slots=True)
class RetentionForm:
    """One member's application and what became of it; all but the person may be empty, to be filled in by hand."""

    unit: str
    as_of: str
    person: Person
    country: str = ""
    purpose: str = ""
    """自费留学, 公派研究, 劳务, 探亲 …"""
    leave_on: str = ""
    back_on: str = ""
    host: str = ""
    """School or unit abroad."""
    contact_abroad: str = ""
    contact_home: str = ""
    """Who at home can reach the member, with telephone."""
    reason: str = ""
    """本人申请."""
    applied_on: str = ""
    branch: Opinion = NOT_ASKED
    faculty: Opinion = NOT_ASKED
    department: Opinion = NOT_ASKED
    register_number: str = ""
    """备案编号."""
    marking: str = MARKING
