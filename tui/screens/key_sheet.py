"""The key sheet (F1): every key of the program, made from the table of actions."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from tui.actions import Action, Scope, bindings, in_scope, key_label
from tui.screens.acting import ActingScreen
from tui.text import fit
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice

KEYS, LABEL = 18, 12


def key_sheet(scopes: tuple[Scope, ...]) -> Text:
    """The keys of these scopes: keys, label, help, one action a line."""
    text = Text()
    for scope in scopes:
        listed = list(in_scope(scope))
        if listed:
            text.append(f"{scope.value}\n", "bold reverse")
        for action in listed:
            text.append(fit(_keys(action), KEYS), "bold")
            text.append(f"{fit(action.label, LABEL)}{action.help}\n")
        text.append("\n")
    return text


def _keys(action: Action) -> str:
    return " 或 ".join(key_label(key) for key in action.keys)


class KeySheet(ActingScreen[None]):
    """Shows the keys of the screen it was called from first, then all others."""

    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.READING,)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.EVERYWHERE),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
    ]

    def __init__(self, first: tuple[Scope, ...]) -> None:
        super().__init__()
        self._scopes = (*first, *(scope for scope in Scope if scope not in first))

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static(key_sheet(self._scopes), markup=False)
        yield Notice()
        yield KeyLine()

    def on_mount(self) -> None:
        self.tell("↑↓ 翻看，Esc 返回。可打印的按键在中文输入法的全角状态下同样有效。")
        self.show_keys()

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def do_help(self) -> None:
        self.dismiss()

    def do_back(self) -> None:
        self.dismiss()
