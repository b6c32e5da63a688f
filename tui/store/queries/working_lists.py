"""What the two working ledgers of a comparison list: people of the file who are on no roster, and the reverse."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from tui.rules.comparison import Kind
from tui.store.cipher import CipherDatabase


class NotOnRoster(NamedTuple):
    """A person of the file: its row there, his items as the register writes them, why he has no member."""

    place: int
    kind: Kind
    decision: str
    fields: dict[str, str]


class Unaccounted(NamedTuple):
    """A member whom the file does not have; ``fields`` by column, ``branch`` its name."""

    branch: str
    decision: str
    fields: dict[str, str]


def not_on_roster(db: CipherDatabase, reference: int) -> Iterator[NotOnRoster]:
    """People of the file who are not on the roster or cannot be told there, in the order of the file."""
    rows = db.execute_sql(
        """SELECT w.place, d.kind, d.decision, w.fields FROM difference d JOIN reference_row w ON w.id = d.ref_row
           WHERE d.reference = ? AND d.kind IN ('outside', 'unclear') AND d.settled = 0 ORDER BY w.id""",
        (reference,),
    )
    for place, kind, decision, fields in rows:
        yield NotOnRoster(place, Kind(kind), decision, json.loads(fields))


_COLUMNS = ("name", "sex", "idno", "birth", "category", "joined", "phone", "address", "lost", "floating")


def unaccounted(db: CipherDatabase, reference: int) -> Iterator[Unaccounted]:
    """Members whom the file does not have, in the order of the tree."""
    columns = ", ".join(f"m.{name}" for name in _COLUMNS)
    rows = db.execute_sql(
        f"""SELECT o.name, d.decision, {columns} FROM difference d JOIN member m ON m.id = d.member
            JOIN organization o ON o.id = m.org
            WHERE d.reference = ? AND d.kind = 'absent' AND d.settled = 0 ORDER BY o.lft, m.name, m.id""",
        (reference,),
    )
    for branch, decision, *values in rows:
        yield Unaccounted(branch, decision, {n: v or "" for n, v in zip(_COLUMNS, values, strict=True)})
