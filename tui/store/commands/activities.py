"""Entering a branch's activities and who came; a member's last activity (``active_on``) follows the newest attended.

``active_on`` moves on to the day of an activity that certainly lies after it, and goes back when the attendance is
taken back: to the newest other activity that he attended or to what was recorded from elsewhere, whichever is later.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import uuid4

from tui.faults import Failure, Fault
from tui.rules.activities import TITLE_LIMIT, ActivityKind, Attended, lies_after, takes_part
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.contact import last_contact
from tui.rules.dates import is_date
from tui.store import ids, journal, rows
from tui.store.commands.editing import kept_organizations, out_of_reach
from tui.store.commands.importing import AMONG, save, stored_rows
from tui.store.images import ACTIVITY, ATTENDANCE, MEMBER, Values
from tui.store.journal import EntryWriter
from tui.store.queries.activities import called, member_attendances
from tui.store.session import Session
from tui.text import clean

NOTE_LIMIT: Final = 200
_TEXTS: Final = {"title": TITLE_LIMIT, "place": TITLE_LIMIT, "note": NOTE_LIMIT}


def hold_activity(
    session: Session, org: int, on_day: str, kind: ActivityKind, texts: Mapping[str, str] | None = None
) -> Change:
    """Enter an activity of a branch (row id) with everybody present who is called and of whom it may be supposed:
    not those who are lost, floating or suspended; of a 支委会 or 党小组会 nobody is.

    ``texts``: title, place, note. ``Failure(VALUE_REFUSED)`` for a day that is none or lies ahead. A branch that
    another unit keeps is refused.
    """
    today = session.clock().date().isoformat()
    if not is_date(on_day) or len(on_day) != len(today) or on_day > today:
        raise Failure(Fault.VALUE_REFUSED, field="活动日期", wanted="已经过去的一天，如2026-05-20")
    label = f"登记{kind.label}（{on_day}）"
    with journal.entry(session, "activity.hold", {"kind": kind.value}) as entry:
        if org not in kept_organizations(session):
            return Change(None, label, 0, refused=((Refusal.KEPT_BELOW, 1),), noun="次")
        activity = _signed(session, dict.fromkeys(ACTIVITY.columns)) | {
            "id": ids.next_id(session.db, ACTIVITY), "uuid": uuid4().bytes, "org": org, "on_day": on_day,
            "kind": kind.value, **_texts(texts or {}),
        }  # fmt: skip
        entry.insert(ACTIVITY, activity)
        present = []
        if kind.calls_everybody:
            present = [
                each.member for each in called(session.db, session.campaign, org, on_day)
                if not each.suspended and takes_part(lost=each.lost, floating=each.floating)
            ]  # fmt: skip
        _write(session, entry, activity, dict.fromkeys(present, (Attended.PRESENT, "")))
    return Change(entry.seq, f"{label}，到会{len(present):,}人", 1, noun="次", verb="已登记")


def set_attendance(
    session: Session, activity: int, members: Sequence[int], state: Attended, reason: str = ""
) -> Change:
    """Say of members (named once each) whether they came to the activity (row id); leave may have its reason.

    Refused: those whom another unit keeps, who have left the roster, and all of a withdrawn activity.
    """
    said = clean(reason).strip()[:NOTE_LIMIT]
    refused: Counter[Refusal] = Counter()
    with journal.entry(session, "activity.attend", {"state": state.value}) as entry:
        held = stored_rows(session.db, ACTIVITY, [activity])[activity]
        label = f"{ActivityKind(held['kind']).label}（{held['on_day']}）记为{state.label}"
        if held["withdrawn_on"]:
            return Change(None, label, 0, refused=((Refusal.SETTLED, len(members)),))
        kept = kept_organizations(session)
        stored = stored_rows(session.db, MEMBER, members)
        states: dict[int, tuple[Attended, str]] = {}
        for member in members:
            if refusal := out_of_reach(stored.get(member), kept):
                refused[refusal] += 1
            else:
                states[member] = state, said
        touched = _write(session, entry, held, states)
    return Change(
        entry.seq if entry.count else None, label, len(touched), len(states) - len(touched), tuple(refused.items()),
        tuple(touched), verb="已登记",
    )  # fmt: skip


def amend_activity(session: Session, activity: int, texts: Mapping[str, str]) -> Change:
    """Change those of an activity's title, place and note that are named; its day and kind stay."""
    with journal.entry(session, "activity.amend") as entry:
        before = stored_rows(session.db, ACTIVITY, [activity])[activity]
        label = f"改{ActivityKind(before['kind']).label}（{before['on_day']}）"
        if before["org"] not in kept_organizations(session):
            return Change(None, label, 0, refused=((Refusal.KEPT_BELOW, 1),), noun="次")
        named = _texts(texts)
        if all(before[name] == value for name, value in named.items()):
            return Change(None, label, 0, 1, noun="次")
        _save_changed(session, entry, before, _signed(session, before | named))
    return Change(entry.seq, label, 1, noun="次")


