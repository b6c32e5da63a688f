"""The fill-in workbook: what stands in it, what may be filled in, how it is guarded; its bytes; how it is issued."""

import re
import shutil
import stat
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from fill_ins import DUE, PEOPLE, columns, filled_branch, issued, row_of, through_libreoffice, with_branch
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from people import rows

from exports.forms.fill_in import fill_in_bytes
from exports.forms.fill_in_files import write_fill_ins
from tui.faults import Failure, Fault
from tui.rules.checks import Check, Given, Stage, Verdict
from tui.rules.codes import NATIONS
from tui.rules.fill_in import COLUMNS, GUIDE, HEADER_ROW, HIDDEN, KEY, LETTERS, PARTICULARS, ROSTER, STRANGERS
from tui.store.commands.verdicts import give_verdict
from tui.store.queries.fill_in import Contents, contents
from tui.store.vault import Vault


@pytest.fixture
def branch_row(committee: Vault) -> int:
    return filled_branch(committee)


def written(vault: Vault, folder: Path) -> Path:
    (only,) = issued(vault, folder)
    return only.file.path


def texts(sheet: Worksheet, name: str) -> dict[str, str]:
    row = row_of(sheet, name)
    return {header: str(sheet.cell(row, column).value or "") for header, column in columns(sheet).items()}


def open_cells(sheet: Worksheet, row: int) -> set[str]:
    return {header for header, at in columns(sheet).items() if not sheet.cell(row, at).protection.locked}


def made(vault: Vault, org: int) -> Contents:
    session = vault.session
    (found,) = vault.read(
        contents, session.unit, session.campaign, [org], issued_on="2026-11-20", due_on=DUE, contact="李华"
    ).result()
    return found


def test_every_member_stands_in_the_roster_with_what_is_known_in_words(
    committee: Vault, branch_row: int, tmp_path: Path
) -> None:
    wang = rows(committee, "SELECT id, hex(uuid) FROM member WHERE name = '王小明'")[0]
    committee.write(
        give_verdict, Stage.SELF_CHECK, Check.ARCHIVE, Verdict.DOUBTFUL, [wang[0]], given=Given.SINGLY
    ).result()
    sheet = load_workbook(written(committee, tmp_path / "out"))[ROSTER]
    assert texts(sheet, "王小明") == {
        KEY: str(wang[1]).lower(), "序号": "3", "姓名": "王小明", "性别": "女", "民族": "汉族",
        "出生日期": "1949年12月31日", "籍贯": "北京市朝阳区", "公民身份证号": "11010519491231002X", "学历": "大学",
        "人员类别": "正式党员", "加入党组织日期": "1985年7月1日", "转为正式党员日期": "1986年7月",
        "党内职务": "组织委员", "工作岗位": "退休人员", "手机号": "13800138000",
        "家庭住址": "北京市朝阳区一号", "党费缴纳至年月": "2016年7月",
        "党籍状态": "正常", "是否为失联党员": "否", "是否为流动党员": "否", "名册核查": "", "档案核查": "存疑",
        "党费核查": "", "回执核查": "", "表现核查": "", "备注": "",
    }  # fmt: skip
    assert sheet.max_row == HEADER_ROW + len(PEOPLE) + STRANGERS + 1
    assert "（第1号）" in str(sheet["B1"].value)
    assert "填报单位（盖章）：离退休第一党支部" in str(sheet["B2"].value)
    assert "填表日期：2026年11月20日" in str(sheet["B2"].value)
    assert "密级：内部" in str(sheet["B2"].value)


def test_text_that_looks_like_a_formula_stays_text(committee: Vault, branch_row: int, tmp_path: Path) -> None:
    sheet = load_workbook(written(committee, tmp_path / "out"))[ROSTER]
    cell = sheet.cell(row_of(sheet, "=HYPERLINK(1)"), columns(sheet)["姓名"])
    assert (cell.data_type, cell.value) == ("s", "=HYPERLINK(1)")


def test_a_letter_without_receipt_has_its_row_and_an_answered_one_has_none(
    committee: Vault, branch_row: int, tmp_path: Path
) -> None:
    sheet = load_workbook(written(committee, tmp_path / "out"))[LETTERS]
    found = texts(sheet, "曾大力")
    del found[KEY]
    assert found == {
        "序号": "1", "姓名": "曾大力", "介绍信编号": "第2016001号", "开具日期": "2016年3月1日",
        "转往单位": "某县委组织部", "是否已落实": "", "回执日期": "", "说明": "",
    }  # fmt: skip
    assert open_cells(sheet, HEADER_ROW + 1) == {"是否已落实", "回执日期", "说明"}
    committee.write(lambda s: s.db.execute_sql("UPDATE letter SET receipt_on = '2016-04'")).result()
    again = load_workbook(written(committee, tmp_path / "again"))[LETTERS]
    assert again.max_row == HEADER_ROW + 1  # the signatures


