"""What the values of each type of field may be, and how what a person types becomes one.

The same bounds hold for what the reading child hands over and for what is entered by hand.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from tui.rules import codes
from tui.rules.dates import is_date, read_date
from tui.rules.identity import read_id
from tui.rules.person_names import LONGEST_NAME, read_person_name
from tui.rules.phones import compact_phone, is_landline, is_mobile
from tui.text import clean

LONGEST_TEXT: Final = 500

_IDNO = re.compile(r"[0-9]+X?")
_IDNO_LENGTHS = range(10, 21)
_WHOLE = re.compile(r"[0-9]{1,12}")
_NATION_NAMES = frozenset(codes.NATIONS.values())

ALLOWED: Final[Mapping[str, Callable[[str], object]]] = {
    "name": lambda value: 0 < len(value) <= LONGEST_NAME,
    "sex": frozenset({"male", "female"}).__contains__,
    "day": is_date,
    "idno": _IDNO.fullmatch,
    "phone": lambda value: is_mobile(value) or is_landline(value),
    "nation": _NATION_NAMES.__contains__,
    "category": frozenset({"full", "probationary"}).__contains__,
    "membership": frozenset({"normal", "suspended"}).__contains__,
    "material": frozenset({"complete", "irregular", "missing", "untrue"}).__contains__,
    "answer": frozenset({"yes", "no"}).__contains__,
    "count": _WHOLE.fullmatch,
    "money": _WHOLE.fullmatch,
}
"""What the values of each type of field may be; the types that are missing are any text within bounds."""


def _idno(text: str) -> str | None:
    number = read_id(text).number
    return number if number and len(number) in _IDNO_LENGTHS else None


def _phone(text: str) -> str | None:
    number = compact_phone(unicodedata.normalize("NFKC", text))
    return number if is_mobile(number) or is_landline(number) else None


_READERS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "name": read_person_name,
    "sex": codes.read_sex,
    "day": lambda text: read_date(text).value,
    "idno": _idno,
    "phone": _phone,
    "nation": codes.read_nation,
    "category": codes.read_category,
    "membership": codes.read_membership,
    "education": codes.read_education,
    "material": codes.read_material,
    "answer": codes.read_answer,
}


_CODED = frozenset({"sex", "category", "membership", "material", "answer"})
"""Types whose values are stored as codes and written in words."""


def read_value(kind: str, text: str) -> str | None:
    """What a person typed as the stored value of a field of type ``kind``; None if it is none.

    A value as it is stored gives itself: what the register once held can be put back.
    """
    plain = clean(text).strip()
    if not plain or len(plain) > LONGEST_TEXT:
        return None
    if kind in _CODED and ALLOWED[kind](plain):
        return plain
    return _READERS[kind](plain) if kind in _READERS else plain
