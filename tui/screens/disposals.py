"""The ledger of 组织处置: what is in hand, whose turn it is, what has been left lying, what was decided."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Final, Literal

from textual import on
from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.actions.disposals import VIEWS
from tui.rules.changes import Change
from tui.screens.acting import outcome, working
from tui.screens.disposal_case import DisposalCaseScreen
from tui.screens.disposal_history_form import enter_history
from tui.screens.disposal_kinds import DisposalKindsScreen
from tui.screens.disposal_open import open_disposal
from tui.screens.disposal_referral_form import refer
from tui.screens.disposal_text import COLUMNS, cells
from tui.screens.disposal_waiting import pick_for_disposal
from tui.screens.ledger import LedgerScreen, Listing
from tui.screens.member_pick import pick_member
from tui.store.cipher import CipherDatabase
from tui.store.queries.disposal_ledger import InHand, View, counts, in_hand, listed, newest, page
from tui.store.queries.evidence import Of
from tui.store.session import Session
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.rows import Row

_HEADINGS: Final = {
    View.IN_HAND: "在办", View.OWN_TURN: "等待本级办理", View.OTHERS_TURN: "等待上级、下级或有关机关",
    View.OVERDUE: "超期", View.CLOSED: "已办结", View.HISTORY: "历史补录", View.WITHDRAWN: "已撤销",
    View.ALL: "全部",
}  # fmt: skip


class DisposalsScreen(LedgerScreen):
    """Lists the cases of this unit and below."""

    ALL_OF = "案件"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.DISPOSALS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.DISPOSALS, Scope.EVERYWHERE)
    TITLE = "组织处置"
    COLUMNS: ClassVar[Sequence[Column]] = COLUMNS
    VIEWS = VIEWS
    EMPTY = "还没有处置案件。按F2立案，按F4补录以前的处置。"
    WITHOUT_ROWS = frozenset({"add", "history", "kinds"})

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self._known: InHand | None = None

    @property
    def heading(self) -> str:
        return _HEADINGS[list(View)[self.view]]

    @property
    def _today(self) -> date:
        return self._vault.session.clock().date()

    def listing(self, session: Session, view: int, text: str) -> Listing:
        self._known = known = in_hand(session.db, session.unit, self._known)
        today = self._today
        return Listing(listed(session.db, known, list(View)[view], today, text), counts(session.db, known, today))

    def page(self, db: CipherDatabase, ids: Sequence[int]) -> Sequence[Row]:
        today = self._today
        found = page(db, self._vault.session.unit, ids, today)
        return [Row(row.file.row["id"], cells(row, self.short(row.file.organization), today)) for row in found]

    def bearer(self, row: int) -> Of | None:
        return Of("disposal_case", row)

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="command")
    async def do_open(self) -> None:
        await self._show_case()

    async def _show_case(
        self, at_once: Literal["", "next", "refer", "withdraw", "write"] = "", number: int | None = None
    ) -> None:
        chosen = self.grid.cursor_id if number is None else number
        if chosen is None:
            return
        case = DisposalCaseScreen(self._vault, chosen, at_once)
        if await self.app.push_screen_wait(case):
            self._changed = True
            await self.reload()
        self.tell(case.farewell, done=bool(case.farewell))

    @working(exclusive=True, group="command")
    async def do_next(self) -> None:
        await self._show_case("next")

    @working(exclusive=True, group="command")
    async def do_refer(self) -> None:
        await self._show_case("refer")

    @working(exclusive=True, group="command")
    async def do_withdraw(self) -> None:
        await self._show_case("withdraw")

    @working(exclusive=True, group="command")
    async def do_write(self) -> None:
        await self._show_case("write")

    @working(exclusive=True, group="command")
    async def do_kinds(self) -> None:
        self._changed |= await self.app.push_screen_wait(DisposalKindsScreen(self._vault))

    @working(exclusive=True, group="command")
    async def do_add(self) -> None:
        picked = await pick_for_disposal(self.app, self._vault)
        if picked is None:
            return
        if picked.refer:
            await self._entered(await refer(self.app, self._vault, picked.member, None))
            return
        change = await open_disposal(self.app, self._vault, picked.member, picked.origin)
        if await self._entered(change):
            await self._show_case(number=await outcome(self._vault.read(newest, picked.member)))

    @working(exclusive=True, group="command")
    async def do_history(self) -> None:
        if (member := await pick_member(self.app, self._vault, also_gone=True)) is not None:
            await self._entered(await enter_history(self.app, self._vault, member.member))

    async def _entered(self, change: Change | None) -> bool:
        """Show what came of an entry; whether anything was entered."""
        if change is None:
            self.tell("已放弃，没有任何改动。")
            return False
        self._changed |= change.entry is not None
        await self.reload()
        self.tell_outcome(change)
        return bool(change.changed)
