"""The rows of the ledgers on their way in: matched by identity, uuids become row ids, what is missing is taken away.

A row that its keeper no longer has is taken away here too, its whole image kept in the journal.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tui.faults import Failure, Fault
from tui.rules.checks import Stage
from tui.store import ids, rows
from tui.store.cipher import CipherDatabase
from tui.store.images import ORGANIZATION, Table, Values
from tui.store.journal import EntryWriter
from tui.store.ledgers import BY_NAME, LEDGERS, Carried, Ledger
from tui.store.travel.ledger_lines import AMONG, condition, of_slice, of_verifier
from tui.store.travel.records import LedgerRecord

Owned = tuple[int, LedgerRecord]
"""The owner's row id (of a member, of a unit), and a row of his."""


class LedgerWriter:
    """Brings the ledgers in line with a report of ``sender`` (row id); ``changed`` counts rows."""

    def __init__(
        self, db: CipherDatabase, entry: EntryWriter, sender: int, campaign: int, people: Mapping[bytes, int]
    ) -> None:
        self.changed = 0
        self._db = db
        self._entry = entry
        self._sender = sender
        self._campaign = campaign
        self._people = people
        self._missing: list[tuple[Table, list[Values]]] = []
        self._next = {ledger.name: ids.next_id(db, ledger.table) for ledger in LEDGERS if _numbered(ledger)}

    def write_slice(self, owner: str, owners: Sequence[int], records: Sequence[Owned]) -> None:
        """The rows of whole members, or of whole units; those that are missing wait for ``finish``."""
        stage = Stage.SELF_CHECK
        wanted = json.dumps(list(owners))
        for ledger, of_ledger in self._sorted(records, lambda ledger: of_slice(ledger, owner), stage):
            where = condition(ledger, stage, self._campaign)
            known = self._db.execute_sql(f"{ledger.table.select} WHERE {owner} {AMONG}{where}", (wanted,)).fetchall()
            self._bring_in_line(ledger, [ledger.table.row(row) for row in known], of_ledger)

    def write_verifier(self, records: Sequence[Owned], *, yields: Callable[[Ledger, Values], bool]) -> None:
        """The sender's own word on members and branches; rows for which ``yields`` are left as they are."""
        stage = Stage.VERIFICATION
        for ledger, of_ledger in self._sorted(records, of_verifier, stage):
            where = condition(ledger, stage, self._campaign)
            found = self._db.execute_sql(f"{ledger.table.select} WHERE unit = ?{where}", (self._sender,)).fetchall()
            known = [ledger.table.row(row) for row in found]
            owners = json.dumps([owner for owner, _ in of_ledger])
            if ledger.carried is Carried.BOTH:  # another unit's word stands in the same place
                found = self._db.execute_sql(
                    f"{ledger.table.select} WHERE unit IS NOT ? AND {ledger.owner} {AMONG}{where}",
                    (self._sender, owners),
                ).fetchall()
                known += [ledger.table.row(row) for row in found]
            self._bring_in_line(ledger, known, of_ledger, self._sender, yields)

    def finish(self) -> None:
        """Take away what the report no longer has, dependants first."""
        order = {ledger.table.name: place for place, ledger in enumerate(LEDGERS)}
        for table, missing in sorted(self._missing, key=lambda each: -order[each[0].name]):
            rows.delete_rows(self._db, table, missing)
            for values in missing:
                self._entry.removed(table, values)
            self.changed += len(missing)
        self._missing.clear()

    def _sorted(
        self, records: Sequence[Owned], here: Callable[[Ledger], bool], stage: Stage
    ) -> list[tuple[Ledger, list[Owned]]]:
        """The records by ledger, in the order of writing; E22 for a ledger or a stage that has no place here."""
        by_name: dict[str, list[Owned]] = defaultdict(list)
        for owned in records:
            by_name[owned[1].ledger].append(owned)
        found = [(ledger, by_name.pop(ledger.name, [])) for ledger in LEDGERS if here(ledger)]
        staged = (record for ledger, of_ledger in found if ledger.carried is Carried.BOTH for _, record in of_ledger)
        if by_name or any(record.row["stage"] != stage.number for record in staged):
            raise Failure(Fault.E22_PAYLOAD_MISMATCH)
        return found

    def _bring_in_line(
        self,
        ledger: Ledger,
        known: Iterable[Values],
        records: Sequence[Owned],
        unit: int | None = None,
        yields: Callable[[Ledger, Values], bool] = lambda _ledger, _values: False,
    ) -> None:
        """Write what differs and note what is missing; E22 for a row that is another's or comes twice."""
        table = ledger.table
        before = {_key(ledger, values[ledger.owner], values): values for values in known}
        keys = [_key(ledger, owner, record.row) for owner, record in records]
        if len(set(keys)) < len(keys):
            raise Failure(Fault.E22_PAYLOAD_MISMATCH)
        numbers = [before[key]["id"] if key in before else self._number(ledger) for key in keys if _numbered(ledger)]
        named = self._named(ledger, records, dict(zip((key[-1] for key in keys), numbers, strict=False)))
        new: list[Values] = []
        changes: list[tuple[Values, Values]] = []
        of_unit = ledger.carried is not Carried.SLICE
        fixed = {"campaign": self._campaign} | ({"unit": unit} if of_unit else {})
        for place, (key, (owner, record)) in enumerate(zip(keys, records, strict=True)):
            after: Values = dict.fromkeys(table.columns)
            after |= {name: value for name, value in fixed.items() if name in table.columns}
            after |= named(record.row) | {ledger.owner: owner}
            if _numbered(ledger):
                after["id"] = numbers[place]
            was = before.get(key)
            if yields(ledger, after):
                continue
            if was is None:
                new.append(after)
            elif was != after:
                changes.append((was, after))
        gone = before.keys() - set(keys)
        missing = [row for key, row in before.items() if key in gone and not (of_unit and row["unit"] != unit)]
        rows.insert_rows(self._db, table, new)
        rows.update_rows(self._db, table, changes)
        for values in new:
            self._entry.created(table, values)
        for was, after in changes:
            self._entry.changed(table, was, after)
        self.changed += len(new) + len(changes)
        if missing:
            self._missing.append((table, missing))

    def _number(self, ledger: Ledger) -> int:
        self._next[ledger.name] += 1
        return self._next[ledger.name] - 1

    def _named(self, ledger: Ledger, records: Sequence[Owned], own: dict[bytes, int]) -> Callable[[Values], Values]:
        """Puts row ids in place of uuids; E22 for a row that names what is not here. ``own``: of the rows coming in."""
        tables = {column: table.name for column, table in ledger.names.items()}
        if "org" in ledger.carried_columns:
            tables["org"] = ORGANIZATION.name
        known: dict[str, Mapping[bytes, int]] = {
            column: self._numbers(table, (record.row.get(column) for _, record in records))
            | (own if table == ledger.name else {})
            for column, table in tables.items()
        } | dict.fromkeys(ledger.people, self._people)

        def translated(row: Values) -> Values:
            values = dict(row)
            if ledger.hangs_on and row.get(ledger.hangs_on[1]) is not None:
                of, place = ledger.hangs_on
                values[place] = self._numbers(BY_NAME[row[of]].name, [row[place]]).get(row[place])
            for column, numbers in known.items():
                if row.get(column) is not None:
                    values[column] = numbers.get(row[column])
            if any(values[name] is None for name in row):
                raise Failure(Fault.E22_PAYLOAD_MISMATCH)
            return values

        return translated

    def _numbers(self, table: str, uuids: Iterable[bytes | None]) -> dict[bytes, int]:
        """Row ids by uuid."""
        found = self._db.execute_sql(
            f"SELECT uuid, id FROM {table} WHERE uuid IN (SELECT unhex(value) FROM json_each(?))",
            (json.dumps([uuid.hex() for uuid in uuids if uuid is not None]),),
        )
        return {bytes(uuid): number for uuid, number in found}


def _numbered(ledger: Ledger) -> bool:
    return "id" in ledger.table.columns


def _key(ledger: Ledger, owner: int, values: Mapping[str, Any]) -> tuple[Any, ...]:
    return (owner, *(values[name] for name in ledger.identity))
