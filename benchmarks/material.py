"""What is measured with: a roster of so many made-up members, a committee's vault and the department's above it."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.direct import fill
from benchmarks.workbooks import write_roster
from tui.crypto.slots import FLOOR
from tui.demo import practice
from tui.demo.practice import AS_OF, NOTICE, PASSPHRASE, RECOVERY, Place
from tui.rules.units import UnitKind
from tui.store.founding import Founding, found_vault

COMMITTEE = Place("committee", Founding("江城大学党委", UnitKind.COMMITTEE, "001001", "钱秘书", NOTICE, AS_OF))
DEPARTMENT = Place("department", Founding("江城市委组织部", UnitKind.DEPARTMENT, "001", "孙干事", NOTICE, AS_OF))
BRANCH_SIZE = 50


@dataclass(frozen=True, slots=True)
class Material:
    """Where it lies, for one size."""

    folder: Path
    members: int

    @property
    def workbook(self) -> Path:
        """The roster as the committee's branches handed it in."""
        return self.folder / "roster.xlsx"

    @property
    def stick(self) -> Path:
        """The folder that stands for the USB stick."""
        return self.folder / practice.STICK


def prepare(folder: Path, members: int) -> Material:
    """Write the roster, found both vaults, exchange their key cards."""
    material = Material(folder, members)
    material.stick.mkdir(parents=True)
    branches = [f"江城大学第{number:05}党支部" for number in range(1, max(1, members // BRANCH_SIZE) + 1)]
    write_roster(material.workbook, members, branches, 4, flaws=True)
    for place in (COMMITTEE, DEPARTMENT):
        found_vault(folder / place.folder, place.founding, PASSPHRASE, recovery=RECOVERY, kdf=FLOOR)
    practice.introduce(folder, DEPARTMENT, COMMITTEE)
    return material


def prepare_directly(folder: Path, members: int) -> Material:
    """Found the committee's vault and put the members into it without an import."""
    material = Material(folder, members)
    found_vault(folder / COMMITTEE.folder, COMMITTEE.founding, PASSPHRASE, recovery=RECOVERY, kdf=FLOOR)
    with practice.enter(folder, COMMITTEE) as vault:
        vault.write(fill, members, BRANCH_SIZE).result()
    return material
