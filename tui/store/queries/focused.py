"""What the focused card shows of one member, and who is to be looked at next."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from tui.rules.checks import Check, Stage
from tui.store.cipher import CipherDatabase
from tui.store.queries.history import verdict_times
from tui.store.queries.members import MemberCard, member_card

_CHUNK: Final = 2000


@dataclass(frozen=True, slots=True)
class FocusedCard:
    """A member with what stands behind each check: when the verdicts were given (seconds since 1970), and the codes of
    the open findings."""

    card: MemberCard
    times: Mapping[tuple[Stage, Check], int]
    findings: Mapping[Check, tuple[str, ...]]


def focused_card(db: CipherDatabase, campaign: int, member: int) -> FocusedCard | None:
    """The member as the campaign sees him; None if he is no subject of it."""
    card = member_card(db, campaign, member)
    if card is None:
        return None
    codes: dict[Check, list[str]] = {check: [] for check in Check}
    checks = tuple(Check)
    for number, code in db.execute_sql(
        """SELECT DISTINCT check_no, code FROM finding
           WHERE member = ? AND campaign = ? AND state = 'open' ORDER BY code""",
        (member, campaign),
    ):
        codes[checks[number - 1]].append(code)
    findings = {check: tuple(found) for check, found in codes.items()}
    return FocusedCard(card, verdict_times(db, campaign, member), findings)


def next_unchecked(
    db: CipherDatabase, campaign: int, stage: Stage, check: Check, order: Sequence[int], place: int
) -> int | None:
    """The place of the next member after ``place`` without a verdict on the check, beginning again at the top.

    None when all but the one at ``place`` have one.
    """
    ahead = range(place + 1, len(order))
    for places in chain(_chunks(ahead), _chunks(range(place))):
        members = [order[each] for each in places]
        decided = {
            member
            for (member,) in db.execute_sql(
                f"""SELECT r.member FROM json_each(?) j CROSS JOIN review r
                    ON r.campaign = ? AND r.stage = ? AND r.member = j.value WHERE r.c{check.number} <> 'u'""",
                (json.dumps(members), campaign, stage.number),
            )
        }
        for each, member in zip(places, members, strict=True):
            if member not in decided:
                return each
    return None


def _chunks(places: range) -> Sequence[range]:
    return [places[start : start + _CHUNK] for start in range(0, len(places), _CHUNK)]
