"""Papers filled from the vault: what the ledgers know is what they say, and the journal knows of each."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx_read import lines, rows, struck
from openpyxl import load_workbook
from people import arrival, take_in
from people import rows as stored

from exports.papers.archive_papers import write_archive_inquiries, write_archive_list
from exports.papers.letter_papers import write_introductions, write_receipt_statistics, write_reminders
from tui.rules.check_items import MATERIAL
from tui.store.commands.archives import Inquiry, inquire
from tui.store.commands.editing import set_field
from tui.store.commands.letter_follow_ups import FollowUp, follow_up
from tui.store.commands.letter_issue import LetterText, issue_letter, void_letter
from tui.store.commands.letter_progress import record_receipts
from tui.store.vault import Vault

TEXT = LetterText("中共甲市委组织部", "中共甲市乙局委员会", "2026-11-20", 30, scope="省内", dues_to="2026-11")


@pytest.fixture
def office(committee: Vault, tmp_path: Path) -> Vault:
    """A committee with two members, in a folder of its own."""
    tmp_path.chmod(0o700)
    take_in(
        committee,
        arrival("张明", sex="male", nation="汉族", birth="1985-12-01", category="full", idno="11010519491231002X",
                phone="13800138000", dues_to="2025-01"),
        arrival("李娜", sex="female", category="probationary", dues_to="2025-03"),
    )  # fmt: skip
    return committee


def spoken(path: Path) -> list[str]:
    return ["".join(line.split()) for line in lines(path.read_bytes())]


def test_a_letter_is_printed_as_it_was_issued_with_age_on_that_day_and_kind(office: Vault, tmp_path: Path) -> None:
    office.write(issue_letter, 1, TEXT).result()
    office.write(issue_letter, 2, replace(TEXT, heading="中共丙市委组织部")).result()
    (written,) = office.write(write_introductions, (1, 2), tmp_path).result()
    said = spoken(written.path)
    assert said.count("中国共产党党员组织关系介绍信") == 2
    assert said.count("第20260001号") == 3
    assert "中共甲市委组织部：" in said
    assert "中共丙市委组织部：" in said
    (body,) = [line for line in said if line.startswith("张明同志（男/女）")]
    assert "，40岁，汉族，系中共（正式/预备）党员，身份证号码11010519491231002X，" in body
    assert "去中共甲市乙局委员会，请转接组织关系。该同志党费已交到贰零贰陆年壹拾壹月。" in body
    assert "（有效期叁拾天）" in said
    assert "党员联系电话或其他联系方式：13800138000" in said
    assert struck(written.path.read_bytes()) == ["预备", "女", "预备", "正式", "男", "正式"]
    assert stored(office, "SELECT body FROM entry ORDER BY seq DESC LIMIT 1")[0][0].count('"members":2') == 1  # type: ignore[attr-defined]


def test_a_void_letter_is_not_printed(office: Vault, tmp_path: Path) -> None:
    office.write(issue_letter, 1, TEXT).result()
    office.write(void_letter, 1, "抬头写错", "2026-11-20").result()
    assert office.write(write_introductions, (1,), tmp_path).result() == []


def test_a_reminder_goes_to_each_unit_that_owes_receipts_and_counts_how_often_it_was_asked(
    office: Vault, tmp_path: Path
) -> None:
    office.write(issue_letter, 1, TEXT).result()
    office.write(issue_letter, 2, replace(TEXT, to_unit="中共丁县委员会")).result()
    office.write(issue_letter, 1, replace(TEXT, to_unit="中共丁县委员会")).result()
    office.write(follow_up, (2,), FollowUp("2026-11-20", "赵一", "receiver", "paper", "unknown", "")).result()
    written = office.write(write_reminders, (1, 2, 3), tmp_path).result()
    said = [lines(each.path.read_bytes()) for each in written]
    assert {paper[2] for paper in said} == {"中共甲市乙局委员会：", "中共丁县委员会："}
    again = next(paper for paper in said if "中共丁县委员会：" in paper)
    assert again[1] == "关于再次催要党员组织关系介绍信回执的函"
    by_unit = {paper[2]: rows(each.path.read_bytes()) for paper, each in zip(said, written, strict=True)}
    assert [row[1:5] for row in by_unit["中共甲市乙局委员会："][1:]] == [
        ["张明", "20260001", "2026.11.20", "2026.12.20"]
    ]


def test_nobody_is_reminded_of_a_letter_whose_receipt_is_there(office: Vault, tmp_path: Path) -> None:
    office.write(issue_letter, 1, TEXT).result()
    office.write(record_receipts, (1,), "2026-11-20").result()
    assert office.write(write_reminders, (1,), tmp_path).result() == []


def test_the_statistics_are_those_of_the_ledger(office: Vault, tmp_path: Path) -> None:
    office.write(issue_letter, 1, TEXT).result()
    office.write(issue_letter, 2, replace(TEXT, scope="")).result()
    written = office.write(write_receipt_statistics, 1, 2026, "2026-11-20", tmp_path).result()
    cells = [[cell.value for cell in row] for row in load_workbook(BytesIO(written.path.read_bytes())).worksheets[0]]
    assert cells[4] == ["转入组织关系数", 0, 0, 0, 0, 0, 0, 0]
    assert cells[5] == ["转出组织关系数", 2, 0, 0, 0, 1, 0, 0]
    assert str(cells[6][0]).startswith("未填明省内、省外的，转入0人、转出1人，只计入总数。")


def test_the_list_of_materials_has_what_the_member_owes_and_a_letter_asks_what_was_recorded(
    office: Vault, tmp_path: Path
) -> None:
    office.write(set_field, (1,), "application", "untrue").result()
    office.write(inquire, 1, Inquiry("中共丁公司委员会", "2026-11-10", "核实入党申请书", "〔2026〕5号")).result()
    listed = rows(office.write(write_archive_list, 1, tmp_path).result().path.read_bytes(), 1)
    assert [row[1] for row in listed[1:]][1] == "入党申请书"
    assert listed[2][4] == MATERIAL["untrue"]
    assert listed[1][4] == "未审核"
    (letter,) = office.write(write_archive_inquiries, 1, tmp_path).result()
    said = lines(letter.path.read_bytes())
    assert said[1:4] == ["〔2026〕5号", "关于商请处理党员档案材料有关问题的函", "中共丁公司委员会："]
    assert "核实入党申请书。" in said
    assert office.write(write_archive_inquiries, 2, tmp_path).result() == []
