"""Monthly dues (党费): what a month of a member's is, how many months he owes, and what a payment covers.

Sources: 党章 第九条 (six months in a row without dues); 《关于中国共产党党费收缴、使用和管理的规定》
(中组发〔2008〕3号): dues are paid every month, and made up for for at most six in general. Months are texts such as
'2026-05'.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum
from functools import cached_property
from typing import Final

from tui.rules.circumstances import MONTHS_OUT
from tui.rules.dates import earliest, is_date, latest

OWED_MONTHS: Final = MONTHS_OUT
"""Who owes so many months is listed (V20)."""
MADE_UP_MONTHS: Final = 6
"""补交 of more months needs its reason."""
MADE_UP: Final = "补缴"
"""The kind of a payment for months that were over."""
LONGEST_AMOUNT: Final = 9

_MONTH = re.compile(r"[12][0-9]{3}-(?:0[1-9]|1[0-2])")
_MONEY = re.compile(rf"[¥]?([0-9]{{1,{LONGEST_AMOUNT}}})(?:\.([0-9]{{1,2}}))?元?")
Spans = Iterable[tuple[str, str | None]]
"""First and last month, both included; None for still going on."""


class Mark(Enum):
    """What one month of one member is; the value is drawn in the grid."""

    PAID = "✓"
    COVERED = "已"
    OWED = "欠"
    NOT_DUE = "·"
    FREE = "免"
    UNKNOWN = "?"

    @property
    def label(self) -> str:
        """Its meaning, for the legend."""
        return _LABELS[self]


_LABELS: Final = {
    Mark.PAID: "有缴纳记录",
    Mark.COVERED: "按党费交至已缴",
    Mark.OWED: "欠缴",
    Mark.NOT_DUE: "未到期",
    Mark.FREE: "不计",
    Mark.UNKNOWN: "没有记载",
}


def number_of(month: str) -> int:
    """'2026-05' (or a longer ISO date) as a number that counts months on."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_of(number: int) -> str:
    """The reverse of :func:`number_of`."""
    return f"{number // 12:04}-{number % 12 + 1:02}"


def is_month(text: str) -> bool:
    """Whether the text names a month."""
    return _MONTH.fullmatch(text) is not None


def last_over(as_of: str) -> int:
    """The number of the last month that is over on the as-of date (ISO); its own last day is over at its end."""
    following = date.fromisoformat(as_of) + timedelta(days=1)
    return following.year * 12 + following.month - 2


class DuesRecord:
    """What is known of a member's dues.

    ``dues_to`` is his partial date of 党费交至 and ``payments`` the first and last months of what he has paid; texts
    that are no months count for nothing. Months before he ``joined`` are not asked for, nor those of the ``kept``
    spans (保留组织关系, organised life rests), nor any of one whose membership is ``suspended``. A day in ``dues_to``
    stands for its month, because dues are monthly.
    """

    def __init__(
        self,
        dues_to: str | None = None,
        payments: Iterable[tuple[str | None, str | None]] = (),
        *,
        joined: str | None = None,
        kept: Spans = (),
        suspended: bool = False,
    ) -> None:
        self.suspended = suspended
        self._dues_to = number_of(latest(dues_to).isoformat()) if dues_to and is_date(dues_to) else None
        self._since = number_of(earliest(joined).isoformat()) if joined and is_date(joined) else None
        self._spans = [span for payment in payments if (span := _numbers(*payment))]
        self._kept = [(number_of(first), None if last is None else number_of(last)) for first, last in kept]

    @cached_property
    def paid_to(self) -> int | None:
        """The number of the month up to which all counts as paid: 党费交至, or without it the end of the last payment.

        What the roster says of how far he has paid stands before a payment that reaches further.
        """
        return self._dues_to if self._dues_to is not None else max((last for _, last in self._spans), default=None)

    def mark(self, number: int, over: int) -> Mark:
        """What the month is when ``over`` is the last one that is over."""
        if any(first <= number <= last for first, last in self._spans):
            return Mark.PAID
        if self._since is not None and number < self._since:
            return Mark.FREE
        if self.paid_to is not None and number <= self.paid_to:
            return Mark.COVERED
        if self.suspended or self._is_kept(number):
            return Mark.FREE
        if number > over:
            return Mark.NOT_DUE
        return Mark.UNKNOWN if self.paid_to is None else Mark.OWED

    def year(self, year: int, as_of: str) -> tuple[Mark, ...]:
        """The twelve months of a year on the as-of date."""
        over = last_over(as_of)
        return tuple(self.mark(number, over) for number in range(year * 12, year * 12 + 12))

    def owed(self, as_of: str) -> int | None:
        """How many months are owed on the as-of date; None where nothing is recorded, or nothing asked for."""
        if self.paid_to is None or self.suspended:
            return None
        over = last_over(as_of)
        return sum(self.mark(number, over) is Mark.OWED for number in range(self.paid_to + 1, over + 1))

    def arrears_since(self, as_of: str) -> str | None:
        """The day (ISO) on which the sixth month owed was over; None while fewer are owed."""
        if self.paid_to is None or self.suspended:
            return None
        over = last_over(as_of)
        left = OWED_MONTHS
        for number in range(self.paid_to + 1, over + 1):
            left -= self.mark(number, over) is Mark.OWED
            if not left:
                return latest(month_of(number)).isoformat()
        return None

    def to_pay(self, until: str, as_of: str) -> tuple[str, str] | None:
        """The months that a payment up to a month covers: from the first one unpaid on, at the latest that month.

        None when it is paid for already. Of somebody of whom nothing is recorded it is that month alone.
        """
        last, over = number_of(until), last_over(as_of)
        unpaid = (Mark.OWED, Mark.NOT_DUE, Mark.UNKNOWN)
        if self.mark(last, over) in (Mark.PAID, Mark.COVERED):
            return None
        start = last if self.paid_to is None else self.paid_to + 1
        first = next((number for number in range(start, last) if self.mark(number, over) in unpaid), last)
        return month_of(first), until

    def _is_kept(self, number: int) -> bool:
        return any(first <= number and (last is None or number <= last) for first, last in self._kept)


def is_arrears(owed: int | None) -> bool:
    """Whether so many months put somebody on the list of those who owe six and more."""
    return owed is not None and owed >= OWED_MONTHS


def made_up(first: str, last: str, as_of: str) -> int:
    """How many months of a payment were over before the month of the as-of date: these are made up for (补缴)."""
    return max(0, min(number_of(last), number_of(as_of) - 1) - number_of(first) + 1)


def read_yuan(text: str) -> int | None:
    """'12.5', '¥12.50' or '12元' → fen; None for what is no amount."""
    amount = _MONEY.fullmatch("".join(unicodedata.normalize("NFKC", text).split()).replace(",", ""))
    return int(amount[1]) * 100 + int((amount[2] or "").ljust(2, "0")) if amount else None


def yuan(fen: int) -> str:
    """The amount as it is written: 1250 → '12.50'."""
    return f"{fen // 100:,}.{fen % 100:02}"


def _numbers(first: str | None, last: str | None) -> tuple[int, int] | None:
    """A payment's months as numbers; one that names only one month is of that month."""
    named = [month for month in (first, last) if month is not None and is_month(month)]
    if not named:
        return None
    since, until = number_of(named[0]), number_of(named[-1])
    return (since, until) if since <= until else None
