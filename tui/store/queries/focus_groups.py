"""Focus groups (重点群体): who stands in them, and how many below each unit."""

from collections.abc import Mapping
from typing import NamedTuple

from tui.rules.focus_groups import BY_NUMBER, FocusGroup
from tui.store.cipher import CipherDatabase


class FocusCount(NamedTuple):
    """How many subjects of one organisation stand in each group; groups without anybody are absent.

    ``people`` counts everybody who stands in any of them once.
    """

    organization: int
    name: str
    people: int
    groups: Mapping[FocusGroup, int]


def groups_of(db: CipherDatabase, member: int) -> tuple[tuple[FocusGroup, str | None], ...]:
    """The groups that a member stands in, each with what it was put down for (column：words), in order of numbers."""
    found = db.execute_sql("SELECT kind, basis FROM focus_group WHERE member = ? ORDER BY kind", (member,))
    return tuple((BY_NUMBER[kind], basis) for kind, basis in found)


def focus_counts(db: CipherDatabase, campaign: int, top: int) -> list[FocusCount]:
    """For every organisation in the unit ``top`` and below it with anybody in a focus group, in the order of the tree:
    how many of the campaign's subjects on the roster stand in each group.

    Reports add these up; a person in several groups counts once in each and once in ``people``.
    """
    among = """
        FROM organization t
        JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
        JOIN member m ON m.org = o.id AND m.gone IS NULL
        JOIN focus_group g ON g.member = m.id
        JOIN subject s ON s.campaign = ? AND s.member = m.id
        WHERE t.id = ?
    """
    by_organization: dict[int, dict[FocusGroup, int]] = {}
    for organization, kind, count in db.execute_sql(
        f"SELECT o.id, g.kind, count(*) {among} GROUP BY o.id, g.kind ORDER BY g.kind", (campaign, top)
    ):
        by_organization.setdefault(organization, {})[BY_NUMBER[kind]] = count
    people = db.execute_sql(
        f"SELECT o.id, o.name, count(DISTINCT m.id) {among} GROUP BY o.id ORDER BY o.lft", (campaign, top)
    )
    return [FocusCount(number, name, count, by_organization[number]) for number, name, count in people]


def total_by_group(counts: list[FocusCount]) -> dict[FocusGroup, int]:
    """The organisations' counts added up, every group named, also one without anybody."""
    return {group: sum(count.groups.get(group, 0) for count in counts) for group in FocusGroup}
