"""A case goes up in reports, and what is decided on it comes down in signed bundles: everywhere it reads the same."""

import json
import shutil
import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from auditor import check_journal
from compared import report
from deciding import (
    FALSE_MEMBER,
    Line,
    advance,
    approved,
    attempt,
    checked,
    down,
    file_in,
    prepared,
    proposed,
    received,
    reviewed,
    sent_down,
    steps_of,
)
from disposals import rightly
from offices import (
    DEPARTMENT,
    GENERAL_BRANCH,
    OTHER_BRANCH,
    change,
    deliver,
    introduce,
    look,
    records_of,
    seal,
    unsealed,
)
from vaults import BRANCH, COMMITTEE, NOON, founded, opened

from tui.crypto import unitkeys
from tui.faults import Failure
from tui.intake.preview import decision_lines
from tui.rules.disposal.case import Obstacle
from tui.rules.disposal.register import State
from tui.rules.evidence import Media
from tui.store.commands.disposal_decisions import apply_decisions
from tui.store.commands.disposal_steps import record_step
from tui.store.commands.evidence import attach
from tui.store.commands.undo import next_step, redo, undo
from tui.store.queries.evidence import Of, evidence_of
from tui.store.vault import Vault

needs_commands = pytest.mark.skipif(
    not all(map(shutil.which, ("age", "minisign"))), reason="the age or the minisign command is not installed"
)


def test_a_case_goes_through_three_vaults_to_its_end_and_is_the_same_in_each(line: Line, usb: Path) -> None:
    branch, committee, _ = line
    approved(line, usb)
    assert attempt(branch).refused  # nobody at the branch stands in for the levels above
    [sealed] = sent_down(committee, usb)
    assert (sealed.to, sealed.decisions) == (BRANCH.unit, 2)
    applied = received(sealed.path, branch)
    assert [(each.unit, each.step, each.outcome) for each in applied.decided] == [
        (COMMITTEE.unit, "基层党委审核", "同意"), (DEPARTMENT.unit, "县级以上党委组织部批准", "同意"),
    ]  # fmt: skip
    advance(branch, 2)
    assert file_in(branch).state is State.CLOSED
    for lower, upper in pairwise(line):
        told = report(lower, upper, usb)
        assert (told.members_gone, told.members_changed) == (1, 0)
    expected = [
        ("determination", BRANCH.unit, True), ("investigation", BRANCH.unit, True), ("proposal", BRANCH.unit, True),
        ("preview", COMMITTEE.unit, True), ("approval", DEPARTMENT.unit, True),
        ("delivery", BRANCH.unit, True), ("archive", BRANCH.unit, True),
    ]  # fmt: skip
    assert [steps_of(vault) for vault in line] == [expected] * 3
    assert len({file_in(vault).digest for vault in line}) == 1
    assert [file_in(vault).row["outcome"] for vault in line] == ["never"] * 3


def test_the_report_of_a_branch_carries_no_decision_of_the_levels_above(line: Line, usb: Path) -> None:
    branch, committee, _ = line
    approved(line, usb)
    down(committee, branch, usb)
    advance(branch)
    rows = records_of(unsealed(seal(branch, usb).path, committee).parcel)
    assert [row for row in rows if row.get("of") == "disposal_decision"] == []
    assert [row["name"] for row in rows if row["t"] == "person"] == [BRANCH.person]
    rows = records_of(unsealed(seal(committee, usb).path, line.department).parcel)
    assert [row["row"]["step"] for row in rows if row.get("of") == "disposal_decision"] == ["preview"]


def test_each_unit_below_hears_of_its_own_members_only(line: Line, usb: Path, tmp_path: Path) -> None:
    branch, committee, _ = line
    with opened(founded(tmp_path / "other", OTHER_BRANCH)) as other:
        introduce(other, committee)
        for vault, name in ((branch, "张三"), (other, "李四")):
            proposed(vault, committee, usb, name)
            advance(committee, 1, name)
        sealed = {each.to: each for each in sent_down(committee, usb)}
        assert {to: each.decisions for to, each in sealed.items()} == {BRANCH.unit: 1, OTHER_BRANCH.unit: 1}
        assert [each.member for each in received(sealed[OTHER_BRANCH.unit].path, other).decided] == ["李四"]
        assert [each.member for each in received(sealed[BRANCH.unit].path, branch).decided] == ["张三"]


def test_who_has_nothing_to_be_told_gets_no_bundle(line: Line, usb: Path) -> None:
    prepared(line.branch)
    report(line.branch, line.committee, usb)
    assert sent_down(line.committee, usb) == ()
    assert look(line.committee, "SELECT count(*) FROM sent") == [0]


