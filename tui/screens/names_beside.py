"""The people whom the vault names beside a line of the verification sheet."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.rules.comparison import in_words
from tui.rules.identity import mask_phone
from tui.screens.acting import outcome, working
from tui.screens.marked_list import MarkedListScreen
from tui.screens.member_pane import member_text
from tui.screens.reading import ReadingScreen
from tui.screens.verification_deeds import run_request
from tui.store.queries.members import member_card
from tui.store.queries.progress import head
from tui.store.queries.verification_sheet import Line, Named, names
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine

_COLUMNS: Final = (
    Column("name", "姓名", 10), Column("category", "类别", 8), Column("phone", "电话", 12),
    Column("dues", "党费交至", 8), Column("active", "最近活动", 10), Column("where", "去向或住址", 12, stretch=True),
    Column("note", "备注", 8, stretch=True),
)  # fmt: skip


class NamesScreen(MarkedListScreen):
    """Lists them; a correction request is filed from here."""

    CSS_PATH = "double_check.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.NAMED,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.NAMED, Scope.EVERYWHERE)

    def __init__(self, vault: Vault, line: Line) -> None:
        super().__init__(vault)
        self._line = line
        self._names: list[Named] = []
        self.ready = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(_COLUMNS)
        yield Notice()
        yield KeyLine()

    async def on_mount(self) -> None:
        await self.reload()
        self.grid.focus()
        self.tell("由记载推出，供核查时查看；是否如此由核查人认定。")
        self.ready = True

    @property
    def order(self) -> Sequence[int]:
        return range(len(self._names))

    async def reload(self) -> None:
        self._names = await outcome(self._vault.read(names, self._line.members))
        self.grid.show(ListedRows(len(self._names), self._cells))
        await self.refresh_around()

    async def refresh_around(self) -> None:
        question = self._line.question
        self.query_one("#title", StatusLine).show(f"{question.text}：{self._line.known}", "内部")
        self.show_keys()

    def _cells(self, index: int) -> tuple[Cell, ...]:
        each = self._names[index]
        fields = each.fields
        return (
            Cell(each.name), Cell(in_words("category", fields.get("category", ""))),
            Cell(mask_phone(fields.get("phone") or fields.get("landline", "")), "dim"), Cell(fields.get("dues_to", "")),
            Cell(fields.get("active_on", "")), Cell(fields.get("floating_to") or fields.get("address", "")),
            Cell(fields.get("note", "")),
        )  # fmt: skip

    def refusal(self, action: Action) -> str | None:
        if action.scope is Scope.NAMED and not self._names:
            return "没有所列党员。"
        return None

    @on(VirtualGrid.Opened)
    @working(group="command")
    async def do_open(self) -> None:
        here = self.grid.cursor_id
        if here is not None:
            session = self._vault.session
            top = await outcome(self._vault.read(head, session.unit, session.campaign))
            card = await outcome(self._vault.read(member_card, session.campaign, self._names[here].member))
            if card:
                self.app.push_screen(ReadingScreen(member_text(card, top.as_of)))

    @working(group="command")
    async def do_file(self) -> None:
        rows = await self.targets("提更正意见")
        if rows:
            await run_request(self, self._vault, [self._names[row].member for row in rows])
