"""《年度党员组织关系回执情况统计表》 (.xlsx): members transferred in and out in a year, receipts sent and received.

Source: 附件4 of a university's notice of 2016-09-20: title, 填报单位, 填报时间, the columns, and the row 转入组织
关系数 as printed there; the print breaks off after it, and the row 转出组织关系数 is ours [inferred: the notice asks
for both].
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from exports.packing import packed
from tui.text import clean

_HEADERS: Final = ("项目", "总数", "研究生", "本科生", "专科生", "省内", "省外", "回执收（寄）数")
_WIDTHS: Final = (22, 12, 12, 12, 12, 12, 12, 18)
_NOTE: Final = (
    "注：转入组织关系的回执数为寄出数，转出组织关系的回执数为收到数。原表只印有“转入组织关系数”一行，“转出组织关系数”"
    "一行系按通知要求补列。"
)
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)


@dataclass(frozen=True, slots=True)
class ReceiptCounts:
    """A row: how many in all, by level of study, inside and outside the province, with receipt."""

    total: int
    postgraduate: int
    undergraduate: int
    college: int
    """专科生."""
    inside: int
    outside: int
    receipts: int
    """Sent for those who came in (寄), received for those who went out (收)."""


@dataclass(frozen=True, slots=True)
class ReceiptStatistics:
    """The form of a unit for a year; ``filled_on`` is an ISO date, of which the form prints year and month."""

    unit: str
    year: int
    filled_on: str
    came_in: ReceiptCounts
    went_out: ReceiptCounts
    remark: str = ""
    """Printed below the table, before what is said of the second row."""


def receipt_statistics_bytes(form: ReceiptStatistics) -> bytes:
    """The .xlsx file of the form; numbers are numbers, for who adds several forms up."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "回执情况统计表"
    title = f"{form.year}年度党员组织关系回执情况统计表"
    year, month = form.filled_on.split("-")[:2]
    unit = f"填报单位：{clean(form.unit)}"
    last = get_column_letter(len(_HEADERS))
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    _line(sheet, f"A1:{last}1", "附件4", Font(name="黑体", size=16), _LEFT, 24)
    _line(sheet, f"A2:{last}2", title, Font(name="方正小标宋简体", size=22), _CENTRED, 48)
    _line(sheet, "A3:E3", unit, _PLAIN, _LEFT, 17.0 * (1 + len(unit) // 32) + 8)
    _line(sheet, f"F3:{last}3", f"填报时间：{int(year)}年{int(month)}月", _PLAIN, _RIGHT, None)
    rows: Sequence[tuple[Any, ...]] = (
        _HEADERS,
        ("转入组织关系数", *astuple(form.came_in)),
        ("转出组织关系数", *astuple(form.went_out)),
    )
    for row, cells in enumerate(rows, 4):
        sheet.row_dimensions[row].height = 34
        for column, value in enumerate(cells, 1):
            cell = sheet.cell(row, column, value)
            cell.font = Font(name="黑体", size=12) if row == 4 or column == 1 else _PLAIN
            cell.alignment, cell.border = _CENTRED, _BOX
    _line(sheet, f"A7:{last}7", clean(form.remark) + _NOTE, Font(name="仿宋", size=10.5), _LEFT, 48)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    workbook.properties.title = title
    return packed(workbook, form.filled_on)


_PLAIN: Final = Font(name="仿宋", size=12)
_RIGHT = Alignment(horizontal="right", vertical="center")


def _line(sheet: Any, cells: str, words: str, font: Font, alignment: Alignment, height: float | None) -> None:
    """A text over merged cells."""
    cell = sheet[cells.partition(":")[0]]
    cell.value, cell.font, cell.alignment = words, font, alignment
    cell.data_type = "s"  # a text that begins with = would be a formula
    sheet.merge_cells(cells)
    if height:
        sheet.row_dimensions[cell.row].height = height
