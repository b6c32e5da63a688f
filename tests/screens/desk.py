"""The review screen in a test."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from textual.pilot import Pilot
from waiting import until

from tui.app import PaichaApp
from tui.screens.member_pane import MemberPane
from tui.screens.menu import Errand, LedgerErrand, LedgerMenu, Menu
from tui.screens.review import ReviewScreen
from tui.store.vault import Vault
from tui.widgets.checkbar import CheckBar
from tui.widgets.grid import VirtualGrid
from tui.widgets.notice import Notice


class Desk:
    """The review screen in a test: keys in, what is shown and stored out."""

    def __init__(self, app: PaichaApp, pilot: Pilot[Any], vault: Vault) -> None:
        self.app = app
        self.pilot = pilot
        self.vault = vault

    @property
    def review(self) -> ReviewScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, ReviewScreen))

    @property
    def grid(self) -> VirtualGrid:
        return self.review.grid

    @property
    def notice(self) -> str:
        """What the message line of the screen on top says; dialogs have none."""
        return "".join(notice.text for notice in self.app.screen.query(Notice))

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)

    async def until(self, predicate: Callable[[], object], what: str) -> None:
        await until(self.pilot, predicate, what)

    async def told(self, text: str) -> None:
        """Wait until the message line says so."""
        await self.until(lambda: text in self.notice, f"“{text}” is said (said: {self.notice!r})")

    def lines(self) -> list[str]:
        """What the grid draws."""
        return [self.grid.render_line(y).text for y in range(self.grid.size.height)]

    @property
    def counts(self) -> str:
        """What the check bar says."""
        return "".join(self.review.query_one(CheckBar)._labels)

    def page_of(self, name: str) -> bool:
        """Whether the page beside the grid, where there is one, shows this member."""
        pane = self.review.query_one(MemberPane)
        strips = self.app.screen._compositor.render_strips()
        return not pane.display or any(name in strip.text[-46:] for strip in strips)

    def stored(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self.vault.read(lambda db: db.execute_sql(sql, parameters).fetchall()).result()


OpenDesk = Callable[..., AbstractAsyncContextManager[Desk]]


async def open_ledger(desk: Desk, wanted: LedgerErrand) -> None:
    """Through the menu to one of the ledgers, by keys."""
    await desk.press("f12")
    await desk.until(lambda: isinstance(desk.app.screen, Menu) and desk.app.screen.focused, "the menu is open")
    await desk.press(*["down"] * list(Errand).index(Errand.LEDGERS), "enter")
    await desk.until(lambda: isinstance(desk.app.screen, LedgerMenu) and desk.app.screen.focused, "the ledgers are")
    await desk.press(*["down"] * list(LedgerErrand).index(wanted), "enter")
