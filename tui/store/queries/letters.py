"""Reading introduction letters and dues paid: for matching, for a member's page, and who still waits for a receipt."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from tui.store.cipher import CipherDatabase
from tui.store.images import LETTER, PAYMENT, Table, Values

FIRST_RECEIPTS: Final = "2007"
"""Letters have a receipt since 2007-01-01 (组通字〔2006〕45号); for older ones nobody waits."""

OPEN: Final = f"""({{0}}.direction = 'out' AND {{0}}.receipt_on IS NULL AND {{0}}.receipt IS NOT 'yes'
    AND {{0}}.closed IS NULL AND ({{0}}.issued IS NULL OR {{0}}.issued >= '{FIRST_RECEIPTS}'))"""
"""SQL, with the letter's alias to be filled in: a letter out of this unit whose receipt has not come, and that has not
ended otherwise (void, re-issued, settled)."""


def is_open(letter: Values) -> bool:
    """Whether a stored letter went out, its receipt has not come, and it has not ended otherwise."""
    done = letter["receipt_on"] is not None or letter["receipt"] == "yes" or letter["closed"] is not None
    return letter["direction"] == "out" and not done and (letter["issued"] or FIRST_RECEIPTS) >= FIRST_RECEIPTS


class StoredLetter(NamedTuple):
    """An introduction letter as the register has it; dates are partial ISO texts, ``receipt`` is yes or no."""

    id: int
    member: int
    direction: str
    number: str | None
    scope: str | None
    heading: str | None
    to_unit: str | None
    from_unit: str | None
    from_address: str | None
    from_phone: str | None
    from_fax: str | None
    from_postcode: str | None
    issued: str | None
    valid_days: int | None
    dues_to: str | None
    arrived_on: str | None
    receipt: str | None
    receipt_on: str | None
    note: str | None
    closed: str | None
    extra: Mapping[str, str]


class StoredPayment(NamedTuple):
    """Dues paid for some months, both ends included ('2026-10'); ``fen`` is the amount."""

    id: int
    member: int
    kind: str | None
    first_month: str | None
    last_month: str | None
    fen: int | None
    reason: str | None
    note: str | None
    extra: Mapping[str, str]


def letters_of(db: CipherDatabase, members: Iterable[int]) -> Mapping[int, list[StoredLetter]]:
    """The letters of those members, by member, oldest first; members without one are not in it."""
    found: dict[int, list[StoredLetter]] = defaultdict(list)
    for values in _of(db, LETTER, StoredLetter._fields, "issued", members):
        letter = StoredLetter(*values)
        found[letter.member].append(letter)
    return dict(found)


def payments_of(db: CipherDatabase, members: Iterable[int]) -> Mapping[int, list[StoredPayment]]:
    """What those members have paid, by member, oldest first; members without a payment are not in it."""
    found: dict[int, list[StoredPayment]] = defaultdict(list)
    for values in _of(db, PAYMENT, StoredPayment._fields, "last_month", members):
        payment = StoredPayment(*values)
        found[payment.member].append(payment)
    return dict(found)


def _of(
    db: CipherDatabase, table: Table, fields: tuple[str, ...], since: str, members: Iterable[int]
) -> Iterable[list[Any]]:
    """Rows of ``table`` (its ``extra`` last, read) that belong to the members, in one query."""
    columns = ", ".join(f"t.{name}" for name in fields)
    found = db.execute_sql(
        f"""SELECT {columns} FROM json_each(?) j CROSS JOIN {table.name} t ON t.member = j.value
            ORDER BY t.member, t.{since}, t.id""",
        (json.dumps(sorted(set(members))),),
    )
    return ([*values, json.loads(extra) if extra else {}] for *values, extra in found)


class BranchLetters(NamedTuple):
    """How many letters went out of an organisation by a date, and for how many no receipt had come by then."""

    organization: int
    name: str
    letters: int
    without_receipt: int


_NOT_RECEIVED = "(l.done_since IS NULL OR l.done_since > :as_of)"


def without_receipt(db: CipherDatabase, top: int, as_of: str) -> list[BranchLetters]:
    """For every organisation with letters out in the unit ``top`` and below it, in the order of the tree.

    ``as_of`` is a whole ISO date. Letters of before 2007 and those issued after ``as_of`` do not count; one whose
    date is not known does, and a receipt without a date counts as received. What has ended otherwise by then (void,
    re-issued, settled) waits for none.
    """
    found = db.execute_sql(
        f"""SELECT o.id, o.name, count(*), sum({_NOT_RECEIVED})
            FROM organization t JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
            JOIN member m ON m.org = o.id JOIN letter l ON l.member = m.id
            WHERE t.id = :top AND l.direction = 'out'
              AND (l.issued IS NULL OR l.issued BETWEEN '{FIRST_RECEIPTS}' AND :as_of)
            GROUP BY o.id ORDER BY o.lft""",
        {"top": top, "as_of": as_of},
    )
    return [BranchLetters(*row) for row in found]
