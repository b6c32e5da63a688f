"""Workbooks as offices really hand them in: the cells, and exactly what reading them must come to.

A :class:`Dirty` is one workbook with its outcome. The cells of ``dirty_cells`` and the layouts of ``dirty_layouts``
stand for the rows of the table of dirty rosters seen; ``mixtures`` puts them together at random.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet
from rosters import people

from tui.intake.problems import ProblemCode
from tui.intake.staged import Staged

SHEET = "名册"
_NUMERALS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell that is shown by a number format of its own ('0.00'), or as text with an apostrophe before it ('@')."""

    value: object
    format: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, row by row from A1; None is an empty cell. Ranges are written as in a spreadsheet program."""

    rows: Sequence[Sequence[object]]
    name: str = SHEET
    merged: Sequence[str] = ()
    hidden: bool = False
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    formatted: str | None = None
    """Cells without a value that have a colour and a date format: what Excel counts as used."""


class Person(NamedTuple):
    """A row that is taken: `row` as the spreadsheet program numbers it, fields of the register, the rest by header."""

    sheet: str
    row: int
    fields: Mapping[str, str]
    extra: Mapping[str, str]


class Trouble(NamedTuple):
    """A problem that is listed; row 0 for a whole sheet, column '' for a whole row."""

    sheet: str
    row: int
    column: str
    code: ProblemCode


class Outcome(NamedTuple):
    """What a reading gives: everybody, in the file's order, and all problems, sorted."""

    people: list[Person]
    troubles: list[Trouble]


@dataclass(frozen=True, slots=True)
class Dirty:
    """A workbook and its outcome."""

    name: str
    sheets: Sequence[Sheet]
    people: Sequence[Person]
    troubles: Sequence[Trouble] = ()
    counts_from_1904: bool = field(default=False)

    def __str__(self) -> str:
        return self.name

    @property
    def outcome(self) -> Outcome:
        return Outcome(list(self.people), _sorted(self.troubles))


def outcome(staged: Staged) -> Outcome:
    """What a reading gave, to be compared with the one expected."""
    found = [
        Person(staged.sheets[row.sheet].name, row.row, dict(row.fields), dict(row.extra)) for row in people(staged)
    ]
    return Outcome(found, _sorted([Trouble(p.sheet, p.row, p.column, p.code) for p in staged.problems]))


def _sorted(troubles: Sequence[Trouble]) -> list[Trouble]:
    return sorted(troubles, key=lambda trouble: (*trouble[:3], trouble.code.value))


def written(dirty: Dirty, path: Path) -> Path:
    """The workbook as an .xlsx file."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    if dirty.counts_from_1904:
        workbook.epoch = CALENDAR_MAC_1904
    for sheet in dirty.sheets:
        _write_sheet(workbook.create_sheet(sheet.name), sheet)
    workbook.save(path)
    return path


def _write_sheet(target: Worksheet, sheet: Sheet) -> None:
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                _write_cell(target.cell(number, column), value)
    for cells in sheet.merged:
        target.merge_cells(cells)
    for hidden in sheet.hidden_rows:
        target.row_dimensions[hidden].hidden = True
    for letters in sheet.hidden_columns:
        target.column_dimensions[letters].hidden = True
    if sheet.formatted:
        for line in target[sheet.formatted]:
            for cell in line:
                cell.fill = PatternFill("solid", fgColor="FFFF00")
                cell.number_format = "yyyy-mm-dd"
    if sheet.hidden:
        target.sheet_state = "hidden"


def _write_cell(cell: Cell | MergedCell, value: object) -> None:
    shown = value if isinstance(value, Shown) else None
    cell.value = shown.value if shown else value  # type: ignore[assignment]
    if shown:
        cell.number_format = shown.format
        cell.quotePrefix = shown.format == "@"


def name_of(number: int) -> str:
    """'赵一二' for 12: a sound name for every person of a fixture."""
    return "赵" + "".join(_NUMERALS[int(digit)] for digit in str(number))


def man(row: int, name: str, /, sheet: str = SHEET, extra: Mapping[str, str] | None = None, **fields: str) -> Person:
    """A Han man by his name, and what else is known of him."""
    return Person(sheet, row, {"name": name, "sex": "male", "nation": "汉族", **fields}, extra or {})
