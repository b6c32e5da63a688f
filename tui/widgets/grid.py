"""The grid: any number of rows with a cursor and marks, both on ids.

The cursor is always on the screen, because it is what a key acts on: whatever scrolls the view takes it
along.
"""

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from tui.widgets.columns import Column
from tui.widgets.marks import Marks
from tui.widgets.rows import RowSource
from tui.widgets.rowview import HEADER, Dress, RowView

MARK, POINTER = "☑", "▸"  # one cell in every terminal: not of East Asian class "ambiguous"
WHEEL = 3  # rows


class VirtualGrid(RowView, can_focus=True):
    """A table over a ``RowSource``.

    ``show()`` gives it rows, ``drop()`` tells it that rows have changed. Marking has methods, not keys: the
    program's table of actions decides on keys.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "上一行", show=False),
        Binding("down", "move(1)", "下一行", show=False),
        Binding("pageup", "turn(-1)", "上一页", show=False),
        Binding("pagedown", "turn(1)", "下一页", show=False),
        Binding("home,ctrl+home", "first", "首行", show=False),
        Binding("end,ctrl+end", "last", "末行", show=False),
        Binding("left", "shift(-1)", "左移一栏", show=False),
        Binding("right", "shift(1)", "右移一栏", show=False),
        Binding("enter", "open", "打开", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"grid--cursor", "grid--marked"}
    DEFAULT_CSS = """
    VirtualGrid {
        & > .grid--marked { background: $secondary 12%; text-style: bold; }
        & > .grid--cursor {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .grid--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
    }
    """

    cursor: reactive[int] = reactive(0, init=False, repaint=False)
    """Index of the row that keys act on; setting it brings the row into view."""

    class CursorMoved(Message):
        """The cursor stands on another record; None: there are no rows."""

        def __init__(self, grid: "VirtualGrid", row_id: int | None) -> None:
            self.grid, self.id = grid, row_id
            super().__init__()

        @property
        def control(self) -> "VirtualGrid":
            return self.grid

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, VirtualGrid.CursorMoved) and message.grid is self.grid

    class MarksChanged(Message):
        """So many records are marked now, in sight or not."""

        def __init__(self, grid: "VirtualGrid", count: int) -> None:
            self.grid, self.count = grid, count
            super().__init__()

        @property
        def control(self) -> "VirtualGrid":
            return self.grid

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, VirtualGrid.MarksChanged) and message.grid is self.grid

    class Opened(Message):
        """Enter or a double click on a record."""

        def __init__(self, grid: "VirtualGrid", row_id: int) -> None:
            self.grid, self.id = grid, row_id
            super().__init__()

        @property
        def control(self) -> "VirtualGrid":
            return self.grid

    class HeadClicked(Message):
        """The head of a column was clicked."""

        def __init__(self, grid: "VirtualGrid", key: str) -> None:
            self.grid, self.key = grid, key
            super().__init__()

        @property
        def control(self) -> "VirtualGrid":
            return self.grid

    class PageFailed(Message):
        """A page could not be read; it is asked for again after ``drop()`` or ``show()``."""

        def __init__(self, grid: "VirtualGrid", error: BaseException) -> None:
            self.grid, self.error = grid, error
            super().__init__()

        @property
        def control(self) -> "VirtualGrid":
            return self.grid

    def __init__(
        self,
        columns: Iterable[Column] = (),
        *,
        id: str | None = None,  # noqa: A002 - the name that Textual gives it
        classes: str | None = None,
    ) -> None:
        super().__init__(columns, id=id, classes=classes)
        self._marks = Marks()
        self._told: int | None = None
        self._range_start: int | None = None
        self._range_marks = False

    def show(self, source: RowSource, *, keep: bool = True) -> None:
        """Show other rows.

        With ``keep`` the cursor stays on its record and on its line of the screen, or on the nearest row if
        the record is not among the rows, and all marks stay. Without, it goes to the first row and nothing is
        marked.
        """
        here, line = self.cursor_id, self.cursor - self.scroll_offset.y
        found = source.index_of(here) if keep and here is not None else None
        self._take(source)
        nearest = self.cursor if keep else 0
        self.set_reactive(VirtualGrid.cursor, self.validate_cursor(nearest if found is None else found))
        self._range_start = None
        if not keep and len(self._marks):
            self._marks = Marks()
            self.post_message(self.MarksChanged(self, 0))
        self._scroll_rows(self.cursor - line)
        self._reveal()
        self._ask_around()
        self._tell()

    # cursor

    @property
    def cursor_id(self) -> int | None:
        """Id of the row that keys act on; None if there are no rows."""
        return self._source.id_at(self.cursor) if self._source.total else None

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, self._source.total - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        self._range_start = None
        if not self._reveal():
            self._refresh_rows(before)
            self._refresh_rows(now)
        self._tell()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        top = self.scroll_offset.y
        self.cursor = max(top, min(self.cursor, top + self._shown - 1))

    def action_move(self, rows: int) -> None:
        self.cursor += rows

    def action_turn(self, pages: int) -> None:
        self.cursor += pages * self._shown

    def action_first(self) -> None:
        self.cursor = 0

    def action_last(self) -> None:
        self.cursor = self._source.total - 1

    def action_open(self) -> None:
        if (here := self.cursor_id) is not None:
            self.post_message(self.Opened(self, here))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y < HEADER:
            if (column := self.column_at(offset.x)) is not None:
                self.post_message(self.HeadClicked(self, column.key))
            return
        index = self.scroll_offset.y + offset.y - HEADER
        if index < self._source.total:
            self.cursor = index
            if event.chain == 2:
                self.action_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -WHEEL)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        if not (event.ctrl or event.shift):  # with either, Textual scrolls sideways
            event.stop()
            event.prevent_default()
            self.cursor += rows

    def _reveal(self) -> bool:
        """Scroll the cursor into view; True if that was needed."""
        top = self.scroll_offset.y
        return self._scroll_rows(max(self.cursor - self._shown + 1, min(self.cursor, top)))

    def _resized(self) -> None:
        self._reveal()

    def _tell(self) -> None:
        if self.cursor_id != self._told:
            self._told = self.cursor_id
            self.post_message(self.CursorMoved(self, self._told))

    # marks

    @property
    def marks(self) -> Marks:
        """The marked ids, to read; change them by the methods below, which also draw them."""
        return self._marks

    def mark_and_advance(self) -> None:
        """Mark or unmark the row under the cursor and go to the next one."""
        if (here := self.cursor_id) is not None:
            self._marks.toggle(here)
            self._refresh_rows(self.cursor)
            self._tell_marks()
            self.cursor += 1

    def extend(self, step: int) -> None:
        """Move the cursor and mark all rows from where the range began; going back unmarks what it marked.

        The whole range is one step for ``restore_marks()``. Any other move or mark ends it.
        """
        if not self._source.total:
            return
        before = self.cursor
        start = before if self._range_start is None else self._range_start
        if self._range_start is not None and self._range_marks:
            self._marks.restore()
        self.cursor += step
        first, last = sorted((start, self.cursor))
        marked = self._marks.add(map(self._source.id_at, range(first, last + 1)))
        first, last = min(first, before), max(last, before)
        self._refresh_rows(first, last - first + 1)
        self._tell_marks()
        self._range_start, self._range_marks = start, marked

    def mark_all(self, ids: Iterable[int]) -> None:
        self._redraw(self._marks.add(ids))

    def invert(self, ids: Iterable[int]) -> None:
        self._redraw(self._marks.invert(ids))

    def clear_marks(self) -> None:
        self._redraw(self._marks.clear())

    def restore_marks(self) -> None:
        """Take back the last change of marks."""
        self._redraw(self._marks.restore())

    def _redraw(self, changed: bool) -> None:
        if changed:
            self.refresh()
            self._tell_marks()

    def _tell_marks(self) -> None:
        self._range_start = None
        self.post_message(self.MarksChanged(self, len(self._marks)))

    # drawing

    def _dress(self, index: int) -> Dress:
        marked, here = self._source.id_at(index) in self._marks, index == self.cursor
        gutter = (MARK if marked else " ") + (POINTER if here else " ")
        if here:
            return Dress(gutter, "grid--cursor", toned=False)
        return Dress(gutter, "grid--marked") if marked else Dress(gutter)

    def _page_failed(self, error: BaseException) -> None:
        self.post_message(self.PageFailed(self, error))
