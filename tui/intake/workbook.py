"""The sheets of a workbook (.xlsx, .xlsm, .xls, .ods) as python-calamine reads them; macros are never run."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError
from python_calamine import SheetTypeEnum as Kind
from python_calamine import SheetVisibleEnum as Visible

from tui.faults import Failure, Fault
from tui.intake.cells import Cell
from tui.intake.formats import Format
from tui.intake.hidden_rows import hidden_rows
from tui.intake.layout import Merged
from tui.intake.protocol import LAST_ROW, MOST_COLUMNS
from tui.intake.spans import Range, open_document_spans


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One worksheet, loaded whole."""

    sheet: CalamineSheet
    hidden: frozenset[int]
    spans: Sequence[Range]

    @property
    def name(self) -> str:
        return self.sheet.name

    @property
    def first(self) -> int:
        return self.sheet.start[1] if self.sheet.start else 0

    @property
    def extent(self) -> int:
        return self.sheet.end[0] + 1 if self.sheet.end else 0

    @property
    def merged(self) -> Sequence[Merged]:
        first = self.first
        return [
            Merged(top, left - first, bottom, right - first)
            for (top, left), (bottom, right) in self.sheet.merged_cell_ranges or self.spans
        ]

    def rows(self) -> Iterator[list[Cell]]:
        """Every row from the sheet's first one, empty ones too."""
        return self.sheet.iter_rows()


def open_workbook(path: Path, kind: Format) -> tuple[list[WorkbookSheet], list[str]]:
    """The visible worksheets of a workbook of that kind, and the names of the hidden ones.

    Failure NOT_A_WORKBOOK, WORKBOOK_PROTECTED or WORKBOOK_TOO_LARGE. Rows that are hidden are told of in OOXML only.
    """
    with _told(path):
        workbook = _opened(path)
        worksheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == Kind.WorkSheet]
        shown = [workbook.get_sheet_by_name(s.name) for s in worksheets if s.visible == Visible.Visible]
    _refuse_too_large(path, shown)
    hidden = hidden_rows(path, [sheet.name for sheet in shown]) if kind is Format.OOXML else {}
    spans = open_document_spans(path) if kind is Format.OPEN_DOCUMENT else {}
    sheets = [WorkbookSheet(sheet, hidden.get(sheet.name, frozenset()), spans.get(sheet.name, ())) for sheet in shown]
    return sheets, [sheet.name for sheet in worksheets if sheet.visible != Visible.Visible]


def named_worksheets(path: Path, names: Collection[str]) -> dict[str, WorkbookSheet]:
    """The worksheets with these names, hidden or not, as far as the workbook has them; ``Failure`` as above."""
    with _told(path):
        workbook = _opened(path)
        listed = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ == Kind.WorkSheet]
        found = {name: workbook.get_sheet_by_name(name) for name in listed if name in names}
    _refuse_too_large(path, found.values())
    return {name: WorkbookSheet(sheet, frozenset(), ()) for name, sheet in found.items()}


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the workbook library says, as the program says it."""
    try:
        yield
    except PasswordError:
        raise Failure(Fault.WORKBOOK_PROTECTED, file=path.name) from None
    except (CalamineError, OSError):
        raise Failure(Fault.NOT_A_WORKBOOK, file=path.name) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the library's own alarm at a file cut short, no Exception
            raise Failure(Fault.NOT_A_WORKBOOK, file=path.name) from None
        raise


def _refuse_too_large(path: Path, sheets: Iterable[CalamineSheet]) -> None:
    if any(sheet.end and (sheet.end[0] + 1 >= LAST_ROW or sheet.end[1] >= MOST_COLUMNS) for sheet in sheets):
        raise Failure(Fault.WORKBOOK_TOO_LARGE, file=path.name)


def _opened(path: Path) -> CalamineWorkbook:
    """By the name's ending, which alone tells of a password; else by the bytes, for a file with a wrong one."""
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise
    except (CalamineError, OSError):
        with path.open("rb") as file:
            return CalamineWorkbook.from_filelike(file)
