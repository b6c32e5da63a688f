"""The roster narrowed by the filter language: the field (F3), what is in force, the list of saved filters (F4)."""

from asyncio import sleep
from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.events import DescendantBlur, DescendantFocus

from tui.rules.checks import Stage
from tui.rules.filters import Expression, Unreadable, parse
from tui.rules.filters.completion import completion
from tui.rules.filters.expressions import All, asks_for_marks
from tui.screens.acting import outcome, working
from tui.screens.arranged_roster import SETTLING_SECONDS, ArrangedRoster
from tui.screens.filter_help import filter_help
from tui.screens.reading import ReadingScreen
from tui.screens.saved_filters import SavedFiltersScreen
from tui.store.queries.filtering import members_of
from tui.store.queries.roster import RosterView
from tui.widgets.filterfield import FilterField, HintLine, Piece

PLACEHOLDER = "姓名、拼音、号码、支部，或 项目:值；Tab补全 ↑以前的 F4常用 F1写法"


class FilteredRosterScreen(ArrangedRoster):
    """A roster whose ``#search`` is a filter. The subclass composes ``filter_lines`` and names its ``stage``."""

    @property
    def stage(self) -> Stage:
        """The stage in hand, which 查1 and 是:未查 look at."""
        raise NotImplementedError

    def filter_lines(self) -> ComposeResult:
        """The field and the line below it, both hidden until something is looked for."""
        yield FilterField(_complete, placeholder=PLACEHOLDER, id="search")
        yield HintLine(id="hint")

    @property
    def filter_field(self) -> FilterField:
        """Where the filter is typed."""
        return self.query_one("#search", FilterField)

    @property
    def chips(self) -> Sequence[str]:
        """The parts of the filter in force, as they were understood."""
        expression = self._expression
        parts = expression.parts if isinstance(expression, All) else (expression,)
        return [f"[{part.text}]" for part in parts]

    _expression: Expression = All(())
    """What the list shows."""
    outgrown: int = 0
    """How many of those listed no longer fit the filter."""
    _unreadable: Unreadable | None = None
    """Why the text in the field is not what the list shows."""

    async def _narrowed(self, whole: RosterView, text: str) -> RosterView:
        try:
            expression = parse(text)
        except Unreadable as unreadable:
            self._unreadable = unreadable
            self.filter_field.show_mistake((unreadable.start, unreadable.end))
            self._show_hint()
            expression = self._expression
        else:
            self._unreadable = None
            self.filter_field.show_mistake(None)
        view = await self._fitting(whole, expression)
        self._expression = expression
        self.outgrown = 0
        self._show_hint()
        return view

    async def _fitting(self, among: RosterView, expression: Expression) -> RosterView:
        marked = tuple(self.grid.marks) if asks_for_marks(expression) else ()
        return await outcome(self._vault.read(members_of, among, expression, stage=self.stage, marked=marked))

    def refilter(self) -> None:
        """Narrow the roster again, as after the stage was changed."""
        self._find(self.filter_field.value)

    @working(exclusive=True, group="outgrown")
    async def count_outgrown(self) -> None:
        """Count who no longer fits the filter after what was done to him, once the keys rest for a moment.

        His row stays where it is: a list must not move while somebody works down it.
        """
        await sleep(SETTLING_SECONDS)
        view = self._view
        if view is not None and self._expression != All(()):
            fitting = await self._fitting(view, self._expression)
            if view is self._view:
                self.outgrown = len(view.order) - len(fitting.order)
                self.show_counts()

    # the line below the field

    @on(FilterField.Offered)
    def _offered(self, event: FilterField.Offered) -> None:
        line = self.query_one(HintLine)
        if not self.filter_field.has_focus:
            return
        if event.pieces:
            line.show(event.help or "Tab", [piece.label for piece in event.pieces], event.chosen)
        elif self._unreadable is not None:
            line.show_wrong(self._unreadable.reason)
        else:
            line.show(event.help)

    def _show_hint(self) -> None:
        """While one types, what can be put in or what is wrong; after that what is in force."""
        line = self.query_one(HintLine)
        line.display = self.filter_field.display
        if self.filter_field.has_focus:
            self.filter_field.offer()
        elif self._unreadable is not None:
            line.show_wrong(self._unreadable.reason)
        else:
            line.show("筛选", self.chips)

    @on(DescendantFocus, "#search")
    @on(DescendantBlur, "#search")
    def _entered_or_left(self) -> None:
        self._show_hint()

    def search_done(self) -> None:
        """Back to the list with the count; what cannot be read keeps the cursor in the field."""
        self.filter_field.remember()
        try:
            parse(self.filter_field.value)
        except Unreadable as unreadable:
            self.tell(str(unreadable), refused=True)
        else:
            super().search_done()
            if self.outgrown:
                self._narrow_again()

    @working(exclusive=True, group="search")
    async def _narrow_again(self) -> None:
        await self._search(self.filter_field.value)
        self.tell(f"已重新筛选，找到{self.shown:,}人。")

    def do_back(self) -> None:
        super().do_back()
        self._show_hint()

    async def do_help(self) -> None:
        """In the field, how filters are written; else the keys."""
        if self.filter_field.has_focus:
            self.app.push_screen(ReadingScreen(filter_help()))
        else:
            await self.app.run_action("app.run('app.help')")

    # saved filters

    @working(exclusive=True, group="saved")
    async def do_saved_filters(self) -> None:
        text = self.filter_field.value.strip() if self._unreadable is None else ""
        chosen = await self.app.push_screen_wait(SavedFiltersScreen(self._vault, text))
        if chosen is not None:
            self.filter_field.display = True
            self.filter_field.value = chosen
            self.filter_field.remember()
            self.set_focus(self.grid)
            self._show_hint()


def _complete(text: str, cursor: int) -> tuple[Sequence[Piece], str]:
    found = completion(text, cursor)
    return [Piece(*offer) for offer in found.offers], found.help
