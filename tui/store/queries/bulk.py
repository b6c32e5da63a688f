"""What a bulk command would meet: told before it is confirmed."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from tui.rules.checks import Stage
from tui.rules.focus_groups import FocusGroup
from tui.rules.member_fields import FIELDS
from tui.store.cipher import CipherDatabase
from tui.store.queries import units
from tui.store.queries.units import Unit


class Preview(NamedTuple):
    """Of the members named: how many have the new value already, nothing, or another value now."""

    same: int
    empty: int
    other: int


def field_preview(db: CipherDatabase, members: Sequence[int], field: str, value: str | None) -> Preview:
    """What the members have in the field (a column of ``FIELDS``; KeyError otherwise) beside the value to be set."""
    column = FIELDS[field].id
    same, empty, total = db.execute_sql(
        f"""SELECT ifnull(sum(m.{column} IS ?), 0), ifnull(sum(m.{column} IS NULL), 0), count(*)
            FROM json_each(?) j CROSS JOIN member m ON m.id = j.value""",
        (value, json.dumps(list(members))),
    ).fetchone()
    empty = 0 if value is None else empty
    return Preview(same, empty, total - same - empty)


def in_group(db: CipherDatabase, members: Sequence[int], group: FocusGroup) -> int:
    """How many of the members stand in the group."""
    query = "SELECT count(*) FROM json_each(?) j CROSS JOIN focus_group g ON g.kind = ? AND g.member = j.value"
    return int(db.execute_sql(query, (json.dumps(list(members)), group.number)).fetchone()[0])


def in_unit(db: CipherDatabase, members: Sequence[int], unit: int) -> int:
    """How many of the members belong to the organisation already."""
    query = "SELECT count(*) FROM json_each(?) j CROSS JOIN member m ON m.id = j.value AND m.org = ?"
    return int(db.execute_sql(query, (json.dumps(list(members)), unit)).fetchone()[0])


def with_note(db: CipherDatabase, campaign: int, stage: Stage, members: Sequence[int]) -> int:
    """How many of the members have a note at this stage."""
    query = """SELECT count(*) FROM json_each(?) j CROSS JOIN review r
               ON r.campaign = ? AND r.stage = ? AND r.member = j.value AND r.note IS NOT NULL"""
    return int(db.execute_sql(query, (json.dumps(list(members)), campaign, stage.number)).fetchone()[0])


def branches_kept(db: CipherDatabase, unit: int) -> list[Unit]:
    """The branches whose slices the unit keeps, in the order of the tree: where it may put members."""
    return [each for each in units.subtree(db, unit) if each.keeper == unit and each.kind.holds_members]