def withdraw_activity(session: Session, activity: int, why: str) -> Change:
    """Take an activity off the books that was entered by mistake; it stays to be read, and nobody attended it.

    ``Failure(VALUE_REFUSED)`` without a reason.
    """
    said = clean(why).strip()[:NOTE_LIMIT]
    if not said:
        raise Failure(Fault.VALUE_REFUSED, field="撤回的原因", wanted="文字")
    with journal.entry(session, "activity.withdraw") as entry:
        before = stored_rows(session.db, ACTIVITY, [activity])[activity]
        label = f"撤回{ActivityKind(before['kind']).label}（{before['on_day']}）"
        if before["org"] not in kept_organizations(session):
            return Change(None, label, 0, refused=((Refusal.KEPT_BELOW, 1),), noun="次")
        if before["withdrawn_on"]:
            return Change(None, label, 0, 1, noun="次")
        today = session.clock().date().isoformat()
        came = session.db.execute_sql(
            "SELECT member FROM attendance WHERE activity = ? AND state = 'present'", (activity,)
        )
        _follow(session, entry, before, [], [member for (member,) in came.fetchall()])
        _save_changed(session, entry, before, _signed(session, before | {"withdrawn_on": today, "withdrawn_why": said}))
    return Change(entry.seq, label, 1, noun="次", verb="已撤回")


def _write(
    session: Session, entry: EntryWriter, activity: Values, states: Mapping[int, tuple[Attended, str]]
) -> list[int]:
    """Write attendances that differ from what is stored; gives whose. ``active_on`` follows."""
    found = session.db.execute_sql(
        f"{ATTENDANCE.select} WHERE activity = ? AND member {AMONG}", (activity["id"], json.dumps(list(states)))
    )
    known = {row["member"]: row for row in map(ATTENDANCE.row, found.fetchall())}
    number = ids.next_id(session.db, ATTENDANCE)
    new: list[Values] = []
    changed: list[tuple[Values, Values]] = []
    for member, (state, reason) in states.items():
        said: Values = {"state": state.value, "reason": reason or None}
        before = known.get(member)
        if before is None:
            blank: Values = dict.fromkeys(ATTENDANCE.columns)
            named = {"id": number + len(new), "uuid": uuid4().bytes, "member": member, "activity": activity["id"],
                     "org": activity["org"]}  # fmt: skip
            new.append(_signed(session, blank | named | said))
        elif any(before[name] != value for name, value in said.items()):
            changed.append((before, _signed(session, before | said)))
    came = [row for row in [*new, *(after for before, after in changed if before["state"] != "present")]
            if row["state"] == "present"]  # fmt: skip
    left = [after["member"] for before, after in changed if before["state"] == "present" != after["state"]]
    _follow(session, entry, activity, came, left)
    save(session.db, entry, ATTENDANCE, new, changed)
    return [row["member"] for row in [*new, *(after for _, after in changed)]]


def _follow(
    session: Session, entry: EntryWriter, activity: Values, came: Sequence[Values], left: Sequence[int]
) -> None:
    """Move ``active_on`` of those who came on, and of those who did not come after all back.

    An attendance that is about to be written keeps as ``active_before`` what is recorded from elsewhere; before it is,
    those of ``left`` stand as they were.
    """
    day, whom = activity["on_day"], [*(row["member"] for row in came), *left]
    stored = stored_rows(session.db, MEMBER, whom)
    attended = member_attendances(session.db, whom)
    moved: list[tuple[Values, Values]] = []
    for row in came:
        before = stored[row["member"]]
        active_on = before["active_on"]
        same = [base for _, other, base in attended.get(row["member"], ()) if other == active_on]
        row["active_before"] = same[0] if same else active_on
        if lies_after(day, active_on):
            moved.append((before, before | {"active_on": day}))
    for member in left:
        before = stored[member]
        others = [other for number, other, _ in attended.get(member, ()) if number != activity["id"]]
        bases = [base for number, _, base in attended.get(member, ()) if number == activity["id"]]
        if before["active_on"] == day:
            active_on = last_contact(*others, *bases)
            if active_on != day:
                moved.append((before, before | {"active_on": active_on}))
    save(session.db, entry, MEMBER, [], moved)


def _save_changed(session: Session, entry: EntryWriter, before: Values, after: Values) -> None:
    entry.changed(ACTIVITY, before, after)
    rows.update_rows(session.db, ACTIVITY, [(before, after)])


def _signed(session: Session, values: Values) -> Values:
    return values | {"by": session.actor.id, "at": int(session.clock().timestamp())}


def _texts(texts: Mapping[str, str]) -> Values:
    return {name: clean(texts[name]).strip()[:limit] or None for name, limit in _TEXTS.items() if name in texts}
