"""The three counts (三核) of every organisation: a table to read; Enter tells whereto and how they stand."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.rules.situations import SituationKind
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.reading import ReadingScreen
from tui.screens.situation_text import breakdown_text
from tui.store.queries.situation_counts import BranchCounts, breakdown, three_counts
from tui.store.queries.situations import as_of_date
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine

_TOTAL: Final = "合计"


class ThreeCountsScreen(ActingScreen[bool]):
    """One row per organisation with anything to count, the total above; kinds without anybody have no column."""

    CSS_PATH = "three_counts.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.THREE_COUNTS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.THREE_COUNTS, Scope.EVERYWHERE)

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self._vault = vault
        self._rows: list[BranchCounts] = []
        self._kinds: list[SituationKind] = []
        self._as_of = ""

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(id="rows")
        yield Notice()
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(VirtualGrid).focus()
        self.show_keys()
        self._fill()

    @working(exclusive=True)
    async def _fill(self) -> None:
        session = self._vault.session
        self._as_of = await outcome(self._vault.read(as_of_date, session.campaign))
        found = await outcome(self._vault.read(three_counts, session.unit, self._as_of))
        kinds = {kind: sum(each.kinds.get(kind, 0) for each in found) for kind in SituationKind}
        total = BranchCounts(
            session.unit, _TOTAL, kinds, sum(each.with_permit for each in found), sum(each.unrecorded for each in found)
        )
        self._rows = [total, *found] if found else []
        self._kinds = [kind for kind in SituationKind if kinds[kind]]
        self.query_one(VirtualGrid).columns = (
            Column("name", "党组织", 20, stretch=True, tail=True, frozen=True),
            *(Column(kind.value, kind.label, max(5, 2 * len(kind.label))) for kind in self._kinds),
            Column("permit", "持证", 5),
            Column("unrecorded", "待登记", 6),
        )
        self.query_one("#title", StatusLine).show(f"三核：各党组织情形人数 · 截至{self._as_of}", "内部")
        self.query_one(VirtualGrid).show(ListedRows(len(self._rows), self._cells))
        self.tell(
            "回车看去向、现状。“待登记”：名册写明而台账没有的。←→ 移动栏目。"
            if found
            else "还没有登记的情形。在情形台账按F2新增，或按F4采纳建议。"
        )

    def _cells(self, index: int) -> tuple[Cell, ...]:
        row = self._rows[index]
        figures = [*(row.kinds.get(kind, 0) for kind in self._kinds), row.with_permit]
        counted = [Cell(f"{figure:,}", "" if figure else "dim") for figure in figures]
        return Cell(row.name), *counted, Cell(f"{row.unrecorded:,}", "todo" if row.unrecorded else "dim")

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="open")
    async def do_open(self) -> None:
        index = self.query_one(VirtualGrid).cursor_id
        if index is None or index >= len(self._rows):
            return
        row = self._rows[index]
        found = await outcome(self._vault.read(breakdown, row.organization, self._as_of, alone=index > 0))
        await self.app.push_screen_wait(ReadingScreen(breakdown_text(row.name, self._as_of, found)))

    def do_back(self) -> None:
        self.dismiss(False)
