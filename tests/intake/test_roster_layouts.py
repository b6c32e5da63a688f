"""Rosters as offices lay them out: what is a member is taken, what is not is left, nothing is mixed up."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from rosters import AS_OF, SOUND, people, read, roster, troubles, write_rows

from benchmarks.workbooks import HEADERS
from tui.faults import Failure, Fault
from tui.intake.problems import ProblemCode
from tui.intake.roster_plan import judged
from tui.intake.spreadsheet import read_listed
from tui.intake.staged import Staged

WORKBOOKS = Path(__file__).parents[1] / "workbooks"
SHORT = ["姓名", "性别", "民族"]


def fault_of(path: Path) -> Fault:
    with pytest.raises(Failure) as failure:
        read(path)
    assert path.name in str(failure.value)
    return failure.value.fault


def kept(staged: Staged) -> list[str]:
    """The headers of the first sheet that fill no field."""
    return [column.header for column in staged.sheets[0].columns if not column.field]


def names(path: Path) -> list[str]:
    return [person.fields["name"] for person in people(read(path))]


def test_the_school_roster_gives_its_one_person_and_no_instruction() -> None:
    staged = read(WORKBOOKS / "member_in_school.xlsx")
    (person,) = people(staged)
    assert (staged.sheets[person.sheet].name, person.row, person.initials) == ("Sheet1", 2, "z s")
    assert person.fields == {
        "number": "11312018275",
        "name": "张三",
        "committee": "中共xxxx大学教育学部委员会",
        "branch_code": "020100080",
        "branch": "教育学部高精尖党支部",
        "category": "full",
        "joined": "2017-06-09",
        "full_at": "2018-06-09",
    }
    assert person.extra["提交书面申请书时间"] == "2015-11-06"
    assert staged.sheets[0].taken["党籍状态（正式党员或预备党员）"] == "category"
    assert "组织关系转入时间" in kept(staged)
    assert staged.problems == []


def test_the_official_roster_fills_every_field(tmp_path: Path) -> None:
    staged = read(roster(tmp_path / "a.xlsx", {"是否为失联党员": "是", "失去联系日期": "2015年3月", "备注": "转业"}))
    (person,) = people(staged)
    assert person.row == 4
    assert staged.sheets[0].heading == ("党员基本信息汇总表", "填报单位：第一党支部")
    assert staged.sheets[0].header == (3, 3)
    assert person.fields == {
        "name": "王小明",
        "branch": "第一党支部",
        "idno": "11010519491231002X",
        "sex": "female",
        "nation": "汉族",
        "birth": "1949-12-31",
        "education": "大学",
        "category": "full",
        "joined": "1985-07-01",
        "full_at": "1986-07-01",
        "work": "退休人员",
        "phone": "13800138000",
        "address": "北京市朝阳区一号",
        "membership": "normal",
        "lost": "yes",
        "lost_on": "2015-03",
        "floating": "no",
        "native": "北京市朝阳区",
        "dues_to": "2016-12",
        "note": "转业",
    }
    assert (person.extra, judged(person.fields, staged.as_of), staged.problems) == ({}, (), [])


def test_numbering_labels_footers_and_empty_rows_are_no_members(tmp_path: Path) -> None:
    rows = [
        ["党员名册"],
        ["单位：某单位", None, None, "填表日期：2016年"],
        ["序号", "姓 \n 名", "性　别", "民族*", "备注"],
        ["甲", "乙", 1, 2, 3],
        [None, "必填", "必填", "选填", None],
        [1, "张三", "男", "汉", None],
        [],
        [2, "李四", "女", "回", None],
        [3, None, None, None, None],
        ["序号", "姓 \n 名", "性　别", "民族*", "备注"],
        [4, "王五", "男", "满", None],
        ["合计", 3, None, None, None],
        ["填表人：赵六", "赵六", None, None, None],
        ["说明：1.本表一式两份。", None, None, None, None],
    ]
    staged = read(write_rows(tmp_path / "a.xlsx", rows))
    assert [(p.row, p.fields["name"]) for p in people(staged)] == [(6, "张三"), (8, "李四"), (11, "王五")]
    assert staged.problems == []


def test_a_sample_row_is_left_out_and_said_to_be_one(tmp_path: Path) -> None:
    rows = [[*SHORT, "备注"], ["张三", "男", "汉", "样例"], ["李四", "男", "汉", None]]
    staged = read(write_rows(tmp_path / "a.xlsx", rows))
    assert [p.fields["name"] for p in people(staged)] == ["李四"]
    assert troubles(staged) == [(2, "", ProblemCode.SAMPLE_ROW)]


def test_a_person_without_a_name_is_a_problem_and_not_taken(tmp_path: Path) -> None:
    rows = [
        [*SHORT, "身份证号"],
        [None, "男", "汉", "11010519491231002X"],
        [7, "男", "汉", None],
        ["李四", "男", "汉", None],
    ]
    staged = read(write_rows(tmp_path / "a.xlsx", rows))
    assert [p.row for p in people(staged)] == [4]
    assert troubles(staged) == [(2, "", ProblemCode.NAME_MISSING), (3, "姓名", ProblemCode.NAME_UNREADABLE)]
    assert staged.counts == {ProblemCode.NAME_MISSING: 1, ProblemCode.NAME_UNREADABLE: 1}


def test_a_branch_merged_over_its_members_holds_for_all_of_them(tmp_path: Path) -> None:
    rows = [
        ["党支部", *SHORT],
        ["第一 党支部", "张三", "男", "汉"],
        [None, "李四", "男", "汉"],
        ["第二党支部", "王五", "男", "汉"],
        [None, "赵六", "男", "汉"],
    ]
    staged = read(write_rows(tmp_path / "a.xlsx", rows, merged=["A2:A3"]))
    assert [p.fields.get("branch") for p in people(staged)] == ["第一党支部", "第一党支部", "第二党支部", None]


def test_a_header_of_two_rows_is_one_header(tmp_path: Path) -> None:
    rows = [
        ["姓名", "性别", "联系电话", None],
        [None, None, "手机", "固定电话"],
        ["张三", "男", "13800138000", "010-65200001"],
    ]
    (person,) = people(read(write_rows(tmp_path / "a.xlsx", rows, merged=["A1:A2", "B1:B2", "C1:D1"])))
    assert (person.fields["phone"], person.fields["landline"]) == ("13800138000", "010-65200001")


def test_instructions_merged_over_the_names_are_no_member(tmp_path: Path) -> None:
    rows = [SHORT, ["张三", "男", "汉"], ["注意事项：请逐人填写", None, None]]
    assert names(write_rows(tmp_path / "a.xlsx", rows, merged=["A3:C5"])) == ["张三"]


def test_a_roster_that_begins_in_another_column_keeps_its_columns(tmp_path: Path) -> None:
    rows = [[None, None, *SHORT, None], [], [None, None, "张三", "男", "汉", "外聘"]]
    (person,) = people(read(write_rows(tmp_path / "a.xlsx", rows)))
    assert person.fields == {"name": "张三", "sex": "male", "nation": "汉族"}
    assert (person.row, person.extra) == (3, {"F列": "外聘"})


@pytest.mark.parametrize(
    ("values", "field", "stored"),
    [
        (["正常", "停止党籍"], "membership", ["normal", "suspended"]),
        (["正式党员", "预备党员"], "category", ["full", "probationary"]),
        ([None, None], "membership", [None, None]),
    ],
)
def test_the_status_column_means_what_its_values_say(
    tmp_path: Path, values: list[str | None], field: str, stored: list[str | None]
) -> None:
    rows = [["姓名", "性别", "党籍状态"], ["张三", "男", values[0]], ["李四", "女", values[1]]]
    staged = read(write_rows(tmp_path / "a.xlsx", rows))
    assert staged.sheets[0].taken["党籍状态"] == field
    assert [person.fields.get(field) for person in people(staged)] == stored


def test_a_kind_column_that_speaks_of_staff_and_students_is_kept_as_it_is(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "民族", "人员类别"], ["张三", "男", "汉", "在编教职工"]]
    staged = read(write_rows(tmp_path / "a.xlsx", rows))
    assert people(staged)[0].extra == {"人员类别": "在编教职工"}
    assert (kept(staged), staged.problems) == (["人员类别"], [])


def test_of_several_columns_for_one_field_the_more_exact_one_is_taken(tmp_path: Path) -> None:
    rows = [["姓名", "联系电话", "手机号", "备注", "备注"], ["张三", "13800138001", "13800138000", "一", "二"]]
    (person,) = people(read(write_rows(tmp_path / "a.xlsx", rows)))
    assert person.fields == {"name": "张三", "phone": "13800138000", "note": "一"}
    assert person.extra == {"联系电话": "13800138001", "备注（E列）": "二"}


def test_the_real_slip_in_the_dues_header_is_understood(tmp_path: Path) -> None:
    rows = [["姓名", "学工号", "党委缴纳至年月"], ["张三", "1001", "2016.11"]]
    (person,) = people(read(write_rows(tmp_path / "a.xlsx", rows)))
    assert person.fields["dues_to"] == "2016-11"


def test_sheets_are_read_one_after_the_other_and_what_is_passed_over_is_said(tmp_path: Path) -> None:
    workbook = Workbook()
    first = workbook.worksheets[0]
    first.title = "一支部"
    second, third, hidden = (workbook.create_sheet(name) for name in ("二支部", "说明", "旧名册"))
    for sheet, name in ((first, "张三"), (second, "李四"), (hidden, "王五")):
        sheet.append(SHORT)
        sheet.append([name, "男", "汉"])
    third.append(["请认真填写"])
    hidden.sheet_state = "hidden"
    workbook.save(tmp_path / "a.xlsx")
    staged = read(tmp_path / "a.xlsx")
    assert [(staged.sheets[p.sheet].name, p.fields["name"]) for p in people(staged)] == [
        ("一支部", "张三"),
        ("二支部", "李四"),
    ]
    assert [(p.sheet, p.code) for p in staged.problems] == [
        ("旧名册", ProblemCode.SHEET_HIDDEN),
        ("说明", ProblemCode.SHEET_WITHOUT_HEADER),
    ]


def test_too_few_known_columns_are_no_roster(tmp_path: Path) -> None:
    assert fault_of(write_rows(tmp_path / "a.xlsx", [["姓名", "性别"], ["张三", "男"]])) is Fault.NO_LIST_HEADER


def test_more_columns_than_a_roster_can_have_are_refused(tmp_path: Path) -> None:
    rows = [[*SHORT, *(f"栏{n}" for n in range(198))], ["张三"]]
    assert fault_of(write_rows(tmp_path / "a.xlsx", rows)) is Fault.WORKBOOK_TOO_LARGE


def test_progress_ends_at_all_rows_and_findings_follow_the_day(tmp_path: Path) -> None:
    path = roster(
        tmp_path / "a.xlsx", {"人员类别": "预备党员", "转为正式党员日期": None, "加入党组织日期": "2016-01-01"}
    )
    seen: list[tuple[int, int]] = []
    early = read_listed([path], as_of=AS_OF, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (4, 4)
    assert judged(people(early)[0].fields, early.as_of) == ()
    late = read(path, "2017-01-02")
    assert judged(people(late)[0].fields, late.as_of) == ("V07",)


def test_an_impossible_day_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(Failure) as failure:
        read_listed([tmp_path / "missing.xlsx"], as_of="2016-02-30")
    assert failure.value.fault is Fault.DATE_INVALID


def test_the_header_is_known_by_every_official_column_text() -> None:
    assert set(SOUND) <= set(HEADERS)
