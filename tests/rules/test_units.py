"""Which Party units there are, and which may stand below which."""

import itertools

import pytest

from tui.rules.units import UnitKind, kind_of, may_stand_below

K = UnitKind
ALLOWED = {
    K.DEPARTMENT: {K.WORKING_COMMITTEE, K.COMMITTEE, K.GENERAL_BRANCH, K.DIRECT_BRANCH, K.BRANCH},
    K.WORKING_COMMITTEE: {K.COMMITTEE, K.GENERAL_BRANCH, K.DIRECT_BRANCH, K.BRANCH},
    K.COMMITTEE: {K.COMMITTEE, K.GENERAL_BRANCH, K.DIRECT_BRANCH, K.BRANCH},
    K.GENERAL_BRANCH: {K.BRANCH},
    K.DIRECT_BRANCH: set(),
    K.BRANCH: set(),
}


@pytest.mark.parametrize(("parent", "kind"), list(itertools.product(UnitKind, UnitKind)))
def test_which_unit_may_stand_below_which(parent: UnitKind, kind: UnitKind) -> None:
    assert may_stand_below(kind, parent) == (kind in ALLOWED[parent])


def test_nothing_above_a_unit_may_stand_below_it() -> None:
    for one, other in itertools.combinations(UnitKind, 2):
        assert not (may_stand_below(one, other) and may_stand_below(other, one))


def test_ranks_fall_on_the_way_down() -> None:
    assert [kind.rank for kind in UnitKind] == [6, 5, 4, 3, 2, 1]


def test_members_belong_to_branches_only() -> None:
    assert {kind for kind in UnitKind if kind.holds_members} == {K.DIRECT_BRANCH, K.BRANCH}


@pytest.mark.parametrize("kind", UnitKind)
def test_a_kind_is_found_by_its_chinese_name(kind: UnitKind) -> None:
    assert kind_of(f" {kind.label}\n") is kind


@pytest.mark.parametrize("label", ["", "支部", "党小组", "branch"])
def test_any_other_name_is_no_kind(label: str) -> None:
    assert kind_of(label) is None
