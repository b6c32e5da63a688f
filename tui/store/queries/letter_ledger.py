"""The ledger of letters: its views with their counts, judged on an as-of date, and the pages that it shows.

Every view walks an index of open or done letters (derived columns ``receipt_due``, ``valid_until``, ``done_since``).
What a letter's state is, is said by ``tui.rules.letter_states``; a property test holds both equal on any date.
"""

import json
from array import array
from collections.abc import Sequence
from enum import Enum
from operator import itemgetter
from typing import Final, NamedTuple

from tui.rules.letter_numbers import read_number
from tui.rules.letter_states import State, state_of
from tui.store.cipher import CipherDatabase
from tui.store.images import LETTER, Values
from tui.store.queries.filter_ids import Ids, either, joined
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
_POCKETS = f"{_LAST} = 'pocket'"
_RETURNED = "(l.returned IS NOT NULL AND ifnull(l.returned_on, '') <= :as_of)"
_EXPIRED = "l.valid_until < :as_of AND (l.arrived_on IS NULL OR l.arrived_on > :as_of)"
_OF_WAITING: Final = {
    View.WAITING: "1", View.OVERDUE: f"l.receipt_due < :as_of AND NOT {_RETURNED}", View.EXPIRED: _EXPIRED,
    View.RETURNED: _RETURNED, View.POCKET: _POCKETS,
}  # fmt: skip
"""Views of letters that wait for their receipts, each with its further condition."""
_OPEN = ("l.done_since IS NULL", "l.done_since > :as_of")
"""What makes a letter one that waits on the day asked for: it does still, or it did then."""
_ALL = "letter l INDEXED BY letter_ledger"
_ASKED = """(SELECT DISTINCT letter FROM letter_follow_up WHERE outcome = 'pocket') p
    CROSS JOIN letter l ON l.id = p.letter"""
_AMONG = "json_each(:among) j CROSS JOIN letter l ON l.id = j.value"
_COUNTED = (View.WAITING, View.OVERDUE, View.EXPIRED, View.RETURNED)
_FIRST: Final = itemgetter(0)
_WORDS: Final = 8
"""So many words of a search count."""


class Narrowing(NamedTuple):
    """What the ledger is narrowed to: a unit with what is below it (row id, None: everything), and words."""

    top: int | None = None
    text: str = ""


_EVERYTHING: Final = Narrowing()


def letter_ids(
    db: CipherDatabase,
    view: View,
    direction: str,
    as_of: str,
    narrowing: Narrowing = _EVERYTHING,
    *,
    most: int = -1,
) -> "array[int]":
    """Row ids of the view's letters in its order: those that wait by the day on which their receipt falls due (unknown
    days first), the others the newest first; ``most`` of them, -1 for all."""
    bound, among = _narrowed(db, narrowing, direction, as_of)
    bound["most"] = most
    if view in (View.ALL, View.DONE):
        condition, order = ("1", "l.issued") if view is View.ALL else ("l.done_since <= :as_of", "l.done_since")
        sql = f"""SELECT l.id FROM {among or "letter l"} WHERE l.direction = :direction AND {condition} AND {_ISSUED}
            ORDER BY {order} DESC LIMIT :most"""
        return array("q", map(_FIRST, db.execute_sql(sql, bound)))
    still, then = (
        f"""FROM {among or (_ASKED if view is View.POCKET else _ALL)} WHERE l.direction = :direction AND {waits}
            AND {_SINCE} AND {_ISSUED} AND {_OF_WAITING[view]}"""
        for waits in _OPEN
    )
    if not db.execute_sql(f"SELECT EXISTS (SELECT 1 {then})", bound).fetchone()[0]:
        return array("q", map(_FIRST, db.execute_sql(f"SELECT l.id {still} ORDER BY l.receipt_due LIMIT :most", bound)))
    one = "SELECT * FROM (SELECT l.id, l.receipt_due {} ORDER BY l.receipt_due LIMIT :most)"
    parts = " UNION ALL ".join(one.format(part) for part in (still, then))
    both = f"SELECT id FROM ({parts}) ORDER BY receipt_due LIMIT :most"
    return array("q", map(_FIRST, db.execute_sql(both, bound)))


def counts(db: CipherDatabase, direction: str, as_of: str, narrowing: Narrowing = _EVERYTHING) -> dict[View, int]:
    """How many letters each view has."""
    bound, among = _narrowed(db, narrowing, direction, as_of)
    found: dict[View, int] = dict.fromkeys(View, 0)
    sums = ", ".join(f"ifnull(sum({_SINCE} AND {_OF_WAITING[view]}), 0)" for view in _COUNTED)
    waiting = 0
    for waits in _OPEN:
        condition = f"WHERE l.direction = :direction AND {waits} AND {_ISSUED}"
        number, *numbers = db.execute_sql(f"SELECT count(*), {sums} FROM {among or _ALL} {condition}", bound).fetchone()
        waiting += number
        for view, number in zip(_COUNTED, numbers, strict=True):
            found[view] += number
        asked = f"SELECT count(*) FROM {among or _ASKED} {condition} AND {_SINCE} AND {_POCKETS}"
        pockets = db.execute_sql(asked, bound)
        found[View.POCKET] += pockets.fetchone()[0]
    every = db.execute_sql(
        f"SELECT count(*) FROM {among or 'letter l'} WHERE l.direction = :direction AND {_ISSUED}", bound
    )
    found[View.ALL] = every.fetchone()[0]
    found[View.DONE] = found[View.ALL] - waiting
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


def _narrowed(
    db: CipherDatabase, narrowing: Narrowing, direction: str, as_of: str
) -> tuple[dict[str, object], str | None]:
    """What is bound in the queries, and from where they read: None for the index that serves each."""
    bound: dict[str, object] = {"direction": direction, "as_of": as_of}
    sets = [_word(word) for word in narrowing.text.split()[:_WORDS]]
    if narrowing.top is not None:
        sets.append(Ids(_BELOW, (narrowing.top,)))
    if not sets:
        return bound, None
    wanted = joined(" INTERSECT ", sets)
    bound["among"] = json.dumps([number for (number,) in db.execute_sql(wanted.sql, wanted.parameters)])
    return bound, _AMONG


_BELOW = """SELECT l.id FROM organization t JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
    CROSS JOIN member m INDEXED BY member_org ON m.org = o.id CROSS JOIN letter l ON l.member = m.id WHERE t.id = ?"""


def _word(word: str) -> Ids:
    """Letters that a word may mean: by the person or his branch, by the number, or by the unit on the other side."""
    people = word_ids(word)
    sets = [
        Ids(f"SELECT id FROM letter WHERE member IN ({people.sql})", people.parameters),
        Ids("SELECT id FROM letter WHERE number = ?", (word,)),
    ]
    if number := read_number(word):
        sets.append(
            Ids(
                "SELECT id FROM letter WHERE serial IS NOT NULL AND serial = ? AND year = ifnull(?, year)",
                (number.serial, number.year),
            )
        )
    if len(word) >= _UNIT_FROM:
        sets.append(
            Ids("SELECT id FROM letter INDEXED BY letter_unit WHERE other_unit LIKE ? ESCAPE '!'", (within(word),))
        )
    return either(*sets)
