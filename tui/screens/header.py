"""Saying which rows of a sheet are its header, on the sheet's first rows as they stand there."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.intake.staged import StagedSheet
from tui.rules.identity import mask_value
from tui.screens.acting import ActingScreen
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine

_COLUMNS: Final = (Column("row", "行", 4), Column("texts", "内容", 40, stretch=True))


class HeaderScreen(ActingScreen[tuple[int, int] | None]):
    """Gives the first and the last row of the header, from 0; None when left by Esc."""

    CSS_PATH = "arrivals.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.HEADER,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.HEADER, Scope.EVERYWHERE)

    def __init__(self, sheet: StagedSheet) -> None:
        super().__init__()
        self._sheet = sheet

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(_COLUMNS, id="rows")
        yield Notice()
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#title", StatusLine).show(f"指定表头：{self._sheet.file} · {self._sheet.name}", "内部")
        grid = self.query_one(VirtualGrid)
        grid.show(ListedRows(len(self._sheet.preview), self._cells))
        grid.cursor = max(0, self._sheet.header[0] - 1)
        grid.focus()
        self.tell("把光标移到表头的第一行，按1、2、3指定表头占几行。")
        self.show_keys()

    def _cells(self, index: int) -> tuple[Cell, ...]:
        first, last = self._sheet.header
        texts = " | ".join(mask_value(text) for text in self._sheet.preview[index] if text)
        here = first <= index + 1 <= last
        return Cell(str(index + 1)), Cell(texts, "good" if here else "")

    def _take(self, rows: int) -> None:
        first = self.query_one(VirtualGrid).cursor_id
        if first is not None:
            self.dismiss((first, min(first + rows, len(self._sheet.preview)) - 1))

    def do_one(self) -> None:
        self._take(1)

    def do_two(self) -> None:
        self._take(2)

    def do_three(self) -> None:
        self._take(3)

    def do_back(self) -> None:
        self.dismiss(None)
