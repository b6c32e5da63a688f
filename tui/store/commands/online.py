"""Who is entered in 党员组织关系网上接转系统: marked and unmarked, singly or in bulk.

Source: 《关于在全省高校开展党员组织关系集中排查的通知》: “及时编入党员组织关系网上接转系统”.
"""

import json
from array import array
from collections import Counter
from collections.abc import Sequence
from datetime import date

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.store import ids, journal, rows
from tui.store.images import ONLINE_ENTRY, Values
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched

_ENTRY = ", ".join(f"e.{name}" for name in ONLINE_ENTRY.columns)
_TARGETS = f"""
    SELECT m.id, o.keeper, {_ENTRY} FROM json_each(?) j
    CROSS JOIN member m ON m.id = j.value AND m.gone IS NULL
    JOIN organization o ON o.id = m.org
    LEFT JOIN online_entry e ON e.member = m.id
"""


def enter_online(
    session: Session,
    members: Sequence[int],
    on: str,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Mark these members (row ids) as entered on a day (full ISO date) by the acting person.

    Who is marked already stays as he is. ``Failure`` DATE_INVALID, CANCELLED.
    """
    try:
        date.fromisoformat(on)
    except ValueError:
        raise Failure(Fault.DATE_INVALID, value=on) from None
    return _mark(session, members, on, progress, cancelled)


def remove_online(
    session: Session,
    members: Sequence[int],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Take the mark off again, as for somebody marked by mistake or taken out of that system."""
    return _mark(session, members, None, progress, cancelled)


def _mark(
    session: Session, members: Sequence[int], on: str | None, progress: Progress | None, cancelled: Cancelled | None
) -> Change:
    db = session.db
    wanted = list(dict.fromkeys(members))
    tell = watched(progress, cancelled)
    refused: Counter[Refusal] = Counter()
    touched = array("Q")
    unchanged = 0
    with journal.entry(session, "online.enter" if on else "online.remove") as entry:
        number = ids.next_id(db, ONLINE_ENTRY)
        for start in range(0, len(wanted), journal.CHUNK):
            chunk = wanted[start : start + journal.CHUNK]
            found = db.execute_sql(_TARGETS, (json.dumps(chunk),)).fetchall()
            refused[Refusal.CHANGED_SINCE] += len(chunk) - len(found)
            new: list[Values] = []
            gone: list[Values] = []
            for member, keeper, *stored in found:
                values = ONLINE_ENTRY.row(stored)
                if keeper != session.unit:
                    refused[Refusal.KEPT_BELOW] += 1
                elif (values["id"] is not None) == (on is not None):
                    unchanged += 1
                elif on is None:
                    gone.append(values)
                    touched.append(member)
                else:
                    new.append({"id": number, "member": member, "entered_on": on, "entered_by": session.actor.id})
                    number += 1
                    touched.append(member)
            rows.insert_rows(db, ONLINE_ENTRY, new)
            rows.delete_rows(db, ONLINE_ENTRY, gone)
            for values in new:
                entry.created(ONLINE_ENTRY, values)
            for values in gone:
                entry.removed(ONLINE_ENTRY, values)
            tell(start + len(chunk), len(wanted))
    return Change(
        entry.seq if entry.count else None,
        "网上接转系统记为已编入" if on else "网上接转系统取消已编入",
        len(touched),
        unchanged,
        tuple((refusal, count) for refusal, count in refused.items() if count),
        tuple(touched) if len(touched) <= journal.CHUNK else (),
    )
