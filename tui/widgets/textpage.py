"""A page of text, folded to the width it has and drawn line by line.

Another text repaints the page and nothing else. A ``Static`` in a scrolling container takes three repaints and a new
layout of the whole screen for it, which is felt when the text follows a cursor.
"""

from typing import ClassVar

from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from tui.text import fit

WHEEL = 3  # lines


class TextPage(Widget):
    """Plain text with styles. What does not fit is reached by ``shift`` or the wheel; the last line says how much."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"textpage--more"}
    DEFAULT_CSS = """
    TextPage {
        background: $surface;
        & > .textpage--more { text-style: dim; }
    }
    """

    _text = Text()
    _lines: tuple[Strip, ...] = ()
    _looks: tuple[Strip, ...] = ()  # the lines in the page's own colours, until these or the text are others
    _top = 0

    def fill(self, text: Text) -> None:
        """Replace the text and go to its beginning."""
        self._text = text
        self._top = 0
        self._fold()

    def shift(self, lines: int) -> None:
        """Go down (or up) by so many lines, as far as there are any."""
        self._top = max(0, min(self._top + lines, len(self._lines) - self.size.height))
        self.refresh()

    def on_resize(self) -> None:
        self._fold()
        self.shift(0)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._looks = ()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.shift(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.shift(-WHEEL)

    def _fold(self) -> None:
        if room := self.size.width:
            console = self.app.console
            folded = console.render_lines(self._text, console.options.update(width=room, height=None))
            self._lines = tuple(Strip(line, room) for line in folded)
            self._looks = ()
            self.refresh()

    def render_line(self, y: int) -> Strip:
        line, below = self._top + y, len(self._lines) - self._top - self.size.height
        if below > 0 and y == self.size.height - 1:
            note = fit(f"▾ 下面还有{below + 1}行", self.size.width)
            return Strip([Segment(note, self.get_component_rich_style("textpage--more"))], self.size.width)
        if line >= len(self._lines):
            return Strip.blank(self.size.width, self.rich_style)
        if not self._looks:
            style = self.rich_style
            self._looks = tuple(folded.apply_style(style).simplify() for folded in self._lines)
        return self._looks[line]
