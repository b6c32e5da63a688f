"""The papers of a verification, read back: what they say, that they print on A4, that the journal knows of them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from people import arrival, rows, take_in
from test_double_check import both_looks, give, whole_sheet

from exports.media import Written
from exports.reports.verification import write_verification
from tui.faults import Failure, Fault
from tui.rules.checks import Check, Stage, Verdict
from tui.rules.roles import Role
from tui.rules.units import UnitKind
from tui.rules.verification import Answer, Question
from tui.store.commands.corrections import file_requests
from tui.store.commands.organizations import add_organization
from tui.store.commands.verification import close_verification, give_answer, give_count, write_remark
from tui.store.session import Session
from tui.store.vault import Vault


@pytest.fixture
def office(committee: Vault) -> Vault:
    """A committee with a branch of two, one floating, one lost and hostile by name."""
    committee.write(add_organization, 1, UnitKind.BRANCH, "001002009", "教工党支部").result()
    take_in(
        committee,
        arrival("张明", org=2, floating="yes", floating_to="上海", phone="13800138000"),
        arrival("=李[/]娜", org=2, lost="yes"),
    )
    return committee


def work(session: Session) -> None:
    """A verification with a difference, a remark, a number and a request."""
    both_looks(session)
    give(session, Stage.VERIFICATION, [1], Check.DUES, Verdict.DOUBTFUL)
    whole_sheet(session)
    give_answer(session, 2, Question.FACTS, Answer.WRONG)
    write_remark(session, 2, Question.FACTS, "缺籍贯二人")
    give_count(session, 2, Question.FLOATING_COUNT, 2)
    write_remark(session, 2, Question.PROPOSE_SEARCH, "走访亲属")
    file_requests(session, [1], "sex", "女", "查看档案")


def papers(written: Sequence[Written]) -> tuple[dict[str, list[list[object]]], list[str]]:
    """The sheets of the first file, cell by cell, and the paragraphs of the second."""
    book, report = (load_workbook(each.path) for each in written)
    tables = {sheet.title: [[c.value for c in row] for row in sheet.iter_rows(min_row=4)] for sheet in book.worksheets}
    return tables, [str(row[0].value) for row in report.worksheets[0].iter_rows()]


def test_the_sheet_says_what_was_asked_known_found_and_asked_for(office: Vault, tmp_path: Path) -> None:
    office.write(work).result()
    tables, _ = papers(office.write(write_verification, tmp_path, 2).result())
    lines = {row[1]: row for row in tables["工作组核查表"]}
    assert lines["党员的基本情况是否齐全"] == [
        "一查 基本信息", "党员的基本情况是否齐全", "基本情况缺项2人", "有问题", "缺籍贯二人",
    ]  # fmt: skip
    assert lines["流动党员数量"][2:4] == ["流动党员1人", "有问题，核准2人"]
    assert lines["寻找“失联”党员的途径办法"][4] == "走访亲属"
    assert len([row for row in tables["工作组核查表"] if row[2]]) == 1 + len(Question)
    assert ["流动党员数量", "张明", None, "13800138000", "上海", None] in tables["核查表所列党员名单"]
    assert tables["自查与核查不一致的党员"][1][:4] == ["张明", "党费", "无误（李四）", "存疑（李华）"]
    assert tables["更正意见"][1] == ["张明", "性别", "（空）", "女", "查看档案", "待更正"]


def test_the_report_goes_through_the_notice_and_ends_in_its_four_proposals(office: Vault, tmp_path: Path) -> None:
    office.write(work).result()
    _, said = papers(office.write(write_verification, tmp_path, 2).result())
    assert said[:2] == ["内部", "关于教工党支部党员组织关系核查情况的报告"]
    assert "截至2026年11月20日。排查对象2人，已自查2人（100%），已核查2人（100%）。核查尚未办结。" in said[2]
    text = "\n".join(said)
    for heading in ("一、“三查”情况", "二、“三核”情况", "三、自查与核查不一致的情况", "四、初步建议"):
        assert f"　　{heading}" in said
    assert "流动党员数量：有问题，核准2人。库中流动党员1人（张明）。" in text
    assert "共1人的结论不一致：张明的党费。对1项内容提出了更正意见，其中1项尚待更正。" in text
    assert said[-6:] == [
        "　　（一）落实流动党员管理措施。照办。", "　　（二）理顺“空挂”党员组织关系。照办。",
        "　　（三）寻找“失联”党员的途径办法。走访亲属。", "　　（四）处理“失联”党员的初步建议。照办。",
        "计算机学院党委工作组", "2026年11月20日",
    ]  # fmt: skip


def test_a_report_says_whether_the_verification_is_finished_and_what_is_missing(office: Vault, tmp_path: Path) -> None:
    _, said = papers(office.write(write_verification, tmp_path, 2).result())
    assert "核查尚未办结：自查缺2人，核查缺2人，核查表未填20项。" in said[2]
    office.write(work).result()
    office.write(close_verification, 2).result()
    _, said = papers(office.write(write_verification, tmp_path, 2).result())
    assert said[2].endswith("核查已办结。")


def test_both_print_on_a4_with_marking_day_and_page_numbers_and_hold_no_formula(office: Vault, tmp_path: Path) -> None:
    office.write(work).result()
    for written in office.write(write_verification, tmp_path, 2).result():
        for sheet in load_workbook(written.path).worksheets:
            assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("portrait", 9)
            assert sheet.page_setup.fitToWidth == 1
            assert sheet["A1"].value == "内部"
            assert "&P" in str(sheet.oddFooter.center.text)
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_journal_has_both_files_and_one_who_may_not_verify_writes_none(office: Vault, tmp_path: Path) -> None:
    written = office.write(write_verification, tmp_path, 2).result()
    bodies = [json.loads(str(body)) for (body,) in rows(office, "SELECT body FROM entry ORDER BY seq DESC LIMIT 2")]
    assert {body["action"] for body in bodies} == {"verification.export"}
    assert [body["detail"]["sha256"] for body in reversed(bodies)] == [each.sha256 for each in written]

    def as_clerk(session: Session) -> None:
        clerk = replace(session, actor=replace(session.actor, roles=frozenset({Role.ENTRY})))
        with pytest.raises(Failure) as raised:
            write_verification(clerk, tmp_path / "out", 2)
        assert raised.value.fault is Fault.ROLE_REFUSED

    (tmp_path / "out").mkdir()
    office.write(as_clerk).result()
    assert list((tmp_path / "out").iterdir()) == []
