"""The monthly dues of a branch: a row for each member, a column for each month, paid for by one key."""

from collections.abc import Sequence
from typing import ClassVar, Final

from rich.text import Text
from textual import on
from textual.binding import BindingType

from tui import actions
from tui.actions import Action, Scope, bindings
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.dues import OWED_MONTHS, Mark, month_of, read_yuan, yuan
from tui.screens.acting import outcome, working
from tui.screens.branch_choice import branch_to_begin_with, choose_branch
from tui.screens.dialogs import AskText, Confirm
from tui.screens.kept_rows import KeptRows
from tui.screens.ledger import LedgerScreen
from tui.screens.reading import ReadingScreen
from tui.store.commands.dues import REASON_LIMIT, record_payment
from tui.store.queries.dues import DuesRow, DuesSheet, dues_sheet
from tui.store.queries.letters import payments_of
from tui.store.vault import Vault
from tui.text import clean
from tui.widgets.cellgrid import CellGrid
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.rows import Cell, Tone
from tui.widgets.statusline import StatusLine

MONTHS: Final = tuple(f"m{month}" for month in range(1, 13))
TOTAL: Final = 0
"""The id of the last row, which counts who has paid; it is nobody's."""
_COLUMNS: Final = (
    Column("name", "姓名", 8, stretch=True, frozen=True),
    *(Column(key, str(month), 3) for month, key in enumerate(MONTHS, 1)),
    Column("dues_to", "党费交至", 10), Column("owed", "欠月", 4),
)  # fmt: skip
_TONES: Final[dict[Mark, Tone]] = {
    Mark.PAID: "good", Mark.COVERED: "", Mark.OWED: "doubt", Mark.NOT_DUE: "dim", Mark.FREE: "dim",
    Mark.UNKNOWN: "todo",
}  # fmt: skip
_LEGEND: Final = "，".join(f"{mark.value} {mark.label}" for mark in Mark)


