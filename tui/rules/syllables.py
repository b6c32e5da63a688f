"""Pinyin syllables of a name for search, every reading of a surname that has several, and how typed letters divide.

'曾小明' → 'zeng xiao ming 0 ceng xiao ming': the token 0 keeps a search for consecutive syllables from running from
one reading into the next. Only [a-z0-9 ] comes out, whatever goes in. ü is u, as on a keyboard without it.
"""

import os
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from itertools import islice
from typing import Any, Final

BETWEEN_READINGS: Final = " 0 "
_LONGEST_NAME: Final = 60
_LONGEST_WORD: Final = 40
_MOST_DIVISIONS: Final = 32
"""No name has nearly as many; only letters typed at random have more."""


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))


_SURNAMES: Final[dict[str, list[str]]] = _table("surnames.toml")["readings"]
SYLLABLES: Final[frozenset[str]] = frozenset(_table("syllables.toml")["syllables"].split())
_BEGINNINGS: Final = frozenset(syllable[:end] for syllable in SYLLABLES for end in range(1, len(syllable) + 1))
_LONGEST_SYLLABLE: Final = max(map(len, SYLLABLES))


@lru_cache(maxsize=1)
def _readings() -> dict[int, str]:
    """Code point → its readings, the usual one first. Loaded when first needed: the table is large.

    The table of phrases, three times as large again, is never needed.
    """
    os.environ["PYPINYIN_NO_PHRASES"] = "1"
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict


@lru_cache(maxsize=16_384)
def _syllable(character: str) -> str:
    """The usual reading of a character without its tone; the letter itself if it is one; '' if it has none."""
    character = unicodedata.normalize("NFKC", character)
    reading = _readings().get(ord(character)) if len(character) == 1 else None
    text = unicodedata.normalize("NFKD", character if reading is None else reading.partition(",")[0]).lower()
    letters = "".join(letter for letter in text if letter.isascii() and letter.isalnum() and letter != "0")
    return letters[:1] if reading is None else letters


def syllables(name: str) -> str:
    """The syllables of a cleaned name, one token each, its readings separated by the token 0."""
    name = name[:_LONGEST_NAME]
    surname = name[:2] if name[:2] in _SURNAMES else name[:1]
    readings = _SURNAMES.get(surname)
    if readings is None:
        return _spaced(name)
    rest = _spaced(name[len(surname) :])
    return BETWEEN_READINGS.join(f"{reading} {rest}".rstrip() for reading in readings)


def _spaced(text: str) -> str:
    return " ".join(syllable for character in text if (syllable := _syllable(character)))


@lru_cache(maxsize=64)
def divisions(letters: str) -> tuple[tuple[str, ...], ...]:
    """Every way to read typed letters as whole syllables and a last one that may have only begun; v is ü.

    'zhangs' → ('zhang', 's'); 'xian' → ('xian',), ('xi', 'an'); empty where the letters spell nothing.
    """
    word = letters.lower().replace("v", "u")
    return tuple(islice(_divided(word), _MOST_DIVISIONS)) if 1 < len(word) <= _LONGEST_WORD else ()


def _divided(word: str) -> Iterator[tuple[str, ...]]:
    if word in _BEGINNINGS:
        yield (word,)
    for end in range(min(_LONGEST_SYLLABLE, len(word) - 1), 0, -1):
        if word[:end] in SYLLABLES:
            for rest in _divided(word[end:]):
                yield (word[:end], *rest)
