"""The composition root: which screen follows which. It knows every part, nothing knows it."""

from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import App
from textual.binding import BindingType
from textual.events import Event, InputEvent, Key, Paste
from textual.widgets import Input

from tui.actions import Action, action
from tui.crypto.policy import Policy
from tui.faults import Failure, Fault
from tui.idle import IdleWatch
from tui.screens.acting import ActingScreen, outcome
from tui.screens.agenda import AgendaScreen
from tui.screens.cards import CardsScreen
from tui.screens.comparison import ComparisonScreen
from tui.screens.double_check import DoubleCheckScreen
from tui.screens.exchange import run_receive, run_seal
from tui.screens.exchange_decisions import send_decisions
from tui.screens.fill_in import FillInScreen
from tui.screens.importing import run_import
from tui.screens.journal import JournalScreen
from tui.screens.key_sheet import KeySheet
from tui.screens.ledger_screens import ledger_screen
from tui.screens.locked import LockedScreen
from tui.screens.menu import Errand, LedgerMenu, Menu
from tui.screens.online import OnlineScreen
from tui.screens.review import ReviewScreen
from tui.screens.unlock import UnlockScreen
from tui.store.commands.views import keep_view
from tui.store.vault import Office, Vault
from tui.text import clean
from tui.widgets import themes

IDLE_CHECK_SECONDS = 5
"""How often it is looked whether anybody is still there."""
WIDE_SPACE = "\u3000"
"""What the space bar sends with a Chinese input method in full-width mode; Python does not call it printable."""


