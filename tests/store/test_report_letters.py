"""The ledger of letters travels with the report: numbers, follow-ups and re-issues arrive as their keeper has them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from compared import report
from offices import DEPARTMENT, enrol, introduce, look
from test_report_ledgers import ledger_rows

from tui.rules.letter_reissue import Cause, Responsibility
from tui.store.commands.letter_follow_ups import FollowUp, follow_up
from tui.store.commands.letter_issue import LetterText, issue_letter, reissue_letter, spoil_number, void_letter
from tui.store.commands.letter_progress import record_receipts, return_letters
from tui.store.commands.undo import undo
from tui.store.ledgers import BY_NAME
from tui.store.vault import Vault

TEXT = LetterText("中共甲市委组织部", "甲市乙局党支部", "2026-03-01", 30)
TABLES = ("letter", "letter_number", "letter_follow_up", "letter_reissue")


def test_the_ledger_of_letters_arrives_as_its_keeper_has_it(
    committee: Vault, open_vault: Callable[..., Vault], tmp_path: Path
) -> None:
    department = open_vault(DEPARTMENT, "department")
    introduce(committee, department)
    enrol(committee, "张三", "李四", "王五")
    for member in (1, 2, 3):
        committee.write(issue_letter, member, TEXT).result()
    committee.write(spoil_number, 2026, "污损").result()
    committee.write(return_letters, [1], "heading", "2026-03-05").result()
    cause = Cause("抬头写错", Responsibility.CLERK)
    committee.write(reissue_letter, 1, cause, replace(TEXT, issued="2026-03-06")).result()
    committee.write(follow_up, [2], FollowUp("2026-05-01", "赵一", "receiver", "phone", "pocket")).result()
    committee.write(record_receipts, [3], "2026-04-01").result()
    report(committee, department, tmp_path)
    for name in TABLES:
        assert ledger_rows(department, BY_NAME[name]) == ledger_rows(committee, BY_NAME[name]), name
    assert [look(department, f"SELECT count(*) FROM {name}") for name in TABLES] == [[4], [5], [1], [1]]
    committee.write(undo).result()
    committee.write(undo).result()
    committee.write(void_letter, 2, "重复", "2026-05-02").result()
    report(committee, department, tmp_path)
    for name in TABLES:
        assert ledger_rows(department, BY_NAME[name]) == ledger_rows(committee, BY_NAME[name]), name
