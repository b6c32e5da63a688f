"""Whatever is tried, in whatever order: what the engine lets through is a right procedure, and nothing else is.

The model beside it (``lawful``) reads the table of steps by itself and knows nothing of how the engine walks it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tui.rules.dates import add_months
from tui.rules.disposal.case import STATEMENT, Case, Done, Obstacle, irregularities, may_open, obstacles
from tui.rules.disposal.procedures import CONFIRMED, PROCEDURES, Act, At, Fact, Procedure, Step
from tui.rules.disposal.votes import Vote
from tui.rules.units import UnitKind

DAY: Final = date(2020, 3, 2)
TODAY: Final = date(2026, 11, 20)
PEOPLE: Final = ("甲", "乙", "丙")
COMMITTEES: Final = {UnitKind.COMMITTEE, UnitKind.WORKING_COMMITTEE, UnitKind.DEPARTMENT}
LEVELS: Final = {
    At.BRANCH: set(UnitKind),
    At.ABOVE: COMMITTEES | {UnitKind.GENERAL_BRANCH},
    At.COMMITTEE: COMMITTEES,
    At.DEPARTMENT: {UnitKind.DEPARTMENT},
}
"""Who may act where, written out."""
VOTES: Final = (
    Vote(30, 25, 20, 3, 2), Vote(30, 16, 16, 0, 0), Vote(30, 25, 15, 5, 5), Vote(30, 14, 14, 0, 0),
    Vote(30, 25, 20, 3, 1), Vote(0, 0, 0, 0, 0), Vote(30, 25, 20, 3, 2, 29, 25),
)  # fmt: skip
KINDS: Final = [(key, policy) for key, kind in sorted(PROCEDURES.items()) for policy in kind.sets]
OFTEN: Final = [*KINDS, *[("correction", "2019"), ("probation_extended", "2016"), ("persuasion", "2019")] * 5]
"""Those with a term or with many ways back come up more often."""


def rightly(case: Case, on: date, answer: int) -> Done:
    """The next step as it should be done."""
    step = case.next_step
    assert step is not None
    decided = next((each.on for each in reversed(case.standing) if each.step == "approval"), on)
    return Done(
        step.key, on, {"handling": "甲", "deciding": "乙", "": "丙"}[step.duty],
        {At.BRANCH: UnitKind.BRANCH, At.DEPARTMENT: UnitKind.DEPARTMENT}.get(step.at, UnitKind.COMMITTEE),
        heard="本人无异议" if step.statement else "",
        confirmed=frozenset(CONFIRMED) if step.act is Act.REVIEW else frozenset(),
        vote=VOTES[0] if step.act is Act.VOTE else None,
        until=max(on, add_months(decided, case.procedure.shortest_months or 3)) if step.act is Act.TERM else None,
        answer=step.answers[answer % len(step.answers)] if step.act is Act.ANSWER else "",
        papers=frozenset(step.papers),
    )  # fmt: skip


days = st.integers(-40, 420).map(timedelta)
wrong: Sequence[st.SearchStrategy[Callable[[Done], Done]]] = (
    st.sampled_from(sorted({step.key for kind in PROCEDURES.values() for step in kind.steps})).map(
        lambda key: lambda done: replace(done, step=key)
    ),
    days.map(lambda shift: lambda done: replace(done, on=done.on + shift)),
    st.just(lambda done: replace(done, by={"甲": "乙", "乙": "甲"}.get(done.by, done.by))),
    st.sampled_from(PEOPLE).map(lambda by: lambda done: replace(done, by=by)),
    st.sampled_from(UnitKind).map(lambda kind: lambda done: replace(done, kind=kind)),
    st.integers(0, 3).map(lambda at: lambda done: replace(done, papers=frozenset(sorted(done.papers)[at:]))),
    st.integers(0, 8).map(lambda at: lambda done: replace(done, confirmed=frozenset(sorted(done.confirmed)[at:]))),
    st.sampled_from((None, *VOTES)).map(lambda vote: lambda done: replace(done, vote=vote)),
    st.just(lambda done: replace(done, heard=" ")),
    st.sampled_from(("", "corrected", "refuses", "maybe")).map(lambda word: lambda done: replace(done, answer=word)),
    days.map(lambda shift: lambda done: replace(done, until=done.on + shift)),
    st.just(lambda done: replace(done, until=None)),
    st.sampled_from(("", " ", "证据不足")).map(lambda why: lambda done: replace(done, rejected=True, why=why)),
)
attempts = st.lists(st.one_of(*wrong), max_size=2)


def lawful(procedure: Procedure, opened_on: date, done: Sequence[Done]) -> bool:
    """Whether a history is what the table of steps asks for, as far as it goes."""
    place, last, decided, term = 0, opened_on, None, None
    duties: dict[str, set[str]] = {}
    for each in done:
        if place == len(procedure.steps):
            return False
        step = procedure.steps[place]
        if each.step != step.key or each.kind not in LEVELS[step.at] or not last <= each.on <= TODAY:
            return False
        duties.setdefault(each.by, set()).add(step.duty)
        if {"handling", "deciding"} <= duties[each.by]:
            return False
        last = each.on
        if each.rejected:
            if not _may_reject(step, each):
                return False
            keys = [one.key for one in procedure.steps if one.act is Act.RECORD]
            place = [one.key for one in procedure.steps].index("proposal") if "proposal" in keys else 0
            decided = term = None
            continue
        if not _complete(procedure, step, each, decided, term):
            return False
        decided = each.on if step.act is Act.DECIDE else decided
        term = each.until if step.act is Act.TERM else term
        place += 1
    return True


def _may_reject(step: Step, done: Done) -> bool:
    if step.act is Act.VOTE and not step.announces:
        vote = done.vote
        return vote is not None and _held(vote) and not 2 * vote.for_it > vote.entitled
    return step.act in (Act.REVIEW, Act.DECIDE) and done.why.strip() != ""


def _held(vote: Vote) -> bool:
    """A meeting with half of those entitled, whose figures agree."""
    return (
        0 < vote.entitled <= 2 * vote.present
        and vote.present <= vote.entitled <= (vote.called or 99)
        and vote.for_it + vote.against + vote.abstained == vote.present
    )


def _complete(procedure: Procedure, step: Step, done: Done, decided: date | None, term: date | None) -> bool:
    vote = done.vote
    voted = vote is not None and _held(vote) and (step.announces or 2 * vote.for_it > vote.entitled)
    since = decided or done.on
    return (
        set(step.papers) - {STATEMENT} <= done.papers
        and not (step.statement and not done.heard.strip())
        and (step.act is not Act.REVIEW or done.confirmed >= set(CONFIRMED))
        and (step.act is not Act.VOTE or voted)
        and (step.act is not Act.ANSWER or (done.answer in step.answers and (term is None or done.on >= term)))
        and (
            step.act is not Act.TERM
            or (
                done.until is not None
                and done.until >= done.on
                and done.until >= add_months(since, procedure.shortest_months or 0)
                and done.until <= add_months(since, procedure.longest_months or 999)
            )
        )
    )


class AnyCase(RuleBasedStateMachine):
    """A case of any kind in any policy set that knows it, whatever people try."""

    @initialize(kind=st.sampled_from(OFTEN))
    def opened(self, kind: tuple[str, str]) -> None:
        key, policy = kind
        self.case = Case(PROCEDURES[key], policy, DAY)
        self.clues: list[tuple[date, date | None]] = []

    def last(self) -> date:
        return max([DAY, *(each.on for each in self.case.done)])

    def known(self) -> None:
        """The case with the clues as they stand."""
        waiting = any(end is None for _, end in self.clues)
        self.case = replace(self.case, waits=tuple(self.clues), referral_open=waiting)

    @rule(
        ahead=st.integers(0, 45), answer=st.integers(0, 1), changes=attempts,
        patient=st.sampled_from([True, True, False]), back=st.sampled_from([False] * 5 + [True]),
    )  # fmt: skip
    def tried(self, ahead: int, answer: int, changes: list[Callable[[Done], Done]], patient: bool, back: bool) -> None:
        step = self.case.next_step
        if step is None:
            again = replace(self.case.done[-1], on=TODAY)
            assert obstacles(self.case, again, TODAY) == (Obstacle.FINISHED,)
            return
        soonest = [self.last()]
        if patient:
            soonest += [end for _, end in self.clues if end]
            soonest += [self.case.term] if step.act is Act.ANSWER and self.case.term else []
        doing = rightly(self.case, max(soonest) + timedelta(days=ahead), answer)
        if back:
            doing = replace(doing, rejected=True, why="证据不足", vote=VOTES[2] if doing.vote else None)
        for change in changes:
            doing = change(doing)
        if not obstacles(self.case, doing, TODAY):
            self.case = replace(self.case, done=(*self.case.done, doing))

    @precondition(lambda self: len(self.clues) < 2)
    @rule(ahead=st.integers(0, 60))
    def referred(self, ahead: int) -> None:
        if not self.clues or self.clues[-1][1] is not None:
            self.clues.append((self.last() + timedelta(days=ahead), None))
            self.known()

    @precondition(lambda self: self.case.referral_open)
    @rule(ahead=st.integers(1, 90))
    def settled(self, ahead: int) -> None:
        since, _ = self.clues[-1]
        self.clues[-1] = (since, since + timedelta(days=ahead))
        self.known()

    @invariant()
    def only_a_right_procedure_has_come_through(self) -> None:
        if not hasattr(self, "case"):
            return
        case = self.case
        assert lawful(case.procedure, DAY, case.done)
        assert irregularities(case, TODAY) == ()
        assert not any(
            since < each.on and (end is None or each.on < end) for each in case.done for since, end in self.clues
        )
        if case.finished:
            assert [each.step for each in case.standing] == [step.key for step in case.procedure.steps]
            assert case.outcome in (case.procedure.ends, "goes_on")
            assert case.effective_on in {each.on for each in case.standing}
        else:
            assert case.outcome == ""
            assert case.effective_on is None


TestAnyCase = AnyCase.TestCase
TestAnyCase.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Case, tuple[Done, ...]]:
    """A case walked rightly some way, and its steps as somebody who writes past the program leaves them."""
    key, policy = draw(st.sampled_from(OFTEN))
    case, day = Case(PROCEDURES[key], policy, DAY), DAY
    for _ in range(draw(st.integers(1, len(case.procedure.steps) + 4))):
        if case.next_step is None:
            break
        day = max(day + timedelta(days=draw(st.integers(0, 40))), case.term or day)
        doing = rightly(case, day, 0)
        if doing.confirmed and draw(st.integers(0, 3)) == 0:
            doing = replace(doing, rejected=True, why="证据不足")
        case = replace(case, done=(*case.done, doing))
    done = list(case.done)
    place = draw(st.sampled_from([len(done) - 1, *range(len(done))]))
    match draw(st.sampled_from(["leave", "change", "change", "change", "remove", "swap", "repeat"])):
        case "change":
            done[place] = draw(st.one_of(*wrong))(done[place])
        case "remove":
            del done[place]
        case "swap":
            other = draw(st.integers(0, len(done) - 1))
            done[place], done[other] = done[other], done[place]
        case "repeat":
            done.insert(place, done[place])
    return case, tuple(done)


@given(histories())
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_was_written_past_the_program_is_found_irregular_exactly_where_it_is(
    history: tuple[Case, tuple[Done, ...]],
) -> None:
    case, done = history
    found = irregularities(replace(case, done=done), TODAY)
    assert (found == ()) == lawful(case.procedure, DAY, done)
    if found:
        first = found[0][0]
        assert lawful(case.procedure, DAY, done[:first])
        assert not lawful(case.procedure, DAY, done[: first + 1])


@given(
    st.sampled_from(sorted(PROCEDURES)),
    st.sampled_from(["2016", "2019"]),
    st.sampled_from(["full", "probationary"]),
    st.sets(st.sampled_from(Fact)),
    st.booleans(),
    st.dates(date(2015, 1, 1), TODAY),
)
def test_a_case_opens_only_with_all_that_its_kind_asks_for(
    key: str, policy: str, category: str, facts: set[Fact], busy: bool, on: date
) -> None:
    kind = PROCEDURES[key]
    wrong = may_open(kind, policy, category, facts, another_open=busy, on=on)
    assert (Obstacle.NOT_IN_SET in wrong) is (policy not in kind.sets)
    assert (Obstacle.NOT_IN_FORCE in wrong) is (kind.since is not None and on < kind.since)
    assert (Obstacle.WRONG_CATEGORY in wrong) is (category not in kind.category)
    assert (Obstacle.FACT_MISSING in wrong) is any(fact not in facts for fact in kind.needs)
    assert (Obstacle.ALREADY_OPEN in wrong) is busy
