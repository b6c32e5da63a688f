"""The history of one member, read from the journal: every row about him that an entry touched, before and after.

The journal keeps what a row was before an entry; what it was after it stands in the next item or in the row itself. So
the rows are walked backwards from what they are now.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tui.rules.checks import Check, Stage
from tui.store.cipher import CipherDatabase
from tui.store.images import MEMBER, REFERENCE_ROW, REMOVED, REVIEW, TABLES, Table, Values, decode

TOLD: Final = (
    MEMBER,
    *(table for table in TABLES.values() if "member" in table.columns and table is not REFERENCE_ROW),
)
"""The tables that say something of a member; the rows of an outside list are matched with him, not about him."""

_ONLY_ADD: Final = (
    "roster.import", "letters.import", "dues.import", "review.verdict", "review.note", "member.edit", "member.reveal",
)  # fmt: skip
"""Actions that never take a row away, and touch the most rows: they need not be searched for rows that are gone."""

Place = tuple[int, int, int]
"""Where the journal files a row: table number, row, sub."""
Record = Mapping[Place, Values]
"""Everything about a member at one time: whole rows by place."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A row that an entry touched; ``before`` is None where it was created, ``after`` where it was taken away.

    Both are whole and equal where the row was only looked at.
    """

    table: Table
    place: Place
    before: Values | None
    after: Values | None


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the journal as far as it is about the member; ``at`` in seconds since 1970.

    ``undoes`` is the entry that this one takes back; ``undone`` says that a later one has taken this one back.
    """

    seq: int
    at: int
    action: str
    detail: Mapping[str, Any]
    by: str
    undoes: int | None
    undone: bool
    rows: tuple[Touched, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A member's events, the newest first, and the record as it is now.

    ``organizations`` and ``people`` name the row ids that the rows speak of.
    """

    events: tuple[Event, ...]
    now: Record
    organizations: Mapping[int, str]
    people: Mapping[int, str]

    def record_after(self, seq: int) -> Record:
        """The record as it was when the entry ``seq`` had been written."""
        record = dict(self.now)
        for event in self.events:
            if event.seq <= seq:
                break
            for row in event.rows:
                if row.before is None:
                    del record[row.place]
                else:
                    record[row.place] = row.before
        return record


def differences(old: Record, new: Record) -> Iterator[Touched]:
    """The rows that differ between two records, in the order of their tables."""
    for place in sorted(old.keys() | new.keys()):
        before, after = old.get(place), new.get(place)
        if before != after:
            yield Touched(TABLES[place[0]], place, before, after)


def member_history(db: CipherDatabase, member: int) -> History:
    """Every entry that touched the member or what the register holds about him."""
    now: dict[Place, Values] = {}
    by_entry: dict[int, list[Touched]] = defaultdict(list)
    for table in TOLD:
        now |= _rows_now(db, table, member)
        for row in _journal_rows(db, table, member, now):
            for entry, touched in _walk_back(db, table, row, now):
                by_entry[entry].append(touched)
    events = _events(db, by_entry)
    organizations = dict(db.execute_sql("SELECT id, name FROM organization").fetchall())
    people = dict(db.execute_sql("SELECT id, name FROM person").fetchall())
    return History(events, now, organizations, people)


def verdict_times(db: CipherDatabase, campaign: int, member: int) -> dict[tuple[Stage, Check], int]:
    """When each verdict that stands was given or last confirmed, in seconds since 1970."""
    times: dict[tuple[Stage, Check], int] = {}
    for stage in Stage:
        items = db.execute_sql(
            """SELECT i.before, e.body ->> 'at' FROM entry_item i JOIN entry e ON e.seq = i.entry
               WHERE i.tbl = ? AND i.row = ? AND i.sub = ? ORDER BY i.entry DESC""",
            (REVIEW.number, member, campaign * 10 + stage.number),
        )
        for before, at in items:
            changed = None if before is None else json.loads(before).keys()
            for check in Check:
                if changed is None or f"c{check.number}" in changed or f"h{check.number}" in changed:
                    times.setdefault((stage, check), at)
    return times


def _rows_now(db: CipherDatabase, table: Table, member: int) -> Iterable[tuple[Place, Values]]:
    column = "id" if table is MEMBER else "member"
    for stored in db.execute_sql(f"{table.select} WHERE {column} = ?", (member,)).fetchall():
        values = table.row(stored)
        yield (table.number, *table.key(values)), values


def _journal_rows(db: CipherDatabase, table: Table, member: int, now: Record) -> list[int]:
    """What the journal files the member's rows of a table under, also those that are no longer there."""
    if table is MEMBER or table.composite:
        return [member]
    gone = db.execute_sql(
        f"""SELECT DISTINCT i.row FROM entry e CROSS JOIN entry_item i ON i.entry = e.seq AND i.tbl = ?
            WHERE e.body ->> 'action' NOT IN ({", ".join("?" * len(_ONLY_ADD))})
            AND i.row_sha256 = ? AND i.before ->> 'member' = ?""",
        (table.number, *_ONLY_ADD, bytearray(REMOVED), member),
    )
    there = {row for number, row, _ in now if number == table.number}
    return sorted(there | {row for (row,) in gone})


def _walk_back(db: CipherDatabase, table: Table, row: int, now: Record) -> Iterator[tuple[int, Touched]]:
    """The entries that touched a row, newest first, each with the row before and after."""
    items = db.execute_sql(
        "SELECT entry, sub, before, row_sha256 FROM entry_item WHERE tbl = ? AND row = ? ORDER BY entry DESC",
        (table.number, row),
    ).fetchall()
    after: dict[int, Values | None] = {}
    for entry, sub, image, digest in items:
        place = (table.number, row, sub)
        left = after[sub] if sub in after else now.get(place)
        before: Values | None = None
        if digest == REMOVED:
            left, before = None, dict.fromkeys(table.columns) | decode(table, image)
        elif image is not None and left is not None:
            before = left | decode(table, image)
        after[sub] = before
        yield entry, Touched(table, place, before, left)


def _events(db: CipherDatabase, by_entry: Mapping[int, list[Touched]]) -> tuple[Event, ...]:
    names = dict(db.execute_sql("SELECT lower(hex(uuid)), name FROM person").fetchall())
    found = db.execute_sql(
        "SELECT body FROM entry WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq DESC",
        (json.dumps(list(by_entry)),),
    ).fetchall()
    taken_back: set[int] = set()
    events = []
    for (body,) in found:
        header = json.loads(body)
        seq, undoes = header["seq"], header["undoes"]
        if undoes is not None and seq not in taken_back:
            taken_back.add(undoes)
        by = names.get(header["person"].replace("-", ""), "")
        rows = tuple(by_entry[seq])
        undone = seq in taken_back
        events.append(Event(seq, header["at"], header["action"], header["detail"], by, undoes, undone, rows))
    return tuple(events)
