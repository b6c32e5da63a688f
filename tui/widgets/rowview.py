"""Rows of a source on the screen: paging, measuring and drawing. Knows no cursor and no marks.

No row is a widget and no text is markup: a line is a Strip of plain Segments, so the cost of a frame depends
on the lines of the screen alone.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import Future, wait
from itertools import accumulate
from time import monotonic
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from tui.text import fit
from tui.widgets.columns import GAP, Column, Slot, frozen_cells, shared_widths, slots
from tui.widgets.pages import PAGE, Pages, error_of
from tui.widgets.rows import NoRows, Row, RowSource, Tone

GUTTER = 2  # cells before the first column; they do not scroll sideways
HEADER = 1  # lines above the first row; they do not scroll at all
PATIENCE = 0.004  # seconds that drawing may wait for pages in one turn of the event loop
KEPT_LINES = 256  # lines that need not be put together again when the view scrolls over them
LATE, FAILED = "…", "✗ 读取失败"


class Dress(NamedTuple):
    """How a row is set off from others: text of the gutter, component class of the whole line.

    A line that brings colours of its own is not ``toned``: those of the tones are not made for its ground.
    """

    gutter: str
    component: str = "grid--row"
    toned: bool = True


class _Line(NamedTuple):
    """What a line was drawn from, and how it looks."""

    row: Row
    dress: Dress
    strip: Strip


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
        self._lines: OrderedDict[int, _Line] = OrderedDict()  # by index, as they look at the present width
        self._head: Strip | None = None
        self._slots: tuple[Slot, ...] = ()

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

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_x(old_value, new_value)
        self._forget_lines()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        if self.show_vertical_scrollbar:
            self._move_thumb(new_value)
        if round(old_value) != round(new_value):
            self.refresh(self.size.region)
        self._ask_around()

    def _move_thumb(self, position: float) -> None:
        """Tell the scrollbar where the view is; it is drawn anew only where it then looks different, which among many
        rows is seldom: drawing it takes as long as drawing the rows.
        """
        bar = self.vertical_scrollbar
        if self._thumb(position) == self._thumb(bar.position):
            bar.set_reactive(ScrollBar.position, bar.validate_position(position))
        else:
            bar.position = position

    def _thumb(self, position: float) -> int:
        """Where the thumb begins at this position, in the eighths of a cell that a scrollbar is drawn in."""
        height, rows, shown = self.vertical_scrollbar.size.height, self.virtual_size.height, self.container_size.height
        return int((height - max(1, shown * height / rows)) * position / max(1, rows - shown) * 8)

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

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._forget_lines()

    def _forget_lines(self) -> None:
        self._lines.clear()
        self._head = None
        left, room = self.scroll_offset.x, self._room - self._frozen_width
        self._slots = tuple(slots(self._columns, self._widths, self._frozen, left, room))

    def _measure(self) -> None:
        self._widths = shared_widths(self._columns, self._room)
        self._frozen, self._frozen_width = frozen_cells(self._columns, self._widths, self._room)
        across = GUTTER + sum(self._widths) + GAP * len(self._widths)
        self._forget_lines()
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

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in view. One that looks as it did before is the same strip, wherever it stands: the strip remembers
        how it is divided and written, which Textual's own lines, kept by their place on the screen, do not.
        """
        if self.styles.gutter:  # something is drawn around the lines
            return super().render_lines(crop)
        width, style = self.size.width, self.get_component_rich_style("grid--row")
        strips = [self.render_line(y).adjust_cell_length(width, style) for y in crop.line_range]
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        return strips if crop.column_span == (0, width) else [strip.crop(*crop.column_span) for strip in strips]

    def render_line(self, y: int) -> Strip:
        if y < HEADER:
            return self._header()
        index = self.scroll_offset.y + y - HEADER
        if index < self._source.total:
            return self._row_line(index)
        return Strip.blank(self.size.width, self.get_component_rich_style("grid--row"))

    def _header(self) -> Strip:
        if self._head is None:
            style = self.get_component_rich_style("grid--header")
            self._head = self._line("", self._segments((column.title, style) for column in self._columns), style)
        return self._head

    def _row_line(self, index: int) -> Strip:
        row, dress = self._row(index), self._dress(index)
        if row is None:
            self._bare.add(index)
            style = self.get_component_rich_style(dress.component)
            note = FAILED if self._pages.has_failed(index // PAGE) else LATE
            return self._line(dress.gutter, [Segment(note, style)], style)
        self._bare.discard(index)
        line = self._lines.get(index)
        if line is None or (line.row, line.dress) != (row, dress):
            line = self._lines[index] = _Line(row, dress, self._drawn(row, dress))
        self._lines.move_to_end(index)
        if len(self._lines) > KEPT_LINES:
            self._lines.popitem(last=False)
        return line.strip

    def _drawn(self, row: Row, dress: Dress) -> Strip:
        style = self.get_component_rich_style(dress.component)
        cells = ((text, style + self._tone(tone) if tone and dress.toned else style) for text, tone in row.cells)
        return self._line(dress.gutter, self._segments(cells), style)

    def _tone(self, tone: Tone) -> Style:
        return self.get_component_rich_style(f"grid--{tone}", partial=True)

    def _segments(self, texts: Iterable[tuple[str, Style]]) -> list[Segment]:
        """The cells in view, each with its gap; one that is not whole in view shows on that side that it is cut.

        Neighbours that look alike are one segment, because what comes after costs by the segment.
        """
        runs: list[tuple[list[str], Style]] = []
        for slot, (text, style) in zip(self._slots, texts, strict=False):
            if slot.cells:
                if not runs or runs[-1][1] is not style:
                    runs.append(([], style))
                runs[-1][0].append(slot.filled(text))
        return [Segment("".join(cells), style) for cells, style in runs]

    def _line(self, gutter: str, segments: list[Segment], style: Style) -> Strip:
        """The gutter and the cells in view."""
        body = Strip(segments).adjust_cell_length(self._room, style)
        return Strip([Segment(fit(gutter, GUTTER), style), *body], GUTTER + self._room)
