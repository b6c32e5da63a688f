"""The list of who has not returned a fill-in workbook, for reminding them: as a text table and as a workbook."""

from pathlib import Path
from typing import BinaryIO, Final

from openpyxl import Workbook
from openpyxl.styles import Font
from tabulate import tabulate

from exports.media import Written, write_file
from exports.packing import packed
from tui.store.cipher import CipherDatabase
from tui.store.queries.fill_in import outstanding
from tui.store.queries.fill_in_list import ISSUE_HEADERS, issue_rows
from tui.text import clean

_COLUMNS: Final = 6
"""Of the list; where this unit's own files lie is nobody else's concern."""

_TITLE: Final = "未收回填报表清单"


def write_outstanding(db: CipherDatabase, campaign: int, today: str, folder: Path) -> list[Written]:
    """Put ``paicha-outstanding-DATE.txt`` and ``.xlsx`` into a folder: units, numbers and days, no personal data.

    Raises the ``Failure``s of :func:`exports.media.write_file`.
    """
    rows = [
        tuple(clean(text) for text in row[:_COLUMNS]) for row in issue_rows(outstanding(db, campaign, today))
    ]  # fmt: skip
    headers = ISSUE_HEADERS[:_COLUMNS]
    title = f"{_TITLE}（{today}，{len(rows)}份）    密级：内部"
    text = f"{title}\n\n{tabulate(rows, headers, tablefmt='simple', disable_numparse=True)}\n".encode()
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = _TITLE
    for number, row in enumerate(((title,), headers, *rows), 1):
        for place, content in enumerate(row, 1):
            cell = sheet.cell(number, place, content)
            cell.data_type = "s"
            cell.font = Font(name="黑体" if number < 3 else "仿宋", size=12)
    for place, width in enumerate((36, 10, 14, 14, 14, 12), 1):
        sheet.column_dimensions["ABCDEF"[place - 1]].width = width
    name = f"paicha-outstanding-{today}"
    return [
        _write(folder, f"{name}.txt", text),
        _write(folder, f"{name}.xlsx", packed(workbook, today)),
    ]


def _write(folder: Path, name: str, content: bytes) -> Written:
    def fill(out: BinaryIO) -> None:
        out.write(content)

    return write_file(folder, name, fill, needed=len(content))
