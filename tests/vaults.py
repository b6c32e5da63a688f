"""What the tests' vaults are founded with; the key derivation is at its floor so that they open quickly."""

import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from tui.crypto.slots import FLOOR
from tui.rules.units import UnitKind
from tui.store.audit import anchor
from tui.store.folder import read_header
from tui.store.founding import Founding, found_vault
from tui.store.session import Clock
from tui.store.unlocking import unlock
from tui.store.vault import Vault

PASSPHRASE = "Paicha-2026-demo"
RECOVERY = "age13tk99avcyqlrz9mu7ct8jx7k59jg63x39vtz9hk4e2vkaejrx9jsnzw5h0"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BRANCH = Founding("计算机学院教工党支部", UnitKind.BRANCH, "001002003", "张明", "组通字〔2016〕1号", "2026-11-20")
COMMITTEE = replace(BRANCH, unit="计算机学院党委", kind=UnitKind.COMMITTEE, code="001002", person="李华")


def founded(folder: Path, founding: Founding = BRANCH, clock: Clock = lambda: NOON) -> Path:
    """A new vault in ``folder``."""
    found_vault(folder, founding, PASSPHRASE, recovery=RECOVERY, kdf=FLOOR, clock=clock)
    return folder


_FOUNDED = tempfile.TemporaryDirectory(prefix="paicha-founded-")


@cache
def _founded_once(founding: Founding, number: int) -> Path:
    place = Path(tempfile.mkdtemp(dir=_FOUNDED.name)) / "vault"
    return founded(place, founding)


def founded_copy(folder: Path, founding: Founding, number: int) -> Path:
    """In ``folder`` a vault that was founded once in this process, as on a machine that has never opened it.

    Every ``number`` is another vault with its own keys: one test must not have the same one twice.
    """
    shutil.copytree(_founded_once(founding, number), folder)
    anchor.path_of(read_header(folder)["vault"]).unlink(missing_ok=True)
    return folder


def opened(folder: Path) -> Vault:
    """The vault in ``folder``, unlocked; it is always noon of the day of the campaign."""
    return unlock(folder, PASSPHRASE, clock=lambda: NOON)
