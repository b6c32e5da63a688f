"""What the imports have in common: rows of a file are merged into stored ones, only where this unit is the keeper."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from tui.faults import Failure, Fault
from tui.rules.checks import Ground
from tui.store import journal, rows
from tui.store.cipher import CipherDatabase
from tui.store.images import SUBJECT, Table, Values
from tui.store.journal import EntryWriter
from tui.store.queries import units
from tui.store.session import Session
from tui.store.watching import Progress

AMONG = "IN (SELECT value FROM json_each(?))"

_T = TypeVar("_T")


def in_chunks(arrivals: Iterable[_T], total: int, tell: Progress) -> Iterator[list[_T]]:
    """The arrivals chunk by chunk; ``tell`` hears how many are done after each."""
    source = iter(arrivals)
    done = 0
    while chunk := list(islice(source, journal.CHUNK)):
        yield chunk
        done += len(chunk)
        tell(done, total)


def merged_fields(stored: Mapping[str, object], fields: Mapping[str, str | int]) -> dict[str, str | int]:
    """The fields that an arriving row would change: an empty cell never wipes out what is known."""
    return {name: value for name, value in fields.items() if value not in ("", None) and stored[name] != value}


def merged_columns(known: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, str]:
    """The unmapped columns (header → text) that an arriving row would change, by the same rule."""
    return {header: text for header, text in columns.items() if text and known.get(header) != text}


def merged_row(stored: Values, fields: Mapping[str, str | int], columns: Mapping[str, str]) -> Values:
    """The stored row with what an arriving one has to add; equal to it when that is nothing."""
    after = stored | merged_fields(stored, fields)
    known = json.loads(stored["extra"] or "{}")
    if extra := merged_columns(known, columns):
        after["extra"] = columns_text(known | extra)
    return after


def columns_text(columns: Mapping[str, str]) -> str | None:
    """The unmapped columns as JSON, None for none."""
    return json.dumps(columns, sort_keys=True, ensure_ascii=False) if columns else None


def stored_rows(db: CipherDatabase, table: Table, numbers: Iterable[int]) -> dict[int, Values]:
    """The rows with these ids."""
    found = db.execute_sql(f"{table.select} WHERE id {AMONG}", (json.dumps(list(numbers)),))
    return {row[0]: table.row(row) for row in found}


def save(
    db: CipherDatabase,
    entry: EntryWriter,
    table: Table,
    new: Sequence[Values],
    changed: Sequence[tuple[Values, Values]] = (),
) -> None:
    """Write and journal new rows, and changed ones as (before, after)."""
    rows.insert_rows(db, table, new)
    rows.update_rows(db, table, changed)
    for values in new:
        entry.created(table, values)
    for before, after in changed:
        entry.changed(table, before, after)


def make_subjects(session: Session, entry: EntryWriter, members: Sequence[int], ground: Ground) -> set[int]:
    """Make subjects of the campaign in hand of those who are none; gives their ids."""
    found = session.db.execute_sql(
        f"SELECT member FROM subject WHERE campaign = ? AND member {AMONG}", (session.campaign, json.dumps(members))
    )
    known = {member for (member,) in found}
    new: list[Values] = [
        {"campaign": session.campaign, "member": member, "ground": ground.value}
        for member in members
        if member not in known
    ]
    save(session.db, entry, SUBJECT, new)
    return {subject["member"] for subject in new}


class Kept:
    """The organisations that this vault's unit keeps; whatever belongs to another one is not touched."""

    def __init__(self, session: Session) -> None:
        self._db = session.db
        found = self._db.execute_sql("SELECT id FROM organization WHERE keeper = ?", (session.unit,))
        self._kept = {organization for (organization,) in found}

    def refuse_others(self, organization: int) -> None:
        """``Failure(NOT_KEPT_HERE)`` if another unit keeps the organisation."""
        if organization not in self._kept:
            keeper = units.unit(self._db, units.unit(self._db, organization).keeper)
            raise Failure(Fault.NOT_KEPT_HERE, keeper=keeper.name)

    def refuse_others_members(self, members: Iterable[int]) -> None:
        """``Failure(NOT_KEPT_HERE)`` if one of the members belongs to an organisation that another unit keeps."""
        found = self._db.execute_sql(f"SELECT DISTINCT org FROM member WHERE id {AMONG}", (json.dumps(list(members)),))
        for (organization,) in found.fetchall():
            self.refuse_others(organization)
