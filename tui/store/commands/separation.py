"""Two looks by two people: whose verdicts a person may not give because the other look's is his own.

Source: 《关于开展党员组织关系排查工作的通知》 section 2: “双查”（党支部自查、工作组核查）. A person is known by
his UUID, which a report brings along: of one UUID the register has one row, whichever vault the verdict was given in.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence

from tui.rules.checks import Check, Refusal, Stage, Verdict, one_person
from tui.rules.verification import CLOSED
from tui.store.cipher import CipherDatabase
from tui.store.images import Values
from tui.store.session import Session

_BY = ", ".join(f"r.by{check.number}" for check in Check)
_OTHER = f"""
    SELECT r.member, {_BY} FROM json_each(?) j
    CROSS JOIN review r ON r.campaign = ? AND r.stage = ? AND r.member = j.value
    WHERE ? IN ({_BY})
"""
_FINISHED = """
    SELECT m.id FROM json_each(?) j CROSS JOIN member m ON m.id = j.value
    JOIN verification_statement v ON v.campaign = ? AND v.org = m.org AND v.unit = ? AND v.question = ?
"""


class Separation:
    """What the acting person may not do at a stage, looked up chunk by chunk."""

    def __init__(self, session: Session, stage: Stage) -> None:
        self._session = session
        self._stage = stage
        (actor,) = session.db.execute_sql(
            "SELECT ifnull((SELECT id FROM person WHERE uuid = unhex(?)), 0)", (session.actor.uuid,)
        ).fetchone()
        self._actor = int(actor)
        self._finishing = stage is Stage.VERIFICATION and bool(
            session.db.execute_sql(
                "SELECT EXISTS (SELECT 1 FROM verification_statement WHERE campaign = ? AND unit = ? AND question = ?)",
                (session.campaign, session.unit, CLOSED),
            ).fetchone()[0]
        )
        self._other: Mapping[int, Sequence[int | None]] = {}
        self._closed: frozenset[int] = frozenset()

    def look_up(self, members: Sequence[int]) -> None:
        """Read what bears on these members."""
        db, campaign = self._session.db, self._session.campaign
        wanted = json.dumps(members)
        found = db.execute_sql(_OTHER, (wanted, campaign, self._stage.other.number, self._actor))
        self._other = {member: by for member, *by in found}
        if self._finishing:
            closed = db.execute_sql(_FINISHED, (wanted, campaign, self._session.unit, CLOSED))
            self._closed = frozenset(member for (member,) in closed)

    def free(self, members: Sequence[int], before: Values, fields: Values, refused: Counter[Refusal]) -> Sequence[int]:
        """Those whose review, ``before`` but for the member, may get these fields from the acting person; the others
        are counted by the reason."""
        if not self._closed and not self._other:
            return members
        free = []
        for member in members:
            if refusal := self._refuses(member, before, fields):
                refused[refusal] += 1
            else:
                free.append(member)
        return free

    def _refuses(self, member: int, before: Values, fields: Values) -> Refusal | None:
        if member in self._closed:
            return Refusal.CLOSED
        other = self._other.get(member)
        if other is None:
            return None
        for check, other_by in zip(Check, other, strict=True):
            column, by = f"c{check.number}", f"by{check.number}"
            if column in fields and one_person(Verdict(fields[column]), before[by], other_by, self._actor):
                return Refusal.SAME_PERSON
        return None


_LOOKS = f"""
    SELECT r.member, {_BY} FROM json_each(?) j
    CROSS JOIN review r ON r.campaign = ? AND r.stage = ? AND r.member = j.value
"""
GoingBack = tuple[Values | None, Values]
"""A review as it is now (None: there is none) and as it was."""


def made_one_persons(db: CipherDatabase, reviews: Sequence[GoingBack]) -> frozenset[tuple[int, int, int]]:
    """Which of the reviews (campaign, stage, member) would bring back a verdict whose other look has meanwhile become
    the same person's."""
    found: set[tuple[int, int, int]] = set()
    returning = [(former, back) for now, former in reviews if (back := _returning(now, former))]
    for campaign, stage in {(former["campaign"], former["stage"]) for former, _ in returning}:
        here = {former["member"]: (former, back) for former, back in returning
                if (former["campaign"], former["stage"]) == (campaign, stage)}  # fmt: skip
        for member, *by in db.execute_sql(_LOOKS, (json.dumps(list(here)), campaign, 3 - stage)):
            former, back = here[member]
            if any(former[f"by{number}"] == by[number - 1] for number in back):
                found.add((campaign, stage, member))
    return frozenset(found)


def _returning(now: Values | None, former: Values) -> list[int]:
    """Numbers of the checks whose former verdict is another person's than the one that stands."""
    return [
        check.number
        for check in Check
        if former[f"c{check.number}"] != Verdict.UNCHECKED.value
        and former[f"by{check.number}"] is not None
        and (now is None or now[f"by{check.number}"] != former[f"by{check.number}"])
    ]
