"""The branch that a roster row names: by its code, its name in any official spelling, or the end of its name."""

import pytest
from plans import line, planned

from tui.intake.decisions import Decision
from tui.intake.refusals import PlanRefusal
from tui.intake.roster_plan import RosterPlan
from tui.rules.units import UnitKind
from tui.store.commands.organizations import add_organization
from tui.store.vault import Vault

FIRST, SECOND, OTHERS_FIRST = 2, 3, 4
BRANCHES = {
    FIRST: "计算机学院教工第一党支部",
    SECOND: "计算机学院教工第二党支部",
    OTHERS_FIRST: "数学学院教工第一党支部",
}


@pytest.fixture
def vault(committee: Vault) -> Vault:
    for number, name in BRANCHES.items():
        committee.write(add_organization, 1, UnitKind.BRANCH, f"00100200{number}", name).result()
    return committee


def plan(vault: Vault, *named: dict[str, str]) -> RosterPlan:
    """The plan for a roster whose rows name these branches."""
    return planned(vault, *(line({"name": "王伟", "idno": f"{row:018}"} | fields) for row, fields in enumerate(named)))


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"branch": "计算机学院教工第一党支部"}, FIRST),
        ({"branch": "中共计算机学院教工 第一支部委员会"}, FIRST),
        ({"branch": "教工第二党支部"}, SECOND),
        ({"branch": "某大学数学学院教工第一党支部"}, OTHERS_FIRST),
        ({"branch": "教工第二党支部", "branch_code": f"00100200{FIRST}"}, FIRST),
    ],
)
def test_a_branch_is_found(vault: Vault, fields: dict[str, str], found: int) -> None:
    made = plan(vault, fields)
    assert list(made.decisions) == [Decision.ADD]
    assert list(made.organizations) == [found]
    assert made.new_branches == ()


def test_a_name_that_is_the_end_of_several_is_left_to_a_person(vault: Vault) -> None:
    made = plan(vault, {"branch": "教工第一党支部"})
    assert made.refusals == {0: PlanRefusal.BRANCH_UNCLEAR}


def test_a_bare_ending_is_no_short_form(vault: Vault) -> None:
    made = plan(vault, {"branch": "一党支部"})
    assert [branch.name for branch in made.new_branches] == ["一党支部"]


def test_a_new_branch_is_set_up_once_however_it_is_spelled(vault: Vault) -> None:
    made = plan(
        vault,
        {"branch": "物理学院党支部"},
        {"branch": "离退休党支部"},
        {"branch": "中共物理学院支部委员会"},
        {"branch": "物理学院党支部"},
    )
    assert [branch.name for branch in made.new_branches] == ["物理学院党支部", "离退休党支部"]
    assert list(made.organizations) == [-1, -2, -1, -1]
