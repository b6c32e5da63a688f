"""What rows stand on, and what stands on them: undo neither pulls a row from under another nor hangs one in the air."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from tui.store.cipher import CipherDatabase
from tui.store.images import CAMPAIGN, FILL_IN, LEVELS, MEMBER, ORGANIZATION, SUBJECT, Table, Values
from tui.store.ledgers import BY_NAME, LEDGERS

_AMONG = "IN (SELECT value FROM json_each(?))"
_OTHERS: Final = {
    MEMBER.name: {"org": ORGANIZATION},
    FILL_IN.name: {"org": ORGANIZATION},
    LEVELS.name: {"campaign": CAMPAIGN},
}
_OF_MEMBER: Final = {"member": MEMBER}
"""What the rows of all other tables stand on."""


def with_place(db: CipherDatabase, table: Table, former: Iterable[Values]) -> Callable[[Values], bool]:
    """Tells which of the former rows can come back: everything that they name is there, or comes back with them."""
    wanted = list(former)
    standing = {}
    for column, above in _stands_on(table).items():
        numbers = {values[column] for values in wanted if values[column] is not None}
        found = db.execute_sql(f"SELECT id FROM {above.name} WHERE id {_AMONG}", (json.dumps(list(numbers)),))
        together = {values["id"] for values in wanted} if above is table else set()
        standing[column] = {number for (number,) in found} | together
    return lambda values: all(values[column] is None or values[column] in there for column, there in standing.items())


def _stands_on(table: Table) -> Mapping[str, Table]:
    """The columns that hold row ids, and of which table."""
    ledger = BY_NAME.get(table.name)
    if ledger is None:
        return _OTHERS.get(table.name, _OF_MEMBER)
    owner = {"member": MEMBER} if ledger.owner == "member" else {"org": ORGANIZATION}
    return owner | dict(ledger.names)


def stood_on(db: CipherDatabase, table: Table, leaving: Iterable[Values]) -> frozenset[int]:
    """Which of the rows about to leave (ids) something else in the ledgers still names."""
    leaving_ids = [values["id"] for values in leaving if "id" in values] if table.name in BY_NAME else []
    if not leaving_ids:
        return frozenset()
    wanted, named = json.dumps(leaving_ids), set[int]()
    for name, column, where in _naming(table):
        also_leaving = f"AND id NOT {_AMONG}" if name == table.name else ""
        found = db.execute_sql(
            f"SELECT DISTINCT {column} FROM {name} WHERE {column} {_AMONG} {where} {also_leaving}",
            (wanted, wanted) if also_leaving else (wanted,),
        )
        named.update(number for (number,) in found)
    return frozenset(named)


def _naming(table: Table) -> Iterator[tuple[str, str, str]]:
    """(ledger, column, further condition) of everything that may name a row of ``table``."""
    own = BY_NAME.get(table.name)
    bears = own is not None and own.hangs_on is None and "uuid" in table.columns
    for ledger in LEDGERS:
        for column, above in ledger.names.items():
            if above is table:
                yield ledger.name, column, ""
        if ledger.hangs_on and bears:
            yield ledger.name, ledger.hangs_on[1], f"AND {ledger.hangs_on[0]} = '{table.name}'"


_CHANGED = """i.row_sha256 <> (
    SELECT l.row_sha256 FROM entry_item l WHERE l.tbl = i.tbl AND l.row = i.row AND l.sub = i.sub
    ORDER BY l.entry DESC LIMIT 1)"""
_LATER = "NOT EXISTS (SELECT 1 FROM entry_item o WHERE o.entry = :seq AND o.tbl = {} AND o.row = d.id)"


def kept_together(db: CipherDatabase, seq: int) -> frozenset[int]:
    """Members about whom nothing of the entry goes back: a row of theirs has changed since, or something that came
    later names one that it created."""
    kept: set[int] = set()
    for table in (MEMBER, SUBJECT, *(ledger.table for ledger in LEDGERS if ledger.owner == "member")):
        if table is MEMBER or "member" in table.keyed_by:
            changed = f"SELECT i.row FROM entry_item i WHERE i.entry = :seq AND i.tbl = {table.number} AND {_CHANGED}"
        else:
            changed = f"""SELECT t.member FROM entry_item i CROSS JOIN {table.name} t ON t.id = i.row
                WHERE i.entry = :seq AND i.tbl = {table.number} AND {_CHANGED}"""
        kept.update(member for (member,) in db.execute_sql(changed, {"seq": seq}))
        for name, column, where in _naming(table):
            named = BY_NAME[name].table.number
            found = db.execute_sql(
                f"""SELECT t.member FROM entry_item i CROSS JOIN {table.name} t ON t.id = i.row
                    CROSS JOIN {name} d ON d.{column} = t.id {where}
                    WHERE i.entry = :seq AND i.tbl = {table.number} AND i.before IS NULL AND {_LATER.format(named)}""",
                {"seq": seq},
            )
            kept.update(member for (member,) in found)
    return frozenset(kept)
