"""Taking the rows that one entry touched back to what they were before it.

Every row that still is as the entry left it goes back; one that changed since is refused. Members whom the entry
created and on whom somebody has worked since stay whole; what was paid and how far it reaches go back together. No
verdict comes back where the other look of the check has become the same person's.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tui.store import images, names, rows, tree
from tui.store.cipher import CipherDatabase
from tui.store.commands import comparison_places, unit_places
from tui.store.commands.disposal_standing import OF_CASES, closed_over, displaced
from tui.store.commands.separation import made_one_persons
from tui.store.commands.standing import kept_together, stood_on, with_place
from tui.store.images import (
    DIFFERENCE,
    FILL_IN,
    FINDING,
    LETTER,
    LEVELS,
    MEMBER,
    ONLINE_ENTRY,
    ORGANIZATION,
    PAYMENT,
    REFERENCE,
    REFERENCE_ROW,
    REMOVED,
    REVIEW,
    SUBJECT,
    Table,
    Values,
)
from tui.store.journal import CHUNK, EntryWriter
from tui.store.ledgers import LEDGERS
from tui.store.queries.letters import OPEN

_TAKING_AWAY = (
    LEVELS, *(ledger.table for ledger in reversed(LEDGERS)), FILL_IN, REVIEW, FINDING, SUBJECT, DIFFERENCE,
    REFERENCE_ROW, REFERENCE, ONLINE_ENTRY, MEMBER, ORGANIZATION,
)  # fmt: skip
"""Dependants first, so that nothing is left pointing at a row that is gone; bringing back goes the other way."""


class Outcome(NamedTuple):
    """What became of an entry's rows in one table: the journal's rows that went back, how many were refused because
    they have changed since, how many because both looks of a check would be one person's."""

    rows: list[int]
    refused: int
    one_persons: int = 0


def take_back(
    db: CipherDatabase, entry: EntryWriter, seq: int, *, bringing_back: bool, together: bool = False
) -> dict[Table, Outcome]:
    """Take back the rows of the entry ``seq`` inside ``entry``; ``bringing_back`` if that one had taken rows away.

    ``together``: whatever the entry wrote about one member goes back whole, or stays whole.
    """
    whole = kept_together(db, seq) if together else frozenset()
    if together and bringing_back:
        whole |= displaced(db, seq)
    kept, tied = _kept_members(db, seq), _tied_members(db, seq)
    compared, sets = comparison_places.tied(db, seq), comparison_places.kept_sets(db, seq)
    outcomes: dict[Table, Outcome] = {}
    for table in reversed(_TAKING_AWAY) if bringing_back else _TAKING_AWAY:
        done: list[int] = []
        asked = one_persons = 0
        for chunk in _items(db, seq, table):
            free = comparison_places.free(table, chunk, compared, sets)
            if whole:
                free = [item for item in free if _owner(table, _there_or_back(table, item)) not in whole]
            if table in OF_CASES:
                free = [item for item in free if item.now is None or not closed_over(db, item.now)]
            if table is REVIEW:
                apart = _apart(db, free)
                one_persons += len(free) - len(apart)
                free = apart
            done += _restore(db, entry, table, free, kept, tied)
            asked += len(chunk)
        outcomes[table] = Outcome(done, asked - len(done) - one_persons, one_persons)
    if outcomes[ORGANIZATION].rows:
        tree.renumber(db)
    return outcomes


@dataclass(frozen=True, slots=True)
class _Item:
    """One row that the entry touched: its fields before, its hash after, and the row as it is now."""

    before: str | None
    after_hash: bytes
    now: Values | None


def _items(db: CipherDatabase, seq: int, table: Table) -> Iterator[list[_Item]]:
    """The entry's items on one table, in chunks; each chunk is read whole before anything is written.

    Units are one chunk, because those above and those below go and come together.
    """
    row, sub, first = -1, -1, table.columns.index(table.keyed_by[0])
    most = -1 if table is ORGANIZATION else CHUNK
    while found := db.execute_sql(table.touched, (seq, row, sub, most)).fetchall():
        yield [
            _Item(before, digest, None if stored[first] is None else table.row(stored))
            for _, _, before, digest, *stored in found
        ]
        row, sub = found[-1][:2]


