"""《党员基本情况登记表》: what the file says when it is read back, and what the journal says of it."""

import json
import stat
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import load_workbook
from people import arrival, rows, take_in

from exports.forms.member_form import MARKING, PRIVATE, member_form_bytes, write_member_form
from tui.faults import Failure, Fault
from tui.store.vault import Vault

FIELDS = {
    "name": "阿卜杜拉·艾则孜", "sex": "male", "nation": "维吾尔族", "birth": "1949-12-31", "native": "新疆喀什",
    "idno": "11010519491231002X", "education": "大学", "category": "full", "joined": "1970-07-01",
    "full_at": "1971-07-01", "work": "退休人员", "phone": "13800138000", "address": "北京市朝阳区某路1号",
    "membership": "normal", "lost": "no", "floating": "yes", "floating_to": "江苏省常州市武进区",
}  # fmt: skip


def texts(path: Path) -> list[str]:
    return [str(cell.value) for row in load_workbook(path).worksheets[0] for cell in row if cell.value is not None]


def test_the_form_carries_the_marking_the_day_every_item_and_the_signatures(branch: Vault, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    take_in(branch, arrival(**{**FIELDS, "initials": "a"}))  # type: ignore[arg-type]
    written = branch.write(write_member_form, 1, tmp_path).result()
    said = texts(written.path)
    assert said[0] == MARKING
    assert "党员基本情况登记表" in said
    assert "填表日期：2026年11月20日" in said
    assert {"阿卜杜拉·艾则孜", "男", "维吾尔族", "1949年12月31日", "11010519491231002X", "1970年7月1日"} <= set(said)
    assert "☑正式党员\n□预备党员" in said
    assert "☑正常   □停止党籍" in said
    assert any(text.startswith("□是   失去联系日期") and text.endswith("☑否") for text in said)
    assert any(text.startswith("☑是   外出流向：江苏省常州市武进区") for text in said)
    assert any("13800138000" in text for text in said)
    for sign in ("党员（签字）", "信息采集员（签字）", "党支部书记（签字）", "基层党委（盖章）"):
        assert any(text.startswith(sign) for text in said)
    assert "计算机学院教工党支部" in said


def test_the_file_is_private_and_the_journal_knows_its_hash_and_whose_it_is(branch: Vault, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    take_in(branch, arrival("张三"))
    written = branch.write(write_member_form, 1, tmp_path).result()
    assert written.path.parent.name == PRIVATE
    assert stat.S_IMODE(written.path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(written.path.stat().st_mode) == 0o600
    ((seq, body),) = rows(branch, "SELECT seq, body FROM entry ORDER BY seq DESC LIMIT 1")
    header = json.loads(str(body))
    assert header["action"] == "member.form"
    assert header["detail"] == {"marking": MARKING, "sha256": sha256(written.path.read_bytes()).hexdigest()}
    assert "张三" not in str(body)
    assert rows(branch, "SELECT tbl, row FROM entry_item WHERE entry = ?", seq) == [(3, 1)]


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(member_form_bytes({"name": "=1+1", "address": '=HYPERLINK("x")'}, "=cmd", "2026-11-20"))
    cells = [cell for row in load_workbook(path).worksheets[0] for cell in row if str(cell.value).startswith("=")]
    assert len(cells) == 3
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}


def test_the_page_is_one_sheet_of_a4_and_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    content = member_form_bytes(FIELDS, "某大学党委 某学院党总支 教工党支部", "2026-11-20")
    assert content == member_form_bytes(FIELDS, "某大学党委 某学院党总支 教工党支部", "2026-11-20")
    path = tmp_path / "form.xlsx"
    path.write_bytes(content)
    sheet = load_workbook(path).worksheets[0]
    assert sheet.page_setup.paperSize == sheet.PAPERSIZE_A4 or int(sheet.page_setup.paperSize) == 9
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_nobody_s_form_is_not_written(branch: Vault, tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        branch.write(write_member_form, 99, tmp_path).result()
    assert caught.value.fault is Fault.MEMBER_UNKNOWN
    assert not list(tmp_path.rglob("*.xlsx*"))
