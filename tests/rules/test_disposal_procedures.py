"""The engine of disposal: no procedure can be shortened, disordered, done by the wrong level or by one person alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.dates import add_months
from tui.rules.disposal.case import Case, Done, Obstacle, may_open, obstacles
from tui.rules.disposal.procedures import CONFIRMED, PROCEDURES, Act, At, Fact, Procedure
from tui.rules.disposal.votes import Vote, VoteFault
from tui.rules.units import UnitKind

DAY = date(2023, 7, 1)
TODAY = date(2026, 11, 20)
PASSED = Vote(30, 25, 20, 3, 2)
WHO = {"handling": "承办人", "deciding": "审批人", "": "录入员"}
LEVEL = {
    At.BRANCH: UnitKind.BRANCH, At.ABOVE: UnitKind.COMMITTEE, At.COMMITTEE: UnitKind.COMMITTEE,
    At.DEPARTMENT: UnitKind.DEPARTMENT,
}  # fmt: skip


def rightly(case: Case, on: date, answer: str = "") -> Done:
    """The next step as it should be done."""
    step = case.next_step
    assert step is not None
    decided = next((each.on for each in reversed(case.standing) if each.step == "approval"), on)
    term = max(on, add_months(decided, case.procedure.shortest_months or 6))
    return Done(
        step.key, on, WHO[step.duty], LEVEL[step.at],
        heard="本人无异议" if step.statement else "",
        confirmed=frozenset(CONFIRMED) if step.act is Act.REVIEW else frozenset(),
        vote=PASSED if step.act is Act.VOTE else None,
        until=term if step.act is Act.TERM else None,
        answer=(answer or step.answers[0]) if step.act is Act.ANSWER else "",
        papers=frozenset(step.papers),
    )  # fmt: skip


def walked(procedure: Procedure, steps: int | None = None, answer: str = "") -> Case:
    """A case with so many of its steps done rightly (all, by default)."""
    case = Case(procedure, procedure.sets[-1], DAY)
    day = DAY
    for _ in procedure.steps[:steps]:
        day = max(day + timedelta(days=30), case.term or day)
        case = replace(case, done=(*case.done, rightly(case, day, answer)))
    return case


@pytest.mark.parametrize("key", PROCEDURES)
def test_each_kind_can_be_walked_from_clue_to_archive(key: str) -> None:
    procedure = PROCEDURES[key]
    case = Case(procedure, procedure.sets[0], DAY)
    day = DAY
    while case.next_step is not None:
        assert not case.finished
        assert case.outcome == ""
        day = max(day + timedelta(days=60), case.term or day)
        doing = rightly(case, day)
        assert obstacles(case, doing, TODAY) == ()
        case = replace(case, done=(*case.done, doing))
    assert case.outcome == procedure.ends
    assert obstacles(case, Done("archive", TODAY, "录入员", UnitKind.BRANCH), TODAY) == (Obstacle.FINISHED,)


STEPS = [(key, place) for key, procedure in PROCEDURES.items() for place in range(len(procedure.steps))]


@pytest.mark.parametrize(("key", "place"), STEPS)
def test_no_step_can_be_left_out_or_done_before_its_turn(key: str, place: int) -> None:
    procedure = PROCEDURES[key]
    case = walked(procedure, place)
    for later in procedure.steps[place + 1 :]:
        assert obstacles(case, Done(later.key, TODAY, "甲", LEVEL[later.at]), TODAY) == (Obstacle.NOT_NEXT,)


@pytest.mark.parametrize(
    ("key", "place"),
    [(key, place) for key, place in STEPS if PROCEDURES[key].steps[place].at in (At.COMMITTEE, At.DEPARTMENT)],
)
def test_whoever_reviews_or_decides_sits_at_the_level_that_the_table_names(key: str, place: int) -> None:
    case = walked(PROCEDURES[key], place)
    step = PROCEDURES[key].steps[place]
    for kind in UnitKind:
        doing = replace(rightly(case, TODAY), kind=kind)
        assert (Obstacle.WRONG_LEVEL in obstacles(case, doing, TODAY)) is not step.at.fits(kind)
    assert not step.at.fits(UnitKind.BRANCH)
    assert At.DEPARTMENT.fits(UnitKind.DEPARTMENT)
    assert not At.DEPARTMENT.fits(UnitKind.COMMITTEE)


@pytest.mark.parametrize("key", [key for key, each in PROCEDURES.items() if any(step.duty for step in each.steps)])
def test_who_handled_a_case_does_not_decide_it(key: str) -> None:
    procedure = PROCEDURES[key]
    for place, step in enumerate(procedure.steps):
        if step.duty == "deciding" and any(before.duty == "handling" for before in procedure.steps[:place]):
            case = walked(procedure, place)
            doing = replace(rightly(case, TODAY), by=WHO["handling"])
            assert obstacles(case, doing, TODAY) == (Obstacle.BOTH_DUTIES,)


@pytest.mark.parametrize(
    "key", [key for key, kind in PROCEDURES.items() if any(s.duty == "deciding" for s in kind.steps)]
)
def test_who_opened_a_case_and_stated_its_facts_does_not_decide_it(key: str) -> None:
    procedure = PROCEDURES[key]
    place = next(n for n, step in enumerate(procedure.steps) if step.duty == "deciding")
    case = replace(walked(procedure, place), opened_by="立案人")
    doing = rightly(case, TODAY)
    assert obstacles(case, doing, TODAY) == ()
    assert obstacles(case, replace(doing, by="立案人"), TODAY) == (Obstacle.BOTH_DUTIES,)


@pytest.mark.parametrize("key", PROCEDURES)
def test_nobody_walks_a_case_from_its_first_step_to_its_last_alone(key: str) -> None:
    """Not even one that is only reported: whoever heard the application does not file it at the level above."""
    case = Case(PROCEDURES[key], PROCEDURES[key].sets[-1], DAY)
    for days in range(len(case.procedure.steps)):
        day = max(DAY + timedelta(days=days), case.term or DAY)
        doing = replace(rightly(case, day), by="一个人")
        if obstacles(case, doing, TODAY) == (Obstacle.BOTH_DUTIES,):
            return
        case = replace(case, done=(*case.done, doing))
    pytest.fail("one person did it all")


def at(key: str, act: Act) -> tuple[Case, Done]:
    """A case before its first step of this act, and that step done rightly."""
    procedure = PROCEDURES[key]
    case = walked(procedure, next(place for place, step in enumerate(procedure.steps) if step.act is act))
    return case, rightly(case, max([DAY, *(each.on for each in case.done)]) + timedelta(days=1))


def test_a_preview_confirms_each_point_by_itself() -> None:
    case, doing = at("persuasion", Act.REVIEW)
    assert obstacles(case, doing, TODAY) == ()
    for point in CONFIRMED:
        assert obstacles(case, replace(doing, confirmed=doing.confirmed - {point}), TODAY) == (Obstacle.NOT_CONFIRMED,)


def test_a_vote_needs_its_quorum_and_its_majority() -> None:
    case, doing = at("persuasion", Act.VOTE)
    assert obstacles(case, replace(doing, vote=None), TODAY) == (Obstacle.VOTE_MISSING,)
    for vote in (
        Vote(30, 14, 14, 0, 0),
        Vote(30, 25, 20, 3, 1),
        Vote(30, 25, 20, 3, 2, 29),
        Vote(30, 25, 20, 3, 2, 30, 24),
    ):
        assert obstacles(case, replace(doing, vote=vote), TODAY) == (Obstacle.VOTE_MISSING,)
        assert obstacles(case, replace(doing, vote=vote, rejected=True), TODAY) == (Obstacle.VOTE_MISSING,)
    assert obstacles(case, replace(doing, vote=Vote(30, 25, 15, 10, 0)), TODAY) == (Obstacle.NOT_PASSED,)
    assert obstacles(case, replace(doing, vote=Vote(30, 25, 15, 10, 0), rejected=True), TODAY) == ()
    assert obstacles(case, replace(doing, rejected=True), TODAY) == (Obstacle.VOTE_MISSING,)
    assert obstacles(case, replace(doing, vote=Vote(30, 15, 15, 0, 0)), TODAY) == (Obstacle.NOT_PASSED,)
    assert obstacles(case, replace(doing, vote=Vote(30, 16, 16, 0, 0)), TODAY) == ()


@given(st.tuples(*[st.integers(-2, 40)] * 5))
def test_a_vote_passes_only_with_more_than_half_of_all_who_are_entitled(
    figures: tuple[int, int, int, int, int],
) -> None:
    vote = Vote(*figures)
    if vote.fault is None:
        assert vote.for_it > vote.entitled / 2
        assert vote.present >= vote.entitled / 2
        assert vote.for_it + vote.against + vote.abstained == vote.present <= vote.entitled
    elif vote.fault is VoteFault.NOT_PASSED:
        assert vote.for_it <= vote.entitled / 2


def test_a_correction_lasts_a_year_from_its_approval_and_is_not_concluded_before_its_end() -> None:
    case, doing = at("correction", Act.TERM)  # 《中国共产党党员教育管理工作条例》第三十条
    decided = next(each.on for each in case.done if each.step == "approval")
    year = add_months(decided, 12)
    assert doing.on > decided
    assert obstacles(case, replace(doing, until=year), TODAY) == ()
    assert obstacles(case, replace(doing, until=year + timedelta(days=1)), TODAY) == (Obstacle.TERM_TOO_LONG,)
    assert obstacles(case, replace(doing, until=doing.on - timedelta(days=1)), TODAY) == (Obstacle.TERM_TOO_SHORT,)
    assert obstacles(case, replace(doing, until=None), TODAY) == (Obstacle.ANSWER_MISSING,)
    case = replace(case, done=(*case.done, doing))
    case = replace(case, done=(*case.done, rightly(case, doing.on)))  # the notice, which names the term
    assert case.term == case.due_on == doing.until
    assert case.term is not None
    for answer in ("corrected", "unchanged"):
        conclusion = Done(
            "conclusion", case.term, "录入员", UnitKind.BRANCH, answer=answer, papers=frozenset({"改正情况结论"})
        )
        assert obstacles(case, conclusion, TODAY) == ()
        early = replace(conclusion, on=case.term - timedelta(days=1))
        assert obstacles(case, early, TODAY) == (Obstacle.TERM_RUNNING,)
        assert obstacles(case, replace(conclusion, answer="maybe"), TODAY) == (Obstacle.ANSWER_MISSING,)


def test_only_the_step_that_sets_the_term_sets_it_and_only_the_answer_ends_a_case() -> None:
    case, doing = at("correction", Act.TERM)
    early = replace(case.done[0], until=DAY, answer="unchanged")
    case = replace(case, done=(early, *case.done[1:], doing))
    case = replace(case, done=(*case.done, rightly(case, doing.on)))
    assert case.term == doing.until
    conclusion = Done(
        "conclusion", doing.on, "录入员", UnitKind.BRANCH, answer="corrected", papers=frozenset({"改正情况结论"})
    )
    assert obstacles(case, conclusion, TODAY) == (Obstacle.TERM_RUNNING,)
    left = walked(PROCEDURES["withdrawal"])
    assert replace(left, done=(replace(left.done[0], answer="refuses"), *left.done[1:])).outcome == "removed"


def test_probation_is_extended_by_half_a_year_to_a_year() -> None:
    case, doing = at("probation_extended", Act.TERM)  # 党章第七条; 《中国共产党发展党员工作细则》
    decided = next(each.on for each in case.done if each.step == "approval")
    for months, wrong in ((5, (Obstacle.TERM_TOO_SHORT,)), (6, ()), (12, ()), (13, (Obstacle.TERM_TOO_LONG,))):
        assert obstacles(case, replace(doing, until=add_months(decided, months)), TODAY) == wrong


def test_a_refusal_to_leave_ends_nothing_and_an_accepted_one_removes() -> None:
    assert walked(PROCEDURES["persuasion"], answer="refuses").outcome == "goes_on"
    assert walked(PROCEDURES["persuasion"], answer="accepts").outcome == "removed"


def test_a_clue_that_was_referred_makes_the_case_wait() -> None:
    case, doing = at("correction", Act.REVIEW)
    assert obstacles(replace(case, referral_open=True), doing, TODAY) == (Obstacle.REFERRAL_OPEN,)


def test_the_member_is_heard_or_it_is_said_why_not() -> None:
    procedure = PROCEDURES["correction"]
    case = walked(procedure, procedure.place("investigation"))
    doing = rightly(case, TODAY)
    assert obstacles(case, replace(doing, heard=" "), TODAY) == (Obstacle.NOT_HEARD,)


def test_a_clock_that_was_set_back_is_refused() -> None:
    case, doing = at("persuasion", Act.VOTE)
    last = case.done[-1].on
    assert obstacles(case, replace(doing, on=last - timedelta(days=1)), TODAY) == (Obstacle.BEFORE_LAST,)
    assert obstacles(case, replace(doing, on=last), last - timedelta(days=1)) == (Obstacle.IN_FUTURE,)


def test_a_rejected_case_goes_back_to_its_proposal_and_keeps_the_investigation() -> None:
    case, doing = at("persuasion", Act.DECIDE)
    back = replace(case, done=(*case.done, replace(doing, rejected=True, why="证据不足")))
    assert back.next_step is not None
    assert back.next_step.key == "proposal"
    assert [each.step for each in back.standing] == ["determination", "investigation"]
    assert obstacles(back, replace(rightly(back, TODAY), by=WHO["deciding"]), TODAY) == (Obstacle.BOTH_DUTIES,)
    assert obstacles(case, replace(doing, rejected=True), TODAY) == (Obstacle.WHY_MISSING,)
    assert obstacles(case, replace(doing, rejected=True, why="证据不足"), TODAY) == ()
    first, record = at("persuasion", Act.RECORD)
    assert Obstacle.NOT_NEXT in obstacles(first, replace(record, rejected=True), TODAY)


ALL_FACTS = frozenset(Fact)


@pytest.mark.parametrize("key", PROCEDURES)
def test_probationary_and_full_members_get_only_their_own_kinds_in_a_set_that_knows_them(key: str) -> None:
    procedure = PROCEDURES[key]
    for policy in ("2016", "2019"):
        for category in ("full", "probationary"):
            wrong = may_open(procedure, policy, category, ALL_FACTS, another_open=False)
            assert (Obstacle.NOT_IN_SET in wrong) is (policy not in procedure.sets)
            assert (Obstacle.WRONG_CATEGORY in wrong) is (category not in procedure.category)
    for fact in procedure.needs:
        category = procedure.category[0]
        assert may_open(procedure, procedure.sets[0], category, ALL_FACTS - {fact}, another_open=False) == (
            Obstacle.FACT_MISSING,
        )
    assert may_open(procedure, procedure.sets[0], procedure.category[0], ALL_FACTS, another_open=True) == (
        Obstacle.ALREADY_OPEN,
    )


def test_set_2016_removes_after_six_months_and_set_2019_only_after_two_years_of_suspension() -> None:
    early, late = PROCEDURES["self_withdrawal_2016"], PROCEDURES["self_withdrawal_2019"]
    assert (early.sets, late.sets) == (("2016",), ("2019",))
    assert Fact.SIX_MONTHS_OUT in early.needs
    assert Fact.SUSPENDED_TWO_YEARS in late.needs
    assert {Fact.TRULY_UNREACHABLE} <= set(early.needs) & set(late.needs)
    assert any("第二十四条" in basis for basis in late.basis)


def test_removal_goes_to_the_department_and_a_withdrawal_is_only_told() -> None:
    acts = {step.key: step for step in PROCEDURES["persuasion"].steps}
    assert (acts["preview"].at, acts["approval"].at) == (At.DEPARTMENT, At.DEPARTMENT)  # 中组发〔2014〕21号
    withdrawal = [step.act for step in PROCEDURES["withdrawal"].steps]  # 党章 第九条: 备案
    assert Act.DECIDE not in withdrawal
    assert Act.FILE in withdrawal
    letter_only = [step.act for step in PROCEDURES["not_recognised_letter_only"].steps]
    assert Act.VOTE not in letter_only  # 组工通讯〔1998〕第8期
