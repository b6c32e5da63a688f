"""Members' files (党员档案): where they are kept, the letters to former units, and the work on single materials.

The states of the five materials stay columns of the member; work that comes to a state writes it there.
"""

import json
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from tui.faults import Failure, Fault
from tui.rules.archives import OF_PARTY_FILE, Answer, Keeper, Kept, Work, refuses_kept, refuses_party_file, reply_due
from tui.rules.changes import Change
from tui.rules.check_items import MATERIAL_NAMES, owed
from tui.rules.checks import Refusal
from tui.rules.dates import is_date
from tui.store import ids, journal
from tui.store.cipher import CipherDatabase
from tui.store.commands.editing import kept_organizations, out_of_reach, whom
from tui.store.commands.importing import AMONG, save, stored_rows
from tui.store.commands.roster_findings import settle_findings
from tui.store.images import ARCHIVE, ARCHIVE_INQUIRY, ARCHIVE_WORK, MEMBER, Table, Values
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched
from tui.text import clean

LONGEST: Final = 200
"""Characters of a text."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file is kept: which, by whom, the keeping unit's name, since when (a partial date)."""

    kept: Kept
    keeper: Keeper | None = None
    unit: str = ""
    since: str = ""
    note: str = ""


def place_archive(
    session: Session,
    members: Sequence[int],
    place: Place,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Record where the files of these members (row ids, each once) are kept.

    The unit's name goes into the member's ``archive_at``; an empty one leaves that as it is. Refused: members whom
    another unit keeps, who have left the roster, and everybody where file and keeper do not go together.
    ``Failure`` DATE_INVALID, CANCELLED.
    """
    refusal = refuses_kept(place.kept, place.keeper)
    label = f"档案记为“{place.kept.label}”"
    return _place(session, members, place, "archive.place", label, lambda _: refusal, progress, cancelled)


def establish_file(
    session: Session,
    members: Sequence[int],
    place: Place,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """建立党员档案 for members who have no 人事档案: refused are all others, and any keeper but those of 第三十七条.

    ``place.kept`` counts for nothing. ``Failure`` as above.
    """
    place = Place(Kept.PARTY, place.keeper, place.unit, place.since, place.note)
    unfit = None if place.keeper in OF_PARTY_FILE else Refusal.KEEPER_UNFIT

    def refuse(before: Values | None) -> Refusal | None:
        return unfit or refuses_party_file(Kept(before["kept_kind"]) if before else None)

    return _place(session, members, place, "archive.establish", "建立党员档案", refuse, progress, cancelled)


def _place(
    session: Session,
    members: Sequence[int],
    place: Place,
    action: str,
    label: str,
    refuse: Any,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Change:
    since = _day(place.since) if place.since else None
    said = {
        "kept_kind": place.kept.value, "kept_by": place.keeper.value if place.keeper else None, "since": since,
        "note": _text(place.note),
    }  # fmt: skip
    unit = _text(place.unit)
    tell = watched(progress, cancelled)
    refused: Counter[Refusal] = Counter()
    touched = array("Q")
    unchanged = 0
    detail = {"kept": place.kept.value, "by": said["kept_by"] or ""}
    with journal.entry(session, action, detail) as entry:
        kept_here = kept_organizations(session)
        number = ids.next_id(session.db, ARCHIVE)
        for start in range(0, len(members), journal.CHUNK):
            chunk = members[start : start + journal.CHUNK]
            people = stored_rows(session.db, MEMBER, chunk)
            known = _of_members(session.db, ARCHIVE, chunk)
            new: list[Values] = []
            changed: list[tuple[Values, Values]] = []
            moved: list[tuple[Values, Values]] = []
            for member in chunk:
                person, before = people.get(member), known.get(member)
                if refusal := out_of_reach(person, kept_here) or refuse(before):
                    refused[refusal] += 1
                    continue
                renamed = person is not None and unit is not None and person["archive_at"] != unit
                if renamed and person is not None:
                    moved.append((person, person | {"archive_at": unit}))
                if before is None:
                    new.append(_signed(session, {"id": number, "uuid": uuid4().bytes, "member": member} | said))
                    number += 1
                elif any(before[name] != value for name, value in said.items()):
                    changed.append((before, _signed(session, before | said)))
                elif not renamed:
                    unchanged += 1
                    continue
                touched.append(member)
            save(session.db, entry, ARCHIVE, new, changed)
            save(session.db, entry, MEMBER, [], moved)
            tell(start + len(chunk), len(members))
    return Change(
        entry.seq if entry.count else None,
        f"{whom(session.db, members)}{label}",
        len(touched),
        unchanged,
        tuple(refused.items()),
        tuple(touched) if len(touched) <= journal.CHUNK else (),
    )


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A 商转函: to which unit, when, what is asked; by when an answer is wanted ('' for the usual term)."""

    to_unit: str
    sent_on: str
    asked: str
    number: str = ""
    reply_by: str = ""


def inquire(session: Session, member: int, inquiry: Inquiry) -> Change:
    """Record a letter to the unit that the member came from. ``Failure`` NAME_MISSING, DATE_INVALID; out of reach:
    refused."""
    fields: Values = {
        "to_unit": _text(inquiry.to_unit), "number": _text(inquiry.number), "sent_on": _day(inquiry.sent_on),
        "asked": _text(inquiry.asked), "state": "open",
    }  # fmt: skip
    for name, label in (("to_unit", "去函单位"), ("asked", "商请事项")):
        if fields[name] is None:
            raise Failure(Fault.NAME_MISSING, field=label)
    fields["reply_by"] = _day(inquiry.reply_by) if inquiry.reply_by else reply_due(inquiry.sent_on)
    return _added(session, member, ARCHIVE_INQUIRY, fields, "archive.inquire", {}, "发商转函", "件")


def answer_inquiry(session: Session, inquiry: int, on: str, outcome: Answer, answer: str = "") -> Change:
    """Record what the former unit answered to an open inquiry (row id)."""
    after = {"state": "answered", "answered_on": _day(on), "outcome": outcome.value, "answer": _text(answer)}
    detail = {"outcome": outcome.value}
    return _settled(session, ARCHIVE_INQUIRY, inquiry, after, "archive.answer", detail, "商转函记复函", "件")


@dataclass(frozen=True, slots=True)
class Task:
    """Work on a material: what is done, by when (a partial date, '' for open), who does it, on what basis."""

    material: str
    kind: Work
    due_on: str = ""
    person: str = ""
    basis: str = ""


def plan_work(session: Session, member: int, task: Task) -> Change:
    """Record that a material is to be appraised, perfected or supplemented. Refused: what the member does not owe."""
    fields: Values = {
        "material": task.material, "kind": task.kind.value, "due_on": _day(task.due_on) if task.due_on else None,
        "state": "open", "person": _text(task.person), "basis": _text(task.basis),
    }  # fmt: skip
    detail = {"material": task.material, "kind": task.kind.value}
    label = f"{MATERIAL_NAMES[task.material]}{task.kind.label}"
    return _added(session, member, ARCHIVE_WORK, fields, "archive.work", detail, label, "项")


def finish_work(session: Session, work: int, on: str, result: str, *, person: str = "", found: str = "") -> Change:
    """Record what came of open work (row id): when, what was done, by whom where that was not planned, and the state
    that the material came to (``found``), which becomes the member's. ``Failure`` NAME_MISSING without a result."""
    said = _text(result)
    if said is None:
        raise Failure(Fault.NAME_MISSING, field="结果")
    after: Values = {"state": "done", "done_on": _day(on), "result": said, "found": found or None}
    if person:
        after["person"] = _text(person)
    return _settled(session, ARCHIVE_WORK, work, after, "archive.finish", {"found": found}, "档案材料办结", "项")


def withdraw_inquiry(session: Session, inquiry: int, reason: str) -> Change:
    """Close an open inquiry (row id) that was a mistake or is no longer needed. ``Failure`` NAME_MISSING."""
    return _settled(
        session, ARCHIVE_INQUIRY, inquiry, {"state": "withdrawn", "answer": _reason(reason)}, "archive.withdraw", {},
        "撤回商转函", "件",
    )  # fmt: skip


def withdraw_work(session: Session, work: int, reason: str) -> Change:
    """Close open work (row id) likewise."""
    return _settled(
        session, ARCHIVE_WORK, work, {"state": "withdrawn", "result": _reason(reason)}, "archive.withdraw", {},
        "撤回跟进事项", "项",
    )  # fmt: skip


def _reason(text: str) -> str:
    said = _text(text)
    if said is None:
        raise Failure(Fault.NAME_MISSING, field="撤回原因")
    return said


def _added(
    session: Session, member: int, table: Table, fields: Values, action: str, detail: dict[str, Any], label: str,
    noun: str,
) -> Change:  # fmt: skip
    with journal.entry(session, action, detail) as entry:
        person = stored_rows(session.db, MEMBER, [member]).get(member)
        refusal = out_of_reach(person, kept_organizations(session))
        if not refusal and person and fields.get("material", "") not in ("", *owed(person["category"])):
            refusal = Refusal.NOT_OWED
        if not refusal:
            row: Values = dict.fromkeys(table.columns) | {"id": ids.next_id(session.db, table), "uuid": uuid4().bytes}
            save(session.db, entry, table, [_signed(session, row | {"member": member} | fields)])
    return _one(session, entry.seq if entry.count else None, member, label, refusal, noun)


def _settled(
    session: Session, table: Table, number: int, after: Values, action: str, detail: dict[str, Any], label: str,
    noun: str,
) -> Change:  # fmt: skip
    """Bring an open row to its end; the member's column follows what was found of his material."""
    with journal.entry(session, action, detail) as entry:
        before = stored_rows(session.db, table, [number]).get(number)
        if before is None or before["state"] != "open":
            return Change(None, label, 0, refused=((Refusal.SETTLED, 1),), noun=noun)
        member = int(before["member"])
        person = stored_rows(session.db, MEMBER, [member]).get(member)
        refusal = out_of_reach(person, kept_organizations(session))
        if not refusal and person is not None:
            save(session.db, entry, table, [], [(before, _signed(session, before | after))])
            if after.get("found") and person[before["material"]] != after["found"]:
                renewed = person | {before["material"]: after["found"]}
                save(session.db, entry, MEMBER, [], [(person, renewed)])
                settle_findings(session, entry, [renewed])
    return _one(session, entry.seq if entry.count else None, member, label, refusal, noun)


def _one(session: Session, entry: int | None, member: int, label: str, refusal: Refusal | None, noun: str) -> Change:
    refused = ((refusal, 1),) if refusal else ()
    said = f"{whom(session.db, [member])}{label}"
    return Change(entry, said, int(not refusal), refused=refused, members=(member,), noun=noun, verb="已记")


def _of_members(db: CipherDatabase, table: Table, members: Sequence[int]) -> dict[int, Values]:
    """The rows of these members, the newest of each."""
    found = db.execute_sql(f"{table.select} WHERE member {AMONG} ORDER BY id", (json.dumps(list(members)),))
    return {values["member"]: values for values in map(table.row, found.fetchall())}


def _signed(session: Session, values: Values) -> Values:
    return values | {"by": session.actor.id, "at": int(session.clock().timestamp())}


def _text(text: str) -> str | None:
    return clean(text).strip()[:LONGEST] or None


def _day(text: str) -> str:
    """A partial date, or ``Failure(DATE_INVALID)``."""
    day = clean(text).strip()
    if not is_date(day):
        raise Failure(Fault.DATE_INVALID, value=day)
    return day
