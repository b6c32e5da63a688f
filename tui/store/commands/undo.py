"""Undo and redo of one's own changes, across restarts: both are new entries, found by reading the journal.

Undo of the entry E takes every row that still is as E left it back to what it was; a row that changed since is
refused. Redo is the undo of an undo.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Check, Refusal, Stage, Verdict
from tui.store import images, journal, names, rows, tree
from tui.store.cipher import CipherDatabase
from tui.store.images import FINDING, MEMBER, ORGANIZATION, REMOVED, REVIEW, SUBJECT, Table, Values
from tui.store.journal import EntryWriter, Header
from tui.store.session import Session

UNDOABLE = frozenset({"review.verdict", "review.note", "roster.import", "organization.add"})
UNDO, REDO = "undo", "redo"

_TAKING_AWAY = (REVIEW, FINDING, SUBJECT, MEMBER, ORGANIZATION)
"""Dependants first, so that nothing is left pointing at a row that is gone; bringing back goes the other way."""


def next_undo(session: Session) -> Header | None:
    """The entry that an undo would take back: the latest undoable one of this person not yet undone."""
    skip = 0
    for header in _own(session):
        if header.action == UNDO:
            skip += 1
        elif skip:
            skip -= 1
        else:
            return header
    return None


def next_redo(session: Session) -> Header | None:
    """The undo that a redo would take back; None as soon as something new has been done."""
    skip = 0
    for header in _own(session):
        if header.action == REDO:
            skip += 1
        elif header.action != UNDO:
            return None
        elif skip:
            skip -= 1
        else:
            return header
    return None


def undo(session: Session) -> Change:
    """Take back one's own latest change; ``Failure(NOTHING_TO_UNDO)`` when there is none."""
    header = next_undo(session)
    if header is None:
        raise Failure(Fault.NOTHING_TO_UNDO)
    return _reverse(session, header, UNDO, f"撤销{describe(_origin(session.db, header))}")


def redo(session: Session) -> Change:
    """Bring back what one's own latest undo took away; ``Failure(NOTHING_TO_REDO)`` when there is none."""
    header = next_redo(session)
    if header is None:
        raise Failure(Fault.NOTHING_TO_REDO)
    return _reverse(session, header, REDO, f"重做{describe(_origin(session.db, header))}")


def describe(header: Header) -> str:
    """What an entry did, in Chinese, for the message line."""
    detail = header.detail
    match header.action:
        case "review.verdict":
            check, verdict, stage = Check(detail["check"]), Verdict(detail["verdict"]), Stage(detail["stage"])
            return f"“{stage.label}·{check.label}记为{verdict.label}”"
        case "review.note":
            return "“写备注”"
        case "roster.import":
            return "“导入名册”"
        case "organization.add":
            return "“添加党组织”"
        case _:
            return f"第{header.seq}号操作"


def _own(session: Session) -> Iterator[Header]:
    """This person's changes, undos and redos, newest first."""
    for header in journal.headers_backwards(session.db):
        if header.person == session.actor.uuid and header.action in UNDOABLE | {UNDO, REDO}:
            yield header


def _origin(db: CipherDatabase, header: Header) -> Header:
    """The change at the root of a chain of undos and redos."""
    while header.undoes is not None:
        (body,) = db.execute_sql("SELECT body FROM entry WHERE seq = ?", (header.undoes,)).fetchone()
        header = Header(**json.loads(body))
    return header


@dataclass(frozen=True, slots=True)
class _Item:
    """One row that the entry touched: its fields before, its hash after, and the row as it is now."""

    before: str | None
    after_hash: bytes
    now: Values | None


def _items(db: CipherDatabase, seq: int, table: Table) -> Iterator[list[_Item]]:
    """The entry's items on one table, in chunks; each chunk is read whole before anything is written."""
    row, sub = -1, -1
    while found := db.execute_sql(table.touched, (seq, row, sub, journal.CHUNK)).fetchall():
        yield [_Item(before, digest, _now(table, stored)) for _, _, before, digest, *stored in found]
        row, sub = found[-1][:2]


def _now(table: Table, stored: list[Any]) -> Values | None:
    return None if stored[table.columns.index(table.keyed_by[0])] is None else table.row(stored)


def _reverse(session: Session, header: Header, action: str, label: str) -> Change:
    """Write the entry that takes ``header``'s back. It stands even if every row is refused: else no earlier change
    could ever be undone.
    """
    db = session.db
    order = tuple(reversed(_TAKING_AWAY)) if header.action == UNDO else _TAKING_AWAY
    counted = (ORGANIZATION,) if _origin(db, header).action == "organization.add" else (REVIEW, MEMBER)
    refused = 0
    touched: list[int] = []
    with journal.entry(session, action, undoes=header.seq, even_if_empty=True) as entry:
        kept = _kept_members(db, header.seq)
        for table in order:
            done: list[int] = []
            asked = 0
            for chunk in _items(db, header.seq, table):
                done += _restore(db, entry, table, chunk, kept)
                asked += len(chunk)
            if table is ORGANIZATION and done:
                tree.renumber(db)
            if table in counted:
                touched += done
                refused += asked - len(done)
    return Change(
        entry.seq,
        label,
        len(touched),
        refused=((Refusal.CHANGED_SINCE, refused),) if refused else (),
        members=tuple(touched) if counted != (ORGANIZATION,) and len(touched) <= journal.CHUNK else (),
        noun="个党组织" if counted == (ORGANIZATION,) else "人",
        verb="已恢复",
    )


