"""The fill-in workbook (填报表) of one branch, to be filled in with a spreadsheet program and brought back on a stick.

Cells that may be filled in are unlocked; the sheets are protected without a password, which keeps slips away and nobody
else. The hidden sheet names the issue and carries its check code (``tui.rules.fill_in.check_code``): a changed
locked column, a mixed-up file or one of another issue is noticed when the workbook is read back. The code is NOT a
signature, and the file holds personal data in the clear.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from exports.packing import packed
from tui.rules.checks import Check
from tui.rules.fill_in import (
    COLUMNS,
    GUIDE,
    HEADER_ROW,
    HIDDEN,
    KEY,
    LETTERS,
    PARTICULARS,
    ROSTER,
    STRANGERS,
    VERDICTS,
    Column,
    printed,
    printed_day,
    printed_verdict,
)
from tui.store.queries.fill_in import Contents, FormLetter, FormMember

MARKING: Final = "内部"
_TITLES: Final = {
    ROSTER: "党员名册核查填报表",
    LETTERS: "转出后未收到回执情况填报表",
    PARTICULARS: "党员（基本）情况登记表",
}
_SIGNATURE: Final = "填表人：                    党支部书记（签字）：                    填报日期：      年    月    日"
_TO_FILL = PatternFill("solid", fgColor="FFFBE6")
_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_LISTED: Final = 5
"""First column of the hidden sheet that holds a list to choose from."""


def fill_in_bytes(contents: Contents) -> bytes:
    """The workbook as an .xlsx file; the same contents give the same bytes."""
    workbook = Workbook()
    guide = workbook.worksheets[0]
    guide.title = GUIDE
    hidden = workbook.create_sheet(HIDDEN)
    lists = _write_hidden(hidden, contents)
    _write_guide(guide, contents)
    _write_sheet(workbook, ROSTER, contents, [_roster_row(each) for each in contents.members], lists, STRANGERS)
    _write_sheet(workbook, LETTERS, contents, [_letter_row(each) for each in contents.letters], lists)
    particulars = [_particulars_row(each, contents.branch_name) for each in contents.members]
    _write_sheet(workbook, PARTICULARS, contents, particulars, lists)
    workbook.move_sheet(hidden, len(workbook.worksheets))
    hidden.sheet_state = "hidden"
    workbook.security = WorkbookProtection(lockStructure=True)
    properties = workbook.properties
    properties.creator, properties.title = contents.unit_name, f"填报表第{contents.number}号"
    return packed(workbook, contents.issued_on)


_Row = tuple[str, Mapping[str, str], frozenset[str]]
"""A row: its uuid, texts by header, headers of cells that are locked although their column is not."""


def _roster_row(member: FormMember) -> _Row:
    texts = {column.header: printed(column.field, member.fields.get(column.field)) for column in COLUMNS[ROSTER]}
    for column, check in zip((c for c in COLUMNS[ROSTER] if c.choices == VERDICTS), Check, strict=True):
        texts[column.header] = printed_verdict(member.verdicts[check])
    return member.uuid, texts, frozenset()


def _letter_row(letter: FormLetter) -> _Row:
    fields = {**letter.fields, "name": letter.name}
    texts = {column.header: printed(column.field, fields.get(column.field)) for column in COLUMNS[LETTERS]}
    return letter.uuid, texts, frozenset()


def _particulars_row(member: FormMember, branch: str) -> _Row:
    """What is known is printed and locked; what is missing is to be filled in."""
    texts = {column.header: printed(column.field, member.fields.get(column.field)) for column in COLUMNS[PARTICULARS]}
    texts["所在党支部"] = branch
    return member.uuid, texts, frozenset(header for header, text in texts.items() if text)


def _write_sheet(
    workbook: Workbook,
    name: str,
    contents: Contents,
    rows: Sequence[_Row],
    lists: Mapping[tuple[str, ...], str],
    empty: int = 0,
) -> None:
    sheet = workbook.create_sheet(name)
    columns = COLUMNS[name]
    last = get_column_letter(len(columns) + 1)
    _write_head(sheet, name, contents, last)
    for place, column in enumerate(columns, 2):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        cell = _text(sheet, HEADER_ROW, place, column.header)
        cell.font, cell.alignment, cell.border = Font(name="黑体", size=11), _CENTRED, _BORDER
    _text(sheet, HEADER_ROW, 1, KEY)
    sheet.column_dimensions["A"].hidden = True
    for number, (uuid, texts, locked) in enumerate(rows, 1):
        _text(sheet, HEADER_ROW + number, 1, uuid)
        _write_row(sheet, HEADER_ROW + number, columns, {**texts, "序号": str(number)}, locked)
    end = HEADER_ROW + len(rows)
    for row in range(end + 1, end + 1 + empty):
        _write_row(sheet, row, columns, {}, None)
    end += empty
    if end > HEADER_ROW:
        _offer(sheet, columns, end, lists)
    _footer(sheet, end + 1, last)
    _set_up(sheet, f"B1:{last}{end + 1}")


def _write_head(sheet: Worksheet, name: str, contents: Contents, last: str) -> None:
    title = f"{_TITLES[name]}（第{contents.number}号）"
    line = f"填报单位（盖章）：{contents.branch_name}        填表日期：{printed_day(contents.as_of)}        "
    line += f"收回期限：{printed_day(contents.due_on)}        密级：{MARKING}"
    for row, text, font, height in (
        (1, title, Font(name="方正小标宋简体", size=20), 36),
        (2, line, Font(name="仿宋", size=12), 20),
    ):
        _text(sheet, row, 2, text).font = font
        sheet.merge_cells(f"B{row}:{last}{row}")
        sheet.row_dimensions[row].height = height
    sheet["B1"].alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[HEADER_ROW].height = 32


def _write_row(
    sheet: Worksheet, row: int, columns: Sequence[Column], texts: Mapping[str, str], locked: frozenset[str] | None
) -> None:
    """One row of the table; ``locked`` None opens every cell of it."""
    for place, column in enumerate(columns, 2):
        cell = _text(sheet, row, place, texts.get(column.header, ""))
        cell.border, cell.font = _BORDER, Font(name="仿宋", size=11)
        cell.alignment = _CENTRED if column.width < 14 else _LEFT
        if locked is None or not (column.locked or column.header in locked):
            cell.protection = Protection(locked=False)
            cell.fill = _TO_FILL


def _text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """A cell of text: what begins with '=' is no formula, and no number is rounded."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.number_format = "@"
    if text:
        cell.value = text
        cell.data_type = "s"
    return cell


