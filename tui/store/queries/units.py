"""Reading the tree of units."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tui.rules.units import UnitKind
from tui.store.cipher import CipherDatabase
from tui.store.models import Organization


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation of the tree. ``depth`` counts from the top of what was asked for."""

    id: int
    uuid: bytes
    parent: int | None
    kind: UnitKind
    code: str
    name: str
    keeper: int
    generation: int
    depth: int = 0
    short: str = ""


_COLUMNS = "o.id, o.uuid, o.parent, o.kind, o.code, o.name, o.keeper, o.generation, o.short"


def _unit(row: tuple[int, bytes, int | None, str, str, str, int, int, str | None], depth: int = 0) -> Unit:
    number, uuid, parent, kind, code, name, keeper, generation, short = row
    return Unit(number, bytes(uuid), parent, UnitKind(kind), code, name, keeper, generation, depth, short or "")


def unit(db: CipherDatabase, number: int) -> Unit:
    """The unit with this row id."""
    return _unit(db.execute_sql(f"SELECT {_COLUMNS} FROM organization o WHERE o.id = ?", (number,)).fetchone())


def by_uuid(db: CipherDatabase, uuid: bytes) -> Unit | None:
    """The unit with this travelling identity."""
    row = db.execute_sql(f"SELECT {_COLUMNS} FROM organization o WHERE o.uuid = ?", (uuid,)).fetchone()
    return _unit(row) if row else None


def subtree(db: CipherDatabase, top: int) -> list[Unit]:
    """The unit and everything below it, in the order of the tree."""
    rows = db.execute_sql(
        f"""SELECT {_COLUMNS}, o.rgt FROM organization t JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
            WHERE t.id = ? ORDER BY o.lft""",
        (top,),
    )
    found: list[Unit] = []
    around: list[int] = []  # the right ends of the units that the next one may stand in
    for *row, right in rows:
        while around and around[-1] < right:
            around.pop()
        found.append(_unit(tuple(row), len(around)))
        around.append(right)
    return found


def kind_of(db: CipherDatabase, number: int) -> UnitKind:
    """The kind of the unit with this row id."""
    query = Organization.select(Organization.kind).where(Organization.id == number)
    return UnitKind(query.tuples().execute(db)[0][0])


def path(db: CipherDatabase, number: int) -> list[str]:
    """Names from the top of the tree down to this unit."""
    rows = db.execute_sql(
        """SELECT a.name FROM organization o JOIN organization a ON a.lft <= o.lft AND a.rgt >= o.rgt
           WHERE o.id = ? ORDER BY a.lft""",
        (number,),
    )
    return [name for (name,) in rows]


def unit_texts(db: CipherDatabase, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What lists of organisations may fill of these units (row ids): name, code, short, phone, and extra by header."""
    found = db.execute_sql(
        "SELECT id, name, code, short, phone, extra FROM organization WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(numbers)),),
    )
    return {
        number: {"name": name, "code": code, "short": short, "phone": phone, "extra": json.loads(extra or "{}")}
        for number, name, code, short, phone, extra in found
    }
