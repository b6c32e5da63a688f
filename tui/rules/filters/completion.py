"""What can be put in for the piece of a filter before the cursor: fields, or the values of a field."""

from typing import Final, NamedTuple

from tui.rules.filters.fields import BY_WORD, FIELDS, Choice, Field, Kind
from tui.rules.filters.signs import plain, tidy

_ENDS: Final = frozenset("()| ")
_EXAMPLES: Final = {
    Kind.DATE: "如1975、1960..1975、<2016-01",
    Kind.YEARS: "如60、18..35、>=60",
    Kind.TEXT: "",
    Kind.CHOICE: "",
    Kind.CODE: "如V20",
}


class Offer(NamedTuple):
    """Characters ``start`` to ``end`` of the text become ``text``, which is shown as ``label``."""

    start: int
    end: int
    text: str
    label: str


class Completion(NamedTuple):
    """What can be put in, the likeliest first, and what the field before the cursor is for (empty: none is)."""

    offers: tuple[Offer, ...]
    help: str


def completion(text: str, cursor: int) -> Completion:
    """For the piece that ends at the cursor; a quoted one is left alone."""
    start = cursor
    while start > 0 and not _ends(text[start - 1]):
        start -= 1
    while start < cursor and plain(text[start]) == "-":
        start += 1
    piece = text[start:cursor]
    colon = next((place for place, character in enumerate(piece) if plain(character) == ":"), None)
    if colon is None:
        typed = tidy(piece).lower()
        return Completion(
            tuple(Offer(start, cursor, f"{each.label}:", f"{each.label}:") for each in _fields(typed)), ""
        )
    field = BY_WORD.get(tidy(piece[:colon]).lower())
    if field is None:
        return Completion((), "")
    after = start + colon + 1
    for place in range(after, cursor):
        if plain(text[place]) == ",":
            after = place + 1
    typed = tidy(text[after:cursor]).lower()
    offers = tuple(Offer(after, cursor, each.label, f"{each.label}{each.meaning}") for each in _choices(field, typed))
    return Completion(offers, f"{field.label}：{field.help}。{_EXAMPLES[field.kind]}")


def _ends(character: str) -> bool:
    return plain(character) in _ENDS or character.isspace()


def _fields(typed: str) -> list[Field]:
    """Fields with a word that begins so; those whose shown word does come first."""
    found = [field for field in FIELDS if any(word.lower().startswith(typed) for word in (field.key, *field.words))]
    return sorted(found, key=lambda field: not field.label.startswith(typed))


def _choices(field: Field, typed: str) -> list[Choice]:
    """Values with a word that begins so, then those that have it anywhere."""

    def place(choice: Choice) -> int:
        words = [word.lower() for word in (choice.key, *choice.words, choice.meaning)]
        if any(word.startswith(typed) for word in words):
            return 0
        return 1 if any(typed in word for word in words) else 2

    found = sorted((choice for choice in field.choices if place(choice) < 2), key=place)
    return [] if any(choice.label.lower() == typed for choice in found) else found
