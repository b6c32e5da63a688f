"""The search travels with the report: the committee has what the branch has, and writes nothing into it."""

from pathlib import Path

from compared import report
from offices import enrol, introduce, look
from test_report_ledgers import ledger_rows

from tui.rules.checks import Refusal
from tui.rules.search_cases import CaseOutcome
from tui.rules.search_coverage import Minimums
from tui.rules.searches import Channel, Result
from tui.store.commands.search_offices import (
    OfficeAnswer,
    answer_requests,
    file_requests,
    issue_office_letter,
    set_minimums,
)
from tui.store.commands.search_outcomes import reopen, settle
from tui.store.commands.searches import AttemptEntry, open_cases, record_attempts, set_facts
from tui.store.commands.undo import undo
from tui.store.ledgers import LEDGERS
from tui.store.vault import Vault

OF_SEARCH = {
    "search_case", "search_attempt", "search_reopening", "office_request", "office_letter", "search_minimum",
}  # fmt: skip


def test_every_table_of_the_search_arrives_as_the_branch_has_it(
    branch: Vault, committee: Vault, tmp_path: Path
) -> None:
    introduce(branch, committee)
    enrol(branch, "张三", "李四")
    branch.write(open_cases, [1, 2], why="失联").result()
    entry = AttemptEntry("2026-10", "张明", Channel.PHONE, Result.CLUE, "13900001111", "称在深圳", "录音3号")
    branch.write(record_attempts, [1, 2], entry).result()
    branch.write(set_facts, 1, {"situation": "other", "note": "服刑", "unit_kind": "school"}).result()
    branch.write(file_requests, [1, 2], Channel.POLICE).result()
    branch.write(issue_office_letter, [1, 2], to_unit="公安局", number="3").result()
    branch.write(answer_requests, [1], OfficeAnswer(True, "2026-11-20", "迁往深圳")).result()
    branch.write(settle, 2, CaseOutcome.DECEASED, "2026-11-20", "死亡证明").result()
    branch.write(reopen, 2, "2026-11-20", "同名误认").result()
    branch.write(set_minimums, Minimums(4, 1, 30), "通知").result()
    report(branch, committee, tmp_path / "usb")
    ledgers = [ledger for ledger in LEDGERS if ledger.name in OF_SEARCH]
    assert len(ledgers) == len(OF_SEARCH)
    for ledger in ledgers:
        assert ledger_rows(committee, ledger) == ledger_rows(branch, ledger) != [], ledger.name
    assert look(committee, "SELECT count(*) FROM search_attempt") == [3]
    kept_below = committee.write(record_attempts, look(committee, "SELECT id FROM search_case"), entry).result()
    assert kept_below.refused == ((Refusal.KEPT_BELOW, 2),)
    branch.write(undo).result()  # the minimums
    branch.write(undo).result()  # searching again
    report(branch, committee, tmp_path / "usb")
    for ledger in ledgers:
        assert ledger_rows(committee, ledger) == ledger_rows(branch, ledger), ledger.name
    assert look(committee, "SELECT count(*) FROM search_reopening") == [0]
