"""Text with delimiters (.csv, .txt) as a sheet: streamed, every cell text, nothing of it kept in memory."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from tui.faults import Failure, Fault
from tui.intake.cells import Cell
from tui.intake.encodings import encoding_of
from tui.intake.layout import Merged
from tui.intake.protocol import LAST_ROW, MOST_COLUMNS

DELIMITERS = (",", "\t", ";", "|")
"""In the order in which they are preferred."""

LONGEST_RECORD = 2**20
LONGEST_CELL = 32_767
"""Characters; no spreadsheet program holds more in a cell."""

_SAMPLED_RECORDS = 50


@dataclass(frozen=True, slots=True)
class DelimitedSheet:
    """The one sheet of a text file; `extent` and `width` reach to the last row and column that hold something."""

    path: Path
    encoding: str
    delimiter: str
    extent: int
    width: int

    @property
    def name(self) -> str:
        """As spreadsheet programs call the sheet of a text file."""
        return self.path.stem

    @property
    def first(self) -> int:
        return 0

    @property
    def merged(self) -> Sequence[Merged]:
        return ()

    @property
    def hidden(self) -> frozenset[int]:
        return frozenset()

    def rows(self) -> Iterator[list[Cell]]:
        """Every row, empty ones too, in one width. Failure as in :func:`open_delimited` if the file has changed."""
        for record in islice(_records(self.path, self.encoding, self.delimiter), self.extent):
            row: list[Cell] = [_unwrapped(cell) for cell in record[: self.width]]
            row.extend([""] * (self.width - len(row)))
            yield row


def open_delimited(path: Path) -> DelimitedSheet:
    """The sheet of a text file, measured by reading it once.

    Failure NOT_A_WORKBOOK (not text), TEXT_UNDECODABLE, TEXT_QUOTES, WORKBOOK_TOO_LARGE.
    """
    encoding = encoding_of(path)
    delimiter = _delimiter(path, encoding)
    extent = width = 0
    for number, record in enumerate(_records(path, encoding, delimiter), 1):
        columns = len(record)
        while columns and not record[columns - 1].strip():
            columns -= 1
        if number >= LAST_ROW or columns > MOST_COLUMNS:
            raise Failure(Fault.WORKBOOK_TOO_LARGE, file=path.name)
        if columns:
            extent, width = number, max(width, columns)
    return DelimitedSheet(path, encoding, delimiter, extent, width)


def _delimiter(path: Path, encoding: str) -> str:
    """The delimiter that gives most of the first records one and the same number of columns."""
    scores: dict[str, float] = {}
    refused: Failure | None = None
    for delimiter in DELIMITERS:
        try:
            scores[delimiter] = _consistency(islice(_records(path, encoding, delimiter), _SAMPLED_RECORDS))
        except Failure as failure:
            refused = refused or failure
    if refused and not any(scores.values()):
        raise refused
    return max(scores, key=lambda delimiter: scores[delimiter])


def _consistency(records: Iterator[list[str]]) -> float:
    """The share of records with the commonest number of columns; 0 where that is one column."""
    widths = Counter(len(record) for record in records if record)
    if not widths:
        return 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count / widths.total() if width > 1 else 0


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """The records as they stand, an empty line as an empty one. Failure TEXT_QUOTES, WORKBOOK_TOO_LARGE."""
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        lines = _Lines(file, path.name)
        try:
            for record in csv.reader(lines, delimiter=delimiter, strict=True):
                yield record
                lines.begin_record()
        except csv.Error:
            # A cell that does not end is a quotation mark too many, unless its line has no other.
            raise lines.failure() from None


class _Lines:
    """The lines of a file for a csv reader, each record of bounded length, however many lines it has."""

    def __init__(self, file: TextIO, name: str) -> None:
        self._file = file
        self._name = name
        self.begin_record()

    def begin_record(self) -> None:
        """The last line given was the last one of its record."""
        self._length = 0
        self._quoted = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._file.readline(LONGEST_RECORD + 1)
        if not line:
            raise StopIteration
        self._length += len(line)
        self._quoted = self._quoted or '"' in line
        if self._length > LONGEST_RECORD:
            raise self.failure()
        return line

    def failure(self) -> Failure:
        """Why the record that is being read cannot be read."""
        return Failure(Fault.TEXT_QUOTES if self._quoted else Fault.WORKBOOK_TOO_LARGE, file=self._name)


def _unwrapped(cell: str) -> str:
    """The text that was protected from spreadsheet programs, as ``="0123"`` or with a leading apostrophe."""
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        return cell[2:-1].replace('""', '"')
    return cell.removeprefix("'")
