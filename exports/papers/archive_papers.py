"""The papers on a member's file, filled from the vault: the list of its materials, the letter to the former unit."""

from dataclasses import replace
from pathlib import Path

from exports.media import Written
from exports.papers.archive_inquiry import (
    ArchiveInquiry,
    ArchiveList,
    Material,
    archive_inquiry_bytes,
    archive_list_bytes,
)
from exports.papers.facts import Person
from exports.papers.writing import issue_of, write_paper
from tui.faults import Failure, Fault
from tui.rules.check_items import MATERIAL, MATERIAL_NAMES, owed
from tui.rules.papers import PaperKind
from tui.store.queries import units
from tui.store.queries.archives import Archive, archive_of
from tui.store.queries.members import form_fields
from tui.store.session import Session


def write_archive_list(session: Session, member: int, folder: Path) -> Written:
    """Write the list of the member's materials; MEMBER_UNKNOWN, and what :func:`write_paper` raises."""
    archive, person = _read(session, member)
    row = archive.row
    kept = "，".join(part.label for part in (row.kept, row.keeper) if part) + (
        f"：{row.archive_at}" if row.archive_at else ""
    )
    unit, today = units.unit(session.db, session.unit).name, session.clock().date().isoformat()
    content = archive_list_bytes(ArchiveList(unit, today, person, kept, _materials(archive)))
    return write_paper(session, folder, PaperKind.ARCHIVE_LIST, content, (member,))


def write_archive_inquiries(session: Session, member: int, folder: Path) -> list[Written]:
    """Write every letter to a former unit that waits for its answer."""
    archive, person = _read(session, member)
    issue, written = issue_of(session), []
    for letter in (each for each in archive.inquiries if each.state == "open"):
        inquiry = ArchiveInquiry(
            replace(issue, number=letter.number or "", day=letter.sent_on), letter.to_unit, person, "",
            (letter.asked if letter.asked.endswith("。") else f"{letter.asked}。",), _materials(archive),
            letter.reply_by,
        )  # fmt: skip
        content = archive_inquiry_bytes(inquiry)
        written.append(write_paper(session, folder, PaperKind.ARCHIVE_INQUIRY, content, (member,)))
    return written


def _read(session: Session, member: int) -> tuple[Archive, Person]:
    archive = archive_of(session.db, member)
    if archive is None:
        raise Failure(Fault.MEMBER_UNKNOWN)
    fields, _, _ = form_fields(session.db, member)
    return archive, Person.of(fields, archive.row.branch)


def _materials(archive: Archive) -> list[Material]:
    """Those that the member owes, in the order of the document."""
    states = archive.row.states
    return [
        Material(MATERIAL_NAMES[name], MATERIAL.get(states[name] or "", "未审核"))
        for name in owed(archive.row.category)
    ]
