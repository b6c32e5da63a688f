"""The review before an import: what would be added, what changed and from what to what, and every problem."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.intake import differences
from tui.intake.differences import Difference
from tui.intake.plan import Decision, RosterPlan
from tui.intake.problems import Weight
from tui.rules.checks import Ground
from tui.rules.findings import FindingCode
from tui.rules.identity import mask_id, mask_value
from tui.screens.acting import ActingScreen
from tui.screens.member_pane import FIELD_LABELS, shown
from tui.screens.sheet import SheetScreen
from tui.text import clean
from tui.widgets.checkbar import CheckBar
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows, Tone
from tui.widgets.statusline import StatusLine

_WHERE = (Column("sheet", "工作表", 10), Column("row", "行", 6))
_PERSON = (*_WHERE, Column("name", "姓名", 16), Column("branch", "所在党支部", 16, stretch=True, tail=True))
_NEW = (*_PERSON, Column("idno", "公民身份号码", 18), Column("findings", "问题", 4))
_CHANGED = (*_PERSON[:3], Column("changes", "变更内容（原值 > 新值）", 30, stretch=True))
_PROBLEMS = (
    *_WHERE, Column("column", "栏目", 16), Column("value", "原值", 18), Column("weight", "处理", 6),
    Column("sentence", "说明", 24, stretch=True),
)  # fmt: skip


class ArrivalsScreen(ActingScreen[RosterPlan | None]):
    """Shows a plan; gives it back when it is to be carried out, None otherwise."""

    CSS_PATH = "arrivals.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.ARRIVALS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ARRIVALS, Scope.EVERYWHERE)

    def __init__(self, plan: RosterPlan) -> None:
        super().__init__()
        self._plan = plan
        self._problems = problem_rows(plan)
        self._section = 0

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield CheckBar()
        yield VirtualGrid(id="rows")
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#title", StatusLine).show(f"导入前复核：{self._plan.staged.file}", "内部")
        self._show(0 if self._plan.count(Decision.ADD) or not self._plan.count(Decision.CHANGE) else 1)
        self.query_one(VirtualGrid).focus()
        self.tell("请逐项复核；按F5一次导入，按Esc放弃，现有数据都不会受影响。")

    def _show(self, section: int) -> None:
        self._section = section
        plan = self._plan
        sections: list[tuple[str, int, tuple[Column, ...], Callable[[int], tuple[Cell, ...]]]] = [
            ("新增", *self._rows_of(Decision.ADD, _NEW, self._new_cells)),
            ("变更", *self._rows_of(Decision.CHANGE, _CHANGED, self._changed_cells)),
            ("无变化", *self._rows_of(Decision.SAME, _NEW, self._new_cells)),
            ("问题", len(self._problems), _PROBLEMS, lambda index: self._problems[index]),
        ]
        labels = [f"{number} {label} {total:,}" for number, (label, total, _, _) in enumerate(sections, 1)]
        self.query_one(CheckBar).show(labels, section)
        _, total, columns, make = sections[section]
        self._columns, self._make = columns, make
        grid = self.query_one(VirtualGrid)
        grid.columns = columns
        grid.show(ListedRows(total, make), keep=False)
        refused = plan.count(Decision.REFUSE) + sum(
            count for code, count in plan.staged.counts.items() if code.weight is Weight.BLOCKING
        )
        left = f"将新增{plan.count(Decision.ADD):,}人、变更{plan.count(Decision.CHANGE):,}人"
        left += f"，新设党支部{len(plan.new_branches)}个" if plan.new_branches else ""
        left += f"，不导入{refused:,}行" if refused else ""
        self.query_one("#status", StatusLine).show(left, f"对象：{plan.ground.label}")
        self.show_keys()

    def _rows_of(
        self, decision: Decision, columns: tuple[Column, ...], make: Callable[[int], tuple[Cell, ...]]
    ) -> tuple[int, tuple[Column, ...], Callable[[int], tuple[Cell, ...]]]:
        places = self._plan.places(decision)
        return len(places), columns, lambda index: make(places[index])

    def _new_cells(self, place: int) -> tuple[Cell, ...]:
        row = self._plan.row(place)
        new_branch = self._plan.organizations[place] < 0
        branch = Cell(row.fields.get("branch", "") + ("（新设）" if new_branch else ""), "todo" if new_branch else "")
        findings = Cell(f"!{len(row.findings)}", "doubt") if row.findings else Cell("")
        idno = Cell(mask_id(row.fields.get("idno", "")), "dim")
        return (Cell(row.sheet), Cell(str(row.row)), Cell(row.fields["name"]), branch, idno, findings)

    def _changed_cells(self, place: int) -> tuple[Cell, ...]:
        row = self._plan.row(place)
        changes = map(difference_text, self._plan.differences[place])
        return (Cell(row.sheet), Cell(str(row.row)), Cell(row.fields["name"]), Cell("；".join(changes), "mended"))

    def refusal(self, action: Action) -> str | None:
        if action.id == "arrivals.import" and not self._plan.arriving:
            return "没有要新增或变更的党员，不需要导入。按Esc返回。"
        return None

    @on(VirtualGrid.Opened)
    def _open_row(self, event: VirtualGrid.Opened) -> None:
        """Show a row whole: what the grid has to cut stands here in full."""
        cells = self._make(event.id)
        lines = [(column.title, cell.text) for column, cell in zip(self._columns, cells, strict=True)]
        self.app.push_screen(SheetScreen("导入前复核：这一行", lines))

    def do_new(self) -> None:
        self._show(0)

    def do_changed(self) -> None:
        self._show(1)

    def do_same(self) -> None:
        self._show(2)

    def do_problems(self) -> None:
        self._show(3)

    def on_check_bar_chosen(self, event: CheckBar.Chosen) -> None:
        self._show(event.index)

    def do_ground(self) -> None:
        inside = self._plan.ground is Ground.IN_BRANCH
        self._plan = replace(self._plan, ground=Ground.OUT_WITHOUT_RECEIPT if inside else Ground.IN_BRANCH)
        self._show(self._section)

    def do_import(self) -> None:
        self.dismiss(self._plan)

    def do_back(self) -> None:
        self.dismiss(None)


def difference_text(difference: Difference) -> str:
    """A difference with its label, 原值 > 新值; ID numbers and phones are masked."""
    what, old, new, header = difference
    match what:
        case differences.SUBJECT:
            return "列入本次排查：否 > 是"
        case differences.FINDINGS:
            return f"问题：{_finding_sentences(old) or '无'} > {_finding_sentences(new) or '无'}"
        case differences.EXTRA:
            return f"其他栏目（{clean(header)}）：{clean(mask_value(old)) or '空'} > {clean(mask_value(new))}"
        case _:
            return f"{FIELD_LABELS.get(what, what)}：{shown(what, old) or '空'} > {shown(what, new)}"


def _finding_sentences(codes: str) -> str:
    return "、".join(_FINDINGS.get(code, code).rstrip("。") for code in codes.split())


_FINDINGS = {code.value: code.sentence for code in FindingCode}


def problem_rows(plan: RosterPlan) -> list[tuple[Cell, ...]]:
    """Every problem of the plan as cells: rows that are not taken first, then doubtful values, then mended ones."""
    rows: list[tuple[Weight, tuple[str, ...]]] = []
    for place, why in plan.refusals.items():
        row = plan.row(place)
        rows.append((Weight.BLOCKING, (row.sheet, str(row.row), "", row.fields["name"], why.sentence)))
    for problem in plan.staged.problems:
        where = (problem.sheet, str(problem.row or ""), problem.column, mask_value(problem.value))
        rows.append((problem.code.weight, (*where, problem.code.sentence)))
    order = list(Weight)
    rows.sort(key=lambda row: order.index(row[0]))
    return [
        tuple(Cell(text, _TONES[weight]) for text in (*cells[:-1], weight.label, cells[-1])) for weight, cells in rows
    ]


_TONES: dict[Weight, Tone] = {Weight.BLOCKING: "doubt", Weight.DOUBTFUL: "todo", Weight.NOTE: "dim"}
