"""A program with nothing but a grid, and row sources in memory to show in it."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Thread

from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.strip import Strip

from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.rows import Cell, Row, RowSource
from tui.widgets.rowview import HEADER, Dress

COLUMNS = (
    Column("number", "序号", 7),
    Column("name", "姓名", 10),
    Column("branch", "党支部", 20, stretch=True, tail=True),
    Column("roster", "名册", 8),
    Column("archive", "档案", 8),
    Column("dues", "党费", 8),
)
Cells = Callable[[int], tuple[Cell, ...]]


def member_cells(row_id: int) -> tuple[Cell, ...]:
    return (
        Cell(f"{row_id}"),
        Cell(f"买买提·{row_id}"),
        Cell(f"中共某某大学机械工程学院第{row_id}支部"),
        Cell("✓ 无误", "good"),
        Cell("☐ 待完善", "todo"),
        Cell("? 存疑", "doubt"),
    )


class Roster:
    """Rows with the given ids, answered at once."""

    def __init__(self, ids: Sequence[int], cells: Cells = member_cells) -> None:
        self.ids = ids
        self.cells = cells
        self.places = {row_id: index for index, row_id in enumerate(ids)}
        self.pages_read = 0

    @property
    def total(self) -> int:
        return len(self.ids)

    def id_at(self, index: int) -> int:
        return self.ids[index]

    def index_of(self, row_id: int) -> int | None:
        return self.places.get(row_id)

    def page(self, first: int, count: int) -> Future[Sequence[Row]]:
        answer: Future[Sequence[Row]] = Future()
        answer.set_result(self.read(first, count))
        return answer

    def read(self, first: int, count: int) -> list[Row]:
        self.pages_read += 1
        return [Row(row_id, self.cells(row_id)) for row_id in self.ids[first : first + count]]


class LateRoster(Roster):
    """Rows that are answered, each page from a thread of its own, only when the test says so."""

    def __init__(self, ids: Sequence[int], cells: Cells = member_cells) -> None:
        super().__init__(ids, cells)
        self.asked: list[tuple[int, int, Future[Sequence[Row]]]] = []

    def page(self, first: int, count: int) -> Future[Sequence[Row]]:
        answer: Future[Sequence[Row]] = Future()
        self.asked.append((first, count, answer))
        return answer

    def answer(self, error: BaseException | None = None) -> None:
        """Answer everything asked for so far that has not been taken back."""
        open_questions, self.asked = self.asked, []
        for first, count, answer in open_questions:
            if answer.set_running_or_notify_cancel():
                teller = Thread(target=self._tell, args=(first, count, answer, error))
                teller.start()
                teller.join()

    def _tell(self, first: int, count: int, answer: Future[Sequence[Row]], error: BaseException | None) -> None:
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(self.read(first, count))


class CountingGrid(VirtualGrid):
    """Remembers which lines of the screen it has put together."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__(columns, id="grid")
        self.drawn: list[int] = []

    def _drawn(self, row: Row, dress: Dress) -> Strip:
        index = self._source.index_of(row.id)
        assert index is not None
        self.drawn.append(HEADER + index - self.scroll_offset.y)
        return super()._drawn(row, dress)


class GridApp(App[None]):
    """Shows ``source`` and keeps the messages of the grid."""

    def __init__(self, source: RowSource, columns: Sequence[Column] = COLUMNS) -> None:
        super().__init__()
        self.source = source
        self.grid = CountingGrid(columns)
        self.told: list[Message] = []
        self.quit_asked = False

    def compose(self) -> ComposeResult:
        yield self.grid

    def on_mount(self) -> None:
        self.grid.focus()
        self.grid.show(self.source)

    @on(VirtualGrid.CursorMoved)
    @on(VirtualGrid.MarksChanged)
    @on(VirtualGrid.Opened)
    @on(VirtualGrid.PageFailed)
    def keep(self, message: Message) -> None:
        self.told.append(message)

    async def action_quit(self) -> None:
        self.quit_asked = True

    def heard(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.told if isinstance(message, kind)]

    @property
    def lines(self) -> list[str]:
        """What the grid shows, line by line."""
        return [strip.text for strip in self.grid.render_lines(self.grid.size.region)]
