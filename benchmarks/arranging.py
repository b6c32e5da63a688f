"""Putting the roster in another order, and the counts of the tree, beside bare SQL."""

from functools import partial

from benchmarks.figures import Figure, figure, milliseconds, seconds
from benchmarks.material import COMMITTEE, Material
from benchmarks.progress import timed, typical
from tui.demo import practice
from tui.rules.checks import Check, Stage
from tui.store.cipher import CipherDatabase
from tui.store.queries.roster import RosterView, open_view
from tui.store.queries.roster_order import Sort, sorted_view
from tui.store.queries.unit_counts import UNITS_AT_A_TIME, below, unit_counts
from tui.store.queries.units import subtree
from tui.store.vault import Vault

STAGE, CHECK = Stage.SELF_CHECK, Check.ROSTER
FIELDS = {"birth": "出生日期", "name": "姓名", CHECK.value: CHECK.label}


def measure(material: Material) -> list[Figure]:
    """The order by three fields, one count of the whole tree, narrowing to one unit."""
    members = material.members
    with practice.enter(material.folder, COMMITTEE) as vault:
        session = vault.session
        opening, view = timed(lambda: vault.read(open_view, session.campaign, session.unit).result())
        figures = [figure("roster in its own order", members, seconds, opening, None, "")]
        for field, title in FIELDS.items():
            ours = typical(partial(_sort, vault, view, field))
            against = "SELECT id … ORDER BY birth" if field == "birth" else ""
            bare = typical(lambda: vault.read(_order_by_birth).result()) if against else None
            figures.append(figure(f"sort by {title}", members, seconds, ours, bare, against))
        units = [unit.id for unit in vault.read(subtree, session.unit).result()]
        chunks = [timed(partial(_count, vault, units[first : first + UNITS_AT_A_TIME]))[0]
                  for first in range(0, len(units), UNITS_AT_A_TIME)]  # fmt: skip
        narrowing = typical(lambda: vault.read(below, view, units[1]).result())
    return [
        *figures,
        figure(f"counts of {len(units):,} units", members, seconds, sum(chunks), None, "in portions of 400 units"),
        figure("the longest portion", members, milliseconds, max(chunks), None, ""),
        figure("narrow to one unit", members, milliseconds, narrowing, None, ""),
    ]


def _sort(vault: Vault, view: RosterView, field: str) -> None:
    vault.read(sorted_view, view, STAGE, Sort(field)).result()


def _count(vault: Vault, units: list[int]) -> None:
    vault.read(unit_counts, vault.session.campaign, STAGE, CHECK, units).result()


def _order_by_birth(db: CipherDatabase) -> list[int]:
    return [member for (member,) in db.execute_sql("SELECT id FROM member ORDER BY birth")]
