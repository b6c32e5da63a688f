"""One kind of sheet for whatever reads it, whether the file is a workbook or text."""

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from tui.faults import Failure, Fault
from tui.intake.cells import Cell
from tui.intake.delimited import open_delimited
from tui.intake.formats import Format, format_of
from tui.intake.layout import Merged
from tui.intake.protocol import LARGEST_FILE
from tui.intake.workbook import WorkbookSheet, named_worksheets, open_workbook


class Sheet(Protocol):
    """A sheet to be read row by row; rows and columns count from 0."""

    @property
    def name(self) -> str:
        """As the file gives it, not cleaned."""

    @property
    def first(self) -> int:
        """The column of the sheet in which its rows begin."""

    @property
    def extent(self) -> int:
        """Rows from the first one to the last that holds something."""

    @property
    def merged(self) -> Sequence[Merged]:
        """Merged ranges, their columns relative to `first`."""

    @property
    def hidden(self) -> frozenset[int]:
        """The numbers of hidden rows, as far as the kind of file tells."""

    def rows(self) -> Iterator[list[Cell]]:
        """The rows from the first one, empty ones too, all of one width; to be gone through once."""


def open_sheets(path: Path) -> tuple[list[Sheet], list[str]]:
    """The visible sheets of a file, which is taken for what its bytes are, and the names of its hidden ones.

    Failure FILE_UNREADABLE, WORKBOOK_TOO_LARGE, NOT_A_WORKBOOK, WORKBOOK_PROTECTED, TEXT_UNDECODABLE, TEXT_QUOTES,
    or the fault that says what kind of file it is instead (FILE_IS_…).
    """
    kind = _format(path)
    if kind is Format.TEXT:
        return [open_delimited(path)], []
    sheets, hidden = open_workbook(path, kind)
    return list(sheets), hidden


def named_sheets(path: Path, names: Collection[str]) -> dict[str, WorkbookSheet]:
    """The sheets of a workbook with these names, hidden or not, as far as it has them; ``Failure`` as above."""
    return {} if _format(path) is Format.TEXT else named_worksheets(path, names)


def _format(path: Path) -> Format:
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > LARGEST_FILE:
                raise Failure(Fault.WORKBOOK_TOO_LARGE, file=path.name)
            return format_of(file, path)
    except OSError:
        raise Failure(Fault.FILE_UNREADABLE, file=path.name) from None
