"""What branches state about the stubs of their letters: the list of branches, and the form of one."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.faults import Failure
from tui.rules.changes import Change
from tui.rules.check_items import STATEMENT, statement_unstated
from tui.rules.checks import Stage
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.item_form import ItemFormScreen
from tui.store.commands.check_records import state_stubs
from tui.store.queries.stubs import BranchStubs, statements
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine

_COLUMNS = (
    Column("name", "党组织", 16, stretch=True, tail=True), Column("stubs", "检查的存根", 16),
    Column("without", "无回执", 6), Column("open", "登记未回", 8), Column("by", "检查人", 8),
    Column("on", "检查日期", 10),
)  # fmt: skip


class StubForm(ItemFormScreen[Change]):
    """Fills in the statement of one branch; gives the change, None when it was left."""

    CSS_PATH = "check_form.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.STUB_FORM, Scope.FORM)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.STUB_FORM, Scope.FORM, Scope.EVERYWHERE)

    def __init__(self, vault: Vault, stage: Stage, branch: BranchStubs) -> None:
        super().__init__(STATEMENT, dict(branch.answers))
        self._vault = vault
        self._stage = stage
        self._branch = branch

    def on_mount(self) -> None:
        left = f"{self._branch.name} · 介绍信存根检查情况"
        self.begin(
            left,
            f"介绍信登记中有{self._branch.open_letters:,}封没有收到回执。回车填写，F5 保存。",
            f"内部 · {self._stage.label}",
        )

    @property
    def lacking(self) -> Sequence[str]:
        return statement_unstated(self.answers)

    @working(exclusive=True, group="save")
    async def do_save(self) -> None:
        try:
            change = await outcome(self._vault.write(state_stubs, self._stage, self._branch.org, self.answers))
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return
        self.dismiss(change)


class StubsScreen(ActingScreen[bool]):
    """Lists the branches with what each stated; True when something was saved."""

    CSS_PATH = "check_form.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.STUBS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.STUBS, Scope.EVERYWHERE)

    def __init__(self, vault: Vault, stage: Stage) -> None:
        super().__init__()
        self._vault = vault
        self._stage = stage
        self._branches: list[BranchStubs] = []
        self._saved = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(_COLUMNS, id="items")
        yield Notice()
        yield KeyLine()

    async def on_mount(self) -> None:
        await self._load()
        self.query_one(VirtualGrid).focus()
        self.tell("回车填写光标所在党支部的存根检查情况。")

    async def _load(self) -> None:
        session = self._vault.session
        self._branches = await outcome(self._vault.read(statements, session.campaign, self._stage, session.unit))
        self.query_one(VirtualGrid).show(ListedRows(len(self._branches), self._cells))
        done = sum(bool(branch.answers) for branch in self._branches)
        title = f"介绍信存根检查情况 · {self._stage.label} · 已填 {done:,} / 共 {len(self._branches):,} 个党组织"
        self.query_one("#title", StatusLine).show(title, "内部")
        self.show_keys()

    def _cells(self, index: int) -> tuple[Cell, ...]:
        branch = self._branches[index]
        told = branch.answers
        stubs = f"{told['first_stub']}～{told['last_stub']}" if told else "未填"
        return (
            Cell(branch.name), Cell(stubs, "" if told else "todo"), Cell(told.get("without_receipt", "")),
            Cell(f"{branch.open_letters:,}"), Cell(told.get("inspected_by", "")), Cell(told.get("inspected_on", "")),
        )  # fmt: skip

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="open")
    async def do_open(self) -> None:
        index = self.query_one(VirtualGrid).cursor_id
        if index is None or index >= len(self._branches):
            self.tell("列表中没有党支部。")
            return
        change = await self.app.push_screen_wait(StubForm(self._vault, self._stage, self._branches[index]))
        if change is not None:
            self._saved |= change.entry is not None
            await self._load()
            self.tell(change.sentence(), done=bool(change.changed), refused=bool(change.refused))

    def do_back(self) -> None:
        self.dismiss(self._saved)
