"""How a roster lies in its sheet: where the header is, which rows below it are members, what is merged.

Rosters carry titles and unit lines above the header, numbering and 必填 rows below it, sample rows,
instructions in merged ranges among the members, and totals and signatures at the end.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum, auto
from typing import NamedTuple

from tui.intake.cells import Cell, as_text
from tui.intake.columns import TABLE, known_field
from tui.rules.codes import read_nation, read_sex
from tui.rules.identity import read_id

HEADER_WITHIN = 30
_LABELS_WITHIN = 3
_INSTRUCTION_LENGTH = 60
_NUMBERING = frozenset("甲乙丙丁戊己庚辛壬癸ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LABELS = frozenset(TABLE["rows"]["labels"])
_SAMPLES = tuple(TABLE["rows"]["samples"])
_FOOTERS = tuple(TABLE["rows"]["footers"])
_FOOTER_LENGTH = 20
_FIRST = frozenset(word[0] for word in (*_FOOTERS, *_SAMPLES))
_COLONS = frozenset("：:")
_SHOWING: Mapping[str, Callable[[str], object]] = {
    "sex": read_sex,
    "nation": read_nation,
    "idno": lambda text: read_id(text).birth,
}


class RowKind(Enum):
    """What a row below the header is."""

    MEMBER = auto()
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
    """The header row(s) of a sheet: number of the last one from 0, and its texts by column."""

    row: int
    texts: tuple[str, ...]


def find_header(rows: Sequence[Sequence[Cell]], merged: Iterable[Merged]) -> Header | None:
    """The first row with 姓名 and at least two more known columns among the first rows of a sheet.

    Where 姓名 is merged downwards, the rows beside it are one header: the lowest text of a column counts.
    """
    for number, row in enumerate(rows[:HEADER_WITHIN]):
        texts = [as_text(cell) if isinstance(cell, str) else "" for cell in row]
        fields = [known_field(text) for text in texts]
        if "name" not in fields:
            continue
        last = max((m.bottom for m in merged if (m.top, m.left) == (number, fields.index("name"))), default=number)
        for lower in rows[number + 1 : last + 1]:
            texts = [as_text(cell) or text for cell, text in zip(lower, texts, strict=True)]
        if len({known_field(text) for text in texts} - {None}) >= 3:
            return Header(last, tuple(texts))
    return None


class RowSorter:
    """Tells the members of one sheet from everything else below its header."""

    def __init__(self, header: Header, name_at: int, telling: Iterable[int], merged: Iterable[Merged]) -> None:
        """`name_at` is the column of names; `telling` are the columns that only a person's row fills."""
        self._header = header
        self._name_at = name_at
        self._telling = tuple(telling)
        fields = enumerate(map(known_field, header.texts))
        self._showing = [(index, _SHOWING[field]) for index, field in fields if field and field in _SHOWING]
        self._near_until = header.row + _LABELS_WITHIN
        self._wide = frozenset((m.top, m.left) for m in merged if m.right > m.left)

    def kind_of(self, number: int, row: Sequence[Cell]) -> RowKind:
        """What the row with this number (from 0) is."""
        name = row[self._name_at]
        if number <= self._near_until:
            words = [word for cell in row if (word := as_text(cell))]
            if _is_numbering(words) or (words and _LABELS.issuperset(words)):
                self._near_until = max(self._near_until, number + 1)
                return RowKind.SKIPPED
            if any(word.startswith(_SAMPLES) for word in words):
                self._near_until = max(self._near_until, number + 1)
                return RowKind.SAMPLE
        for cell in row[: self._name_at + 1]:
            kind = _told_by(cell, signatures=bool(self._showing))
            if kind is RowKind.SAMPLE or (kind and not self._shows_person(row)):
                return kind
        if isinstance(name, str) and name.strip():
            if "名" in name and known_field(name) == "name":
                return RowKind.SKIPPED
            wide = (number, self._name_at) in self._wide
            return RowKind.SKIPPED if wide and not self._shows_person(row) else RowKind.MEMBER
        return self._without_name(number, row)

    def _without_name(self, number: int, row: Sequence[Cell]) -> RowKind:
        """A row that is a person's although the name is missing, or one that is nobody's."""
        if isinstance(row[self._name_at], int | float) and row[self._name_at] != 0:
            return RowKind.MEMBER  # a number where a name belongs: for the name's reader to refuse
        if any(_told_by(cell, signatures=True) for cell in row) and not self._shows_person(row):
            return RowKind.SKIPPED
        for index in self._telling:
            cell = row[index]
            if cell in ("", 0) or (number, index) in self._wide:
                continue
            if (text := as_text(cell)) and len(text) <= _INSTRUCTION_LENGTH:
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
    """甲 乙 1 2 3, A B C, 1 2 3: at least three short marks, and nothing else."""
    return len(words) >= 3 and all(word in _NUMBERING or (word.isdigit() and len(word) <= 2) for word in words)


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
