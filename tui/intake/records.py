"""One row of a sheet as one record: fields by the kind's names, everything else under its header, problems, trace."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tui.intake.cells import READERS, Cell, Read, as_text, read_phones
from tui.intake.columns import Certainty, Column
from tui.intake.kinds import FIELDS, Kind
from tui.intake.layout import FilledDown, Merged
from tui.intake.problems import ProblemCode, Weight

LONGEST_EXTRA = 1000
_FILLED_DOWN = frozenset({"branch", "branch_code", "committee", "parent_name", "parent_code"})
_TELLING = ("idno", "number", "phone", "landline", "birth", "joined", "unit_code", "amount")
_CANONICAL = frozenset(
    {"男", "女", "正式党员", "预备党员", "正常", "停止党籍", "是", "否", "齐全", "不规范", "缺", "不真实"}
)
"""How the register itself prints the values of closed lists: nothing has been changed in them."""


_DAYLESS = ("年月", "月份")


class Trouble(NamedTuple):
    """A problem of one cell: the column's header ('' for the row), the cleaned original, the code."""

    column: str
    value: str
    code: ProblemCode


class Doubt(NamedTuple):
    """A cell that nothing could be made of: the column's header and why; its original is among the extra columns."""

    column: str
    code: ProblemCode


class Record(NamedTuple):
    """What a row holds; a row with a blocking trouble is not taken.

    ``texts`` are the originals of the cells that cleaning has changed, by header; ``doubts`` are by field.
    """

    fields: dict[str, str]
    extra: dict[str, str]
    texts: dict[str, str]
    doubts: dict[str, Doubt]
    troubles: list[Trouble]


class RecordReader:
    """Reads the rows of one sheet by its columns."""

    def __init__(self, kind: Kind, columns: Sequence[Column], merged: Sequence[Merged]) -> None:
        by_field = {column.field: column for column in columns if column.field}
        self.key_at = by_field[kind.key].index
        self.telling = [by_field[field].index for field in _TELLING if field in by_field and field != kind.key]
        filled_down = _FILLED_DOWN if merged else frozenset[str]()
        self._plan: list[tuple[int, str, str, Callable[[Cell], Read], bool]] = [
            (column.index, column.header, field, READERS[_type(column.header, field)], field in filled_down)
            for column in columns
            if (field := column.field) is not None and FIELDS[field].type in READERS
        ]
        self._merged = any(m.bottom > m.top for m in merged)
        self._kept = [
            (column.index, column.header)
            for column in columns
            if column.field is None and column.certainty is not Certainty.LEFT_OUT
        ]
        self._phones = [by_field[field] for field in ("phone", "landline") if field in by_field]
        self._filled_down = FilledDown(merged)
        self._running_down = [index for index, _, _, _, _ in self._plan] if self._merged else []

    def pass_over(self, number: int, row: Sequence[Cell]) -> None:
        """A row that is nobody's; what is merged over it and the people below begins here."""
        for index in self._running_down:
            self._filled_down.value(number, index, row[index])

    def read(self, number: int, row: Sequence[Cell]) -> Record:
        """The record of the row with this number, from 0; rows have to come in order."""
        record = Record({}, {}, {}, {}, [])
        fields, extra, texts, _, troubles = record
        for index, header, field, reader, runs_down in self._plan:
            cell = row[index]
            if self._merged and (cell := self._filled_down.value(number, index, cell)) != row[index] and not runs_down:
                _report(record, field, header, cell, ProblemCode.MERGED_ABOVE)
                continue
            if cell == "":
                continue
            value, problem = reader(cell)
            if value:
                fields[field] = value
                if value != cell and cell not in _CANONICAL and (text := as_text(cell)) != value:
                    texts[header] = text[:LONGEST_EXTRA]
            if problem is not None:
                _report(record, field, header, cell, problem)
        if self._phones:
            self._read_phones(row, record)
        for index, header in self._kept:
            if (cell := row[index]) != "" and (text := as_text(cell)):
                if len(text) > LONGEST_EXTRA:
                    troubles.append(Trouble(header, text[:LONGEST_EXTRA], ProblemCode.TEXT_CUT))
                extra[header] = text[:LONGEST_EXTRA]
        return record

    def _read_phones(self, row: Sequence[Cell], record: Record) -> None:
        """The first mobile and the first landline of both columns; a cell that holds more is kept whole."""
        for column in self._phones:
            if (cell := row[column.index]) == "":
                continue
            numbers, problem = read_phones(cell)
            if problem is not None:
                _report(record, column.field or "", column.header, cell, problem)
            for field, number in numbers:
                if record.fields.setdefault(field, number) != number:
                    record.extra[column.header] = as_text(cell)[:LONGEST_EXTRA]
                elif field != column.field and problem is None and len(self._phones) > 1:
                    _report(record, column.field or "", column.header, cell, ProblemCode.PHONE_OTHER_KIND)


def _type(header: str, field: str) -> str:
    """The type of a column's cells; a header that speaks of months makes no days of them."""
    of_months = any(word in header for word in _DAYLESS) and "日" not in header
    return "month" if FIELDS[field].type == "day" and of_months else FIELDS[field].type


def _report(record: Record, field: str, header: str, cell: Cell, problem: ProblemCode) -> None:
    original = as_text(cell)[:LONGEST_EXTRA]
    if problem.weight is Weight.DOUBTFUL:
        record.extra[header] = original
        record.doubts[field] = Doubt(header, problem)
    else:
        record.texts[header] = original
    record.troubles.append(Trouble(header, original, problem))
