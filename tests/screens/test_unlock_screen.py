"""Unlocking by keys: what is typed goes where it is asked for, from the first moment on."""

from pathlib import Path

import pytest
from staffed import found_full
from textual.widget import Widget
from vaults import COMMITTEE, PASSPHRASE, founded
from waiting import until

from tui.app import PaichaApp
from tui.screens.review import ReviewScreen
from tui.screens.unlock import UnlockScreen


@pytest.fixture
def focused(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The fields that had the focus on the unlock screen, in order; keys go to whichever has it."""
    seen: list[str | None] = []
    give = UnlockScreen.set_focus

    def noted(screen: UnlockScreen, widget: Widget | None, *further: bool, **named: bool) -> None:
        if widget is not None:
            seen.append(widget.id)
        give(screen, widget, *further, **named)

    monkeypatch.setattr(UnlockScreen, "set_focus", noted)
    return seen


async def test_with_one_account_the_hidden_field_never_has_the_focus(tmp_path: Path, focused: list[str | None]) -> None:
    app = PaichaApp(founded(tmp_path / "vault", COMMITTEE))
    async with app.run_test() as pilot:
        await until(pilot, lambda: focused, "a field has the focus")
        await pilot.press(*PASSPHRASE, "enter")
        await until(pilot, lambda: any(isinstance(each, ReviewScreen) for each in app.screen_stack), "the vault opens")
    assert set(focused) == {"passphrase"}


async def test_with_several_accounts_the_account_is_asked_for_first(tmp_path: Path, focused: list[str | None]) -> None:
    app = PaichaApp(found_full(tmp_path / "vault"))
    async with app.run_test() as pilot:
        await until(pilot, lambda: focused, "a field has the focus")
        await pilot.press("enter")
        await until(pilot, lambda: focused[-1] == "passphrase", "the passphrase is asked for")
    assert focused[0] == "account"
