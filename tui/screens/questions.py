"""Before an import: the values that nothing was made of, each asked once for all cells that say the same."""

from collections.abc import Callable
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.intake.questions import Answers, Asked, Question, read_answer
from tui.rules.identity import mask_value
from tui.screens.acting import ActingScreen, working
from tui.screens.dialogs import AskText
from tui.screens.field_text import label, shown
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine

_COLUMNS: Final = (
    Column("field", "项目", 14), Column("original", "原值", 18), Column("cells", "处数", 6),
    Column("choices", "可以读作", 26, stretch=True), Column("answer", "认定为", 14),
)  # fmt: skip


class QuestionsScreen(ActingScreen[Answers | None]):
    """Gives the answers, which may be none; None when the import is given up."""

    CSS_PATH = "arrivals.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.QUESTIONS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.QUESTIONS, Scope.EVERYWHERE)

    def __init__(self, title: str, asked: list[Question]) -> None:
        super().__init__()
        self._title = title
        self._asked = asked
        self._answers: dict[Asked, str] = {}

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(_COLUMNS, id="rows")
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#title", StatusLine).show(f"认定存疑的值：{self._title}", "内部")
        self._show()
        self.query_one(VirtualGrid).focus()
        self.tell("这些值有不止一种读法，或不是该项的值；请认定，没有认定的留空，原值另存，待核实。")

    def _show(self) -> None:
        self.query_one(VirtualGrid).show(ListedRows(len(self._asked), self._cells))
        cells = sum(question.cells for question in self._asked)
        done = sum(question.cells for question in self._asked if question.asked in self._answers)
        self.query_one("#status", StatusLine).show(f"{len(self._asked)}个问题，{cells:,}处；已认定{done:,}处", "")
        self.show_keys()

    def _cells(self, index: int) -> tuple[Cell, ...]:
        question = self._asked[index]
        field = question.asked.field
        ways = "；".join(f"{choice.label}：{value}" for choice, value in question.choices.items())
        answer = self._answers.get(question.asked)
        return (
            Cell(label(field)),
            Cell(mask_value(question.asked.original)),
            Cell(f"{question.cells:,}"),
            Cell(ways or question.code.sentence, "" if ways else "dim"),
            Cell(shown(field, answer), "good") if answer else Cell("-", "todo"),
        )

    def _wanted(self) -> list[Question]:
        grid = self.query_one(VirtualGrid)
        if len(grid.marks):
            return [self._asked[index] for index in sorted(grid.marks)]
        return [] if grid.cursor_id is None else [self._asked[grid.cursor_id]]

    def _answer(self, value: Callable[[Question], str | None], nothing: str) -> None:
        """Answer what is marked, or the row under the cursor; a question that has no such answer stays open."""
        wanted = self._wanted()
        found = {question.asked: given for question in wanted if (given := value(question))}
        self._answers |= found
        grid = self.query_one(VirtualGrid)
        if not found:
            self.tell(nothing, refused=True)
            return
        if not len(grid.marks):
            grid.cursor += 1
        left = len(wanted) - len(found)
        self._show()
        self.tell(f"已认定{len(found)}个问题{f'，{left}个没有这种读法' if left else ''}。", done=True)

    def _choose(self, place: int) -> None:
        """Take the choice that stands in this place for the first one wanted, for all that have the same one."""
        wanted = self._wanted()
        ways = list(wanted[0].choices) if wanted else []
        if place >= len(ways):
            self.tell("这个值没有这种读法；请按F8填写正确的值。", refused=True)
            return
        self._answer(lambda question: question.choices.get(ways[place]), "没有这种读法。")

    def do_first(self) -> None:
        self._choose(0)

    def do_second(self) -> None:
        self._choose(1)

    @working(group="questions")
    async def do_type(self) -> None:
        """Ask for the value."""
        wanted = self._wanted()
        if not wanted:
            return
        fields = {question.asked.field for question in wanted}
        if len(fields) > 1:
            self.tell("标记的不是同一项目，不能一并填写。", refused=True)
            return
        text = await self.app.push_screen_wait(AskText(f"{label(fields.pop())}的正确值："))
        if text:
            self._answer(lambda question: read_answer(question.asked.field, text), "填写的不是该项的值，没有采用。")

    @on(VirtualGrid.Opened)
    def _opened(self) -> None:
        self.do_type()

    def do_clear(self) -> None:
        for question in self._wanted():
            self._answers.pop(question.asked, None)
        self._show()

    def do_mark(self) -> None:
        self.query_one(VirtualGrid).mark_and_advance()

    def do_mark_all(self) -> None:
        self.query_one(VirtualGrid).mark_all(range(len(self._asked)))

    def do_clear_marks(self) -> None:
        self.query_one(VirtualGrid).clear_marks()

    def refusal(self, action: Action) -> str | None:
        return None

    def do_go(self) -> None:
        self.dismiss(self._answers)

    def do_back(self) -> None:
        self.dismiss(None)
