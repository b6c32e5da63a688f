"""Verifications in a report: each unit's own word, and whose word stands."""

from collections.abc import Callable
from pathlib import Path

import pytest
from compared import enrol_below, report, verdicts
from offices import (
    DEPARTMENT,
    Rows,
    change,
    deliver,
    enrol,
    forged,
    introduce,
    judge,
    look,
    seal,
)
from vaults import BRANCH

from tui.rules.checks import Check, Given, Refusal, Stage, Verdict
from tui.rules.levels import CHOICES
from tui.rules.units import UnitKind
from tui.store.commands.undo import undo
from tui.store.commands.verdicts import give_verdict, write_note
from tui.store.commands.verification import set_levels
from tui.store.founding import Founding
from tui.store.vault import Vault

OpenVault = Callable[..., Vault]
Pair = tuple[Vault, Vault]
Three = tuple[Vault, Vault, Vault]


@pytest.fixture
def pair(branch: Vault, committee: Vault) -> Pair:
    """A branch and its committee, who know each other."""
    introduce(branch, committee)
    return branch, committee


@pytest.fixture
def three(open_vault: OpenVault, pair: Pair) -> Three:
    """Branch, committee and department, in a row."""
    department = open_vault(DEPARTMENT, "department")
    introduce(pair[1], department)
    return (*pair, department)


def test_the_committees_verifications_go_up_as_its_own(three: Three, usb: Path) -> None:
    branch, committee, department = three
    enrol_below(committee, "张三", "李四")
    enrol(branch, "王五")
    report(branch, committee, usb)
    judge(committee, Verdict.DOUBTFUL, 1, 2, 3, stage=Stage.VERIFICATION)
    committee.write(write_note, Stage.VERIFICATION, [1], "回执未见").result()
    assert report(committee, department, usb).verifications == 3
    assert verdicts(department, 2) == verdicts(committee, 2)


def test_verifications_of_members_who_are_not_here_are_counted_and_passed_over(three: Three, usb: Path) -> None:
    branch, committee, department = three
    enrol(branch, "王五")
    report(branch, committee, usb)
    judge(committee, Verdict.DOUBTFUL, 1, stage=Stage.VERIFICATION)
    change(committee, "DELETE FROM slice")  # so that the branch's report is not forwarded
    applied = report(committee, department, usb)
    assert (applied.verifications, applied.verifications_unknown) == (0, 1)
    assert "1条核查结论的党员不在本库、未采用" in applied.sentence()


def test_a_verification_that_was_withdrawn_makes_room_for_another_units(three: Three, usb: Path) -> None:
    _, committee, department = three
    enrol_below(committee, "张三", "李四")
    judge(committee, Verdict.CLEAR, 2, stage=Stage.VERIFICATION)
    judge(committee, Verdict.DOUBTFUL, 1, stage=Stage.VERIFICATION)
    report(committee, department, usb)
    refusal = give(department, Verdict.CLEAR, 1)
    assert refusal == ((Refusal.VERIFIED_ELSEWHERE, 1),)
    committee.write(undo).result()
    judge(committee, Verdict.UNCHECKED, 2, stage=Stage.VERIFICATION)
    assert report(committee, department, usb).verifications == 2
    assert look(department, "SELECT count(*) FROM review") == [0]
    assert give(department, Verdict.CLEAR, 1) == ()


def give(vault: Vault, verdict: Verdict, member: int) -> tuple[tuple[Refusal, int], ...]:
    change = vault.write(give_verdict, Stage.VERIFICATION, Check.ROSTER, verdict, [member], given=Given.SINGLY).result()
    return change.refused


def test_the_superiors_own_verification_stands_against_one_from_below(three: Three, usb: Path) -> None:
    _, committee, department = three
    enrol_below(committee, "张三")
    report(committee, department, usb)
    judge(department, Verdict.DOUBTFUL, 1, stage=Stage.VERIFICATION)
    before = verdicts(department, 2)
    judge(committee, Verdict.CLEAR, 1, stage=Stage.VERIFICATION)
    applied = report(committee, department, usb)
    assert (applied.verifications, applied.verifications_elsewhere) == (0, 1)
    assert verdicts(department, 2) == before


def test_a_unit_verifies_nobody_outside_its_own_units(open_vault: OpenVault, committee: Vault, usb: Path) -> None:
    department = open_vault(DEPARTMENT, "department")
    other = open_vault(
        Founding("软件学院党委", UnitKind.COMMITTEE, "001003", "周正", BRANCH.notice, BRANCH.as_of), "other"
    )
    introduce(committee, department)
    introduce(other, department)
    enrol_below(committee, "张三")
    report(committee, department, usb)
    enrol_below(other, "李四")
    judge(other, Verdict.DOUBTFUL, 1, stage=Stage.VERIFICATION)
    [uuid] = look(committee, "SELECT lower(hex(uuid)) FROM member")

    def of_somebody_else(rows: Rows) -> None:
        rows[-1]["member"] = uuid

    applied = deliver(forged(seal(other, usb), other, department, records_with=of_somebody_else), department)
    assert (applied.verifications, applied.verifications_elsewhere) == (0, 1)
    assert look(department, "SELECT count(*) FROM review") == [0]


def test_a_unit_whose_level_does_not_verify_in_this_campaign_brings_no_verifications(three: Three, usb: Path) -> None:
    _, committee, department = three
    enrol_below(committee, "张三")
    report(committee, department, usb)
    judge(committee, Verdict.DOUBTFUL, 1, stage=Stage.VERIFICATION)
    sealed = seal(committee, usb)
    arranged = CHOICES["基层党组织自查，上级党（工）委或组织部核查"]
    department.write(set_levels, arranged).result()
    applied = deliver(sealed.path, department)
    assert (applied.verifications, applied.verifications_elsewhere) == (0, 1)
    assert look(department, "SELECT count(*) FROM review") == [0]
    department.write(undo).result()
    assert report(committee, department, usb).verifications == 1
