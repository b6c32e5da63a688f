"""The ledger of 线索移送: clues of a breach of discipline or law, where they went, what came back."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.actions.disposal_referrals import VIEWS
from tui.rules.changes import Change
from tui.screens.acting import outcome, working
from tui.screens.disposal_papers import write_referral
from tui.screens.disposal_referral_form import refer, settle
from tui.screens.disposal_waiting import pick_for_referral
from tui.screens.ledger import LedgerScreen, Listing
from tui.store.cipher import CipherDatabase
from tui.store.images import DISPOSAL_REFERRAL
from tui.store.queries.disposal_referrals import Referred, View, case_in_hand, counts, listed, page
from tui.store.queries.evidence import Of
from tui.store.session import Session
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.rows import Cell, Row


class DisposalReferralsScreen(LedgerScreen):
    """Lists the clues that this unit and those below referred, of a case or of none."""

    ALL_OF = "线索"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.DISPOSAL_REFERRALS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.DISPOSAL_REFERRALS, Scope.EVERYWHERE)
    TITLE = "线索移送"
    COLUMNS: ClassVar[Sequence[Column]] = (
        Column("name", "姓名", 8), Column("branch", "党组织", 10, stretch=True, tail=True),
        Column("receiver", "移送", 12, stretch=True), Column("on_day", "移送日期", 10),
        Column("document", "移交函", 8, stretch=True), Column("receipt", "回执", 10),
        Column("outcome", "结果", 10, stretch=True),
    )  # fmt: skip
    VIEWS = VIEWS
    EMPTY = "还没有移送线索。按F2移送。"
    WITHOUT_ROWS = frozenset({"add"})

    def listing(self, session: Session, view: int, text: str) -> Listing:
        return Listing(listed(session.db, session.unit, list(View)[view], text), counts(session.db, session.unit))

    def page(self, db: CipherDatabase, ids: Sequence[int]) -> Sequence[Row]:
        return [Row(each.number, self._cells(each)) for each in page(db, ids)]

    def _cells(self, row: Referred) -> tuple[Cell, ...]:
        result = f"{row.outcome}（{row.outcome_on}）" if row.outcome_on else "未回"
        return (
            Cell(row.name), Cell(self.short(row.branch)), Cell(f"{row.authority}：{row.receiver}"), Cell(row.on_day),
            Cell(row.document), Cell(row.receipt_on or "未回", "" if row.receipt_on else "todo"),
            Cell(result, "" if row.outcome_on else "todo"),
        )  # fmt: skip

    def bearer(self, row: int) -> Of | None:
        return Of(DISPOSAL_REFERRAL.name, row)

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="command")
    async def do_settle(self) -> None:
        if (chosen := self.grid.cursor_id) is not None:
            await self._entered(await settle(self.app, self._vault, chosen))

    @working(exclusive=True, group="command")
    async def do_add(self) -> None:
        member = await pick_for_referral(self.app, self._vault)
        if member is None:
            return
        case = await outcome(self._vault.read(case_in_hand, member))
        await self._entered(await refer(self.app, self._vault, member, case))

    @working(exclusive=True, group="command")
    async def do_write(self) -> None:
        if (chosen := self.grid.cursor_id) is not None:
            await write_referral(self.app, self._vault, chosen)

    async def _entered(self, change: Change | None) -> None:
        """Show what came of an entry."""
        if change is None:
            self.tell("已放弃，没有任何改动。")
            return
        self._changed |= change.entry is not None
        await self.reload()
        self.tell_outcome(change)
