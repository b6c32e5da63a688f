"""A page to read before something is done, or after: plain text, F5 to go on, Esc to leave."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from tui.actions import Scope, bindings
from tui.screens.acting import ActingScreen
from tui.text import clean
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice

Line = tuple[str, object]
"""A label and what stands beside it."""


def sheet_text(title: str, lines: Sequence[Line]) -> Text:
    """The page: its title, then one labelled value a line; both are cleaned."""
    text = Text(overflow="fold")
    text.append(f"{clean(title)}\n\n", "bold")
    for label, value in lines:
        text.append(f"{clean(label)}：" if label else "", "dim")
        text.append(f"{clean(str(value))}\n")
    return text


class SheetScreen(ActingScreen[bool]):
    """Shows a page; True after F5, False after Esc. Without ``question`` there is nothing to confirm."""

    CSS_PATH = "sheet.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.SHEET,)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.SHEET, Scope.EVERYWHERE),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
        Binding("enter", "done", show=False),
    ]

    def __init__(self, title: str, lines: Sequence[Line], question: str = "") -> None:
        super().__init__()
        self._text = sheet_text(title, lines)
        self._question = question

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static(self._text, markup=False)
        yield Notice()
        yield KeyLine()

    def on_mount(self) -> None:
        self.tell(self._question or "按回车或Esc返回。")
        self.show_keys()

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_done(self) -> None:
        if not self._question:
            self.dismiss(True)

    def do_confirm(self) -> None:
        self.dismiss(True)

    def do_back(self) -> None:
        self.dismiss(False)
