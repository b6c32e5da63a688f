"""The agenda (待办): everything due or overdue, by day; one key goes to where it is dealt with."""

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar, Final

from textual import on
from textual.binding import BindingType
from textual.events import Resize

from tui.actions import Scope, bindings
from tui.rules.agenda import SOON_DAYS, Due, Kind, Place
from tui.rules.checks import Check, Stage
from tui.screens.acting import outcome, working
from tui.screens.archive import ArchiveScreen
from tui.screens.branch_sheet import BranchSheetScreen
from tui.screens.disposal_case import DisposalCaseScreen
from tui.screens.disposal_referrals import DisposalReferralsScreen
from tui.screens.double_check import NARROW
from tui.screens.dues import DuesScreen
from tui.screens.exchange import run_seal
from tui.screens.fill_in import FillInScreen
from tui.screens.ledger import LedgerScreen, Listing
from tui.screens.member_card import CardOutcome, MemberCardScreen
from tui.screens.office_requests import OfficeRequestsScreen
from tui.screens.pick import Pick
from tui.screens.regular_case import RegularCaseScreen
from tui.screens.search_case import SearchCaseScreen
from tui.screens.search_pick import SearchPick
from tui.screens.unit_names import shared_beginning, without_beginning
from tui.store import journal
from tui.store.cipher import CipherDatabase
from tui.store.queries.agenda import agenda, lines, narrowed
from tui.store.queries.progress import head
from tui.store.queries.units import subtree
from tui.store.session import Session
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.rows import Cell, Row, Tone
from tui.widgets.statusline import StatusLine

_CHECKS: Final = {Kind.RECEIPT: Check.RECEIPT, Kind.EXPIRING: Check.RECEIPT, Kind.DUES: Check.DUES}
"""Which check is in hand on the card that an item leads to; else the first."""
_OVERDUE, _SOON = 1, 2


