"""查找协查函, filled from the vault: one letter for each that was written to an office."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from exports.media import Written
from exports.papers.inquiry import OfficeInquiry, Sought, inquiry_bytes
from exports.papers.writing import issue_of, write_paper
from tui.rules.fill_in import printed
from tui.rules.papers import PaperKind
from tui.rules.searches import Channel
from tui.store.queries.office_papers import SoughtMember, office_letters
from tui.store.session import Session

REGISTERS: Final[Mapping[Channel, str]] = {
    Channel.POLICE: "户籍系统", Channel.HUMAN_RESOURCES: "社保平台", Channel.EDUCATION: "学籍系统",
    Channel.HEALTH: "医保平台", Channel.CIVIL_AFFAIRS: "低保信息", Channel.HOUSING: "房产信息",
    Channel.MARKET: "经营注册信息",
}  # fmt: skip
"""Where each office may find them: 《党员组织关系排查有关问题说明》二 lists offices and registers in this order."""
ASKED: Final = ("现工作单位", "现住址", "联系电话")
"""What every office is asked for: what the document wants a clue of, in words of its form 1 [inferred]."""


def write_inquiries(session: Session, requests: Sequence[int], folder: Path) -> list[Written]:
    """Write the letters that were written for these requests (row ids); none for those that still wait for one."""
    issue, written = issue_of(session), []
    for letter in office_letters(session.db, requests):
        inquiry = OfficeInquiry(
            replace(issue, number=letter.number, day=letter.sent_on), letter.to_unit, ASKED,
            [_sought(each) for each in letter.members], REGISTERS.get(letter.office, ""),
        )  # fmt: skip
        members = [each.id for each in letter.members]
        written.append(write_paper(session, folder, PaperKind.INQUIRY, inquiry_bytes(inquiry), members))
    return written


def _sought(member: SoughtMember) -> Sought:
    known = (("单位", printed("work", member.unit)), ("住址", member.residence), ("电话", member.phone))
    return Sought(
        member.name, printed("sex", member.sex), member.birth, member.idno,
        "；".join(f"{label}：{words}" for label, words in known if words),
    )  # fmt: skip
