"""V24: somebody removed by a disposal does not come back from an old roster unnoticed."""

import pytest
from plans import ADD, CHANGE, DOUBT, REFUSE, decisions, line, planned, staged, take_in

from tui.intake.decisions import LEAVE_OUT, NEW_PERSON, Decision
from tui.intake.kinds import KINDS
from tui.intake.letters_plan import plan_letters
from tui.intake.refusals import PlanRefusal
from tui.rules.units import UnitKind
from tui.store.commands.disposal_cases import record_history
from tui.store.commands.organizations import add_organization
from tui.store.commands.undo import undo
from tui.store.vault import Vault

ID = "11010519491231002X"
ROW = line({"name": "张三", "branch": "一支部", "idno": ID, "joined": "1985-07-01"})


@pytest.fixture
def vault(committee: Vault) -> Vault:
    """A committee whose member 张三 (row id 1) was removed by 退党除名 on 2015-05-01."""
    committee.write(add_organization, 1, UnitKind.BRANCH, "", "一支部").result()
    take_in(committee, planned(committee, ROW))
    done = committee.write(
        record_history, 1, "withdrawal", "2015-05-01", decided_by="甲党委", document="3号", known="只有批复"
    )
    assert done.result().changed == 1
    return committee


def _open(vault: Vault) -> set[tuple[int, str]]:
    query = "SELECT member, code FROM finding WHERE state = 'open' AND code GLOB 'V2[34]'"
    return set(vault.read(lambda db: db.execute_sql(query).fetchall()).result())


def test_an_old_roster_asks_about_who_was_removed_and_says_how_and_when(vault: Vault) -> None:
    plan = planned(vault, ROW, line({"name": "李四", "branch": "一支部"}))
    assert decisions(plan) == [DOUBT, ADD]
    assert plan.refusals == {0: PlanRefusal.REMOVED}
    ((candidate,),) = plan.candidates.values()
    assert (candidate.member, candidate.branch) == (1, "一支部，2015-05-01退党除名（出党）")


def test_the_number_of_fifteen_digits_is_his_too(vault: Vault) -> None:
    assert decisions(planned(vault, line({"name": "张三", "branch": "一支部", "idno": "110105491231002"}))) == [DOUBT]


@pytest.mark.parametrize(("answer", "why"), [(1, PlanRefusal.STAYS_REMOVED), (LEAVE_OUT, PlanRefusal.LEFT_OUT)])
def test_whoever_is_known_to_be_the_same_is_not_taken_in(vault: Vault, answer: int, why: PlanRefusal) -> None:
    plan = planned(vault, ROW, answers={0: answer})
    assert (decisions(plan), plan.refusals) == ([REFUSE], {0: why})
    assert take_in(vault, plan).changed == 0


def test_taken_in_all_the_same_he_is_a_finding_on_the_roster(vault: Vault) -> None:
    assert _open(vault) == set()
    take_in(vault, planned(vault, ROW, answers={0: NEW_PERSON}))
    assert _open(vault) == {(2, "V24")}
    changed = planned(vault, line({"name": "张三", "branch": "一支部", "idno": ID, "phone": "13800000000"}))
    assert decisions(changed) == [CHANGE]
    take_in(vault, changed)
    assert _open(vault) == {(2, "V24")}


def test_taken_in_by_his_number_of_fifteen_digits_he_is_found_as_well(vault: Vault) -> None:
    old = line({"name": "张三", "branch": "一支部", "idno": "110105491231002"})
    take_in(vault, planned(vault, old, answers={0: NEW_PERSON}))
    assert _open(vault) == {(2, "V24")}


def test_who_joined_anew_after_his_removal_is_none(vault: Vault) -> None:
    again = line({"name": "张三", "branch": "一支部", "idno": ID, "joined": "2020-07-01"})
    take_in(vault, planned(vault, again, answers={0: NEW_PERSON}))
    assert _open(vault) == set()


def test_when_the_removal_is_undone_the_row_means_him_again(vault: Vault) -> None:
    vault.write(undo).result()
    plan = planned(vault, line({"name": "张三", "branch": "一支部", "idno": ID, "phone": "13800000000"}))
    assert (decisions(plan), list(plan.targets)) == ([CHANGE], [1])


def test_a_letter_from_the_stubs_does_not_bring_him_back_either(vault: Vault) -> None:
    stub = line({"name": "张三", "branch": "一支部", "idno": ID, "letter_number": "7", "issued": "2010-05-01"})
    assert letter_decisions(vault, stub) == ([DOUBT], {0: PlanRefusal.REMOVED})
    assert letter_decisions(vault, stub, {0: 1}) == ([REFUSE], {0: PlanRefusal.STAYS_REMOVED})
    assert letter_decisions(vault, stub, {0: NEW_PERSON}) == ([ADD], {})


def letter_decisions(
    vault: Vault, row: bytes, answers: dict[int, int] | None = None
) -> tuple[list[Decision], dict[int, PlanRefusal]]:
    plan = vault.read(
        plan_letters, vault.session.unit, staged("letters_out", row), KINDS["letters_out"], answers=answers
    ).result()
    return [Decision(made) for made in plan.decisions], dict(plan.refusals)