def _offer(sheet: Worksheet, columns: Sequence[Column], end: int, lists: Mapping[tuple[str, ...], str]) -> None:
    """Lists to choose from and hints, on the cells of the columns that are to be filled in."""
    for place, column in enumerate(columns, 2):
        if not column.choices and not column.hint:
            continue
        rule = DataValidation(
            type="list" if column.choices else None,
            formula1=lists[column.choices] if column.choices else None,
            allow_blank=True,
            showErrorMessage=bool(column.choices),
            showInputMessage=bool(column.hint),
            errorStyle="stop" if column.strict else "warning",
        )
        if column.choices:
            rule.errorTitle, rule.error = column.header, "请从下拉列表中选择。"
        else:
            rule.promptTitle, rule.prompt = column.header, column.hint
        letter = get_column_letter(place)
        rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{end}")
        sheet.add_data_validation(rule)


def _footer(sheet: Worksheet, row: int, last: str) -> None:
    _text(sheet, row, 2, _SIGNATURE).font = Font(name="仿宋", size=12)
    sheet.merge_cells(f"B{row}:{last}{row}")
    sheet.row_dimensions[row].height = 30


def _set_up(sheet: Worksheet, area: str) -> None:
    """Protection without a password; A4 across, the header on every page."""
    _protect(sheet)
    sheet.freeze_panes = f"D{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = area
    _set_page(sheet)


def _set_page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    assert sheet.oddHeader is not None
    assert sheet.oddFooter is not None
    sheet.oddHeader.right.text = MARKING
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def _protect(sheet: Worksheet) -> None:
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.formatCells = False  # False: allowed
    protection.sort = protection.autoFilter = False


def _write_guide(sheet: Worksheet, contents: Contents) -> None:
    sheet.column_dimensions["A"].width = 120
    lines = guide_lines(contents)
    for row, text in enumerate(lines, 1):
        cell = _text(sheet, row, 1, text)
        cell.alignment = Alignment(vertical="center", wrap_text=True, horizontal="center" if row == 1 else "left")
        cell.font = Font(name="方正小标宋简体", size=20) if row == 1 else Font(name="仿宋", size=14)
        sheet.row_dimensions[row].height = 40 if row == 1 or len(text) > 50 else 22
    _protect(sheet)
    _set_page(sheet)


def guide_lines(contents: Contents) -> list[str]:
    """What the first sheet says."""
    return [
        f"党员组织关系排查填报表（第{contents.number}号）填写说明",
        f"填报单位：{contents.branch_name}",
        f"排查批次：{contents.campaign_name}    填表日期：{printed_day(contents.as_of)}    密级：{MARKING}",
        f"请于{printed_day(contents.due_on)}前填好，由专人用U盘送回“{contents.unit_name}”。",
        f"填写中有疑问的，请询问“{contents.unit_name}”{contents.contact}。",
        f"一、“{ROSTER}”：浅色格可以填写或更正，其他格已锁定；五项核查从下拉列表中选择，没有核查的留空。",
        f"二、“{LETTERS}”：逐封填写介绍信是否已落实、回执日期和说明。",
        f"三、“{PARTICULARS}”：已有的内容已锁定，只填写缺项；已有内容有误的，在“{ROSTER}”中更正。",
        "四、姓名、公民身份证号、介绍信编号有误的，不要改动，请在备注或说明中写明。",
        f"五、名册上没有的人员，填在“{ROSTER}”末尾的空行；已不在本支部的，保留原行，在备注中写明。",
        "六、清空一格不表示删除原有内容；要删除的，请在备注中写明。日期按文本填写，如1985年7月1日。",
        "七、请勿改动文件名以外的结构，勿另建工作表，勿取消保护；保存为.xlsx格式，不设打开密码。",
        "八、本文件含个人信息，未加密：只在本单位计算机上填写，不得通过互联网传送，送回后删除留存的副本。",
    ]


def _write_hidden(sheet: Worksheet, contents: Contents) -> dict[tuple[str, ...], str]:
    """What the workbook is, its locked columns, and the lists to choose from; gives where each list stands."""
    members, letters = contents.locked
    head = [*contents.head.items(), ("check_code", contents.check_code)]
    locked = [*(("member", *row) for row in members), *(("letter", *row) for row in letters)]
    for number, row in enumerate([*head, *locked], 1):
        for place, text in enumerate(row, 1):
            _text(sheet, number, place, text)
    offered = dict.fromkeys(column.choices for column in chain(*COLUMNS.values()) if column.choices)
    where: dict[tuple[str, ...], str] = {}
    for place, choices in enumerate(offered, _LISTED):
        letter = get_column_letter(place)
        for number, choice in enumerate(choices, 1):
            _text(sheet, number, place, choice)
        where[choices] = f"{HIDDEN}!${letter}$1:${letter}${len(choices)}"
    sheet.protection.sheet = True
    return where
