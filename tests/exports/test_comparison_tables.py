"""The tables of a comparison as files: what they say, how they are laid out, and that the journal knows of them."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from people import arrival, take_in
from references import compared, number, there

from exports.reports.comparison import write_comparison, write_not_entered, write_not_on_roster, write_unaccounted
from exports.reports.sheets import Column, SheetTable, table_file
from tui.faults import Failure, Fault
from tui.rules.comparison import Decision, Kind, SetKind
from tui.store.commands.decisions import decide, mark_corrected
from tui.store.commands.online import enter_online
from tui.store.session import Session
from tui.store.vault import Vault

ID = "110105198507010013"


def texts(sheet: Worksheet) -> list[list[object]]:
    """Header and rows, without the signatures."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    return [row for row in rows if row[1] is not None]


def opened(path: Path) -> Worksheet:
    return load_workbook(path).worksheets[0]


def set_up(session: Session) -> None:
    compared(
        session,
        there(1, "张明", nation="满族", phone=""),
        there(None, "王五", Kind.OUTSIDE, idno="11010519491231002X"),
    )
    for name, field in (("张明", "nation"), ("张明", "phone"), ("李四", ""), ("王五", "")):
        decide(session, [number(session, name, field)], Decision.OURS)
    decide(session, [number(session, "张明", "phone")], Decision.CLARIFY)
    mark_corrected(session, [number(session, "张明", "nation")], "2026-11-15", "王芳")


@pytest.fixture
def vault(branch: Vault) -> Vault:
    """A branch with two members, one of them with differences."""
    take_in(branch, arrival("张明", idno=ID, nation="汉族", phone="13800138000"), arrival("李四", sex="female"))
    return branch


def test_what_has_to_be_put_right_there_is_listed_with_its_correction(vault: Vault, tmp_path: Path) -> None:
    vault.write(set_up).result()
    written = vault.write(write_comparison, tmp_path).result()
    sheet = opened(written.path)
    assert texts(sheet) == [
        ["序号", "姓名", "公民身份号码", "所在党支部", "项目", "数据库中内容", "核实后内容", "问题类型", "处理意见",
         "更正日期", "更正人"],
        ["1", "张明", ID, "计算机学院教工党支部", "民族", "满族", "汉族", "错项", "以本库为准", "2026-11-15", "王芳"],
        ["2", "李四", None, "计算机学院教工党支部", "整人", "（无此人）", "应补录", "漏项", "以本库为准", None, None],
        ["3", "王五", "11010519491231002X", None, "整人", "有此人", "不在本单位党员名册", "库外", "以本库为准", None,
         None],
    ]  # fmt: skip
    everything = vault.write(write_comparison, tmp_path, everything=True).result()
    assert len(texts(opened(everything.path))) == 5


def test_a_table_has_marking_title_unit_day_header_on_every_page_and_signatures(vault: Vault, tmp_path: Path) -> None:
    sheet = opened(vault.write(write_not_entered, tmp_path).result().path)
    assert sheet["A1"].value == "内部"
    assert sheet["A2"].value == "党员组织关系网上接转系统未编入党员名单"
    assert sheet["A3"].value == "填报单位（盖章）：计算机学院教工党支部          填表日期：2026年11月20日"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$4:$4"
    assert "填表人（签字）" in str(sheet.cell(sheet.max_row, 1).value)
    assert sheet["A4"].border.top.style == "thin"


def test_who_is_not_entered_online_is_listed(vault: Vault, tmp_path: Path) -> None:
    vault.write(enter_online, [1], "2026-11-20").result()
    rows = texts(opened(vault.write(write_not_entered, tmp_path).result().path))
    assert [row[1] for row in rows] == ["姓名", "李四"]


def test_the_two_working_ledgers_are_the_two_sides_of_one_list(vault: Vault, tmp_path: Path) -> None:
    present = (
        there(1, "张明"),
        there(None, "王五", Kind.OUTSIDE, place=7, sex="male", joined="1999-07", phone="13900139000"),
        there(None, "赵六", Kind.UNCLEAR),
        there(1, "张明", Kind.DOUBLE),
    )
    vault.write(compared, *present, kind=SetKind.PRESENT).result()
    outside = texts(opened(vault.write(write_not_on_roster, tmp_path).result().path))
    assert [(row[1], row[2], row[7], row[11], row[13]) for row in outside[1:]] == [
        ("王五", "男", "1999-07", "7", None),
        ("赵六", None, None, "2", "待对应：同名，须核对"),
    ]
    left = texts(opened(vault.write(write_unaccounted, tmp_path).result().path))
    assert [(row[1], row[2], row[7]) for row in left[1:]] == [("李四", "女", "计算机学院教工党支部")]


def test_without_a_comparison_there_is_no_table(vault: Vault, tmp_path: Path) -> None:
    for write in (write_comparison, write_not_on_roster, write_unaccounted):
        with pytest.raises(Failure) as raised:
            vault.write(write, tmp_path).result()
        assert raised.value.fault is Fault.NOTHING_COMPARED
    assert list(tmp_path.glob("*.xlsx*")) == []


def test_an_export_stands_in_the_journal_with_the_hash_of_the_file(vault: Vault, tmp_path: Path) -> None:
    written = vault.write(write_not_entered, tmp_path).result()
    (body,) = vault.read(lambda db: db.execute_sql("SELECT body FROM entry ORDER BY seq DESC").fetchone()).result()
    header = json.loads(body)
    assert (header["action"], header["detail"]) == (
        "comparison.export", {"table": "not-entered", "rows": 2, "sha256": written.sha256},
    )  # fmt: skip
    before = vault.read(lambda db: db.execute_sql("SELECT count(*) FROM entry").fetchone()).result()
    with pytest.raises(Failure):
        vault.write(write_not_entered, tmp_path / "none").result()
    assert vault.read(lambda db: db.execute_sql("SELECT count(*) FROM entry").fetchone()).result() == before


def test_the_same_state_gives_the_same_bytes_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    table = SheetTable(
        "表", "某支部", "2026-11-20", (Column("甲", 9), Column("乙", 9)), [["=1+1", "甲\x1b]0;x\x07\u202e乙"]]
    )
    once, again = table_file(table), table_file(table)
    assert once == again
    with ZipFile(BytesIO(once)) as parts:
        assert {entry.date_time[0] for entry in parts.infolist()} == {1980}
        assert parts.read("docProps/core.xml").count(b">2026-11-20T00:00:00Z<") == 2
    file = tmp_path / "t.xlsx"
    file.write_bytes(once)
    cell = opened(file)["A5"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert opened(file)["B5"].value == "甲]0;x乙"
