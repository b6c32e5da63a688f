"""The status line: what is shown on the left, what must always be seen on the right."""

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.text import clean, fit, width

GAP = 2  # cells between the two parts


class StatusLine(Widget):
    """One line of plain text in two parts.

    The left part gives way; the right one is whole as long as the line has room for it alone.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"statusline--left", "statusline--right"}
    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        background: $panel;
        & > .statusline--left { background: $panel; color: $foreground; }
        & > .statusline--right { background: $panel; color: $foreground; text-style: bold; }
    }
    """

    _left = _right = ""

    def show(self, left: str, right: str = "") -> None:
        """Replace both parts."""
        self._left, self._right = left, right
        self.refresh()

    def render_line(self, y: int) -> Strip:
        room = self.size.width
        right = fit(self._right, min(room, width(clean(self._right))))
        left = fit(self._left, max(0, room - width(right) - GAP))
        blank = " " * (room - width(left) - width(right))
        return Strip(
            [
                Segment(left + blank, self.get_component_rich_style("statusline--left")),
                Segment(right, self.get_component_rich_style("statusline--right")),
            ],
            room,
        )
