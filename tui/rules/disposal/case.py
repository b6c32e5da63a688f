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
    WRONG_CATEGORY = "这种处置方式不适用于该类党员（正式、预备）。"
    FACT_MISSING = "办理的前提事实不全。"
    ALREADY_OPEN = "该党员已有一件正在办理的组织处置。"
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

    A rejection takes the case back to the first step that is not its opening one; what was done stays on record.
    ``referral_open``: a clue of a breach of discipline or law is with the authority that it was referred to.
    """

    procedure: Procedure
    policy: str
    opened_on: date
    done: tuple[Done, ...] = ()
    referral_open: bool = False

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
        """Whether every step was done, the last of them the filing away."""
        return self.next_step is None

    @property
    def outcome(self) -> str:
        """What became of the membership when the case is finished, '' before; a refusal to leave ends nothing."""
        if not self.finished:
            return ""
        answers = {each.answer for each in self.standing}
        if answers & {"refuses", "unchanged"}:
            return "goes_on"
        return self.procedure.ends


def _back_to(procedure: Procedure) -> str:
    """Where a rejected case goes back to: the proposal, or the first step."""
    keys = [step.key for step in procedure.steps]
    return "proposal" if "proposal" in keys and procedure.steps[keys.index("proposal")].act is Act.RECORD else keys[0]


def may_open(
    procedure: Procedure, policy: str, category: str, facts: Collection[Fact], *, another_open: bool
) -> tuple[Obstacle, ...]:
    """Why a case of this kind may not be opened for a member of this category; empty when it may."""
    found = []
    if policy not in procedure.sets:
        found.append(Obstacle.NOT_IN_SET)
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
    if case.referral_open:
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
    if step.act is Act.VOTE:
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
        elif doing.vote.fault is not None:
            passable = doing.vote.fault is VoteFault.NOT_PASSED
            found.append(Obstacle.NOT_PASSED if passable else Obstacle.VOTE_MISSING)
    if step.act is Act.TERM:
        found += _term(case.procedure, doing)
    if step.act is Act.ANSWER:
        if doing.answer not in step.answers:
            found.append(Obstacle.ANSWER_MISSING)
        term = next((each.until for each in case.standing if each.until is not None), None)
        if term is not None and doing.on < term and doing.answer != "corrected":
            found.append(Obstacle.TERM_RUNNING)
    return found


def _term(procedure: Procedure, doing: Done) -> list[Obstacle]:
    if doing.until is None:
        return [Obstacle.ANSWER_MISSING]
    found = []
    if procedure.longest_months and doing.until > add_months(doing.on, procedure.longest_months):
        found.append(Obstacle.TERM_TOO_LONG)
    if doing.until < (add_months(doing.on, procedure.shortest_months) if procedure.shortest_months else doing.on):
        found.append(Obstacle.TERM_TOO_SHORT)
    return found


def _duty(procedure: Procedure, done: Done) -> str:
    return procedure.steps[procedure.place(done.step)].duty
