"""Opens a workbook in the child: what it is by its bytes, whether it is locked or would unpack too far."""

import os
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError
from python_calamine import SheetTypeEnum as Kind
from python_calamine import SheetVisibleEnum as Visible

from tui.faults import Failure, Fault
from tui.intake.protocol import LAST_ROW, MOST_COLUMNS

LARGEST_FILE = 200 * 2**20
LARGEST_UNPACKED = 2**30
LARGEST_RATIO = 200
RATIO_COUNTS_FROM = 64 * 2**20
MOST_PARTS = 4096

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_PARTS = frozenset({"xl/workbook.xml", "content.xml"})


def open_workbook(path: Path) -> tuple[list[CalamineSheet], list[str]]:
    """The visible sheets of an .xlsx, .xls or .ods file, and the names of the hidden ones.

    Failure FILE_UNREADABLE, NOT_A_WORKBOOK, WORKBOOK_PROTECTED or WORKBOOK_TOO_LARGE. Sheets are loaded whole.
    """
    try:
        file = path.open("rb")
    except OSError:
        raise Failure(Fault.FILE_UNREADABLE, file=path.name) from None
    with file:
        _check_file(file, path.name)
        try:
            workbook = _opened(path, file)
            worksheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == Kind.WorkSheet]
            shown = [workbook.get_sheet_by_name(s.name) for s in worksheets if s.visible == Visible.Visible]
        except PasswordError:
            raise Failure(Fault.WORKBOOK_PROTECTED, file=path.name) from None
        except CalamineError:
            raise Failure(Fault.NOT_A_WORKBOOK, file=path.name) from None
    if any(rows >= LAST_ROW or columns > MOST_COLUMNS for rows, columns in map(extent, shown)):
        raise Failure(Fault.WORKBOOK_TOO_LARGE, file=path.name)
    return shown, [sheet.name for sheet in worksheets if sheet.visible != Visible.Visible]


def open_sheets(path: Path, names: Collection[str]) -> dict[str, CalamineSheet]:
    """The sheets with these names, hidden or not, as far as the workbook has them; ``Failure`` as above."""
    try:
        file = path.open("rb")
    except OSError:
        raise Failure(Fault.FILE_UNREADABLE, file=path.name) from None
    with file:
        _check_file(file, path.name)
        try:
            workbook = _opened(path, file)
            listed = [each.name for each in workbook.sheets_metadata if each.typ == Kind.WorkSheet]
            found = {name: workbook.get_sheet_by_name(name) for name in listed if name in names}
        except PasswordError:
            raise Failure(Fault.WORKBOOK_PROTECTED, file=path.name) from None
        except CalamineError:
            raise Failure(Fault.NOT_A_WORKBOOK, file=path.name) from None
    if any(rows >= LAST_ROW or columns > MOST_COLUMNS for rows, columns in map(extent, found.values())):
        raise Failure(Fault.WORKBOOK_TOO_LARGE, file=path.name)
    return found


def _opened(path: Path, file: BinaryIO) -> CalamineWorkbook:
    """By the name's ending, which alone tells of a password; else by the bytes, for a file with a wrong one."""
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise
    except CalamineError:
        file.seek(0)
        return CalamineWorkbook.from_filelike(file)


def extent(sheet: CalamineSheet) -> tuple[int, int]:
    """Rows and columns from A1 to the last cell that holds something."""
    return (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)


def _check_file(file: BinaryIO, name: str) -> None:
    if os.fstat(file.fileno()).st_size > LARGEST_FILE:
        raise Failure(Fault.WORKBOOK_TOO_LARGE, file=name)
    start = file.read(8)
    if start.startswith(_ZIP):
        _check_parts(file, name)
    elif start != _OLE:
        raise Failure(Fault.NOT_A_WORKBOOK, file=name)


def _check_parts(file: BinaryIO, name: str) -> None:
    """Reads the directory of the zip file only; nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as parts:
            entries = parts.infolist()
    except zipfile.BadZipFile:
        raise Failure(Fault.NOT_A_WORKBOOK, file=name) from None
    if _MAIN_PARTS.isdisjoint(entry.filename for entry in entries):
        raise Failure(Fault.NOT_A_WORKBOOK, file=name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Failure(Fault.WORKBOOK_PROTECTED, file=name)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    bomb = unpacked > RATIO_COUNTS_FROM and unpacked > LARGEST_RATIO * packed
    if bomb or unpacked > LARGEST_UNPACKED or len(entries) > MOST_PARTS:
        raise Failure(Fault.WORKBOOK_TOO_LARGE, file=name)