class AgendaScreen(LedgerScreen):
    """Lists what is due in this unit and below on the clock's day; True when something was changed on the way."""

    TITLE = "待办"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.AGENDA,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.AGENDA, Scope.EVERYWHERE)
    COLUMNS: ClassVar[Sequence[Column]] = (
        Column("on", "日期", 10), Column("late", "期限", 11), Column("kind", "类别", 10), Column("name", "姓名", 8),
        Column("branch", "党组织", 12, stretch=True, tail=True), Column("what", "事项", 20, stretch=True),
    )  # fmt: skip
    VIEWS: ClassVar[Sequence[str]] = ("全部", "已逾期", f"{SOON_DAYS}天内")
    WITHOUT_ROWS: ClassVar[frozenset[str]] = frozenset({"kind", "branch"})
    ALL_OF = "事项"

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self._today = vault.session.clock().date().isoformat()
        self._collected: tuple[int, list[Due]] = -1, []  # the journal's last entry, and what was due then
        self._items: list[Due] = []
        self._kind: Kind | None = None
        self._org: int | None = None
        self._only = ""
        self._shared = ""

    async def on_mount(self) -> None:
        await super().on_mount()
        self.tell(f"到期和{SOON_DAYS}天内到期的事项，截至{self._today}。回车前往办理。")

    def listing(self, session: Session, view: int, text: str, /) -> Listing:
        self._shared = shared_beginning(unit.name for unit in subtree(session.db, session.unit))
        newest, _ = journal.last(session.db)
        if self._collected[0] != newest:
            self._collected = newest, agenda(session.db, session.unit, session.campaign, self._today)
        self._items = narrowed(session.db, self._collected[1], self._org, text)
        wanted = [place for place, due in enumerate(self._items) if self._kind in (None, due.kind)]
        late = [place for place in wanted if self._items[place].is_overdue(self._today)]
        soon = [place for place in wanted if self._items[place].on and not self._items[place].is_overdue(self._today)]
        return Listing((wanted, late, soon)[view], [len(wanted), len(late), len(soon)])

    def page(self, db: CipherDatabase, ids: Sequence[int], /) -> Sequence[Row]:
        told = lines(db, [self._items[place] for place in ids])
        return [
            Row(
                place,
                (
                    Cell(line.due.on), Cell(line.late(self._today), self._tone(line.due)), Cell(line.due.kind.label),
                    Cell(line.name), Cell(self._branch(line.branch), "dim"), Cell(line.due.what),
                ),
            )
            for place, line in zip(ids, told, strict=True)
        ]  # fmt: skip

    def _branch(self, name: str) -> str:
        return name if self.size.width >= NARROW else without_beginning(name, self._shared)

    def _tone(self, due: Due) -> Tone:
        return "doubt" if due.is_overdue(self._today) else "todo" if due.on else "dim"

    async def refresh_around(self) -> None:
        await super().refresh_around()
        parts = [f"显示 {len(self._order):,} 项"]
        parts += [f"类别：{self._kind.label}"] if self._kind else []
        parts += [f"党组织：{self._only}"] if self._only else []
        parts += [f"查找：{self.sought}"] if self.sought else []
        self.query_one("#status", StatusLine).show("  ".join(parts), f"截至 {self._today}")

    @property
    def _here(self) -> Due | None:
        place = self.grid.cursor_id
        return None if place is None or place >= len(self._items) else self._items[place]

    # narrowing

    @working(exclusive=True, group="choosing")
    async def do_kind(self) -> None:
        counts = Counter(due.kind for due in self._items)
        kinds: list[Kind | None] = [None, *(kind for kind in Kind if counts[kind])]
        words = [f"{kind.label}  {counts[kind]:,}项" if kind else f"全部类别  {len(self._items):,}项" for kind in kinds]
        here = kinds.index(self._kind) if self._kind in kinds else 0
        chosen = await self.app.push_screen_wait(Pick("只看哪一类：", words, here))
        if chosen is not None:
            self._kind = kinds[chosen]
            await self.reload()

    @working(exclusive=True, group="choosing")
    async def do_branch(self) -> None:
        found = await outcome(self._vault.read(subtree, self._vault.session.unit))
        words = ["全部党组织", *(f"{'  ' * each.depth}{each.name}" for each in found)]
        place = next((place for place, each in enumerate(found, 1) if each.id == self._org), 0)
        chosen = await self.app.push_screen_wait(SearchPick("只看哪个党组织（含下级）：", words, place))
        if chosen is not None:
            self._org = found[chosen - 1].id if chosen else None
            self._only = found[chosen - 1].name if chosen else ""
            await self.reload()

    def on_resize(self, event: Resize) -> None:
        self.grid.drop(None)

    def do_basis(self) -> None:
        if (due := self._here) is not None:
            self.tell(f"{due.kind.label}：{due.kind.source}。")

    # going there

    @on(VirtualGrid.Opened)
    @working(group="command")
    async def do_go(self) -> None:
        if (due := self._here) is None:
            return
        changed: bool | None = False
        match due.kind.place:
            case Place.MEMBER:
                await self._open_card(due)
            case Place.DUES:
                changed = await self.app.push_screen_wait(DuesScreen(self._vault, due.org, due.member))
            case Place.FILL_INS:
                changed = await self.app.push_screen_wait(FillInScreen(self._vault))
            case Place.DOUBLE_CHECK:
                changed = await self.app.push_screen_wait(BranchSheetScreen(self._vault, due.org))
            case Place.SEARCH:
                changed = await self.app.push_screen_wait(SearchCaseScreen(self._vault, due.row))
            case Place.OFFICES:
                changed = await self.app.push_screen_wait(OfficeRequestsScreen(self._vault))
            case Place.REGULAR:
                changed = await self.app.push_screen_wait(RegularCaseScreen(self._vault, due.row))
            case Place.ARCHIVE:
                changed = await self.app.push_screen_wait(ArchiveScreen(self._vault, due.member))
            case Place.DISPOSAL if due.row:
                changed = await self.app.push_screen_wait(DisposalCaseScreen(self._vault, due.row))
            case Place.DISPOSAL:
                changed = await self.app.push_screen_wait(DisposalReferralsScreen(self._vault))
            case Place.REPORT:
                changed = await run_seal(self.app, self._vault) is not None
        self._changed |= bool(changed)
        await self.reload()

    async def _open_card(self, due: Due) -> None:
        session = self._vault.session
        top = await outcome(self._vault.read(head, session.unit, session.campaign))
        stage = Stage.VERIFICATION if top.verifies else Stage.SELF_CHECK
        came = CardOutcome(_CHECKS.get(due.kind, Check.ROSTER), stage)
        await self.app.push_screen_wait(MemberCardScreen(self._vault, [due.member], 0, top, came, lambda _place: None))
        self._changed |= bool(came.entries)
