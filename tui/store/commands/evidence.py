"""Attaching files to rows of the register, and withdrawing them. The content is kept once for each hash, for good."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from uuid import uuid4

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.evidence import LARGEST, LONGEST_NAME, LONGEST_NOTE, Media
from tui.store import ids, journal
from tui.store.commands.editing import kept_organizations
from tui.store.commands.importing import save, stored_rows
from tui.store.images import EVIDENCE, MEMBER, TABLES, Values
from tui.store.journal import EntryWriter
from tui.store.queries.evidence import MEMBER_TABLE, UNIT_TABLE, Of
from tui.store.session import Session
from tui.text import clean

_TABLES = {table.name: table for table in TABLES.values()}


def attach(session: Session, of: Of, name: str, media: Media, content: bytes, *, note: str = "") -> Change:
    """Attach a file to a row; the same file once. Refused: rows of members and units that another unit keeps.

    ``media`` is what the content was found to be. ``Failure`` EVIDENCE_TOO_LARGE; KeyError for no journaled table.
    """
    name = clean(name).strip()[:LONGEST_NAME]
    if not 0 < len(content) <= LARGEST:
        raise Failure(Fault.EVIDENCE_TOO_LARGE, file=name)
    digest = sha256(content).digest()
    label = f"添加附件“{name}”"
    with journal.entry(session, "evidence.attach", {"of": of.table, "media": media.value}) as entry:
        member, org = _owner(session, of)
        if refusal := _out_of_reach(session, member, org):
            return Change(None, label, 0, refused=((refusal, 1),), noun="份", verb="已添加")
        hung: Values = {
            "member": member, "org": org, "of_table": None, "of_row": None, "topic": of.topic or None,
        }  # fmt: skip
        if of.table not in (MEMBER_TABLE, UNIT_TABLE):
            hung |= {"of_table": of.table, "of_row": of.row}
        if _is_attached(session, hung, digest):
            return Change(None, label, 0, 1, noun="份", verb="已添加")
        keep_content(session, digest, content)
        row: Values = {
            "id": ids.next_id(session.db, EVIDENCE), "uuid": uuid4().bytes, **hung, "name": name, "media": media.value,
            "size": len(content), "sha256": digest, "note": clean(note).strip()[:LONGEST_NOTE] or None,
            "state": "attached", "reason": None,
        }  # fmt: skip
        save(session.db, entry, EVIDENCE, [_signed(session, row)])
    return Change(entry.seq, label, 1, members=(member,) if member else (), noun="份", verb="已添加")


def withdraw_evidence(session: Session, numbers: Sequence[int], reason: str) -> Change:
    """Mark attached files (row ids) as withdrawn, with the reason; their content stays. ``Failure`` NAME_MISSING."""
    said = clean(reason).strip()[:LONGEST_NOTE]
    if not said:
        raise Failure(Fault.NAME_MISSING, field="撤回原因")
    refused: Counter[Refusal] = Counter()
    done = 0
    with journal.entry(session, "evidence.withdraw") as entry:
        stored = stored_rows(session.db, EVIDENCE, numbers)
        for number in dict.fromkeys(numbers):
            done += _withdraw(session, entry, stored.get(number), said, refused)
    return Change(
        entry.seq if entry.count else None, "撤回附件", done, refused=tuple(refused.items()), noun="份", verb="已撤回"
    )


def _withdraw(
    session: Session, entry: EntryWriter, before: Values | None, reason: str, refused: Counter[Refusal]
) -> int:
    if before is None or before["state"] != "attached":
        refused[Refusal.SETTLED] += 1
        return 0
    if refusal := _out_of_reach(session, before["member"], before["org"]):
        refused[refusal] += 1
        return 0
    after = _signed(session, before | {"state": "withdrawn", "reason": reason})
    save(session.db, entry, EVIDENCE, [], [(before, after)])
    return 1


def keep_content(session: Session, digest: bytes, content: bytes) -> None:
    """Keep a content, verified by whoever calls; one that is here already is left as it is."""
    session.db.execute_sql(
        "INSERT OR IGNORE INTO evidence_content(sha256, content) VALUES (?, ?)",
        (bytearray(digest), bytearray(content)),
    )


def note_copied(session: Session, number: int, digest: str) -> int:
    """Write an entry that a copy of the file (row id) has left the vault; the row is noted as it is."""
    with journal.entry(session, "evidence.copy", {"sha256": digest}) as entry:
        row = stored_rows(session.db, EVIDENCE, [number])[number]
        entry.changed(EVIDENCE, row, row)
    return entry.seq


def _owner(session: Session, of: Of) -> tuple[int | None, int | None]:
    """(member, unit) that the row belongs to; the member decides where there are both. ``Failure(MEMBER_UNKNOWN)``."""
    if of.table == MEMBER_TABLE:
        return of.row, None
    if of.table == UNIT_TABLE:
        return None, of.row
    table = _TABLES[of.table]
    stored = stored_rows(session.db, table, [of.row]).get(of.row)
    if stored is None:
        raise Failure(Fault.MEMBER_UNKNOWN)
    member = stored.get("member")
    return (member, None) if member is not None else (None, stored["org"])


def _out_of_reach(session: Session, member: int | None, org: int | None) -> Refusal | None:
    kept = kept_organizations(session)
    if member is not None:
        person = stored_rows(session.db, MEMBER, [member]).get(member)
        if person is None:
            return Refusal.LEFT_ROSTER
        org = person["org"]
    return None if org in kept else Refusal.KEPT_BELOW


def _is_attached(session: Session, hung: Values, digest: bytes) -> bool:
    found = session.db.execute_sql(
        """SELECT 1 FROM evidence WHERE sha256 = ? AND state = 'attached' AND member IS ? AND org IS ?
           AND of_table IS ? AND of_row IS ? AND topic IS ?""",
        (bytearray(digest), *hung.values()),
    )
    return found.fetchone() is not None


def _signed(session: Session, values: Values) -> Values:
    return values | {"by": session.actor.id, "at": int(session.clock().timestamp())}
