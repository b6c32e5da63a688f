"""Unlocking the vault: the passphrase, and nothing else on the screen."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.actions import Scope, bindings
from tui.faults import Failure
from tui.hygiene import open_swaps
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.dialogs import LONGEST
from tui.store.unlocking import accounts, enter
from tui.store.vault import Office
from tui.text import shortened
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice


class UnlockScreen(ActingScreen[Office]):
    """Asks for the passphrase, and the account where there are several, until the vault opens; gives it back."""

    CSS_PATH = "unlock.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.EVERYWHERE),
        # Before the field sees it: the passphrase may follow at once, and must not stand in the open.
        Binding("enter", "advance", show=False, priority=True),
    ]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._unread: Failure | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("党员组织关系集中排查", classes="heading", markup=False)
            yield Static(shortened(f"保险库：{self._folder}", LONGEST), markup=False)
            # A field that is merely hidden would still be given the focus, and with it the first keys.
            if self._several():
                yield Input(placeholder="账号，输入后按回车", id="account", max_length=20)
            yield Input(password=True, placeholder="口令，输入后按回车", id="passphrase")
            yield Notice()
        yield KeyLine()

    def on_mount(self) -> None:
        if self._unread:
            self.tell(str(self._unread), refused=True)
        elif swaps := open_swaps():
            self.tell(f"本机交换区（{'、'.join(swaps)}）没有加密，内存内容可能写到磁盘。请由系统管理员加密或关闭。")
        self.show_keys()

    def _several(self) -> bool:
        try:
            return len(accounts(self._folder)) > 1
        except Failure as failure:
            self._unread = failure
            return False

    def action_advance(self) -> None:
        """From the account to the passphrase; there the key is the field's own."""
        if not self.query("#account:focus"):
            raise SkipAction
        self.set_focus(self.query_one("#passphrase"))

    @on(Input.Submitted, "#passphrase")
    @working(exclusive=True)
    async def _try(self, event: Input.Submitted) -> None:
        field = self.query_one("#passphrase", Input)
        account = "".join(each.value for each in self.query("#account").results(Input))
        field.disabled = True
        self.tell("正在核对口令…")
        try:
            with ThreadPoolExecutor(1) as executor:
                vault = await outcome(executor.submit(enter, self._folder, event.value, account))
        except Failure as failure:
            self.tell(str(failure), refused=True)
            field.value = ""
            field.disabled = False
            field.focus()
        else:
            self.dismiss(vault)
