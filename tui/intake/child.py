"""The reading child: ``python -I -m tui.intake.child FILE`` writes what the lists of a file hold as JSON lines.

It gives up what it does not need before it looks at the file: memory beyond 2 GiB, CPU time beyond what
its size explains, writing files, starting processes, core dumps; and it dies with its parent. Nothing goes to stderr.
"""

import gc
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path

from tui.faults import Failure, Fault
from tui.intake import instructions
from tui.intake.cells import Cell, as_text
from tui.intake.columns import match_columns
from tui.intake.confinement import give_up
from tui.intake.instructions import Instructions, SheetChoice
from tui.intake.kinds import KINDS, Kind
from tui.intake.layout import HEADER_WITHIN, Header, Merged, RowKind, RowSorter, find_header, header_texts
from tui.intake.problems import Problem, ProblemCode, Weight
from tui.intake.protocol import (
    LISTED_PER_CODE,
    LONGEST_HEADING,
    LONGEST_PREVIEW,
    LONGEST_SHEET_NAME,
    PREVIEW_ROWS,
    End,
    Progress,
    Stopped,
    write,
    write_row,
)
from tui.intake.records import LONGEST_EXTRA, RecordReader
from tui.intake.sheets import Sheet, open_sheets
from tui.intake.staged import StagedSheet
from tui.rules.initials import initials
from tui.text import clean

_MEMORY = 2 * 2**30
_CPU_SECONDS = 20
"""For a small file: a crafted one keeps the workbook library turning in circles."""
_CPU_SECONDS_PER_MB = 10
_MOST_CPU_SECONDS = 300
_PROGRESS_EVERY = 1000
_SAMPLED_ROWS = 200
_PREVIEWED_BELOW = 12


