"""The person that a roster row means: by ID number, number, birth, or the name within one branch."""

import pytest
from plans import ADD, CHANGE, DOUBT, REFUSE, SAME, decisions, line, planned, take_in

from tui.intake.matching import known
from tui.intake.refusals import PlanRefusal
from tui.rules.units import UnitKind
from tui.store.commands.organizations import add_organization
from tui.store.session import Session
from tui.store.vault import Vault

FIRST, SECOND = "学生第一党支部", "学生第二党支部"
ID, OTHER_ID = "11010519491231002X", "110105194912310038"


@pytest.fixture
def vault(committee: Vault) -> Vault:
    """A committee with two branches (row ids 2 and 3)."""
    for name in (FIRST, SECOND):
        committee.write(add_organization, 1, UnitKind.BRANCH, "", name).result()
    return committee


def person(branch: str = FIRST, name: str = "王伟", **fields: str) -> bytes:
    return line({"name": name, "branch": branch, **fields})


def store(vault: Vault, *lines: bytes) -> None:
    """Import rows, each from a file of its own."""
    for each in lines:
        assert take_in(vault, planned(vault, each)).changed == 1


@pytest.mark.parametrize(
    ("stored", "fields"),
    [
        ({"idno": ID, "birth": "1949-12-31"}, {"idno": ID, "name": "王炜"}),
        ({"number": "7"}, {"number": "7", "name": "王炜"}),
        ({"birth": "1949-12-31"}, {"birth": "1949-12-31", "idno": ID}),
        ({"birth": "1949-12-31", "idno": ID}, {"birth": "1949-12-31", "phone": "1"}),
        ({}, {"phone": "1"}),
        ({}, {"idno": ID}),
        ({}, {"number": "7"}),
        ({}, {"birth": "1949-12-31"}),
        ({"idno": ID}, {"phone": "1"}),
        ({"birth": "1949-12-31"}, {"phone": "1"}),
    ],
)
def test_a_row_is_matched_with_the_member_it_means(
    vault: Vault, stored: dict[str, str], fields: dict[str, str]
) -> None:
    store(vault, person(**stored))
    plan = planned(vault, person(**fields))
    assert (decisions(plan), list(plan.targets)) == ([CHANGE], [1])


@pytest.mark.parametrize(
    ("stored", "row"),
    [
        ({"idno": ID}, person(idno=OTHER_ID)),
        ({"birth": "1949-12-31"}, person(birth="1950-01-01")),
        ({"number": "7"}, person(birth="1950-01-01")),
        ({}, person(SECOND)),
        ({}, person(SECOND, idno=ID)),
        ({"idno": ID}, person(SECOND)),
        ({}, person(name="王炜")),
        ({}, person("学生第三党支部")),
    ],
)
def test_a_namesake_who_is_told_apart_is_somebody_else(vault: Vault, stored: dict[str, str], row: bytes) -> None:
    store(vault, person(**stored))
    assert decisions(planned(vault, row)) == [ADD]


@pytest.mark.parametrize("telling", [[{"idno": ID}, {"idno": OTHER_ID}], [{"idno": ID}, {"birth": "1950"}]])
def test_a_bare_name_that_fits_several_of_the_branch_is_left_to_a_person(
    vault: Vault, telling: list[dict[str, str]]
) -> None:
    store(vault, *(person(**fields) for fields in telling), person(SECOND, name="李娜"))
    plan = planned(vault, person(), person(SECOND, name="李娜"))
    assert plan.refusals == {0: PlanRefusal.FITS_SEVERAL}
    assert [candidate.member for candidate in plan.candidates[0]] == [1, 2]
    assert decisions(plan) == [DOUBT, SAME]


def test_somebody_who_left_is_not_meant(vault: Vault) -> None:
    store(vault, person())
    vault.write(lambda session: session.db.execute_sql("UPDATE member SET gone = '2026-11-01'")).result()
    assert decisions(planned(vault, person())) == [ADD]


@pytest.mark.parametrize("branch", [FIRST, "学生第三党支部"])
def test_two_bare_namesakes_of_one_branch_cannot_be_told_apart(vault: Vault, branch: str) -> None:
    plan = planned(vault, person(branch), person(SECOND), person(branch, idno=ID), person(branch), person(branch))
    assert decisions(plan) == [ADD, ADD, ADD, REFUSE, REFUSE]
    assert plan.refusals == {3: PlanRefusal.INDISTINCT, 4: PlanRefusal.INDISTINCT}
    assert "都没有填写身份号码和出生日期" in plan.refusals[3].sentence


@pytest.mark.parametrize("sure_first", [True, False])
@pytest.mark.parametrize("telling", [{"idno": ID}, {"number": "7"}, {"birth": "1950"}])
def test_a_row_that_is_sure_of_its_member_keeps_him_wherever_it_stands(
    vault: Vault, telling: dict[str, str], sure_first: bool
) -> None:
    store(vault, person(**telling))
    rows = [person(**telling), person(phone="1")]
    plan = planned(vault, *(rows if sure_first else reversed(rows)))
    assert decisions(plan) == ([SAME, REFUSE] if sure_first else [REFUSE, SAME])
    assert list(plan.refusals.values()) == [PlanRefusal.DOUBLE_IN_FILE]


def test_a_namesake_far_down_in_the_file_keeps_his_member_too(vault: Vault) -> None:
    """The rows are matched by the thousand; which row has a member must not depend on where a thousand ends."""
    store(vault, person(idno=ID))
    others = [person(name=f"李{number:05}", idno=f"{number:018}") for number in range(5000)]
    plan = planned(vault, person(phone="1"), *others, person(idno=ID))
    assert plan.refusals == {0: PlanRefusal.DOUBLE_IN_FILE}
    assert (plan.targets[5001], plan.count(ADD), plan.count(SAME)) == (1, 5000, 1)


def test_a_portion_of_rows_is_matched_in_four_queries(vault: Vault) -> None:
    store(vault, person(), person(idno=ID))
    asked: list[str] = []

    def match(session: Session) -> int:
        session.db.connection().set_trace_callback(asked.append)
        found = known(session.db, [({"name": f"李{number}", "birth": "1950"}, 2) for number in range(500)])
        session.db.connection().set_trace_callback(None)
        return len(found)

    assert vault.write(match).result() == 500
    assert len([statement for statement in asked if "FROM json_each" in statement]) == 4
