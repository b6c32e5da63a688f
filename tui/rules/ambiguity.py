"""What a date that can be read in several ways may mean: choices for a person, who can answer for many at once."""

import re
from enum import Enum

from tui.rules.dates import FIRST_YEAR, LAST_YEAR, read_date, serial_day


class Choice(Enum):
    """One way of reading; the same for every date that is doubtful in the same way."""

    JANUARY = "january"
    OCTOBER = "october"
    YEAR_MONTH = "year_month"
    SERIAL_DAY = "serial_day"
    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"
    CENTURY_19 = "century_19"
    CENTURY_20 = "century_20"

    @property
    def label(self) -> str:
        """The choice in a word."""
        return _LABELS[self]


_LABELS = {
    Choice.JANUARY: "1月",
    Choice.OCTOBER: "10月",
    Choice.YEAR_MONTH: "年和月",
    Choice.SERIAL_DAY: "日期序号",
    Choice.MONTH_FIRST: "月在前",
    Choice.DAY_FIRST: "日在前",
    Choice.CENTURY_19: "19××年",
    Choice.CENTURY_20: "20××年",
}
_TENTH = re.compile(r"([0-9]{4})\.1")
_YEAR_MONTH = re.compile(r"([0-9]{4})([1-9])")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})")
_SHORT = re.compile(r"[0-9]{2}(?:[0-9]{4}|年?|[-./年].*)")


def readings(text: str, as_of: str) -> dict[Choice, str]:
    """The ways to read a cell that ``read_date`` would not decide, each with its partial date; empty if there are none.

    ``text`` is the cell as text: '1985.1' is the number that stands for January and October alike. No date of a
    record lies later than the year after the as-of date ('2016-12-15'), until which a letter may be valid.
    """
    last_year = int(as_of[:4]) + 1
    return {choice: value for choice, value in _ways(text).items() if int(value[:4]) <= last_year}


def _ways(text: str) -> dict[Choice, str]:
    text = text.strip()
    if tenth := _TENTH.fullmatch(text):
        return _sound({Choice.JANUARY: f"{tenth[1]}.01", Choice.OCTOBER: f"{tenth[1]}.10"})
    if (digits := _YEAR_MONTH.fullmatch(text)) and FIRST_YEAR <= int(digits[1]) <= LAST_YEAR:
        return _sound({Choice.YEAR_MONTH: f"{digits[1]}.0{digits[2]}", Choice.SERIAL_DAY: serial_day(int(text))})
    if last := _YEAR_LAST.fullmatch(text):
        one, two, year = last.groups()
        return _sound({Choice.MONTH_FIRST: f"{year}-{one}-{two}", Choice.DAY_FIRST: f"{year}-{two}-{one}"})
    if _SHORT.fullmatch(text):
        return _sound({Choice.CENTURY_19: f"19{text}", Choice.CENTURY_20: f"20{text}"})
    return {}


def _sound(ways: dict[Choice, str]) -> dict[Choice, str]:
    found = {choice: read_date(text).value for choice, text in ways.items()}
    return {choice: value for choice, value in found.items() if value}