def _apart(db: CipherDatabase, items: Sequence[_Item]) -> list[_Item]:
    """The reviews that may go back without both looks of a check becoming one person's."""
    reviews = [
        (item.now, (item.now or dict.fromkeys(REVIEW.columns)) | images.decode(REVIEW, item.before))
        if item.before is not None
        else None
        for item in items
    ]
    paired = made_one_persons(db, [review for review in reviews if review])
    if not paired:
        return list(items)
    return [
        item
        for item, review in zip(items, reviews, strict=True)
        if review is None or tuple(review[1][name] for name in ("campaign", "stage", "member")) not in paired
    ]


_CREATED_TOO = "EXISTS (SELECT 1 FROM entry_item o WHERE o.entry = :seq AND o.tbl = {} AND o.row = {} AND o.sub = {})"
_WORKED_ON = "\n      OR ".join(
    f"EXISTS (SELECT 1 FROM {table.name} x WHERE x.member = c.row"
    + ("" if table.composite else f" AND NOT {_CREATED_TOO.format(table.number, 'x.id', '0')}")
    + ")"
    for table in (ledger.table for ledger in LEDGERS)
    if "member" in table.columns
)
_KEPT = f"""
    WITH created AS MATERIALIZED (
      SELECT i.tbl, i.row, i.sub / 10 AS campaign, i.row_sha256 <> (
        SELECT l.row_sha256 FROM entry_item l WHERE l.tbl = i.tbl AND l.row = i.row AND l.sub = i.sub
        ORDER BY l.entry DESC LIMIT 1) AS changed
      FROM entry_item i WHERE i.entry = :seq AND i.before IS NULL
        AND i.tbl IN ({MEMBER.number}, {LETTER.number}, {SUBJECT.number}, {FINDING.number}))
    SELECT c.row FROM created c WHERE c.tbl = {MEMBER.number} AND (c.changed
      OR EXISTS (SELECT 1 FROM finding f WHERE f.member = c.row
                 AND NOT {_CREATED_TOO.format(FINDING.number, "f.id", "0")})
      OR EXISTS (SELECT 1 FROM subject s WHERE s.member = c.row
                 AND NOT {_CREATED_TOO.format(SUBJECT.number, "c.row", "s.campaign * 10")})
      OR {_WORKED_ON}
      OR EXISTS (SELECT 1 FROM reference_row w WHERE w.member = c.row)
      OR EXISTS (SELECT 1 FROM difference d WHERE d.member = c.row)
      OR EXISTS (SELECT 1 FROM online_entry e WHERE e.member = c.row))
    UNION
    SELECT l.member FROM created c CROSS JOIN letter l ON l.id = c.row
    WHERE c.tbl = {LETTER.number} AND c.changed
    UNION
    SELECT c.row FROM created c WHERE c.tbl = {SUBJECT.number} AND (c.changed
      OR EXISTS (SELECT 1 FROM review r WHERE r.member = c.row AND r.campaign = c.campaign)
      OR EXISTS (SELECT 1 FROM check_record k WHERE k.member = c.row AND k.campaign = c.campaign)
      OR EXISTS (SELECT 1 FROM letter l WHERE l.member = c.row AND {OPEN.format("l")}
                 AND NOT {_CREATED_TOO.format(LETTER.number, "l.id", "0")}))
    UNION
    SELECT f.member FROM created c CROSS JOIN finding f ON f.id = c.row WHERE c.tbl = {FINDING.number} AND c.changed
"""


def _kept_members(db: CipherDatabase, seq: int) -> frozenset[int]:
    """Members whose rows the entry created and who stay whole, because somebody has worked on them since.

    That is: one of those rows has changed, or a review, finding, subject or a row of a ledger stands on them that came
    later; a ground needs the open letters that came later, too. What was changed and changed back counts as untouched.
    """
    return frozenset(member for (member,) in db.execute_sql(_KEPT, {"seq": seq}))


