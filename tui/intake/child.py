"""The reading child: ``python -I -m tui.intake.child FILE AS_OF`` writes what a roster holds as JSON lines.

It gives up what it does not need before it looks at the file: memory beyond 2 GiB, CPU time beyond five
minutes, writing files, starting processes, core dumps; and it dies with its parent. Nothing goes to stderr.
"""

import ctypes
import gc
import os
import resource
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path

from python_calamine import CalamineSheet

from tui.faults import Failure, Fault
from tui.intake.cells import Cell, as_text
from tui.intake.columns import match_columns
from tui.intake.initials import initials
from tui.intake.layout import HEADER_WITHIN, Header, Merged, RowKind, RowSorter, find_header
from tui.intake.problems import Problem, ProblemCode, Weight
from tui.intake.protocol import (
    LISTED_PER_CODE,
    LONGEST_HEADING,
    LONGEST_SHEET_NAME,
    End,
    Progress,
    Stopped,
    write,
    write_row,
)
from tui.intake.records import LONGEST_EXTRA, RecordReader
from tui.intake.spans import Range, open_document_spans
from tui.intake.staged import StagedSheet
from tui.intake.workbook import extent, open_workbook
from tui.rules.validity import findings
from tui.text import clean

_MEMORY = 2 * 2**30
_CPU_SECONDS = 300
_OPEN_FILES = 64
_PR_SET_PDEATHSIG = 1
_PROGRESS_EVERY = 1000
_SAMPLED_ROWS = 200


def confine() -> None:
    """Give up, for good, what reading a workbook does not need."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    for what, limit in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        _, hard = resource.getrlimit(what)
        lowered = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (lowered, lowered))


class Reading:
    """One file being read: writes its lines, counts its rows and problems."""

    def __init__(self, as_of: str) -> None:
        self._as_of = as_of
        self._out = sys.stdout.buffer
        self._rows = 0
        self._done = 0
        self._total = 0
        self._problems: Counter[ProblemCode] = Counter()
        self._spans: Mapping[str, list[Range]] = {}

    def read(self, path: Path) -> None:
        """Read the whole file. Failure when it is no roster; the lines before it count for nothing."""
        sheets, hidden = open_workbook(path)
        self._spans = open_document_spans(path)
        for name in hidden:
            self._report(_sheet_name(name), 0, "", "", ProblemCode.SHEET_HIDDEN)
        self._total = sum(extent(sheet)[0] for sheet in sheets)
        self._send(Progress(0, self._total))
        headers = 0
        while sheets:
            headers += self._read_sheet(sheets.pop(0))
        if not headers:
            raise Failure(Fault.NO_ROSTER_HEADER, file=path.name)
        if not self._rows:
            raise Failure(Fault.NO_MEMBER_ROWS, file=path.name)
        self._send(Progress(self._total, self._total))
        self._send(End(self._rows, self._problems))

    def _read_sheet(self, sheet: CalamineSheet) -> bool:
        """Whether the sheet has a roster's header."""
        name = _sheet_name(sheet.name)
        first = sheet.start[1] if sheet.start else 0
        merged = [
            Merged(top, left - first, bottom, right - first)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or self._spans.get(sheet.name, [])
        ]
        rows = sheet.iter_rows()
        head = list(islice(rows, HEADER_WITHIN + _SAMPLED_ROWS))
        header = find_header(head, merged)
        if header is None:
            if head:
                self._report(name, 0, "", "", ProblemCode.SHEET_WITHOUT_HEADER)
            self._done += extent(sheet)[0]
            return False
        below = head[header.row + 1 :]
        columns = match_columns(header.texts, partial(_values, below), first)
        taken = {column.header: column.field for column in columns if column.field}
        kept = tuple(column.header for column in columns if column.field is None)
        self._send(StagedSheet(name, _heading(head[: header.row]), header.row + 1, taken, kept))
        reader = RecordReader(columns, merged)
        self._done += header.row + 1
        self._read_rows(
            name,
            header,
            reader,
            RowSorter(header, reader.name_at, reader.telling, merged),
            chain(below, rows),
        )
        return True

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
            if kind is not RowKind.MEMBER:
                reader.pass_over(number, row)
            match kind:
                case RowKind.MEMBER:
                    self._read_member(sheet, number, reader, row)
                case RowKind.UNNAMED:
                    self._report(sheet, number + 1, "", "", ProblemCode.NAME_MISSING)
                case RowKind.SAMPLE:
                    self._report(sheet, number + 1, "", "", ProblemCode.SAMPLE_ROW)

    def _read_member(self, sheet: str, number: int, reader: RecordReader, row: Sequence[Cell]) -> None:
        record = reader.read(number, row)
        for column, value, code in record.troubles:
            self._report(sheet, number + 1, column, value, code)
        if any(code.weight is Weight.BLOCKING for _, _, code in record.troubles):
            return
        self._rows += 1
        found = findings(record.fields, self._as_of)
        self._out.write(write_row(sheet, number + 1, record, initials(record.fields["name"]), found))

    def _report(self, sheet: str, row: int, column: str, value: str, code: ProblemCode) -> None:
        self._problems[code] += 1
        if self._problems[code] <= LISTED_PER_CODE:
            self._send(Problem(sheet, row, column, value, code))

    def _send(self, message: Progress | StagedSheet | Problem | End) -> None:
        self._out.write(write(message))
        if isinstance(message, Progress):
            self._out.flush()


def _sheet_name(name: str) -> str:
    return clean(name).strip()[:LONGEST_SHEET_NAME]


def _heading(rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    """The texts above the header: title, unit, date."""
    texts = (as_text(cell)[:LONGEST_EXTRA] for row in rows for cell in row if cell != "")
    return tuple(islice((text for text in texts if text), LONGEST_HEADING))


def _values(rows: Sequence[Sequence[Cell]], index: int) -> list[str]:
    return [text for row in rows if (text := as_text(row[index]))]


def main() -> int:
    """Read the file named by the first argument for the as-of date of the second; 0 also if it is no roster."""
    confine()
    gc.disable()  # a hundred thousand rows make no cycles
    try:
        path, as_of = sys.argv[1:]
        Reading(as_of).read(Path(path))
    except Failure as failure:
        sys.stdout.buffer.write(write(Stopped(failure.fault)))
    except MemoryError:
        sys.stdout.buffer.write(write(Stopped(Fault.WORKBOOK_TOO_LARGE)))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
