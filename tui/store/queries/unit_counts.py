"""How many subjects each unit has and how many of them nobody has checked: for the tree beside the roster."""

import json
from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tui.rules.checks import Check, Stage
from tui.store.cipher import CipherDatabase
from tui.store.queries.roster import RosterView

UNITS_AT_A_TIME = 400
"""Units counted in one query: pages of the roster are read in between, so that nothing waits for a million members."""


class UnitCount(NamedTuple):
    """One unit's own subjects, without those of the units below it, and those unchecked among them."""

    unit: int
    subjects: int
    unchecked: int


def unit_counts(
    db: CipherDatabase, campaign: int, stage: Stage, check: Check, wanted: Iterable[int]
) -> list[UnitCount]:
    """The counts of those of the units (row ids) that have subjects of their own."""
    found = db.execute_sql(
        f"""SELECT m.org, count(*), sum(ifnull(r.c{check.number}, 'u') = 'u')
            FROM json_each(?) j
            CROSS JOIN member m INDEXED BY member_org ON m.org = j.value
            CROSS JOIN subject s ON s.campaign = ? AND s.member = m.id
            LEFT JOIN review r ON r.campaign = s.campaign AND r.stage = ? AND r.member = m.id
            WHERE m.id NOT IN (SELECT id FROM member WHERE gone IS NOT NULL)
            GROUP BY m.org""",
        (json.dumps(list(wanted)), campaign, stage.number),
    )
    return [UnitCount(*row) for row in found]


def units_of(db: CipherDatabase, members: Sequence[int]) -> list[int]:
    """The units that these members are in."""
    found = db.execute_sql(
        "SELECT DISTINCT m.org FROM json_each(?) j CROSS JOIN member m ON m.id = j.value", (json.dumps(list(members)),)
    )
    return [unit for (unit,) in found]


def below(db: CipherDatabase, view: RosterView, unit: int) -> RosterView:
    """The view narrowed to the members of a unit and of everything below it, in the order of the view."""
    found = db.execute_sql(
        """SELECT m.id FROM organization t
           CROSS JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
           CROSS JOIN member m INDEXED BY member_org ON m.org = o.id
           WHERE t.id = ?""",
        (unit,),
    )
    return view.only(array("I", (member for (member,) in found)))
