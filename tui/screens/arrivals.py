"""The review before an import: what would be added, what changed and from what to what, and every problem."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.intake.decisions import LEAVE_OUT, NEW_PERSON, Answers, Decision, Plan
from tui.intake.kinds import Kind
from tui.intake.problems import Weight
from tui.intake.roster_plan import RosterPlan
from tui.rules.checks import Ground
from tui.screens import arrival_cells as cells
from tui.screens.acting import ActingScreen, working
from tui.screens.pick import Pick
from tui.screens.sheet import SheetScreen
from tui.widgets.checkbar import CheckBar
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine

_SETTLING = ("arrivals.same_person", "arrivals.other_person", "arrivals.leave_out")


@dataclass(frozen=True, slots=True)
class Settled:
    """Somebody has said what unclear rows mean: the plan has to be made again, the persons being subjects on the same
    ground as on the page."""

    answers: Answers
    ground: Ground | None


@dataclass(frozen=True, slots=True)
class _Section:
    label: str
    total: int
    columns: tuple[Column, ...]
    make: Callable[[int], tuple[Cell, ...]]
    decision: Decision | None = None


class ArrivalsScreen(ActingScreen[Plan | Settled | None]):
    """Shows a plan; gives it back when it is to be carried out, answers to what was unclear, None to give it up."""

    CSS_PATH = "arrivals.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.ARRIVALS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ARRIVALS, Scope.EVERYWHERE)

    def __init__(self, plan: Plan, following: Kind | None = None) -> None:
        """`following` is the kind of list whose turn it is afterwards."""
        super().__init__()
        self._plan = plan
        self._section = 0
        self._following = following
        self._problems = cells.problem_rows(plan)

    @cached_property
    def _mended(self) -> Sequence[tuple[Cell, ...]]:
        return cells.mended_rows(self._plan)

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield CheckBar()
        yield VirtualGrid(id="rows")
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    def on_mount(self) -> None:
        plan = self._plan
        self.query_one("#title", StatusLine).show(f"导入前复核：{plan.kind.label} · {plan.staged.title}", "内部")
        wanted = (Decision.DOUBT, Decision.ADD, Decision.CHANGE, Decision.MOVE)
        first = next((_SECTION_OF[decision] for decision in wanted if plan.count(decision)), 0)
        self._show(first)
        self.query_one(VirtualGrid).focus()
        if plan.count(Decision.DOUBT):
            self.tell("有待认定的行：按F7认定为同一人，F8为另一人，F9不导入；没有认定的不导入。")
        elif not plan.arriving and self._following is not None:
            self.tell(f"没有要新增或变更的内容；按F5接着看“{self._following.label}”。")
        else:
            self.tell("请逐项复核；按F5一次导入，按Esc放弃，现有数据都不会受影响。")

    def _sections(self) -> list[_Section]:
        plan = self._plan
        return [
            self._rows_of(Decision.ADD, cells.new_columns(plan), self._new_cells),
            self._rows_of(Decision.CHANGE, cells.CHANGED, lambda place: cells.changed_cells(plan, place)),
            self._rows_of(Decision.MOVE, cells.CHANGED, lambda place: cells.changed_cells(plan, place)),
            self._rows_of(Decision.DOUBT, cells.DOUBTFUL, lambda place: cells.doubtful_cells(plan, place)),
            self._rows_of(Decision.SAME, cells.new_columns(plan), self._new_cells),
            _Section("问题", len(self._problems), cells.PROBLEMS, lambda index: self._problems[index]),
            _Section("整理", len(self._mended), cells.MENDED, lambda index: self._mended[index]),
        ]

    def _rows_of(
        self, decision: Decision, columns: tuple[Column, ...], make: Callable[[int], tuple[Cell, ...]]
    ) -> _Section:
        places = self._plan.places(decision)
        return _Section(decision.label, len(places), columns, lambda index: make(places[index]), decision)

    def _new_cells(self, place: int) -> tuple[Cell, ...]:
        plan = self._plan
        new_branch = isinstance(plan, RosterPlan) and plan.organizations[place] < 0
        return cells.new_cells(plan, place, new_branch=new_branch)

    def _show(self, section: int) -> None:
        self._section = section
        sections = self._sections()
        labels = [f"{number} {each.label} {each.total:,}" for number, each in enumerate(sections, 1)]
        self.query_one(CheckBar).show(labels, section)
        self._here = sections[section]
        grid = self.query_one(VirtualGrid)
        grid.columns = self._here.columns
        grid.show(ListedRows(self._here.total, self._here.make), keep=False)
        self.query_one("#status", StatusLine).show(self._summary(), self._ground())
        self.show_keys()

    def _summary(self) -> str:
        plan = self._plan
        blocked = sum(count for code, count in plan.staged.counts.items() if code.weight is Weight.BLOCKING)
        refused = plan.count(Decision.REFUSE, Decision.DOUBT) + blocked
        text = f"将新增{plan.count(Decision.ADD):,}、变更{plan.count(Decision.CHANGE, Decision.MOVE):,}"
        if isinstance(plan, RosterPlan) and plan.new_branches:
            text += f"，新设党支部{len(plan.new_branches)}个"
        return text + (f"，不导入{refused:,}行" if refused else "")

    def _ground(self) -> str:
        plan = self._plan
        return f"对象：{plan.ground.label}" if isinstance(plan, RosterPlan) and plan.ground else ""

    def refusal(self, action: Action) -> str | None:
        plan = self._plan
        if action.id == "arrivals.import" and not plan.arriving and self._following is None:
            return "没有要新增或变更的内容，不需要导入。按Esc返回。"
        if action.id == "arrivals.ground" and not (isinstance(plan, RosterPlan) and plan.ground):
            return "只有名册分对象类别。"
        if action.id in _SETTLING and self._here.decision is not Decision.DOUBT:
            return "请先按4，在“待认定”中办理。"
        return None

    @on(VirtualGrid.Opened)
    @working(group="arrivals")
    async def _open_row(self, event: VirtualGrid.Opened) -> None:
        """Show a row whole: what the grid has to cut stands here in full. An unclear one asks whom it means."""
        if self._here.decision is Decision.DOUBT:
            await self._ask_whom(self._plan.places(Decision.DOUBT)[event.id])
            return
        made = self._here.make(event.id)
        lines = [(column.title, cell.text) for column, cell in zip(self._here.columns, made, strict=True)]
        self.app.push_screen(SheetScreen("导入前复核：这一行", lines))

    async def _ask_whom(self, place: int) -> None:
        candidates = self._plan.candidates[place]
        name = self._plan.row(place).fields.get("name", "")
        choices = [*map(cells.candidate_text, candidates), "是另一人，按新增处理", "不导入这一行"]
        chosen = await self.app.push_screen_wait(Pick(f"这一行的{name}是：", choices))
        if chosen is not None:
            given = [*(candidate.member for candidate in candidates), NEW_PERSON, LEAVE_OUT]
            self._settled({place: given[chosen]})

    def _settle(self, given: Callable[[int], int | None]) -> None:
        """Answer for the marked rows, or the one under the cursor; ``given`` is None where it cannot be said so."""
        grid = self.query_one(VirtualGrid)
        here = [] if grid.cursor_id is None else [grid.cursor_id]
        places = self._plan.places(Decision.DOUBT)
        wanted = [places[index] for index in (sorted(grid.marks) if len(grid.marks) else here)]
        answers = {place: answer for place in wanted if (answer := given(place)) is not None}
        if answers:
            self._settled(answers)
        else:
            self.tell("库中相符的不止一人，请按回车逐行指定。", refused=True)

    def _settled(self, answers: Answers) -> None:
        self.dismiss(Settled(answers, self._plan.ground if isinstance(self._plan, RosterPlan) else None))

    def do_same_person(self) -> None:
        candidates = self._plan.candidates
        self._settle(lambda place: candidates[place][0].member if len(candidates[place]) == 1 else None)

    def do_other_person(self) -> None:
        self._settle(lambda _place: NEW_PERSON)

    def do_leave_out(self) -> None:
        self._settle(lambda _place: LEAVE_OUT)

    def do_mark(self) -> None:
        self.query_one(VirtualGrid).mark_and_advance()

    def do_mark_all(self) -> None:
        self.query_one(VirtualGrid).mark_all(range(self._here.total))

    def do_new(self) -> None:
        self._show(0)

    def do_changed(self) -> None:
        self._show(1)

    def do_moved(self) -> None:
        self._show(2)

    def do_doubtful(self) -> None:
        self._show(3)

    def do_same(self) -> None:
        self._show(4)

    def do_problems(self) -> None:
        self._show(5)

    def do_mended(self) -> None:
        self._show(6)

    def on_check_bar_chosen(self, event: CheckBar.Chosen) -> None:
        self._show(event.index)

    def do_ground(self) -> None:
        if isinstance(self._plan, RosterPlan):
            inside = self._plan.ground is Ground.IN_BRANCH
            self._plan = replace(self._plan, ground=Ground.OUT_WITHOUT_RECEIPT if inside else Ground.IN_BRANCH)
            self._show(self._section)

    def do_import(self) -> None:
        self.dismiss(self._plan)

    def do_back(self) -> None:
        self.dismiss(None)


_SECTION_OF = {Decision.ADD: 0, Decision.CHANGE: 1, Decision.MOVE: 2, Decision.DOUBT: 3}
