"""Choosing, ordering and resizing the columns of the roster, by keyboard."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.screens.acting import ActingScreen
from tui.screens.roster_columns import FIRST, OFFERS, Layout, Placed, within
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine

_COLUMNS = (
    Column("shown", "显示", 4), Column("title", "栏目", 16, stretch=True), Column("width", "宽度", 10),
)  # fmt: skip
_FOR_SHOWN = frozenset({"up", "down", "narrower", "wider"})


class ColumnList(VirtualGrid):
    """The columns; ← and → are left to the screen, which makes them narrower and wider."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "shift"


class ColumnScreen(ActingScreen[Layout | None]):
    """Gives the choice, None when left by Esc. An empty choice means the columns of whoever has not chosen.

    ``own_width`` is the width of a column nobody has resized, ``default`` what is shown without a choice.
    """

    CSS_PATH = "fill_in.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.COLUMNS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.COLUMNS, Scope.EVERYWHERE)

    def __init__(self, chosen: Layout | None, default: Layout, own_width: Callable[[str], int]) -> None:
        super().__init__()
        self._default = default
        self._own_width = own_width
        self._shown = set[str]()
        self._columns: list[Placed] = []
        self._changed = chosen is not None
        self._take(chosen or default)

    def _take(self, layout: Layout) -> None:
        self._shown = {placed.key for placed in layout}
        self._columns = [*layout, *(Placed(key) for key in OFFERS if key not in self._shown)]

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield ColumnList(_COLUMNS)
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#title", StatusLine).show("名册的栏目：选择、次序、宽度", "内部")
        self.tell("空格显示或隐藏；Shift+↑↓改次序；←→改宽度；Del恢复默认；回车采用，Esc放弃。")
        self._list.focus()
        self._draw()

    @property
    def _list(self) -> ColumnList:
        return self.query_one(ColumnList)

    def _draw(self) -> None:
        self._list.show(ListedRows(len(self._columns), self._cells))
        total = sum(self._width(placed) + 1 for placed in self._columns if placed.key in self._shown)
        self.query_one("#status", StatusLine).show(
            f"显示 {len(self._shown)} 栏 / 可选 {len(self._columns)} 栏", f"共宽 {total} 格"
        )
        self.show_keys()

    def _cells(self, index: int) -> tuple[Cell, ...]:
        placed = self._columns[index]
        offer, is_shown = OFFERS[placed.key], placed.key in self._shown
        own = "" if placed.width else "（自动）"
        title = offer.title + ("（固定在最左）" if placed.key == FIRST else "")
        sign = Cell("☑", "good") if is_shown else Cell("☐", "dim")
        return (sign, Cell(title, "" if is_shown else "dim"), Cell(f"{self._width(placed)}{own}", "dim"))

    def _width(self, placed: Placed) -> int:
        return placed.width or self._own_width(placed.key)

    def refusal(self, action: Action) -> str | None:
        name = action.id.partition(".")[2]
        if action.scope is not Scope.COLUMNS or not self._columns:
            return None
        place = self._list.cursor if self.is_mounted else 0
        key = self._columns[place].key
        if name == "toggle" and key == FIRST:
            return "姓名总要显示。"
        if name in _FOR_SHOWN and key not in self._shown:
            return "这一栏没有显示；先按空格显示。"
        if (name in ("up", "down") and key == FIRST) or (name == "up" and place == 1):
            return "姓名固定在最左，别的栏目都在其后。"
        if name == "down" and place == len(self._shown) - 1:
            return "已是显示的最后一栏。"
        return None

    def do_toggle(self) -> None:
        """Show or hide; a column newly shown becomes the last one shown, a hidden one the first one hidden."""
        placed = self._columns.pop(self._list.cursor)
        self._shown ^= {placed.key}
        last = len(self._shown) - (placed.key in self._shown)
        self._columns.insert(last, placed)
        self._edited(self._list.cursor if placed.key not in self._shown else last)

    def do_up(self) -> None:
        self._move(-1)

    def do_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        place = self._list.cursor
        self._columns.insert(place + step, self._columns.pop(place))
        self._edited(place + step)

    def do_narrower(self) -> None:
        self._resize(-1)

    def do_wider(self) -> None:
        self._resize(1)

    def _resize(self, step: int) -> None:
        place = self._list.cursor
        placed = self._columns[place]
        self._columns[place] = placed._replace(width=within(self._width(placed) + step))
        self._edited(place)

    def do_default(self) -> None:
        self._take(self._default)
        self._edited(0)
        self._changed = False
        self.tell("已恢复默认的栏目；按回车采用。")

    def _edited(self, place: int) -> None:
        self._changed = True
        self._draw()
        self._list.drop()
        self._list.cursor = place

    @on(VirtualGrid.CursorMoved)
    def _moved(self) -> None:
        self.show_keys()

    @on(VirtualGrid.Opened)
    def do_go(self) -> None:
        shown = tuple(placed for placed in self._columns if placed.key in self._shown)
        self.dismiss(shown if self._changed else ())

    def do_back(self) -> None:
        self.dismiss(None)
