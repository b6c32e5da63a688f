"""Dates as rosters write them, and as the register keeps them: '1985', '1985-07' or '1985-07-01'.

A partial date says no more than its source said. What can be read in two ways is not read at all: the
cell is left to a person. Nothing here knows today; ages and terms are counted for a stated as-of date.
"""

import math
import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1900, 2100
_SERIAL_ORIGIN = date(1899, 12, 30)
_SERIALS = range(10_000, 54_789)  # 1927-05-18 to 2049-12-31; beyond it five digits are more likely a slip
_LONGEST = 40

_DIGITS = {numeral: str(value) for value, numeral in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○◯Oo", "0")
_NUMERAL = re.compile("[一二三]?十[一二三四五六七八九]?|[零一二三四五六七八九〇○◯Oo]+")
_WRITTEN = re.compile(r"([0-9]{4})(?:年|[-./年]([0-9]{1,2})(?:月|[-./月]([0-9]{1,2})[日号]?)?)?")
_SHORT_YEAR = re.compile(r"[0-9]{2}(?:年|[-./年][0-9]{1,2}(?:月|[-./月][0-9]{1,2}[日号]?)?)")
_YEAR_LAST = re.compile(r"[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4}")
_CLOCK = re.compile(r"[T\s]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SEPARATORS = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"。": ".", "·": "."})


class DateProblem(Enum):
    """Why a cell was not read as a date."""

    UNREADABLE = "unreadable"
    AMBIGUOUS = "ambiguous"
    SHORT_YEAR = "short-year"
    NOT_IN_CALENDAR = "not-in-calendar"
    OUT_OF_RANGE = "out-of-range"


class Reading(NamedTuple):
    """A partial ISO date, or the reason why there is none. An empty cell has neither."""

    value: str | None
    problem: DateProblem | None


def read_date(cell: str | float | date) -> Reading:
    """Read one cell: text in any of the usual forms, a number, a date or a date with a time of day.

    Numbers are 1985, 1985.07, 198507, 19850701 or a spreadsheet's serial day (31229). The number 1985.1
    stands for January and for October alike and is a problem; so are years of two digits.
    """
    if isinstance(cell, date):
        return _checked(cell.year, cell.month, cell.day)
    return _read_number(cell) if isinstance(cell, int | float) else _read_text(cell)


def _read_number(number: float) -> Reading:
    if not math.isfinite(number) or not 0 <= number < 1e8:
        return Reading(None, DateProblem.UNREADABLE)
    number = round(number, 6)
    if number == int(number):
        return _read_digits(str(int(number)))
    if int(number) in _SERIALS:
        return _read_digits(str(int(number)))
    year, _, month = repr(number).partition(".")
    if len(year) != 4 or len(month) > 2:
        return Reading(None, DateProblem.UNREADABLE)
    if month == "1":
        return Reading(None, DateProblem.AMBIGUOUS)
    return _checked(int(year), int(month))


def _read_text(text: str) -> Reading:
    if written := _WRITTEN.fullmatch(text):
        return _parts_checked(written)
    if len(text) > _LONGEST:
        return Reading(None, DateProblem.UNREADABLE)
    text = _CLOCK.sub("", unicodedata.normalize("NFKC", text).strip())
    text = "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))
    text = text.translate(_SEPARATORS).replace("元月", "1月")
    if not text:
        return Reading(None, None)
    if text.isascii() and text.isdigit():
        return _read_digits(text)
    text = _NUMERAL.sub(lambda run: _arabic(run[0]), text)
    if written := _WRITTEN.fullmatch(text):
        return _parts_checked(written)
    if _SHORT_YEAR.fullmatch(text):
        return Reading(None, DateProblem.SHORT_YEAR)
    if _YEAR_LAST.fullmatch(text):
        return Reading(None, DateProblem.AMBIGUOUS)
    return Reading(None, DateProblem.UNREADABLE)


def _read_digits(digits: str) -> Reading:
    """Digits only; six of them are a year and a month before anything else (198507 is no serial day)."""
    match len(digits):
        case 4:
            return _checked(int(digits))
        case 5 if FIRST_YEAR <= int(digits[:4]) <= LAST_YEAR and digits[4] != "0":
            return Reading(None, DateProblem.AMBIGUOUS)  # 19857: a serial day of 1954, or July 1985?
        case 5 if int(digits) in _SERIALS:
            return Reading(serial_day(int(digits)), None)
        case 6 if FIRST_YEAR <= int(digits[:4]) <= LAST_YEAR:
            return _checked(int(digits[:4]), int(digits[4:]))
        case 6 if 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:]) <= 31:
            return Reading(None, DateProblem.SHORT_YEAR)
        case 8:
            return _checked(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    return Reading(None, DateProblem.UNREADABLE)


def serial_day(number: int) -> str:
    """The ISO date of a spreadsheet's serial day (31229 → '1985-07-01')."""
    return (_SERIAL_ORIGIN + timedelta(days=number)).isoformat()


def _arabic(run: str) -> str:
    """'二〇〇九' → '2009', '十' → '10', '二十一' → '21'."""
    if "十" not in run:
        return "".join(_DIGITS[numeral] for numeral in run)
    tens, _, ones = run.partition("十")
    return _DIGITS.get(tens, "1") + _DIGITS.get(ones, "0")


def _parts_checked(written: re.Match[str]) -> Reading:
    year, month, day = written.groups()
    return _checked(int(year), int(month) if month else None, int(day) if day else None)


def _checked(year: int, month: int | None = None, day: int | None = None) -> Reading:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Reading(None, DateProblem.OUT_OF_RANGE)
    if month is None:
        return Reading(f"{year}", None)
    try:
        checked = date(year, month, 1 if day is None else day).isoformat()
    except ValueError:
        return Reading(None, DateProblem.NOT_IN_CALENDAR)
    return Reading(checked[:7] if day is None else checked, None)


@lru_cache(maxsize=65_536)
def is_date(text: str) -> bool:
    """Whether the text is a partial date as the register keeps it."""
    written = _PARTIAL.fullmatch(text)
    return written is not None and _parts_checked(written).value == text


def whole(text: str | None) -> date | None:
    """The day that a text says in full ('2016-01-31'); None for a partial date and for anything else."""
    return date.fromisoformat(text) if text and len(text) == len("2016-01-31") and is_date(text) else None


def date_in(fields: Mapping[str, str], item: str) -> str | None:
    """The partial date that a record holds for an item; None when it holds none, or a text that is no date."""
    partial = fields.get(item)
    return partial if partial and is_date(partial) else None


@lru_cache(maxsize=65_536)
def earliest(partial: str) -> date:
    """The first day that the partial date can mean. ValueError when it is no date."""
    year, month, day = _parts(partial)
    return date(year, month or 1, day or 1)


@lru_cache(maxsize=65_536)
def latest(partial: str) -> date:
    """The last day that the partial date can mean. ValueError when it is no date."""
    year, month, day = _parts(partial)
    return date(year, month or 12, day or monthrange(year, month or 12)[1])


def _parts(partial: str) -> tuple[int, int, int]:
    if not is_date(partial):
        raise ValueError(partial)
    numbers = [int(part) for part in partial.split("-")] + [0, 0]
    return numbers[0], numbers[1], numbers[2]


def add_months(day: date, months: int) -> date:
    """The same day that many months later; where the month has none, its last day (民法典 第二百零二条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= 28:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(since: str, as_of: str) -> int:
    """Whole months from `since` to the as-of date; negative when `since` lies after it.

    A month or day that `since` leaves open counts as the first one, as personnel offices count from
    出生年月. The as-of date is complete ('2016-12-15').
    """
    start, end = earliest(since), date.fromisoformat(as_of)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def years_between(since: str, as_of: str) -> int:
    """Whole years (周岁, 党龄) from `since` to the as-of date, counted like :func:`months_between`."""
    return months_between(since, as_of) // 12
