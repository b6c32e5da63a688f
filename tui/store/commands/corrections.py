"""Correction requests (更正意见): a verifying unit never edits what it does not keep, it asks for the correction.

A request keeps the value that the verifier saw. When that has changed meanwhile, the request reads 已更正 or
已另有改动, and a person settles it (design: “overtaken”).
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple
from uuid import uuid4

from tui.faults import Failure, Fault
from tui.rules import codes
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.comparison import register_value
from tui.rules.dates import read_date
from tui.rules.levels import called
from tui.rules.verification import CORRECTABLE, ONE_PERSONS, RequestState
from tui.store import ids, journal, rows
from tui.store.commands.importing import AMONG, save
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


def file_requests(session: Session, members: Sequence[int], field: str, wanted: str, reason: str) -> Change:
    """Ask that the ``field`` (of ``CORRECTABLE``) of each member becomes ``wanted``, a text as people write it.

    The value that the register has now is kept with each. ``Failure`` NAME_MISSING without what is wanted,
    NOT_VERIFYING. Refused for whoever is no subject, what was asked for already, and for several members at once what
    only one can have (name, ID number …). What is so already counts as unchanged.
    """
    if not verifies(session.db, session.unit, session.campaign):
        raise Failure(Fault.NOT_VERIFYING, levels=called(levels(session.db, session.campaign)))
    value = in_register(field, wanted)
    if not value:
        raise Failure(Fault.NAME_MISSING, field="应更正为")
    members = list(dict.fromkeys(members))
    several_of_one = len(members) > 1 and field in ONE_PERSONS
    known = _standing(session, members, field)
    asked = _asked(session, members, field, value)
    refused: Counter[Refusal] = Counter()
    unchanged = 0
    new: list[Values] = []
    at = int(session.clock().timestamp())
    with journal.entry(session, "correction.file", {"field": field}) as entry:
        number = ids.next_id(session.db, CORRECTION)
        for member in members:
            if member not in known:
                refused[Refusal.NOT_A_SUBJECT] += 1
            elif several_of_one:
                refused[Refusal.ONE_PERSONS] += 1
            elif field and known[member].seen == value:
                unchanged += 1
            elif (member, known[member].seen) in asked:
                refused[Refusal.ASKED_ALREADY] += 1
            else:
                new.append(
                    {
                        "id": number + len(new), "uuid": uuid4().bytes, "campaign": session.campaign,
                        "member": member, "unit": session.unit, "field": field, "seen": known[member].seen,
                        "wanted": value, "reason": clean(reason).strip()[:NOTE_LIMIT],
                        "state": RequestState.OPEN.value, "by": session.actor.id, "at": at,
                        "settled_by": None, "settled_at": None,
                    }
                )  # fmt: skip
        save(session.db, entry, CORRECTION, new)
    whom = known[members[0]].name if len(members) == 1 and members[0] in known else f"{len(members):,}人"
    return Change(
        entry.seq if new else None,
        f"{whom}{CORRECTABLE[field]}的更正意见",
        len(new),
        unchanged,
        tuple(refused.items()),
        tuple(values["member"] for values in new),
        noun="件",
        verb="已提出",
    )


class _Standing(NamedTuple):
    name: str
    seen: str


def _standing(session: Session, members: Sequence[int], field: str) -> dict[int, _Standing]:
    """The subjects among the members, with what the register has in the field."""
    column = f"m.{field}" if field else "''"
    found = session.db.execute_sql(
        f"""SELECT m.id, m.name, ifnull({column}, '') FROM json_each(?) j
            CROSS JOIN member m ON m.id = j.value AND m.gone IS NULL
            CROSS JOIN subject s ON s.member = m.id AND s.campaign = ?""",
        (json.dumps(members), session.campaign),
    )
    return {member: _Standing(name, seen) for member, name, seen in found}


def _asked(session: Session, members: Sequence[int], field: str, value: str) -> set[tuple[int, str]]:
    """(member, what was seen) of the open requests for the same."""
    found = session.db.execute_sql(
        f"""SELECT member, seen FROM correction_request WHERE member {AMONG} AND campaign = ? AND field = ?
            AND wanted = ? AND state = 'open'""",
        (json.dumps(members), session.campaign, field, value),
    )
    return {(member, seen) for member, seen in found}


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
