"""《党员基本情况登记表》 of one member: A4, one page, to be checked and signed by the member.

Named in the plans of several provinces, each with its own print and none of them found; the items are those of the 2017
《党员基本信息采集表》 (16 items, its signatures and its note), with 籍贯 and 党内职务 beside them.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from exports.forms.fill_in_files import private_folder
from exports.media import Written, write_file
from exports.naming import unit_in_name
from exports.packing import packed
from tui.rules.fill_in import printed, printed_day
from tui.store import journal
from tui.store.commands.exporting import note_member_form
from tui.store.queries import units
from tui.store.queries.members import form_fields
from tui.store.session import Session
from tui.text import clean, width

MARKING: Final = "内部"
TITLE: Final = "党员基本情况登记表"
PRIVATE: Final = "paicha-member-forms"
"""Folder made inside one that others may look into."""
NOTE: Final = "说明：本表由党员本人核对并签字确认，信息采集员、党支部初核，基层党委复核；日期记至日，日不详的记至月。"
_WIDTHS: Final = (13, 15, 13, 15, 13, 15)
_COLUMNS: Final = len(_WIDTHS)
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_LABEL: Final = Font(name="黑体", size=11)
_PLAIN: Final = Font(name="仿宋", size=12)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
_ROW_HEIGHT: Final = 38
_LINE_HEIGHT: Final = 17
_SIGNATURE_HEIGHT: Final = 104
_DAY: Final = "年　　月　　日"


class Box(NamedTuple):
    """A label and its value; the value takes ``span`` columns."""

    label: str
    value: str
    span: int = 1
    centred: bool = True


def write_member_form(session: Session, member: int, folder: Path) -> Written:
    """Write the member's form; the journal has it before the file has its name.

    It goes into ``folder`` if nobody else may look into it, or into a new one (mode 0700) inside it.
    MEMBER_UNKNOWN, ROLE_REFUSED, and what :func:`exports.media.write_file` raises.
    """
    fields, uuid, branch = form_fields(session.db, member)
    (as_of,) = session.db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (session.campaign,)).fetchone()
    content = member_form_bytes(fields, branch, as_of)
    own = units.unit(session.db, session.unit)
    number = journal.last(session.db)[0] + 1
    name = f"member-form-{unit_in_name(own.code, own.uuid.hex())}-{uuid[:8]}-{number:06}.xlsx"

    def fill(out: BinaryIO) -> None:
        out.write(content)

    def note() -> None:
        note_member_form(session, member, MARKING, sha256(content).hexdigest())

    return write_file(private_folder(folder, PRIVATE), name, fill, needed=len(content), before_final_name=note)


def member_form_bytes(fields: Mapping[str, str], branch: str, as_of: str) -> bytes:
    """The .xlsx file of a member's form as of a day (ISO); the same contents give the same bytes."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = TITLE
    for number, column in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column
    _line(sheet, 1, MARKING, Font(name="黑体", size=16), Alignment(horizontal="left", vertical="center"), 24)
    _line(sheet, 2, TITLE, Font(name="方正小标宋简体", size=22), _CENTRED, 42)
    _line(sheet, 3, f"填表日期：{printed_day(as_of)}", _PLAIN, Alignment(horizontal="right", vertical="center"), 22)
    row = 4
    for boxes in _boxes(fields, branch):
        _write_boxes(sheet, row, boxes)
        row += 1
    row = _write_signatures(sheet, row)
    _line(sheet, row, NOTE, Font(name="仿宋", size=10.5), _LEFT, 32)
    _set_page(sheet, row)
    workbook.properties.title = TITLE
    return packed(workbook, as_of)


