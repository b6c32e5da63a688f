"""Units changing names, going and coming back many at a time: no two below one parent ever share a name or a code."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tui.store import rows
from tui.store.cipher import CipherDatabase
from tui.store.images import ORGANIZATION, Values


class Place(NamedTuple):
    """Where a unit stands and by which name and code; an empty code is none."""

    parent: int | None
    name: str
    code: str


def places(db: CipherDatabase) -> dict[int, Place]:
    """Every unit's place, by row id."""
    found = db.execute_sql("SELECT id, parent, name, code FROM organization")
    return {number: Place(*place) for number, *place in found}


def shared(standing: Mapping[int, Place]) -> set[int]:
    """The units that share a name or a code with another one below the same parent."""
    bearers: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for number, (parent, name, code) in standing.items():
        if parent is not None:
            bearers[parent, "name", name].append(number)
            if code:
                bearers[parent, "code", code].append(number)
    return {number for units in bearers.values() if len(units) > 1 for number in units}


def write(db: CipherDatabase, new: Sequence[Values], changes: Sequence[tuple[Values, Values]]) -> None:
    """Write new units, those above first, and changed ones as (before, after).

    Those that change step aside first, so that names and codes can go round.
    """
    connection = db.connection()
    aside = "UPDATE organization SET name = hex(uuid), code = '' WHERE id = ?"
    connection.executemany(aside, [(after["id"],) for _, after in changes])
    rows.insert_rows(db, ORGANIZATION, new)
    rows.update_rows(db, ORGANIZATION, changes)
    final = "UPDATE organization SET name = ?, code = ? WHERE id = ?"
    connection.executemany(final, [(after["name"], after["code"], after["id"]) for _, after in changes])


_NEEDED = """
    SELECT EXISTS (SELECT 1 FROM member WHERE org = :id)
      OR EXISTS (SELECT 1 FROM organization WHERE parent = :id OR (keeper = :id AND id <> :id))
      OR EXISTS (SELECT 1 FROM card WHERE unit = :uuid)
      OR EXISTS (SELECT 1 FROM slice WHERE org = :id)
      OR EXISTS (SELECT 1 FROM review WHERE unit = :id)
      OR EXISTS (SELECT 1 FROM fill_in WHERE org = :id)
      OR EXISTS (SELECT 1 FROM branch_statement WHERE org = :id)
      OR EXISTS (SELECT 1 FROM verification_statement WHERE org = :id)
      OR EXISTS (SELECT 1 FROM reference WHERE org = :id)
"""

Changes = list[tuple[Values, Values]]


def put_back(
    db: CipherDatabase, back: Sequence[Values], changes: Changes, gone: Iterable[Values]
) -> tuple[list[Values], Changes, list[Values]]:
    """Bring units back, change them back (now, before), take them away; gives those with whom it was done.

    One on which something stands stays, and so does one whose former place is not there or has been taken.
    """
    taken: list[Values] = []
    for unit in sorted(gone, key=lambda unit: -int(unit["id"])):  # those below are younger
        if not db.execute_sql(_NEEDED, unit).fetchone()[0]:
            rows.delete_rows(db, ORGANIZATION, [unit])
            taken.append(unit)
    wanted = {unit["id"]: _place(unit) for unit in (*back, *(before for _, before in changes))}
    now = places(db)
    while unfit := _unfit(now | wanted, wanted):
        wanted = {number: place for number, place in wanted.items() if number not in unfit}
    returning = [unit for unit in back if unit["id"] in wanted]
    changing = [(unit, before) for unit, before in changes if unit["id"] in wanted]
    write(db, returning, changing)
    return returning, changing, taken


def _place(unit: Values) -> Place:
    return Place(unit["parent"], unit["name"], unit["code"])


def _unfit(standing: Mapping[int, Place], wanted: Mapping[int, Place]) -> set[int]:
    """Which of the wanted places are none."""
    homeless = {number for number, place in wanted.items() if place.parent is not None and place.parent not in standing}
    return homeless | (shared(standing) & wanted.keys())