def test_a_decision_that_was_taken_back_vanishes_with_the_next_bundle(line: Line, usb: Path) -> None:
    branch, committee, _ = line
    proposed(branch, committee, usb)
    advance(committee)
    assert down(committee, branch, usb).sentence() == "新到处置决定1件"
    assert len(file_in(branch).standing) == 4
    committee.write(undo).result()
    gone = down(committee, branch, usb)
    assert gone.sentence() == "上级已撤回1件"
    assert [(each.member, each.unit, each.step, each.outcome) for each in gone.taken_back] == [
        ("张三", COMMITTEE.unit, "基层党委审核", "同意")
    ]
    assert len(file_in(branch).recorded) == 3
    assert file_in(branch).digest == file_in(committee).digest
    committee.write(redo).result()
    assert len(down(committee, branch, usb).decided) == 1
    assert file_in(branch).digest == file_in(committee).digest


def test_a_unit_in_the_middle_is_told_to_send_on_what_concerns_members_below(line: Line, usb: Path) -> None:
    branch, committee, department = line

    def hints(upper: Vault, lower: Vault) -> tuple[int, list[str]]:
        found = checked(sent_down(upper, usb)[0].path, lower)
        applied = lower.write(apply_decisions, found.decisions).result()
        return applied.below, [said for label, said in decision_lines(found, applied) if label == "提示"]

    reviewed(line, usb)
    advance(department)
    sent_on = (1, ["涉及下级单位的党员1人，接收后请用“下发处置决定”转发"])
    assert hints(department, committee) == sent_on
    assert hints(committee, branch) == (0, [])
    assert hints(department, committee) == (0, [])  # nothing new
    department.write(undo).result()
    withdrawn = "撤回的决定不再有效，其后已办的步骤不计入程序，等上级重新办理后再办"
    assert hints(department, committee) == (1, [withdrawn, *sent_on[1]])
    branch.write(undo).result()
    advance(branch)  # the proposal anew
    assert hints(committee, branch) == (0, [withdrawn, "已被取代的，请把案件重新上报，由上级就现在的案件重新办理"])


def test_a_rejected_case_comes_back_with_its_reason_and_is_proposed_anew(line: Line, usb: Path) -> None:
    branch, committee, _ = line
    proposed(branch, committee, usb)
    found = file_in(committee)
    assert found.next_step is not None
    back = rightly(found.next_step, found.case.done[-1].on, FALSE_MEMBER) if found.case else None
    assert back is not None
    rejection = replace(back, rejected=True, why="证据不足", confirmed=())
    assert committee.write(record_step, found.row["id"], rejection).result().changed
    [told] = down(committee, branch, usb).decided
    assert (told.unit, told.outcome) == (COMMITTEE.unit, "退回：证据不足")
    again = file_in(branch).next_step
    assert again is not None
    assert again.key == "proposal"
    advance(branch)
    report(branch, committee, usb)
    advance(committee)
    down(committee, branch, usb)
    assert [counts for _, _, counts in steps_of(branch)] == [True] * 6
    assert file_in(branch).digest == file_in(committee).digest


def test_a_decision_on_a_case_that_has_changed_since_reads_as_overtaken(line: Line, usb: Path) -> None:
    branch, committee, _ = line
    proposed(branch, committee, usb)
    advance(committee)
    branch.write(undo).result()
    advance(branch)  # the proposal anew: the committee has decided on the other one
    applied = down(committee, branch, usb)
    assert (applied.overtaken, applied.decided[0].outcome) == (
        1, "同意；已被取代（与案件现状不符，不计入程序）",
    )  # fmt: skip
    assert "1件已被取代（与案件现状不符）" in applied.sentence()
    assert [counts for *_, counts in steps_of(branch)] == [True, True, True, False]
    assert attempt(branch).refused  # the review is still to be done
    report(branch, committee, usb)
    assert steps_of(committee) == steps_of(branch)
    advance(committee)
    again = down(committee, branch, usb)
    assert [each.outcome for each in again.decided] == ["同意"]
    assert again.overtaken == 0  # it is still on record, but nobody has to decide it any more
    assert sorted(counts for *_, counts in steps_of(branch)) == [False, True, True, True, True]
    assert file_in(branch).digest == file_in(committee).digest


def test_a_decision_of_a_level_that_may_not_decide_stops_the_case(line: Line, usb: Path) -> None:
    """A committee whose program is not ours approves what the department alone approves."""
    branch, committee, _ = line
    proposed(branch, committee, usb)
    advance(committee)
    found = file_in(committee)
    row = dict(found.recorded[-1].row) | {"id": 99, "uuid": bytes(range(16)), "step": "approval", "seq": 5}
    row |= {"seen": found.digest, "papers": '{"批复": "1页", "请示": "1页"}'}
    marks = ", ".join("?" * len(row))
    change(committee, f"INSERT INTO disposal_decision({', '.join(row)}) VALUES ({marks})", *row.values())
    applied = down(committee, branch, usb)
    assert applied.decided[-1].outcome == f"不合程序：{Obstacle.WRONG_LEVEL.label}"
    assert [obstacle for _, obstacle in file_in(branch).irregular(NOON.date())] == [Obstacle.WRONG_LEVEL]
    refused = attempt(branch)
    assert (refused.changed, refused.refused) == (0, ((Obstacle.IRREGULAR, 1),))


