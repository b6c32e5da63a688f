"""Choosing one of a few: a dialog with a list."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.screens.dialogs import LONGEST
from tui.text import shortened

LONGEST_CHOICE = 170
"""Cells of a choice: three lines, so that the neighbours stay in sight."""


class Pick(ModalScreen[int | None]):
    """Gives the place of the choice, None when left by Esc. ``chosen`` None: the cursor is on none at first.

    ``leaving`` is what Esc means here.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, question: str, choices: Sequence[str], chosen: int | None = 0, leaving: str = "取消") -> None:
        super().__init__()
        self._question = question
        self._choices = choices
        self._chosen = chosen
        self._leaving = leaving

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(shortened(self._question, LONGEST), markup=False)
            yield OptionList(*(Option(shortened(choice, LONGEST_CHOICE)) for choice in self._choices), markup=False)
            yield Static(f"↑↓ 选择    回车 确定    Esc {self._leaving}", classes="hint", markup=False)

    def on_mount(self) -> None:
        choices = self.query_one(OptionList)
        choices.highlighted = self._chosen
        choices.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)

    def action_leave(self) -> None:
        self.dismiss(None)
