"""Rows of a source on the screen: paging, measuring and drawing. Knows no cursor and no marks.

No row is a widget and no text is markup: a line is a Strip of plain Segments, so the cost of a frame depends
on the lines of the screen alone.
"""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import Future, wait
from itertools import accumulate
from time import monotonic
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.text import fit, fit_end, fit_tail
from tui.widgets.columns import GAP, Column, frozen_cells, seen, shared_widths
from tui.widgets.pages import PAGE, Pages, error_of
from tui.widgets.rows import NoRows, Row, RowSource, Tone

GUTTER = 2  # cells before the first column; they do not scroll sideways
HEADER = 1  # lines above the first row; they do not scroll at all
PATIENCE = 0.004  # seconds that drawing may wait for pages in one turn of the event loop
LATE, FAILED = "…", "✗ 读取失败"


class Dress(NamedTuple):
    """How a row is set off from others: text of the gutter, component class of the whole line.

    A line that brings colours of its own is not ``toned``: those of the tones are not made for its ground.
    """

    gutter: str
    component: str = "grid--row"
    toned: bool = True


class RowView(ScrollView):
    """A header and the rows below it; a subclass says how a row is dressed and what a failed page means."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--header",
        "grid--row",
        "grid--dim",
        "grid--good",
        "grid--mended",
        "grid--todo",
        "grid--doubt",
    }
    DEFAULT_CSS = """
    RowView {
        background: $surface;
        overflow-x: auto;
        overflow-y: scroll;
        scrollbar-size: 1 1;
        & > .grid--header { background: $panel; color: $foreground; text-style: bold; }
        & > .grid--row { background: $surface; color: $foreground; }
        & > .grid--dim { text-style: dim; }
        & > .grid--good { color: $text-success; }
        & > .grid--mended { color: $text-secondary; }
        & > .grid--todo { color: $text-warning; }
        & > .grid--doubt { color: $text-error; text-style: bold; }
    }
    """

    def __init__(
        self,
        columns: Iterable[Column] = (),
        *,
        id: str | None = None,  # noqa: A002 - the name that Textual gives it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._widths: tuple[int, ...] = ()
        self._frozen, self._frozen_width = 0, 0  # columns that do not scroll sideways, their cells with gaps
        self._source: RowSource = NoRows()
        self._pages = Pages(self._source, self._answered)
        self._patience = PATIENCE
        self._bare: set[int] = set()  # rows drawn without their page

    # for subclasses to say

    def _dress(self, index: int) -> Dress:
        raise NotImplementedError

    def _page_failed(self, error: BaseException) -> None:
        raise NotImplementedError

    def _resized(self) -> None:
        """The view has another size."""

    # what is shown

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    @columns.setter
    def columns(self, columns: Iterable[Column]) -> None:
        """The source answers with cells in this order from now on; pages that are here are forgotten."""
        self._columns = tuple(columns)
        self._measure()
        self.drop()

    def drop(self, ids: Collection[int] | None = None) -> None:
        """The rows with these ids (None: all) have changed: read their pages again and draw them anew."""
        changed = ids if ids is None else frozenset(ids)
        self._pages.drop(changed)
        self._ask_around()
        if changed is None:
            self.refresh()
            return
        top = self.scroll_offset.y
        for index in range(top, min(top + self._shown, self._source.total)):
            if index in self._bare or self._source.id_at(index) in changed:
                self._refresh_rows(index)

    def _take(self, source: RowSource) -> None:
        self._pages.drop()
        self._source = source
        self._pages = Pages(source, self._answered)
        self._bare.clear()
        self._measure()
        self.refresh()

    # the view

    @property
    def _shown(self) -> int:
        """How many rows there is room for."""
        return max(1, self.scrollable_content_region.height - HEADER)

    @property
    def _room(self) -> int:
        """Cells beside the gutter."""
        return max(0, self.scrollable_content_region.width - GUTTER)

    def on_resize(self) -> None:
        self._measure()
        self._resized()
        self._ask_around()

    def on_unmount(self) -> None:
        self._pages.drop()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._ask_around()

    def action_shift(self, columns: int) -> None:
        """Scroll sideways to the next edge of a column that is not frozen."""
        edges = accumulate((width + GAP for width in self._widths[self._frozen :]), initial=0)
        x = self.scroll_offset.x
        ahead = [edge for edge in edges if (edge > x if columns > 0 else edge < x)]
        if ahead:
            self.scroll_to(x=ahead[0] if columns > 0 else ahead[-1], animate=False, force=True)

    def column_at(self, x: int) -> Column | None:
        """The column that is drawn ``x`` cells from the left of the grid."""
        x -= GUTTER
        if x >= self._frozen_width:
            x += self.scroll_offset.x
        edges = accumulate(width + GAP for width in self._widths)
        return next((column for column, edge in zip(self._columns, edges, strict=True) if 0 <= x < edge), None)

    def _measure(self) -> None:
        self._widths = shared_widths(self._columns, self._room)
        self._frozen, self._frozen_width = frozen_cells(self._columns, self._widths, self._room)
        across = GUTTER + sum(self._widths) + GAP * len(self._widths)
        self.virtual_size = Size(across, HEADER + self._source.total)

    def _scroll_rows(self, top: int) -> bool:
        """Bring the row at index ``top`` to the top, as far as there are rows; True if the view moved."""
        before = self.scroll_offset.y
        self.scroll_to(y=top, animate=False, force=True)
        return self.scroll_offset.y != before

    def _refresh_rows(self, first: int, count: int = 1) -> None:
        top = self.scroll_offset.y
        start, stop = max(first, top), min(first + count, top + self._shown)
        if start < stop:
            self.refresh(Region(0, HEADER + start - top, self.size.width, stop - start))

    # pages

    def _ask_around(self) -> None:
        """Ask for the pages in view, then for the next and the previous one."""
        if not self.scrollable_content_region:
            return
        first = self.scroll_offset.y // PAGE
        last = (self.scroll_offset.y + self._shown - 1) // PAGE
        for number in (*range(first, last + 1), last + 1, first - 1):
            self._pages.ask(number)

    def _answered(self, number: int, answer: "Future[Sequence[Row]]") -> None:
        # in the thread of the store; call_later() carries it to the thread of the event loop
        self.call_later(self._draw_late, number, answer)

    def _draw_late(self, number: int, answer: "Future[Sequence[Row]]") -> None:
        if self._settle(number, answer):
            for index in self._bare.intersection(range(number * PAGE, (number + 1) * PAGE)):
                self._refresh_rows(index)

    def _settle(self, number: int, answer: "Future[Sequence[Row]]") -> bool:
        wanted = self._pages.settle(number, answer)
        if wanted and (error := error_of(answer)) is not None:
            self._page_failed(error)
        return wanted

    def _row(self, index: int) -> Row | None:
        number, offset = divmod(index, PAGE)
        answer = self._pages.ask(number)
        if answer is not None and self._comes_in_time(answer):
            self._settle(number, answer)
        rows = self._pages.get(number)
        return rows[offset] if rows is not None and offset < len(rows) else None

    def _comes_in_time(self, answer: "Future[Sequence[Row]]") -> bool:
        """Wait for a page while there is patience left in this turn of the event loop."""
        if not answer.done() and self._patience > 0:
            started = monotonic()
            wait((answer,), timeout=self._patience)
            self._patience -= monotonic() - started
            asyncio.get_running_loop().call_soon(self._be_patient)
        return answer.done()

    def _be_patient(self) -> None:
        self._patience = PATIENCE

    # drawing

    def render_line(self, y: int) -> Strip:
        index = self.scroll_offset.y + y - HEADER
        if y < HEADER:
            style = self.get_component_rich_style("grid--header")
            return self._line("", self._segments((column.title, style) for column in self._columns), style)
        if index < self._source.total:
            return self._row_line(index)
        return Strip.blank(self.size.width, self.get_component_rich_style("grid--row"))

    def _row_line(self, index: int) -> Strip:
        row = self._row(index)
        gutter, component, toned = self._dress(index)
        style = self.get_component_rich_style(component)
        if row is None:
            self._bare.add(index)
            note = FAILED if self._pages.has_failed(index // PAGE) else LATE
            return self._line(gutter, [Segment(note, style)], style)
        self._bare.discard(index)
        cells = ((text, style + self._tone(tone) if tone and toned else style) for text, tone in row.cells)
        return self._line(gutter, self._segments(cells), style)

    def _tone(self, tone: Tone) -> Style:
        return self.get_component_rich_style(f"grid--{tone}", partial=True)

    def _segments(self, texts: Iterable[tuple[str, Style]]) -> list[Segment]:
        """The cells in view, each with its gap; one that is not whole in view shows on that side that it is cut."""
        left, room = self.scroll_offset.x, self._room - self._frozen_width
        segments, start = [], 0
        for place, (column, width, (text, style)) in enumerate(zip(self._columns, self._widths, texts, strict=False)):
            cut = fit_tail if column.tail else fit
            if place < self._frozen:
                segments.append(Segment(cut(text, width) + " " * GAP, style))
                continue
            hidden, visible = seen(start, width, left, room)
            gap = seen(start + width, GAP, left, room)[1]
            if visible + gap:
                shown = fit_end(cut(text, width), visible) if hidden and visible else cut(text, visible)
                segments.append(Segment(shown + " " * gap, style))
            start += width + GAP
        return segments

    def _line(self, gutter: str, segments: list[Segment], style: Style) -> Strip:
        """The gutter and the cells in view."""
        body = Strip(segments).adjust_cell_length(self._room, style)
        return Strip([Segment(fit(gutter, GUTTER), style), *body], GUTTER + self._room)
