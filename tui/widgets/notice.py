"""The notice: the last thing the program said, until it says something else."""

from typing import ClassVar, Literal

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.text import fit

Kind = Literal["plain", "done", "refused"]
GLYPHS: dict[Kind, str] = {"plain": " ", "done": "✓", "refused": "✗"}


class Notice(Widget):
    """One line of plain text; a glyph before it says whether something was done or refused."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"notice--plain", "notice--done", "notice--refused"}
    DEFAULT_CSS = """
    Notice {
        height: 1;
        background: $surface;
        & > .notice--plain { background: $surface; color: $foreground; }
        & > .notice--done { background: $surface; color: $text-success; }
        & > .notice--refused { background: $surface; color: $text-error; text-style: bold; }
    }
    """

    text = ""
    """The whole message, of which a narrow screen may show only the beginning."""
    kind: Kind = "plain"

    def show(self, text: str, kind: Kind = "plain") -> None:
        """Replace the message; an empty one leaves the line blank."""
        self.text, self.kind = text, kind
        self.refresh()

    def render_line(self, y: int) -> Strip:
        line = f"{GLYPHS[self.kind]} {self.text}"
        style = self.get_component_rich_style(f"notice--{self.kind}")
        return Strip([Segment(fit(line, self.size.width), style)], self.size.width)