def test_a_decision_of_the_sender_that_it_aims_at_another_case_counts_for_nothing(line: Line, usb: Path) -> None:
    branch, committee, _ = line
    proposed(branch, committee, usb, "张三", "李四")
    advance(committee)
    other = file_in(committee, "李四")
    change(committee, "UPDATE disposal_decision SET member = ?, about = ?", other.row["member"], other.row["uuid"])
    [told] = down(committee, branch, usb).decided
    assert (told.member, told.again) == ("李四", True)
    assert [len(file_in(branch, name).standing) for name in ("张三", "李四")] == [3, 3]


def test_decisions_on_members_or_cases_that_are_not_here_are_told_and_harm_nothing(line: Line, usb: Path) -> None:
    branch, committee, _ = line
    proposed(branch, committee, usb, "张三", "李四")
    for name in ("张三", "李四"):
        advance(committee, 1, name)
    change(branch, "UPDATE member SET uuid = randomblob(16) WHERE name = '张三'")
    change(branch, "UPDATE disposal_case SET uuid = randomblob(16) WHERE member = 2")
    applied = down(committee, branch, usb)
    assert (applied.unknown, applied.caseless, len(applied.decided)) == (1, 1, 1)
    assert applied.sentence() == "新到处置决定1件，1件在本库没有对应的案件，1件的党员不在本库、未采用"
    assert look(branch, "SELECT count(*) FROM disposal_decision") == [1]
    assert [len(file_in(branch, name).recorded) for name in ("张三", "李四")] == [3, 3]


def test_it_is_one_entry_of_the_journal_that_is_not_undone_and_says_nobodys_name(line: Line, usb: Path) -> None:
    branch, committee, _ = line
    approved(line, usb)
    before = look(branch, "SELECT max(seq) FROM entry")[0]
    applied = down(committee, branch, usb)
    assert applied.entry == before + 1
    [body] = look(branch, "SELECT body FROM entry WHERE seq = ?", applied.entry)
    entry = json.loads(body)
    assert (entry["action"], entry["count"], entry["detail"]["decisions"]) == ("bundle.decisions", 4, 2)
    assert "张三" not in body
    assert look(branch, "SELECT result FROM received") == [applied.sentence()]
    step = branch.write(next_step).result()
    assert step is not None
    assert step.sent_since
    assert branch.write(undo).result().label == "撤销“记处置步骤”"
    assert look(branch, "SELECT count(*) FROM disposal_decision") == [2]
    branch.read(check_journal).result()
    committee.read(check_journal).result()
    assert [body for body in look(committee, "SELECT body FROM entry") if "bundle.send_decisions" in body]


def test_the_same_decisions_again_change_nothing(line: Line, usb: Path) -> None:
    branch, committee, _ = line
    approved(line, usb)
    down(committee, branch, usb)
    stored = look(branch, "SELECT * FROM disposal_decision")
    again = down(committee, branch, usb)
    assert (again.decided, again.unchanged, again.withdrawn) == ((), 2, 0)
    assert look(branch, "SELECT * FROM disposal_decision") == stored


@pytest.mark.parametrize("order", list(permutations(("report", "decisions", "newer decisions"))))
def test_in_whatever_order_things_arrive_the_end_is_the_same(line: Line, usb: Path, order: tuple[str, ...]) -> None:
    """At the committee: the branch has changed its case meanwhile, the department has decided, and decided anew."""
    branch, committee, department = line
    reviewed(line, usb)
    advance(department)
    [first] = sent_down(department, usb)
    department.write(undo).result()
    advance(department)
    [second] = sent_down(department, usb)
    change(branch, "UPDATE disposal_case SET source = '另一来源'")
    sealed = seal(branch, usb)
    arrivals: dict[str, Callable[[], object]] = {
        "report": lambda: deliver(sealed.path, committee),
        "decisions": lambda: received(first.path, committee),
        "newer decisions": lambda: received(second.path, committee),
    }
    for place, each in enumerate(order):
        if each == "decisions" and "newer decisions" in order[:place]:
            with pytest.raises(Failure, match="比已接收的旧"):
                arrivals[each]()
        else:
            arrivals[each]()
    decided = look(department, "SELECT uuid FROM disposal_decision WHERE unit = 1")
    assert look(committee, "SELECT uuid FROM disposal_decision WHERE above IS NOT NULL") == decided
    assert steps_of(committee) == [
        ("determination", BRANCH.unit, False), ("investigation", BRANCH.unit, False),
        ("proposal", BRANCH.unit, False), ("preview", COMMITTEE.unit, False), ("approval", DEPARTMENT.unit, False),
    ]  # fmt: skip


