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
from tui.store.cipher import CipherDatabase
from tui.store.commands.editing import kept_organizations
from tui.store.commands.importing import save, stored_rows
from tui.store.images import EVIDENCE, MEMBER, Table, Values
from tui.store.queries.evidence import BEARING, Of, borne_by
from tui.store.session import Session
from tui.text import clean


def attach(session: Session, of: Of, name: str, media: Media, content: bytes, *, note: str = "") -> Change:
    """Attach a file to a row; the same file once. Refused: rows of members and units that another unit keeps.

    ``media`` is what the content was found to be. ``Failure`` EVIDENCE_TOO_LARGE, MEMBER_UNKNOWN for a row that is not
    there; KeyError for a table that bears none.
    """
    name = clean(name).strip()[:LONGEST_NAME]
    if not 0 < len(content) <= LARGEST:
        raise Failure(Fault.EVIDENCE_TOO_LARGE, file=name)
    table, digest = of.kept_in, sha256(content).digest()
    label = f"添加附件“{name}”"
    with journal.entry(session, "evidence.attach", {"of": of.table, "media": media.value}) as entry:
        hung = _hung(session, of)
        if refusal := _out_of_reach(session, hung):
            return Change(None, label, 0, refused=((refusal, 1),), noun="份", verb="已添加")
        if _is_attached(session, table, hung, digest):
            return Change(None, label, 0, 1, noun="份", verb="已添加")
        keep_content(session.db, digest, content)
        row: Values = {
            "id": ids.next_id(session.db, table), "uuid": uuid4().bytes, **hung, "name": name, "media": media.value,
            "size": len(content), "sha256": digest, "note": clean(note).strip()[:LONGEST_NOTE] or None,
            "state": "attached", "reason": None,
        }  # fmt: skip
        save(session.db, entry, table, [_signed(session, row)])
    members = (hung["member"],) if "member" in hung else ()
    return Change(entry.seq, label, 1, members=members, noun="份", verb="已添加")


def withdraw_evidence(session: Session, of: Of, numbers: Sequence[int], reason: str) -> Change:
    """Mark files attached to a row (their row ids) as withdrawn, with the reason; their content stays. ``Failure``
    NAME_MISSING."""
    said = clean(reason).strip()[:LONGEST_NOTE]
    if not said:
        raise Failure(Fault.NAME_MISSING, field="撤回原因")
    refused: Counter[Refusal] = Counter()
    changed: list[tuple[Values, Values]] = []
    with journal.entry(session, "evidence.withdraw") as entry:
        stored = stored_rows(session.db, of.kept_in, numbers)
        for number in dict.fromkeys(numbers):
            before = stored.get(number)
            if before is None or before["state"] != "attached":
                refused[Refusal.SETTLED] += 1
            elif refusal := _out_of_reach(session, before):
                refused[refusal] += 1
            else:
                changed.append((before, _signed(session, before | {"state": "withdrawn", "reason": said})))
        save(session.db, entry, of.kept_in, [], changed)
    seq = entry.seq if entry.count else None
    return Change(seq, "撤回附件", len(changed), refused=tuple(refused.items()), noun="份", verb="已撤回")


def keep_content(db: CipherDatabase, digest: bytes, content: bytes) -> None:
    """Keep a content, verified by whoever calls; one that is here already is left as it is."""
    db.execute_sql(
        "INSERT OR IGNORE INTO evidence_content(sha256, content) VALUES (?, ?)",
        (bytearray(digest), bytearray(content)),
    )


def note_copied(session: Session, of: Of, number: int, digest: str) -> int:
    """Write an entry that a copy of the file (row id) has left the vault; the row is noted as it is."""
    with journal.entry(session, "evidence.copy", {"sha256": digest}) as entry:
        row = stored_rows(session.db, of.kept_in, [number])[number]
        entry.changed(of.kept_in, row, row)
    return entry.seq


def _hung(session: Session, of: Of) -> Values:
    """The columns that say what a file hangs on: the member or unit, the ledger's row, the topic."""
    of = borne_by(session.db, of)
    owner = "member" if of.kept_in is EVIDENCE else "org"
    stored = stored_rows(session.db, BEARING[of.table], [of.row]).get(of.row)
    if stored is None:
        raise Failure(Fault.MEMBER_UNKNOWN)
    if of.itself:
        return {owner: of.row, "of_table": None, "of_row": None, "topic": of.topic or None}
    return {owner: stored[owner], "of_table": of.table, "of_row": of.row, "topic": of.topic or None}


def _out_of_reach(session: Session, row: Values) -> Refusal | None:
    """Why this unit may not change evidence of that member or unit; who has left the roster is still kept here."""
    org = row.get("org")
    if "member" in row:
        org = stored_rows(session.db, MEMBER, [row["member"]])[row["member"]]["org"]
    return None if org in kept_organizations(session) else Refusal.KEPT_BELOW


def _is_attached(session: Session, table: Table, hung: Values, digest: bytes) -> bool:
    same = " AND ".join(f"{name} IS ?" for name in hung)
    found = session.db.execute_sql(
        f"SELECT 1 FROM {table.name} WHERE sha256 = ? AND state = 'attached' AND {same}",
        (bytearray(digest), *hung.values()),
    )
    return found.fetchone() is not None


def _signed(session: Session, values: Values) -> Values:
    return values | {"by": session.actor.id, "at": int(session.clock().timestamp())}
