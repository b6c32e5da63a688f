"""What the ledgers (台账) share: one list, its views on the digits with their counts, finding, marks, undo."""

from collections.abc import Sequence
from typing import ClassVar, Final, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.events import Resize
from textual.widgets import Input

from tui.actions import Action
from tui.faults import Failure
from tui.screens.acting import outcome, working
from tui.screens.evidence import show_evidence
from tui.screens.marked_list import MarkedListScreen
from tui.screens.paged_rows import PagedRows
from tui.screens.unit_names import shared_beginning, without_beginning
from tui.store.cipher import CipherDatabase
from tui.store.queries.evidence import Of
from tui.store.queries.units import subtree
from tui.store.session import Session
from tui.store.vault import Vault
from tui.widgets.checkbar import CheckBar
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Row
from tui.widgets.statusline import StatusLine

_LONGEST_SEARCH = 60
NARROW: Final = 110
"""Below this screen width branches are listed without what all their names begin with."""


class Listing(NamedTuple):
    """What a ledger shows: the ids of the rows in their order, and how many rows each view has."""

    order: Sequence[int]
    counts: Sequence[int]


class LedgerScreen(MarkedListScreen):
    """A ledger. A subclass gives ``TITLE``, ``COLUMNS``, ``VIEWS``, its ``SCOPES`` with the keys of
    ``actions.listing``, the two queries ``listing`` and ``page``, and what its own keys do."""

    CSS_PATH = "ledger.tcss"
    TITLE: ClassVar[str | None] = ""
    COLUMNS: ClassVar[Sequence[Column]] = ()
    VIEWS: ClassVar[Sequence[str]] = ()
    EMPTY: ClassVar[str] = "还没有登记。F1 查看本页的全部按键。"
    """Said when the ledger has nothing yet: how it comes by its rows."""
    WITHOUT_ROWS: ClassVar[frozenset[str]] = frozenset()
    """Names of the subclass's actions that can be done though the list is empty."""

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self._order: Sequence[int] = ()
        self._counts: Sequence[int] = ()
        self._shared = ""
        self.view = 0
        self.ready = False

    def listing(self, session: Session, view: int, text: str, /) -> Listing:
        """The rows of a view (index from 0) that ``text`` finds; asked of the reader."""
        raise NotImplementedError

    def page(self, db: CipherDatabase, ids: Sequence[int], /) -> Sequence[Row]:
        """These rows, in this order; asked of the reader."""
        raise NotImplementedError

    def new_grid(self) -> VirtualGrid:
        """The list, before it is shown."""
        return VirtualGrid(self.COLUMNS)

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield CheckBar()
        yield Input(placeholder="姓名、拼音、号码、单位", id="search", max_length=_LONGEST_SEARCH)
        yield self.new_grid()
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    async def on_mount(self) -> None:
        self.query_one("#search").display = False
        self.grid.focus()
        units = await outcome(self._vault.read(subtree, self._vault.session.unit))
        self._shared = shared_beginning(unit.name for unit in units if unit.kind.holds_members)
        try:
            await self.reload()
        except Failure as failure:
            self.tell(str(failure), refused=True)
        else:
            if not any(self._counts):
                self.tell(self.EMPTY)
            else:
                self._tell_empty()
        self.ready = True

    def _tell_empty(self) -> None:
        """Where a view has no rows, say which views have."""
        filled = [
            f"{place} {view} {count:,}"
            for place, (view, count) in enumerate(zip(self.VIEWS, self._counts, strict=True), 1)
            if count
        ]
        if not self._order and filled and not self.sought:
            self.tell(f"“{self.VIEWS[self.view]}”中没有；按数字键看{'、'.join(filled)}。")

    def short(self, branch: str) -> str:
        """A branch's name as it is listed: on a narrow screen without what all of them begin with."""
        return without_beginning(branch, self._shared) if self.size.width < NARROW else branch

    def on_resize(self, event: Resize) -> None:
        self.grid.drop(None)

    @property
    def order(self) -> Sequence[int]:
        return self._order

    @property
    def sought(self) -> str:
        """What the list is narrowed by."""
        return self.query_one("#search", Input).value.strip()

    async def reload(self) -> None:
        session, view, text = self._vault.session, self.view, self.sought
        listed = await outcome(self._vault.read(lambda _db: self.listing(session, view, text)))
        self._order, self._counts = listed.order, listed.counts
        self.grid.show(PagedRows(self._vault, self._order, self.page), keep=True)
        await self.refresh_around()

    async def refresh_around(self) -> None:
        labels = [
            f"{place} {view} {count:,}"
            for place, (view, count) in enumerate(zip(self.VIEWS, self._counts, strict=True), 1)
        ]
        self.query_one(CheckBar).show(labels, self.view)
        actor = self._vault.session.actor.name
        self.query_one("#title", StatusLine).show(f"{self.TITLE} · {self.heading}", f"内部 · {actor}")
        marked = f"  已标记 {len(self.grid.marks):,}" if len(self.grid.marks) else ""
        found = f"  查找：{self.sought}" if self.sought else ""
        self.query_one("#status", StatusLine).show(f"显示 {len(self._order):,} {self._unit}{marked}{found}")
        self.show_keys()

    @property
    def heading(self) -> str:
        """Stands in the title beside the ledger's name."""
        return self.VIEWS[self.view] if self.VIEWS else ""

    def refusal(self, action: Action) -> str | None:
        name = action.id.partition(".")[2]
        free = name.startswith("view_") or name in {"find", "undo", "redo"} | self.WITHOUT_ROWS
        if action.scope in self.SCOPES and not self._order and not free:
            return "列表中没有可办理的，换一个视图（数字键）或取消查找。"
        return None

    # views

    def do_view_1(self) -> None:
        self.choose_view(0)

    def do_view_2(self) -> None:
        self.choose_view(1)

    def do_view_3(self) -> None:
        self.choose_view(2)

    def do_view_4(self) -> None:
        self.choose_view(3)

    def do_view_5(self) -> None:
        self.choose_view(4)

    def do_view_6(self) -> None:
        self.choose_view(5)

    def do_view_7(self) -> None:
        self.choose_view(6)

    def do_view_8(self) -> None:
        self.choose_view(7)

    def do_view_9(self) -> None:
        self.choose_view(8)

    @on(CheckBar.Chosen)
    def _view_clicked(self, event: CheckBar.Chosen) -> None:
        self.choose_view(event.index)

    @working(exclusive=True, group="list")
    async def choose_view(self, view: int) -> None:
        """Show another view; marks are of what is seen, so they go."""
        self.view = view
        self.grid.clear_marks()
        await self.reload()
        self._tell_empty()

    # files attached to a row

    def bearer(self, row: int) -> Of | None:
        """What the files of a row hang on; None where the view's rows bear none."""
        return None

    @working(exclusive=True, group="evidence")
    async def do_evidence(self) -> None:
        here = self.grid.cursor_id
        of = None if here is None else self.bearer(here)
        if of is None:
            self.tell("这里的各行没有附件。")
        elif await show_evidence(self.app, self._vault, of):
            self._changed = True

    # finding

    def do_find(self) -> None:
        field = self.query_one("#search", Input)
        field.display = True
        field.focus()

    @on(Input.Changed, "#search")
    @working(exclusive=True, group="list")
    async def _typed(self) -> None:
        await self.reload()

    @on(Input.Submitted, "#search")
    def _taken(self) -> None:
        self.grid.focus()

    def do_back(self) -> None:
        field = self.query_one("#search", Input)
        if not field.display:
            super().do_back()
            return
        field.value = ""
        field.display = False
        self.grid.focus()
