"""The empty 《党员基本信息汇总表》 of the 2017 collection, for an office to fill in and hand back as a roster.

21 columns in the official order, with 籍贯 and 党费缴纳至年月 behind them because the roster check asks for
them. ID numbers, phones and dates are text columns: a spreadsheet would round the one and mend the other.
"""

from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from exports.media import write_file

TITLE = "党员基本信息汇总表"
UNIT_LINE = "填报单位（盖章）：                                        填表日期：        年    月    日"
HEADER_ROW = 3
_LAST_ROW = 5000
_DATE_HINT = "写作1985年7月1日或1985-07-01；日或月日不详的，写作1985年7月或1985年。"
_NUMBER_HINT = "按文本填写，不要留空格。"
_YES_NO = ("是", "否")


class _Column(NamedTuple):
    header: str
    width: float
    choices: tuple[str, ...] = ()
    hint: str = ""


_COLUMNS = (
    _Column("序号", 6),
    _Column("姓名", 12),
    _Column("所在党支部", 24),
    _Column("公民身份证号", 21, hint=_NUMBER_HINT),
    _Column("性别", 6, ("男", "女")),
    _Column("民族", 10, hint="填写全称，带“族”字。"),
    _Column("出生日期", 15, hint=_DATE_HINT),
    _Column("学历", 12),
    _Column("人员类别", 10, ("正式党员", "预备党员")),
    _Column("加入党组织日期", 15, hint=_DATE_HINT),
    _Column("转为正式党员日期", 15, hint=_DATE_HINT),
    _Column("工作岗位", 20),
    _Column("手机号", 14, hint=_NUMBER_HINT),
    _Column("固定电话", 16, hint="区号-电话。"),
    _Column("家庭住址", 36),
    _Column("党籍状态", 10, ("正常", "停止党籍")),
    _Column("是否为失联党员", 10, _YES_NO),
    _Column("失去联系日期", 15, hint=_DATE_HINT),
    _Column("是否为流动党员", 10, _YES_NO),
    _Column("外出流向", 20, hint="写到县（市、区、旗）。"),
    _Column("备注", 20),
    _Column("籍贯", 18, hint="写到县（市、区、旗）。"),
    _Column("党费缴纳至年月", 15, hint="写作2016年7月。"),
)


def write_roster_template(path: Path) -> None:
    """Write the empty form as an .xlsx file. Name and faults are those of :func:`exports.media.write_file`."""
    content = BytesIO()
    _form().save(content)

    def write(out: BinaryIO) -> None:
        out.write(content.getbuffer())

    write_file(path.parent, path.name, write, needed=content.getbuffer().nbytes)


def _form() -> Workbook:
    workbook = Workbook()
    sheet = workbook.create_sheet("党员名册", 0)
    del workbook["Sheet"]
    last = get_column_letter(len(_COLUMNS))
    for row, text, font in (
        (1, TITLE, Font(name="方正小标宋简体", size=20)),
        (2, UNIT_LINE, Font(name="仿宋", size=12)),
    ):
        sheet.cell(row, 1, text).font = font
        sheet.merge_cells(f"A{row}:{last}{row}")
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[1].height = 36
    sheet.row_dimensions[HEADER_ROW].height = 32
    thin = Side(style="thin")
    for number, column in enumerate(_COLUMNS, 1):
        header = sheet.cell(HEADER_ROW, number, column.header)
        header.font = Font(name="黑体", size=11)
        header.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        header.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        _prepare(sheet, get_column_letter(number), column)
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    return workbook


def _prepare(sheet: Worksheet, letter: str, column: _Column) -> None:
    """Width, text format, drop-down or hint of the cells that are to be filled in."""
    dimension = sheet.column_dimensions[letter]
    dimension.width = column.width
    if column.hint:
        dimension.number_format = "@"
    if not column.choices and not column.hint:
        return
    rule = DataValidation(
        type="list" if column.choices else None,
        formula1=f'"{",".join(column.choices)}"' if column.choices else None,
        allow_blank=True,
        showErrorMessage=bool(column.choices),
        showInputMessage=bool(column.hint),
    )
    if column.choices:
        rule.errorTitle, rule.error = column.header, f"请从下拉列表中选择：{'、'.join(column.choices)}。"
    else:
        rule.promptTitle, rule.prompt = column.header, column.hint
    rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{_LAST_ROW}")
    sheet.add_data_validation(rule)
