"""How a list lies in its sheet: what kind it is, where the header is, which rows below it count, what is merged.

Lists carry titles and unit lines above the header, numbering and 必填 rows below it, sample rows, instructions in
merged ranges among the rows, and totals and signatures at the end. A header may take up to three rows, a group's
text above those of its columns.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum, auto
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple

from tui.intake.cells import Cell, as_text
from tui.intake.kinds import BETWEEN, KINDS, ROWS, Kind, plain_header
from tui.rules.codes import read_nation, read_sex
from tui.rules.identity import read_id

HEADER_WITHIN = 30
HEADER_ROWS = 3
_LABELS_WITHIN = 3
_INSTRUCTION_LENGTH = 60
_NUMBERING = frozenset("甲乙丙丁戊己庚辛壬癸ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LABELS = frozenset(ROWS["labels"])
_SAMPLES = tuple(ROWS["samples"])
_FOOTERS = tuple(ROWS["footers"])
_FOOTER_LENGTH = 20
_FIRST = frozenset(word[0] for word in (*_FOOTERS, *_SAMPLES))
_HEADING = re.compile("[名号]")
_DIGIT = re.compile("[0-9０-９]")
_COLONS = frozenset("：:")
_SHOWING: Mapping[str, Callable[[str], object]] = {
    "sex": read_sex,
    "nation": read_nation,
    "idno": lambda text: read_id(text).birth,
}


class RowKind(Enum):
    """What a row below the header is."""

    TAKEN = auto()
    UNNAMED = auto()
    SAMPLE = auto()
    SKIPPED = auto()


class Merged(NamedTuple):
    """A merged range, rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Header(NamedTuple):
    """The header of a sheet: its first and last row from 0, its texts by column, and what kind of list it heads."""

    first: int
    row: int
    texts: tuple[str, ...]
    kind: Kind

    @property
    def digest(self) -> bytes:
        """What the layout is remembered by."""
        return sha256("\n".join(map(plain_header, self.texts)).encode()).digest()


def find_header(
    rows: Sequence[Sequence[Cell]], merged: Iterable[Merged], kinds: Mapping[str, Kind] = KINDS
) -> Header | None:
    """The row(s) among the first of a sheet that head a list of some kind the best; None when none does."""
    found: tuple[tuple[int, int], Header] | None = None
    ranges = [m for m in merged if m.top < HEADER_WITHIN]
    for number in range(min(HEADER_WITHIN, len(rows))):
        last = _last_row(number, rows, ranges)
        texts = header_texts(rows, number, last, ranges)
        for kind in kinds.values():
            if (fit := _fit(kind, texts)) and (found is None or fit > found[0] or _tighter(fit, number, found)):
                found = fit, Header(number, last, texts, kind)
        if found and number > found[1].row + HEADER_ROWS:
            break
    return found[1] if found else None


def _tighter(fit: tuple[int, int], number: int, found: tuple[tuple[int, int], Header]) -> bool:
    """Whether a header that says as much begins inside the one found: what is above it is a title, not a group."""
    return fit == found[0] and found[1].first < number <= found[1].row


def _fit(kind: Kind, texts: Sequence[str]) -> tuple[int, int] | None:
    """How well the texts head a list of this kind: known headers, and then the fewer fields the kind has."""
    fields = {field for text in texts if text and (field := kind.field(text))}
    if not kind.needs <= fields or len(fields) < kind.at_least or len(kind.marks & fields) < kind.least_marks:
        return None
    telling = sum(plain_header(text) in kind.told_by for text in texts)
    if telling < kind.least_told:
        return None
    return len(fields) + 2 * telling, -len(kind.fields)


def _last_row(number: int, rows: Sequence[Sequence[Cell]], merged: Sequence[Merged]) -> int:
    """The last row of a header that begins in this one, told by what is merged."""
    last = number
    for m in merged:
        if m.top == number and m.bottom > m.top:
            last = max(last, m.bottom)
        elif m.top == number and m.right > m.left and number + 1 < len(rows):
            below = rows[number + 1][max(m.left, 0) : m.right + 1]
            if sum(isinstance(cell, str) and bool(cell.strip()) for cell in below) > 1:
                last = max(last, number + 1)
    return last if last < min(number + HEADER_ROWS, len(rows)) else number


def header_texts(rows: Sequence[Sequence[Cell]], first: int, last: int, merged: Iterable[Merged]) -> tuple[str, ...]:
    """The header's text of each column: the lowest one; below a group's text, the group goes before it."""
    texts = [""] * max((len(row) for row in rows[first : last + 1]), default=0)
    groups = {(m.top, column): m for m in merged if m.right > m.left for column in range(max(m.left, 0), m.right + 1)}
    for number in range(first, last + 1):
        row = rows[number]
        for column, cell in enumerate(row):
            group = groups.get((number, column))
            text = as_text(row[group.left] if group else cell) if last > first else as_text(cell)
            if not text or not isinstance(cell, str):
                continue
            above = texts[column]
            texts[column] = text if number == first or not above or above == text else f"{above}{BETWEEN}{text}"
    return tuple(texts)


