"""The key line: the keys that can be pressed here, at the bottom of the screen."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.text import fit, width

MOST_LINES = 2


class KeyHint(NamedTuple):
    """A key as printed on the keyboard, what it does, and whether it can be done now."""

    key: str
    label: str
    enabled: bool = True

    @property
    def text(self) -> str:
        """The label as it is drawn after the key."""
        return f"{self.label}  " if self.enabled else f"({self.label}) "


class KeyLine(Widget):
    """Keys and labels on one line, or two where one is too short; what cannot be done now is in brackets.

    A key is never cut: what fits on neither line is left out whole.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keyline--key", "keyline--label", "keyline--disabled"}
    DEFAULT_CSS = """
    KeyLine {
        height: auto;
        background: $panel;
        & > .keyline--key { background: $panel; color: $accent; text-style: bold; }
        & > .keyline--label { background: $panel; color: $foreground; }
        & > .keyline--disabled { background: $panel; color: $text-muted; }
    }
    """

    _hints: tuple[KeyHint, ...] = ()

    def show(self, hints: Sequence[KeyHint]) -> None:
        """Replace the keys; the first ones are the last to be left out."""
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def _lines(self, room: int) -> list[list[KeyHint]]:
        lines: list[list[KeyHint]] = [[]]
        used = 0
        for hint in self._hints:
            taken = width(f"{hint.key} {hint.text}")
            if used + taken > room:
                if len(lines) == MOST_LINES:
                    break
                lines.append([])
                used = 0
            lines[-1].append(hint)
            used += taken
        return lines

    def render_line(self, y: int) -> Strip:
        key, label, disabled = (
            self.get_component_rich_style(f"keyline--{part}") for part in ("key", "label", "disabled")
        )
        lines = self._lines(self.size.width)
        segments: list[Segment] = []
        for hint in lines[y] if y < len(lines) else []:
            segments.append(Segment(f"{hint.key} ", key if hint.enabled else disabled))
            segments.append(Segment(hint.text, label if hint.enabled else disabled))
        room = self.size.width - sum(width(segment.text) for segment in segments)
        return Strip([*segments, Segment(fit("", room), label)], self.size.width)