@needs_commands
def test_standard_commands_open_the_bundle_and_verify_every_decision_in_it(
    line: Line, usb: Path, tmp_path: Path
) -> None:
    branch, committee, department = line
    approved(line, usb)
    [sealed] = sent_down(committee, usb)
    assert sealed.path.name == "dyb1-decision-001002-001002003-00000001.dyb.age"
    (tmp_path / "key.txt").write_text(branch.receiving_identity() + "\n")
    subprocess.run(f"age -d -i key.txt {sealed.path} | tar x", shell=True, cwd=tmp_path, check=True)
    keys = [unitkeys.signing_public(vault.signing_secret()) for vault in (committee, department)]

    def verified(name: str, key: str) -> str:
        verify = ["minisign", "-V", "-P", key, "-m", name]
        return subprocess.run(verify, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    assert "Signature and comment signature verified" in verified("manifest.json", keys[0])
    card = json.loads((tmp_path / "payload/cards/0001.json").read_bytes())
    assert (card["name"], card["signing"]) == (DEPARTMENT.unit, keys[1])
    unpack = 'gunzip -c payload/decisions.jsonl.gz | grep \'"t":"decision"\' > decisions'
    subprocess.run(unpack, shell=True, cwd=tmp_path, check=True)
    said = []
    for row in map(json.loads, (tmp_path / "decisions").read_text().splitlines()):
        (tmp_path / "said").write_text(row["said"])
        (tmp_path / "said.minisig").write_text(row["signature"])
        statement = json.loads(row["said"])
        key = keys[statement["unit"] == look(department, "SELECT lower(hex(uuid)) FROM organization WHERE id = 1")[0]]
        assert statement["row"]["uuid"] in verified("said", key)
        said.append((statement["row"]["step"], statement["row"]["content"]))
    assert sorted(said) == [
        ("approval", "县级以上党委组织部批准情况"), ("preview", "基层党委审核情况"),
    ]  # fmt: skip


def test_a_decision_comes_down_through_two_units_with_the_signature_of_the_one_that_made_it(
    tmp_path: Path, usb: Path
) -> None:
    places = (BRANCH, GENERAL_BRANCH, COMMITTEE, DEPARTMENT)
    with ExitStack() as stack:
        vaults = [stack.enter_context(opened(founded(tmp_path / place.code, place))) for place in places]
        branch, general, committee, department = vaults
        for lower, upper in pairwise(vaults):
            introduce(lower, upper)
        proposed(branch, general, usb)
        report(general, committee, usb)
        advance(committee)
        report(committee, department, usb)
        advance(department)
        for upper, lower in pairwise(reversed(vaults)):
            down(upper, lower, usb)
        [signature] = look(committee, "SELECT signature FROM disposal_decision WHERE above IS NOT NULL")
        assert look(branch, "SELECT signature FROM disposal_decision WHERE step = 'approval'") == [signature]
        assert [unit for _, unit, _ in steps_of(branch)][3:] == [COMMITTEE.unit, DEPARTMENT.unit]
        advance(branch, 2)
        for lower, upper in pairwise(vaults):
            report(lower, upper, usb)
        assert len({file_in(vault).digest for vault in vaults}) == 1
        assert {file_in(vault).state for vault in vaults} == {State.CLOSED}


def test_a_scan_that_the_branch_hangs_on_a_decision_travels_with_its_case(line: Line, usb: Path) -> None:
    """It comes to the department in the same report as the decision, and outlives one that is taken back."""
    branch, committee, department = line
    proposed(branch, committee, usb)
    advance(committee)
    down(committee, branch, usb)
    [decision] = look(branch, "SELECT id FROM disposal_decision")
    of = Of("disposal_decision", decision)
    assert branch.write(attach, of, "审核意见.png", Media.PNG, b"scan").result().changed == 1
    assert [each.name for each in branch.read(evidence_of, *of).result()] == ["审核意见.png"]
    report(branch, committee, usb)
    report(committee, department, usb)
    assert look(department, "SELECT of_table, of_row, name FROM evidence") == [("disposal_case", 1, "审核意见.png")]
    committee.write(undo).result()
    assert down(committee, branch, usb).withdrawn == 1
    report(branch, committee, usb)
    assert look(branch, "SELECT of_table FROM evidence") == ["disposal_case"]
