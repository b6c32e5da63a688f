"""保留党员组织关系申请审批表: application of a member who goes abroad, approval by 院系, registration by 组织部.

Source of the course: 组通字〔2015〕33号 (党员出国（境）前提交保留组织关系的书面申请，经院（系）党组织审批后，报高校
党委组织部登记备案) with 中组发〔1981〕19号 and 组通字〔1984〕15号, as 《党员组织关系排查有关问题说明》三 quotes them.
No layout is printed there: this one is ours.
"""

from dataclasses import dataclass
from typing import Final

from exports.papers.facts import MARKING, NOT_ASKED, Opinion, Person
from exports.papers.forms import facts, form_file, opinion, pairs, wide
from exports.papers.page import Cell, Line, day_in_words, day_or_blank


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
    faculty: Opinion = NOT_ASKED
    department: Opinion = NOT_ASKED
    register_number: str = ""
    """备案编号."""
    marking: str = MARKING


TITLE: Final = "保留党员组织关系申请审批表"
_APPLICANT: Final = f"申请人（签字）：{'　' * 8}"
_BASIS: Final = (
    "依据：组通字〔2015〕33号，出国（境）学习的毕业生党员提交书面申请，经院（系）党组织审批后，报组织部登记备案；"
    "中组发〔1981〕19号、组通字〔1984〕15号。保留期间暂停组织生活。"
)


def retention_bytes(sheet: RetentionForm) -> bytes:
    """The .docx file of the form: one page."""
    number = f"备案编号：{sheet.register_number}　" if sheet.register_number else ""
    lines = [
        *facts(sheet.person),
        pairs(
            ("前往国家\n（地区）", sheet.country), ("出国（境）\n事由", sheet.purpose),
            ("学习工作\n单位", sheet.host),
        ),
        pairs(
            ("出国（境）\n日期", day_in_words(sheet.leave_on)), ("预计回国\n日期", day_in_words(sheet.back_on)),
            ("境外\n联系方式", sheet.contact_abroad),
        ),
        wide("国内联系人\n及电话", sheet.contact_home, 10),
        Line([Cell("本人申请", label=True),
              Cell(sheet.reason, 5, left=True, foot=(_APPLICANT, day_or_blank(sheet.applied_on)))], 44),
        opinion("院（系）\n党组织\n审批意见", sheet.faculty, "（盖章）负责人", 34),
        opinion("组织部\n登记备案", sheet.department, f"{number}（盖章）经办人", 34),
    ]  # fmt: skip
    return form_file(TITLE, sheet.unit, sheet.as_of, lines, marking=sheet.marking, notes=(_BASIS,))
