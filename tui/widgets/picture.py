"""A picture in the terminal: every cell is two pixels, one above the other, the upper one in the character's colour."""

from functools import lru_cache
from typing import ClassVar

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

HALF = "▀"
_NOTHING = b"\x80\x80\x80"
"""Grey, beyond the picture's lower edge."""


@lru_cache(maxsize=65_536)
def _two(upper: bytes, lower: bytes) -> Style:
    return Style(color=Color.from_rgb(*upper), bgcolor=Color.from_rgb(*lower))


class Picture(Widget):
    """A window onto pixels (red, green, blue, row after row); ``shift`` moves it, within the picture."""

    ALLOW_SELECT = False
    DEFAULT_CSS: ClassVar[str] = "Picture { background: $surface; }"

    _width = 0
    _height = 0
    _pixels = b""
    _left = _top = 0

    def fill(self, width: int, height: int, pixels: bytes) -> None:
        """Replace the picture; the window stays at the same part of it."""
        if self._width and width:
            middle = (self._left + self.size.width / 2) / self._width, self._top / self._height
            self._left = int(middle[0] * width - self.size.width / 2)
            self._top = int(middle[1] * height)
        self._width, self._height, self._pixels = width, height, pixels
        self.shift(0, 0)

    def shift(self, columns: int, rows: int) -> bool:
        """Move the window by cells; False where it was at that edge already."""
        before = self._left, self._top
        self._left = max(0, min(self._left + columns, self._width - self.size.width))
        self._top = max(0, min(self._top + 2 * rows, self._height - 2 * self.size.height))
        self.refresh()
        return before != (self._left, self._top)

    def go_to(self, end: bool) -> None:
        """To the upper edge of the picture, or to the lower one."""
        self._top = self._height if end else 0
        self.shift(0, 0)

    def on_resize(self) -> None:
        self.shift(0, 0)

    def render_line(self, y: int) -> Strip:
        row, room = self._top + 2 * y, self.size.width
        shown = min(room, self._width - self._left)
        if row >= self._height or shown <= 0:
            return Strip.blank(room, self.rich_style)
        upper, lower = self._row(row, shown), self._row(row + 1, shown)
        segments = []
        start = 0
        for place in range(3, 3 * shown + 3, 3):
            same = slice(place, place + 3)
            if upper[same] != upper[start : start + 3] or lower[same] != lower[start : start + 3]:
                style = _two(upper[start : start + 3], lower[start : start + 3])
                segments.append(Segment(HALF * ((place - start) // 3), style))
                start = place
        return Strip(segments, shown).extend_cell_length(room, self.rich_style)

    def _row(self, row: int, shown: int) -> bytes:
        if row >= self._height:
            return _NOTHING * shown
        start = 3 * (row * self._width + self._left)
        return self._pixels[start : start + 3 * shown]
