"""Vaults for the tests: real ones, with the key derivation at its floor so that they open quickly."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui.crypto.slots import FLOOR
from tui.rules.units import UnitKind
from tui.store.founding import Founding, found_vault
from tui.store.vault import Vault, unlock

PASSPHRASE = "Paicha-2026-demo"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BRANCH = Founding("计算机学院教工党支部", UnitKind.BRANCH, "001002003", "张明", "组通字〔2016〕1号", "2026-11-20")
COMMITTEE = replace(BRANCH, unit="计算机学院党委", kind=UnitKind.COMMITTEE, code="001002", person="李华")

MakeVault = Callable[..., Path]
OpenVault = Callable[..., Vault]


@pytest.fixture
def make_vault(tmp_path: Path) -> MakeVault:
    def make(founding: Founding = BRANCH, name: str = "vault") -> Path:
        folder = tmp_path / name
        found_vault(folder, founding, PASSPHRASE, kdf=FLOOR, clock=lambda: NOON)
        return folder

    return make


@pytest.fixture
def open_vault(make_vault: MakeVault) -> Iterator[OpenVault]:
    opened: list[Vault] = []

    def open_one(founding: Founding = BRANCH, name: str = "vault") -> Vault:
        vault = unlock(make_vault(founding, name), PASSPHRASE, clock=lambda: NOON)
        opened.append(vault)
        return vault

    yield open_one
    for vault in opened:
        vault.close()


@pytest.fixture
def branch(open_vault: OpenVault) -> Vault:
    """An open vault of a Party branch."""
    return open_vault()


@pytest.fixture
def committee(open_vault: OpenVault) -> Vault:
    """An open vault of a committee."""
    return open_vault(COMMITTEE, "committee")
