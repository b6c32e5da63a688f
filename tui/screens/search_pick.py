"""Choosing one of many: a list that what is typed narrows."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.text import clean

MOST: Final = 200
"""Choices that are listed at once; of more, typing finds the rest."""


class SearchPick(ModalScreen[int | None]):
    """Gives the place of the choice, None when left by Esc. Every word typed has to be in the choice.

    Letters stay in the field and ↑↓ walk the list, so that neither has to be reached first.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("up", "walk(-1)", show=False, priority=True),
        Binding("down", "walk(1)", show=False, priority=True),
        Binding("pageup", "walk(-10)", show=False, priority=True),
        Binding("pagedown", "walk(10)", show=False, priority=True),
    ]

    def __init__(self, question: str, choices: Sequence[str], chosen: int = 0) -> None:
        super().__init__()
        self._question = question
        self._choices = [clean(choice) for choice in choices]
        self._chosen = chosen
        self._places: list[int] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(clean(self._question), markup=False)
            yield Input(placeholder="输入文字缩小范围", max_length=60, compact=True)
            yield OptionList(markup=False)
            yield Static("", classes="hint", markup=False)

    def on_mount(self) -> None:
        self._narrow("")
        options = self.query_one(OptionList)
        options.can_focus = False
        if self._chosen in self._places:
            options.highlighted = self._places.index(self._chosen)
        self.query_one(Input).focus()

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        fitting = [place for place, choice in enumerate(self._choices) if _fits(choice, words)]
        self._places = fitting[:MOST]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(self._choices[place]) for place in self._places)
        options.highlighted = 0 if self._places else None
        more = f"（列出前{MOST}项）" if len(fitting) > MOST else ""
        self.query_one(".hint", Static).update(f"共{len(fitting):,}项{more}    ↑↓ 选择    回车 确定    Esc 取消")

    def on_input_changed(self, event: Input.Changed) -> None:
        self._narrow(event.value)

    def on_input_submitted(self) -> None:
        here = self.query_one(OptionList).highlighted
        if here is not None and self._places:
            self.dismiss(self._places[here])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._places[event.option_index])

    def action_walk(self, steps: int) -> None:
        options = self.query_one(OptionList)
        if self._places:
            options.highlighted = max(0, min((options.highlighted or 0) + steps, len(self._places) - 1))

    def action_leave(self) -> None:
        self.dismiss(None)


def _fits(choice: str, words: Sequence[str]) -> bool:
    plain = choice.casefold()
    return all(word in plain for word in words)
