"""The application over a real vault, for pilot tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from desk import Desk, OpenDesk
from textual.widgets import Input

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