def test_ids_and_names_are_locked_and_of_the_particulars_only_what_is_missing_is_open(
    committee: Vault, branch_row: int, tmp_path: Path
) -> None:
    book = load_workbook(written(committee, tmp_path / "out"))
    roster, particulars = book[ROSTER], book[PARTICULARS]
    assert columns(roster).keys() - open_cells(roster, row_of(roster, "曾大力")) == {
        KEY,
        "序号",
        "姓名",
        "公民身份证号",
    }
    assert open_cells(roster, HEADER_ROW + 4) == columns(roster).keys() - {KEY}
    assert roster.column_dimensions["A"].hidden
    assert open_cells(particulars, row_of(particulars, "王小明")) == {"失去联系日期", "外出流向", "本人签字"}
    assert {"公民身份证号", "民族", "手机号"} <= open_cells(particulars, row_of(particulars, "曾大力"))
    for sheet in (roster, book[LETTERS], particulars, book[GUIDE]):
        assert sheet.protection.sheet
        assert sheet.protection.password is None
    assert book[HIDDEN].sheet_state == "hidden"


def test_lists_are_offered_and_every_page_can_be_printed(committee: Vault, branch_row: int, tmp_path: Path) -> None:
    book = load_workbook(written(committee, tmp_path / "out"))
    for name in (ROSTER, LETTERS, PARTICULARS):
        sheet, hidden = book[name], book[HIDDEN]
        offered = {}
        for rule in sheet.data_validations.dataValidation:
            if rule.type == "list":
                column = str(rule.sqref).split(":")[0].rstrip("0123456789")
                first, last = rule.formula1.split("!")[1].replace("$", "").split(":")
                offered[sheet[f"{column}{HEADER_ROW}"].value] = [str(c[0].value) for c in hidden[first:last]]
        assert offered == {c.header: list(c.choices) for c in COLUMNS[name] if c.choices}
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.oddHeader.right.text == "内部"
        assert "书记（签字）" in str(sheet.cell(sheet.max_row, 2).value)
    assert len(NATIONS) > 50


def test_the_guide_says_what_to_do_by_when_and_whom_to_ask(committee: Vault, branch_row: int, tmp_path: Path) -> None:
    sheet = load_workbook(written(committee, tmp_path / "out")).worksheets[0]
    said = "\n".join(str(row[0].value) for row in sheet.iter_rows())
    assert sheet.title == GUIDE
    for part in ("离退休第一党支部", "请于2026年12月1日前", "“计算机学院党委”李华", "未加密", "保留原行"):
        assert part in said