class RowSorter:
    """Tells the rows that count from everything else below the header of one sheet."""

    def __init__(self, header: Header, key_at: int, telling: Iterable[int], merged: Iterable[Merged]) -> None:
        """`key_at` is the column of the kind's key; `telling` are numbers that only a row that counts has."""
        self._kind = header.kind
        self._key_at = key_at
        self._telling = tuple(telling)
        fields = enumerate(map(header.kind.field, header.texts))
        self._showing = [(index, _SHOWING[field]) for index, field in fields if field and field in _SHOWING]
        self._footers = header.kind.key != "line"  # the lines of a form are totals themselves
        self._near_until = header.row + _LABELS_WITHIN
        self._wide = frozenset((m.top, m.left) for m in merged if m.right > m.left)

    def kind_of(self, number: int, row: Sequence[Cell]) -> RowKind:
        """What the row with this number (from 0) is."""
        key = row[self._key_at]
        if number <= self._near_until:
            words = [word for cell in row if (word := as_text(cell))]
            if _is_numbering(words) or (words and _LABELS.issuperset(words)):
                self._near_until = max(self._near_until, number + 1)
                return RowKind.SKIPPED
            if any(word.startswith(_SAMPLES) for word in words):
                self._near_until = max(self._near_until, number + 1)
                return RowKind.SAMPLE
        for cell in row[: self._key_at + 1] if self._footers else ():
            kind = _told_by(cell, signatures=bool(self._showing))
            if kind is RowKind.SAMPLE or (kind and not self._shows_person(row)):
                return kind
        if isinstance(key, str) and key.strip():
            if _HEADING.search(key) and self._kind.field(key) == self._kind.key:
                return RowKind.SKIPPED  # the header again
            wide = (number, self._key_at) in self._wide
            return RowKind.SKIPPED if wide and not self._shows_person(row) else RowKind.TAKEN
        return self._without_key(number, row)

    def _without_key(self, number: int, row: Sequence[Cell]) -> RowKind:
        """A row that counts although its key is missing, or one that is nobody's."""
        if isinstance(row[self._key_at], int | float) and row[self._key_at] != 0:
            return RowKind.TAKEN  # a number where a name belongs: for the name's reader to refuse
        if any(_told_by(cell, signatures=True) for cell in row) and not self._shows_person(row):
            return RowKind.SKIPPED
        for index in self._telling:
            cell = row[index]
            if cell in ("", 0) or (number, index) in self._wide:
                continue
            if _DIGIT.search(text := as_text(cell)) and len(text) <= _INSTRUCTION_LENGTH:
                return RowKind.UNNAMED
        return RowKind.SKIPPED

    def _shows_person(self, row: Sequence[Cell]) -> bool:
        """Whether sex, nationality or ID number are a person's: then no title, total or signature is in the row."""
        return any(
            isinstance(cell := row[index], str) and (not cell.strip().isdigit() or len(cell) > 10) and judge(cell)
            for index, judge in self._showing
        )


def _told_by(cell: Cell, *, signatures: bool) -> RowKind | None:
    """What a cell says of its row: SAMPLE; SKIPPED for a total or a footer, also one set with spaces (合  计); nothing.

    With `signatures` whatever ends with a colon (党支部书记：) is a footer too.
    """
    if not isinstance(cell, str):
        return None
    text = cell.strip()
    if text[:1] in _FIRST:
        start = "".join(text[:_FOOTER_LENGTH].split())
        if start.startswith(_SAMPLES):
            return RowKind.SAMPLE
        if start.startswith(_FOOTERS):
            return RowKind.SKIPPED
    return RowKind.SKIPPED if signatures and text[-1:] in _COLONS else None


def _is_numbering(words: Sequence[str]) -> bool:
    """甲 乙 1 2 3, A B C, 1 2 3: at least three short marks, the numbers one after the other, and nothing else."""
    numbers = [int(word) for word in words if word.isdigit() and len(word) <= 2]
    marks = sum(word in _NUMBERING for word in words)
    in_order = all(after == before + 1 for before, after in pairwise(numbers))
    return len(words) >= 3 and len(numbers) + marks == len(words) and in_order


class FilledDown:
    """Gives the rows of a vertically merged cell the value that only its first row holds."""

    def __init__(self, merged: Iterable[Merged]) -> None:
        self._bottoms = {(m.top, m.left): m.bottom for m in merged if m.bottom > m.top}
        self._running: dict[int, tuple[int, Cell]] = {}

    def value(self, number: int, index: int, cell: Cell) -> Cell:
        """The value of a cell, rows and columns from 0; rows have to come in order."""
        if cell != "":
            if (bottom := self._bottoms.get((number, index))) is not None:
                self._running[index] = bottom, cell
            return cell
        bottom, running = self._running.get(index, (-1, ""))
        return running if number <= bottom else cell
