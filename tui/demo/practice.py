"""The three practice vaults: a branch, its committee, and the department above, with key cards exchanged."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

from exports.bundles.report import seal_report
from exports.cards import write_card
from tui.crypto import keycard
from tui.crypto.policy import Policy
from tui.crypto.slots import FLOOR
from tui.demo import disposals
from tui.intake import planning
from tui.intake.cards import read_card
from tui.intake.decisions import Plan
from tui.intake.kinds import KINDS
from tui.rules.changes import Change
from tui.rules.units import UnitKind
from tui.store.commands.cards import accept_card
from tui.store.folder import HEADER
from tui.store.founding import Founding, found_vault
from tui.store.queries.cards import Relation, own_card
from tui.store.unlocking import unlock
from tui.store.vault import Vault

PASSPHRASE: Final = "Lianxi-2026-xuni"  # noqa: S105 - printed for everybody who practises
RECOVERY: Final = "age17hzqrhhm4rkqwee20qn7mzy5qkvxlgr0pfnlyq94fv0ssz0a6cpqvvskm7"
"""Nobody holds the identity that belongs to it: what is practised on need not be recovered."""
LASTING: Final = Policy(days=3650)
"""The passphrase of practice stands in the open: there is no point in changing it."""
AS_OF: Final = "2026-11-20"
NOTICE: Final = "组通字〔2026〕演练1号"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Place:
    """One practice vault: its folder's name and what it is founded with."""

    folder: str
    founding: Founding


BRANCH = Place("branch", Founding("计算机学院教工第一党支部", UnitKind.BRANCH, "001002001", "赵支书", NOTICE, AS_OF))
COMMITTEE = Place("committee", Founding("计算机学院党委", UnitKind.COMMITTEE, "001002", "钱秘书", NOTICE, AS_OF))
DEPARTMENT = Place("department", Founding("江城大学党委组织部", UnitKind.DEPARTMENT, "001", "孙干事", NOTICE, AS_OF))
PLACES: Final = (BRANCH, COMMITTEE, DEPARTMENT)
LEDGERS: Final = {"letters_out": "committee-letters.xlsx", "payments": "committee-dues.xlsx"}
"""The committee's ledgers: kind → workbook."""
STICK: Final = "usb"
"""The folder that stands for the USB stick."""


def is_built(folder: Path) -> bool:
    """Whether the practice vaults stand there."""
    return all((folder / place.folder / HEADER).exists() for place in PLACES)


def build(folder: Path, say: Say) -> None:
    """Found the three vaults and exchange their key cards."""
    stick = folder / STICK
    stick.mkdir(mode=0o700, parents=True, exist_ok=True)
    for place in PLACES:
        # Practice data need no costly key derivation; a real vault's is calibrated to the machine.
        found_vault(folder / place.folder, place.founding, PASSPHRASE, recovery=RECOVERY, policy=LASTING, kdf=FLOOR)
        say(f"新建练习保险库：{place.founding.unit}（{folder / place.folder}）")
    introduce(folder, COMMITTEE, BRANCH)
    introduce(folder, DEPARTMENT, COMMITTEE)
    say("三个单位已互相登记公钥卡。")


def fill(folder: Path, say: Say) -> None:
    """Import the rosters of branch and committee and its ledgers, and leave the branch's report on the stick."""
    for place in (BRANCH, COMMITTEE):
        with enter(folder, place) as vault:
            say(f"{place.founding.unit} {take_in(vault, read(vault, workbook(place))).sentence()}")
            if place is COMMITTEE:
                for kind, file in LEDGERS.items():
                    say(f"{place.founding.unit} {take_in(vault, read(vault, shipped(file), kind)).sentence()}")
            cases = disposals.keep(vault) if place is COMMITTEE else disposals.prepare(vault)
            say(f"{place.founding.unit} 组织处置登记簿已有练习案件，登记{sum(each.changed for each in cases)}项。")
    with enter(folder, BRANCH) as vault:
        sealed = vault.write(seal_report, vault.signing_secret(), folder / STICK).result()
    say(f"党支部的第{sealed.seq}号上报包在 {sealed.path}，可用“接收数据包”试一试。")


def whereabouts(folder: Path) -> str:
    """Where the practice vaults lie and how to open them."""
    lines = [f"  paicha open {folder / place.folder}    {place.founding.unit}" for place in PLACES]
    return "\n".join([f"练习保险库的口令都是 {PASSPHRASE}", *lines, f"  U盘文件夹：{folder / STICK}"])


def enter(folder: Path, place: Place) -> Vault:
    """Unlock one practice vault."""
    return unlock(folder / place.folder, PASSPHRASE)


def introduce(folder: Path, upper: Place, lower: Place) -> None:
    """Two units exchange their cards on the stick and read the fingerprints to one another."""
    stick = folder / STICK
    with enter(folder, upper) as above, enter(folder, lower) as below:
        for giver, taker, relation in ((above, below, Relation.SUPERIOR), (below, above, Relation.SUBORDINATE)):
            own = own_card(giver)
            written = write_card(own, giver.signing_secret(), stick)
            card = read_card(written.path)
            spoken = keycard.fingerprint(own)
            taker.write(accept_card, card, relation=relation, fingerprint_read=spoken).result()
            written.path.unlink()


def workbook(place: Place) -> Path:
    """The practice roster of a unit."""
    return shipped(f"{place.folder}.xlsx")


def shipped(file: str) -> Path:
    """A practice workbook."""
    return Path(str(resources.files("tui.demo") / "workbooks" / file))


def read(vault: Vault, file: Path, kind: str = "roster") -> Plan:
    """Read a list of this kind and match it with the register."""
    session = vault.session
    staged = vault.read(planning.read, session.campaign, [file]).result()
    return vault.read(planning.plan, session.unit, session.campaign, staged, KINDS[kind]).result()


def take_in(vault: Vault, plan: Plan) -> Change:
    """Import what was read."""
    return vault.write(plan.carry_out).result()
