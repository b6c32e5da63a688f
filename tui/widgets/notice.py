"""The notice: the last thing the program said, until it says something else.

A sentence that does not fit on one line takes up to three, so that it can be read whole on 80 columns.
"""

from typing import ClassVar, Literal

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.text import fit, folded

Kind = Literal["plain", "done", "refused"]
MOST_LINES = 3
GLYPHS: dict[Kind, str] = {"plain": " ", "done": "✓", "refused": "✗"}


class Notice(Widget):
    """Plain text; a glyph before it says whether something was done or refused."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"notice--plain", "notice--done", "notice--refused"}
    DEFAULT_CSS = """
    Notice {
        height: auto;
        background: $surface;
        & > .notice--plain { background: $surface; color: $foreground; }
        & > .notice--done { background: $surface; color: $text-success; }
        & > .notice--refused { background: $surface; color: $text-error; text-style: bold; }
    }
    """

    text = ""
    """The whole message."""
    kind: Kind = "plain"

    def show(self, text: str, kind: Kind = "plain") -> None:
        """Replace the message; an empty one leaves the line blank."""
        self.text, self.kind = text, kind
        self.refresh(layout=len(self._lines(self.size.width)) != self.size.height)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def _lines(self, cells: int) -> list[str]:
        return folded(f"{GLYPHS[self.kind]} {self.text}", cells, MOST_LINES)

    def render_line(self, y: int) -> Strip:
        lines = self._lines(self.size.width)
        style = self.get_component_rich_style(f"notice--{self.kind}")
        return Strip([Segment(lines[y] if y < len(lines) else fit("", self.size.width), style)], self.size.width)
