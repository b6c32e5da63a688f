"""Undo and redo of one's own changes, across restarts: both are new entries, found by reading the journal.

Undo of the entry E takes every row that still is as E left it back to what it was; a row that changed since is
refused. Redo is the undo of an undo.
"""

import json
from collections.abc import Iterator
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
    db = session.db
    order = tuple(reversed(_TAKING_AWAY)) if header.action == UNDO else _TAKING_AWAY
    counted = (ORGANIZATION,) if _origin(db, header).action == "organization.add" else (REVIEW, MEMBER)
    refused = 0
    touched: list[int] = []
    with journal.entry(session, action, undoes=header.seq) as entry:
        kept = _kept_members(db, header.seq)
        for table in order:
            for chunk in _items(db, header.seq, table):
                done = _restore(db, entry, table, chunk, kept)
                if table in counted:
                    touched.extend(done)
                    refused += len(chunk) - len(done)
        if entry.count:
            tree.renumber(db)
    return Change(
        entry.seq if entry.count else None,
        label,
        len(touched),
        refused=((Refusal.CHANGED_SINCE, refused),) if refused else (),
        members=tuple(touched) if counted != (ORGANIZATION,) and len(touched) <= journal.CHUNK else (),
        noun="个党组织" if counted == (ORGANIZATION,) else "人",
    )


def _kept_members(db: CipherDatabase, seq: int) -> frozenset[int]:
    """Members created by the entry that must stay, because somebody has worked on them since."""
    rows = db.execute_sql(
        """SELECT i.row FROM entry_item i
           WHERE i.entry = :seq AND i.tbl = :member AND i.before IS NULL AND (
             EXISTS (SELECT 1 FROM review r WHERE r.member = i.row)
             OR EXISTS (SELECT 1 FROM entry_item l WHERE l.tbl IN (:member, :subject) AND l.row = i.row
                        AND l.entry > :seq)
             OR EXISTS (SELECT 1 FROM finding f JOIN entry_item l ON l.tbl = :finding AND l.row = f.id
                        WHERE f.member = i.row AND l.entry > :seq))""",
        {"seq": seq, "member": MEMBER.number, "subject": SUBJECT.number, "finding": FINDING.number},
    )
    return frozenset(row for (row,) in rows)


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
            values = images.decode(table, item.before or "")
            if item.now is None and _has_place(db, table, values):
                back.append(values)
        elif item.now is not None and images.row_hash(item.now) == item.after_hash:
            if item.before is not None:
                changes.append((item.now, item.now | images.decode(table, item.before)))
            elif not _needed(db, table, item.now, kept):
                gone.append(item.now)
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


def _has_place(db: CipherDatabase, table: Table, values: Values) -> bool:
    """Whether a row that was taken away can come back: its unit's name, its member's branch, his review's member."""
    if table is ORGANIZATION:
        query = "SELECT NOT EXISTS (SELECT 1 FROM organization WHERE parent = ? AND name = ?)"
        return bool(db.execute_sql(query, (values["parent"], values["name"])).fetchone()[0])
    above, key = ("organization", values["org"]) if table is MEMBER else ("member", values["member"])
    return bool(db.execute_sql(f"SELECT EXISTS (SELECT 1 FROM {above} WHERE id = ?)", (key,)).fetchone()[0])


def _needed(db: CipherDatabase, table: Table, values: Values, kept: frozenset[int]) -> bool:
    """Whether something that stays still points at the row."""
    if table in (SUBJECT, FINDING):
        return values["member"] in kept
    if table is MEMBER:
        return values["id"] in kept
    if table is ORGANIZATION:
        number = values["id"]
        query = """SELECT EXISTS (SELECT 1 FROM member WHERE org = ?) OR EXISTS (SELECT 1 FROM organization
                   WHERE parent = ? OR (keeper = ? AND id <> ?)) OR EXISTS (SELECT 1 FROM card WHERE unit = ?)"""
        return bool(db.execute_sql(query, (number, number, number, number, values["uuid"])).fetchone()[0])
    return False
