"""The key line: the keys that can be pressed here, on the last line of the screen."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.text import fit, width


class KeyHint(NamedTuple):
    """A key as printed on the keyboard, what it does, and whether it can be done now."""

    key: str
    label: str
    enabled: bool = True


class KeyLine(Widget):
    """One line of keys and labels; what does not fit is left out whole, what cannot be done now is in brackets."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keyline--key", "keyline--label", "keyline--disabled"}
    DEFAULT_CSS = """
    KeyLine {
        height: 1;
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
            self.refresh()

    def render_line(self, y: int) -> Strip:
        room = self.size.width
        key, label, disabled = (
            self.get_component_rich_style(f"keyline--{part}") for part in ("key", "label", "disabled")
        )
        segments: list[Segment] = []
        for hint in self._hints:
            text = f"{hint.label} " if hint.enabled else f"({hint.label})"
            taken = width(f"{hint.key} {text} ")
            if taken > room:
                break
            room -= taken
            segments.append(Segment(f"{hint.key} ", key if hint.enabled else disabled))
            segments.append(Segment(f"{text} ", label if hint.enabled else disabled))
        segments.append(Segment(fit("", room), label))
        return Strip(segments, self.size.width)
