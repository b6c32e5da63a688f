"""What importing a row would change: named in the plan and carried out as named; else the row is the same."""

import json

import pytest
from plans import ADD, CHANGE, SAME, again, decisions, line, planned, take_in

from tui.intake.differences import Difference
from tui.rules.checks import Ground
from tui.rules.findings import FindingCode
from tui.rules.units import UnitKind
from tui.store.commands.organizations import add_organization
from tui.store.session import Session
from tui.store.vault import Vault

PERSON = {"name": "王伟", "birth": "1950-01-01"}
NATIVE, CONTACT = FindingCode.NATIVE_MISSING, FindingCode.CONTACT_MISSING
KNOWN = line(PERSON, [NATIVE], 职称="讲师", 单位="学院")


@pytest.fixture
def known(branch: Vault) -> Vault:
    """A branch that knows one member."""
    plan = planned(branch, KNOWN)
    assert decisions(plan) == [ADD]
    take_in(branch, plan)
    return branch


def stored(vault: Vault, sql: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = vault.read(lambda db: db.execute_sql(sql).fetchall()).result()
    return found


@pytest.mark.parametrize(
    ("row", "difference"),
    [
        (line(PERSON | {"phone": "13800138000"}, [NATIVE]), Difference("phone", "", "13800138000")),
        (line(PERSON, [NATIVE], 职称="教授"), Difference("extra", "讲师", "教授", "职称")),
        (line(PERSON, [NATIVE], 荣誉="先进", 单位=""), Difference("extra", "", "先进", "荣誉")),
        (line(PERSON, [NATIVE, CONTACT]), Difference("findings", "", "B06")),
        (line(PERSON, [CONTACT]), Difference("findings", "B05", "B06")),
        (line(PERSON), Difference("findings", "B05", "")),
    ],
)
def test_a_difference_is_named_carried_out_counted_and_then_gone(
    known: Vault, row: bytes, difference: Difference
) -> None:
    plan = planned(known, row)
    assert decisions(plan) == [CHANGE]
    assert plan.differences == {0: [difference]}
    change = take_in(known, plan)
    assert (change.changed, change.unchanged, change.members) == (1, 0, (1,))
    assert decisions(again(known, plan)) == [SAME]


@pytest.mark.parametrize(
    "row", [KNOWN, line(PERSON, [NATIVE]), line(PERSON | {"sex": ""}, [NATIVE, NATIVE], 单位="学院", 职称="")]
)
def test_a_row_that_says_nothing_new_is_the_same(known: Vault, row: bytes) -> None:
    plan = planned(known, row)
    assert (decisions(plan), plan.differences, plan.arriving) == ([SAME], {}, 0)


def test_a_member_who_is_no_subject_becomes_one_on_the_ground_chosen(known: Vault) -> None:
    known.write(lambda session: session.db.execute_sql("DELETE FROM subject")).result()
    plan = planned(known, KNOWN, ground=Ground.OUT_WITHOUT_RECEIPT)
    assert plan.differences == {0: [Difference("subject", "", "王伟")]}
    assert take_in(known, plan).sentence() == "导入名册：1人已导入。"
    assert stored(known, "SELECT ground FROM subject") == [("out_without_receipt",)]
    assert decisions(again(known, plan)) == [SAME]


def test_what_another_campaign_or_check_found_makes_no_difference(known: Vault) -> None:
    def elsewhere(session: Session) -> None:
        session.db.execute_sql(
            "INSERT INTO campaign(uuid, notice, name, policy, as_of) SELECT randomblob(16), notice, name, policy, as_of"
            " FROM campaign"
        )
        for campaign, check in ((2, 1), (1, 3)):
            session.db.execute_sql(
                "INSERT INTO finding(uuid, member, campaign, stage, check_no, code, state)"
                " VALUES (randomblob(16), 1, ?, 1, ?, 'V07', 'open')",
                (campaign, check),
            )

    known.write(elsewhere).result()
    assert decisions(planned(known, KNOWN)) == [SAME]


def test_several_differences_stand_together_and_the_entry_counts_the_member_once(known: Vault) -> None:
    plan = planned(known, line(PERSON | {"phone": "1"}, [CONTACT], 职称="教授"), line({"name": "李娜"}))
    assert [difference.what for difference in plan.differences[0]] == ["phone", "extra", "findings"]
    assert take_in(known, plan).changed == 2
    ((body,),) = stored(known, "SELECT body FROM entry ORDER BY seq DESC LIMIT 1")
    assert json.loads(str(body))["detail"] == {"ground": "in_branch", "added": 1, "changed": 1, "branches": 0}


def test_a_move_is_named_with_both_branches_however_the_row_names_the_new_one(committee: Vault) -> None:
    committee.write(add_organization, 1, UnitKind.BRANCH, "001", "学生第一党支部").result()
    committee.write(add_organization, 1, UnitKind.BRANCH, "002", "学生第二党支部").result()
    take_in(committee, planned(committee, line(PERSON | {"branch": "学生第一党支部"})))
    moved = planned(committee, line(PERSON | {"branch_code": "002"}))
    assert moved.differences == {0: [Difference("branch", "学生第一党支部", "学生第二党支部")]}
    new = planned(committee, line(PERSON | {"branch": "学生第三党支部"}))
    assert new.differences == {0: [Difference("branch", "学生第一党支部", "学生第三党支部")]}
