"""What the commands of the search have in common: rows of cases that this unit may write, days that may be stated."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from tui.faults import Failure, Fault
from tui.rules.checks import Refusal
from tui.rules.dates import is_date
from tui.store import ids
from tui.store.images import SEARCH_CASE, Table, Values
from tui.store.session import Session
from tui.text import clean

TEXT_LIMIT = 500


def today(session: Session) -> str:
    """The day of the clock."""
    return session.clock().date().isoformat()


def stamp(session: Session) -> Values:
    """Who writes a row, and when."""
    return {"by": session.actor.id, "at": int(session.clock().timestamp())}


class Rows:
    """Makes new rows of a table, numbered one after the other."""

    def __init__(self, session: Session, table: Table) -> None:
        self._table = table
        self._next = ids.next_id(session.db, table)
        self._stamp = stamp(session)

    def new(self, **fields: Any) -> Values:
        """A whole row; columns that are not named are None."""
        row = dict.fromkeys(self._table.columns) | fields | self._stamp
        row |= {"id": self._next, "uuid": uuid4().bytes}
        self._next += 1
        return row


def kept_cases(session: Session, cases: Sequence[int]) -> dict[int, tuple[Values, Refusal | None]]:
    """The cases by id, each with the reason why this unit may not write to it; unknown and withdrawn ones are not in
    it."""
    columns = ", ".join(f"c.{name}" for name in SEARCH_CASE.columns)
    found = session.db.execute_sql(
        f"""SELECT o.keeper, {columns} FROM json_each(?) j CROSS JOIN search_case c ON c.id = j.value
            JOIN member m ON m.id = c.member JOIN organization o ON o.id = m.org WHERE c.withdrawn_on IS NULL""",
        (json.dumps(list(cases)),),
    )
    return {
        stored[0]: (SEARCH_CASE.row(stored), None if keeper == session.unit else Refusal.KEPT_BELOW)
        for keeper, *stored in found
    }


def day_stated(session: Session, text: str, field: str, *, whole: bool = True) -> str:
    """A day up to today, whole or (unless ``whole``) partial. ``Failure`` DATE_INVALID, VALUE_REFUSED."""
    text = text.strip()
    if not is_date(text) or (whole and not _is_whole(text)):
        raise Failure(Fault.DATE_INVALID, value=clean(text)[:20])
    if text > today(session):
        raise Failure(Fault.VALUE_REFUSED, field=field, wanted="不晚于今天的日期")
    return text


def _is_whole(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def text_stated(text: str, field: str) -> str:
    """A text that must not be empty. ``Failure(NAME_MISSING)``."""
    stated = optional(text)
    if stated is None:
        raise Failure(Fault.NAME_MISSING, field=field)
    return stated


def optional(text: str) -> str | None:
    """A text as it is kept; None for nothing."""
    return clean(text).strip()[:TEXT_LIMIT] or None
