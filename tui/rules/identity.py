"""公民身份号码 (GB 11643-1999) as rosters hold it, and how numbers are masked on screen.

Only the check digit, the birth date and the sex digit are judged. The area code is not: a number keeps the
code of the day it was issued, and tables of codes refuse most numbers of older people.
"""

import math
import re
import unicodedata
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from stdnum.cn import ric

_PLAIN = re.compile(r"[0-9]{17}[0-9X]")
_COMPACT = re.compile(r"[0-9]+X?")
_QUOTES_AND_DASHES = frozenset("'`\"’‘“”.,·")
_PHONE_DIGITS = 11


class IdProblem(Enum):
    """Why a number cannot be right as it stands."""

    CHARACTERS = "characters"
    LENGTH = "length"
    CHECK_DIGIT = "check-digit"
    BIRTH_DATE = "birth-date"
    STORED_AS_NUMBER = "stored-as-number"


class Identity(NamedTuple):
    """A number as far as it could be read.

    `number` is upper-case digits (and X), also when its check digit or date is wrong; None when nothing
    can be kept: an empty cell, foreign characters, or digits that a spreadsheet has rounded away.
    `birth` (ISO) and `sex` ('male'/'female') are read from a sound number only. `mended` says that spaces,
    full-width digits, a lower-case x or the like were put right. A sound 15-digit number has no problem.
    """

    number: str | None
    birth: str | None = None
    sex: str | None = None
    problem: IdProblem | None = None
    mended: bool = False


def read_id(cell: str | float) -> Identity:
    """Read an ID number from a cell: 18 digits with a check digit, or 15 digits of the time before 1999."""
    return _read_text(cell) if isinstance(cell, str) else _read_number(cell)


@lru_cache(maxsize=64)  # a roster's number is read once for its cell and once for its findings
def _read_text(cell: str) -> Identity:
    if _PLAIN.fullmatch(cell):
        return _judged(cell, mended=False)
    number = _compact(cell)
    if not number:
        return Identity(None)
    mended = number != cell.strip()
    if not _COMPACT.fullmatch(number):
        return Identity(None, problem=_rounded_or(cell, IdProblem.CHARACTERS))
    if len(number) == 15 and number.isdigit():
        birth = _birth(f"19{number[6:12]}")
        return (
            Identity(number, birth, _sex(number[14]), mended=mended)
            if birth
            else Identity(number, problem=IdProblem.BIRTH_DATE, mended=mended)
        )
    if len(number) != 18:
        return Identity(number, problem=IdProblem.LENGTH, mended=mended)
    return _judged(number, mended)


def _judged(number: str, mended: bool) -> Identity:
    """Eighteen digits (the last one perhaps an X) by check digit and birth date."""
    if ric.calc_check_digit(number) != number[17]:
        if number.endswith("000"):
            return Identity(None, problem=IdProblem.STORED_AS_NUMBER)
        return Identity(number, problem=IdProblem.CHECK_DIGIT, mended=mended)
    birth = _birth(number[6:14])
    if birth is None:
        return Identity(number, problem=IdProblem.BIRTH_DATE, mended=mended)
    return Identity(number, birth, _sex(number[16]), mended=mended)


def _read_number(cell: float) -> Identity:
    """A spreadsheet keeps fifteen digits of a number: an 18-digit one has lost its last three."""
    if not math.isfinite(cell) or cell != int(cell) or not 0 <= cell < 1e19:
        return Identity(None, problem=IdProblem.CHARACTERS)
    digits = str(int(cell))
    if len(digits) >= 17:
        return Identity(None, problem=IdProblem.STORED_AS_NUMBER)
    return Identity(None) if digits == "0" else _read_text(digits)._replace(mended=False)


def _rounded_or(cell: str, otherwise: IdProblem) -> IdProblem:
    """'1.10105E+17' is a number that was turned into text."""
    scientific = re.fullmatch(r"[0-9]\.[0-9]+E\+1[67]", unicodedata.normalize("NFKC", cell).strip().upper())
    return IdProblem.STORED_AS_NUMBER if scientific else otherwise


def _compact(text: str) -> str:
    """NFKC, upper case, without spaces, invisible characters, quotes and dashes of any kind."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKC", text).upper()
        if unicodedata.category(character) not in ("Zs", "Zl", "Zp", "Cc", "Cf", "Pd")
        and character not in _QUOTES_AND_DASHES
    )


def _birth(yyyymmdd: str) -> str | None:
    try:
        birth = date(int(yyyymmdd[:4]), int(yyyymmdd[4:6]), int(yyyymmdd[6:]))
    except ValueError:
        return None
    return birth.isoformat() if birth.year >= 1800 else None


def _sex(digit: str) -> str:
    return "male" if int(digit) % 2 else "female"


def mask_id(number: str) -> str:
    """'110105********002X': area and last four stay, the birth date goes; anything shorter goes whole."""
    if len(number) < 15:
        return "*" * len(number)
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


def mask_phone(number: str) -> str:
    """'138****8000': the last four stay, and the first three of eleven or more."""
    if len(number) < 7:
        return "*" * len(number)
    shown = 3 if len(number) >= 11 else 0
    return number[:shown] + "*" * (len(number) - shown - 4) + number[-4:]


def mask_value(text: str) -> str:
    """A cell's text as problem lists show it: what may be an ID or phone number (eleven digits or more) is masked."""
    digits = sum(character.isdigit() for character in text)
    if digits < _PHONE_DIGITS:
        return text
    return mask_id(text) if len(text) >= 15 else mask_phone(text)
