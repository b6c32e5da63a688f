"""How a vault has to be staffed: each reason for a refusal, and what no accepted staffing ever has."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.roles import BUSINESS, THREE_OFFICERS, Profile, Role, subkeys_of
from tui.rules.staffing import Staffing, refusal

E, R, S, ADMINISTRATOR, OFFICER, AUDITOR, KEEPER = Role
FULL, SMALL = Profile

LEAST = ({ADMINISTRATOR}, {OFFICER}, {AUDITOR}, {E, R, S})
CASES: list[tuple[Profile, tuple[set[Role], ...], Staffing | None]] = [
    (FULL, LEAST, None),
    (FULL, ({ADMINISTRATOR, OFFICER}, {AUDITOR}, {E}, {S}), None),
    (FULL, (*LEAST, {E}, {R}, {OFFICER}), None),
    (FULL, (), Staffing.TOO_FEW),
    (FULL, ({ADMINISTRATOR, OFFICER}, {AUDITOR}, {E, S}), Staffing.TOO_FEW),
    (FULL, (*LEAST, set()), Staffing.NO_ROLE),
    (FULL, (*LEAST, {KEEPER, E}), Staffing.KEEPER_IN_FULL),
    *((FULL, (*LEAST, {officer, business}), Staffing.THREE_OFFICERS_WITH_BUSINESS)
      for officer in THREE_OFFICERS for business in BUSINESS),
    (FULL, (*LEAST, {ADMINISTRATOR, AUDITOR}), Staffing.ADMINISTRATOR_AUDITS),
    (FULL, (*LEAST, {OFFICER, AUDITOR}), Staffing.OFFICER_AUDITS),
    (FULL, ({OFFICER}, {AUDITOR}, {S}, {E}), Staffing.NO_ADMINISTRATOR),
    (FULL, ({ADMINISTRATOR}, {AUDITOR}, {S}, {E}), Staffing.NO_OFFICER),
    (FULL, ({ADMINISTRATOR}, {OFFICER}, {S}, {E}), Staffing.NO_AUDITOR),
    (FULL, ({ADMINISTRATOR}, {OFFICER}, {AUDITOR}, {E, R}), Staffing.NO_SECRETARY),
    (FULL, ({ADMINISTRATOR}, {OFFICER}, {AUDITOR}, {AUDITOR}), Staffing.NO_SECRETARY),
    (SMALL, ({KEEPER, S},), None),
    (SMALL, ({KEEPER, E, R, S}, {KEEPER}), None),
    (SMALL, (), Staffing.NOBODY),
    (SMALL, ({KEEPER, S}, {KEEPER, E}, {KEEPER, R}), Staffing.TOO_MANY),
    *((SMALL, ({KEEPER, S}, {KEEPER, officer}), Staffing.THREE_OFFICERS_IN_SMALL) for officer in THREE_OFFICERS),
    (SMALL, ({KEEPER, S}, {E}), Staffing.NOT_A_KEEPER),
    (SMALL, ({KEEPER, E, R},), Staffing.NO_SECRETARY),
]  # fmt: skip


@pytest.mark.parametrize(("profile", "people", "reason"), CASES)
def test_a_staffing_is_accepted_or_refused_for_its_reason(
    profile: Profile, people: tuple[set[Role], ...], reason: Staffing | None
) -> None:
    assert refusal(profile, [frozenset(roles) for roles in people]) is reason


def test_every_reason_is_among_the_cases() -> None:
    assert {reason for _, _, reason in CASES} == {None, *Staffing}


role_sets = st.lists(st.frozensets(st.sampled_from(Role), max_size=3), max_size=6)


@given(role_sets)
def test_no_accepted_full_staffing_joins_what_must_be_apart(people: list[frozenset[Role]]) -> None:
    if refusal(FULL, people) is not None:
        return
    assert len(people) >= 4
    for roles in people:
        assert roles
        assert not (roles & THREE_OFFICERS and "data" in subkeys_of(roles, FULL))
        assert AUDITOR not in roles or roles == {AUDITOR}
    assert frozenset().union(*people) >= THREE_OFFICERS | {S}


@given(st.sampled_from(Profile), role_sets, st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_decide_whether_they_are_accepted(
    profile: Profile, people: list[frozenset[Role]], random: Random
) -> None:
    shuffled = list(people)
    random.shuffle(shuffled)
    assert (refusal(profile, people) is None) == (refusal(profile, shuffled) is None)


@given(st.sampled_from(Profile), role_sets)
def test_every_accepted_staffing_leaves_each_sub_key_a_holder(profile: Profile, people: list[frozenset[Role]]) -> None:
    if refusal(profile, people) is None:
        held = frozenset[str]().union(*(subkeys_of(roles, profile) for roles in people))
        assert held == {"audit", "data", "receive", "sign"}


@pytest.mark.parametrize("reason", Staffing)
def test_every_reason_is_a_chinese_clause(reason: Staffing) -> None:
    assert "\u4e00" <= reason.value[0] <= "\u9fff"
    assert reason.value[-1] not in "。，"
