"""The files taken in for comparison: which is the latest, and whom each is about."""

import json
from dataclasses import dataclass

from tui.rules.comparison import SetKind
from tui.store.cipher import CipherDatabase

ON_ROSTER = """
    organization t
    CROSS JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
    CROSS JOIN member m INDEXED BY member_org ON m.org = o.id
"""
"""FROM clause for the members of the unit ``t`` and below it; ``CURRENT`` leaves out those who left."""

CURRENT = """
    m.id NOT IN (SELECT id FROM member WHERE gone IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM subject s WHERE s.member = m.id AND s.campaign = :campaign
                    AND s.ground = 'out_without_receipt')
"""
"""Who stands on the roster: not those who left, nor those who are checked because they were transferred out."""


@dataclass(frozen=True, slots=True)
class ReferenceSet:
    """A file taken in; ``org`` is the row id of the unit it is about, ``fields`` the items it has columns for."""

    id: int
    kind: SetKind
    org: int
    unit: str
    file: str
    taken_on: str
    fields: tuple[str, ...]
    previous: int | None
    rows: int


_SETS = """
    SELECT r.id, r.kind, r.org, o.name, r.file, r.taken_on, r.fields, r.previous,
           (SELECT count(*) FROM reference_row w WHERE w.reference = r.id)
    FROM reference r JOIN organization o ON o.id = r.org
"""


def latest(db: CipherDatabase, kind: SetKind, org: int | None = None) -> ReferenceSet | None:
    """The newest file of this kind about this unit (None: about any); None when there is none."""
    row = db.execute_sql(
        f"{_SETS} WHERE r.kind = ? AND (? IS NULL OR r.org = ?) ORDER BY r.id DESC LIMIT 1", (kind.value, org, org)
    ).fetchone()
    return _set(row) if row else None


def reference_set(db: CipherDatabase, number: int) -> ReferenceSet:
    """The file with this row id."""
    return _set(db.execute_sql(f"{_SETS} WHERE r.id = ?", (number,)).fetchone())


def current_sets(db: CipherDatabase, kind: SetKind) -> list[ReferenceSet]:
    """The newest file of this kind for each unit, the units in the order of the tree."""
    rows = db.execute_sql(
        f"{_SETS} WHERE r.kind = ? AND r.id IN (SELECT max(id) FROM reference GROUP BY org, kind) ORDER BY o.lft",
        (kind.value,),
    )
    return [_set(row) for row in rows]


def _set(row: tuple[int, str, int, str, str, str, str, int | None, int]) -> ReferenceSet:
    number, kind, org, unit, file, taken_on, fields, previous, count = row
    return ReferenceSet(number, SetKind(kind), org, unit, file, taken_on, tuple(json.loads(fields)), previous, count)
