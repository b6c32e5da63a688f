"""The kinds of files that an office has, each a TOML file beside this module: its fields, and how it is told.

Another kind is one more file here, and a plan (``tui.intake.plans``) if its rows are of a new group.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from importlib import resources
from typing import Any, Final, NamedTuple


class Group(Enum):
    """What the rows of a kind are, in the order in which they are taken in."""

    UNITS = "units"
    PERSON = "person"
    FACTS = "facts"
    LETTERS = "letters"
    PAYMENTS = "payments"
    REFERENCE = "reference"
    SUMMARY = "summary"


class Field(NamedTuple):
    """A field that a column can fill: its id, the type of its cells (``tui.intake.cells``), its Chinese name."""

    id: str
    type: str
    label: str


class Claim(NamedTuple):
    """What a header text stands for: one field, or several of which the values decide; a lower rank goes first."""

    fields: tuple[str, ...]
    rank: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    ``key`` is the field that makes a row a row of this kind: the name of a person or of a unit, a form's line.
    ``needs`` are the fields without which a header is none of this kind, of ``marks`` it has ``least_marks`` at
    least, and ``at_least`` fields in all. ``told_by`` are headers that only this kind has.
    """

    id: str
    label: str
    basis: str
    group: Group
    fields: tuple[str, ...]
    key: str
    needs: frozenset[str]
    marks: frozenset[str]
    least_marks: int
    at_least: int
    told_by: frozenset[str]
    least_told: int
    claims: Mapping[str, Claim]

    def claim(self, text: str) -> Claim | None:
        """What a header text stands for.

        Below a group (入党›时间) both together are looked at, then the lowest alone; a number before it, a colon
        behind it and a remark in brackets are left away if nothing fits with them.
        """
        plain = plain_header(text)
        for whole in (plain.replace(BETWEEN, ""), plain.rpartition(BETWEEN)[2]):
            bare = _NUMBER.sub("", whole).rstrip(":")
            for form in (whole, bare, _REMARK.sub("", bare)):
                if claim := self.claims.get(form):
                    return claim
        return None

    def field(self, text: str) -> str | None:
        """The field of a header text alone; for one that its values decide, the usual field."""
        claim = self.claim(text)
        return claim.fields[0] if claim else None


BETWEEN: Final = "›"
"""Stands between a group's text and that of a column below it."""

_REMARK = re.compile(r"\([^()]*\)")
_NUMBER = re.compile(r"^[0-9]{1,2}[.、]")
_ORDER: Final = (
    "roster", "letters_out", "letters_in", "payments", "dues", "activity", "archive", "committees", "branches",
    "statistics", "lost_summary_2017", "disposal_summary_2017",
)  # fmt: skip
_BY_VALUES_RANK = 100


def plain_header(text: str) -> str:
    """A header as the tables compare it: NFKC, without white space, asterisks and invisible characters."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in folded if not c.isspace() and c != "*" and unicodedata.category(c) != "Cf")


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


_FIELD_TABLE = {name: entry for name, entry in _table("fields").items() if isinstance(entry, dict)}

FIELDS: Final[Mapping[str, Field]] = {
    name: Field(name, entry["type"], entry["label"]) for name, entry in _FIELD_TABLE.items()
}
"""Every field that a column can fill."""

ROWS: Final[Mapping[str, Any]] = _table("rows")
"""Columns left out, and the rows that are nobody's."""


def read_kind(name: str, table: Mapping[str, Any]) -> Kind:
    """A kind from the content of its file. KeyError or ValueError when it names what is unknown."""
    fields = tuple(table["fields"])
    if not set(fields) <= FIELDS.keys():
        raise ValueError(name)
    return Kind(
        name,
        table["label"],
        table["basis"],
        Group(table["group"]),
        fields,
        next(field for field in fields if field in table["needs"]),
        frozenset(table["needs"]),
        frozenset(table["marks"]),
        table.get("least_marks", 0),
        table.get("at_least", 3),
        frozenset(map(plain_header, table.get("told_by", ()))),
        table.get("least_told", 0),
        _claims(fields, table.get("headers", {}), table.get("by_values", {})),
    )


def _claims(
    fields: Sequence[str], headers: Mapping[str, str], by_values: Mapping[str, Sequence[str]]
) -> dict[str, Claim]:
    """The kind's own headers go before those of the common table."""
    claims = {
        plain_header(variant): Claim((field,), rank)
        for field in fields
        for rank, variant in enumerate(_FIELD_TABLE[field]["headers"], len(headers))
    }
    claims |= {plain_header(text): Claim((field,), rank) for rank, (text, field) in enumerate(headers.items())}
    for rank, (text, among) in enumerate(by_values.items(), _BY_VALUES_RANK):
        claims.setdefault(plain_header(text), Claim(tuple(among), rank))
    return claims


KINDS: Final[Mapping[str, Kind]] = {name: read_kind(name, _table(name)) for name in _ORDER}
"""Every kind, by its id; of two that fit a header equally, the one with fewer fields is meant."""
