"""A case being walked through its procedure: what may be done next, and why anything else may not.

Nothing here decides. The engine only sees to it that no step is left out, moved or done by the wrong hands.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Final

from tui.rules.dates import add_months
from tui.rules.disposal.procedures import CONFIRMED, Act, Fact, Procedure, Step
from tui.rules.disposal.votes import Vote, VoteFault
from tui.rules.units import UnitKind

STATEMENT: Final = "本人陈述"
"""The paper that need not be there: where the member was not heard, the reason stands in its place."""


class Obstacle(Enum):
    """Why a case cannot be opened, or a step not be done; the value is the sentence."""

    NOT_IN_SET = "本批次执行的政策没有这种处置方式。"
    NOT_IN_FORCE = "立案时这种处置方式所依据的规定尚未施行。"
    WRONG_CATEGORY = "这种处置方式不适用于该类党员（正式、预备）。"
    FACT_MISSING = "办理的前提事实不全。"
    ALREADY_OPEN = "该党员已有一件正在办理的组织处置。"
    ALREADY_SUSPENDED = "该党员已停止党籍。"
    NOT_NEXT = "前面的步骤没有完成，不能越过。"
    FINISHED = "已经办结。"
    WRONG_LEVEL = "这一步不由本级党组织办理。"
    BOTH_DUTIES = "承办（认定、调查、提出意见）的人不得审核、审批。"
    BEFORE_LAST = "日期早于上一步。"
    IN_FUTURE = "日期晚于今天。"
    NOT_HEARD = "没有听取本人陈述，也没有说明原因。"
    NOT_CONFIRMED = "预审各项没有逐项确认。"
    NOT_PASSED = "支部大会没有通过。"
    VOTE_MISSING = "没有填写表决情况，或者填写的人数不成表决。"
    ANSWER_MISSING = "没有填写结果。"
    TERM_TOO_LONG = "期限超过规定。"
    TERM_TOO_SHORT = "期限短于规定。"
    TERM_RUNNING = "期限未满。"
    REFERRAL_OPEN = "违纪违法线索已移交，结果未回，本件须等待。"
    PAPERS_MISSING = "应有的材料没有列全。"
    WHY_MISSING = "没有写明退回的理由。"
    IRREGULAR = "已记的步骤不合程序，须先改正。"
    NOT_HISTORY = "本登记簿启用以后决定的处置，应当按程序逐步办理，不得补录。"
    PROCEDURE_UNKNOWN = "本机没有这种处置的程序文件。"

    @property
    def label(self) -> str:
        """The sentence as part of another one."""
        return self.value.removesuffix("。")


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was done. ``by`` is the person, ``kind`` the acting unit's; ``papers`` are those on file for it.

    ``rejected`` sends the case back, ``why`` says for which reason.
    """

    step: str
    on: date
    by: str
    kind: UnitKind
    heard: str = ""
    confirmed: frozenset[str] = frozenset()
    vote: Vote | None = None
    until: date | None = None
    answer: str = ""
    papers: frozenset[str] = frozenset()
    rejected: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A case: its procedure, the policy set in force when it was opened, and what has been done, in order.

    A rejection takes the case back to its proposal; what was done stays on record. ``referral_open``: a clue of a
    breach of discipline or law is with the authority that it was referred to. ``waits``: from when until when (None:
    until now) clues were with authorities; nothing is dated in between.
    """

    procedure: Procedure
    policy: str
    opened_on: date
    done: tuple[Done, ...] = ()
    referral_open: bool = False
    waits: tuple[tuple[date, date | None], ...] = ()

    @property
    def standing(self) -> tuple[Done, ...]:
        """What counts: the steps since the last rejection, and those before the proposal, which stand."""
        kept: list[Done] = []
        for each in self.done:
            if not each.rejected:
                kept.append(each)
                continue
            back = self.procedure.place(_back_to(self.procedure))
            kept = [one for one in kept if self.procedure.place(one.step) < back]
        return tuple(kept)

    @property
    def next_step(self) -> Step | None:
        """The step to be done; None when the case is closed."""
        place = len(self.standing)
        return self.procedure.steps[place] if place < len(self.procedure.steps) else None

    @property
    def finished(self) -> bool:
        """Whether every step was done, each in its place, the last of them the filing away."""
        return [each.step for each in self.standing] == [step.key for step in self.procedure.steps]

    @property
    def term(self) -> date | None:
        """The last day of the term that was set, None where there is none."""
        setting = {step.key for step in self.procedure.steps if step.act is Act.TERM}
        return next((each.until for each in self.standing if each.step in setting and each.until is not None), None)

    @property
    def due_on(self) -> date | None:
        """By when the next step is to be done, None where no rule says: nothing that comes late is void for it."""
        step = self.next_step
        if step is None:
            return None
        if step.act is Act.ANSWER and self.term is not None:
            return self.term
        last = self.standing[-1].on if self.standing else self.opened_on
        return add_months(last, step.within_months) if step.within_months else None

    @property
    def outcome(self) -> str:
        """What became of the membership when the case is finished, '' before; a refusal to leave ends nothing."""
        if not self.finished:
            return ""
        answers = {each.answer for each in self.standing}
        if answers & {"refuses", "unchanged"}:
            return "goes_on"
        return self.procedure.ends

    @property
    def effective_on(self) -> date | None:
        """From which day the outcome of a finished case counts, None before.

        The member's answer or the conclusion where that decides, else the decision; the meeting that announces a
        退党除名, which is only reported (党章第九条第一款).
        """
        if not self.finished:
            return None
        done = zip(self.procedure.steps, self.standing, strict=True)
        last = {step.act: each.on for step, each in done}
        if self.outcome in ("corrected", "goes_on") and Act.ANSWER in last:
            return last[Act.ANSWER]
        return last.get(Act.DECIDE) or last.get(Act.VOTE) or last[Act.CLOSE]


def _back_to(procedure: Procedure) -> str:
    """Where a rejected case goes back to: the proposal, or the first step."""
    keys = [step.key for step in procedure.steps]
    return "proposal" if "proposal" in keys and procedure.steps[keys.index("proposal")].act is Act.RECORD else keys[0]


def may_open(
    procedure: Procedure,
    policy: str,
    category: str,
    facts: Collection[Fact],
    *,
    another_open: bool,
    on: date | None = None,
) -> tuple[Obstacle, ...]:
    """Why a case of this kind may not be opened for a member of this category; empty when it may.

    ``on``: the day of opening, where the rule's coming into force is to be looked at as well.
    """
    found = []
    if policy not in procedure.sets:
        found.append(Obstacle.NOT_IN_SET)
    if on is not None and procedure.since is not None and on < procedure.since:
        found.append(Obstacle.NOT_IN_FORCE)
    if category not in procedure.category:
        found.append(Obstacle.WRONG_CATEGORY)
    if not set(procedure.needs) <= set(facts):
        found.append(Obstacle.FACT_MISSING)
    if another_open:
        found.append(Obstacle.ALREADY_OPEN)
    return tuple(found)


def obstacles(case: Case, doing: Done, today: date) -> tuple[Obstacle, ...]:
    """Why this step may not be done now; empty when it may."""
    step = case.next_step
    if step is None:
        return (Obstacle.FINISHED,)
    if doing.step != step.key:
        return (Obstacle.NOT_NEXT,)
    found = []
    if case.referral_open or any(since < doing.on and (end is None or doing.on < end) for since, end in case.waits):
        found.append(Obstacle.REFERRAL_OPEN)
    if not step.at.fits(doing.kind):
        found.append(Obstacle.WRONG_LEVEL)
    if step.duty and any(
        _duty(case.procedure, each) not in ("", step.duty) and each.by == doing.by for each in case.done
    ):
        found.append(Obstacle.BOTH_DUTIES)
    if doing.on < max([case.opened_on, *(each.on for each in case.done)]):
        found.append(Obstacle.BEFORE_LAST)
    if doing.on > today:
        found.append(Obstacle.IN_FUTURE)
    found += _unfit(case, step, doing) if not doing.rejected else _unfit_rejection(step, doing)
    return tuple(found)


def irregularities(case: Case, today: date) -> tuple[tuple[int, Obstacle], ...]:
    """What was recorded against the procedure, by its place in ``case.done``: each step judged as if it came now.

    Rows that were written past the program, here or at another unit, show themselves in this.
    """
    return tuple(
        (place, obstacle)
        for place, each in enumerate(case.done)
        for obstacle in obstacles(replace(case, done=case.done[:place], referral_open=False), each, today)
    )


def _unfit_rejection(step: Step, doing: Done) -> list[Obstacle]:
    """A review or a decision may be negative, for a reason; a meeting has not passed a proposal by its figures."""
    if step.act is Act.VOTE and not step.announces:
        passed = doing.vote is None or doing.vote.fault is not VoteFault.NOT_PASSED
        return [Obstacle.VOTE_MISSING] if passed else []
    if step.act not in (Act.REVIEW, Act.DECIDE):
        return [Obstacle.NOT_NEXT]
    return [] if doing.why.strip() else [Obstacle.WHY_MISSING]


def _unfit(case: Case, step: Step, doing: Done) -> list[Obstacle]:
    """What of the step's own content is missing or wrong."""
    found = []
    if not set(step.papers) - {STATEMENT} <= doing.papers:
        found.append(Obstacle.PAPERS_MISSING)
    if step.statement and not doing.heard.strip():
        found.append(Obstacle.NOT_HEARD)
    if step.act is Act.REVIEW and not doing.confirmed >= CONFIRMED.keys():
        found.append(Obstacle.NOT_CONFIRMED)
    if step.act is Act.VOTE:
        if doing.vote is None:
            found.append(Obstacle.VOTE_MISSING)
        elif doing.vote.fault is VoteFault.NOT_PASSED:
            found += [] if step.announces else [Obstacle.NOT_PASSED]
        elif doing.vote.fault is not None:
            found.append(Obstacle.VOTE_MISSING)
    if step.act is Act.TERM:
        found += _term(case, doing)
    if step.act is Act.ANSWER:
        if doing.answer not in step.answers:
            found.append(Obstacle.ANSWER_MISSING)
        if case.term is not None and doing.on < case.term:
            found.append(Obstacle.TERM_RUNNING)
    return found


def _term(case: Case, doing: Done) -> list[Obstacle]:
    """A term counts from the decision: it is not made longer by setting it late, nor is one set that is over."""
    if doing.until is None:
        return [Obstacle.ANSWER_MISSING]
    procedure = case.procedure
    decides = {step.key for step in procedure.steps if step.act is Act.DECIDE}
    decided = [each.on for each in case.standing if each.step in decides]
    since = decided[-1] if decided else doing.on
    found = []
    if procedure.longest_months and doing.until > add_months(since, procedure.longest_months):
        found.append(Obstacle.TERM_TOO_LONG)
    if doing.until < max(doing.on, add_months(since, procedure.shortest_months or 0)):
        found.append(Obstacle.TERM_TOO_SHORT)
    return found


def _duty(procedure: Procedure, done: Done) -> str:
    place = procedure.place(done.step)
    return procedure.steps[place].duty if place < len(procedure.steps) else ""
