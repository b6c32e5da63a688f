"""The ledger of introduction letters: out and in, what is owed, overdue, in the pocket, and what is done about it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Final

from textual import on
from textual.app import App
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.actions.letters import VIEWS
from tui.rules.changes import Change
from tui.rules.dates import is_date
from tui.rules.letter_states import FOLLOWED, State, days_overdue
from tui.screens import letter_deeds, papers
from tui.screens.acting import outcome, working
from tui.screens.commanding import Start
from tui.screens.dialogs import AskText
from tui.screens.ledger import LedgerScreen, Listing
from tui.screens.letter_branches import LetterBranchesScreen
from tui.screens.letter_page import LetterScreen
from tui.screens.letter_statistics import statistics_text
from tui.screens.reading import ReadingScreen
from tui.screens.receipts import ReceiptsScreen
from tui.store.cipher import CipherDatabase
from tui.store.queries.evidence import Of
from tui.store.queries.letter_ledger import LedgerRow, Narrowing, View, counts, ledger_page, letter_ids
from tui.store.queries.letter_statistics import receipt_statistics
from tui.store.session import Session
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.rows import Cell, Row, Tone

Ask = Callable[[App[Any], Vault, Sequence[int]], Awaitable[Start | None]]
_BEGINNING: Final = 256
"""Rows that are shown before the whole list is read."""
_TONES: Final[dict[State, Tone]] = {
    State.OVERDUE: "doubt", State.EXPIRED: "todo", State.RETURNED: "todo", State.RECEIVED: "good",
    State.REISSUED: "mended", State.SETTLED: "mended", State.VOID: "dim",
}  # fmt: skip
_SHORT: Final = {"landed": "落实", "pocket": "口袋", "unknown": "未明", "contact_lost": "失联"}
_OF_ALL: Final = frozenset({"letters.mark_all"})


class LettersScreen(LedgerScreen):
    """The ledger; judged on ``as_of``, which is today until another day is asked for."""

    TITLE = "介绍信"
    ALL_OF = "介绍信"
    COLUMNS = (
        Column("number", "编号", 10), Column("name", "姓名", 8),
        Column("branch", "党支部", 10, stretch=True, tail=True),
        Column("issued", "开具日期", 10), Column("unit", "对方单位", 12, stretch=True, tail=True),
        Column("state", "状态", 12), Column("asked", "跟踪", 4),
    )  # fmt: skip
    VIEWS = VIEWS
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.LETTERS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.LETTERS, Scope.EVERYWHERE)
    WITHOUT_ROWS = frozenset({"new", "by_number", "direction", "branches", "as_of", "statistics", "write"})

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self.direction = "out"
        self.as_of = letter_deeds.today(vault)
        self.branch: tuple[int, str] | None = None
        self._whole = True

    def listing(self, session: Session, view: int, text: str, /) -> Listing:
        narrowing = Narrowing(self.branch[0] if self.branch else None, text)
        asked = (self.direction, self.as_of, narrowing)
        most = -1 if self._whole else _BEGINNING
        order = letter_ids(session.db, list(View)[view], *asked, most=most)
        found = counts(session.db, *asked)
        return Listing(order, [found[each] for each in View])

    def page(self, db: CipherDatabase, ids: Sequence[int], /) -> Sequence[Row]:
        return [
            Row(each.id, _cells(each, self.as_of, self.short(each.branch))) for each in ledger_page(db, ids, self.as_of)
        ]

    async def reload(self) -> None:
        """The beginning first, so that it is there at once however long the list is."""
        self._whole = False
        await super().reload()
        self._whole = True
        if len(self.order) == _BEGINNING:
            await super().reload()

    @property
    def _unit(self) -> str:
        return "封"

    @property
    def heading(self) -> str:
        whose = f" · {self.branch[1]}" if self.branch else ""
        return f"{'转出' if self.direction == 'out' else '转入'} · {super().heading} · 截至{self.as_of}{whose}"

    def refusal(self, action: Action) -> str | None:
        if action.id in _OF_ALL and not self._whole:
            return "列表正在读取，请稍候。"
        return super().refusal(action)

    # commands

    def bearer(self, row: int) -> Of | None:
        return Of("letter", row)

    @on(VirtualGrid.Opened)
    @working(group="command")
    async def do_open(self) -> None:
        if (here := self.grid.cursor_id) is not None:
            changed = await self.app.push_screen_wait(LetterScreen(self._vault, here, self.as_of))
            self._changed |= changed
            await self.reload()

    @working(group="command")
    async def do_new(self) -> None:
        await self._carry_out("正在登记…", (), await letter_deeds.new(self.app, self._vault))

    @working(group="command")
    async def do_follow(self) -> None:
        await self._ask("记跟踪", "正在记跟踪…", letter_deeds.follow)

    @working(group="command")
    async def do_receipt(self) -> None:
        await self._ask("登记回执", "正在登记回执…", letter_deeds.receipt)

    @working(group="command")
    async def do_arrive(self) -> None:
        await self._ask("登记到达", "正在登记到达…", letter_deeds.arrival)

    @working(group="command")
    async def do_close(self) -> None:
        await self._ask("了结", "正在办理…", letter_deeds.close)

    @working(group="command")
    async def do_write(self) -> None:
        targets = list(await self.targets("写出")) if self.order and self.direction == "out" else []
        top = self.branch[0] if self.branch else self._vault.session.unit
        year = papers.of_year(top, int(self.as_of[:4]), self.as_of)
        await papers.write_chosen(self, self._vault, (papers.of_letters(targets) if targets else {}) | year)

    async def _ask(self, deed: str, title: str, ask: Ask) -> None:
        """Ask for what a deed on the marks or the row needs, and carry it out; the cursor goes on to the next row."""
        targets = await self.targets(deed)
        if not targets:
            return
        here = self.grid.cursor_id
        change = await self._carry_out(title, targets, await ask(self.app, self._vault, targets))
        if change is not None and change.changed and self.grid.cursor_id == here:
            self.grid.action_move(1)

    async def _carry_out(self, title: str, targets: Sequence[int], start: Start | None) -> Change | None:
        if start is None:
            self.tell("已取消，没有任何改动。")
            return None
        return await self.run(title, targets, start, again=True)

    # what is listed

    @working(exclusive=True, group="list")
    async def do_direction(self) -> None:
        self.direction = "in" if self.direction == "out" else "out"
        self.grid.clear_marks()
        await self.reload()

    @working(group="command")
    async def do_by_number(self) -> None:
        entered = await self.app.push_screen_wait(ReceiptsScreen(self._vault, self.direction))
        self._changed |= bool(entered)
        await self.reload()

    @working(group="command")
    async def do_branches(self) -> None:
        screen = LetterBranchesScreen(self._vault, self.as_of)
        chosen = await self.app.push_screen_wait(screen)
        if chosen is not None:
            self.branch = chosen or None
            self.grid.clear_marks()
            await self.reload()

    @working(group="command")
    async def do_as_of(self) -> None:
        day = await self.app.push_screen_wait(AskText("截至哪一天计算过期、逾期：", self.as_of, limit=10))
        if day is None:
            return
        if len(day.strip()) != len(self.as_of) or not is_date(day.strip()):
            self.tell("请写完整的日期，如2026-11-20。", refused=True)
            return
        self.as_of = day.strip()
        await self.reload()

    @working(group="command")
    async def do_statistics(self) -> None:
        year = await self.app.push_screen_wait(AskText("统计哪一年：", self.as_of[:4], limit=4))
        if year is None:
            return
        if not (len(year) == len("2026") and year.isascii() and year.isdigit()):
            self.tell("请写四位年份，如2026。", refused=True)
            return
        top = self.branch[0] if self.branch else self._vault.session.unit
        found = await outcome(self._vault.read(receipt_statistics, top, int(year), self.as_of))
        await self.app.push_screen_wait(ReadingScreen(statistics_text(found)))


def _cells(row: LedgerRow, as_of: str, branch: str) -> tuple[Cell, ...]:
    overdue = f" {days_overdue(row.letter, as_of):,}天" if row.state is State.OVERDUE else ""
    return (
        Cell(row.letter["number"] or "无编号", "" if row.letter["number"] else "dim"), Cell(row.name),
        Cell(branch),
        Cell(row.letter["issued"] or ""), Cell(row.unit), Cell(row.state.label + overdue, _TONES.get(row.state, "")),
        Cell(_SHORT.get(row.outcome, FOLLOWED.get(row.outcome, "")), "doubt" if row.outcome == "pocket" else ""),
    )  # fmt: skip