class DuesScreen(LedgerScreen):
    """The dues of one branch and year, beginning with the branch ``org`` (row id), or the first that has members."""

    TITLE = "党费"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.DUES,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.DUES, Scope.EVERYWHERE)
    VIEWS: ClassVar[Sequence[str]] = ("全部", f"欠缴{OWED_MONTHS}个月以上", "没有记载")
    WITHOUT_ROWS: ClassVar[frozenset[str]] = frozenset({"branch"})

    def __init__(self, vault: Vault, org: int | None = None, member: int | None = None) -> None:
        super().__init__(vault)
        self._org = org
        self._member = member
        self._year = 0
        self._sheet: DuesSheet | None = None
        self._rows: dict[int, DuesRow] = {}

    def new_grid(self) -> VirtualGrid:
        return CellGrid(_COLUMNS, MONTHS)

    @property
    def cells(self) -> CellGrid:
        """The grid, whose cursor stands on a month."""
        return self.query_one(CellGrid)

    @property
    def month(self) -> str:
        """The month under the cursor, '2026-05'."""
        return month_of(self._year * 12 + self.cells.place)

    async def on_mount(self) -> None:
        if self._org is None:
            self._org, _ = await branch_to_begin_with(self._vault)
        today = self._vault.session.clock().date()
        self._year = today.year
        await super().on_mount()
        self.cells.choose(today.month - 1)
        if self._member is not None and self._member in self._order:
            self.grid.cursor = list(self._order).index(self._member)
        await self.refresh_around()
        self.tell(f"{_LEGEND}。←→ 选月份，回车缴至本月。")

    async def reload(self) -> None:
        session, text = self._vault.session, self.sought.casefold()
        assert self._org is not None
        self._sheet = await outcome(self._vault.read(dues_sheet, session.campaign, self._org, self._year))
        self._rows = {row.member: row for row in self._sheet.rows}
        views = (
            self._sheet.rows,
            [row for row in self._sheet.rows if row.in_arrears],
            [row for row in self._sheet.rows if row.never],
        )
        self._counts = [len(rows) for rows in views]
        self._order = [row.member for row in views[self.view] if _fits(row, text)]
        self.grid.show(_SheetRows(self._sheet, [self._rows[member] for member in self._order]), keep=True)
        await self.refresh_around()

    async def refresh_around(self) -> None:
        await super().refresh_around()
        if self._sheet is None:
            return
        place = self.cells.place + 1
        parts = [f"{self.month} 已缴{self._sheet.paid(place):,} / 应缴{self._sheet.asked(place):,}人"]
        if fen := self._sheet.fen[place - 1]:
            parts.append(f"{yuan(fen)}元")
        if len(self.grid.marks):
            parts.append(f"已标记 {len(self.grid.marks):,}")
        if self.sought:
            parts.append(f"查找：{self.sought}")
        self.query_one("#status", StatusLine).show("  ".join(parts), f"填表日期 {self._sheet.as_of}")

    @property
    def heading(self) -> str:
        return f"{self._year}年 · {self._sheet.branch if self._sheet else ''}"

    def refusal(self, action: Action) -> str | None:
        if why := super().refusal(action):
            return why
        name = action.id.partition(".")[2]
        if action.scope is Scope.DUES and name in ("pay", "month", "amount", "member", "mark"):
            marked = len(self.grid.marks) and name != "member"
            if self.grid.cursor_id == TOTAL and not marked:
                return "这一行是合计，请移到党员所在行。"
        return None

    # choosing

    @on(CellGrid.Chosen)
    @working(exclusive=True, group="list")
    async def _month_chosen(self, event: CellGrid.Chosen) -> None:
        if event.place in (-1, len(MONTHS)):
            self._year += 1 if event.place > 0 else -1
            self.cells.choose(0 if event.place > 0 else len(MONTHS) - 1)
            await self.reload()
        else:
            await self.refresh_around()

    @working(exclusive=True, group="choosing")
    async def do_branch(self) -> None:
        chosen = await choose_branch(self.app, self._vault, self._org or 0)
        if chosen is not None:
            self._org, _ = chosen
            self.grid.clear_marks()
            await self.reload()
            self.grid.cursor = 0

    @working(exclusive=True, group="choosing")
    async def do_member(self) -> None:
        member = self.grid.cursor_id
        row = self._rows.get(member or TOTAL)
        if row is None:
            return
        found = await outcome(self._vault.read(payments_of, [row.member]))
        text = Text(f"{clean(row.name)}  党费交至 {clean(row.dues_to) or '没有记载'}\n\n", "bold")
        for payment in found.get(row.member, ()):
            months = " 至 ".join(dict.fromkeys(filter(None, (payment.first_month, payment.last_month))))
            amount = f"{yuan(payment.fen)}元" if payment.fen is not None else ""
            told = (months, amount, payment.kind, payment.reason, payment.note)
            text.append(f"{clean('  '.join(filter(None, told)))}\n", "")
        self.app.push_screen(ReadingScreen(text))

    # paying

    @on(VirtualGrid.Opened)
    def _entered(self) -> None:
        if why := self.refusal(actions.action("dues.pay")):
            self.tell(why, refused=True)
        else:
            self.do_pay()

    def do_pay(self) -> None:
        self._pay(up_to=True)

    def do_month(self) -> None:
        self._pay(up_to=False)

    def _pay(self, *, up_to: bool) -> None:
        """For the marks, or for the row under the cursor, which moves on at once: the next key may follow before the
        command is carried out."""
        if len(self.grid.marks):
            self._pay_marks(self.month, up_to=up_to)
        elif here := self.grid.cursor_id:
            self.grid.action_move(1)
            self._record([here], self.month, up_to=up_to)

    @working(group="command")
    async def _pay_marks(self, month: str, *, up_to: bool) -> None:
        if targets := await self.targets(f"记为{'缴至' if up_to else '只缴'}{month}"):
            self._record(targets, month, up_to=up_to)

    @working(group="command")
    async def do_amount(self) -> None:
        month, here = self.month, self.grid.cursor_id
        targets = await self.targets(f"记为缴至{month}，并写金额")
        if not targets:
            return
        whom = self._rows[targets[0]].name if len(targets) == 1 else f"{len(targets):,}人，每人"
        text = await self.app.push_screen_wait(AskText(f"{whom}缴至{month}的金额（元，可不填）：", limit=12))
        if text is None:
            self.tell("已取消，没有任何改动。")
            return
        fen = read_yuan(text) if text.strip() else None
        if text.strip() and fen is None:
            self.tell(f"“{text}”不是金额（如 12.50），没有改动。", refused=True)
            return
        if len(targets) == 1 and self.grid.cursor_id == here:
            self.grid.action_move(1)
        self._record(targets, month, up_to=True, fen=fen)

    @working(group="command")
    async def _record(self, members: Sequence[int], month: str, *, up_to: bool, fen: int | None = None) -> None:
        if not up_to and not await self._agreed_to_skip(members, month):
            self.tell("已取消，没有任何改动。")
            return
        change = await self._write(members, month, up_to=up_to, fen=fen, reason="")
        late = dict(change.refused).get(Refusal.REASON_MISSING, 0) if change else 0
        if late:
            question = f"其中{late:,}人一次补缴超过6个月（补缴一般不超过6个月），请写明原因："
            reason = await self.app.push_screen_wait(AskText(question, limit=REASON_LIMIT))
            if reason and reason.strip():
                await self._write(members, month, up_to=up_to, fen=fen, reason=reason)

    async def _write(
        self, members: Sequence[int], month: str, *, up_to: bool, fen: int | None, reason: str
    ) -> Change | None:
        return await self.run(
            f"正在登记{month}党费…",
            members,
            lambda progress, cancelled: self._vault.write(
                record_payment, members, month, up_to=up_to, fen=fen, reason=reason,
                progress=progress, cancelled=cancelled,
            ),
            again=True,
        )  # fmt: skip

    async def _agreed_to_skip(self, members: Sequence[int], month: str) -> bool:
        """Whether a single month may be paid though months before it are owed: these then count as paid."""
        place, shown = int(month[5:7]) - 1, int(month[:4]) == self._year
        owing = [member for member in members if shown and Mark.OWED in self._rows[member].marks[:place]]
        if not owing:
            return True
        question = f"{len(owing):,}人在{month}以前还有欠缴的月份；只记这一个月后，以前各月按“党费交至”计为已缴。"
        return await self.app.push_screen_wait(Confirm(question, len(owing)))


def _fits(row: DuesRow, text: str) -> bool:
    plain = f"{row.name} {row.initials.replace(' ', '')} {row.number}".casefold()
    return all(word in plain for word in text.split())


class _SheetRows(KeptRows):
    """The rows of a sheet, and behind them the row of totals."""

    def __init__(self, sheet: DuesSheet, rows: Sequence[DuesRow]) -> None:
        super().__init__([*(row.member for row in rows), *([TOTAL] if rows else [])], self._cells)
        self._sheet = sheet
        self._rows = {row.member: row for row in rows}

    def _cells(self, member: int) -> tuple[Cell, ...]:
        if member == TOTAL:
            paid = (Cell(str(self._sheet.paid(month))) for month in range(1, 13))
            owing = sum(row.in_arrears for row in self._sheet.rows)
            return Cell("已缴人数"), *paid, Cell("欠六个月"), Cell(str(owing))
        row = self._rows[member]
        marks = (Cell(mark.value, _TONES[mark]) for mark in row.marks)
        owed = "停" if row.suspended else "" if row.owed is None else str(row.owed)
        return Cell(row.name), *marks, Cell(row.dues_to, "dim"), Cell(owed, "doubt" if row.in_arrears else "")
