"""Which column of a sheet is which field of the register, by a table of header texts kept as data."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import resources
from typing import Any

from tui.rules.codes import read_category, read_membership
from tui.text import clean

LONGEST_HEADER = 60

TABLE: dict[str, Any] = tomllib.loads(resources.files(__package__).joinpath("roster_columns.toml").read_text("utf-8"))
"""The table of header texts and of rows that are no members."""

_REMARK = re.compile(r"\([^()]*\)")
_JUDGES: Mapping[str, Callable[[str], str | None]] = {
    "category": read_category,
    "membership": read_membership,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its place from 0, its cleaned header, and its field (None: kept as extra)."""

    index: int
    header: str
    field: str | None


def plain_header(text: str) -> str:
    """A header as the table compares it: NFKC, without white space, asterisks and invisible characters."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in folded if not c.isspace() and c != "*" and unicodedata.category(c) != "Cf")


_RANKS: dict[str, tuple[str, int]] = {
    plain_header(variant): (field, rank)
    for field, variants in TABLE["fields"].items()
    for rank, variant in enumerate(variants)
}
_BY_VALUES: dict[str, tuple[Sequence[str], int]] = {
    plain_header(header): (fields, 100 + rank) for rank, (header, fields) in enumerate(TABLE["by_values"].items())
}
_LEFT_OUT = frozenset(plain_header(header) for header in TABLE["left_out"]["headers"])

FIELDS = frozenset(TABLE["fields"]) | {"membership"}
"""Every field that a roster can fill: the member's own columns, and the three texts that name the branch."""


def _forms(text: str) -> tuple[str, str]:
    plain = plain_header(text)
    return plain, _REMARK.sub("", plain)


def known_field(text: str) -> str | None:
    """The field that a header text alone stands for; for one that its values decide, the usual field."""
    for form in _forms(text):
        if form in _RANKS:
            return _RANKS[form][0]
        if form in _BY_VALUES:
            return _BY_VALUES[form][0][0]
    return None


def match_columns(headers: Sequence[str], samples: Callable[[int], Iterable[str]], first: int = 0) -> list[Column]:
    """Give every column of a header row its field.

    `samples(index)` gives some values below a header, for the headers that values decide. Of several columns
    for one field the one whose header stands first in the table is taken, then the leftmost. `first` is the
    column of the sheet, from 0, in which the header row begins.
    """
    claims = sorted(
        (rank, index, field)
        for index, text in enumerate(headers)
        for field, rank in _claim(text, partial(samples, index))
    )
    taken: dict[str, int] = {}
    for _, index, field in claims:
        taken.setdefault(field, index)
    field_at = {index: field for field, index in taken.items()}
    names = _distinct_names(headers, first)
    return [
        Column(index, names[index], field_at.get(index))
        for index, text in enumerate(headers)
        if plain_header(text) not in _LEFT_OUT
    ]


def _claim(text: str, samples: Callable[[], Iterable[str]]) -> list[tuple[str, int]]:
    """The field a header claims and its rank among the headers for that field; empty when it claims none."""
    for form in _forms(text):
        if form in _RANKS:
            return [_RANKS[form]]
        if form in _BY_VALUES:
            fields, rank = _BY_VALUES[form]
            values = list(samples())
            fits = {field: sum(_JUDGES[field](value) is not None for value in values) for field in fields}
            best = max(fields, key=lambda field: fits[field])
            return [(best, rank)] if fits[best] or not values else []
    return []


def _distinct_names(headers: Sequence[str], first: int) -> list[str]:
    """Header texts for people: cleaned, cut, and told apart; a column without one goes by its letters."""
    names: list[str] = []
    for index, text in enumerate(headers, first):
        letters = f"{column_letters(index)}列"
        name = " ".join(clean(text).split())[:LONGEST_HEADER] or letters
        names.append(name if name not in names else f"{name[: LONGEST_HEADER - 8]}（{letters}）")
    return names


def column_letters(index: int) -> str:
    """'A' for 0, 'AA' for 26: a column as the spreadsheet program shows it."""
    letters = ""
    index += 1
    while index:
        index, remainder = divmod(index - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters
