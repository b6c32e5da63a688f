"""The rows of the ledgers on their way out: row ids become uuids, and whatever is empty is left out.

A line says in ``of`` which ledger it is of, in ``row`` its columns; whose it is says ``member``, or the column ``org``.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from tui.rules.checks import Stage
from tui.store.cipher import CipherDatabase
from tui.store.images import ORGANIZATION, Table, Values
from tui.store.ledgers import BY_NAME, LEDGERS, Carried, Ledger

AMONG: Final = "IN (SELECT value FROM json_each(?))"
KIND: Final = "ledger"
"""What a line of a ledger calls itself."""


def of_slice(ledger: Ledger, owner: str) -> bool:
    """Whether rows of the ledger travel with the slice, behind a ``member`` or with the units (``org``)."""
    return ledger.carried is not Carried.VERIFIER and ledger.owner == owner


def of_verifier(ledger: Ledger) -> bool:
    """Whether rows of the ledger travel with the verifications."""
    return ledger.carried is not Carried.SLICE


def condition(ledger: Ledger, stage: Stage, campaign: int) -> str:
    """The further condition on the rows of a ledger that travel at this stage, to follow a WHERE clause."""
    of_campaign = f" AND campaign = {campaign:d}" if "campaign" in ledger.table.columns else ""
    at_stage = f" AND stage = {stage.number}" if ledger.carried is Carried.BOTH else ""
    return of_campaign + at_stage + "".join(f" AND {column} IS NULL" for column in ledger.stays)


def persons(db: CipherDatabase, campaign: int, unit: int) -> set[int]:
    """Row ids of everybody whom the ledgers of this unit's report name."""
    named: set[int] = set()
    for ledger in LEDGERS:
        for column in ledger.people:
            if ledger.carried is not Carried.VERIFIER:
                joined = "JOIN member m ON m.id = t.member JOIN organization o ON o.id = m.org"
                if ledger.owner == "org":
                    joined = "JOIN organization o ON o.id = t.org"
                found = db.execute_sql(
                    f"SELECT DISTINCT t.{column} FROM {ledger.name} t {joined} WHERE o.keeper = ?", (unit,)
                )
                named.update(number for (number,) in found if number is not None)
            if of_verifier(ledger):
                where = condition(ledger, Stage.VERIFICATION, campaign)
                found = db.execute_sql(
                    f"SELECT DISTINCT {column} FROM {ledger.name} WHERE ifnull(unit, ?) = ?{where}", (unit, unit)
                )
                named.update(number for (number,) in found if number is not None)
    return named


def slice_rows(
    db: CipherDatabase, campaign: int, owner: str, numbers: Sequence[int], people: dict[int, bytes]
) -> Iterator[tuple[int, Values]]:
    """(owner's row id, line) of every ledger row of these members, or units, in the order of the ledgers."""
    wanted = json.dumps(list(numbers))
    for ledger in LEDGERS:
        if of_slice(ledger, owner):
            where = condition(ledger, Stage.SELF_CHECK, campaign)
            found = db.execute_sql(
                f"{ledger.table.select} WHERE {owner} {AMONG}{where} ORDER BY {ledger.table.order}", (wanted,)
            )
            yield from _lines(db, ledger, [ledger.table.row(row) for row in found], people)


def verifier_rows(db: CipherDatabase, campaign: int, unit: int, people: dict[int, bytes]) -> Iterator[Values]:
    """The line of every ledger row that is this unit's word as a verifier."""
    for ledger in LEDGERS:
        if of_verifier(ledger):
            where = condition(ledger, Stage.VERIFICATION, campaign)
            found = db.execute_sql(
                f"{ledger.table.select} WHERE ifnull(unit, ?) = ?{where} ORDER BY {ledger.table.order}", (unit, unit)
            )
            stored = [ledger.table.row(row) for row in found]
            members = _uuids(db, "member", (row["member"] for row in stored)) if ledger.owner == "member" else {}
            for owner, line in _lines(db, ledger, stored, people):
                yield line | ({"member": members[owner]} if ledger.owner == "member" else {})


def _lines(
    db: CipherDatabase, ledger: Ledger, stored: Sequence[Values], people: dict[int, bytes]
) -> Iterator[tuple[int, Values]]:
    """(owner's row id, line) of these rows."""
    named: dict[str, Table] = dict(ledger.names) | ({"org": ORGANIZATION} if "org" in ledger.carried_columns else {})
    uuids = {column: _uuids(db, table.name, (row[column] for row in stored)) for column, table in named.items()}
    for row in stored:
        values = {name: row[name] for name in ledger.carried_columns if row[name] is not None}
        values |= {column: known[row[column]] for column, known in uuids.items() if row[column] is not None}
        values |= {column: people[row[column]] for column in ledger.people if row[column] is not None}
        if ledger.hangs_on and row[ledger.hangs_on[1]] is not None:
            of, place = ledger.hangs_on
            values[place] = _uuids(db, BY_NAME[row[of]].name, [row[place]])[row[place]]
        yield row[ledger.owner], {"of": ledger.name, "row": values}


def _uuids(db: CipherDatabase, table: str, numbers: Iterable[Any]) -> dict[int, bytes]:
    wanted = json.dumps(sorted({number for number in numbers if number is not None}))
    return dict(db.execute_sql(f"SELECT id, uuid FROM {table} WHERE id {AMONG}", (wanted,)).fetchall())
