"""What the commands of 组织处置 share: the member, the campaign's policy set, what goes into a row, what comes back."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from tui.faults import Failure, Fault
from tui.rules.changes import Change, Reason
from tui.rules.checks import Refusal
from tui.rules.disposal.case import Obstacle
from tui.rules.disposal.procedures import PROCEDURES, Procedure
from tui.rules.disposal.register import State
from tui.store import rows
from tui.store.images import DISPOSAL_CASE, DISPOSAL_PROCEDURE, Values
from tui.store.journal import EntryWriter
from tui.store.queries.disposal_case import CaseFile, case_file, kinds_in, rows_of
from tui.store.session import Session
from tui.text import clean

LIMIT: Final = 2000
"""Characters of a text: a finding takes more words than a note."""


def said(text: str) -> str | None:
    """A text as it is stored; None for one that is empty."""
    return clean(text).strip()[:LIMIT] or None


def texts(values: Mapping[str, str]) -> str | None:
    """An object of texts as it is stored, without what is empty."""
    kept = {key: text for key, value in values.items() if (text := said(value))}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False) if kept else None


def today(session: Session) -> date:
    """The day by the clock: nothing is done on a later one."""
    return session.clock().date()


def founded_on(session: Session) -> date:
    """The day since which this register is kept: its journal's first entry."""
    ((body,),) = session.db.execute_sql("SELECT body FROM entry WHERE seq = 1").fetchall()
    return datetime.fromtimestamp(json.loads(body)["at"], session.clock().tzinfo).date()


def policy_of(session: Session) -> str:
    """The policy set of the campaign in hand."""
    found = session.db.execute_sql("SELECT policy FROM campaign WHERE id = ?", (session.campaign,)).fetchone()
    return str(found[0])


def open_file(session: Session, number: int) -> CaseFile | Reason:
    """The case with this row id if it is in hand and its kind is known, or why not. KeyError where there is none."""
    found = case_file(session.db, session.unit, number)
    if found.state is not State.OPEN:
        return Obstacle.FINISHED
    if found.member["gone"]:
        return Refusal.LEFT_ROSTER
    return found if found.procedure is not None else Obstacle.PROCEDURE_UNKNOWN


def procedure_of(session: Session, key: str) -> tuple[Procedure, int | None]:
    """A kind of disposal, and the local file (row id) that it is from. ``Failure(CHECK_ANSWER)`` for no kind."""
    if key in PROCEDURES:
        return PROCEDURES[key], None
    for row in rows_of(
        session.db, DISPOSAL_PROCEDURE, "key = ? AND org = ? AND withdrawn_on IS NULL", key, session.unit
    )[::-1]:
        if kind := kinds_in(row["text"]).get(key):
            return kind, row["id"]
    raise Failure(Fault.CHECK_ANSWER, item="处置方式", answer=key)


def amend(session: Session, entry: EntryWriter, row: Values, changes: Mapping[str, str | None]) -> None:
    """Write how a case stands now; who opened it stays in its row, since he is one of those who handled it."""
    after = row | dict(changes)
    rows.update_rows(session.db, DISPOSAL_CASE, [(row, after)])
    entry.changed(DISPOSAL_CASE, row, after)


def refused(label: str, *reasons: Reason) -> Change:
    """Nothing was written, and why."""
    return Change(None, label, 0, refused=tuple((reason, 1) for reason in reasons), noun="件")


def told(member: Values, what: str) -> str:
    """Whom a command was for, and what it does."""
    return f"{member['name']} {what}"
