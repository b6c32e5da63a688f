"""Introduction letters (党员组织关系介绍信): when one expires, when its receipt is due, and V13 to V15.

Source: 组通字〔2006〕45号, the three-part letter in use from 2007-01-01, its 回执 due within one month of receiving
the member. A letter is a mapping of the columns of table `letter`; its dates are partial dates, and nothing is
found that their open parts could make right.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from tui.rules.dates import add_months, earliest, is_date, latest
from tui.rules.findings import FindingCode

Letter = Mapping[str, str | int | None]
"""Columns of table `letter`: dates, `direction`, `valid_days`, `receipt`, `returned` and `closed` are read."""

RECEIPTS_SINCE: Final = date(2007, 1, 1)
LONGEST_DAYS: Final = 90
"""有效期 at most three months; also what a letter without a stated 有效期 is given."""
USUAL_DAYS: Final = 30
RECEIPT_MONTHS: Final = 1
_CENTURY: Final = 36_500


def of_letter(letter: Letter, as_of: str, *, issued_here: bool = False) -> Iterator[FindingCode]:
    """Findings of one letter on the as-of date ('2016-12-15'), in order of codes.

    `issued_here` is True for a letter made with this program, False for one taken over from a ledger.
    """
    if is_receipt_missing(letter, as_of):
        yield FindingCode.RECEIPT_MISSING
    days = valid_days(letter)
    if days is not None and days > LONGEST_DAYS:
        yield FindingCode.VALIDITY_OVER_90 if issued_here else FindingCode.VALIDITY_OVER_90_HISTORY
    elif days is not None and days > USUAL_DAYS:
        yield FindingCode.VALIDITY_OVER_30
    issued, arrived, receipt_on = (
        partial_date(letter, "issued"),
        partial_date(letter, "arrived_on"),
        partial_date(letter, "receipt_on"),
    )
    if issued and receipt_on and latest(receipt_on) < earliest(issued):
        yield FindingCode.RECEIPT_BEFORE_ISSUE
    expiry = expiry_day(letter)
    if arrived and expiry and earliest(arrived) > expiry:
        yield FindingCode.ARRIVED_EXPIRED


def valid_days(letter: Letter) -> int | None:
    """有效期 in days, from 1; None when the letter states none that is a number of days."""
    stated = letter.get("valid_days")
    if isinstance(stated, str):
        stated = int(stated) if stated.isascii() and stated.isdigit() and len(stated) <= 4 else None
    return stated if stated is not None and stated > 0 else None


def expiry_day(letter: Letter) -> date | None:
    """The last day on which the letter can be valid: issue + 有效期, for a partial date the latest it can mean."""
    issued, days = partial_date(letter, "issued"), valid_days(letter)
    if issued is None or days is None:
        return None
    return latest(issued) + timedelta(days=min(days, _CENTURY))  # a slip of the pen must not leave the calendar


def receipt_due(letter: Letter) -> date | None:
    """The last day for the 回执: a month after arrival; while that is unknown, a month after the letter expires."""
    received = latest(arrived) if (arrived := partial_date(letter, "arrived_on")) else expiry_day(letter)
    return add_months(received, RECEIPT_MONTHS) if received else None


def has_receipt(letter: Letter) -> bool:
    """Whether the 回执 has come back (or was sent, for somebody coming in)."""
    return bool(letter.get("receipt_on")) or letter.get("receipt") == "yes"


def is_receipt_overdue(letter: Letter, as_of: str) -> bool:
    """Whether no 回执 came and its last day is over on the as-of date; False while that day is not known."""
    due = receipt_due(letter)
    return not has_receipt(letter) and due is not None and due.isoformat() < as_of


def is_receipt_missing(letter: Letter, as_of: str) -> bool:
    """V13, the list of missing receipts: a letter out, issued since 2007, expired on the as-of date, without 回执.

    One without a stated 有效期 has expired for sure after the longest that there is. What has ended otherwise by then
    (void, re-issued, settled) is missed no more.
    """
    if letter.get("closed") and str(letter.get("closed_on") or "") <= as_of:
        return False
    issued = partial_date(letter, "issued")
    if letter.get("direction") != "out" or has_receipt(letter) or issued is None or earliest(issued) < RECEIPTS_SINCE:
        return False
    expiry = expiry_day(letter) or latest(issued) + timedelta(days=LONGEST_DAYS)
    return expiry.isoformat() < as_of


def partial_date(letter: Letter, column: str) -> str | None:
    """The partial date in that column; None when there is none, or a text that is no date."""
    partial = letter.get(column)
    return partial if isinstance(partial, str) and is_date(partial) else None
