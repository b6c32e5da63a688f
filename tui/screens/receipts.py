"""Receipts entered by number from a pile of paper: a number and Enter, and the field is ready for the next.

The day stays as it is. When a number has been taken, the letter that stands next without a receipt is offered: Enter
alone takes it, ↓ goes on to the one behind. So a pile in the order of numbers takes few keys.
"""

import asyncio
from typing import ClassVar, Final, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from tui.actions import Scope, bindings
from tui.faults import Failure
from tui.rules.changes import Change
from tui.rules.dates import is_date
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.commanding import agreed_to_undo
from tui.screens.dialogs import AskText
from tui.screens.pick import Pick
from tui.store.commands import undo
from tui.store.commands.letter_progress import record_receipts
from tui.store.queries.letter_numbers import Numbered, find_number, next_waiting
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine

_COLUMNS: Final = (
    Column("number", "编号", 12), Column("name", "姓名", 10), Column("unit", "对方单位", 16, stretch=True, tail=True),
    Column("branch", "党支部", 12, stretch=True, tail=True), Column("outcome", "办理结果", 16),
)  # fmt: skip
_LONGEST: Final = 30


class NumberField(Input, inherit_bindings=False):
    """Takes a number; keys that it does not need are the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "cursor_left", show=False),
        Binding("right", "cursor_right", show=False),
        Binding("home", "home", show=False),
        Binding("end", "end", show=False),
        Binding("backspace", "delete_left", show=False),
        Binding("delete", "delete_right", show=False),
        Binding("enter", "submit", show=False),
    ]


class _Line(NamedTuple):
    """What became of one entry; ``letter`` is its row id, 0 where none was found."""

    letter: int
    number: str
    name: str
    unit: str
    branch: str
    outcome: str
    good: bool


class ReceiptsScreen(ActingScreen[bool]):
    """Enters receipts of letters in one direction; gives back whether anything was changed."""

    CSS_PATH = "letters.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.RECEIPTS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.RECEIPTS, Scope.EVERYWHERE)

    def __init__(self, vault: Vault, direction: str) -> None:
        super().__init__()
        self._vault = vault
        self._direction = direction
        self._day = vault.session.clock().date().isoformat()
        self._year: int | None = None
        self._lines: list[_Line] = []
        self._offered: Numbered | None = None
        self._one_by_one = asyncio.Lock()
        self._changed = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield NumberField(placeholder="介绍信编号，回车登记", max_length=_LONGEST)
        yield VirtualGrid(_COLUMNS)
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(VirtualGrid).can_focus = False
        self.query_one(NumberField).focus()
        self._show()
        self.tell("输入编号后按回车；编号可以只写顺序号，也可写2016-12。")

    def _show(self) -> None:
        way = "转出介绍信收到的回执" if self._direction == "out" else "转入介绍信寄出的回执"
        year = f"{self._year}年" if self._year else "各年"
        self.query_one("#title", StatusLine).show(f"按编号登记{way} · 日期{self._day} · {year}编号", "内部")
        self.query_one(VirtualGrid).show(ListedRows(len(self._lines), self._cells), keep=False)
        good = sum(line.good for line in self._lines)
        self.query_one("#status", StatusLine).show(f"已登记 {good:,} 封  未登记 {len(self._lines) - good:,}")
        self._show_offered()
        self.show_keys()

    def _show_offered(self) -> None:
        offered = self._offered
        text = (
            f"{offered.number} {offered.name} {offered.unit}（回车登记，↓换下一封）"
            if offered
            else "介绍信编号，回车登记"
        )
        self.query_one(NumberField).placeholder = text

    def _cells(self, index: int) -> tuple[Cell, ...]:
        line = self._lines[-1 - index]
        return (
            Cell(line.number), Cell(line.name), Cell(line.unit), Cell(line.branch),
            Cell(line.outcome, "good" if line.good else "doubt"),
        )  # fmt: skip

    # entering

    @on(Input.Submitted)
    @working(group="enter")
    async def _entered(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        self.query_one(NumberField).value = ""
        async with self._one_by_one:  # a fast pair of hands is ahead of the vault
            letter = await self._meant(typed)
            if letter is not None:
                await self._take(letter)
            self._show()

    async def _meant(self, typed: str) -> Numbered | None:
        """The letter that is meant; what cannot be taken is said and listed."""
        if not typed:
            if self._offered is None:
                self.tell("请输入介绍信编号。")
            return self._offered
        found = await outcome(self._vault.read(find_number, typed, self._direction, self._year))
        waiting = [letter for letter in found if not letter.done]
        if len(waiting) == 1:
            return waiting[0]
        if not waiting:
            why = f"已有回执或已了结（{found[0].receipt_on or '日期不详'}）" if found else "没有这个编号"
            name, unit, branch = (found[0].name, found[0].unit, found[0].branch) if found else ("", "", "")
            self._lines.append(_Line(0, typed, name, unit, branch, why, good=False))
            self.tell(f"{typed}：{why}，没有登记。", refused=True)
            return None
        choices = [f"{each.number}  {each.name}  {each.issued}  {each.unit}  {each.branch}" for each in waiting]
        place = await self.app.push_screen_wait(Pick(f"编号“{typed}”有{len(waiting)}封未收回执，是哪一封：", choices))
        return None if place is None else waiting[place]

    async def _take(self, letter: Numbered) -> None:
        try:
            change = await outcome(self._vault.write(record_receipts, [letter.id], self._day))
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return
        done = change.entry is not None
        self._changed |= done
        said = self._day if done else "、".join(refusal.label for refusal, _ in change.refused) or "本来如此"
        self._lines.append(_Line(letter.id, letter.number, letter.name, letter.unit, letter.branch, said, good=done))
        if done:
            self.tell(f"{letter.number} {letter.name}：已登记回执{self._day}。", done=True)
        else:
            self.tell_outcome(change)
        self._offered = await outcome(self._vault.read(next_waiting, letter.id))

    def do_later(self) -> None:
        self._go_on(1)

    def do_earlier(self) -> None:
        self._go_on(-1)

    @working(group="enter")
    async def _go_on(self, step: int) -> None:
        async with self._one_by_one:
            if self._offered is None:
                self.tell("先登记一封，其后才有下一封可选。")
                return
            found = await outcome(self._vault.read(next_waiting, self._offered.id, step))
            if found is None:
                self.tell("没有更多未收回执的了。")
                return
            self._offered = found
            self._show_offered()

    # settings

    @working(group="ask")
    async def do_day(self) -> None:
        day = await self.app.push_screen_wait(AskText("回执日期（如2026-11-20）：", self._day, limit=10))
        if day is None:
            return
        if len(day.strip()) != len(self._day) or not is_date(day.strip()):
            self.tell("请写完整的日期，如2026-11-20。", refused=True)
            return
        self._day = day.strip()
        self._show()

    @working(group="ask")
    async def do_year(self) -> None:
        before = str(self._year or "")
        year = await self.app.push_screen_wait(AskText("只认哪一年的编号（空着为各年）：", before, limit=4))
        if year is None:
            return
        if year.strip() and not (len(year.strip()) == len("2026") and year.strip().isdecimal()):
            self.tell("请写四位年份，如2016。", refused=True)
            return
        self._year = int(year) if year.strip() else None
        self._show()

    # undo

    @working(group="enter")
    async def do_undo(self) -> None:
        async with self._one_by_one:
            if await agreed_to_undo(self.app, self._vault):
                await self._reversed("撤销")

    @working(group="enter")
    async def do_redo(self) -> None:
        async with self._one_by_one:
            await self._reversed("重做")

    async def _reversed(self, what: str) -> None:
        try:
            change: Change = await outcome(self._vault.write(undo.undo if what == "撤销" else undo.redo))
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return
        self._changed = True
        self._lines.append(_Line(0, "", "", "", "", f"已{what}上一步", good=False))
        self._show()
        self.tell_outcome(change)

    def do_back(self) -> None:
        self.dismiss(self._changed)
