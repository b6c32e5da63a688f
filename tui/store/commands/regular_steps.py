"""Carrying a measure of 规范管理 out: its steps in order, the approval by another person, what follows afterwards."""

from typing import Final

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.check_items import Answers
from tui.rules.checks import Refusal
from tui.rules.dates import earliest, latest
from tui.rules.regular_steps import (
    FOLLOW_UPS,
    DoneStep,
    FollowUp,
    Step,
    next_due,
    next_step,
    step_invalid,
    step_unstated,
    steps,
)
from tui.rules.regularization import Measure, State
from tui.store import journal
from tui.store.commands.importing import save
from tui.store.commands.regular_rows import (
    InHand,
    cleaned,
    day_of,
    in_hand,
    needed,
    new_row,
    outcome,
    refused,
    rewrite,
)
from tui.store.commands.roster_findings import settle_situations
from tui.store.images import PERMIT, REGULAR_FOLLOW_UP, REGULAR_STEP, REGULARIZATION, Values
from tui.store.journal import EntryWriter
from tui.store.session import Session
from tui.text import clean

LIMIT: Final = 200
_PROPOSING: Final = frozenset({"opinion", "application"})
"""Steps with which a measure is proposed; who wrote them down does not approve."""


def take_step(session: Session, case: int, step: str, answers: Answers) -> Change:
    """Write down a step (its id) of the measure that was decided on, by the items that it asks for.

    ``Failure`` CHECK_ANSWER for what is no answer, CHECK_UNSTATED for what must be stated. Refused: a step out of its
    order or taken already, a day before the step before it, an approval by whoever proposed, a 流动党员活动证 whose
    number another one has.
    """
    said = cleaned(answers)
    found = in_hand(session, case)
    measure = Measure(found.row["measure"]) if not isinstance(found, Refusal) and found.row["measure"] else None
    asked = _step(measure, found, step)
    action = "regular.approve" if asked is not None and asked.approval else "regular.step"
    with journal.entry(session, action, {"step": step}) as entry:
        if isinstance(found, Refusal):
            return refused("办理步骤", found)
        name = found.member["name"]
        if measure is None or asked is None or found.state not in (State.WORKING, State.DONE):
            return refused(f"{name} 办理步骤", Refusal.STEP_ORDER)
        label = f"{name} {asked.label}"
        for item in step_invalid(asked, said):
            raise Failure(Fault.CHECK_ANSWER, item=item, answer="、".join(said.values()))
        if lacking := step_unstated(asked, said):
            raise Failure(Fault.CHECK_UNSTATED, items="、".join(lacking))
        done = done_steps(session, case)
        if refusal := _refusal(session, found, measure, asked, done, said):
            return refused(label, refusal)
        values = said | {
            "member": found.row["member"], "regularization": case, "step": step, "level": asked.level,
        }  # fmt: skip
        row = new_row(session, REGULAR_STEP, values)
        save(session.db, entry, REGULAR_STEP, [row])
        if step == "permit":
            _issue(session, entry, found, said)
        _go_on(session, entry, found, measure, {**done, step: row}, followed(session, case))
    return outcome(entry, label, found.row["member"])


def follow_up(
    session: Session, case: int, kind: FollowUp, on_day: str, *, who: str, said: str, evidence: str = ""
) -> Change:
    """Write down what followed a measure that was carried out: a yearly check, attendance there, a contact, the return.

    ``Failure`` CHECK_ANSWER, CHECK_UNSTATED. Refused while the measure is not carried out, for what does not follow
    it, and after the return.
    """
    day = day_of(on_day)
    needed(经办人=who, 情况=said)
    with journal.entry(session, "regular.follow", {"kind": kind.value}) as entry:
        found = in_hand(session, case)
        if isinstance(found, Refusal):
            return refused(kind.label, found)
        label = f"{found.member['name']} {kind.label}"
        measure = Measure(found.row["measure"]) if found.row["measure"] else None
        before = followed(session, case)
        if found.state is not State.DONE or measure is None or kind not in FOLLOW_UPS.get(measure, ()):
            return refused(label, Refusal.NOTHING_TO_FOLLOW)
        permit = _permit(session, case)
        if FollowUp.RETURNED in before or (kind is FollowUp.YEARLY_CHECK and permit is None):
            return refused(label, Refusal.NOTHING_TO_FOLLOW)
        values = {
            "member": found.row["member"], "regularization": case, "kind": kind.value, "on_day": day,
            "who": clean(who).strip()[:LIMIT], "outcome": clean(said).strip()[:LIMIT],
            "evidence": clean(evidence).strip()[:LIMIT] or None,
        }  # fmt: skip
        save(session.db, entry, REGULAR_FOLLOW_UP, [new_row(session, REGULAR_FOLLOW_UP, values)])
        if permit is not None and kind is FollowUp.YEARLY_CHECK:
            rewrite(session, entry, PERMIT, permit, {"checked_on": max(day, permit["checked_on"] or "")})
        if permit is not None and kind is FollowUp.RETURNED:
            rewrite(session, entry, PERMIT, permit, {"returned_on": day})
            settle_situations(session, entry, [permit["member"]])
        last = {**before, kind: max(day, before.get(kind, ""))}
        _go_on(session, entry, found, measure, done_steps(session, case), last)
    return outcome(entry, label, found.row["member"])


