"""From a raw cell to the value of a field: every string is cleaned, nothing is guessed.

A reader takes the cell as the workbook holds it and gives what is stored, with the problem if there is one.
A doubtful value is empty: whoever puts the row together keeps the cell's original among the extra columns.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from tui.intake.problems import ProblemCode
from tui.rules import codes
from tui.rules.dates import DateProblem, read_date
from tui.rules.identity import IdProblem, read_id
from tui.rules.person_names import close_gaps, read_person_name
from tui.rules.phones import compact_phone, is_landline, is_mobile
from tui.rules.values import LONGEST_TEXT
from tui.text import clean

Cell = str | float | bool | date | time | timedelta

_PLAIN_NAME = re.compile(r"[\u4e00-\u9fff]{2,5}")
_COUNT = re.compile(r"([0-9]{1,9})(?:天|日|人|个|名)?")
_MONEY = re.compile(r"[¥￥]?([0-9]{1,9})(?:\.([0-9]{1,2})0*)?元?")
_BETWEEN_NUMBERS = re.compile(r"[/、,;|\\\n]+")

_DATE_CODES = {
    DateProblem.UNREADABLE: ProblemCode.DATE_UNREADABLE,
    DateProblem.AMBIGUOUS: ProblemCode.DATE_AMBIGUOUS,
    DateProblem.SHORT_YEAR: ProblemCode.DATE_SHORT_YEAR,
    DateProblem.NOT_IN_CALENDAR: ProblemCode.DATE_NOT_IN_CALENDAR,
    DateProblem.OUT_OF_RANGE: ProblemCode.DATE_OUT_OF_RANGE,
}


class Read(NamedTuple):
    """What a cell came to: the stored value ('' for nothing), and its problem."""

    value: str
    problem: ProblemCode | None = None


NOTHING = Read("")


def as_text(cell: Cell) -> str:
    """A cell as one line of cleaned text; whole numbers without '.0', days without a time of day."""
    if isinstance(cell, str):
        return clean(cell).strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e19:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell)


def read_text(cell: Cell) -> Read:
    """Free text: an address, a post, a remark."""
    text = as_text(cell)
    if len(text) <= 4 and codes.is_nothing(text):
        return NOTHING
    if len(text) > LONGEST_TEXT:
        return Read("", ProblemCode.TEXT_TOO_LONG)
    if not isinstance(cell, str) or len(text) == len(cell) or _unspaced(text) == _unspaced(cell):
        return Read(text)
    return Read(text, ProblemCode.HIDDEN_CHARACTERS)


def _unspaced(text: str) -> str:
    return "".join(text.split())


def read_name(cell: Cell) -> Read:
    """A name: no spaces between Chinese characters, one kind of dot (·) between the parts of a long one."""
    if isinstance(cell, str) and _PLAIN_NAME.fullmatch(cell):
        return Read(cell)
    text = as_text(cell)
    if codes.is_nothing(text):
        return Read("", ProblemCode.NAME_MISSING)
    name = read_person_name(text)
    if not isinstance(cell, str) or name is None:
        return Read("", ProblemCode.NAME_UNREADABLE)
    return Read(name, ProblemCode.NAME_MENDED if name != cell.strip(" ") else None)


def read_unit_name(cell: Cell) -> Read:
    """The name or code of an organisation, without the spaces that set type puts between characters."""
    read = read_text(cell)
    return Read(close_gaps(read.value), read.problem)


def read_day(cell: Cell) -> Read:
    """A date, as exact as the cell gives it."""
    if not isinstance(cell, str | int | float | date) or isinstance(cell, bool):
        return Read("", ProblemCode.DATE_UNREADABLE)
    if cell == 0 or (isinstance(cell, str) and len(cell) <= 4 and codes.is_nothing(cell)):
        return NOTHING
    value, problem = read_date(cell)
    return Read("", _DATE_CODES[problem]) if problem else Read(value or "")


def read_month(cell: Cell) -> Read:
    """A month: a cell that Excel keeps as the first of it says nothing of the day; a day that is written stays."""
    value, problem = read_day(cell)
    return Read(value[:7] if not isinstance(cell, str) and value.endswith("-01") else value, problem)


def read_idno(cell: Cell) -> Read:
    """An ID number. A wrong check digit or length stays in the record: the roster check will say so."""
    if isinstance(cell, str):
        if len(cell) <= 4 and codes.is_nothing(cell):
            return NOTHING
    elif isinstance(cell, bool) or not isinstance(cell, int | float):
        return Read("", ProblemCode.ID_UNREADABLE)
    identity = read_id(cell)
    number = identity.number or ""
    if identity.problem is IdProblem.STORED_AS_NUMBER:
        return Read("", ProblemCode.ID_ROUNDED)
    if identity.problem is IdProblem.CHARACTERS or (number and not 10 <= len(number) <= 20):
        return Read("", ProblemCode.ID_UNREADABLE)
    return Read(number, ProblemCode.ID_MENDED if identity.mended else None)


def read_phones(cell: Cell) -> tuple[list[tuple[str, str]], ProblemCode | None]:
    """The complete phone numbers of a cell in their order, each with its field: 'phone' or 'landline'.

    No number and a doubtful problem when any part of the cell is not a complete number.
    """
    if isinstance(cell, str) and is_mobile(cell):
        return [("phone", cell)], None
    text = unicodedata.normalize("NFKC", as_text(cell))
    if codes.is_nothing(text) or text == "0":
        return [], None
    parts = [compact_phone(part) for part in _BETWEEN_NUMBERS.split(text) if part.strip()]
    if len(parts) == 1 and len(parts[0]) == 22:
        parts = [parts[0][:11], parts[0][11:]]
    numbers = [("phone" if is_mobile(part) else "landline", part) for part in parts]
    if not numbers or not all(field == "phone" or is_landline(part) for field, part in numbers):
        return [], ProblemCode.PHONE_UNREADABLE
    if len(parts) > 1:
        return numbers, ProblemCode.PHONE_SEVERAL
    mended = isinstance(cell, str) and parts[0] != cell.strip(" ")
    return numbers, ProblemCode.PHONE_MENDED if mended else None


def _closed(read: Callable[[str], str | None], otherwise: ProblemCode) -> Callable[[Cell], Read]:
    def reader(cell: Cell) -> Read:
        text = as_text(cell)
        value = read(text)
        if value is None:
            return NOTHING if codes.is_nothing(text) or text == "0" else Read("", otherwise)
        return Read(value)

    return lru_cache(maxsize=4096)(reader)


def _read_education(cell: Cell) -> Read:
    read = read_text(cell)
    return Read(codes.read_education(read.value), read.problem)


def _often(reader: Callable[[Cell], Read]) -> Callable[[Cell], Read]:
    """The reader with its answers kept: for columns in which the same values come again and again.

    TRUE and the number 1 are one key; a column holds the one or the other.
    """
    return lru_cache(maxsize=131_072)(reader)


def _read_material(cell: Cell) -> Read:
    """The state of an archive material; 无 says that it is missing, not that nothing is said."""
    text = as_text(cell)
    value = codes.read_material(text)
    if value is None:
        return Read("", ProblemCode.MATERIAL_UNKNOWN) if text else NOTHING
    return Read(value)


def _read_count(cell: Cell) -> Read:
    """A whole number: '30', '30天', 30.0."""
    text = unicodedata.normalize("NFKC", as_text(cell)).replace(" ", "")
    if codes.is_nothing(text):
        return NOTHING
    whole = _COUNT.fullmatch(text)
    return Read(str(int(whole[1]))) if whole else Read("", ProblemCode.NUMBER_UNREADABLE)


def _read_money(cell: Cell) -> Read:
    """An amount in yuan, as fen: '12.50元' → '1250'."""
    text = unicodedata.normalize("NFKC", as_text(cell)).replace(" ", "").replace(",", "")
    if codes.is_nothing(text):
        return NOTHING
    amount = _MONEY.fullmatch(text)
    if not amount:
        return Read("", ProblemCode.NUMBER_UNREADABLE)
    return Read(str(int(amount[1]) * 100 + int((amount[2] or "").ljust(2, "0"))))


READERS: Mapping[str, Callable[[Cell], Read]] = {
    "name": read_name,
    "sex": _closed(codes.read_sex, ProblemCode.SEX_UNKNOWN),
    "day": _often(read_day),
    "month": _often(read_month),
    "idno": read_idno,
    "nation": _closed(codes.read_nation, ProblemCode.NATION_UNKNOWN),
    "text": read_text,
    "category": _closed(codes.read_category, ProblemCode.CATEGORY_UNKNOWN),
    "membership": _closed(codes.read_membership, ProblemCode.MEMBERSHIP_UNKNOWN),
    "education": _often(_read_education),
    "answer": _closed(codes.read_answer, ProblemCode.ANSWER_UNREADABLE),
    "material": _read_material,
    "unit": _often(read_unit_name),
    "count": _read_count,
    "money": _read_money,
}
"""The reader of every type of cell but 'phone', whose columns are read together (:func:`read_phones`).

A column of days whose header speaks of months only is read as 'month'.
"""
