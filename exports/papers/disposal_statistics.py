"""Statistics of 组织处置 (.xlsx): by kind, by step, the summary of lost members by unit, and 2017年表五.

The layout of 《与党组织失去联系党员管理及处置情况汇总表》 (组通字〔2016〕1号附件4) was not found: columns are the ways
of 《党员组织关系排查有关问题说明》三、四 [inferred]. 表五 has the printed columns 1–7 and rows 01–05.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from exports.media import Written
from exports.packing import packed
from exports.papers.writing import write_paper
from tui.rules.disposal.lost_summary import DISPOSAL, MANAGEMENT, TABLE_FIVE, Column, Group
from tui.rules.disposal.statistics import Figure, Period, steps_of, tally
from tui.rules.papers import PaperKind
from tui.store.queries import units
from tui.store.queries.disposal_statistics import Register, below, disposal_register
from tui.store.session import Session
from tui.text import clean

Row = Sequence[str | int]
_BESIDE: Final = (Column.PERSUASION, Column.AFTER_PERSUASION, Column.NOT_RECOGNISED, Column.EXTENDED, Column.PENDING)
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_HEAD, _PLAIN = Font(name="黑体", size=11), Font(name="仿宋", size=11)


def write_disposal_statistics(session: Session, top: int, period: Period, folder: Path) -> Written:
    """Write the statistics of the unit ``top`` (row id) and below as they stand on the period's last day."""
    return write_paper(session, folder, PaperKind.DISPOSAL_STATISTICS, disposal_statistics_bytes(session, top, period))


def disposal_statistics_bytes(session: Session, top: int, period: Period) -> bytes:
    """The .xlsx file: four sheets; numbers are numbers, what is nought stays empty."""
    register = disposal_register(session.db, top, period.last)
    names = {unit.id: f"{'　' * unit.depth}{unit.name}" for unit in units.subtree(session.db, top)}
    parts = {org: register.within(among) for org, among in below(session.db, top).items()}
    unit = names[top]
    workbook = Workbook()
    first = workbook.worksheets[0]
    _sheet(
        first,
        "按处置方式",
        f"组织处置情况（{period.first}至{period.last}）",
        unit,
        period.last,
        _by_kind(register, period),
    )
    steps: list[Row] = [
        ("办理步骤", "件数"),
        *((step, len(cases)) for step, cases in steps_of(register.cases, period.last).items()),
    ]
    _sheet(workbook.create_sheet(), "在办步骤", "在办案件办理步骤", unit, period.last, steps)
    title = "与党组织失去联系党员管理及处置情况汇总表"
    summary = _summary([(names[org], part) for org, part in parts.items()])
    note = "注：一人只计入最后一次管理、处置的一栏；出党、不予承认的不再变动；限期改正自批准之日起计。"
    _sheet(workbook.create_sheet(), "管理及处置汇总", title, unit, period.last, summary, note)
    title = "与党组织失去联系党员规范管理及组织处置情况汇总表（表五）"
    note = "注：01=02+03+04+05。转出、补转组织关系的计入“纳入组织管理”。表五未列栏目的："
    counts = {column: len(register.counted([column])) for column in _BESIDE}
    note += "、".join(f"{column.value}{count}人" for column, count in counts.items()) + "。"
    _sheet(workbook.create_sheet(), "表五", title, unit, period.last, _table_five(register), note)
    workbook.properties.title = title
    return packed(workbook, period.last)


def _by_kind(register: Register, period: Period) -> list[Row]:
    found = tally(register.cases, period)
    kinds = [kind for kind in found if kind]
    rows: list[Row] = [("处置方式", *(figure.label for figure in Figure))]
    for kind in (*kinds, ""):
        figures = found.get(kind, {})
        rows.append((kind or "合计", *(len(figures.get(figure, ())) for figure in Figure)))
    return rows


def _summary(parts: Sequence[tuple[str, Register]]) -> list[Row]:
    columns = (*MANAGEMENT, *DISPOSAL, Column.PENDING)
    rows: list[Row] = [("党组织", "失去联系党员总数", *(column.value for column in columns))]
    for name, part in parts:
        if part.columns:
            rows.append((name, len(part.columns), *(len(part.counted([column])) for column in columns)))
    return rows


def _table_five(register: Register) -> list[Row]:
    rows: list[Row] = [("", "编号", *TABLE_FIVE), ("甲", "乙", *range(1, len(TABLE_FIVE) + 1))]
    counted = [register.counted(columns) for columns in TABLE_FIVE.values()]
    rows.append(("总计", "01", *map(len, counted)))
    for number, group in enumerate(Group, 2):
        of_group = [sum(register.lost[member].group is group for member in members) for members in counted]
        rows.append((group.value, f"{number:02}", *of_group))
    return rows


def _sheet(sheet: Any, name: str, title: str, unit: str, day: str, rows: Sequence[Row], note: str = "") -> None:
    """A sheet with its title, the unit and the day, the table from row 3 on, and a note below it."""
    sheet.title = name
    last = get_column_letter(max(2, len(rows[0])))
    _line(sheet, f"A1:{last}1", title, Font(name="方正小标宋简体", size=16), _CENTRED, 34)
    _line(sheet, f"A2:{last}2", f"填报单位（盖章）：{clean(unit.strip())}    填表日期：{day}", _PLAIN, _LEFT, 22)
    sheet.column_dimensions["A"].width = 30
    for row, cells in enumerate(rows, 3):
        for column, value in enumerate(cells, 1):
            cell = sheet.cell(row, column)
            cell.value = clean(value) if isinstance(value, str) else value or None
            if isinstance(value, str):
                cell.data_type = "s"  # a text that begins with = would be a formula
            cell.font = _HEAD if row == 3 or column == 1 else _PLAIN
            cell.alignment = _LEFT if column == 1 and row > 3 else _CENTRED
            cell.border = _BOX
    if note:
        place = len(rows) + 3
        _line(sheet, f"A{place}:{last}{place}", note, Font(name="仿宋", size=10), _LEFT, 40)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _line(sheet: Any, cells: str, words: str, font: Font, alignment: Alignment, height: float) -> None:
    """A text over merged cells."""
    cell = sheet[cells.partition(":")[0]]
    cell.value, cell.font, cell.alignment = words, font, alignment
    cell.data_type = "s"
    sheet.merge_cells(cells)
    sheet.row_dimensions[cell.row].height = height