def done_steps(session: Session, case: int) -> dict[str, Values]:
    """The steps taken, by id."""
    found = session.db.execute_sql(f"{REGULAR_STEP.select} WHERE regularization = ? ORDER BY id", (case,))
    return {row["step"]: row for row in map(REGULAR_STEP.row, found.fetchall())}


def followed(session: Session, case: int) -> dict[FollowUp, str]:
    """The last day of each kind of follow-up."""
    found = session.db.execute_sql(
        "SELECT kind, max(on_day) FROM regular_follow_up WHERE regularization = ? GROUP BY kind", (case,)
    )
    return {FollowUp(kind): day for kind, day in found.fetchall()}


def _step(measure: Measure | None, found: InHand | Refusal, step: str) -> Step | None:
    if measure is None or isinstance(found, Refusal):
        return None
    return next((each for each in steps(measure, found.row["whereabouts"]) if each.id == step), None)


def _refusal(
    session: Session, found: InHand, measure: Measure, step: Step, done: dict[str, Values], said: Answers
) -> Refusal | None:
    if step.id in done:
        return Refusal.STEP_TAKEN
    if next_step(measure, found.row["whereabouts"], done) is not step:
        return Refusal.STEP_ORDER
    earlier = max([found.row["opened_on"], *(row["on_day"] for row in done.values())], key=earliest)
    if latest(said["on_day"]) < earliest(earlier):
        return Refusal.DATE_BEFORE
    proposers = {found.row["decided_by"], *(row["by"] for taken, row in done.items() if taken in _PROPOSING)}
    if step.approval and session.actor.id in proposers:
        return Refusal.PROPOSER_APPROVES
    if (
        step.id == "permit"
        and session.db.execute_sql("SELECT 1 FROM permit WHERE number = ?", (said["number"],)).fetchone()
    ):
        return Refusal.NUMBER_TAKEN
    return None


def _issue(session: Session, entry: EntryWriter, found: InHand, said: Answers) -> None:
    """Enter the 流动党员活动证 into its register."""
    row = found.row
    values = {
        "member": row["member"], "regularization": row["id"], "number": said["number"], "issued_on": said["on_day"],
        "place": row["destination"], "reason": row["sort"], "away_since": row["away_since"],
    }  # fmt: skip
    save(session.db, entry, PERMIT, [new_row(session, PERMIT, values)])
    settle_situations(session, entry, [row["member"]])


def _permit(session: Session, case: int) -> Values | None:
    found = session.db.execute_sql(f"{PERMIT.select} WHERE regularization = ?", (case,)).fetchone()
    return PERMIT.row(found) if found else None


def _go_on(
    session: Session,
    entry: EntryWriter,
    found: InHand,
    measure: Measure,
    done: dict[str, Values],
    last: dict[FollowUp, str],
) -> None:
    """Bring the case's state and its timer in line with the steps taken. 停止党籍 is only proposed here, never done."""
    row = found.row
    over = next_step(measure, row["whereabouts"], done) is None and measure is not Measure.SUSPEND
    taken = {step: DoneStep(each["on_day"], each["until"]) for step, each in done.items()}
    due = next_due(measure, row["policy"], taken, last)
    changes = {
        "state": (State.DONE if over else State.WORKING).value,
        "done_on": row["done_on"] or (max(each["on_day"] for each in done.values()) if over else None),
        "due_on": due.on if due else None, "due_what": due.what.value if due else None,
    }  # fmt: skip
    rewrite(session, entry, REGULARIZATION, row, changes)
