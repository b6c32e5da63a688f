"""Real vaults for the tests; hypothesis without its time limit per example: a slow machine proves nothing."""

import gc
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from desks import Desk, desk_in
from hypothesis import settings
from registers import Register, register
from vaults import BRANCH, COMMITTEE, founded_copy, opened

from tui.crypto import slots
from tui.store.founding import Founding
from tui.store.vault import Vault

# By hand every run looks at other examples. A landing must not depend on luck: `.ci/run` asks for the settled ones,
# the same for the same test on every machine, and for none that an earlier run has left behind.
settings.register_profile("exploring", deadline=None)
settings.register_profile("settled", deadline=None, derandomize=True, database=None)
settings.load_profile(os.environ.get("PAICHA_HYPOTHESIS", "exploring"))

_STATE = tempfile.TemporaryDirectory(prefix="paicha-state-")
os.environ["XDG_STATE_HOME"] = _STATE.name  # the anchors of the tests' vaults, also for the processes they start


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--mutations", type=int, default=300, help="how many damaged spreadsheet files to try (seeds from 0)"
    )
    parser.addoption(
        "--every-kind", action="store_true", help="play every kind of disposal by keys, not the chosen few"
    )
    parser.addoption("--mutation", type=int, help="the seed of one damaged spreadsheet file to try again")


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: to look through it for garbage again and again took a fifth of a run.

    And the rest is looked through less often: an application on a screen makes and drops many thousand small things.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


_stretched_once = cache(slots._stretch)
_SALT = bytes(range(32))


@pytest.fixture(autouse=True)
def passphrases_stretched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id is most of a small vault's time. Here every slot has the same salt, so that each passphrase is
    stretched once in a test process, by the real function; the tests of the slots themselves do without."""

    class Salted:
        token_bytes = staticmethod(lambda size: _SALT if size == len(_SALT) else secrets.token_bytes(size))

    monkeypatch.setattr(slots, "_stretch", _stretched_once)
    monkeypatch.setattr(slots, "secrets", Salted)


MakeVault = Callable[..., Path]
OpenVault = Callable[..., Vault]


@pytest.fixture
def make_vault(tmp_path: Path) -> MakeVault:
    numbers = count()

    def make(founding: Founding = BRANCH, name: str = "vault") -> Path:
        return founded_copy(tmp_path / name, founding, next(numbers))

    return make


@pytest.fixture
def open_vault(make_vault: MakeVault) -> Iterator[OpenVault]:
    vaults: list[Vault] = []

    def open_one(founding: Founding = BRANCH, name: str = "vault") -> Vault:
        vault = opened(make_vault(founding, name))
        vaults.append(vault)
        return vault

    yield open_one
    for vault in vaults:
        vault.close()


@pytest.fixture
def branch(open_vault: OpenVault) -> Vault:
    """An open vault of a Party branch."""
    return open_vault()


@pytest.fixture
def committee(open_vault: OpenVault) -> Vault:
    """An open vault of a committee."""
    return open_vault(COMMITTEE, "committee")


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Register:
    """The register of a committee, or of the unit that the test module names as its ``OFFICE``."""
    return register(tmp_path_factory.mktemp("office") / "vault", getattr(request.module, "OFFICE", COMMITTEE))


@pytest.fixture
def desk(office: Register, tmp_path: Path) -> Iterator[Desk]:
    """A desk at which two people work on a copy of the office's register."""
    found = desk_in(office, tmp_path)
    yield found
    found.session.db.close()


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    """The stick."""
    return tmp_path / "usb"
