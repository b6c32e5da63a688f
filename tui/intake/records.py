"""One row of a sheet as one record: fields for the register, everything else under its header, problems."""

from collections.abc import Sequence
from typing import NamedTuple

from tui.intake.cells import READERS, Cell, as_text, read_phones
from tui.intake.columns import Column
from tui.intake.layout import FilledDown, Merged
from tui.intake.problems import ProblemCode, Weight

LONGEST_EXTRA = 1000
_FILLED_DOWN = ("branch", "branch_code", "committee")
_TELLING = ("idno", "number", "phone", "landline", "birth", "joined")


class Trouble(NamedTuple):
    """A problem of one cell: the column's header ('' for the row), the cleaned original, the code."""

    column: str
    value: str
    code: ProblemCode


class Record(NamedTuple):
    """What a row holds; a row with a blocking trouble has no fields and is not taken."""

    fields: dict[str, str]
    extra: dict[str, str]
    troubles: list[Trouble]


class RecordReader:
    """Reads the rows of one sheet by its columns."""

    def __init__(self, columns: Sequence[Column], merged: Sequence[Merged]) -> None:
        by_field = {column.field: column for column in columns if column.field}
        self.name_at = by_field["name"].index
        self.telling = [by_field[field].index for field in _TELLING if field in by_field]
        filled_down = _FILLED_DOWN if merged else ()
        self._plan = [
            (column.index, column.header, column.field, READERS[column.field], column.field in filled_down)
            for column in columns
            if column.field is not None and column.field in READERS
        ]
        self._kept = [(column.index, column.header) for column in columns if column.field is None]
        self._phones = [by_field[field] for field in ("phone", "landline") if field in by_field]
        self._filled_down = FilledDown(merged)
        self._running_down = [index for index, _, _, _, runs_down in self._plan if runs_down]

    def pass_over(self, number: int, row: Sequence[Cell]) -> None:
        """A row that is nobody's; the branch merged over it and the people below begins here."""
        for index in self._running_down:
            self._filled_down.value(number, index, row[index])

    def read(self, number: int, row: Sequence[Cell]) -> Record:
        """The record of the row with this number, from 0; rows have to come in order."""
        fields: dict[str, str] = {}
        extra: dict[str, str] = {}
        troubles: list[Trouble] = []
        for index, header, field, reader, runs_down in self._plan:
            cell = self._filled_down.value(number, index, row[index]) if runs_down else row[index]
            if cell == "":
                continue
            value, problem = reader(cell)
            if value:
                fields[field] = value
            if problem is not None:
                _report(troubles, extra, header, cell, problem)
        if self._phones:
            self._read_phones(row, fields, extra, troubles)
        for index, header in self._kept:
            if (cell := row[index]) != "" and (text := as_text(cell)):
                if len(text) > LONGEST_EXTRA:
                    troubles.append(Trouble(header, text[:LONGEST_EXTRA], ProblemCode.TEXT_CUT))
                extra[header] = text[:LONGEST_EXTRA]
        return Record(fields, extra, troubles)

    def _read_phones(
        self, row: Sequence[Cell], fields: dict[str, str], extra: dict[str, str], troubles: list[Trouble]
    ) -> None:
        """The first mobile and the first landline of both columns; a cell that holds more is kept whole."""
        for column in self._phones:
            if (cell := row[column.index]) == "":
                continue
            numbers, problem = read_phones(cell)
            if problem is not None:
                _report(troubles, extra, column.header, cell, problem)
            for field, number in numbers:
                if fields.setdefault(field, number) != number:
                    extra[column.header] = as_text(cell)[:LONGEST_EXTRA]
                elif field != column.field and problem is None and len(self._phones) > 1:
                    _report(troubles, extra, column.header, cell, ProblemCode.PHONE_OTHER_KIND)


def _report(troubles: list[Trouble], extra: dict[str, str], header: str, cell: Cell, problem: ProblemCode) -> None:
    original = as_text(cell)[:LONGEST_EXTRA]
    if problem.weight is Weight.DOUBTFUL:
        extra[header] = original
    troubles.append(Trouble(header, original, problem))
