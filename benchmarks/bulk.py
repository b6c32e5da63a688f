"""The largest bulk that is promised: a verdict on 200,000 members at once and its undo, with journal and without."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, figure, seconds
from benchmarks.judging import STAGE, judge, take_back, without_journal
from benchmarks.material import COMMITTEE
from tui.crypto.slots import FLOOR
from tui.demo import practice
from tui.demo.practice import PASSPHRASE, RECOVERY
from tui.rules.units import UnitKind
from tui.store.commands.organizations import add_organization
from tui.store.commands.roster import Arrival, import_roster
from tui.store.founding import found_vault
from tui.store.queries.roster import open_view

MEMBERS = 200_000


def measure(folder: Path) -> list[Figure]:
    """Found a committee with one branch of so many members; give each a verdict, undo it."""
    found_vault(folder / COMMITTEE.folder, COMMITTEE.founding, PASSPHRASE, recovery=RECOVERY, kdf=FLOOR)
    with practice.enter(folder, COMMITTEE) as vault:
        branch = vault.session.unit
        vault.write(add_organization, branch, UnitKind.BRANCH, "1", "第一党支部").result()
        vault.write(import_roster, _arrivals(branch + 1), MEMBERS).result()
        everybody = vault.read(open_view, vault.session.campaign, vault.session.unit).result().order
        inserting, deleting = without_journal(vault, everybody)
        giving, taking_back = judge(vault, everybody), take_back(vault, MEMBERS)
    rows = f"{MEMBERS:,} reviews"
    return [
        figure(f"bulk verdict, {STAGE.label}", MEMBERS, seconds, giving, inserting, f"INSERT of {rows}"),
        figure("its undo", MEMBERS, seconds, taking_back, deleting, f"DELETE of {rows}"),
    ]


def _arrivals(branch: int) -> Iterator[Arrival]:
    return (Arrival(None, branch, {"name": f"党员{number:06}"}, {}, "d y", ()) for number in range(MEMBERS))