def test_the_same_state_gives_the_same_file_byte_for_byte(committee: Vault, branch_row: int, tmp_path: Path) -> None:
    before = made(committee, branch_row)
    first = fill_in_bytes(before)
    assert fill_in_bytes(made(committee, branch_row)) == first
    assert written(committee, tmp_path / "out").read_bytes() == first
    with ZipFile(BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        stamps = re.findall(r"<dcterms:\w+ [^>]*>([^<]*)<", parts.read("docProps/core.xml").decode())
    assert stamps == ["2026-11-20T00:00:00Z"] * 2
    assert made(committee, branch_row).number == 2
    committee.write(lambda s: s.db.execute_sql("UPDATE member SET work = '教师' WHERE name = '曾大力'")).result()
    assert made(committee, branch_row).check_code != before.check_code  # another number
    assert fill_in_bytes(made(committee, branch_row)) != first


def test_an_issue_is_noted_with_its_check_code_and_the_file_is_private(
    committee: Vault, branch_row: int, tmp_path: Path
) -> None:
    expected = made(committee, branch_row)
    folder = tmp_path / "out"
    (only,) = issued(committee, folder)
    assert only.file.path == folder / "paicha-fill-in-001002009-0001.xlsx"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(only.file.path.stat().st_mode) == 0o600
    assert rows(
        committee,
        "SELECT org, number, issued_on, due_on, lower(hex(check_code)), members, file, returned_on FROM fill_in",
    ) == [(branch_row, 1, "2026-11-20", DUE, expected.check_code, 3, str(only.file.path), None)]  # fmt: skip
    ((body,),) = rows(committee, "SELECT body FROM entry ORDER BY seq DESC LIMIT 1")
    assert '"action":"fill_in.issue"' in str(body)
    assert "王小明" not in str(body)


def test_a_folder_that_others_may_look_into_gets_a_private_one(
    committee: Vault, branch_row: int, tmp_path: Path
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir(0o755)
    folder.chmod(0o755)
    (only,) = issued(committee, folder)
    assert only.file.path.parent == folder / "paicha-fill-in"
    assert stat.S_IMODE(only.file.path.parent.stat().st_mode) == 0o700


def test_several_branches_are_issued_by_one_entry_and_an_empty_one_is_passed_over(
    committee: Vault, branch_row: int, tmp_path: Path
) -> None:
    with_branch(committee, "空支部", "001002010")
    other = with_branch(committee, "学生党支部", "001002011")
    committee.write(lambda s: s.db.execute_sql("UPDATE member SET org = ? WHERE name = '曾大力'", (other,))).result()
    found = issued(committee, tmp_path / "out")
    assert [(each.branch, each.number, each.members) for each in found] == [
        ("离退休第一党支部", 1, 2), ("学生党支部", 2, 1),
    ]  # fmt: skip
    assert rows(committee, "SELECT count(DISTINCT entry), count(*) FROM entry_item WHERE tbl = 15") == [(1, 2)]


def test_if_one_file_cannot_be_written_none_is_there_and_none_is_noted(
    committee: Vault, branch_row: int, tmp_path: Path
) -> None:
    other = with_branch(committee, "学生党支部", "001002011")
    committee.write(lambda s: s.db.execute_sql("UPDATE member SET org = ? WHERE name = '曾大力'", (other,))).result()
    folder = tmp_path / "out"
    folder.mkdir(0o700)
    (folder / "paicha-fill-in-001002011-0002.xlsx").write_bytes(b"theirs")
    with pytest.raises(Failure) as raised:
        issued(committee, folder)
    assert raised.value.fault is Fault.FILE_EXISTS
    assert [path.name for path in folder.iterdir()] == ["paicha-fill-in-001002011-0002.xlsx"]
    assert rows(committee, "SELECT count(*) FROM fill_in") == [(0,)]


@pytest.mark.parametrize(
    ("due", "fault"),
    [("2026-11-19", Fault.DUE_PAST), ("2026-02-30", Fault.DATE_INVALID), ("", Fault.DATE_INVALID),
     ("20261201", Fault.DUE_PAST)],
)  # fmt: skip
def test_a_due_day_that_is_none_or_past_is_refused(
    committee: Vault, branch_row: int, tmp_path: Path, due: str, fault: Fault
) -> None:
    with pytest.raises(Failure) as raised:
        issued(committee, tmp_path / "out", due_on=due)
    assert raised.value.fault is fault
    assert rows(committee, "SELECT count(*) FROM fill_in") == [(0,)]


def test_without_members_there_is_nothing_to_issue_and_foreign_units_get_nothing(
    committee: Vault, tmp_path: Path
) -> None:
    with pytest.raises(Failure) as raised:
        issued(committee, tmp_path / "out")
    assert raised.value.fault is Fault.FILL_IN_NOBODY
    org = with_branch(committee)
    committee.write(lambda s: s.db.execute_sql("UPDATE organization SET keeper = id WHERE id = ?", (org,))).result()
    with pytest.raises(Failure) as raised:
        committee.write(write_fill_ins, [org], DUE, tmp_path / "out").result()
    assert raised.value.fault is Fault.NOT_KEPT_HERE


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_spreadsheet_program_keeps_lists_protection_and_ids(
    committee: Vault, branch_row: int, tmp_path: Path
) -> None:
    path = written(committee, tmp_path / "out")
    saved = through_libreoffice(path, tmp_path / "saved")
    before, after = load_workbook(path), load_workbook(saved)
    for name in (ROSTER, LETTERS, PARTICULARS):
        kept = after[name]
        assert kept.protection.sheet
        assert kept.column_dimensions["A"].hidden
        assert columns(kept) == columns(before[name])
        for row in range(HEADER_ROW + 1, before[name].max_row + 1):
            assert open_cells(kept, row) == open_cells(before[name], row)
            assert [c.value for c in kept[row]][:3] == [c.value for c in before[name][row]][:3]
        lists = [rule for rule in kept.data_validations.dataValidation if rule.type == "list"]
        assert len(lists) == sum(bool(column.choices) for column in COLUMNS[name])
    assert after[HIDDEN].sheet_state == "hidden"
    assert [[c.value for c in row] for row in after[HIDDEN]] == [[c.value for c in row] for row in before[HIDDEN]]
