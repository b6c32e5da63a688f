"""Statistics of 组织处置 on any day: tables of figures, the unit they are of, and who is behind each figure."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar, Final, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.actions.disposal_statistics import TABLES
from tui.rules.disposal.statistics import Period
from tui.rules.findings import FindingCode
from tui.screens import papers
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.dialogs import AskText
from tui.screens.disposal_case import DisposalCaseScreen
from tui.screens.disposal_tables import Line, People, Table, by_kind, by_problem, by_standing, by_step, summary
from tui.screens.pick import Pick
from tui.screens.search_pick import SearchPick
from tui.store.cipher import CipherDatabase
from tui.store.queries.disposal_findings import problems
from tui.store.queries.disposal_statistics import Register, below, disposal_register, named
from tui.store.queries.units import subtree
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine

_EMPTY: Final = ("还没有处置案件。", "没有在办的案件。", "还没有失去联系的党员。", "", "没有发现问题。")


class _Read(NamedTuple):
    """All that is shown, of a unit on a day."""

    register: Register
    parts: list[tuple[str, Register]]
    problems: dict[FindingCode, list[int]]


class DisposalStatisticsScreen(ActingScreen[bool]):
    """Dismissed with whether a case was changed on the way."""

    CSS_PATH = "focus_counts.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.DISPOSAL_STATISTICS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.DISPOSAL_STATISTICS, Scope.EVERYWHERE)

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self._vault = vault
        today = vault.session.clock().date()
        self._period = Period(f"{today.year}-01-01", today.isoformat())
        self._top, self._of_unit = vault.session.unit, ""
        self._view = 0
        self._read: _Read | None = None
        self._table = Table("", (), ())
        self._changed = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(id="rows")
        yield Notice()
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(VirtualGrid).focus()
        self.show_keys()
        self._load()

    # the tables

    @working(exclusive=True, group="reading")
    async def _load(self) -> None:
        self._read = await outcome(self._vault.read(_read, self._top, self._period.last))
        self._show()

    def _show(self) -> None:
        if self._read is None:
            return
        self._table = self._tabled(self._read)
        table = self._table
        titles = " ".join(
            f"【{number} {title}】" if number == self._view + 1 else f"{number} {title}"
            for number, title in enumerate(TABLES, 1)
        )
        self.query_one("#title", StatusLine).show(f"处置统计 {titles}", f"截至{self._period.last}")
        grid = self.query_one(VirtualGrid)
        grid.show(ListedRows(0, _cells_of(())))
        grid.columns = (
            Column("stub", table.stub, 20, stretch=True, tail=True),
            *(Column(f"c{place}", name, max(6, 2 * len(name))) for place, name in enumerate(table.columns)),
        )
        grid.show(ListedRows(len(table.lines), _cells_of(table.lines)))
        since = f"本期自{self._period.first}起。" if self._view == 0 else ""
        said = "回车看名单，F5改截止日，F4选党组织，数字键换表。"
        self.tell(self._of_unit + (f"{since}{said}" if table.lines else _EMPTY[self._view]))

    def _tabled(self, read: _Read) -> Table:
        match self._view:
            case 0:
                return by_kind(read.register, self._period)
            case 1:
                return by_step(read.register, self._period)
            case 2:
                return summary(read.parts)
            case 3:
                return by_standing(read.register)
            case _:
                return by_problem(read.problems)

    def _turn(self, view: int) -> None:
        self._view = view
        self._show()

    def do_view_1(self) -> None:
        self._turn(0)

    def do_view_2(self) -> None:
        self._turn(1)

    def do_view_3(self) -> None:
        self._turn(2)

    def do_view_4(self) -> None:
        self._turn(3)

    def do_view_5(self) -> None:
        self._turn(4)

    # who is behind a figure

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="command")
    async def do_names(self) -> None:
        place = self.query_one(VirtualGrid).cursor_id
        if place is None or place >= len(self._table.lines):
            return
        line = self._table.lines[place]
        if (people := await self._chosen(line)) is None:
            return
        listed = await outcome(self._vault.read(named, people))
        words = [f"{each.name}  {each.branch}{'  ' + each.said if each.said else ''}" for each in listed]
        chosen = await self.app.push_screen_wait(SearchPick(f"{line.label}（{len(listed):,}）", words))
        if chosen is None:
            return
        if not (case := listed[chosen].case):
            self.tell(f"{listed[chosen].name}没有处置案件。", refused=True)
        elif await self.app.push_screen_wait(DisposalCaseScreen(self._vault, case)):
            self._changed = True
            self._load()

    async def _chosen(self, line: Line) -> People | None:
        """The people behind one figure of the line; which one is asked where there are several."""
        filled = [(name, people) for name, people in zip(self._table.columns, line.cells, strict=True) if people]
        if not filled:
            self.tell(f"“{line.label}”没有人。", refused=True)
            return None
        if len(filled) == 1:
            return filled[0][1]
        words = [f"{name}  {len(people):,}" for name, people in filled]
        chosen = await self.app.push_screen_wait(Pick(f"{line.label}：看哪一项的名单", words))
        return None if chosen is None else filled[chosen][1]

    # of which unit, until when

    @working(exclusive=True, group="command")
    async def do_unit(self) -> None:
        found = await outcome(self._vault.read(subtree, self._vault.session.unit))
        words = [f"{'  ' * each.depth}{each.name}" for each in found]
        place = next((place for place, each in enumerate(found) if each.id == self._top), 0)
        chosen = await self.app.push_screen_wait(SearchPick("只看哪个党组织（含下级）：", words, place))
        if chosen is not None:
            self._top = found[chosen].id
            self._of_unit = f"{found[chosen].name}：" if chosen else ""
            self._load()

    @working(exclusive=True, group="command")
    async def do_as_of(self) -> None:
        if day := await self._asked("统计到哪一天：", self._period.last):
            self._period = Period(min(self._period.first, day), day)
            self._load()

    @working(exclusive=True, group="command")
    async def do_since(self) -> None:
        if day := await self._asked("本期从哪一天起：", self._period.first):
            self._period = Period(day, max(self._period.last, day))
            self._load()

    async def _asked(self, question: str, known: str) -> str | None:
        answer = await self.app.push_screen_wait(AskText(question, known, limit=10))
        if answer is None:
            return None
        try:
            return date.fromisoformat(answer.strip()).isoformat()
        except ValueError:
            self.tell("请写完整的日期，如2026-11-20。", refused=True)
            return None

    @working(exclusive=True, group="command")
    async def do_write(self) -> None:
        await papers.write_chosen(self, self._vault, papers.of_disposals(self._top, self._period))

    def do_back(self) -> None:
        self.dismiss(self._changed)


def _read(db: CipherDatabase, top: int, as_of: str) -> _Read:
    register = disposal_register(db, top, as_of)
    among = below(db, top)
    parts = [(f"{'　' * unit.depth}{unit.name}", register.within(among[unit.id])) for unit in subtree(db, top)]
    return _Read(register, parts, problems(db, top))


def _cells_of(lines: Sequence[Line]) -> Callable[[int], tuple[Cell, ...]]:
    def cells(index: int) -> tuple[Cell, ...]:
        line = lines[index]
        return (Cell(line.label), *(Cell(f"{len(people):,}", "" if people else "dim") for people in line.cells))

    return cells
