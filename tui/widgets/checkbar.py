"""The check bar: which of the checks is in hand."""

from collections.abc import Sequence
from itertools import accumulate
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.text import clean, fit, width


class CheckBar(Widget):
    """One line of labels; the chosen one stands in brackets.

    Keys are for the program's table of actions; a click posts ``Chosen``.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"checkbar--label", "checkbar--chosen"}
    DEFAULT_CSS = """
    CheckBar {
        height: 1;
        background: $panel;
        & > .checkbar--label { background: $panel; color: $foreground; }
        & > .checkbar--chosen { background: $panel; color: $foreground; text-style: bold reverse; }
    }
    """

    class Chosen(Message):
        """The label at ``index`` was clicked; the bar itself changes only by ``show()``."""

        def __init__(self, bar: "CheckBar", index: int) -> None:
            self.bar, self.index = bar, index
            super().__init__()

        @property
        def control(self) -> "CheckBar":
            return self.bar

    _labels: tuple[str, ...] = ()
    _chosen = 0

    def show(self, labels: Sequence[str], chosen: int) -> None:
        """Replace the labels and the index of the chosen one."""
        self._labels, self._chosen = tuple(map(clean, labels)), chosen
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        ends = accumulate(width(text) for text in self._texts())
        for index, end in enumerate(ends):
            if event.x < end:
                self.post_message(self.Chosen(self, index))
                return

    def render_line(self, y: int) -> Strip:
        room = self.size.width
        segments = []
        for index, text in enumerate(self._texts()):
            part = fit(text, min(room, width(text)))
            room -= width(part)
            component = "checkbar--chosen" if index == self._chosen else "checkbar--label"
            segments.append(Segment(part, self.get_component_rich_style(component)))
        segments.append(Segment(" " * room, self.get_component_rich_style("checkbar--label")))
        return Strip(segments, self.size.width)

    def _texts(self) -> list[str]:
        """The labels as they stand side by side: on a line that is too short for all of them, closer together."""
        closer = [text.replace(" ", "", 1) for text in self._labels]
        texts = self._beside(self._labels, " ")
        for before in (" ", ""):
            if sum(map(width, texts)) > self.size.width:
                texts = self._beside(closer, before)
        return texts

    def _beside(self, labels: Sequence[str], before: str) -> list[str]:
        return [f"[{text}]" if n == self._chosen else f"{before}{text} " for n, text in enumerate(labels)]
