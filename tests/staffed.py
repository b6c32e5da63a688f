"""A committee's vault with 三员 and two business people, for tests of who may do what."""

from pathlib import Path

from vaults import NOON, RECOVERY

from tui.crypto.slots import FLOOR
from tui.rules.roles import Role
from tui.rules.units import UnitKind
from tui.store.founding import Founder, Founding, found_vault
from tui.store.unlocking import enter
from tui.store.vault import Office

WORD = "Kouling-2026-"
COMMITTEE = Founding(
    "计算机学院党委", UnitKind.COMMITTEE, "001002", "周安保", "组通字〔2016〕1号", "2026-11-20", account="officer"
)
STAFF = (
    Founder("吴系统", "admin", frozenset({Role.ADMINISTRATOR}), WORD + "admin"),
    Founder("郑审计", "auditor", frozenset({Role.AUDITOR}), WORD + "auditor"),
    Founder("钱录入", "clerk", frozenset({Role.ENTRY}), WORD + "clerk"),
    Founder("孙书记", "secretary", frozenset({Role.REVIEWER, Role.SECRETARY}), WORD + "secretary"),
)


def found_full(folder: Path) -> Path:
    """A new vault with everybody's passphrase made of WORD and the account."""
    found_vault(folder, COMMITTEE, WORD + "officer", recovery=RECOVERY, staff=STAFF, kdf=FLOOR, clock=lambda: NOON)
    return folder


def at(folder: Path, account: str) -> Office:
    """The vault as this account sees it."""
    return enter(folder, WORD + account, account, clock=lambda: NOON)
