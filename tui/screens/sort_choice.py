"""Choosing what the roster is sorted by: a dialog with the columns."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.screens.roster_columns import DOWN, OFFERS, UP
from tui.store.queries.roster_order import Sort

ROSTER_ORDER = "名册顺序（党组织、姓名）"


class SortScreen(ModalScreen[tuple[Sort | None] | None]):
    """Gives the order chosen in a tuple (None in it: roster order), or None when left by Esc."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("f5", "choose(False)", show=False),
        Binding("f6", "choose(True)", show=False),
        Binding("delete", "roster", show=False),
    ]

    def __init__(self, fields: Sequence[str], now: Sort | None) -> None:
        super().__init__()
        self._fields = fields
        self._now = now

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("名册按什么排序", markup=False)
            yield OptionList(ROSTER_ORDER, *(Option(self._said(field)) for field in self._fields), markup=False)
            yield Static("回车/F5 升序  F6 降序  Del 名册顺序  Esc 取消\n空白的排在最后，同值的按名册顺序",
                         classes="hint", markup=False)  # fmt: skip

    def _said(self, field: str) -> str:
        title = OFFERS[field].title
        if self._now is None or self._now.field != field:
            return title
        return f"{title} {DOWN}降序" if self._now.descending else f"{title} {UP}升序"

    def on_mount(self) -> None:
        choices = self.query_one(OptionList)
        choices.highlighted = self._fields.index(self._now.field) + 1 if self._now else 0
        choices.focus()

    def on_option_list_option_selected(self) -> None:
        self.action_choose(descending=False)

    def action_choose(self, descending: bool) -> None:
        place = self.query_one(OptionList).highlighted or 0
        self.dismiss((Sort(self._fields[place - 1], descending) if place else None,))

    def action_roster(self) -> None:
        self.dismiss((None,))

    def action_leave(self) -> None:
        self.dismiss(None)
