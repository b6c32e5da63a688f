"""Which letters can be printed, and what a reminder for receipts (催要回执函) tells of each."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from tui.store.cipher import CipherDatabase


class Reminded(NamedTuple):
    """A letter out without receipt: who, to which unit, its number and days, and how often it was asked for in writing.

    ``unit`` is '' where the letter names none.
    """

    letter: int
    member: int
    unit: str
    name: str
    number: str
    issued: str
    valid_until: str
    times: int


def printable(db: CipherDatabase, letters: Sequence[int]) -> list[int]:
    """Those of the letters (row ids) that went out and have not been ended otherwise than by their receipt."""
    found = db.execute_sql(
        """SELECT l.id FROM json_each(?) j CROSS JOIN letter l ON l.id = j.value
           WHERE l.direction = 'out' AND l.closed IS NULL ORDER BY j.key""",
        (json.dumps(list(letters)),),
    )
    return [letter for (letter,) in found]


def reminded(db: CipherDatabase, letters: Sequence[int]) -> list[Reminded]:
    """Those of the letters (row ids) that went out and still wait for their receipt, by receiving unit."""
    found = db.execute_sql(
        """SELECT l.id, l.member, ifnull(l.other_unit, ''), m.name, ifnull(l.number, ''), ifnull(l.issued, ''),
             ifnull(l.valid_until, ''),
             (SELECT count(*) FROM letter_follow_up f
              WHERE f.letter = l.id AND f.asked = 'receiver' AND f.channel IN ('paper', 'fax'))
           FROM json_each(?) j CROSS JOIN letter l ON l.id = j.value JOIN member m ON m.id = l.member
           WHERE l.direction = 'out' AND l.done_since IS NULL ORDER BY 3, l.issued, l.id""",
        (json.dumps(list(letters)),),
    )
    return [Reminded(*row) for row in found]
