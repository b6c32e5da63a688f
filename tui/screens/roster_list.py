"""A list of members on the screen: shown, narrowed by a search, marked, with one member's page beside it.

What the list is for, its columns and what can be done with its rows, is the business of the screens made from it.
"""

from collections.abc import Sequence
from dataclasses import replace

from textual import on
from textual.events import Resize
from textual.widgets import Input

from tui.rules.checks import Check, Stage
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.member_card import CardOutcome, MemberCardScreen
from tui.screens.member_pane import MemberPane
from tui.screens.targets import Warn, choose_targets
from tui.store.queries.members import member_card
from tui.store.queries.progress import UnitHead, head
from tui.store.queries.roster import RosterView, open_view
from tui.store.queries.search import search
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.rows import RowSource

BEGINNING = 256
"""Members shown before the whole roster has been read."""
PANE_FROM = 130
"""Screen width from which the member's page stands beside the grid."""
PANE_WIDTH = 46
"""Cells of the member's page beside the grid, as in the screens' style sheets."""


class RosterScreen(ActingScreen[None]):
    """Lists the members of a campaign in this vault's unit and below it.

    A subclass composes a ``VirtualGrid`` ``#roster``, a ``MemberPane`` and an ``Input`` ``#search``, and gives
    ``columns``, ``source`` and ``show_status``.
    """

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self._vault = vault
        self._whole: RosterView | None = None
        self._arranged: RosterView | None = None
        self._view: RosterView | None = None
        self._head: UnitHead | None = None
        self._check = Check.ROSTER
        self._stage = Stage.SELF_CHECK
        self._sought: str | None = None  # what is being looked for, until the list shows it

    def columns(self) -> Sequence[Column]:
        """The grid's columns as they are to be now."""
        raise NotImplementedError

    def source(self, view: RosterView) -> RowSource:
        """Where the rows of a view come from."""
        raise NotImplementedError

    def show_status(self) -> None:
        """Bring everything around the grid up to date, as after other rows are shown."""
        raise NotImplementedError

    def show_counts(self) -> None:
        """Bring the figures of the status line up to date, as after other rows are marked."""
        raise NotImplementedError

    @property
    def grid(self) -> VirtualGrid:
        """The roster."""
        return self.query_one("#roster", VirtualGrid)

    @property
    def ready(self) -> bool:
        """Whether the roster has been read."""
        return self._whole is not None and self._view is not None

    @property
    def shown(self) -> int:
        """How many members the list shows."""
        return len(self._view.order) if self._view else 0

    async def reload(self) -> None:
        """Read the roster again, as after an import; cursor, marks and search stay."""
        session = self._vault.session
        self._head = await outcome(self._vault.read(head, session.unit, session.campaign))
        begun = self._whole is None and await self._show_beginning()
        self._whole = await outcome(self._vault.read(open_view, session.campaign, session.unit))
        await self.rearrange()
        if begun:
            self.tell("")

    async def _show_beginning(self) -> bool:
        """Show the first rows at once if there are many: a million take a second to be put in order."""
        session = self._vault.session
        view = await outcome(self._vault.read(open_view, session.campaign, session.unit, BEGINNING))
        if len(view.order) < BEGINNING:
            return False
        self._view = view
        self._show_rows()
        self.tell("正在读取名册…")
        return True

    async def rearrange(self) -> None:
        """Put the roster in order anew; cursor, marks and search stay."""
        if self._whole is not None:
            self._arranged = await self.arranged(self._whole)
            await self._search(self.query_one("#search", Input).value)

    async def arranged(self, whole: RosterView) -> RosterView:
        """The roster in the order, and of the units, in which it is to be shown before anything is looked for."""
        return whole

    async def _search(self, text: str) -> None:
        if self._arranged is not None:
            self._view = await self._narrowed(self._arranged, text)
            self._show_rows()

    async def _narrowed(self, whole: RosterView, text: str) -> RosterView:
        """The roster narrowed to what the text asks for."""
        return await outcome(self._vault.read(search, whole, text))

    def _show_rows(self) -> None:
        if self._view is not None:
            self.grid.columns = tuple(self.columns())
            self.grid.show(self.source(self._view))
            self.show_status()
            self.show_keys()

    @property
    def grid_width(self) -> int:
        """Cells that the grid has, beside the member's page or alone."""
        return self.size.width - PANE_WIDTH if self.size.width >= PANE_FROM else self.size.width

    def on_resize(self, event: Resize) -> None:
        self.query_one(MemberPane).display = event.size.width >= PANE_FROM
        self._show_rows()

    @on(VirtualGrid.CursorMoved, "#roster")
    def _cursor_moved(self, event: VirtualGrid.CursorMoved) -> None:
        self._fill_pane(event.id)

    @working(exclusive=True, group="pane")
    async def _fill_pane(self, member: int | None) -> None:
        if not self.query_one(MemberPane).display:
            return
        card = None
        if member is not None:
            card = await outcome(self._vault.read(member_card, self._vault.session.campaign, member))
        self.query_one(MemberPane).show(card, self._head.as_of if self._head else "")

    @on(VirtualGrid.MarksChanged, "#roster")
    def _marks_changed(self) -> None:
        self.show_counts()
        self.show_keys()

    @on(VirtualGrid.PageFailed)
    def _page_failed(self, event: VirtualGrid.PageFailed) -> None:
        self.tell(str(event.error), refused=True)

    # finding

    def do_search(self) -> None:
        field = self.query_one("#search", Input)
        field.display = True
        self.set_focus(field)  # at once: the next key may already be the first letter

    @on(Input.Changed, "#search")
    def _search_typed(self, event: Input.Changed) -> None:
        self._sought = event.value
        self._find(event.value)

    @working(exclusive=True, group="search")
    async def _find(self, text: str) -> None:
        await self._search(text)
        if text == self._sought:
            self._sought = None
            if not self.shown:
                self.tell("没有找到符合的党员。按Esc看全部。")

    @on(Input.Submitted, "#search")
    def _search_submitted(self) -> None:
        self.search_done()

    def search_done(self) -> None:
        """Back to the list, with the count."""
        self.set_focus(self.grid)
        self.tell(f"找到{self.shown:,}人。")

    def do_back(self) -> None:
        field = self.query_one("#search", Input)
        if field.display:
            field.value = ""
            field.display = False
            self.set_focus(self.grid)

    @on(VirtualGrid.Opened, "#roster")
    @working(exclusive=True, group="open")
    async def do_open(self) -> None:
        """Go through the list on the focused card, from the member under the cursor on; come back to the last one."""
        if self.grid.cursor_id is None or self._head is None or self._view is None:
            return
        came = CardOutcome(self._check, self._stage)
        card = MemberCardScreen(self._vault, self._view.order, self.grid.cursor, self._head, came, self._move_to)
        await self.app.push_screen_wait(card)
        self._check, self._stage = came.check, came.stage
        if came.reread:
            await self.reload()
        else:
            self._head = replace(self._head, unsent=self._head.unsent + came.entries)
            self._show_rows()
        self._fill_pane(self.grid.cursor_id)

    def _move_to(self, place: int) -> None:
        self.grid.cursor = place

    # marking

    def do_mark(self) -> None:
        self.grid.mark_and_advance()

    def do_range_up(self) -> None:
        self.grid.extend(-1)

    def do_range_down(self) -> None:
        self.grid.extend(1)

    def do_mark_all(self) -> None:
        if self._view is not None:
            self.grid.mark_all(self._view.order)
            self.tell(f"已标记当前列表的全部{len(self._view.order):,}人。")

    def do_invert(self) -> None:
        if self._view is not None:
            self.grid.invert(self._view.order)

    def do_clear_marks(self) -> None:
        self.grid.clear_marks()
        self.tell("已清除全部标记；按Ctrl+R恢复。")

    def do_restore_marks(self) -> None:
        self.grid.restore_marks()

    async def _targets(self, deed: str, warning: Warn | None = None) -> Sequence[int]:
        if self._view is None or self._whole is None:
            return ()
        return await choose_targets(self.app, self.grid, self._view, self._whole, deed, warning)
