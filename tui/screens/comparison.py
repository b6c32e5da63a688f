"""The comparison with the statistics database: only what differs, decided one by one or in bulk.

The same screen shows the list of people actually present, of which only persons as a whole are compared.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize

from tui.actions import Action, Scope, bindings
from tui.faults import Failure
from tui.intake.protocol import ENDINGS
from tui.intake.reference import ReferencePlan, read_reference
from tui.rules.changes import Change
from tui.rules.comparison import LABELS, Compared, Decision, SetKind
from tui.screens.acting import outcome, working
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import AskText, Cancelled, Confirm, Progress, Working
from tui.screens.difference_rows import DifferenceSource, columns, page_lines
from tui.screens.marked_list import MarkedListScreen
from tui.screens.sheet import SheetScreen
from tui.store.commands.comparison import import_reference
from tui.store.commands.decisions import NAME_LIMIT, decide, mark_corrected
from tui.store.commands.revealing import reveal_difference
from tui.store.queries.comparison import (
    DifferenceView,
    Filter,
    State,
    count_branches,
    count_items,
    count_states,
    difference_page,
    open_differences,
    put_right_there,
)
from tui.store.queries.reference_sets import ReferenceSet, latest
from tui.store.vault import Vault
from tui.widgets.checkbar import CheckBar
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.statusline import StatusLine

_STATISTICS_ONLY: Final = frozenset({"ours", "theirs", "corrected"})
_WITHOUT_ROWS: Final = frozenset(
    {"open", "to_correct", "unclear", "done", "all", "item", "branch", "other", "take_in", "export", "undo", "redo"}
)


class ComparisonScreen(MarkedListScreen):
    """Shows the differences of the newest file, and takes in another one."""

    CSS_PATH = "comparison.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.COMPARISON,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.COMPARISON, Scope.EVERYWHERE)
    ALL_OF = "差异"

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self._kind = SetKind.STATISTICS
        self._filter = Filter(State.OPEN)
        self._set: ReferenceSet | None = None
        self._view: DifferenceView | None = None
        self._branch_name = ""

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield CheckBar()
        yield VirtualGrid()
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    async def on_mount(self) -> None:
        await self.reload()
        self.grid.focus()
        if self._set is None:
            self.tell("还没有比对过。按F2选择统计库导出的电子表格。")

    @property
    def ready(self) -> bool:
        """Whether the list has been read."""
        return self._view is not None

    @property
    def order(self) -> Sequence[int]:
        return self._view.order if self._view else ()

    async def reload(self) -> None:
        """Read the newest set of this kind and what the filter lets through."""
        self._set = await outcome(self._vault.read(latest, self._kind))
        number = self._set.id if self._set else 0
        self._view = await outcome(self._vault.read(open_differences, number, self._filter))
        self._show_rows(keep=True)
        await self.refresh_around()

    def _show_rows(self, *, keep: bool) -> None:
        if self._view is not None:
            there = "统计库" if self._kind is SetKind.STATISTICS else "实有名单"
            self.grid.columns = columns(self.size.width, there)
            self.grid.show(DifferenceSource(self._vault, self._view, self.size.width), keep=keep)
            self.show_keys()

    def on_resize(self, event: Resize) -> None:
        self._show_rows(keep=True)

    async def refresh_around(self) -> None:
        number = self._set.id if self._set else 0
        counts = await outcome(self._vault.read(count_states, number))
        labels = [f"{place} {state.label} {counts[state]:,}" for place, state in enumerate(State, 1)]
        self.query_one(CheckBar).show(labels, list(State).index(self._filter.state))
        title = f"与{self._kind.label}比对"
        if self._set:
            title += f" · {self._set.unit} · {self._set.taken_on} · {self._set.rows:,}人"
        self.query_one("#title", StatusLine).show(title, f"内部 · {self._vault.session.actor.name}")
        parts = [f"显示 {len(self.order):,} 项"]
        if len(self.grid.marks):
            parts.append(f"已标记 {len(self.grid.marks):,}")
        if self._filter.item is not None:
            parts.append(f"项目：{LABELS[self._filter.item]}")
        if self._filter.branch is not None:
            parts.append(f"党支部：{self._branch_name}")
        self.query_one("#status", StatusLine).show("  ".join(parts), self._set.file if self._set else "")
        self.show_keys()

    def refusal(self, action: Action) -> str | None:
        name = action.id.partition(".")[2]
        if action.scope is not Scope.COMPARISON:
            return None
        if not self.order and name not in _WITHOUT_ROWS:
            return "列表中没有差异，无从办理。"
        if self._kind is SetKind.PRESENT and name in _STATISTICS_ONLY:
            return "实有人员名单只供核对，可记为待核实。"
        return None

    # which differences

    def do_open(self) -> None:
        self._choose(State.OPEN)

    def do_to_correct(self) -> None:
        self._choose(State.TO_CORRECT)

    def do_unclear(self) -> None:
        self._choose(State.CLARIFY)

    def do_done(self) -> None:
        self._choose(State.DONE)

    def do_all(self) -> None:
        self._choose(State.ALL)

    @on(CheckBar.Chosen)
    def _state_clicked(self, event: CheckBar.Chosen) -> None:
        self._choose(tuple(State)[event.index])

    def _choose(self, state: State) -> None:
        self._narrow(Filter(state, self._filter.item, branch=self._filter.branch))

    @working(exclusive=True, group="list")
    async def _narrow(self, wanted: Filter) -> None:
        """Another filter; marks are taken off, because a command is for what is seen."""
        self._filter = wanted
        number = self._set.id if self._set else 0
        self._view = await outcome(self._vault.read(open_differences, number, wanted))
        self._show_rows(keep=False)
        await self.refresh_around()

    @working(exclusive=True, group="choice")
    async def do_item(self) -> None:
        number = self._set.id if self._set else 0
        found = await outcome(self._vault.read(count_items, number, self._filter.state))
        around = [None, *found]
        here = around.index(self._filter.item) if self._filter.item in around else 0
        self._narrow(Filter(self._filter.state, around[(here + 1) % len(around)], branch=self._filter.branch))

    @working(exclusive=True, group="choice")
    async def do_branch(self) -> None:
        number = self._set.id if self._set else 0
        found = await outcome(self._vault.read(count_branches, number, self._filter.state))
        names = {each.id: each.name or "（不在名册）" for each in found}
        around = [None, *names]
        here = around.index(self._filter.branch) if self._filter.branch in around else 0
        chosen = around[(here + 1) % len(around)]
        self._branch_name = names.get(chosen, "") if chosen is not None else ""
        self._narrow(Filter(self._filter.state, self._filter.item, branch=chosen))

    @working(exclusive=True, group="list")
    async def do_other(self) -> None:
        self._kind = SetKind.PRESENT if self._kind is SetKind.STATISTICS else SetKind.STATISTICS
        self._filter = Filter(self._filter.state)
        self.grid.clear_marks()
        await self.reload()
        self.tell(f"当前为{self._kind.label}{'' if self._set else '，还没有导入，按F2导入'}。")

    # deciding

    def do_ours(self) -> None:
        self._decide(Decision.OURS)

    def do_theirs(self) -> None:
        self._decide(Decision.THEIRS)

    def do_clarify(self) -> None:
        self._decide(Decision.CLARIFY)

    def do_reopen(self) -> None:
        self._decide(Decision.OPEN)

    def _decide(self, decision: Decision) -> None:
        """Give a decision to the marks, or to the row under the cursor and move on at once."""
        here = self.grid.cursor_id
        if not len(self.grid.marks) and here is not None:
            self.grid.action_move(1)
            self._give(decision, (here,))
        else:
            self._give_to_marks(decision)

    @working(group="command")
    async def _give(self, decision: Decision, targets: Sequence[int]) -> None:
        await self._carry_out(decision, targets)

    @working(group="command")
    async def _give_to_marks(self, decision: Decision) -> None:
        if targets := await self.targets(f"记为“{decision.label}”"):
            await self._carry_out(decision, targets)

    async def _carry_out(self, decision: Decision, targets: Sequence[int]) -> None:
        def start(progress: Progress, cancelled: Cancelled) -> Future[Change]:
            return self._vault.write(decide, targets, decision, progress=progress, cancelled=cancelled)

        await self.run(f"正在给{len(targets):,}项记“{decision.label}”…", targets, start)

    @working(group="command")
    async def do_corrected(self) -> None:
        targets = await self.targets("记为已在统计库更正")
        if targets:
            await self._tick_off(targets, self._vault.session.clock().date().isoformat())

    async def _tick_off(self, targets: Sequence[int], day: str) -> None:
        on_day = await self.app.push_screen_wait(AskText("更正日期（如2026-11-20）：", day, limit=10))
        by = on_day and await self.app.push_screen_wait(
            AskText("更正人：", self._vault.session.actor.name, limit=NAME_LIMIT)
        )
        if on_day is None or by is None:
            self.tell("已取消，没有任何改动。")
            return
        await self.run("正在记更正…", targets, lambda _p, _c: self._vault.write(mark_corrected, targets, on_day, by))

    # looking closer

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="page")
    async def _open_row(self, event: VirtualGrid.Opened) -> None:
        (row,) = await outcome(self._vault.read(difference_page, (event.id,)))
        self.app.push_screen(SheetScreen(row.name, page_lines(row)))

    @working(exclusive=True, group="page")
    async def do_reveal(self) -> None:
        here = self.grid.cursor_id
        if here is None:
            return
        numbers = await outcome(self._vault.write(reveal_difference, here))
        (row,) = await outcome(self._vault.read(difference_page, (here,)))
        await self.app.push_screen_wait(SheetScreen(row.name, page_lines(row, numbers)))
        self.tell("已显示过号码，并记入日志。", done=True)

    # files

    @working(group="command")
    async def do_take_in(self) -> None:
        compared = await self._choose_file()
        if compared is None:
            self.tell("已放弃，没有任何改动。")
            return
        self._changed = True
        self._filter = Filter(State.OPEN)
        self.grid.clear_marks()
        await self.reload()
        self.tell(compared.sentence(), done=True)
        waiting = await outcome(self._vault.read(put_right_there, compared.reference))
        if waiting and self._set:
            question = f"这次导出中，应更正的{len(waiting):,}项已见更正。是否现在记为已更正？"
            if await self.app.push_screen_wait(Confirm(question, len(waiting))):
                await self._tick_off(waiting, self._set.taken_on)

    async def _choose_file(self) -> Compared | None:
        """Ask for a file and its day until it can be read; the reason why the last one could not stands on the page."""
        path: Path | None = None
        said = ""
        while True:
            title = f"{self._kind.label}：选择电子表格"
            path = await self.app.push_screen_wait(ChooseScreen(title, ENDINGS, path=path, said=said))
            if path is None:
                return None
            today = self._vault.session.clock().date().isoformat()
            day = await self.app.push_screen_wait(AskText("导出（采集）日期（如2026-11-01）：", today, limit=10))
            if day is None:
                return None
            try:
                reading = Working(f"正在读取{path.name}…", self._reading(path, day.strip()))
                plan = await outcome(await self.app.push_screen_wait(reading))
                comparing = Working(f"正在比对{plan.total:,}人…", self._comparing(plan))
                return await outcome(await self.app.push_screen_wait(comparing))
            except Failure as failure:
                said = str(failure)

    def _reading(self, path: Path, day: str) -> Callable[[Progress, Cancelled], Future[ReferencePlan]]:
        session = self._vault.session

        def start(progress: Progress, cancelled: Cancelled) -> Future[ReferencePlan]:
            return self._vault.read(
                read_reference, session.unit, session.campaign, path, self._kind, day, session.unit,
                progress=progress, cancelled=cancelled,
            )  # fmt: skip

        return start

    def _comparing(self, plan: ReferencePlan) -> Callable[[Progress, Cancelled], Future[Compared]]:
        def start(progress: Progress, cancelled: Cancelled) -> Future[Compared]:
            return self._vault.write(
                import_reference, plan.head, plan.arrivals(), plan.total, progress=progress, cancelled=cancelled
            )

        return start

    @working(group="command")
    async def do_export(self) -> None:
        from exports.reports import comparison as tables  # openpyxl takes a while to load and is seldom needed

        folder = await self.app.push_screen_wait(ChooseScreen("导出到哪个文件夹"))
        if folder is None:
            self.tell("已放弃，没有导出。")
            return
        writers = (
            (tables.write_comparison,)
            if self._kind is SetKind.STATISTICS
            else (tables.write_not_on_roster, tables.write_unaccounted)
        )
        written = [await outcome(self._vault.write(write, folder, self._set)) for write in writers]
        self.tell(f"已写出并读回核对：{'、'.join(each.path.name for each in written)}。按“内部”管理。", done=True)
