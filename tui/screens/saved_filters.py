"""The saved filters (F4): those that everybody has and those that this person has kept under a name."""

from collections.abc import Awaitable, Sequence
from typing import ClassVar, Final, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.faults import Failure
from tui.rules.filters.usual import USUAL
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.dialogs import AskText, Confirm
from tui.screens.filter_help import filter_help
from tui.screens.reading import ReadingScreen
from tui.store.commands.filters import LONGEST_NAME, delete_filter, rename_filter, save_filter
from tui.store.queries.saved_filters import saved_filters
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine

_COLUMNS: Final = (Column("name", "名称", 26), Column("whose", "来源", 4), Column("text", "条件", 40, stretch=True))


class _Entry(NamedTuple):
    """``id`` is None for one of those that everybody has."""

    id: int | None
    name: str
    text: str


class SavedFiltersScreen(ActingScreen[str | None]):
    """Dismissed with the filter chosen, None when left by Esc. ``present`` is the filter now in force, or empty."""

    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.FILTERS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.FILTERS, Scope.EVERYWHERE)
    CSS_PATH = "saved_filters.tcss"

    def __init__(self, vault: Vault, present: str) -> None:
        super().__init__()
        self._vault = vault
        self._present = present
        self._entries: Sequence[_Entry] = ()

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(id="filters")
        yield Notice()
        yield KeyLine()

    async def on_mount(self) -> None:
        self.query_one("#title", StatusLine).show("常用筛选", f"内部 · {self._vault.session.actor.name}")
        grid = self.query_one(VirtualGrid)
        grid.columns = _COLUMNS
        await self._load()
        grid.focus()
        self.tell(f"当前筛选：{self._present}" if self._present else "选定后按回车筛选。")

    async def _load(self) -> None:
        own = await outcome(self._vault.read(saved_filters, self._vault.session.actor.id))
        self._entries = [*(_Entry(*each) for each in own), *(_Entry(None, name, text) for name, text in USUAL.items())]
        self.query_one(VirtualGrid).show(ListedRows(len(self._entries), self._cells))
        self.show_keys()

    def _cells(self, index: int) -> tuple[Cell, ...]:
        entry = self._entries[index]
        return Cell(entry.name), Cell("本人" if entry.id is not None else "内置", "dim"), Cell(entry.text)

    @property
    def _here(self) -> _Entry | None:
        index = self.query_one(VirtualGrid).cursor_id
        return self._entries[index] if index is not None and index < len(self._entries) else None

    def refusal(self, action: Action) -> str | None:
        if action.id == "filters.save" and not self._present:
            return "当前没有筛选条件，无从保存。请先按F3输入条件。"
        if action.id in ("filters.rename", "filters.delete") and (self._here is None or self._here.id is None):
            return "内置的筛选不能改名或删除；只能改本人保存的。"
        return None

    @on(VirtualGrid.CursorMoved)
    def _cursor_moved(self) -> None:
        self.show_keys()

    @on(VirtualGrid.Opened)
    def do_choose(self) -> None:
        if self._here is not None:
            self.dismiss(self._here.text)

    @working(group="filters")
    async def do_save(self) -> None:
        name = await self.app.push_screen_wait(AskText(f"把“{self._present}”保存为（名称）：", limit=LONGEST_NAME))
        if name is not None:
            await self._change(outcome(self._vault.write(save_filter, name, self._present)), "已保存")

    @working(group="filters")
    async def do_rename(self) -> None:
        here = self._here
        if here is None or here.id is None:
            return
        name = await self.app.push_screen_wait(AskText("新的名称：", here.name, limit=LONGEST_NAME))
        if name is not None:
            await self._change(outcome(self._vault.write(rename_filter, here.id, name)), "已改名")

    @working(group="filters")
    async def do_delete(self) -> None:
        here = self._here
        if here is None or here.id is None:
            return
        if await self.app.push_screen_wait(Confirm(f"删除常用筛选“{here.name}”，不能撤销。", 1)):
            await self._change(outcome(self._vault.write(delete_filter, here.id)), "已删除")

    async def _change(self, work: Awaitable[None], done: str) -> None:
        try:
            await work
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return
        await self._load()
        self.tell(f"{done}。", done=True)

    def do_explain(self) -> None:
        self.app.push_screen(ReadingScreen(filter_help()))

    def do_back(self) -> None:
        self.dismiss(None)
