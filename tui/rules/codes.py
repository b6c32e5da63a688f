"""Code tables of the member register: 民族, 学历, and the closed lists of the 2017 collection form.

The tables are TOML files beside this module, each with its version and the document it rests on. Reading is
lenient about how a roster writes a value and strict about what comes out: one of the table's own values,
or None for a person to decide.
"""

import tomllib
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import Any


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))


def _plain(text: str) -> str:
    """NFKC, upper case, without any white space or invisible character: how table words are compared."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))


def _inverted(lists: dict[str, list[str]]) -> dict[str, str]:
    return {_plain(word): value for value, words in lists.items() for word in words}


_nations = _table("nations.toml")
_education = _table("education.toml")
_terms = _table("terms.toml")

NATIONS: dict[str, str] = _nations["names"]
"""GB/T 3304 number → name with 族 ('01' → '汉族'), which is how the register stores and prints it."""

EDUCATION: dict[str, str] = _education["names"]
"""学历代码 of the Party's register → its text ('21' → '大学'). Not GB/T 4658."""

_NATION_WORDS = (
    {name.removesuffix("族"): name for name in NATIONS.values()}
    | {word: name for word, name in _nations["also"].items() if word != "basis"}
    | NATIONS
    | {number.lstrip("0"): name for number, name in NATIONS.items()}
)
_EDUCATION_CODES = {_plain(text): code for code, text in EDUCATION.items()} | {
    _plain(word): code for word, code in _education["also"].items()
}
_SEXES = _inverted(_terms["sex"])
_CATEGORIES = _inverted(_terms["category"])
_MEMBERSHIPS = _inverted(_terms["membership"])
_ANSWERS = _inverted(_terms["answer"])
_MATERIALS = _inverted(_terms["material"])
_NOTHING = frozenset(_plain(mark) for mark in _terms["nothing"]["marks"]) | {""}


@lru_cache(maxsize=4096)
def read_nation(text: str) -> str | None:
    """'汉', '汉族', '01' → '汉族'; former names and slips of the pen are mapped; None if unknown."""
    word = _plain(text)
    return _NATION_WORDS.get(word) or _NATION_WORDS.get(word.removesuffix("族") or word)


@lru_cache(maxsize=4096)
def education_code(text: str) -> str | None:
    """The 学历代码 of a text as rosters write it ('本科' → '21'), or None. A code gives itself."""
    word = _plain(text)
    return word if word in EDUCATION else _EDUCATION_CODES.get(word)


def read_education(text: str) -> str:
    """The text of a code ('21' → '大学'); any other text stays as it was written."""
    return EDUCATION.get(_plain(text), text)


@lru_cache(maxsize=1024)
def read_sex(text: str) -> str | None:
    """'male', 'female' or None."""
    return _SEXES.get(_plain(text))


@lru_cache(maxsize=1024)
def read_category(text: str) -> str | None:
    """人员类别: 'full' (正式党员), 'probationary' (预备党员) or None."""
    return _CATEGORIES.get(_plain(text))


@lru_cache(maxsize=1024)
def read_membership(text: str) -> str | None:
    """党籍状态: 'normal' (正常), 'suspended' (停止党籍) or None."""
    return _MEMBERSHIPS.get(_plain(text))


@lru_cache(maxsize=1024)
def read_answer(text: str) -> str | None:
    """A yes/no column: 'yes', 'no' or None."""
    return _ANSWERS.get(_plain(text))


@lru_cache(maxsize=1024)
def read_material(text: str) -> str | None:
    """The state of an archive material: 'complete', 'irregular', 'missing', 'untrue' or None."""
    return _MATERIALS.get(_plain(text))


@lru_cache(maxsize=4096)
def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: empty, 无, —, /, 空白."""
    return _plain(text) in _NOTHING
