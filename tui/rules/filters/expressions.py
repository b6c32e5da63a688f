"""What a filter says, as values; each prints itself so that reading the print gives the same value again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tui.faults import Failure, Fault
from tui.rules.filters.signs import has_syntax

OR: Final = ("或", "OR", "|")
"""What stands between alternatives, the printed one first."""
EMPTY: Final = ("空", "empty")
"""What is written for an item that nothing is recorded of, the printed one first."""


class Unreadable(Failure):
    """A filter cannot be read; ``start`` to ``end`` are the places of its text that are to blame."""

    def __init__(self, start: int, end: int, reason: str) -> None:
        self.start, self.end, self.reason = start, end, reason
        super().__init__(Fault.FILTER_UNREADABLE, reason=reason)


@dataclass(frozen=True, slots=True)
class Contains:
    """The item has this text somewhere in it."""

    wanted: str

    @property
    def text(self) -> str:
        return quoted(self.wanted)


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """Nothing is recorded of the item."""

    @property
    def text(self) -> str:
        return EMPTY[0]


@dataclass(frozen=True, slots=True)
class OneOf:
    """The item is one of these values, given by the field's own keys; ``labels`` are their Chinese words."""

    values: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def text(self) -> str:
        return ",".join(self.labels)


@dataclass(frozen=True, slots=True)
class Between:
    """A date or number from ``first`` to ``last``, both included, either open (None).

    Dates are partial ISO dates: '1975' as the last one means to the end of that year.
    """

    first: str | None
    last: str | None

    @property
    def text(self) -> str:
        if self.first == self.last:
            return self.first or ""
        return f"{self.first or ''}..{self.last or ''}"


Condition = Contains | Unrecorded | OneOf | Between


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word: part of a name, pinyin, digits of the ID number or telephone, part of a branch's name."""

    wanted: str

    @property
    def text(self) -> str:
        return quoted(self.wanted)


@dataclass(frozen=True, slots=True)
class Term:
    """A condition on one field of the table of fields; ``field`` is its key, ``label`` its Chinese name."""

    field: str
    label: str
    condition: Condition

    @property
    def text(self) -> str:
        return f"{self.label}:{self.condition.text}"


@dataclass(frozen=True, slots=True)
class Not:
    """Whoever does not fit ``part``."""

    part: "Word | Term | All | Either"

    @property
    def text(self) -> str:
        return f"-{_bracketed(self.part)}"


@dataclass(frozen=True, slots=True)
class All:
    """Whoever fits every part, which are no ``All`` themselves; without parts, everybody."""

    parts: "tuple[Word | Term | Not | Either, ...]"

    @property
    def text(self) -> str:
        return " ".join(_bracketed(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Either:
    """Whoever fits at least one of two or more parts, which are no ``Either`` themselves."""

    parts: "tuple[Word | Term | Not | All, ...]"

    @property
    def text(self) -> str:
        return f" {OR[0]} ".join(part.text for part in self.parts)


Expression = Word | Term | Not | All | Either


def terms(expression: Expression) -> Iterator[Term]:
    """Every condition on a field that stands anywhere in the expression."""
    match expression:
        case Term():
            yield expression
        case Not(refused):
            yield from terms(refused)
        case All(parts) | Either(parts):
            for part in parts:
                yield from terms(part)


def asks_for_marks(expression: Expression) -> bool:
    """Whether it depends on which members are marked (是:已标记)."""
    return any(
        term.field == "is" and isinstance(term.condition, OneOf) and "marked" in term.condition.values
        for term in terms(expression)
    )


def _bracketed(part: Expression) -> str:
    return f"({part.text})" if isinstance(part, Either | All) else part.text


def quoted(text: str) -> str:
    """The text as it has to be written to mean itself."""
    if has_syntax(text) or text in (*OR, *EMPTY):
        return '"' + text.replace('"', '""') + '"'
    return text
