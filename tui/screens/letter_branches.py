"""How far each branch has worked off the letters out of it: the department's list of missing receipts by branch."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.screens.acting import ActingScreen, outcome, working
from tui.store.queries.letter_statistics import BranchLedger, branch_ledgers
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine

_COLUMNS: Final = (
    Column("name", "党支部", 14, stretch=True, tail=True), Column("letters", "转出", 6), Column("done", "已办", 6),
    Column("waiting", "未回", 6), Column("overdue", "逾期", 6), Column("landed", "落实", 5),
    Column("pocket", "口袋", 5),
    Column("unknown", "未明", 5), Column("lost", "失联", 5), Column("not_asked", "未查", 6),
)  # fmt: skip


class LetterBranchesScreen(ActingScreen[tuple[int, str] | tuple[()] | None]):
    """Gives the branch that the ledger is to list alone (row id, name), () for all of them, None when left."""

    CSS_PATH = "letters.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.LETTER_BRANCHES,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.LETTER_BRANCHES, Scope.EVERYWHERE)

    def __init__(self, vault: Vault, as_of: str) -> None:
        super().__init__()
        self._vault = vault
        self._as_of = as_of
        self._branches: list[BranchLedger] = []

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(_COLUMNS)
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    async def on_mount(self) -> None:
        self._branches = await outcome(self._vault.read(branch_ledgers, self._vault.session.unit, self._as_of))
        grid = self.query_one(VirtualGrid)
        grid.show(ListedRows(len(self._branches), self._cells))
        grid.focus()
        self.query_one("#title", StatusLine).show(f"各党支部介绍信办理情况 · 截至{self._as_of}", "内部")
        letters, done = (sum(getattr(each, name) for each in self._branches) for name in ("letters", "done"))
        self.query_one("#status", StatusLine).show(
            f"2007年以来转出 {letters:,} 封  已办 {done:,}  未收到回执 {letters - done:,}",
            f"{len(self._branches):,} 个党组织",
        )
        self.tell("未收到回执的，先向接收单位查明：落实、口袋、未明、失联；未查的还没有跟踪。回车只看一个党支部。")
        self.show_keys()

    def _cells(self, index: int) -> tuple[Cell, ...]:
        row = self._branches[index]
        _, name, letters, done, waiting, overdue, landed, pocket, unknown, lost, not_asked = row
        return (
            Cell(name), Cell(f"{letters:,}"), Cell(f"{done:,}", "good" if done == letters else ""),
            Cell(f"{waiting:,}"),
            Cell(f"{overdue:,}", "doubt" if overdue else "dim"), Cell(f"{landed:,}"),
            Cell(f"{pocket:,}", "doubt" if pocket else "dim"), Cell(f"{unknown:,}"), Cell(f"{lost:,}"),
            Cell(f"{not_asked:,}", "todo" if not_asked else "dim"),
        )  # fmt: skip

    @on(VirtualGrid.Opened)
    def do_open(self) -> None:
        here = self.query_one(VirtualGrid).cursor_id
        if here is None or here >= len(self._branches):
            self.tell("没有转出的介绍信。")
            return
        self.dismiss((self._branches[here].org, self._branches[here].name))

    @working(exclusive=True, group="leave")
    async def do_all(self) -> None:
        self.dismiss(())

    def do_back(self) -> None:
        self.dismiss(None)
