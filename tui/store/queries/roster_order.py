"""The roster under review in another order than that of the tree: by one field, exact and stable."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tui.rules.checks import Check, Stage
from tui.store.cipher import CipherDatabase
from tui.store.queries.roster import RosterView, ranked
from tui.store.queries.roster_fields import FIELDS

_ORDERS: Final[Mapping[str, str]] = {
    **FIELDS,
    "name": "m.initials || ' ' || m.name",
    "branch": "o.lft",
    "sex": "m.sex",
    "birth": "m.birth",
    "idno": "substr(m.idno, -4)",
    "category": "m.category",
    "note": "r.note",
    "findings": """nullif((SELECT count(*) FROM finding f
                   WHERE f.member = m.id AND f.campaign = :campaign AND f.state = 'open'), 0)""",
    **{check.value: f"instr('dpfcn', nullif(r.c{check.number}, 'u'))" for check in Check},
}
"""Field → what it is sorted by; a check by what is most wanting first: 存疑, 待完善, 已更正, 无误, 不适用, 未查."""


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of the roster by one field."""

    field: str
    descending: bool = False


def can_sort(field: str) -> bool:
    """Whether the roster can be put in order by this field."""
    return field in _ORDERS


def sorted_view(db: CipherDatabase, whole: RosterView, stage: Stage, sort: Sort) -> RosterView:
    """All members of ``whole``, which is in roster order, by one field.

    Members whose field is empty come last, whichever the direction; those with the same value stay in roster order.
    """
    expression = _ORDERS[sort.field]
    found = db.execute_sql(
        f"""SELECT m.id, {expression} AS k FROM member m
            {_ORGANIZATION if "o." in expression else ""}
            {_REVIEW if "r." in expression else ""}
            WHERE k <> ''
            ORDER BY k {"DESC" if sort.descending else ""}""",
        {"campaign": whole.campaign, "stage": stage.number},
    )
    rank, known = whole.rank, len(whole.rank)
    places, alike_from, last = array("I"), 0, None
    for member, value in found:
        if value != last:
            _straighten(places, alike_from)
            alike_from, last = len(places), value
        if member < known and (place := rank[member]):
            places.append(place - 1)
    _straighten(places, alike_from)
    empty = bytearray(b"\x01") * len(whole.order)
    for place in places:
        empty[place] = 0
    places.extend(place for place, is_empty in enumerate(empty) if is_empty)
    return ranked(whole.campaign, whole.top, array("I", map(whole.order.__getitem__, places)))


def _straighten(places: "array[int]", start: int) -> None:
    """Put the places from ``start`` on, which have the same value, back in roster order."""
    if len(places) - start > 1:
        places[start:] = array("I", sorted(places[start:]))


_ORGANIZATION = "JOIN organization o ON o.id = m.org"
_REVIEW = "JOIN review r ON r.campaign = :campaign AND r.stage = :stage AND r.member = m.id"
