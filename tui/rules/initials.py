"""Initials of a name for search: '张三丰' → 'z s f', every reading of a surname that has several.

'曾小明' → 'z x m 0 c x m': the token 0 keeps a search for consecutive initials from running from one reading
into the next. Only [a-z0-9 ] comes out, whatever goes in.
"""

import os
import tomllib
import unicodedata
from functools import lru_cache
from importlib import resources

BETWEEN_READINGS = " 0 "
_LONGEST = 60

_SURNAMES: dict[str, list[str]] = tomllib.loads(
    resources.files(__package__).joinpath("surnames.toml").read_text("utf-8")
)["initials"]


@lru_cache(maxsize=1)
def _readings() -> dict[int, str]:
    """Code point → its readings, the usual one first. Loaded when first needed: the table is large.

    The table of phrases, three times as large again, is never needed.
    """
    os.environ["PYPINYIN_NO_PHRASES"] = "1"
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict


@lru_cache(maxsize=16_384)
def _initial(character: str) -> str:
    """The letter that a character is looked for by; '' if it has none."""
    reading = _readings().get(ord(character), character)
    for letter in unicodedata.normalize("NFKD", reading).lower():
        if letter.isascii() and letter.isalnum() and letter != "0":
            return letter
    return ""


def initials(name: str) -> str:
    """The initials of a cleaned name, one token each, its readings separated by the token 0."""
    name = name[:_LONGEST]
    surname = name[:2] if name[:2] in _SURNAMES else name[:1]
    readings = _SURNAMES.get(surname)
    if readings is None:
        return _spaced(name)
    rest = _spaced(name[len(surname) :])
    return BETWEEN_READINGS.join(f"{reading} {rest}".rstrip() for reading in readings)


def _spaced(text: str) -> str:
    return " ".join(letter for character in text if (letter := _initial(character)))
