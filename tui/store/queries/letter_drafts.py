"""What a new letter is filled in with: who is meant, who issues it, and what the last letter said of its sender."""

import json
from typing import NamedTuple

from tui.rules.units import UnitKind
from tui.store.cipher import CipherDatabase
from tui.store.images import Values
from tui.store.queries.filter_ids import joined
from tui.store.queries.filter_words import word_ids

_MOST = 50
SENDER = ("from_unit", "from_address", "from_phone", "from_fax", "from_postcode")
"""Columns that say where the receipt is to be sent."""


class Person(NamedTuple):
    """Somebody whom a letter can be for."""

    id: int
    name: str
    branch: str
    birth: str
    idno: str


def people_called(db: CipherDatabase, unit: int, text: str) -> list[Person]:
    """Members on the roster whom every word fits (name, initials, ID number), kept by ``unit`` (row id); at most 50."""
    words = text.split()
    if not words:
        return []
    ids = joined(" INTERSECT ", [word_ids(word) for word in words])
    found = db.execute_sql(
        f"""SELECT m.id, m.name, o.name, ifnull(m.birth, ''), ifnull(m.idno, '')
            FROM member m JOIN organization o ON o.id = m.org
            WHERE m.id IN ({ids.sql}) AND m.gone IS NULL AND o.keeper = ? ORDER BY m.name, m.id LIMIT {_MOST}""",
        (*ids.parameters, unit),
    )
    return [Person(*row) for row in found]


def issuers(db: CipherDatabase, unit: int) -> list[tuple[int, str]]:
    """The units (row id, name) kept by ``unit`` that may issue letters, itself first."""
    kinds = [kind.value for kind in UnitKind if kind is not UnitKind.BRANCH]
    found = db.execute_sql(
        """SELECT id, name FROM organization
           WHERE keeper = :unit AND kind IN (SELECT value FROM json_each(:kinds)) ORDER BY id <> :unit, lft""",
        {"unit": unit, "kinds": json.dumps(kinds)},
    )
    return found.fetchall()  # type: ignore[no-any-return]


def letter_draft(db: CipherDatabase, issuer: int, member: int) -> Values:
    """Columns to begin with: what the issuer's last letter said of the sender, and how far the member has paid."""
    columns = ", ".join(SENDER)
    last = db.execute_sql(
        f"SELECT {columns} FROM letter WHERE org = ? AND direction = 'out' ORDER BY id DESC LIMIT 1", (issuer,)
    ).fetchone()
    name, phone = db.execute_sql("SELECT name, phone FROM organization WHERE id = ?", (issuer,)).fetchone()
    (dues_to,) = db.execute_sql("SELECT dues_to FROM member WHERE id = ?", (member,)).fetchone()
    sender = dict(zip(SENDER, last or (name, None, phone, None, None), strict=True))
    return {name: value for name, value in {**sender, "dues_to": dues_to}.items() if value}
