"""Statistics of 组织处置: on every day the figures are what a slow count finds, and a member counts once."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.rules.disposal.case import Case, Done
from tui.rules.disposal.lost_summary import DISPOSAL, MANAGEMENT, TABLE_FIVE, Column, Managed, columns_of
from tui.rules.disposal.overdue import Overdue, overdue
from tui.rules.disposal.procedures import PROCEDURES
from tui.rules.disposal.register import ENDS, State
from tui.rules.disposal.statistics import (
    Dated,
    Figure,
    Period,
    Standing,
    due_by,
    figures_of,
    standings,
    steps_of,
    tally,
)
from tui.rules.regularization import Measure
from tui.rules.units import UnitKind

FIRST = date(2016, 1, 1)
days = st.integers(0, 40).map(lambda days: (FIRST + timedelta(days=days)).isoformat())
kinds = st.sampled_from(sorted(PROCEDURES))


@st.composite
def cases(draw: st.DrawFn) -> list[Dated]:
    """Cases of a few members in a few organisations; some in hand, some closed, some taken back, some of history."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        kind, member = draw(kinds), draw(st.integers(1, 4))
        opened, later, last = sorted(draw(st.tuples(days, days, days)))
        way = draw(st.sampled_from(["open", "closed", "withdrawn", "history"]))
        base = Dated(number + 1, member, member % 3, kind, PROCEDURES[kind].label, opened)
        ends = draw(st.sampled_from(["goes_on", PROCEDURES[kind].ends]))
        match way:
            case "closed":
                found.append(Dated(*_head(base), closed_on=last, outcome=ends, effective_on=later))
            case "withdrawn":
                found.append(Dated(*_head(base), withdrawn_on=later))
            case "history":
                ends = PROCEDURES[kind].ends
                found.append(Dated(*_head(base), closed_on=opened, outcome=ends, effective_on=opened, history=True))
            case _:
                found.append(Dated(*_head(base), step="审批", due_on=later))
    return found


def _head(case: Dated) -> tuple[int, int, int, str, str, str]:
    return case.case, case.member, case.org, case.kind, case.label, case.opened_on


@settings(max_examples=150)
@given(cases(), days, days)
def test_on_every_day_the_figures_are_those_of_a_slow_count(listed: list[Dated], one: str, other: str) -> None:
    period = Period(*sorted((one, other)))
    as_of = period.last
    found = tally(listed, period)
    for kind in {case.label for case in listed} | {""}:
        of_kind = [case for case in listed if kind in ("", case.label)]
        slow: Counter[Figure] = Counter()
        for case in of_kind:
            if case.opened_on > as_of:
                continue
            if case.withdrawn_on and case.withdrawn_on <= as_of:
                slow[Figure.WITHDRAWN] += 1
            elif case.closed_on and case.closed_on <= as_of:
                slow[Figure.HISTORY if case.history else Figure.CLOSED] += 1
            else:
                slow[Figure.OPEN] += 1
                slow[Figure.OVERDUE] += bool(case.due_on) and case.due_on < as_of
            slow[Figure.OPENED_IN] += not case.history and period.first <= case.opened_on
            slow[Figure.CLOSED_IN] += not case.history and period.first <= case.closed_on <= as_of
            if case.outcome and case.effective_on <= as_of:
                slow[Figure(case.outcome)] += 1
        assert {figure: len(behind) for figure, behind in found.get(kind, {}).items()} == +slow


@given(cases(), days)
def test_sums_over_units_agree_with_the_whole(listed: list[Dated], as_of: str) -> None:
    period = Period(as_of, as_of)
    whole = tally(listed, period).get("", {})
    parts: Counter[Figure] = Counter()
    for org in range(3):
        of_unit = tally([case for case in listed if case.org == org], period).get("", {})
        parts.update({figure: len(behind) for figure, behind in of_unit.items()})
    assert dict(parts) == {figure: len(behind) for figure, behind in whole.items()}


@given(cases(), days)
def test_a_case_stands_in_one_state_and_has_one_outcome_at_most(listed: list[Dated], as_of: str) -> None:
    states = {Figure.OPEN, Figure.CLOSED, Figure.HISTORY, Figure.WITHDRAWN}
    outcomes = {figure for figure in Figure if figure.value in ENDS}
    for case in listed:
        found = set(figures_of(case, Period(as_of, as_of)))
        assert len(found & states) == (case.opened_on <= as_of)
        assert len(found & outcomes) <= 1
    in_hand = sum(case.state(as_of) is State.OPEN for case in listed)
    assert sum(map(len, steps_of(listed, as_of).values())) == in_hand