def _boxes(fields: Mapping[str, str], branch: str) -> Sequence[Sequence[Box]]:
    said = {name: printed(name, fields.get(name)) for name in _PRINTED}
    numbers = f"手机：{said['phone'] or '　' * 9}　　固定电话：{said['landline']}"
    lost = f"{_ticked(fields, 'lost', 'yes', '是')}   失去联系日期：{said['lost_on'] or '　　　年　　月'}   "
    floating = f"{_ticked(fields, 'floating', 'yes', '是')}   外出流向：{said['floating_to'] or '　' * 12}   "
    return (
        (Box("姓名", said["name"]), Box("性别", said["sex"]), Box("民族", said["nation"])),
        (Box("出生日期", said["birth"]), Box("籍贯", said["native"]), Box("学历", said["education"])),
        (
            Box("公民身份证号", said["idno"], 3),
            Box("人员类别", _choice(fields, "category", (("full", "正式党员"), ("probationary", "预备党员")), "\n")),
        ),
        (Box("所在党支部", branch, 5),),
        (
            Box("加入党组织\n日期", said["joined"]), Box("转为正式党员\n日期", said["full_at"]),
            Box("党内职务", said["post"]),
        ),
        (Box("工作岗位", said["work"], 3), Box("学工号", said["number"])),
        (Box("联系电话", numbers, 5, centred=False),),
        (Box("家庭住址", said["address"], 5, centred=False),),
        (
            Box("党籍状态", _choice(fields, "membership", (("normal", "正常"), ("suspended", "停止党籍")), "   "), 5),
        ),
        (Box("是否为\n失联党员", lost + _ticked(fields, "lost", "no", "否"), 5),),
        (Box("是否为\n流动党员", floating + _ticked(fields, "floating", "no", "否"), 5),),
        (Box("备注", said["note"], 5, centred=False),),
    )  # fmt: skip


_PRINTED: Final = (
    "name", "sex", "nation", "birth", "native", "education", "idno", "joined", "full_at", "post", "work", "number",
    "phone", "landline", "address", "lost_on", "floating_to", "note",
)  # fmt: skip


def _choice(fields: Mapping[str, str], name: str, values: Sequence[tuple[str, str]], between: str) -> str:
    return between.join(_ticked(fields, name, value, word) for value, word in values)


def _ticked(fields: Mapping[str, str], name: str, value: str, word: str) -> str:
    return f"{'☑' if fields.get(name) == value else '□'}{word}"


def _write_boxes(sheet: Worksheet, row: int, boxes: Sequence[Box]) -> None:
    column, lines = 1, 1
    for box in boxes:
        _put(sheet, row, column, box.label, _LABEL, _CENTRED)
        last = column + box.span
        _put(sheet, row, column + 1, box.value, _PLAIN, _CENTRED if box.centred else _LEFT)
        _border(sheet, row, column, last)
        if box.span > 1:
            sheet.merge_cells(start_row=row, end_row=row, start_column=column + 1, end_column=last)
        room = sum(_WIDTHS[column:last]) - 2
        lines = max(lines, sum(-(-max(width(clean(part)), 1) // int(room * 0.85)) for part in box.value.split("\n")))
        column = last + 1
    sheet.row_dimensions[row].height = max(_ROW_HEIGHT, lines * _LINE_HEIGHT + 4)


def _write_signatures(sheet: Worksheet, row: int) -> int:
    half = _COLUMNS // 2
    for signs in (("党员（签字）：", "信息采集员（签字）："), ("党支部书记（签字）：", "基层党委（盖章）：")):
        for place, sign in enumerate(signs):
            first = 1 + place * half
            _put(sheet, row, first, f"{sign}\n\n\n{'　' * 9}{_DAY}", _PLAIN, _LEFT)
            _border(sheet, row, first, first + half - 1)
            sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=first + half - 1)
        sheet.row_dimensions[row].height = _SIGNATURE_HEIGHT
        row += 1
    return row


def _line(sheet: Worksheet, row: int, text: str, font: Font, alignment: Alignment, height: float) -> None:
    """A line over the whole width."""
    _put(sheet, row, 1, text, font, alignment)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=_COLUMNS)
    sheet.row_dimensions[row].height = height


def _put(sheet: Worksheet, row: int, column: int, text: str, font: Font, alignment: Alignment) -> None:
    """A cell of text: what begins with '=' is no formula, and no number is rounded."""
    cell = sheet.cell(row, column)
    cell.value = "\n".join(map(clean, text.split("\n")))
    cell.data_type = "s"
    cell.number_format = "@"
    cell.font, cell.alignment = font, alignment


def _border(sheet: Worksheet, row: int, first: int, last: int) -> None:
    for column in range(first, last + 1):
        sheet.cell(row, column).border = _BOX


def _set_page(sheet: Worksheet, last: int) -> None:
    sheet.print_area = f"A1:{get_column_letter(_COLUMNS)}{last}"
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.6
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
