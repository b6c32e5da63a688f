"""Writes rosters of fictitious people as offices hand them in: sound ones, and ones with the usual flaws."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from random import Random

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from benchmarks.people import AS_OF, Person, people

HEADERS = (
    "序号",
    "姓名",
    "所在党支部",
    "公民身份证号",
    "性别",
    "民族",
    "出生日期",
    "学历",
    "人员类别",
    "加入党组织日期",
    "转为正式党员日期",
    "工作岗位",
    "手机号",
    "固定电话",
    "家庭住址",
    "党籍状态",
    "是否为失联党员",
    "失去联系日期",
    "是否为流动党员",
    "外出流向",
    "备注",
    "籍贯",
    "党费缴纳至年月",
)
"""The 21 columns of the 2017 《党员基本信息汇总表》, and the two that the roster check asks for besides."""

TITLE = "党员基本信息汇总表（虚构数据，仅供演练）"
FLAWED_SHARE = 0.04

Cells = dict[str, object]
_DateForm = Callable[[date], object]

_FULL_FORM: _DateForm = lambda day: f"{day.year}年{day.month:02}月{day.day:02}日"  # noqa: E731
_OTHER_FORMS: tuple[_DateForm, ...] = (
    lambda day: day.isoformat(),
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month:02}.{day.day:02}",
    lambda day: int(f"{day:%Y%m%d}"),
    lambda day: datetime(day.year, day.month, day.day),
    lambda day: f"{day.year}年{day.month}月",
    lambda day: int(f"{day:%Y%m}"),
    lambda day: f"{day.year}.{day.month:02}",
)


def write_roster(
    path: Path, members: int, branches: Sequence[str], seed: int, flaws: bool, as_of: date = AS_OF
) -> None:
    """Write a roster of so many members, branch after branch: title, unit line, header, data from row 4.

    With `flaws` about one row in 25 has one of the faults of real rosters, and every branch writes dates in
    its own way. Ages and probation periods are right on `as_of`; the same arguments give the same cells.
    """
    random = Random(f"roster {seed}")
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("党员名册")
    for column, header in enumerate(HEADERS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = max(8, 2 * len(header) + 2)
    sheet.append([TITLE])
    sheet.append([f"填报单位：演练单位                填表日期：{_FULL_FORM(as_of)}"])
    sheet.append(HEADERS)
    forms = [random.choice(_OTHER_FORMS) if flaws else _FULL_FORM for _ in branches]
    for number, person in enumerate(islice(people(seed, as_of), members)):
        place = number * len(branches) // members
        cells = _cells(number + 1, branches[place], person, forms[place])
        if flaws and random.random() < FLAWED_SHARE:
            random.choice(_FLAWS)(cells, person)
        if isinstance(cells["出生日期"], datetime):
            cells |= {header: _dated(sheet, value) for header, value in cells.items()}
        sheet.append([cells[header] for header in HEADERS])
    workbook.save(path)


def _dated(sheet: object, value: object) -> object:
    """A date as a spreadsheet program shows it, not with a time of day."""
    if not isinstance(value, datetime):
        return value
    cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
    cell.number_format = "yyyy-mm-dd"
    return cell


def _cells(number: int, branch: str, person: Person, written: _DateForm) -> Cells:
    values = (
        number,
        person.name,
        branch,
        person.idno,
        "男" if person.male else "女",
        person.nation,
        written(person.birth),
        person.education,
        "正式党员" if person.full_at else "预备党员",
        written(person.joined),
        written(person.full_at) if person.full_at else None,
        person.work,
        person.mobile,
        person.landline or None,
        person.address,
        "停止党籍" if person.suspended else "正常",
        "是" if person.lost_on else "否",
        written(person.lost_on) if person.lost_on else None,
        "是" if person.floating_to else "否",
        person.floating_to or None,
        person.remark or None,
        person.native,
        f"{person.dues_to.year}年{person.dues_to.month}月",
    )
    return dict(zip(HEADERS, values, strict=True))


def _wrong_check_digit(cells: Cells, person: Person) -> None:
    cells["公民身份证号"] = person.idno[:17] + "0123456789X"[("0123456789X".index(person.idno[17]) + 3) % 11]


def _full_width_number(cells: Cells, person: Person) -> None:
    cells["公民身份证号"] = "".join(chr(ord(character) + 0xFEE0) for character in person.idno)


def _number_with_spaces(cells: Cells, person: Person) -> None:
    cells["公民身份证号"] = f"{person.idno[:6]} {person.idno[6:14]} {person.idno[14:].lower()} "


def _number_as_float(cells: Cells, person: Person) -> None:
    cells["公民身份证号"] = float(f"{person.idno[:15]}000")


def _space_in_name(cells: Cells, person: Person) -> None:
    cells["姓名"] = person.name.replace("·", "．") if "·" in person.name else "　".join(person.name)


def _no_native_place(cells: Cells, person: Person) -> None:
    cells["籍贯"] = None


def _dash_for_native_place(cells: Cells, person: Person) -> None:
    cells["籍贯"] = "—"


def _full_before_joined(cells: Cells, person: Person) -> None:
    if person.full_at:
        cells["加入党组织日期"] = _FULL_FORM(person.joined)
        cells["转为正式党员日期"] = _FULL_FORM(person.joined.replace(year=person.joined.year - 1, day=1))


def _month_as_float(cells: Cells, person: Person) -> None:
    cells["出生日期"] = float(f"{person.birth.year}.1")


def _year_of_two_digits(cells: Cells, person: Person) -> None:
    cells["加入党组织日期"] = f"{person.joined:%y}.{person.joined.month}"


def _two_phones(cells: Cells, person: Person) -> None:
    cells["手机号"] = f"{person.mobile}、{person.mobile[:10]}{(int(person.mobile[10]) + 1) % 10}"


def _phone_as_number(cells: Cells, person: Person) -> None:
    cells["手机号"] = int(person.mobile)


def _masked_phone(cells: Cells, person: Person) -> None:
    cells["手机号"] = f"{person.mobile[:3]}xxxx{person.mobile[7:]}"


def _short_nation(cells: Cells, person: Person) -> None:
    cells["民族"] = {"维吾尔族": "维族", "蒙古族": "蒙族"}.get(person.nation, person.nation.removesuffix("族"))


def _other_sex(cells: Cells, person: Person) -> None:
    cells["性别"] = "女" if person.male else "男"


def _no_birth_date(cells: Cells, person: Person) -> None:
    cells["出生日期"] = None


_FLAWS = (
    _wrong_check_digit,
    _full_width_number,
    _number_with_spaces,
    _number_as_float,
    _space_in_name,
    _no_native_place,
    _dash_for_native_place,
    _full_before_joined,
    _month_as_float,
    _year_of_two_digits,
    _two_phones,
    _phone_as_number,
    _masked_phone,
    _short_nation,
    _other_sex,
    _no_birth_date,
)
