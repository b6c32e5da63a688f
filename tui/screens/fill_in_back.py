"""The review before a returned fill-in workbook is taken in: every value from what to what, every problem."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.intake.fill_in_plan import OVERTAKEN, FillInPlan
from tui.intake.fill_in_words import line_cells, problem_rows, summary
from tui.screens.acting import ActingScreen
from tui.screens.sheet import SheetScreen
from tui.store.commands.fill_in import Said
from tui.widgets.checkbar import CheckBar
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine

_LINES: Final = (
    Column("sheet", "工作表", 12), Column("row", "行", 4), Column("name", "姓名", 8), Column("label", "栏目", 12),
    Column("change", "原值 > 新值", 16, stretch=True), Column("what", "处理", 16),
)  # fmt: skip
_PROBLEMS: Final = (
    Column("sheet", "工作表", 12), Column("row", "行", 4), Column("column", "栏目", 14), Column("value", "原值", 12),
    Column("sentence", "说明", 16, stretch=True),
)  # fmt: skip


class FillInBackScreen(ActingScreen[list[Said] | None]):
    """Shows a plan; gives what is to be written, None when it is given up.

    A value that the vault has changed since is left out unless the person decides otherwise.
    """

    CSS_PATH = "fill_in.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.FILL_IN_BACK,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.FILL_IN_BACK, Scope.EVERYWHERE)

    def __init__(self, plan: FillInPlan) -> None:
        super().__init__()
        self._plan = plan
        self._problems = problem_rows(plan)
        self._decided: set[int] = set()
        self._section = 0

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield CheckBar()
        yield VirtualGrid(id="rows")
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    def on_mount(self) -> None:
        title = f"读回前复核：{self._plan.issue.branch}（第{self._plan.issue.number}号）"
        self.query_one("#title", StatusLine).show(title, "内部")
        self.query_one("#status", StatusLine).show(summary(self._plan))
        self._show(0 if self._plan.lines or not self._problems else 1)
        self.query_one(VirtualGrid).focus()
        self.tell("请逐项复核；按F5一次采用，按Esc放弃，现有数据都不会受影响。")

    def _show(self, section: int, *, keep: bool = False) -> None:
        self._section = section
        labels = [f"1 内容 {len(self._plan.lines):,}", f"2 问题 {len(self._problems):,}"]
        self.query_one(CheckBar).show(labels, section)
        grid = self.query_one(VirtualGrid)
        if not keep:
            grid.columns = _PROBLEMS if section else _LINES
        total = len(self._problems) if section else len(self._plan.lines)
        grid.show(ListedRows(total, self._problem_cells if section else self._line_cells), keep=keep)
        self.show_keys()

    def _line_cells(self, place: int) -> tuple[Cell, ...]:
        line = self._plan.lines[place]
        if not line.overtaken:
            what = Cell("采用", "good")
        elif place in self._decided:
            what = Cell("以填报表为准", "doubt")
        else:
            what = Cell(OVERTAKEN, "todo")
        return (*map(Cell, line_cells(line)), what)

    def _problem_cells(self, place: int) -> tuple[Cell, ...]:
        return tuple(map(Cell, self._problems[place]))

    def refusal(self, action: Action) -> str | None:
        if action.id == "fill_in_back.decide":
            here = self.query_one(VirtualGrid).cursor_id
            if self._section or here is None or here not in self._plan.overtaken:
                return "只有其后本库已有改动的内容需要选择以谁为准。"
        return None

    @on(VirtualGrid.Opened)
    def _open_row(self, event: VirtualGrid.Opened) -> None:
        """Show a row whole: what the grid has to cut stands here in full."""
        columns, make = (_PROBLEMS, self._problem_cells) if self._section else (_LINES, self._line_cells)
        lines = [(column.title, cell.text) for column, cell in zip(columns, make(event.id), strict=True)]
        self.app.push_screen(SheetScreen("读回前复核：这一行", lines))

    @on(VirtualGrid.CursorMoved)
    def _moved(self) -> None:
        self.show_keys()

    def do_decide(self) -> None:
        here = self.query_one(VirtualGrid).cursor_id
        if here is not None:
            self._decided ^= {here}
            self._show(0, keep=True)

    def do_lines(self) -> None:
        self._show(0)

    def do_problems(self) -> None:
        self._show(1)

    def on_check_bar_chosen(self, event: CheckBar.Chosen) -> None:
        self._show(event.index)

    def do_apply(self) -> None:
        self.dismiss(self._plan.said(self._decided))

    def do_back(self) -> None:
        self.dismiss(None)
