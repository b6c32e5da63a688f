"""What undo has to know of comparisons: a set goes back whole or not at all, and a member with what was decided."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol, TypeVar

from tui.store.cipher import CipherDatabase
from tui.store.images import DIFFERENCE, FINDING, MEMBER, REFERENCE, REFERENCE_ROW, Table, Values

TABLES: Final = frozenset({REFERENCE.name, REFERENCE_ROW.name, DIFFERENCE.name})


class Item(Protocol):
    """A row that an entry touched, as it is now."""

    @property
    def now(self) -> Values | None:
        """The whole row; None when it is gone."""


I = TypeVar("I", bound=Item)  # noqa: E741
_CHANGED = """i.row_sha256 <> (
    SELECT l.row_sha256 FROM entry_item l WHERE l.tbl = i.tbl AND l.row = i.row AND l.sub = i.sub
    ORDER BY l.entry DESC LIMIT 1)"""
_KEPT_SETS = f"""
    SELECT d.reference FROM entry_item i CROSS JOIN difference d ON d.id = i.row
    WHERE i.entry = :seq AND i.tbl = {DIFFERENCE.number} AND i.before IS NULL AND {_CHANGED}
    UNION
    SELECT i.row FROM entry_item i CROSS JOIN reference n ON n.previous = i.row
    WHERE i.entry = :seq AND i.tbl = {REFERENCE.number} AND i.before IS NULL
    UNION
    SELECT w.reference FROM entry_item i CROSS JOIN reference_row w ON w.id = i.row
    CROSS JOIN difference d ON d.ref_row = w.id AND d.reference <> w.reference
    WHERE i.entry = :seq AND i.tbl = {REFERENCE_ROW.number} AND i.before IS NULL
"""
_TIED = f"""
    WITH touched AS MATERIALIZED (
      SELECT i.tbl, i.row FROM entry_item i
      WHERE i.entry = :seq AND i.tbl IN ({MEMBER.number}, {DIFFERENCE.number}) AND {_CHANGED})
    SELECT row FROM touched WHERE tbl = {MEMBER.number}
    UNION SELECT d.member FROM touched t CROSS JOIN difference d ON d.id = t.row
    WHERE t.tbl = {DIFFERENCE.number} AND d.member IN (
      SELECT row FROM entry_item WHERE entry = :seq AND tbl = {MEMBER.number})
"""


def kept_sets(db: CipherDatabase, seq: int) -> frozenset[int]:
    """Sets that the entry created and that stay whole: somebody has decided in them since, or a later one rests on
    them."""
    return frozenset(number for (number,) in db.execute_sql(_KEPT_SETS, {"seq": seq}))


def tied(db: CipherDatabase, seq: int) -> frozenset[int]:
    """Members whose values and decisions stay as the entry left them, because one of the two has changed since."""
    both = "SELECT EXISTS (SELECT 1 FROM entry_item WHERE entry = ? AND tbl = ?)"
    if not all(db.execute_sql(both, (seq, table.number)).fetchone()[0] for table in (MEMBER, DIFFERENCE)):
        return frozenset()
    return frozenset(member for (member,) in db.execute_sql(_TIED, {"seq": seq}))


def free(table: Table, items: Sequence[I], tied: frozenset[int], sets: frozenset[int]) -> list[I]:
    """The items that may go back as far as comparisons are concerned."""
    if not tied and not sets:
        return list(items)
    return [item for item in items if item.now is None or not _held(table, item.now, tied, sets)]


def _held(table: Table, now: Values, tied: frozenset[int], sets: frozenset[int]) -> bool:
    if table is REFERENCE:
        return now["id"] in sets
    if table is REFERENCE_ROW:
        return now["reference"] in sets
    if table is DIFFERENCE:
        return now["reference"] in sets or now["member"] in tied
    column = {MEMBER.name: "id", FINDING.name: "member"}.get(table.name)
    return column is not None and now[column] in tied


def has_place(db: CipherDatabase, table: Table, former: Iterable[Values]) -> Callable[[Values], bool]:
    """Tells which of the former rows can come back: everything that they name is there."""
    wanted = list(former)
    columns = {
        REFERENCE.name: (("org", "organization"), ("previous", "reference")),
        REFERENCE_ROW.name: (("reference", "reference"), ("member", "member")),
        DIFFERENCE.name: (("reference", "reference"), ("member", "member"), ("ref_row", "reference_row")),
    }[table.name]
    standing = {column: _standing(db, above, {values[column] for values in wanted}) for column, above in columns}
    return lambda values: all(values[column] is None or values[column] in there for column, there in standing.items())


def _standing(db: CipherDatabase, table: str, numbers: set[int | None]) -> frozenset[int]:
    found = db.execute_sql(
        f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([number for number in numbers if number is not None]),),
    )
    return frozenset(number for (number,) in found)
