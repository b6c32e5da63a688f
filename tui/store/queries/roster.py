"""The roster under review: which members, in which order, and the pages that the grid draws."""

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tui.rules.checks import Stage
from tui.store.cipher import CipherDatabase
from tui.store.queries.roster_fields import FIELDS

PLACES = 5
"""Checks of a review, in order."""


@dataclass(frozen=True, slots=True)
class RosterView:
    """Members of a campaign below one unit, in roster order (tree, then name).

    ``order`` holds member ids; ``rank`` is its inverse, so that hits are sorted without asking the database.
    """

    campaign: int
    top: int
    order: "array[int]" = field(repr=False)
    rank: "array[int]" = field(repr=False)

    def place(self, member: int) -> int | None:
        """Where the member stands in the view, from 0; None if he is not in it."""
        if member >= len(self.rank):
            return None
        place = self.rank[member]
        return place - 1 if place else None

    def only(self, members: Iterable[int]) -> "RosterView":
        """The view narrowed to those members, still in roster order."""
        rank = self.rank
        places = sorted(rank[member] for member in members if member < len(rank) and rank[member])
        return ranked(self.campaign, self.top, array("I", (self.order[place - 1] for place in places)))


def ranked(campaign: int, top: int, order: "array[int]") -> RosterView:
    """A view with its inverse."""
    rank = array("I", bytes(4 * (max(order, default=0) + 1)))
    for place, member in enumerate(order, 1):
        rank[member] = place
    return RosterView(campaign, top, order, rank)


def open_view(db: CipherDatabase, campaign: int, top: int, first: int = -1) -> RosterView:
    """Every subject of the campaign in the unit ``top`` and below it, or only the first so many of them."""
    rows = db.execute_sql(
        """SELECT m.id FROM organization t
           CROSS JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
           CROSS JOIN member m INDEXED BY member_org ON m.org = o.id
           JOIN subject s ON s.campaign = ? AND s.member = m.id
           WHERE t.id = ? AND m.id NOT IN (SELECT id FROM member WHERE gone IS NOT NULL)
           ORDER BY o.lft, m.name, m.id LIMIT ?""",
        (campaign, top, first),
    )
    return ranked(campaign, top, array("I", (member for (member,) in rows)))


class RosterRow(NamedTuple):
    """What the grid shows of one member; ``own`` are the five verdict letters of the stage in hand,
    ``other`` those of the other stage, ``how`` how the own ones were given, ``more`` the fields asked for besides."""

    id: int
    name: str
    sex: str | None
    birth: str | None
    idno: str | None
    category: str | None
    organization: str
    keeper: int
    ground: str
    own: str
    other: str
    how: str
    note: str | None
    findings: int
    more: tuple[str | None, ...] = ()


_VERDICTS = "||".join(f"ifnull({{0}}.c{number}, 'u')" for number in range(1, PLACES + 1))
_GIVEN = "||".join(f"ifnull(r.h{number}, '-')" for number in range(1, PLACES + 1))
_PAGE = f"""
    SELECT m.id, m.name, m.sex, m.birth, m.idno, m.category, o.name, o.keeper, s.ground,
           {_VERDICTS.format("r")}, {_VERDICTS.format("q")}, {_GIVEN}, r.note,
           (SELECT count(*) FROM finding f WHERE f.member = m.id AND f.campaign = s.campaign AND f.state = 'open')
           {{more}}
    FROM json_each(:ids) j
    CROSS JOIN member m ON m.id = j.value
    JOIN organization o ON o.id = m.org
    JOIN subject s ON s.campaign = :campaign AND s.member = m.id
    LEFT JOIN review r ON r.campaign = s.campaign AND r.stage = :stage AND r.member = m.id
    LEFT JOIN review q ON q.campaign = s.campaign AND q.stage = 3 - :stage AND q.member = m.id
    ORDER BY j.key
"""
_FIXED = len(RosterRow._fields) - 1
"""Columns of a page before those asked for."""


def page(
    db: CipherDatabase, campaign: int, stage: Stage, members: Sequence[int], more: Sequence[str] = ()
) -> list[RosterRow]:
    """Rows for those members, in the order given; ``more`` names the ``FIELDS`` shown besides."""
    parameters = {"ids": json.dumps(list(members)), "campaign": campaign, "stage": stage.number}
    found = db.execute_sql(_PAGE.format(more="".join(f", {FIELDS[field]}" for field in more)), parameters)
    return [RosterRow._make((*row[:_FIXED], row[_FIXED:])) for row in found]
