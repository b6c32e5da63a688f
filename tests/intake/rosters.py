"""Rosters for the tests of intake: written cell by cell, read through the child."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from benchmarks.workbooks import HEADERS
from tui.intake.problems import ProblemCode
from tui.intake.spreadsheet import read_listed
from tui.intake.staged import Staged, StagedRow, decode_row

AS_OF = "2016-12-15"
SOUND = {
    "姓名": "王小明",
    "所在党支部": "第一党支部",
    "公民身份证号": "11010519491231002X",
    "性别": "女",
    "民族": "汉族",
    "出生日期": "1949年12月31日",
    "学历": "大学",
    "人员类别": "正式党员",
    "加入党组织日期": "1985年07月01日",
    "转为正式党员日期": "1986年07月01日",
    "工作岗位": "退休人员",
    "手机号": "13800138000",
    "家庭住址": "北京市朝阳区一号",
    "党籍状态": "正常",
    "是否为失联党员": "否",
    "是否为流动党员": "否",
    "籍贯": "北京市朝阳区",
    "党费缴纳至年月": "2016年12月",
}


def write_rows(path: Path, rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> Path:
    """A workbook with one sheet of these rows."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    workbook.save(path)
    return path


def roster(path: Path, *people: dict[str, object]) -> Path:
    """The official roster with header in row 3 and one row from row 4 for each set of changes to SOUND."""
    rows = [[{**SOUND, **changes}.get(header) for header in HEADERS] for changes in people]
    return write_rows(path, [["党员基本信息汇总表"], ["填报单位：第一党支部"], HEADERS, *rows])


def read(path: Path, as_of: str = AS_OF) -> Staged:
    return read_listed([path], as_of=as_of)


def people(staged: Staged) -> list[StagedRow]:
    return [decode_row(row) for row in staged.rows]


def troubles(staged: Staged) -> list[tuple[int, str, ProblemCode]]:
    """Row, column and code of every problem listed."""
    return [(problem.row, problem.column, problem.code) for problem in staged.problems]