class PaichaApp(App[None], inherit_bindings=False):
    """One vault, from unlocking to closing."""

    TITLE = "党员组织关系集中排查"
    ENABLE_COMMAND_PALETTE = False
    CSS = "Input > .input--placeholder { color: $text-muted; }"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, folder: Path, vault: Vault | None = None) -> None:
        super().__init__()
        self.animation_level = "none"
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.chosen().name
        self._folder = folder
        self._office: Office | None = vault
        self._vault = vault
        self._review: ReviewScreen | None = None
        self._idle = IdleWatch(Policy().idle_minutes)
        self.locked = False
        """Whether the program ended in order to be locked: who started it then starts it anew."""

    def on_mount(self) -> None:
        self.set_interval(IDLE_CHECK_SECONDS, self._lock_when_idle)
        self._start()

    async def on_event(self, event: Event) -> None:
        if isinstance(event, InputEvent):
            self._idle.touch()
        if isinstance(event, Paste):
            event.text = clean(event.text).strip()
        await super().on_event(event)

    def _lock_when_idle(self) -> None:
        if self._office is not None:
            self._idle.minutes = self._office.seat.register.policy.idle_minutes
            if not self._idle.minutes_left:
                self._lock()

    @work(exclusive=True, group="lock")
    async def _lock(self) -> None:
        """Hide everything at once, let the running command finish, remember the place, and leave the process."""
        if self._office is None or self.locked:
            return
        self.locked = True
        await self.push_screen(LockedScreen())
        if self._vault is not None and self._review is not None:
            with suppress(Failure):
                await outcome(self._vault.write(keep_view, self._review.view_state()))
        self.exit()

    @work
    async def _start(self) -> None:
        if self._office is None:
            self._office = await self.push_screen_wait(UnlockScreen(self._folder))
        if isinstance(self._office, Vault):
            self._vault = self._office
            self._review = ReviewScreen(self._vault, self._idle)
            await self.push_screen(self._review)
        else:
            await self.push_screen(JournalScreen(self._office, alone=True))

    def on_key(self, event: Key) -> None:
        """Give a letter that was on its way elsewhere when a text field got the focus to that field.

        A key that a field was sent is never seen here; without this, F3 and a fast letter would lose the letter
        or, worse, do what the letter stands for in the list.
        """
        field, character = self.focused, event.character
        if isinstance(field, Input) and character and (event.is_printable or character == WIDE_SPACE):
            event.prevent_default()
            field.insert_text_at_cursor(" " if character == WIDE_SPACE else character)

    def copy_to_clipboard(self, text: str) -> None:
        """Nothing leaves the vault by the terminal's clipboard."""

    def _fatal_error(self) -> None:
        """End with a sentence: the framework's own trace shows the values of variables, and these are records."""
        kind = type(self._exception).__name__
        self.panic(Text(str(Failure(Fault.UNEXPECTED, kind=kind))))

    async def action_run(self, action_id: str) -> None:
        """Do an action that belongs to no screen."""
        wanted: Action = action(action_id)
        match wanted.id:
            case "app.quit":
                self.exit()
            case "app.lock":
                self._lock()
            case "app.help":
                scopes = self.screen.SCOPES if isinstance(self.screen, ActingScreen) else ()
                await self.push_screen(KeySheet(scopes))
            case "app.theme":
                self.theme = themes.other(self.theme).name
            case "app.menu":
                self._open_menu()
            case "app.agenda":
                self._open_agenda()

    @work(exclusive=True)
    async def _open_agenda(self) -> None:
        if (
            self._vault is not None
            and self._review is not None
            and await self.push_screen_wait(AgendaScreen(self._vault))
        ):
            await self._review.reload()

    @work(exclusive=True)
    async def _open_menu(self) -> None:
        errand = await self.push_screen_wait(Menu())
        if errand is Errand.QUIT:
            self.exit()
        elif errand is not None and self._vault is not None and self._review is not None:
            try:
                await self._run(errand, self._vault, self._review)
            except Failure as failure:
                self._review.tell(str(failure), refused=True)

    async def _run(self, errand: Errand, vault: Vault, review: ReviewScreen) -> None:
        match errand:
            case Errand.IMPORT:
                changes = await run_import(self, vault)
                await self._back(review, changes is not None)
                for change in changes or ():
                    review.tell_change(change)
            case Errand.SEAL:
                sealed = await run_seal(self, vault)
                await self._back(review, sealed is not None)
                if sealed:
                    review.tell(f"第{sealed.seq}号上报包已写到{sealed.path}。", done=True)
            case Errand.SEND_DECISIONS:
                down = await send_decisions(self, vault)
                await self._back(review, down is not None)
                if down:
                    review.tell(f"处置决定包{len(down)}个已写到{down[0].path.parent}。", done=True)
            case Errand.RECEIVE:
                applied = await run_receive(self, vault)
                await self._back(review, applied is not None)
                if applied:
                    review.tell(f"已接收：{applied.sentence()}。", done=True)
            case Errand.FILL_INS:
                if await self.push_screen_wait(FillInScreen(vault)):
                    await review.reload()
            case Errand.CARDS:
                await self.push_screen_wait(CardsScreen(vault))
            case Errand.DOUBLE_CHECK:
                if await self.push_screen_wait(DoubleCheckScreen(vault)):
                    await review.reload()
            case Errand.COMPARE:
                if await self.push_screen_wait(ComparisonScreen(vault)):
                    await review.reload()
            case Errand.ONLINE:
                if await self.push_screen_wait(OnlineScreen(vault)):
                    await review.reload()
            case Errand.LEDGERS:
                ledger = await self.push_screen_wait(LedgerMenu())
                if ledger is not None and await self.push_screen_wait(ledger_screen(ledger, vault, review.stage)):
                    await review.reload()
            case Errand.JOURNAL:
                await self.push_screen_wait(JournalScreen(vault))

    async def _back(self, review: ReviewScreen, changed: bool) -> None:
        """Back from an errand: read the roster again if something was done, else say that nothing was."""
        if changed:
            await review.reload()
        else:
            review.tell("已放弃，没有任何改动。")

    def on_unmount(self) -> None:
        if self._office is not None:
            self._office.close()
