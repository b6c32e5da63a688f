"""The differences of a set: which, in which order, how many of each sort, and the pages that the grid draws."""

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from tui.rules.comparison import FIELDS, Kind
from tui.store.cipher import CipherDatabase
from tui.store.queries.reference_sets import CURRENT, ON_ROSTER


class State(Enum):
    """How far a difference has come: the filter of the lists."""

    OPEN = "open"
    TO_CORRECT = "to_correct"
    CLARIFY = "clarify"
    DONE = "done"
    ALL = "all"

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return _STATES[self][0]


_STATES = {
    State.OPEN: ("未处理", "d.decision = 'open'"),
    State.TO_CORRECT: ("应更正", "d.decision = 'ours' AND d.corrected_on IS NULL"),
    State.CLARIFY: ("待核实", "d.decision = 'clarify'"),
    State.DONE: ("已办", "(d.decision = 'theirs' OR d.corrected_on IS NOT NULL)"),
    State.ALL: ("全部", "1"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which differences are wanted; None (``item``: also '' for people as a whole) stands for all. ``branch`` is a
    row id, 0 for people who are on no roster."""

    state: State = State.ALL
    item: str | None = None
    kind: Kind | None = None
    branch: int | None = None
    settled: bool | None = None


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """The differences wanted, in the order of the tree, then by name; people on no roster come last."""

    reference: int
    order: "array[int]" = field(repr=False)
    places: Mapping[int, int] = field(repr=False)


class DifferenceRow(NamedTuple):
    """One difference; ``now`` is the member's value as it is today, ``keeper`` the unit that keeps him.

    ``ours`` and ``theirs`` are as they were compared, written as the register does; for people as a whole, names.
    """

    id: int
    member: int | None
    name: str
    idno: str | None
    branch: str
    keeper: int | None
    field: str
    kind: str
    ours: str
    theirs: str
    now: str | None
    settled: int
    decision: str
    decided_by: str | None
    corrected_on: str | None
    corrected_by: str | None
    place: int | None


_FROM = """
    FROM difference d
    LEFT JOIN member m ON m.id = d.member
    LEFT JOIN organization o ON o.id = m.org
    LEFT JOIN reference_row w ON w.id = d.ref_row
"""
_ORDER = "ORDER BY o.lft IS NULL, o.lft, ifnull(m.name, w.name), d.member, d.id"
_NOW = " ".join(f"WHEN '{name}' THEN {'o.name' if name == 'branch' else f'm.{name}'}" for name in FIELDS)
_PAGE = f"""
    SELECT d.id, d.member, ifnull(m.name, w.name), CASE WHEN m.id IS NULL THEN w.idno ELSE m.idno END,
           coalesce(o.name, w.fields ->> 'branch', ''), o.keeper, d.field, d.kind, d.ours, d.theirs,
           CASE d.field {_NOW} END, d.settled, d.decision,
           (SELECT p.name FROM person p WHERE p.id = d.decided_by), d.corrected_on, d.corrected_by, w.place
    {_FROM.replace("FROM difference d", "FROM json_each(:ids) j CROSS JOIN difference d ON d.id = j.value")}
    ORDER BY j.key
"""


def open_differences(db: CipherDatabase, reference: int, wanted: Filter | None = None) -> DifferenceView:
    """The differences of a set that the filter lets through."""
    wanted = wanted or Filter()
    where, parameters = _conditions(reference, wanted)
    order = array("Q", (number for (number,) in db.execute_sql(f"SELECT d.id {_FROM} {where} {_ORDER}", parameters)))
    return DifferenceView(reference, order, {number: place for place, number in enumerate(order)})


def _conditions(reference: int, wanted: Filter) -> tuple[str, list[object]]:
    terms = ["d.reference = ?", _STATES[wanted.state][1]]
    bound: list[object] = [reference]
    for column, value in (("d.field", wanted.item), ("d.kind", wanted.kind and wanted.kind.value)):
        if value is not None:
            terms.append(f"{column} = ?")
            bound.append(value)
    if wanted.settled is not None:
        terms.append("d.settled = ?")
        bound.append(int(wanted.settled))
    if wanted.branch is not None:
        terms.append("ifnull(m.org, 0) = ?")
        bound.append(wanted.branch)
    return f"WHERE {' AND '.join(terms)}", bound


def difference_page(db: CipherDatabase, differences: Sequence[int]) -> list[DifferenceRow]:
    """Rows for those differences, in the order given."""
    return [DifferenceRow(*row) for row in db.execute_sql(_PAGE, {"ids": json.dumps(list(differences))})]


def count_states(db: CipherDatabase, reference: int) -> dict[State, int]:
    """How many differences are in each state."""
    columns = ", ".join(f"total({condition})" for _, condition in _STATES.values())
    row = db.execute_sql(f"SELECT {columns} FROM difference d WHERE d.reference = ?", (reference,)).fetchone()
    return dict(zip(_STATES, map(int, row), strict=True))


def count_kinds(db: CipherDatabase, reference: int) -> dict[Kind, int]:
    """How many differences of each kind the file shows; what it shows put right is not counted."""
    found = dict(
        db.execute_sql(
            "SELECT kind, count(*) FROM difference WHERE reference = ? AND settled = 0 GROUP BY kind", (reference,)
        ).fetchall()
    )
    return {kind: found.get(kind.value, 0) for kind in Kind}


def count_items(db: CipherDatabase, reference: int, state: State = State.ALL) -> dict[str, int]:
    """How many differences each item has, in the order of the lists; items without any are left out."""
    found = dict(
        db.execute_sql(
            f"SELECT d.field, count(*) FROM difference d WHERE d.reference = ? AND {_STATES[state][1]} GROUP BY 1",
            (reference,),
        ).fetchall()
    )
    return {item: found[item] for item in (*FIELDS, "") if item in found}


class BranchCount(NamedTuple):
    """A branch (row id; 0: on no roster) and how many differences it has."""

    id: int
    name: str
    differences: int


def count_branches(db: CipherDatabase, reference: int, state: State = State.ALL) -> list[BranchCount]:
    """How many differences each branch has, in the order of the tree."""
    rows = db.execute_sql(
        f"""SELECT ifnull(o.id, 0), ifnull(o.name, ''), count(*) {_FROM}
            WHERE d.reference = ? AND {_STATES[state][1]} GROUP BY o.id ORDER BY o.lft IS NULL, o.lft""",
        (reference,),
    )
    return [BranchCount(*row) for row in rows]


def put_right_there(db: CipherDatabase, reference: int) -> list[int]:
    """Items that were to be corrected in the other database and are so in this file: to be ticked off by a person."""
    return [*open_differences(db, reference, Filter(State.TO_CORRECT, settled=True)).order]


class OnlineRow(NamedTuple):
    """A member and whether he is entered in the online transfer system."""

    id: int
    name: str
    sex: str | None
    idno: str | None
    category: str | None
    branch: str
    keeper: int
    phone: str | None
    entered_on: str | None
    entered_by: str | None


def online_view(db: CipherDatabase, campaign: int, top: int, *, entered: bool) -> "array[int]":
    """Members of the roster below a unit who are entered in the online transfer system, or who are not yet."""
    rows = db.execute_sql(
        f"""SELECT m.id FROM {ON_ROSTER} WHERE t.id = :org AND {CURRENT}
            AND {"" if entered else "NOT"} EXISTS (SELECT 1 FROM online_entry e WHERE e.member = m.id)
            ORDER BY o.lft, m.name, m.id""",
        {"org": top, "campaign": campaign},
    )
    return array("Q", (member for (member,) in rows))


def online_page(db: CipherDatabase, members: Sequence[int]) -> list[OnlineRow]:
    """Rows for those members, in the order given."""
    rows = db.execute_sql(
        """SELECT m.id, m.name, m.sex, m.idno, m.category, o.name, o.keeper, m.phone, e.entered_on,
                  (SELECT p.name FROM person p WHERE p.id = e.entered_by)
           FROM json_each(?) j CROSS JOIN member m ON m.id = j.value JOIN organization o ON o.id = m.org
           LEFT JOIN online_entry e ON e.member = m.id ORDER BY j.key""",
        (json.dumps(list(members)),),
    )
    return [OnlineRow(*row) for row in rows]
