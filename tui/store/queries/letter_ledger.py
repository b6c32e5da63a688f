"""The ledger of letters: its views with their counts, judged on an as-of date, and the pages that it shows.

Every view walks an index of open or done letters (derived columns ``due``, ``expires``, ``done_on``); what a letter's
state is, is said by ``tui.rules.letter_states``, and a property test holds both equal on any date.
"""

import json
from array import array
from collections.abc import Sequence
from enum import Enum
from typing import Final, NamedTuple

from tui.rules.letter_numbers import read_number
from tui.rules.letter_states import State, state_of
from tui.store.cipher import CipherDatabase
from tui.store.images import LETTER, Values
from tui.store.queries.filter_words import within, word_ids
from tui.store.queries.letters import FIRST_RECEIPTS

_UNIT_FROM: Final = 2
"""From so many characters on a word may be part of a unit's name."""


class View(Enum):
    """A view of the ledger."""

    ALL = "all"
    WAITING = "waiting"
    OVERDUE = "overdue"
    EXPIRED = "expired"
    RETURNED = "returned"
    POCKET = "pocket"
    DONE = "done"


_SINCE = f"(l.issued IS NULL OR l.issued >= '{FIRST_RECEIPTS}')"
_ISSUED = "(l.issued IS NULL OR l.issued <= :as_of)"
_LAST = """(SELECT f.outcome FROM letter_follow_up f WHERE f.letter = l.id AND f.on_day <= :as_of
    ORDER BY f.on_day DESC, f.id DESC LIMIT 1)"""
_POCKETS = f"l.id IN (SELECT letter FROM letter_follow_up WHERE outcome = 'pocket') AND {_LAST} = 'pocket'"
_RETURNED = "(l.returned IS NOT NULL AND ifnull(l.returned_on, '') <= :as_of)"
_EXPIRED = "l.expires < :as_of AND (l.arrived_on IS NULL OR l.arrived_on > :as_of)"
_OF_WAITING: Final = {
    View.WAITING: "1", View.OVERDUE: f"l.due < :as_of AND NOT {_RETURNED}", View.EXPIRED: _EXPIRED, View.RETURNED: _RETURNED,
    View.POCKET: _POCKETS,
}  # fmt: skip
"""Views of letters that wait for their receipts, each with its further condition."""
_OPEN = ("l.done_on IS NULL", "l.done_on > :as_of")
"""What makes a letter one that waits on the day asked for: it does still, or it did then."""


class Narrowing(NamedTuple):
    """What the ledger is narrowed to: a unit with what is below it (row id, None: everything), and words."""

    top: int | None = None
    text: str = ""


def letter_ids(
    db: CipherDatabase, view: View, direction: str, as_of: str, narrowing: Narrowing = Narrowing()
) -> "array[int]":
    """Row ids of the view's letters in its order: those that wait by the day on which their receipt falls due (unknown
    days first), the others the newest first."""
    further, bound = _narrowed(narrowing)
    bound |= {"direction": direction, "as_of": as_of}
    if view is View.ALL:
        sql = f"SELECT l.id FROM letter l WHERE l.direction = :direction AND {_ISSUED}{further} ORDER BY l.issued DESC, l.id DESC"
    elif view is View.DONE:
        sql = f"""SELECT l.id FROM letter l WHERE l.direction = :direction AND l.done_on IS NOT NULL
            AND l.done_on <= :as_of AND {_ISSUED}{further} ORDER BY l.done_on DESC, l.id DESC"""
    else:
        condition = f"{_SINCE} AND {_ISSUED} AND {_OF_WAITING[view]}{further}"
        parts = (f"SELECT l.id, l.due FROM letter l WHERE l.direction = :direction AND {o} AND {condition}" for o in _OPEN)
        sql = f"SELECT id FROM ({' UNION ALL '.join(parts)}) ORDER BY due, id"
    return array("q", (number for (number,) in db.execute_sql(sql, bound)))


