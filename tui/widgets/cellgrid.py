"""A grid whose cursor stands on a cell: beside the row one of several columns is chosen with ← and →."""

from collections.abc import Iterable, Sequence

from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from tui.widgets.columns import GAP, Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.rowview import GUTTER, HEADER


class CellGrid(VirtualGrid):
    """``walked`` are the keys of the columns that ← and → go through, in the order of the grid.

    The head of the chosen column and its cell in the cursor's row are drawn reversed.
    """

    class Chosen(Message):
        """Another column is chosen: ``place`` among the walked ones. Past either end it is -1 or their number, and
        nothing has been chosen yet."""

        def __init__(self, grid: "CellGrid", place: int) -> None:
            self.grid, self.place = grid, place
            super().__init__()

        @property
        def control(self) -> "CellGrid":
            return self.grid

    def __init__(
        self,
        columns: Iterable[Column] = (),
        walked: Sequence[str] = (),
        *,
        id: str | None = None,  # noqa: A002 - the name that Textual gives it
        classes: str | None = None,
    ) -> None:
        super().__init__(columns, id=id, classes=classes)
        self._walked = tuple(walked)
        self._place = 0

    @property
    def place(self) -> int:
        """Which of the walked columns is chosen."""
        return self._place

    def choose(self, place: int) -> None:
        """Choose a walked column; it comes into view."""
        self._place = max(0, min(place, len(self._walked) - 1))
        start, width = self._cells_of_chosen()
        left, room = self.scroll_offset.x, self._room - self._frozen_width
        start -= self._frozen_width
        if start < left or start + width > left + room:
            self.scroll_to(x=max(0, start), animate=False, force=True)
        self.refresh()

    def action_shift(self, columns: int) -> None:
        wanted = self._place + columns
        if 0 <= wanted < len(self._walked):
            self.choose(wanted)
        self.post_message(self.Chosen(self, wanted))

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        return self._dressed(strip) if y < HEADER and self._walked else strip

    def _row_line(self, index: int) -> Strip:
        strip = super()._row_line(index)
        return self._dressed(strip) if index == self.cursor and self._walked else strip

    def _dressed(self, strip: Strip) -> Strip:
        """The line with the chosen column's cell set off."""
        start, width = self._cells_of_chosen()
        first = GUTTER + start - (self.scroll_offset.x if start >= self._frozen_width else 0)
        if first < GUTTER + self._frozen_width or first + width > strip.cell_length:
            return strip
        before, cell, after = strip.divide([first, first + width, strip.cell_length])[:3]
        return Strip.join([before, cell.apply_style(Style(reverse=True)), after])

    def _cells_of_chosen(self) -> tuple[int, int]:
        """Where the chosen column starts, in cells from the first column, and how wide it is."""
        start = 0
        for column, width in zip(self._columns, self._widths, strict=False):
            if self._walked and column.key == self._walked[self._place]:
                return start, width
            start += width + GAP
        return 0, 0
