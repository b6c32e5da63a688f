"""A text on a page of its own, to be read and left again."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui.actions import Scope, bindings
from tui.screens.acting import ActingScreen
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.textpage import TextPage


class ReadingScreen(ActingScreen[None]):
    """Shows it, scrolling."""

    CSS_PATH = "reading.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.READING,)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.READING, Scope.EVERYWHERE),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
    ]

    def __init__(self, text: Text) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        yield TextPage()
        yield Notice()
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(TextPage).fill(self.text)
        self.tell("↑↓ 翻看，Esc 返回。")
        self.show_keys()

    def action_scroll(self, lines: int) -> None:
        self.query_one(TextPage).shift(lines)

    def do_back(self) -> None:
        self.dismiss(None)
