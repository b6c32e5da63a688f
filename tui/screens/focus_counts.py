"""How many stand in each focus group (重点群体), by organisation: a table to read."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.rules.focus_groups import FocusGroup
from tui.screens.acting import ActingScreen, outcome, working
from tui.store.queries.focus_groups import FocusCount, focus_counts, total_by_group
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine

_TOTAL: Final = "合计"


class FocusCountsScreen(ActingScreen[bool]):
    """One row per organisation with anybody in a group, the total above; groups without anybody have no column."""

    CSS_PATH = "focus_counts.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.READING,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.READING, Scope.EVERYWHERE)

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self._vault = vault

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(id="rows")
        yield Notice()
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#title", StatusLine).show("重点群体情况", "内部")
        self.query_one(VirtualGrid).focus()
        self.show_keys()
        self._fill()

    @working(exclusive=True)
    async def _fill(self) -> None:
        session = self._vault.session
        counts = await outcome(self._vault.read(focus_counts, session.campaign, session.unit))
        totals = total_by_group(counts)
        groups = [group for group in FocusGroup if totals[group]]
        rows = [FocusCount(0, _TOTAL, sum(each.people for each in counts), totals), *counts]
        grid = self.query_one(VirtualGrid)
        grid.columns = (
            Column("name", "党组织", 24, stretch=True, tail=True),
            Column("people", "人数", 9),
            *(Column(group.value, group.label, max(9, 2 * len(group.label))) for group in groups),
        )

        def cells(index: int) -> tuple[Cell, ...]:
            row = rows[index]
            figures = [row.people, *(row.groups.get(group, 0) for group in groups)]
            return (Cell(row.name), *(Cell(f"{figure:,}", "" if figure else "dim") for figure in figures))

        grid.show(ListedRows(len(rows) if counts else 0, cells))
        self.tell(
            "一人可以列入几类，“人数”中只计一次。←→ 移动栏目，Esc 返回。"
            if counts
            else "还没有列入重点群体的党员。在核查界面按Ctrl+T，选“重点群体”列入。"
        )

    def do_back(self) -> None:
        self.dismiss(False)
