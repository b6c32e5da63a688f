"""The double check: how far self-check and verification of every branch have come, and the way into each."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize

from tui.actions import Action, Scope, bindings
from tui.faults import Failure, Fault
from tui.rules.levels import CHOICES, called
from tui.rules.roles import may
from tui.rules.verification import Question, share
from tui.screens.acting import outcome, working
from tui.screens.branch_sheet import BranchSheetScreen, Page
from tui.screens.marked_list import MarkedListScreen
from tui.screens.pick import Pick
from tui.screens.unit_names import shared_beginning, without_beginning
from tui.screens.verification_deeds import run_close, run_export
from tui.store.commands.verification import set_levels
from tui.store.queries.double_check import BranchCoverage, branches, total
from tui.store.queries.levels import levels
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows, Tone
from tui.widgets.statusline import StatusLine

_COLUMNS: Final = (
    Column("branch", "党支部", 18, stretch=True, tail=True), Column("subjects", "对象", 6),
    Column("checked", "自查", 5), Column("verified", "核查", 5), Column("differing", "差异", 4),
    Column("one", "同一人", 6), Column("asked", "更正", 4), Column("sheet", "核查表", 6), Column("state", "状态", 12),
)  # fmt: skip
NARROW: Final = 110
"""Below this screen width branches are listed without what all their names begin with."""
_DEEDS: Final = {
    "levels": "campaign.levels", "close": "verification.close", "export": "verification.export",
}  # fmt: skip


class DoubleCheckScreen(MarkedListScreen):
    """Lists the branches of this unit and below; gives back whether anything was changed."""

    CSS_PATH = "double_check.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.DOUBLE_CHECK,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.DOUBLE_CHECK, Scope.EVERYWHERE)

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self._branches: list[BranchCoverage] = []
        self.ready = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(_COLUMNS)
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    async def on_mount(self) -> None:
        await self.reload()
        self.grid.focus()
        self.tell("按回车打开核查表；自查、核查都按全部排查对象计算，应查尽查。")
        self.ready = True

    @property
    def order(self) -> Sequence[int]:
        return range(len(self._branches))

    async def reload(self) -> None:
        session = self._vault.session
        self._branches = await outcome(self._vault.read(branches, session.campaign, session.unit))
        self._shared = shared_beginning(each.name for each in self._branches)
        self.grid.show(ListedRows(len(self._branches), self._cells))
        await self.refresh_around()

    async def refresh_around(self) -> None:
        arranged = await outcome(self._vault.read(levels, self._vault.session.campaign))
        self.query_one("#title", StatusLine).show(
            f"双查：{called(arranged)}", f"内部 · {self._vault.session.actor.name}"
        )
        whole = total(self._branches)
        closed = sum(each.closed for each in self._branches)
        self.query_one("#status", StatusLine).show(
            f"对象 {whole.subjects:,}  自查 {share(whole.checked, whole.subjects)}  "
            f"核查 {share(whole.verified, whole.subjects)}  差异 {whole.differing:,}  更正 {whole.requests:,}",
            f"办结 {closed:,} / {len(self._branches):,} 个党支部",
        )
        self.show_keys()

    def _cells(self, index: int) -> tuple[Cell, ...]:
        each = self._branches[index]
        tone: Tone = "good" if each.closed and each.complete else "doubt" if each.closed else "todo"
        differing, one = each.differing, each.one_person
        name = each.name if self.size.width >= NARROW else without_beginning(each.name, self._shared)
        return (
            Cell(name), Cell(f"{each.subjects:,}"), Cell(share(each.checked, each.subjects)),
            Cell(share(each.verified, each.subjects)), Cell(f"{differing:,}", "doubt" if differing else "dim"),
            Cell(f"{one:,}", "doubt" if one else "dim"), Cell(f"{each.requests:,}"),
            Cell(f"{each.answered}/{len(Question)}"), Cell(each.state, tone),
        )  # fmt: skip

    @property
    def _here(self) -> BranchCoverage | None:
        here = self.grid.cursor_id
        return None if here is None else self._branches[here]

    def on_resize(self, event: Resize) -> None:
        self.grid.drop(None)

    def refusal(self, action: Action) -> str | None:
        name = action.id.partition(".")[2]
        if action.scope is Scope.DOUBLE_CHECK and name in _DEEDS and not may(self._vault.seat.roles, _DEEDS[name]):
            return str(Failure(Fault.ROLE_REFUSED, roles=self._vault.seat.role_labels))
        if name in ("open", "missing", "close", "export") and not self._branches:
            return "本单位和下级没有党支部。请先导入名册。"
        return None

    @on(VirtualGrid.Opened)
    def do_open(self) -> None:
        self._enter(Page.SHEET)

    def do_missing(self) -> None:
        self._enter(Page.MISSING)

    @working(group="command")
    async def _enter(self, page: Page) -> None:
        if (here := self._here) is not None:
            changed = await self.app.push_screen_wait(BranchSheetScreen(self._vault, here.org, page))
            self._changed |= bool(changed)
            await self.reload()

    @working(group="command")
    async def do_levels(self) -> None:
        now = await outcome(self._vault.read(levels, self._vault.session.campaign))
        kinds = list(CHOICES.values())
        place = await self.app.push_screen_wait(
            Pick("本批次自查和核查的层级（按排查通知）：", list(CHOICES), kinds.index(now) if now in kinds else 0)
        )
        if place is None:
            self.tell("已取消，没有任何改动。")
            return
        await self.run("", (), lambda _p, _c: self._vault.write(set_levels, kinds[place]), again=True)

    @working(group="command")
    async def do_close(self) -> None:
        if (here := self._here) is not None:
            await run_close(self, self._vault, here)

    @working(group="command")
    async def do_export(self) -> None:
        if (here := self._here) is not None:
            await run_export(self, self._vault, here.org)