_CREATED_TOO = "EXISTS (SELECT 1 FROM entry_item o WHERE o.entry = :seq AND o.tbl = {} AND o.row = {} AND o.sub = {})"
_KEPT = f"""
    WITH created AS MATERIALIZED (
      SELECT i.tbl, i.row, i.sub / 10 AS campaign, i.row_sha256 <> (
        SELECT l.row_sha256 FROM entry_item l WHERE l.tbl = i.tbl AND l.row = i.row AND l.sub = i.sub
        ORDER BY l.entry DESC LIMIT 1) AS changed
      FROM entry_item i WHERE i.entry = :seq AND i.before IS NULL)
    SELECT c.row FROM created c WHERE c.tbl = {MEMBER.number} AND (c.changed
      OR EXISTS (SELECT 1 FROM review r WHERE r.member = c.row)
      OR EXISTS (SELECT 1 FROM finding f WHERE f.member = c.row
                 AND NOT {_CREATED_TOO.format(FINDING.number, "f.id", "0")})
      OR EXISTS (SELECT 1 FROM subject s WHERE s.member = c.row
                 AND NOT {_CREATED_TOO.format(SUBJECT.number, "c.row", "s.campaign * 10")}))
    UNION
    SELECT c.row FROM created c WHERE c.tbl = {SUBJECT.number} AND (c.changed
      OR EXISTS (SELECT 1 FROM review r WHERE r.member = c.row AND r.campaign = c.campaign))
    UNION
    SELECT f.member FROM created c CROSS JOIN finding f ON f.id = c.row WHERE c.tbl = {FINDING.number} AND c.changed
"""


def _kept_members(db: CipherDatabase, seq: int) -> frozenset[int]:
    """Members whose rows the entry created and who stay whole, because somebody has worked on them since.

    That is: one of those rows has changed, or a review, finding or subject stands on them that came later. What was
    changed and changed back counts as untouched.
    """
    return frozenset(member for (member,) in db.execute_sql(_KEPT, {"seq": seq}))


def _restore(
    db: CipherDatabase, entry: EntryWriter, table: Table, items: list[_Item], kept: frozenset[int]
) -> list[int]:
    """Bring rows back to what they were before the entry; gives the journal's row of each one brought back.

    A row that has changed since, or that something still points at, stays as it is.
    """
    back: list[Values] = []
    gone: list[Values] = []
    changes: list[tuple[Values, Values]] = []
    for item in items:
        if item.after_hash == REMOVED:
            if item.now is None:
                back.append(dict.fromkeys(table.columns) | images.decode(table, item.before or ""))
        elif item.now is not None and images.row_hash(item.now) == item.after_hash:
            if item.before is not None:
                changes.append((item.now, item.now | images.decode(table, item.before)))
            elif not _needed(db, table, item.now, kept):
                gone.append(item.now)
    has_place = _places(db, table, [*back, *(before for _, before in changes)])
    back = [values for values in back if has_place(values)]
    changes = [(now, before) for now, before in changes if has_place(before)]
    rows.insert_rows(db, table, back)
    rows.update_rows(db, table, changes)
    rows.delete_rows(db, table, gone)
    for values in back:
        entry.created(table, values)
    for now, before in changes:
        entry.changed(table, now, before)
    for values in gone:
        entry.removed(table, values)
    if table is MEMBER:
        renamed = [before for now, before in changes if before["name"] != now["name"]]
        names.unindex(db, [member["id"] for member in [*renamed, *gone]])
        names.index(db, [(member["id"], member["name"], member["initials"]) for member in [*renamed, *back]])
    return [table.key(values)[0] for values in [*back, *(now for now, _ in changes), *gone]]


_PLACE_FREE = """
    SELECT EXISTS (SELECT 1 FROM organization WHERE id = :parent) AND NOT EXISTS (
      SELECT 1 FROM organization
      WHERE id <> :id AND parent = :parent AND (name = :name OR (code = :code AND code <> '')))
"""


def _places(db: CipherDatabase, table: Table, former: Iterable[Values]) -> Callable[[Values], bool]:
    """Tells which of the former rows can come back: what they stood on is there, nobody has taken a unit's name."""
    if table is ORGANIZATION:
        return lambda unit: bool(db.execute_sql(_PLACE_FREE, unit).fetchone()[0])
    above, column = ("organization", "org") if table is MEMBER else ("member", "member")
    wanted = json.dumps(list({values[column] for values in former}))
    found = db.execute_sql(f"SELECT id FROM {above} WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
    standing = {number for (number,) in found}
    return lambda values: values[column] in standing


_UNIT_NEEDED = """
    SELECT EXISTS (SELECT 1 FROM member WHERE org = :id)
      OR EXISTS (SELECT 1 FROM organization WHERE parent = :id OR (keeper = :id AND id <> :id))
      OR EXISTS (SELECT 1 FROM card WHERE unit = :uuid)
      OR EXISTS (SELECT 1 FROM slice WHERE org = :id)
      OR EXISTS (SELECT 1 FROM review WHERE unit = :id)
"""


def _needed(db: CipherDatabase, table: Table, values: Values, kept: frozenset[int]) -> bool:
    """Whether something that stays still points at the row."""
    if table is ORGANIZATION:
        return bool(db.execute_sql(_UNIT_NEEDED, values).fetchone()[0])
    if table is MEMBER:
        return values["id"] in kept
    return table in (SUBJECT, FINDING) and values["member"] in kept
