"""What the verification sheet asks, whom a record puts beside a line, how requests stand, what levels let happen."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.checks import Ground, Verdict, one_person
from tui.rules.levels import BRANCHES, CHOICES, Levels, called, read, written
from tui.rules.situations import Situation, SituationKind
from tui.rules.units import UnitKind
from tui.rules.verification import (
    CLOSED,
    CORRECTABLE,
    DRAFTS,
    Known,
    Part,
    Question,
    RequestState,
    concerns,
    share,
    standing,
)

AS_OF = "2026-11-20"
WHOLE = {
    "category": "full", "sex": "male", "birth": "1985-07-01", "nation": "汉族", "native": "江苏武进",
    "idno": "110105198507010013", "joined": "2006-06", "phone": "13800138000", "address": "武进区", "work": "教师",
    "dues_to": "2026-10", "active_on": "2026-11", "joining_form": "complete",
}  # fmt: skip


def named(
    ground: Ground = Ground.IN_BRANCH, *codes: str, moved_in: bool = False, letter_open: bool = False, **fields: str
) -> set[Question]:
    """The lines beside which a member stands whose record is whole but for ``fields`` (empty: not recorded)."""
    record = {name: value for name, value in (WHOLE | fields).items() if value}
    return set(concerns(Known(1, ground, record, frozenset(codes), moved_in, letter_open, False), AS_OF))


def test_the_sheet_has_every_part_of_the_notice_and_four_proposals() -> None:
    assert [part for part in Part if any(question.part is part for question in Question)] == list(Part)
    assert [question for question in Question if question.is_proposal] == list(DRAFTS)
    assert sum(question.counts for question in Question) == 3
    assert CLOSED not in {question.value for question in Question}


def test_a_whole_record_stands_nowhere() -> None:
    assert named() == set()


@pytest.mark.parametrize("item", ["sex", "birth", "nation", "native", "idno", "category", "joined"])
def test_a_missing_item_of_the_basic_facts_stands_under_the_first_look(item: str) -> None:
    assert named(**{item: ""}) == {Question.FACTS}


def test_a_landline_is_a_contact_and_no_address_is_none() -> None:
    assert named(phone="", landline="0519-86300000") == set()
    assert named(phone="") == named(address="") == {Question.CONTACTS}


@pytest.mark.parametrize(
    ("dues_to", "active_on", "silent"),
    [("2026-05", "", False), ("2026-04", "", True), ("2026-04", "2026-06", False), ("", "2026-04", True),
     ("", "2026-05-20", False), ("", "2026-05-19", True), ("", "", False), ("不详", "", False)],
)  # fmt: skip
def test_who_was_silent_for_six_months_may_be_unattached_and_without_any_record_nothing_is_said(
    dues_to: str, active_on: str, silent: bool
) -> None:
    found = named(dues_to=dues_to, active_on=active_on)
    assert (Question.RELATION in found) is (Question.UNATTACHED_COUNT in found) is silent


def test_who_is_lost_floating_suspended_or_gone_out_is_not_unattached_as_well() -> None:
    for fields in ({"lost": "yes"}, {"floating": "yes"}, {"membership": "suspended"}):
        assert Question.UNATTACHED_COUNT not in named(dues_to="2025-01", active_on="", **fields)
    assert Question.UNATTACHED_COUNT not in named(Ground.OUT_WITHOUT_RECEIPT, dues_to="2025-01", active_on="")


def test_floating_lost_moved_and_abroad_stand_under_their_lines() -> None:
    floating = {Question.FLOATING_COUNT, Question.PROPOSE_FLOATING}
    assert named(floating="yes", floating_to="上海") == floating
    assert named(floating="yes") == floating | {Question.FLOATING_WHERE, Question.MANAGED}
    assert named(Ground.IN_BRANCH, "V19", floating="yes", floating_to="上海") == floating | {
        Question.FLOATING_STATE, Question.MANAGED,
    }  # fmt: skip
    lost = {Question.LOST_COUNT, Question.PROPOSE_SEARCH, Question.PROPOSE_LOST}
    assert named(lost="yes", lost_on="2020-01", note="企业改制后外出") == lost
    assert named(lost="yes", note="无") == lost | {Question.LOST_CASE, Question.LOST_REASON}
    assert named(moved_in=True) == set()
    assert named(moved_in=True, joining_form="") == {Question.MOVED_IN}
    assert named(Ground.OUT_WITHOUT_RECEIPT) == named(letter_open=True) == {Question.MOVED_OUT}
    assert named(address="留学英国") == {Question.ABROAD}


def recorded(*situations: Situation, **fields: str) -> set[Question]:
    """The lines beside which a member stands of whom the ledger has these situations."""
    record = {name: value for name, value in (WHOLE | fields).items() if value}
    return set(concerns(Known(1, Ground.IN_BRANCH, record, frozenset(), False, False, False, situations), AS_OF))


def test_the_three_counts_go_by_the_recorded_situations() -> None:
    """二4: 核准流动、“空挂”党员数量、去向、现状; 核准“失联”党员数量、“失联”情况及原因."""
    kind = SituationKind
    floating = {Question.FLOATING_COUNT, Question.PROPOSE_FLOATING}
    away = Situation(kind.FLOATING_OUT, since="2025-01", destination="上海", state="in_touch")
    assert recorded(away) == floating
    assert recorded(Situation(kind.FLOATING_OUT), floating_to="上海") == floating | {
        Question.FLOATING_WHERE, Question.MANAGED, Question.FLOATING_STATE,
    }  # fmt: skip
    lost = {Question.LOST_COUNT, Question.PROPOSE_SEARCH, Question.PROPOSE_LOST}
    assert recorded(Situation(kind.LOST, since="2020", state="unknown", reason="moved"), floating="yes") == lost
    assert recorded(Situation(kind.LOST, since="2020", reason="other"), note="退休", lost_on="2020") == lost | {
        Question.LOST_CASE, Question.LOST_REASON,
    }  # fmt: skip
    assert recorded(Situation(kind.LOST, until="2026-03"), lost="yes", lost_on="2020") == set()
    unattached = {Question.UNATTACHED_COUNT, Question.PROPOSE_UNATTACHED}
    assert recorded(Situation(kind.UNATTACHED, destination="南京", state="open")) == unattached
    assert recorded(away, Situation(kind.UNATTACHED)) == floating | unattached | {
        Question.UNATTACHED_WHERE, Question.UNATTACHED_STATE,
    }  # fmt: skip


def test_who_is_recorded_is_not_suspected_of_anything_else() -> None:
    kind, silent = SituationKind, {"dues_to": "2025-01", "active_on": ""}
    assert Question.UNATTACHED_COUNT in recorded(**silent)
    for each in (kind.POCKET, kind.ABROAD_WORK, kind.HIDDEN):
        assert recorded(Situation(each, state="done"), **silent) == {Question.RELATION}
    assert recorded(Situation(kind.UNATTACHED, until="2026-01"), **silent) == {Question.RELATION}
    assert recorded(Situation(kind.ABROAD_STUDY, state="done", kept="2025-02至今"), **silent) == set()
    assert recorded(Situation(kind.ABROAD_STUDY, state="open"), address="留学英国") == {Question.ABROAD}
    assert recorded(Situation(kind.ABROAD_STUDY, state="done"), address="留学英国") == set()


@given(part=st.integers(0, 3_000_000), whole=st.integers(1, 3_000_000))
def test_a_coverage_is_full_only_when_nobody_is_missing(part: int, whole: int) -> None:
    assert (share(min(part, whole), whole) == "100%") is (part >= whole)
    assert share(part, 0) == "—"


@pytest.mark.parametrize(("state", "now"), list(product(RequestState, ("a", "b", "c"))))
def test_a_request_reads_done_or_overtaken_when_the_value_changed_and_a_settled_one_stays(
    state: RequestState, now: str
) -> None:
    expected = {"a": RequestState.OPEN, "b": RequestState.DONE, "c": RequestState.OVERTAKEN}[now]
    assert standing(state, "a", "b", now) is (expected if state is RequestState.OPEN else state)


def test_everything_that_can_be_corrected_has_a_name() -> None:
    assert all(CORRECTABLE.values())
    assert "branch" not in CORRECTABLE
    assert list(CORRECTABLE)[-1] == ""


@pytest.mark.parametrize(("verdict", "by", "other"), list(product(Verdict, (None, 1, 2), (None, 1, 2))))
def test_the_same_person_is_refused_but_for_taking_his_own_verdict_back(
    verdict: Verdict, by: int | None, other: int | None
) -> None:
    own_back = verdict is Verdict.UNCHECKED and by == 1
    assert one_person(verdict, by, other, 1) is (other == 1 and not own_back)


# --- levels


@given(st.sets(st.sampled_from(UnitKind)))
def test_levels_are_read_as_they_were_written(kinds: set[UnitKind]) -> None:
    assert read(written(kinds)) == kinds


def test_without_a_rule_of_its_own_every_unit_may_check_and_all_above_branches_verify() -> None:
    for kind in UnitKind:
        assert BRANCHES.checks_itself(kind)
        assert BRANCHES.verifies(kind) is not kind.holds_members


def test_in_the_third_arrangement_committees_check_themselves_and_do_not_verify() -> None:
    schools = list(CHOICES.values())[2]
    assert schools.checks_itself(UnitKind.COMMITTEE)
    assert schools.checks_itself(UnitKind.DIRECT_BRANCH)
    assert not schools.checks_itself(UnitKind.BRANCH)
    assert not schools.verifies(UnitKind.COMMITTEE)
    assert schools.verifies(UnitKind.WORKING_COMMITTEE)


def test_an_arrangement_of_its_own_kind_is_spelled_out() -> None:
    assert [called(each) for each in CHOICES.values()] == list(CHOICES)
    odd = Levels(frozenset({UnitKind.BRANCH}), frozenset({UnitKind.DEPARTMENT}))
    assert called(odd) == "党支部自查，组织部核查"
