"""The empty roster: laid out as the 2017 collection prints it, and read back without a problem when filled in."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from exports.forms.roster_template import write_roster_template
from tui.faults import Failure, Fault
from tui.intake.roster_plan import judged
from tui.intake.spreadsheet import read_listed
from tui.intake.staged import decode_row

OFFICIAL = (
    "序号 姓名 所在党支部 公民身份证号 性别 民族 出生日期 学历 人员类别 加入党组织日期 转为正式党员日期 工作岗位 "
    "手机号 固定电话 家庭住址 党籍状态 是否为失联党员 失去联系日期 是否为流动党员 外出流向 备注"
)
PERSON = {
    "序号": 1,
    "姓名": "曾小明",
    "所在党支部": "第一党支部",
    "公民身份证号": "11010519491231002X",
    "性别": "女",
    "民族": "汉族",
    "出生日期": "1949年12月31日",
    "学历": "大学",
    "人员类别": "正式党员",
    "加入党组织日期": "1985-07-01",
    "转为正式党员日期": "1986年7月",
    "工作岗位": "退休人员",
    "手机号": "13800138000",
    "固定电话": "010-65200001",
    "家庭住址": "北京市朝阳区一号",
    "党籍状态": "正常",
    "是否为失联党员": "是",
    "失去联系日期": "2015年3月",
    "是否为流动党员": "否",
    "外出流向": None,
    "备注": "转业",
    "籍贯": "北京市朝阳区",
    "党费缴纳至年月": "2016年7月",
}


def test_the_form_has_the_official_columns_and_can_be_filled_in_and_printed(tmp_path: Path) -> None:
    write_roster_template(tmp_path / "roster.xlsx")
    sheet = load_workbook(tmp_path / "roster.xlsx").worksheets[0]
    headers = [cell.value for cell in sheet[3]]
    assert headers == [*OFFICIAL.split(), "籍贯", "党费缴纳至年月"] == list(PERSON)
    assert sheet["A1"].value == "党员基本信息汇总表"
    assert sheet.max_row == 3
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert lists == {
        "E4:E5000": '"男,女"',
        "I4:I5000": '"正式党员,预备党员"',
        "P4:P5000": '"正常,停止党籍"',
        "Q4:Q5000": '"是,否"',
        "S4:S5000": '"是,否"',
    }
    assert {sheet.column_dimensions[letter].number_format for letter in "DGJKMNR"} == {"@"}
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C4", "$3:$3")
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)


def test_the_form_filled_in_is_read_back_without_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    write_roster_template(path)
    workbook = load_workbook(path)
    workbook.worksheets[0].append(list(PERSON.values()))
    workbook.save(path)
    staged = read_listed([path], as_of="2016-12-15")
    (row,) = (decode_row(line) for line in staged.rows)
    assert (staged.problems, judged(row.fields, staged.as_of), row.extra) == ([], (), {})
    assert (row.row, row.initials) == (4, "z x m 0 c x m")
    assert row.fields == {
        "name": "曾小明",
        "branch": "第一党支部",
        "idno": "11010519491231002X",
        "sex": "female",
        "nation": "汉族",
        "birth": "1949-12-31",
        "education": "大学",
        "category": "full",
        "joined": "1985-07-01",
        "full_at": "1986-07",
        "work": "退休人员",
        "phone": "13800138000",
        "landline": "010-65200001",
        "address": "北京市朝阳区一号",
        "membership": "normal",
        "lost": "yes",
        "lost_on": "2015-03",
        "floating": "no",
        "note": "转业",
        "native": "北京市朝阳区",
        "dues_to": "2016-07",
    }


def test_a_form_is_never_written_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "roster.xlsx").write_bytes(b"mine")
    with pytest.raises(Failure) as failure:
        write_roster_template(tmp_path / "roster.xlsx")
    assert failure.value.fault is Fault.FILE_EXISTS
    assert (tmp_path / "roster.xlsx").read_bytes() == b"mine"
