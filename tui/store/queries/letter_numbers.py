"""Numbers of letters: which are taken, which are spoiled, which letters a typed number can mean."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from tui.rules.letter_numbers import read_number
from tui.store.cipher import CipherDatabase
from tui.store.images import LETTER_NUMBER, Values


class Numbered(NamedTuple):
    """A letter that a number can mean; ``done`` says that its receipt is there or that it has ended."""

    id: int
    number: str
    name: str
    branch: str
    unit: str
    issued: str
    receipt_on: str
    done: bool


_NUMBERED = """SELECT l.id, ifnull(l.number, ''), m.name, o.name,
    ifnull(CASE l.direction WHEN 'in' THEN l.from_unit ELSE ifnull(l.to_unit, l.heading) END, ''),
    ifnull(l.issued, ''), ifnull(l.receipt_on, ''), l.done_since IS NOT NULL
    FROM letter l {indexed} CROSS JOIN member m ON m.id = l.member JOIN organization o ON o.id = m.org"""


def find_number(db: CipherDatabase, typed: str, direction: str, year: int | None = None) -> list[Numbered]:
    """The letters that a typed number means, of that ``year`` if one is given; waiting ones first, then the newest.

    It is the text on the letter, or the serial number alone, or both with the year.
    """
    text = typed.strip()
    number = read_number(text)
    found = db.execute_sql(
        f"""SELECT * FROM (
              {_NUMBERED.format(indexed="INDEXED BY letter_number_text")}
              WHERE l.number = :text AND l.direction = :direction AND (:year IS NULL OR l.year = :year)
              UNION
              {_NUMBERED.format(indexed="INDEXED BY letter_serial")}
              WHERE l.serial = :serial AND l.direction = :direction AND (:told IS NULL OR l.year = :told))
            ORDER BY 8, 6 DESC, 1""",
        {
            "text": text, "direction": direction, "serial": number.serial if number else None, "year": year,
            "told": number.year or year if number else None,
        },
    )  # fmt: skip
    return [_numbered(row) for row in found]


def next_waiting(db: CipherDatabase, letter: int, step: int = 1) -> Numbered | None:
    """The letter that stands next behind this one (``step`` 1, or -1: before it) by number in its year and direction,
    among those that still wait for a receipt."""
    then, order = (">", "") if step > 0 else ("<", "DESC")
    found = db.execute_sql(
        f"""{_NUMBERED.format(indexed="")} JOIN letter h ON h.id = ?
            WHERE l.direction = h.direction AND l.year IS h.year AND l.org IS h.org AND l.done_since IS NULL
              AND (l.serial, l.id) {then} (h.serial, h.id)
            ORDER BY l.serial {order}, l.id {order} LIMIT 1""",
        (letter,),
    ).fetchone()
    return _numbered(found) if found else None


def _numbered(row: Sequence[Any]) -> Numbered:
    return Numbered._make((*row[:7], bool(row[7])))


def numbers_taken(db: CipherDatabase, org: int, year: int) -> list[Values]:
    """The whole rows of the numbers that the unit has taken in that year, in order."""
    found = db.execute_sql(f"{LETTER_NUMBER.select} WHERE org = ? AND year = ? ORDER BY serial", (org, year))
    return [LETTER_NUMBER.row(row) for row in found]


def next_serial(db: CipherDatabase, org: int, year: int) -> int:
    """The number that the unit's next letter of that year gets.

    It goes on from those taken here; before the first one, from the ledger of that year that was taken over.
    """
    (taken,) = db.execute_sql(
        "SELECT max(serial) FROM letter_number WHERE org = ? AND year = ?", (org, year)
    ).fetchone()
    if taken is None:
        (taken,) = db.execute_sql(
            """SELECT max(serial) FROM letter WHERE serial IS NOT NULL AND year = ? AND direction = 'out'
               AND org IS NULL""",
            (year,),
        ).fetchone()
    return int(taken or 0) + 1


class Spoiled(NamedTuple):
    """A number that no letter bears; ``reason`` is empty while nobody has said why."""

    year: int
    serial: int
    reason: str


def spoiled_numbers(db: CipherDatabase, org: int, year: int) -> list[Spoiled]:
    """The unit's numbers of that year without a letter, and those of void letters, each with its reason."""
    found = db.execute_sql(
        """SELECT n.year, n.serial, ifnull(n.void, ifnull(l.closed_note, ''))
           FROM letter_number n LEFT JOIN letter l ON l.serial = n.serial AND l.year = n.year AND l.org = n.org
           WHERE n.org = ? AND n.year = ? AND (l.id IS NULL OR l.closed = 'void') ORDER BY n.serial""",
        (org, year),
    )
    return [Spoiled(*row) for row in found]