def counts(db: CipherDatabase, direction: str, as_of: str, narrowing: Narrowing = Narrowing()) -> dict[View, int]:
    """How many letters each view has."""
    further, bound = _narrowed(narrowing)
    bound |= {"direction": direction, "as_of": as_of}
    found: dict[View, int] = dict.fromkeys(View, 0)
    sums = ", ".join(
        f"ifnull(sum({_OF_WAITING[view]}), 0)" for view in (View.WAITING, View.OVERDUE, View.EXPIRED, View.RETURNED)
    )
    for is_open in _OPEN:
        condition = f"l.direction = :direction AND {is_open} AND {_SINCE} AND {_ISSUED}{further}"
        row = db.execute_sql(f"SELECT {sums} FROM letter l WHERE {condition}", bound).fetchone()
        for view, number in zip((View.WAITING, View.OVERDUE, View.EXPIRED, View.RETURNED), row, strict=True):
            found[view] += number
        found[View.POCKET] += db.execute_sql(
            f"SELECT count(*) FROM letter l WHERE {condition} AND {_POCKETS}", bound
        ).fetchone()[0]
    found[View.ALL], found[View.DONE] = (
        db.execute_sql(
            f"SELECT count(*) FROM letter l WHERE l.direction = :direction AND {condition}{further}", bound
        ).fetchone()[0]
        for condition in (_ISSUED, f"l.done_on IS NOT NULL AND l.done_on <= :as_of AND {_ISSUED}")
    )
    return found


class LedgerRow(NamedTuple):
    """A letter as the ledger shows it; ``unit`` is the other side, ``outcome`` what asking came to last."""

    id: int
    letter: Values
    name: str
    branch: str
    unit: str
    state: State
    outcome: str


def ledger_page(db: CipherDatabase, letters: Sequence[int], as_of: str) -> list[LedgerRow]:
    """These letters, in this order."""
    columns = ", ".join(f"l.{name}" for name in LETTER.columns)
    found = db.execute_sql(
        f"""SELECT m.name, o.name, {_LAST}, {columns} FROM json_each(:ids) j JOIN letter l ON l.id = j.value
            JOIN member m ON m.id = l.member JOIN organization o ON o.id = m.org ORDER BY j.key""",
        {"ids": json.dumps(list(letters)), "as_of": as_of},
    )
    rows = []
    for name, branch, outcome, *stored in found:
        letter = LETTER.row(stored)
        unit = letter["from_unit"] if letter["direction"] == "in" else letter["to_unit"] or letter["heading"]
        rows.append(LedgerRow(letter["id"], letter, name, branch, unit or "", state_of(letter, as_of), outcome or ""))
    return rows


def _narrowed(narrowing: Narrowing) -> tuple[str, dict[str, object]]:
    """Further conditions, to follow others, and what is bound in them."""
    bound: dict[str, object] = {}
    further = ""
    if narrowing.top is not None:
        bound["top"] = narrowing.top
        further = """ AND l.member IN (SELECT m.id FROM organization t JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
            JOIN member m ON m.org = o.id WHERE t.id = :top)"""
    for place, word in enumerate(narrowing.text.split()[:8]):
        condition, found = _word(word, place)
        further += f" AND ({condition})"
        bound |= found
    return further, bound


def _word(word: str, place: int) -> tuple[str, dict[str, object]]:
    """Letters that a word may mean: by the person or his branch, the number, or the unit on the other side."""
    people = word_ids(word)
    bound: dict[str, object] = {}
    sql = people.sql
    for number, value in enumerate(people.parameters):
        sql = sql.replace("?", f":w{place}_{number}", 1)
        bound[f"w{place}_{number}"] = value
    conditions = [f"l.member IN ({sql})", f"l.number = :n{place}"]
    bound[f"n{place}"] = word
    if number_read := read_number(word):
        conditions.append(f"(l.serial = :s{place} AND (:y{place} IS NULL OR l.year = :y{place}))")
        bound |= {f"s{place}": number_read.serial, f"y{place}": number_read.year}
    if len(word) >= _UNIT_FROM:
        names = ("to_unit", "heading", "from_unit")
        conditions.extend(f"l.{name} LIKE :u{place} ESCAPE '!'" for name in names)
        bound[f"u{place}"] = within(word)
    return " OR ".join(conditions), bound
