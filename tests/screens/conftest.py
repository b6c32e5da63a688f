"""The application over a real vault, for pilot tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import copytree

import hostile
import pytest
from desk import Desk, OpenDesk
from textual.widgets import Input
from vaults import COMMITTEE, founded, opened

from tui.app import PaichaApp
from tui.screens.review import ReviewScreen
from tui.store.vault import Vault


@pytest.fixture(autouse=True)
def steady_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The blinking of a cursor would make snapshots differ."""
    monkeypatch.setattr(Input, "_toggle_cursor", lambda self: None)


@pytest.fixture
def open_desk() -> OpenDesk:
    @asynccontextmanager
    async def desk(vault: Vault, size: tuple[int, int] = (160, 45)) -> AsyncIterator[Desk]:
        app = PaichaApp(vault.folder, vault)
        async with app.run_test(size=size) as pilot:
            found = Desk(app, pilot, vault)
            await found.until(
                lambda: any(isinstance(s, ReviewScreen) and s.ready for s in app.screen_stack), "the roster is shown"
            )
            yield found

    return desk


@pytest.fixture(scope="session")
def defiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a committee's vault full of hostile texts, and the anchor that belongs to it."""
    folder = tmp_path_factory.mktemp("defiled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        with opened(founded(folder / "vault", COMMITTEE)) as vault:
            hostile.defile(vault)
    return folder


@pytest.fixture
def defiled_vault(defiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """An open copy of it."""
    copy = copytree(defiled, tmp_path / "defiled")
    monkeypatch.setenv("XDG_STATE_HOME", str(copy / "state"))
    return opened(copy / "vault")