measures = st.lists(st.builds(Managed, st.integers(1, 6), st.sampled_from(Measure), days), max_size=6)


@settings(max_examples=150)
@given(cases(), measures, days)
def test_each_lost_member_counts_in_one_column_and_whoever_left_in_that_of_his_leaving(
    listed: list[Dated], managed: list[Managed], as_of: str
) -> None:
    lost = range(1, 6)
    found = columns_of(lost, listed, managed, as_of)
    assert list(found) == list(lost)
    stood = standings(listed, as_of)
    done = {each.member for each in managed if each.done_on <= as_of}
    for member, column in found.items():
        how = stood[member].standing if member in stood else Standing.MEMBER
        if how in (Standing.REMOVED, Standing.NEVER):
            assert column in set(DISPOSAL) - {Column.CORRECTION, Column.EXTENDED}
        if column is Column.PENDING:
            assert how is not Standing.SUSPENDED
            assert how is Standing.MEMBER
            assert member not in done or any(case.kind == "restoration" for case in listed)


def test_the_columns_are_disjoint_and_complete() -> None:
    assert sorted((*MANAGEMENT, *DISPOSAL, Column.PENDING), key=lambda each: each.name) == sorted(
        Column, key=lambda each: each.name
    )
    printed = [column for columns in TABLE_FIVE.values() for column in columns]
    assert len(printed) == len(set(printed))
    assert list(TABLE_FIVE) == [
        "纳入组织管理", "取消预备党员资格", "保留组织关系", "停止党籍", "限期改正", "退党除名", "自行脱党除名",
    ]  # fmt: skip
    assert {figure.value for figure in Figure} >= set(ENDS)


def test_every_kind_that_ends_or_keeps_a_membership_has_its_column() -> None:
    for kind, procedure in PROCEDURES.items():
        case = Dated(1, 1, 1, kind, procedure.label, "2016-01-01", "2016-03-01", "", procedure.ends, "2016-02-01")
        column = columns_of([1], [case], [], "2016-03-01")[1]
        assert (column is Column.PENDING) == (procedure.ends == "restored"), kind


def test_who_was_restored_counts_as_suspended_no_more() -> None:
    first = Dated(1, 1, 1, "suspension_lost", "停止党籍", "2020-01-01", "2020-03-01", "", "suspended", "2020-02-01")
    back = Dated(2, 1, 1, "restoration", "恢复党籍", "2021-01-01", "2021-03-01", "", "restored", "2021-02-01")
    assert columns_of([1], [first, back], [], "2021-01-31") == {1: Column.SUSPENDED}
    assert standings([first, back], "2021-01-31")[1].since == "2020-02-01"
    assert columns_of([1], [first, back], [], "2021-02-01") == {1: Column.PENDING}
    assert standings([first, back], "2021-02-01") == {}


def test_a_correction_counts_from_its_approval_and_a_later_persuasion_takes_its_place() -> None:
    term = Dated(1, 1, 1, "correction", "限期改正", "2020-01-01", step="期满结论", approved_on="2020-03-01")
    assert columns_of([1], [term], [], "2020-02-29") == {1: Column.PENDING}
    assert columns_of([1], [term], [], "2020-03-01") == {1: Column.CORRECTION}
    left = Dated(2, 1, 1, "persuasion", "劝退", "2020-10-01", "2021-02-01", "", "removed", "2021-01-01")
    assert columns_of([1], [term, left], [], "2021-01-01") == {1: Column.PERSUASION}


def test_a_case_is_due_by_its_term_or_when_it_has_been_left_lying_for_three_months() -> None:
    def after(kind: str, *steps: tuple[str, date, date | None]) -> date | None:
        done = tuple(Done(step, on, "甲", UnitKind.BRANCH, until=until) for step, on, until in steps)
        return due_by(Case(PROCEDURES[kind], "2016", FIRST, done))

    assert after("correction") == date(2016, 4, 1)
    last = {"term": date(2016, 12, 31)}
    walked = [(step.key, FIRST, last.get(step.key)) for step in PROCEDURES["correction"].steps[:8]]
    assert after("correction", *walked) == date(2016, 12, 31)
    assert after("correction", *walked[:7]) == date(2016, 4, 1)
    assert overdue(FIRST.isoformat(), "2016-12-31", date(2016, 12, 31), with_authority=False) is None
    assert after("withdrawal", ("application", date(2016, 5, 1), None)) == date(2016, 8, 1)
    assert overdue("2016-05-01", None, date(2016, 8, 2), with_authority=False) is Overdue.WAITING
    whole = [(step.key, FIRST, None) for step in PROCEDURES["withdrawal"].steps]
    assert after("withdrawal", *whole) is None
