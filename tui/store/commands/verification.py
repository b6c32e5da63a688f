"""What a verifying unit states of a branch: answers, numbers and remarks on its sheet, and that it is finished."""

from typing import Any
from uuid import uuid4

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.levels import Levels, called, written
from tui.rules.verification import CLOSED, Answer, Question
from tui.store import ids, journal, rows
from tui.store.commands.verdicts import NOTE_LIMIT
from tui.store.images import LEVELS, STATEMENT, Values
from tui.store.queries import double_check, units
from tui.store.queries.levels import levels, verifies
from tui.store.queries.verification_sheet import beside
from tui.store.session import Session
from tui.text import clean


def give_answer(session: Session, org: int, question: Question, answer: Answer | None) -> Change:
    """Answer a line of the sheet, or take the answer back (None).

    A number that is found to be right is the number that the vault has; with another finding it stays to be given.
    """
    fields: Values = {"answer": answer.value if answer else None}
    if question.counts and answer is Answer.SOUND:
        fields["counted"] = len(beside(session.db, session.campaign, org)[question])
    elif question.counts and answer is not Answer.WRONG:
        fields["counted"] = 0 if answer is Answer.NONE else None
    return _state(session, org, question, fields, answer.label if answer else "取消")


def give_count(session: Session, org: int, question: Question, counted: int) -> Change:
    """Give the number of people that the verifier found; whether it is the vault's number is the answer."""
    known = len(beside(session.db, session.campaign, org)[question])
    answer = Answer.SOUND if counted == known else Answer.WRONG
    return _state(session, org, question, {"counted": counted, "answer": answer.value}, f"核准{counted:,}人")


def write_remark(session: Session, org: int, question: Question, remark: str) -> Change:
    """Put this remark (or proposal; at most 500 characters, one line) in place of the one before."""
    return _state(session, org, question, {"remark": clean(remark).strip()[:NOTE_LIMIT] or None}, "说明")


def close_verification(session: Session, org: int) -> Change:
    """State that the branch's verification is finished.

    ``Failure`` NOT_VERIFYING; VERIFICATION_INCOMPLETE, with what is missing, below full coverage of both looks and of
    the sheet.
    """
    _refuse_unless_verifying(session)
    found = double_check.branch(session.db, session.campaign, session.unit, org)
    label = f"{found.name}核查办结"
    if found.closed:
        return Change(None, label, 0, unchanged=1, noun="个党支部")
    if not found.complete:
        raise Failure(Fault.VERIFICATION_INCOMPLETE, branch=found.name, missing=found.missing())
    with journal.entry(session, "verification.close", {"subjects": found.subjects}) as entry:
        entry.insert(STATEMENT, _blank(session, org, CLOSED) | {"counted": found.subjects})
    return Change(entry.seq, label, 1, noun="个党支部", verb="已办结")


def reopen_verification(session: Session, org: int) -> Change:
    """Take the statement back that the branch's verification is finished; the journal keeps that it was made."""
    _refuse_unless_verifying(session)
    label = f"{units.unit(session.db, org).name}重新核查"
    before = _stored(session, org, CLOSED)
    if before is None:
        return Change(None, label, 0, unchanged=1, noun="个党支部")
    with journal.entry(session, "verification.reopen") as entry:
        rows.delete_rows(session.db, STATEMENT, [before])
        entry.removed(STATEMENT, before)
    return Change(entry.seq, label, 1, noun="个党支部", verb="已重新打开")


def set_levels(session: Session, arranged: Levels) -> Change:
    """Lay down which levels check themselves and which verify in the campaign in hand."""
    label = f"本批次{called(arranged)}"
    fields = {"self_check": written(arranged.self_check), "verification": written(arranged.verification)}
    row = session.db.execute_sql(f"{LEVELS.select} WHERE campaign = ?", (session.campaign,)).fetchone()
    if levels(session.db, session.campaign) == arranged:
        return Change(None, label, 0, unchanged=1, noun="项")
    with journal.entry(session, "campaign.levels", dict(fields)) as entry:
        if row is None:
            values: Values = {"id": ids.next_id(session.db, LEVELS), "campaign": session.campaign, **fields}
            entry.insert(LEVELS, values)
        else:
            before = LEVELS.row(row)
            entry.changed(LEVELS, before, before | fields)
            rows.update_rows(session.db, LEVELS, [(before, before | fields)])
    return Change(entry.seq, label, 1, noun="项", verb="已规定")


def _state(session: Session, org: int, question: Question, fields: dict[str, Any], said: str) -> Change:
    """Write these fields of a line. ``Failure`` NOT_VERIFYING, VERIFICATION_CLOSED."""
    _refuse_unless_verifying(session)
    if _stored(session, org, CLOSED) is not None:
        raise Failure(Fault.VERIFICATION_CLOSED, branch=units.unit(session.db, org).name)
    before = _stored(session, org, question.value)
    label = f"核查表“{question.text}”{said}"
    if before is not None and all(before[name] == value for name, value in fields.items()):
        return Change(None, label, 0, unchanged=1, noun="项")
    signed = {"by": session.actor.id, "at": int(session.clock().timestamp())}
    with journal.entry(session, "verification.state", {"question": question.value}) as entry:
        if before is None:
            if any(value is not None for value in fields.values()):
                entry.insert(STATEMENT, _blank(session, org, question.value) | fields)
        else:
            after = before | fields | signed
            entry.changed(STATEMENT, before, after)
            rows.update_rows(session.db, STATEMENT, [(before, after)])
    changed = entry.count
    return Change(entry.seq if changed else None, label, changed, unchanged=not changed, noun="项", verb="已记")


def _refuse_unless_verifying(session: Session) -> None:
    if not verifies(session.db, session.unit, session.campaign):
        raise Failure(Fault.NOT_VERIFYING, levels=called(levels(session.db, session.campaign)))


def _stored(session: Session, org: int, question: str) -> Values | None:
    row = session.db.execute_sql(
        f"{STATEMENT.select} WHERE campaign = ? AND org = ? AND unit = ? AND question = ?",
        (session.campaign, org, session.unit, question),
    ).fetchone()
    return STATEMENT.row(row) if row else None


def _blank(session: Session, org: int, question: str) -> Values:
    return dict.fromkeys(STATEMENT.columns) | {
        "id": ids.next_id(session.db, STATEMENT),
        "uuid": uuid4().bytes,
        "campaign": session.campaign,
        "org": org,
        "unit": session.unit,
        "question": question,
        "by": session.actor.id,
        "at": int(session.clock().timestamp()),
    }
