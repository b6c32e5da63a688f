"""Writing journaled rows in bulk.

The driver sends every None and every bytes through its adapter protocol, 2.4 µs a value against 0.2 µs for a
text, an integer or a bytearray. So rows are grouped by the columns that carry something, only those are bound, and
bytes go as bytearray: three times as fast for a review of 22 columns.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from tui.store.cipher import CipherDatabase
from tui.store.images import Table, Values

_Groups = dict[tuple[str, ...], list[tuple[Any, ...]]]
"""Columns → the parameters of every statement on exactly these columns."""


def insert_rows(db: CipherDatabase, table: Table, rows: Iterable[Values]) -> None:
    """Write new rows; columns that are None get the schema's default, which is NULL."""
    groups: _Groups = defaultdict(list)
    for values in rows:
        filled = {name: value for name, value in values.items() if value is not None}
        groups[tuple(filled)].append(tuple(map(_bound, filled.values())))
    for names, parameters in groups.items():
        marks = ", ".join("?" * len(names))
        db.connection().executemany(f"INSERT INTO {table.name}({', '.join(names)}) VALUES ({marks})", parameters)


def update_rows(db: CipherDatabase, table: Table, changes: Iterable[tuple[Values, Values]]) -> None:
    """Write the fields that differ between each row as it was and as it shall be."""
    groups: _Groups = defaultdict(list)
    for before, after in changes:
        differing = tuple(name for name, value in after.items() if before[name] != value)
        groups[differing].append(tuple(_bound(after[name]) for name in (*differing, *table.keyed_by)))
    for names, parameters in groups.items():
        fields = ", ".join(f"{name} = ?" for name in names)
        db.connection().executemany(f"UPDATE {table.name} SET {fields} WHERE {_where(table)}", parameters)


def delete_rows(db: CipherDatabase, table: Table, rows: Iterable[Values]) -> None:
    """Take rows away."""
    keys = [tuple(values[name] for name in table.keyed_by) for values in rows]
    db.connection().executemany(f"DELETE FROM {table.name} WHERE {_where(table)}", keys)


def _where(table: Table) -> str:
    return " AND ".join(f"{name} = ?" for name in table.keyed_by)


def _bound(value: Any) -> Any:
    return bytearray(value) if isinstance(value, bytes) else value
