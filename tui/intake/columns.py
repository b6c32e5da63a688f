"""Which column of a sheet is which field, by the tables of its kind, or as a person has said."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from functools import partial

from tui.intake.kinds import BETWEEN, ROWS, Kind, plain_header
from tui.rules.codes import read_category, read_membership
from tui.text import clean

LONGEST_HEADER = 60
_ALIKE = 0.75
_JUDGES: Mapping[str, Callable[[str], str | None]] = {
    "category": read_category,
    "membership": read_membership,
}


class Certainty(Enum):
    """How sure it is that a column is its field."""

    NAMED = "named"
    BY_VALUES = "by_values"
    CHOSEN = "chosen"
    ALIKE = "alike"
    UNKNOWN = "unknown"
    LEFT_OUT = "left_out"

    @property
    def label(self) -> str:
        """What is said of it on screen."""
        return _LABELS[self]


_LABELS = {
    Certainty.NAMED: "表头相符",
    Certainty.BY_VALUES: "按内容判断",
    Certainty.CHOSEN: "人工指定",
    Certainty.ALIKE: "表头相近，未采用",
    Certainty.UNKNOWN: "另存为其他栏目",
    Certainty.LEFT_OUT: "不导入",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its place from 0, its cleaned header, its field (None: kept as extra), and how sure that
    is. ``likely`` is the field that an unknown header resembles; it is offered, never taken."""

    index: int
    header: str
    field: str | None
    certainty: Certainty
    likely: str | None = None


_LEFT_OUT = frozenset(map(plain_header, ROWS["left_out"]))


def match_columns(
    kind: Kind,
    headers: Sequence[str],
    samples: Callable[[int], Iterable[str]],
    first: int = 0,
    chosen: Mapping[int, str] | None = None,
) -> list[Column]:
    """Give every column of a header row its field.

    ``samples(index)`` gives some values below a header, for the headers that values decide. Of several columns
    for one field the one whose header stands first in the table is taken, then the leftmost. ``first`` is the
    column of the sheet, from 0, in which the header row begins. ``chosen`` is what a person has said of columns:
    a field, or '' for none.
    """
    chosen = chosen or {}
    claims = [
        (rank, index, field, certainty)
        for index, text in enumerate(headers)
        if index not in chosen
        for field, rank, certainty in _claims(kind, text, partial(samples, index))
    ]
    taken = {field: (index, Certainty.CHOSEN) for index, field in chosen.items() if field}
    for _, index, field, certainty in sorted(claims, key=lambda claim: claim[:2]):
        taken.setdefault(field, (index, certainty))
    filling = {index: (field, certainty) for field, (index, certainty) in taken.items()}
    names = _distinct_names([_named(kind, text) for text in headers], first)
    columns: list[Column] = []
    for index, (text, name) in enumerate(zip(headers, names, strict=True)):
        if index in filling:
            columns.append(Column(index, name, *filling[index]))
        elif index in chosen:
            columns.append(Column(index, name, None, Certainty.CHOSEN))
        elif plain_header(text) in _LEFT_OUT:
            columns.append(Column(index, name, None, Certainty.LEFT_OUT))
        else:
            likely = _likely(kind, text, taken)
            columns.append(Column(index, name, None, Certainty.ALIKE if likely else Certainty.UNKNOWN, likely))
    return columns


def _claims(kind: Kind, text: str, samples: Callable[[], Iterable[str]]) -> list[tuple[str, int, Certainty]]:
    """The field a header claims, its rank among the headers for that field, how sure; empty when it claims none."""
    claim = kind.claim(text)
    if claim is None:
        return []
    judged = [field for field in claim.fields if field in _JUDGES]
    if len(claim.fields) == 1 and plain_header(text) not in _DOUBLE_MEANING:
        return [(claim.fields[0], claim.rank, Certainty.NAMED)]
    values = list(samples())
    fits = {field: sum(_JUDGES[field](value) is not None for value in values) for field in judged}
    best = max(judged, key=lambda field: fits[field])
    return [(best, claim.rank, Certainty.BY_VALUES)] if fits[best] or not values else []


_DOUBLE_MEANING = frozenset(map(plain_header, ("党籍状态", "人员类别", "政治面貌")))
"""Headers whose values have to fit even where a kind knows but one meaning of them."""


def _likely(kind: Kind, text: str, taken: Mapping[str, object]) -> str | None:
    """The field, not taken by another column, one of whose headers an unknown header resembles."""
    plain = plain_header(text)
    if len(plain) < 2:
        return None
    best, field = _ALIKE, None
    for known, claim in kind.claims.items():
        if claim.fields[0] not in taken and (likeness := SequenceMatcher(None, known, plain).ratio()) >= best:
            best, field = likeness, claim.fields[0]
    return field


def _named(kind: Kind, text: str) -> str:
    """A header without its group's text where it says enough alone."""
    lowest = text.rpartition(BETWEEN)[2]
    return lowest if kind.claim(lowest) else text


def _distinct_names(headers: Sequence[str], first: int) -> list[str]:
    """Header texts for people: cleaned, cut, and told apart; a column without one goes by its letters."""
    names: list[str] = []
    seen: set[str] = set()
    for index, text in enumerate(headers, first):
        letters = f"{column_letters(index)}列"
        name = " ".join(clean(text).split())[:LONGEST_HEADER] or letters
        names.append(name if name not in seen else f"{name[: LONGEST_HEADER - 8]}（{letters}）")
        seen.add(names[-1])
    return names


def column_letters(index: int) -> str:
    """'A' for 0, 'AA' for 26: a column as the spreadsheet program shows it."""
    letters = ""
    index += 1
    while index:
        index, remainder = divmod(index - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters
