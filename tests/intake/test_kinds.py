"""The kinds of files: each real workbook is taken for what it is, with its header and its rows."""

from datetime import date
from pathlib import Path

import pytest
from rosters import AS_OF, people, read, write_rows

from tui.faults import Failure, Fault
from tui.intake.columns import Certainty
from tui.intake.instructions import Instructions, SheetChoice, decode, encode
from tui.intake.kinds import KINDS, read_kind
from tui.intake.problems import ProblemCode
from tui.intake.records import Doubt
from tui.intake.spreadsheet import read_files
from tui.intake.staged import Staged
from tui.intake.summaries import sum_lines

WORKBOOKS = Path(__file__).parents[1] / "workbooks"


def real(name: str) -> Staged:
    return read_files([WORKBOOKS / name], as_of=AS_OF)


@pytest.mark.parametrize(
    ("name", "kind", "header", "rows"),
    [
        ("member_in_school.xlsx", "roster", (1, 1), 1),
        ("member_one_sheet.xlsx", "roster", (1, 1), 0),
        ("relation_transfer_out.xlsx", "letters_out", (1, 1), 0),
        ("dues.xlsx", "payments", (1, 1), 0),
        ("branches.xlsx", "branches", (1, 1), 1),
        ("committees.xlsx", "committees", (1, 1), 1),
        ("official_2017_lost_contact_summary.xls", "lost_summary_2017", (4, 5), 5),
        ("official_2017_disposal_summary.xls", "disposal_summary_2017", (4, 5), 5),
    ],
)
def test_a_real_workbook_is_taken_for_what_it_is(name: str, kind: str, header: tuple[int, int], rows: int) -> None:
    staged = real(name)
    (sheet,) = (sheet for sheet in staged.sheets if sheet.kind)
    assert sheet.kind is KINDS[kind]
    assert (sheet.header, len(staged.rows)) == (header, rows)


def test_every_column_of_the_letters_form_is_a_field() -> None:
    (sheet,) = real("relation_transfer_out.xlsx").sheets
    assert {column.certainty for column in sheet.columns} == {Certainty.NAMED}
    assert sheet.taken["办理时间"] == "issued"
    assert sheet.taken["类别"] == "scope"


def test_the_official_form_has_its_columns_by_number_and_its_lines_by_code() -> None:
    staged = real("official_2017_lost_contact_summary.xls")
    assert [row.fields["line"] for row in people(staged)] == ["01", "02", "03", "04", "05"]
    assert people(staged)[0].fields == {"line": "01"} | {f"c{number}": "0" for number in range(1, 12)}
    assert staged.sheets[0].taken["其他"] == "c11"


HEADERS = {
    "roster": ["姓名", "性别", "民族", "入党时间", "所在党支部"],
    "letters_out": ["姓名", "转入单位", "开具日期", "有效期"],
    "letters_in": ["姓名", "转出单位", "转出办理时间", "转入办理时间"],
    "payments": ["姓名", "起始月份", "截止月份", "金额"],
    "dues": ["姓名", "身份证号", "党费缴纳至"],
    "activity": ["姓名", "最近参加组织生活日期"],
    "archive": ["姓名", "入党志愿书", "入党申请书", "档案保管单位"],
    "committees": ["编号", "名称", "组织类别"],
    "branches": ["党支部名称", "支部类别"],
    "statistics": ["姓名", "性别", "民族", "入党日期", "党龄校正值", "党员注册时间"],
    "lost_summary_2017": ["编号", "截至2017年6月30日仍未取得联系党员数量", "1年至5年"],
    "disposal_summary_2017": ["编号", "纳入组织管理", "限期改正", "自行脱党除名"],
}


def test_every_kind_has_an_example_here() -> None:
    assert HEADERS.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_a_header_is_taken_for_the_kind_it_says(tmp_path: Path, kind: str) -> None:
    path = write_rows(tmp_path / "a.xlsx", [["标题"], HEADERS[kind], ["张三", "", ""]])
    staged = read_files([path], as_of=AS_OF)
    assert [sheet.kind for sheet in staged.sheets] == [KINDS[kind]]


