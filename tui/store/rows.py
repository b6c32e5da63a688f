"""Writing journaled rows in bulk.

The driver sends every None and every bytes through its adapter protocol, 2.4 µs a value against 0.2 µs for a
text, an integer or a bytearray. So rows are grouped by the columns that carry something, only those are bound, and
bytes go as bytearray: three times as fast for a review of 22 columns. Rows that are alike but for their member, as a
bulk command makes them, are one statement over the list of members.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tui.store.cipher import CipherDatabase
from tui.store.images import Table, Values

_Shape = tuple[tuple[str, Any], ...]
"""Columns and what they hold."""
_Alike = Mapping[_Shape, list[int]]
"""What rows have in common → the members whose rows they are."""
_AMONG = "IN (SELECT value FROM json_each(?))"


def insert_rows(db: CipherDatabase, table: Table, rows: Iterable[Values]) -> None:
    """Write new rows; columns that are None get the schema's default, which is NULL."""
    if table.of_members:
        insert_alike(db, table, ((values, (values["member"],)) for values in rows))
        return
    groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for values in rows:
        filled = {name: value for name, value in values.items() if value is not None}
        groups[tuple(filled)].append(tuple(map(_bound, filled.values())))
    for columns, parameters in groups.items():
        db.connection().executemany(
            f"INSERT INTO {table.name}({', '.join(columns)}) VALUES ({_marks(columns)})", parameters
        )


def update_rows(db: CipherDatabase, table: Table, changes: Iterable[tuple[Values, Values]]) -> None:
    """Write the fields that differ between each row as it was and as it shall be."""
    if table.of_members:
        update_alike(db, table, ((before, after, (after["member"],)) for before, after in changes))
        return
    groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for before, after in changes:
        differing = tuple(name for name, value in after.items() if before[name] != value)
        groups[differing].append(tuple(_bound(after[name]) for name in (*differing, *table.keyed_by)))
    for columns, parameters in groups.items():
        sets = ", ".join(f"{name} = ?" for name in columns)
        db.connection().executemany(f"UPDATE {table.name} SET {sets} WHERE {_where(table.keyed_by)}", parameters)


def delete_rows(db: CipherDatabase, table: Table, rows: Iterable[Values]) -> None:
    """Take rows away."""
    if table.of_members:
        shared = [name for name in table.keyed_by if name != "member"]
        among: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for values in rows:
            among[tuple([values[name] for name in shared])].append(values["member"])
        for key, members in among.items():
            db.execute_sql(
                f"DELETE FROM {table.name} WHERE {_where(shared)} AND member {_AMONG}", (*key, json.dumps(members))
            )
        return
    keys = [tuple(values[name] for name in table.keyed_by) for values in rows]
    db.connection().executemany(f"DELETE FROM {table.name} WHERE {_where(table.keyed_by)}", keys)


def insert_alike(db: CipherDatabase, table: Table, new: Iterable[tuple[Values, Sequence[int]]]) -> None:
    """Write new rows, given as what they hold but for the member, and the members."""
    for shape, members in _alike(new).items():
        shared = [(name, value) for name, value in shape if value is not None]
        names = ", ".join(name for name, _ in shared)
        db.execute_sql(
            f"INSERT INTO {table.name}({names}, member) SELECT {_marks(shared)}, value FROM json_each(?)",
            (*(_bound(value) for _, value in shared), json.dumps(members)),
        )


def update_alike(db: CipherDatabase, table: Table, changes: Iterable[tuple[Values, Values, Sequence[int]]]) -> None:
    """Write the fields that differ between rows as they were and as they shall be, both but for the member, and the
    members."""
    differing = (
        ({name: value for name, value in after.items() if name in table.keyed_by or before[name] != value}, members)
        for before, after, members in changes
    )
    for shape, members in _alike(differing).items():
        key = [(name, value) for name, value in shape if name in table.keyed_by]
        fields = [(name, value) for name, value in shape if name not in table.keyed_by]
        db.execute_sql(
            f"""UPDATE {table.name} SET {", ".join(f"{name} = ?" for name, _ in fields)}
                WHERE {_where(name for name, _ in key)} AND member {_AMONG}""",
            (*(_bound(value) for _, value in (*fields, *key)), json.dumps(members)),
        )


def _alike(rows: Iterable[tuple[Values, Sequence[int]]]) -> _Alike:
    """The members of rows that are alike in everything else."""
    groups: dict[_Shape, list[int]] = defaultdict(list)
    for values, members in rows:
        shared = dict(values)
        del shared["member"]
        groups[tuple(shared.items())] += members
    return groups


def _where(names: Iterable[str]) -> str:
    return " AND ".join(f"{name} = ?" for name in names)


def _marks(values: Iterable[Any]) -> str:
    return ", ".join("?" for _ in values)


def _bound(value: Any) -> Any:
    return bytearray(value) if isinstance(value, bytes) else value
