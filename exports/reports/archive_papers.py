"""The papers about one member's file: the letter to his former unit, and the list of his materials."""

from pathlib import Path

from exports.media import Written
from exports.papers.archive_inquiry import (
    ArchiveInquiry,
    ArchiveList,
    Material,
    archive_inquiry_bytes,
    archive_list_bytes,
)
from exports.papers.facts import Issue, Person
from exports.papers.writing import write_paper
from tui.faults import Failure, Fault
from tui.rules.check_items import MATERIAL, MATERIAL_NAMES, owed
from tui.rules.papers import PaperKind
from tui.store.images import MEMBER
from tui.store.queries import units
from tui.store.queries.archives import Archive, archive_of
from tui.store.session import Session


def write_archive_list(session: Session, member: int, folder: Path) -> Written:
    """《党员档案材料清单》 of a member. MEMBER_UNKNOWN, and what ``write_paper`` raises."""
    archive = _archive(session, member)
    kept = [archive.row.kept.label if archive.row.kept else "", archive.row.archive_at or ""]
    listed = ArchiveList(
        _unit(session), _today(session), _person(session, member, archive), " ".join(filter(None, kept)),
        _materials(archive),
    )  # fmt: skip
    return write_paper(session, folder, PaperKind.ARCHIVE_LIST, archive_list_bytes(listed), (member,))


def write_archive_inquiry(session: Session, member: int, inquiry: int, folder: Path) -> Written:
    """The 商转函 (row id) as it is recorded, with the list of the member's materials. MEMBER_UNKNOWN likewise."""
    archive = _archive(session, member)
    asked = next((each for each in archive.inquiries if each.id == inquiry), None)
    if asked is None:
        raise Failure(Fault.MEMBER_UNKNOWN)
    arrived = session.db.execute_sql(
        "SELECT max(arrived_on) FROM letter WHERE member = ? AND direction = 'in'", (member,)
    ).fetchone()
    day = asked.sent_on if len(asked.sent_on) == len("2026-11-20") else _today(session)
    issue = Issue(_unit(session), day, asked.number or "", session.actor.name)
    letter = ArchiveInquiry(
        issue, asked.to_unit, _person(session, member, archive), arrived[0] or "", (asked.asked,), _materials(archive),
        asked.reply_by,
    )  # fmt: skip
    return write_paper(session, folder, PaperKind.ARCHIVE_INQUIRY, archive_inquiry_bytes(letter), (member,))


def _archive(session: Session, member: int) -> Archive:
    archive = archive_of(session.db, member)
    if archive is None:
        raise Failure(Fault.MEMBER_UNKNOWN)
    return archive


def _person(session: Session, member: int, archive: Archive) -> Person:
    stored = session.db.execute_sql(f"{MEMBER.select} WHERE id = ?", (member,)).fetchone()
    fields = {name: value for name, value in MEMBER.row(stored).items() if isinstance(value, str)}
    return Person.of(fields, archive.row.branch)


def _materials(archive: Archive) -> list[Material]:
    """The materials that the member owes, with what was last done about each."""
    results = {each.material: each.result or "" for each in reversed(archive.work) if each.state == "done"}
    states = archive.row.states
    return [
        Material(MATERIAL_NAMES[name], MATERIAL.get(states[name] or "", "未登记"), results.get(name, ""))
        for name in owed(archive.row.category)
    ]


def _unit(session: Session) -> str:
    return units.unit(session.db, session.unit).name


def _today(session: Session) -> str:
    return session.clock().date().isoformat()
