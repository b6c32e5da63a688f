"""Correction requests (更正意见): a verifying unit never edits what it does not keep, it asks for the correction.

A request keeps the value that the verifier saw. When that has changed meanwhile, the request reads 已更正 or
已另有改动, and a person settles it (design: “overtaken”).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from uuid import uuid4

from tui.faults import Failure, Fault
from tui.rules import codes
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.comparison import register_value
from tui.rules.dates import read_date
from tui.rules.levels import called
from tui.rules.verification import CORRECTABLE, RequestState
from tui.store import ids, journal, rows
from tui.store.commands.verdicts import NOTE_LIMIT
from tui.store.images import CORRECTION, Values
from tui.store.queries.levels import levels, verifies
from tui.store.queries.requests import StoredRequest, standings
from tui.store.session import Session
from tui.text import clean

_READERS = {
    "sex": codes.read_sex, "category": codes.read_category, "membership": codes.read_membership,
    "lost": codes.read_answer, "floating": codes.read_answer, "nation": codes.read_nation,
}  # fmt: skip
_Outcome = Callable[[StoredRequest], RequestState | Refusal]
_DATES = frozenset({"birth", "joined", "full_at", "dues_to", "lost_on"})


def file_request(session: Session, member: int, field: str, wanted: str, reason: str) -> Change:
    """Ask that a member's ``field`` (of ``CORRECTABLE``) becomes ``wanted``, a text as people write it.

    The value that the register has now is kept with it. ``Failure`` NAME_MISSING without what is wanted,
    NOT_VERIFYING. Refused for somebody who is no subject, and what is so already or was asked for already.
    """
    if not verifies(session.db, session.unit, session.campaign):
        raise Failure(Fault.NOT_VERIFYING, levels=called(levels(session.db, session.campaign)))
    value = in_register(field, wanted)
    if not value:
        raise Failure(Fault.NAME_MISSING, field="应更正为")
    column = f"m.{field}" if field else "''"
    row = session.db.execute_sql(
        f"""SELECT m.name, ifnull({column}, '') FROM member m JOIN subject s ON s.member = m.id AND s.campaign = ?
            WHERE m.id = ? AND m.gone IS NULL""",
        (session.campaign, member),
    ).fetchone()
    if row is None:
        return Change(None, "更正意见", 0, refused=((Refusal.NOT_A_SUBJECT, 1),))
    name, seen = row
    label = f"{name}{CORRECTABLE[field]}的更正意见"
    if field and seen == value:
        return Change(None, label, 0, unchanged=1, noun="件")
    twice = session.db.execute_sql(
        """SELECT EXISTS (SELECT 1 FROM correction_request WHERE campaign = ? AND member = ? AND field = ?
           AND wanted = ? AND seen = ? AND state = 'open')""",
        (session.campaign, member, field, value, seen),
    ).fetchone()[0]
    if twice:
        return Change(None, label, 0, refused=((Refusal.ASKED_ALREADY, 1),), noun="件")
    with journal.entry(session, "correction.file", {"field": field}) as entry:
        entry.insert(
            CORRECTION,
            {
                "id": ids.next_id(session.db, CORRECTION), "uuid": uuid4().bytes, "campaign": session.campaign,
                "member": member, "unit": session.unit, "field": field, "seen": seen, "wanted": value,
                "reason": clean(reason).strip()[:NOTE_LIMIT], "state": RequestState.OPEN.value,
                "by": session.actor.id, "at": int(session.clock().timestamp()),
                "settled_by": None, "settled_at": None,
            },
        )  # fmt: skip
    return Change(entry.seq, label, 1, noun="件", verb="已提出", members=(member,))


def in_register(field: str, text: str) -> str:
    """The value as the register would have it, where the text can be read so; else the text as it was written."""
    plain = clean(text).strip()[:NOTE_LIMIT]
    if reader := _READERS.get(field):
        return reader(plain) or plain
    if field in _DATES:
        return read_date(plain).value or plain
    return register_value(field, plain) or plain


def withdraw_requests(session: Session, requests: Sequence[int]) -> Change:
    """Take back requests (row ids) that still stand."""
    return _settle(session, requests, "correction.withdraw", "撤回更正意见", lambda _request: RequestState.WITHDRAWN)


def settle_requests(session: Session, requests: Sequence[int]) -> Change:
    """Mark requests (row ids) as 已更正 or 已另有改动, as the register shows; in words only, on the person's word."""

    def outcome(request: StoredRequest) -> RequestState | Refusal:
        if request.standing is not RequestState.OPEN:
            return request.standing
        return Refusal.STILL_AS_SEEN if request.field else RequestState.DONE

    return _settle(session, requests, "correction.settle", "更正意见销号", outcome)


def _settle(session: Session, requests: Sequence[int], action: str, label: str, outcome: _Outcome) -> Change:
    known = {request.id: request for request in standings(session.db, session.campaign)}
    refused: Counter[Refusal] = Counter()
    changes: list[tuple[Values, Values]] = []
    signed = {"settled_by": session.actor.id, "settled_at": int(session.clock().timestamp())}
    with journal.entry(session, action) as entry:
        for number in dict.fromkeys(requests):
            row = session.db.execute_sql(f"{CORRECTION.select} WHERE id = ?", (number,)).fetchone()
            before = CORRECTION.row(row) if row else None
            if before is None or before["state"] != RequestState.OPEN.value:
                refused[Refusal.SETTLED] += 1
            elif before["unit"] != session.unit:
                refused[Refusal.ANOTHER_UNITS] += 1
            elif isinstance(state := outcome(known[number]), Refusal):
                refused[state] += 1
            else:
                after = before | signed | {"state": state.value}
                entry.changed(CORRECTION, before, after)
                changes.append((before, after))
        rows.update_rows(session.db, CORRECTION, changes)
    return Change(
        entry.seq if changes else None,
        label,
        len(changes),
        refused=tuple(refused.items()),
        noun="件",
        verb="已办",
    )
