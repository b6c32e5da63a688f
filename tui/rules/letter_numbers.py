"""Numbers of letters (第__号): how they are written, and what number a text means.

Source: 组通字〔2006〕45号: the issuing side gives the number, the same on all three parts. Numbering by issuing unit
and year without gaps or doubles is the practice that stubs are inspected by (from number to number).
"""

import re
import unicodedata
from typing import Final, NamedTuple

_GROUPS = re.compile(r"[0-9]+")
_YEARS: Final = range(1990, 2101)
_LONGEST = 6


class Number(NamedTuple):
    """A year, None where the text names none, and the serial number in it."""

    year: int | None
    serial: int


def written(year: int, serial: int) -> str:
    """The number as it stands on the letter: '20260012'."""
    return f"{year}{serial:04}"


def called(number: str | None) -> str:
    """The number as a sentence calls it: '第20260012号'; a text that holds 第 or 号 already gets neither twice."""
    text = (number or "").strip() or "　"
    return f"{'' if '第' in text else '第'}{text}{'' if text.endswith('号') else '号'}"


def read_number(text: str) -> Number | None:
    """'第2016001号', '苏委〔2016〕12号', '2016-12' → (2016, 12); '012' → (None, 12); None for what has no digits.

    A run of seven digits or more that begins with a year holds both; what else is too long to be counted is no number.
    """
    groups = _GROUPS.findall(unicodedata.normalize("NFKC", text))
    if not groups:
        return None
    last = groups[-1]
    if len(last) > _LONGEST and int(last[:4]) in _YEARS:
        return _checked(int(last[:4]), last[4:])
    year = int(groups[-2]) if len(groups) > 1 and len(groups[-2]) == 4 and int(groups[-2]) in _YEARS else None
    return _checked(year, last)


def of_letter(number: str | None, issued: str | None) -> Number | None:
    """The number of a letter: its year is that of its day of issue where its text names none."""
    found = read_number(number or "")
    if found is None or found.year is not None or not (issued or "")[:4].isdigit():
        return found
    return Number(int((issued or "")[:4]), found.serial)


def _checked(year: int | None, digits: str) -> Number | None:
    return Number(year, int(digits)) if len(digits) <= _LONGEST and int(digits) > 0 else None
