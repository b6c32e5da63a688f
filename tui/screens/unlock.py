"""Unlocking the vault: the passphrase, and nothing else on the screen."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.actions import Scope, bindings
from tui.faults import Failure
from tui.screens.acting import ActingScreen, outcome, working
from tui.store.unlocking import unlock
from tui.store.vault import Vault
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice


class UnlockScreen(ActingScreen[Vault]):
    """Asks for the passphrase until it opens the vault; gives the vault back."""

    CSS_PATH = "unlock.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.EVERYWHERE)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("党员组织关系集中排查", classes="heading", markup=False)
            yield Static(f"保险库：{self._folder}", markup=False)
            yield Input(password=True, placeholder="口令，输入后按回车", id="passphrase")
            yield Notice()
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self.show_keys()

    @on(Input.Submitted)
    @working(exclusive=True)
    async def _try(self, event: Input.Submitted) -> None:
        field = self.query_one(Input)
        field.disabled = True
        self.tell("正在核对口令…")
        try:
            with ThreadPoolExecutor(1) as executor:
                vault = await outcome(executor.submit(unlock, self._folder, event.value))
        except Failure as failure:
            self.tell(str(failure), refused=True)
            field.value = ""
            field.disabled = False
            field.focus()
        else:
            self.dismiss(vault)
