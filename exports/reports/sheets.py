"""A table on A4 landscape as offices hand it in: marking, title, unit and day, bordered rows, a line for signatures.

The file's bytes depend on nothing but what it holds: no clock, no order of arrival.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from exports.packing import packed
from tui.text import clean, width

MARKING: Final = "内部"
SIGNATURES: Final = "填表人（签字）：                    审核人（签字）：                    单位负责人（签字）："
HEADER_ROW: Final = 4
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)


class Column(NamedTuple):
    """A column's header, its width in the spreadsheet's units, and whether its texts stand in the middle."""

    header: str
    width: float
    centred: bool = True


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table: title, the unit that hands it in, 填表日期 (ISO), columns, and one text per column in each row.

    ``tab`` names the sheet where it is not to be the title; ``portrait`` turns the page.
    """

    title: str
    unit: str
    day: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    remark: str = ""
    tab: str = ""
    portrait: bool = False
    signatures: str = SIGNATURES


def table_file(table: SheetTable) -> bytes:
    """The .xlsx file of a table; every cell is text, also one that begins like a formula."""
    return tables_file((table,))


def tables_file(tables: Sequence[SheetTable]) -> bytes:
    """The .xlsx file of several tables, a sheet each; of the day of the first one."""
    workbook = Workbook()
    for table in tables:
        _lay_out(workbook.create_sheet((table.tab or table.title)[:31]), table)
    del workbook["Sheet"]
    return packed(workbook, tables[0].day)


def _lay_out(sheet: Any, table: SheetTable) -> None:
    last = get_column_letter(len(table.columns))
    year, month, day = table.day.split("-")
    dated = f"填报单位（盖章）：{clean(table.unit)}          填表日期：{int(year)}年{int(month)}月{int(day)}日"
    for row, text, font, alignment in (
        (1, MARKING, Font(name="黑体", size=16), Alignment(horizontal="left")),
        (2, table.title, Font(name="方正小标宋简体", size=20), _CENTRED),
        (3, dated, Font(name="仿宋", size=12), Alignment(horizontal="left", vertical="center")),
    ):
        _put(sheet.cell(row, 1), text, font, alignment)
        sheet.merge_cells(f"A{row}:{last}{row}")
    sheet.row_dimensions[2].height = 36
    for number, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
        _put(sheet.cell(HEADER_ROW, number), column.header, Font(name="黑体", size=11), _CENTRED, _BOX)
    plain = Font(name="仿宋", size=11)
    for row, texts in enumerate(table.rows, HEADER_ROW + 1):
        for number, (column, text) in enumerate(zip(table.columns, texts, strict=True), 1):
            _put(sheet.cell(row, number), text, plain, _CENTRED if column.centred else _LEFT, _BOX)
        sheet.row_dimensions[row].height = _height(table.columns, texts)
    end = HEADER_ROW + len(table.rows) + 1
    for text in filter(None, (table.remark, table.signatures)):
        _put(sheet.cell(end, 1), text, Font(name="仿宋", size=12), _LEFT)
        sheet.merge_cells(f"A{end}:{last}{end}")
        sheet.row_dimensions[end].height = 30
        end += 1
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    sheet.page_setup.orientation = "portrait" if table.portrait else "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def _height(columns: Sequence[Column], texts: Sequence[str]) -> float:
    """Points that a row needs for its longest text; not every spreadsheet program grows rows by itself."""
    lines = max(
        -(-width(clean(text)) // max(1, int(each.width) - 2)) for each, text in zip(columns, texts, strict=True)
    )
    return min(409.0, 4 + 15.0 * max(1, lines))


def _put(cell: Cell, text: str, font: Font, alignment: Alignment, border: Border | None = None) -> None:
    cell.value = clean(text)
    cell.data_type = "s"  # a text that begins with = would be a formula
    cell.number_format = "@"
    cell.font, cell.alignment = font, alignment
    if border:
        cell.border = border