def confine(path: Path) -> None:
    """Give up, for good, what reading this file does not need."""
    size = path.stat().st_size if path.exists() else 0
    give_up(_MEMORY, min(_MOST_CPU_SECONDS, _CPU_SECONDS + _CPU_SECONDS_PER_MB * size // 2**20))


class Reading:
    """One file being read: writes its lines, counts its rows and problems."""

    def __init__(self, path: Path, instructions: Instructions) -> None:
        self._path = path
        self._instructions = instructions
        self._out = sys.stdout.buffer
        self._sheets = 0
        self._rows = 0
        self._done = 0
        self._total = 0
        self._problems: Counter[ProblemCode] = Counter()
        self._hidden: frozenset[int] = frozenset()

    def read(self) -> None:
        """Read the whole file. Failure when it cannot be read; the lines before it count for nothing."""
        sheets, hidden = open_sheets(self._path)
        for name in hidden:
            self._report(_sheet_name(name), 0, "", "", ProblemCode.SHEET_HIDDEN)
        self._total = sum(sheet.extent for sheet in sheets)
        self._send(Progress(0, self._total))
        while sheets:
            self._read_sheet(sheets.pop(0))
        self._send(Progress(self._total, self._total))
        self._send(End(self._rows, self._problems))

    def _read_sheet(self, sheet: Sheet) -> None:
        name = _sheet_name(sheet.name)
        merged, self._hidden = sheet.merged, sheet.hidden
        rows = sheet.rows()
        head = list(islice(rows, HEADER_WITHIN + _SAMPLED_ROWS))
        if not head:
            return
        header, choice = self._header(name, head, merged)
        preview = _preview(head, header)
        if header is None:
            if choice is None:
                self._report(name, 0, "", "", ProblemCode.SHEET_WITHOUT_HEADER)
            self._send(StagedSheet(self._file, name, None, (0, 0), (), (), preview, ""))
            self._done += sheet.extent
            return
        below = head[header.row + 1 :]
        chosen = choice.fields if choice else None
        columns = match_columns(header.kind, header.texts, partial(_values, below), sheet.first, chosen)
        heading = _heading(head[: header.first])
        place = (header.first + 1, header.row + 1)
        digest = header.digest.hex()
        self._send(StagedSheet(self._file, name, header.kind, place, tuple(columns), heading, preview, digest))
        if not any(column.field == header.kind.key for column in columns):
            self._report(name, 0, "", "", ProblemCode.KEY_MISSING)
            return
        if sum(header.kind.field(text) == header.kind.key for text in header.texts) > 1:
            self._report(name, 0, "", "", ProblemCode.KEY_TWICE)
        reader = RecordReader(header.kind, columns, merged)
        self._done += header.row + 1
        sorter = RowSorter(header, reader.key_at, reader.telling, merged)
        self._read_rows(name, header, reader, sorter, chain(below, rows))

    @property
    def _file(self) -> str:
        return _sheet_name(self._path.name)

    def _header(
        self, name: str, head: Sequence[Sequence[Cell]], merged: Sequence[Merged]
    ) -> tuple[Header | None, SheetChoice | None]:
        """Where the header is and what a person has said of the sheet, or of sheets with this header."""
        wanted = self._instructions.sheets.get(name)
        if wanted is not None and not wanted.kind:
            return None, wanted
        if wanted is not None and wanted.header is not None:
            first, last = (min(row, len(head) - 1) for row in wanted.header)
            return Header(first, last, header_texts(head, first, last, merged), KINDS[wanted.kind]), wanted
        kinds = {wanted.kind: KINDS[wanted.kind]} if wanted is not None else KINDS
        header = find_header(head, merged, kinds)
        if header is not None:
            known = wanted or self._instructions.layouts.get(header.digest.hex())
            return (header._replace(kind=KINDS[known.kind]), known) if known else (header, None)
        for number in range(min(HEADER_WITHIN, len(head))):
            row = Header(number, number, header_texts(head, number, number, merged), KINDS["roster"])
            if known := self._instructions.layouts.get(row.digest.hex()):
                return row._replace(kind=KINDS[known.kind]), known
        return None, None

    def _read_rows(
        self,
        sheet: str,
        header: Header,
        reader: RecordReader,
        sorter: RowSorter,
        rows: Iterable[Sequence[Cell]],
    ) -> None:
        for number, row in enumerate(rows, header.row + 1):
            self._done += 1
            if self._done % _PROGRESS_EVERY == 0:
                self._send(Progress(self._done, self._total))
            kind = sorter.kind_of(number, row)
            if kind is not RowKind.TAKEN:
                reader.pass_over(number, row)
            match kind:
                case RowKind.TAKEN:
                    self._read_row(sheet, number, header.kind, reader, row)
                case RowKind.UNNAMED:
                    self._report(sheet, number + 1, "", "", ProblemCode.NAME_MISSING)
                case RowKind.SAMPLE:
                    self._report(sheet, number + 1, "", "", ProblemCode.SAMPLE_ROW)

    def _read_row(self, sheet: str, number: int, kind: Kind, reader: RecordReader, row: Sequence[Cell]) -> None:
        record = reader.read(number, row)
        for column, value, code in record.troubles:
            self._report(sheet, number + 1, column, value, code)
        if any(code.weight is Weight.BLOCKING for _, _, code in record.troubles) or not record.fields.get(kind.key):
            return
        if number in self._hidden:
            self._report(sheet, number + 1, "", "", ProblemCode.ROW_HIDDEN)
        self._rows += 1
        tokens = initials(record.fields["name"]) if "name" in record.fields else ""
        self._out.write(write_row(self._sheets - 1, number + 1, record, tokens))

    def _report(self, sheet: str, row: int, column: str, value: str, code: ProblemCode) -> None:
        self._problems[code] += 1
        if self._problems[code] <= LISTED_PER_CODE:
            self._send(Problem(sheet, row, column, value, code))

    def _send(self, message: Progress | StagedSheet | Problem | End) -> None:
        self._out.write(write(message))
        if isinstance(message, StagedSheet):
            self._sheets += 1
        elif isinstance(message, Progress):
            self._out.flush()


def _sheet_name(name: str) -> str:
    return clean(name).strip()[:LONGEST_SHEET_NAME]


def _heading(rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    """The texts above the header: title, unit, date."""
    texts = (as_text(cell)[:LONGEST_EXTRA] for row in rows for cell in row if cell != "")
    return tuple(islice((text for text in texts if text), LONGEST_HEADING))


def _preview(head: Sequence[Sequence[Cell]], header: Header | None) -> tuple[tuple[str, ...], ...]:
    """The first rows as texts, cut short: enough to see which is the header and what stands below it."""
    last = min(PREVIEW_ROWS, (header.row if header else 0) + _PREVIEWED_BELOW)
    return tuple(tuple(as_text(cell)[:LONGEST_PREVIEW] for cell in row) for row in head[:last])


def _values(rows: Sequence[Sequence[Cell]], index: int) -> list[str]:
    return [text for row in rows if (text := as_text(row[index]))]


def main() -> int:
    """Read the file named by the argument as standard input says; 0 also if nothing can be made of it."""
    path = Path(sys.argv[1])
    confine(path)
    gc.disable()  # a hundred thousand rows make no cycles
    try:
        Reading(path, instructions.decode(sys.stdin.buffer.read())).read()
    except Failure as failure:
        sys.stdout.buffer.write(write(Stopped(failure.fault)))
    except MemoryError:
        sys.stdout.buffer.write(write(Stopped(Fault.WORKBOOK_TOO_LARGE)))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
