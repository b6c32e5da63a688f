"""A case of 规范管理 goes up with the member's slice and arrives as its keeper has it."""

from dataclasses import replace
from pathlib import Path

from compared import report
from offices import change, enrol, introduce, look
from test_report_ledgers import ledger_rows

from tui.crypto import signing
from tui.rules.changes import Change
from tui.rules.check_items import Answers
from tui.rules.regular_steps import FollowUp, steps
from tui.rules.regularization import Fact, Measure, Origin
from tui.store import journal
from tui.store.commands.regular_steps import follow_up, take_step
from tui.store.commands.regularization import decide_measure, open_case, record_fact, refer_clue
from tui.store.commands.searches import open_cases
from tui.store.commands.undo import undo
from tui.store.founding import ALONE
from tui.store.images import PERSON
from tui.store.ledgers import BY_NAME
from tui.store.session import Actor, Session
from tui.store.vault import Vault

TABLES = ("regularization", "regular_fact", "regular_step", "permit", "regular_follow_up")


def approved(session: Session, case: int, step: str, answers: Answers) -> Change:
    """The step, taken by a colleague."""
    seed = bytes(range(32))
    with journal.entry(session, "person.enter") as entry:
        entry.insert(PERSON, {"id": 2, "uuid": bytes(16), "name": "李四", "verify_key": signing.verify_key(seed)})
    return take_step(replace(session, actor=Actor(2, bytes(16).hex(), "李四", seed, ALONE)), case, step, answers)


def test_a_case_arrives_with_all_that_hangs_on_it_and_leaves_again(
    branch: Vault, committee: Vault, tmp_path: Path
) -> None:
    introduce(branch, committee)
    enrol(branch, "张三", "李四")
    branch.write(open_case, 1, Origin.FLOATING, "2026-11-01", {"whereabouts": "away", "fixed": "no"}).result()
    branch.write(open_cases, [2], why="多年没有联系", on="2026-10-01").result()
    change(branch, "UPDATE search_case SET outcome = 'found', outcome_on = '2026-10-20'")
    branch.write(open_case, 2, Origin.FOUND, "2026-11-01").result()
    assert look(branch, "SELECT member FROM regularization WHERE search_case = 1") == [2]
    said = {"who": "赵六", "on_day": "2026-11", "evidence": "卷1"}
    branch.write(record_fact, 2, Fact.CLEAN, "clue", **said).result()
    branch.write(refer_clue, 2, "discipline", "2026-11-03").result()
    branch.write(decide_measure, 1, Measure.MANAGED, "2026-11-02").result()
    for step in steps(Measure.MANAGED, "away"):
        number = {"number": "苏0001"} if step.id == "permit" else {}
        write = approved if step.approval else take_step
        done = branch.write(write, 1, step.id, {**said, "on_day": "2026-11-05", **number}).result()
        assert done.changed, done.sentence()
    branch.write(follow_up, 1, FollowUp.ATTENDANCE, "2026-11-18", who="流入地", said="参加").result()
    report(branch, committee, tmp_path)
    for name in TABLES:
        rows = ledger_rows(branch, BY_NAME[name])
        assert rows
        assert ledger_rows(committee, BY_NAME[name]) == rows, name
    branch.write(undo).result()
    report(branch, committee, tmp_path)
    assert look(committee, "SELECT count(*) FROM regular_follow_up") == [0]