def test_another_kind_is_one_more_file() -> None:
    table = {
        "label": "奖励",
        "basis": "b",
        "group": "facts",
        "needs": ["name"],
        "marks": [],
        "fields": ["name", "note"],
    }
    kind = read_kind("awards", table | {"headers": {"奖励": "note"}})
    assert (kind.field("奖 励（校级）"), kind.field("姓名*")) == ("note", "name")
    with pytest.raises(ValueError, match="awards"):
        read_kind("awards", table | {"fields": ["name", "none_such"]})


def test_a_likely_column_is_offered_and_not_taken(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "民族", "出生日期（公历）", "出生的年月"], ["张三", "男", "汉", "", "1985.7"]]
    staged = read(write_rows(tmp_path / "a.xlsx", rows))
    column = staged.sheets[0].columns[3]
    assert (column.field, column.certainty) == ("birth", Certainty.NAMED)
    rows = [["姓名", "性别", "民族", "出生的年月"], ["张三", "男", "汉", "1985.7"]]
    staged = read(write_rows(tmp_path / "b.xlsx", rows))
    column = staged.sheets[0].columns[3]
    assert (column.field, column.certainty, column.likely) == (None, Certainty.ALIKE, "birth")
    assert people(staged)[0].extra == {"出生的年月": "1985.7"}


def test_what_a_person_says_of_kind_header_and_columns_is_done(tmp_path: Path) -> None:
    rows = [["全体"], ["张三", "男", "1985.7"], ["名单", "别", "年月"], ["李四", "女", "1986.7"]]
    path = write_rows(tmp_path / "a.xlsx", rows)
    assert read_files([path], as_of=AS_OF).kinds() == []
    choice = SheetChoice("roster", (2, 2), {0: "name", 1: "sex", 2: ""})
    staged = read_files([path], as_of=AS_OF, choices={0: {"Sheet": choice}})
    assert [row.fields for row in people(staged)] == [{"name": "李四", "sex": "female"}]
    assert people(staged)[0].extra == {"年月": "1986.7"}
    assert {column.certainty for column in staged.sheets[0].columns} == {Certainty.CHOSEN}
    remembered = {staged.sheets[0].digest: SheetChoice("roster", None, choice.fields)}
    again = read_files([path], as_of=AS_OF, layouts=remembered)
    assert (again.rows, again.sheets[0].columns) == (staged.rows, staged.sheets[0].columns)
    left_out = read_files([path], as_of=AS_OF, choices={0: {"Sheet": SheetChoice("")}})
    assert (left_out.kinds(), left_out.rows, left_out.problems) == ([], [], [])


def test_a_sheet_whose_key_column_is_missing_says_so(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "a.xlsx", [["甲", "性别"], ["张三", "男"]])
    staged = read_files([path], as_of=AS_OF, choices={0: {"Sheet": SheetChoice("roster", (0, 0))}})
    assert [problem.code.value for problem in staged.problems] == ["key-missing"]
    assert staged.rows == []


def test_several_files_are_one_reading_with_their_sheets_told_apart(tmp_path: Path) -> None:
    one = write_rows(tmp_path / "一.xlsx", [["姓名", "性别", "民族"], ["张三", "男", "汉"]])
    two = write_rows(tmp_path / "二.xlsx", [["姓名", "性别", "民族"], ["李四", "未知", "汉"]])
    staged = read_files([one, two], as_of=AS_OF)
    assert [(staged.sheets[row.sheet].file, row.fields["name"]) for row in people(staged)] == [
        ("一.xlsx", "张三"),
        ("二.xlsx", "李四"),
    ]
    assert [(problem.sheet, problem.value) for problem in staged.problems] == [("二.xlsx·Sheet", "未知")]
    assert [file.name for file in staged.files] == ["一.xlsx", "二.xlsx"]
    assert staged.title == "一.xlsx等2个文件"


def test_rows_of_one_kind_can_be_taken_alone(tmp_path: Path) -> None:
    one = write_rows(tmp_path / "a.xlsx", [HEADERS["roster"], ["张三", "男", "汉", "2001", "一"]])
    two = write_rows(tmp_path / "b.xlsx", [HEADERS["dues"], ["张三", "", "2016.07"]])
    three = write_rows(tmp_path / "c.xlsx", [HEADERS["branches"], ["第一党支部", "学生"]])
    staged = read_files([one, two, three], as_of=AS_OF)
    assert [kind.id for kind in staged.kinds()] == ["branches", "roster", "dues"]
    assert [row.fields["name"] for row in people(staged.of_kind(KINDS["dues"]))] == ["张三"]
    assert len(staged.of_kind(KINDS["branches"]).rows) == 1