_TIED = f"""
    WITH touched AS MATERIALIZED (
      SELECT i.tbl, i.row FROM entry_item i
      WHERE i.entry = :seq AND i.tbl IN ({MEMBER.number}, {PAYMENT.number}) AND i.row_sha256 <> (
        SELECT l.row_sha256 FROM entry_item l WHERE l.tbl = i.tbl AND l.row = i.row AND l.sub = i.sub
        ORDER BY l.entry DESC LIMIT 1))
    SELECT row FROM touched WHERE tbl = {MEMBER.number}
    UNION SELECT p.member FROM touched t CROSS JOIN payment p ON p.id = t.row WHERE t.tbl = {PAYMENT.number}
"""


def _tied_members(db: CipherDatabase, seq: int) -> frozenset[int]:
    """Members whose payments and ``dues_to`` stay as the entry left them, because one of these has changed since."""
    paid = f"SELECT EXISTS (SELECT 1 FROM entry_item WHERE entry = ? AND tbl = {PAYMENT.number})"
    if not db.execute_sql(paid, (seq,)).fetchone()[0]:
        return frozenset()
    return frozenset(member for (member,) in db.execute_sql(_TIED, {"seq": seq}))


def _restore(
    db: CipherDatabase,
    entry: EntryWriter,
    table: Table,
    items: list[_Item],
    kept: frozenset[int],
    tied: frozenset[int],
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
        elif item.now is not None and entry.hash(table, item.now) == item.after_hash:
            if item.before is not None:
                changes.append((item.now, item.now | images.decode(table, item.before)))
            elif not _needed(table, item.now, kept):
                gone.append(item.now)
    if tied and table in (MEMBER, PAYMENT):
        column = "id" if table is MEMBER else "member"
        back = [values for values in back if values[column] not in tied]
        gone = [values for values in gone if values[column] not in tied]
        changes = [(now, before) for now, before in changes if now[column] not in tied]
    if table is ORGANIZATION:
        back, changes, gone = unit_places.put_back(db, back, changes, gone)
    else:
        has_place = _places(db, table, [*back, *(before for _, before in changes)])
        back = [values for values in back if has_place(values)]
        changes = [(now, before) for now, before in changes if has_place(before)]
        needed = stood_on(db, table, gone)
        gone = [values for values in gone if values.get("id") not in needed]
        rows.insert_rows(db, table, back)
        rows.update_rows(db, table, changes)
        rows.delete_rows(db, table, gone)
    for values in back:
        entry.created(table, values)
    for now, before in changes:
        entry.changed(table, now, before)
    entry.removed(table, *gone)
    if table is MEMBER:
        renamed = [before for now, before in changes if before["name"] != now["name"]]
        names.unindex(db, [member["id"] for member in [*renamed, *gone]])
        names.index(db, [(member["id"], member["name"], member["initials"]) for member in [*renamed, *back]])
    return [table.key(values)[0] for values in [*back, *(now for now, _ in changes), *gone]]


def _places(db: CipherDatabase, table: Table, former: Iterable[Values]) -> Callable[[Values], bool]:
    """Tells which of the former rows can come back: what they stood on is there."""
    if table.name in comparison_places.TABLES:
        return comparison_places.has_place(db, table, former)
    return with_place(db, table, former)


def _there_or_back(table: Table, item: _Item) -> Values:
    """The row as it is now, or as it was when the entry took it away."""
    return images.decode(table, item.before or "{}") if item.now is None else item.now


def _owner(table: Table, values: Values) -> int | None:
    """Whose row it is, if a member's."""
    owner: int | None = values.get("id") if table is MEMBER else values.get("member")
    return owner


def _needed(table: Table, values: Values, kept: frozenset[int]) -> bool:
    """Whether the row belongs to a member who stays whole."""
    if table is MEMBER:
        return values["id"] in kept
    return table in (SUBJECT, FINDING, LETTER) and values["member"] in kept
