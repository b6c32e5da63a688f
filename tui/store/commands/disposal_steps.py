"""Recording the steps of a case: the branch's own, those of the levels above, and the last one, which closes it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.disposal.case import Case, Done, Obstacle, obstacles
from tui.rules.disposal.procedures import CONFIRMED, Act, At, Step
from tui.rules.disposal.register import State
from tui.rules.disposal.votes import FIGURES, Vote
from tui.rules.units import UnitKind
from tui.store import journal
from tui.store.commands.disposal_effects import follow
from tui.store.commands.disposal_rows import amend, open_file, refused, said, texts, today, told
from tui.store.commands.importing import save
from tui.store.commands.regular_rows import member_row, needed, new_row, outcome, whole_day
from tui.store.images import DISPOSAL_DECISION, DISPOSAL_STEP, Values
from tui.store.journal import EntryWriter
from tui.store.queries import units
from tui.store.queries.disposal_case import CaseFile
from tui.store.queries.disposal_doubts import doubts
from tui.store.session import Session


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A step as it is entered.

    ``who``: 经办人, 主持人 or 签批人. ``papers``: paper → number, pages or where it is filed. ``heard``: what the
    member said, or why he could not be heard. ``confirmed``: the points of a review (``CONFIRMED``). ``rejected``: the
    proposal was not passed, or is sent back, because of ``why``.
    """

    step: str
    on_day: str
    who: str
    document: str = ""
    content: str = ""
    heard: str = ""
    objection: str = ""
    vote: Vote | None = None
    until: str = ""
    answer: str = ""
    confirmed: Collection[str] = ()
    papers: Mapping[str, str] = field(default_factory=dict)
    rejected: bool = False
    why: str = ""


def record_step(session: Session, number: int, record: StepRecord) -> Change:
    """Record the next step of a case: a step of the branch, or one of this unit as the level that reviews or decides.

    ``Failure`` CHECK_ANSWER for a day or a point that is none, CHECK_UNSTATED without the person. Refused with every
    reason why the step may not be done now. The last step closes the case, and the roster follows.
    """
    day = whole_day(record.on_day)
    until = whole_day(record.until) if record.until else None
    needed(经办人=record.who)
    if not set(record.confirmed) <= CONFIRMED.keys():
        raise Failure(Fault.CHECK_ANSWER, item="预审事项", answer="、".join(record.confirmed))
    found = open_file(session, number)
    if not isinstance(found, CaseFile):
        return refused("处置步骤", found)
    case = found.case
    step = case.next_step if case else None
    if case is None or step is None:
        return refused(told(found.member, found.label), Obstacle.FINISHED)
    above = step.at is not At.BRANCH
    action = "disposal.decide" if above else "disposal.close" if step.act is Act.CLOSE else "disposal.step"
    label = told(found.member, f"{found.label}：{step.label}")
    kind = units.unit(session.db, session.unit).kind
    with journal.entry(session, action, {"procedure": case.procedure.key, "step": step.key}) as entry:
        if not above and not found.kept_here:
            return refused(label, Refusal.KEPT_BELOW)
        if found.irregular(today(session)):
            return refused(label, Obstacle.IRREGULAR)
        if reasons := doubts(session.db, found):
            return refused(label, *reasons)
        doing = _done(record, date.fromisoformat(day), until, session.actor.uuid, kind if above else UnitKind.BRANCH)
        if reasons := obstacles(case, doing, today(session)):
            return refused(label, *reasons)
        values = _values(record, day, until, step) | {
            "member": found.row["member"], "seq": len(found.standing) + 1, "seen": found.digest,
        }  # fmt: skip
        if above:
            values |= {
                "unit": session.unit,
                "about": found.row["uuid"],
                "confirmed": texts(dict.fromkeys(record.confirmed, "yes")),
            }
            save(session.db, entry, DISPOSAL_DECISION, [new_row(session, DISPOSAL_DECISION, values)])
        else:
            values |= _of_branch(record, step) | {"disposal_case": number}
            save(session.db, entry, DISPOSAL_STEP, [new_row(session, DISPOSAL_STEP, values)])
            if step.act is Act.CLOSE:
                _close(session, entry, found, case, doing)
    return outcome(entry, label, found.row["member"])


def _done(record: StepRecord, day: date, until: str | None, by: str, kind: UnitKind) -> Done:
    """The step as the engine judges it."""
    papers = {paper for paper, where in record.papers.items() if said(where)}
    return Done(
        record.step, day, by, kind,
        heard=said(record.heard) or "",
        confirmed=frozenset(record.confirmed),
        vote=record.vote,
        until=date.fromisoformat(until) if until else None,
        answer=record.answer,
        papers=frozenset(papers),
        rejected=record.rejected,
        why=said(record.why) or "",
    )  # fmt: skip


def _values(record: StepRecord, day: str, until: str | None, step: Step) -> Values:
    """The columns that steps and decisions have in common."""
    return {
        "step": step.key, "on_day": day, "who": said(record.who), "document": said(record.document),
        "content": said(record.content), "papers": texts(record.papers),
        "rejected": "yes" if record.rejected else None, "why": said(record.why),
    }  # fmt: skip


def _of_branch(record: StepRecord, step: Step) -> Values:
    """The columns of a branch's step alone: no other step than the one for it sets a term or has an answer."""
    figures = {name: getattr(record.vote, name) for name in FIGURES} if record.vote else {}
    return figures | {
        "heard": said(record.heard), "objection": said(record.objection),
        "until": whole_day(record.until) if record.until and step.act is Act.TERM else None,
        "answer": record.answer or None if step.act is Act.ANSWER else None,
    }  # fmt: skip


def _close(session: Session, entry: EntryWriter, found: CaseFile, case: Case, doing: Done) -> None:
    """The case is closed; its outcome counts from the day of the decision, and the roster follows."""
    closed = replace(case, done=(*case.done, doing))
    since = (closed.effective_on or doing.on).isoformat()
    amend(session, entry, found.row, {
        "state": State.CLOSED.value, "outcome": closed.outcome, "closed_on": doing.on.isoformat(),
        "effective_on": since,
    })  # fmt: skip
    member = member_row(session, found.row["member"])
    if member is not None:
        follow(session, entry, member, closed.outcome, since)