def test_one_bad_file_of_several_stops_them_all(tmp_path: Path) -> None:
    one = write_rows(tmp_path / "a.xlsx", [["姓名", "性别", "民族"], ["张三", "男", "汉"]])
    two = tmp_path / "b.xlsx"
    two.write_bytes(b"PK\x03\x04")
    with pytest.raises(Failure) as failure:
        read_files([one, two], as_of=AS_OF)
    assert failure.value.fault is Fault.NOT_A_WORKBOOK


def test_instructions_reach_the_child_as_they_were_given() -> None:
    given = Instructions({"名册": SheetChoice("roster", (1, 2), {3: "birth", 4: ""})}, {"0" * 64: SheetChoice("")})
    assert decode(encode(given)) == given
    with pytest.raises(ValueError, match="none-such"):
        decode(encode(Instructions({"名册": SheetChoice("none-such")})))


@pytest.mark.parametrize("header", [["1.姓名", "2、性别：", "民族:"], ["姓 名", "性  别", "民\n族"]])
def test_numbers_colons_and_spaces_in_headers_do_not_hide_them(tmp_path: Path, header: list[str]) -> None:
    (person,) = people(read(write_rows(tmp_path / "a.xlsx", [header, ["张三", "男", "汉"]])))
    assert person.fields == {"name": "张三", "sex": "male", "nation": "汉族"}


def test_a_group_and_the_text_below_it_may_be_one_header(tmp_path: Path) -> None:
    rows = [["姓名", "入党", "", "民族"], ["", "时间", "地点", ""], ["张三", "1985.7", "北京", "汉"]]
    path = write_rows(tmp_path / "a.xlsx", rows, ["A1:A2", "B1:C1", "D1:D2"])
    (person,) = people(read(path))
    assert person.fields == {"name": "张三", "joined": "1985-07", "nation": "汉族"}
    assert person.extra == {"入党›地点": "北京"}


def test_a_month_that_excel_keeps_as_its_first_day_says_nothing_of_the_day(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "出生年月", "入党日期"], ["张三", "男", date(1985, 7, 1), date(2005, 7, 1)]]
    rows += [["李四", "男", "1985-07-01", date(2005, 7, 2)]]
    first, second = people(read(write_rows(tmp_path / "a.xlsx", rows)))
    assert (first.fields["birth"], first.fields["joined"]) == ("1985-07", "2005-07-01")
    assert second.fields["birth"] == "1985-07-01"


def test_a_value_merged_over_two_people_is_asked_about(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "民族"], ["张三", "男", "汉"], ["李四", "", "汉"]]
    first, second = people(read(write_rows(tmp_path / "a.xlsx", rows, ["B2:B3"])))
    assert (first.fields["sex"], second.fields.get("sex")) == ("male", None)
    assert second.doubts == {"sex": Doubt("性别", ProblemCode.MERGED_ABOVE)}
    assert second.extra == {"性别": "男"}


def test_two_lists_side_by_side_are_not_passed_over_in_silence(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "民族", "姓名", "性别", "民族"], ["张三", "男", "汉", "李四", "女", "回"]]
    staged = read(write_rows(tmp_path / "a.xlsx", rows))
    assert [row.fields["name"] for row in people(staged)] == ["张三"]
    assert [problem.code for problem in staged.problems] == [ProblemCode.KEY_TWICE]


def test_the_printed_sums_of_a_form_are_checked(tmp_path: Path) -> None:
    blank = dict(sum_lines(real("official_2017_lost_contact_summary.xls"), KINDS["lost_summary_2017"]))
    assert (blank["行数"], blank["结果"]) == ("5", "各项合计相符")
    rows = [["编号", "纳入组织管理", "停止党籍", "自行脱党除名"], ["01", 5, 1, 0], ["02", 2, 1, 0], ["03", 2, 0, 0]]
    staged = read_files([write_rows(tmp_path / "a.xlsx", rows)], as_of=AS_OF)
    found = dict(sum_lines(staged, KINDS["disposal_summary_2017"]))
    assert found["结果"] == "有1处合计不符"
    assert "左边5，右边4" in found["不符之1"]
