"""The line in which a filter is typed, and the line below it: what can be put in, what is wrong, what is in force."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from rich.highlighter import Highlighter
from rich.segment import Segment
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from tui.text import clean, fit, width


class Piece(NamedTuple):
    """Characters ``start`` to ``end`` of the text can become ``text``, which is shown as ``label``."""

    start: int
    end: int
    text: str
    label: str


Complete = Callable[[str, int], tuple[Sequence[Piece], str]]
"""Text and place of the cursor → what can be put in there, the likeliest first, and a sentence about it."""


class _Underline(Highlighter):
    """Underlines the characters that are to blame."""

    mistake: tuple[int, int] | None = None

    def highlight(self, text: Text) -> None:
        if self.mistake is not None and len(text):
            start, end = self.mistake
            text.stylize("underline bold", min(start, len(text) - 1), max(end, start + 1))


class FilterField(Input):
    """An input that completes (Tab, or → at the end), walks what was typed before (↑ ↓) and underlines a mistake."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", show=False),
        Binding("right", "complete_or_right", show=False),
        Binding("up", "older", show=False),
        Binding("down", "newer", show=False),
    ]

    class Offered(Message):
        """The cursor or the text has changed: this can be put in, ``chosen`` has been."""

        def __init__(self, pieces: Sequence[Piece], help: str, chosen: int | None) -> None:  # noqa: A002
            self.pieces, self.help, self.chosen = pieces, help, chosen
            super().__init__()

    def __init__(self, complete: Complete, *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        self._underline = _Underline()
        super().__init__(
            placeholder=placeholder, id=id, compact=True, highlighter=self._underline, select_on_focus=False
        )
        self._complete = complete
        self._history: list[str] = []
        self._place: int | None = None  # in the history; None: what is being typed
        self._typed = ""  # what was being typed before the history was walked
        self._cycle: tuple[Sequence[Piece], int, str] | None = None  # the offers, the one put in, the text it gave

    def show_mistake(self, mistake: tuple[int, int] | None) -> None:
        """Underline these characters; None: nothing is wrong."""
        self._underline.mistake = mistake
        self.refresh()

    def remember(self) -> None:
        """Put the text at the end of the history, where ↑ finds it."""
        text = self.value.strip()
        if text:
            self._history = [*(older for older in self._history if older != text), text]
        self._place = None

    def offer(self) -> None:
        """Tell what can be put in where the cursor is, or what has been and what could be in its place."""
        if self._cycle is not None and self._cycle[2] == self.value:
            self.post_message(self.Offered(self._cycle[0], "", self._cycle[1]))
        else:
            pieces, said = self._complete(self.value, self.cursor_position)
            self.post_message(self.Offered(pieces, said, None))

    def watch_selection(self) -> None:
        if self.is_mounted:
            self.offer()

    def action_complete(self) -> None:
        """Put in the first of what can be; again at once, the next one in its place."""
        if self._cycle is not None and self._cycle[2] == self.value and len(self._cycle[0]) > 1:
            pieces, chosen, _ = self._cycle
            chosen = (chosen + 1) % len(pieces)
            before = pieces[chosen].start, pieces[chosen].start + len(pieces[chosen - 1].text)
        else:
            pieces, _ = self._complete(self.value, self.cursor_position)
            chosen = 0
            if not pieces:
                return
            before = pieces[0].start, pieces[0].end
        piece = pieces[chosen]
        text = self.value[: before[0]] + piece.text + self.value[before[1] :]
        self._cycle = pieces, chosen, text
        self.value = text
        self.cursor_position = before[0] + len(piece.text)

    def action_complete_or_right(self) -> None:
        """At the end of the text → completes as well."""
        if self.cursor_at_end and self.value:
            self.action_complete()
        else:
            self.action_cursor_right()

    def action_older(self) -> None:
        """What was typed before."""
        if self._place is None:
            self._typed = self.value
            self._place = len(self._history)
        self._walk(self._place - 1)

    def action_newer(self) -> None:
        """What was typed after that, at last what was being typed."""
        if self._place is not None:
            self._walk(self._place + 1)

    def _walk(self, place: int) -> None:
        place = max(0, place)
        if place >= len(self._history):
            self.value, self._place = self._typed, None
        else:
            self.value, self._place = self._history[place], place
        self.cursor_position = len(self.value)


class HintLine(Widget):
    """One line of plain parts, one of them chosen; or a sentence that says what is wrong."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"hint--text", "hint--chosen", "hint--wrong"}
    DEFAULT_CSS = """
    HintLine {
        height: 1;
        background: $boost;
        & > .hint--text { background: $boost; color: $text-muted; }
        & > .hint--chosen { background: $boost; color: $foreground; text-style: reverse; }
        & > .hint--wrong { background: $boost; color: $text-error; text-style: bold; }
    }
    """

    _lead = ""
    _parts: Sequence[str] = ()
    _chosen: int | None = None
    _is_wrong = False

    @property
    def text(self) -> str:
        """The whole line, uncut."""
        return " ".join(filter(None, (self._lead, *self._parts)))

    def show(self, lead: str, parts: Sequence[str] = (), chosen: int | None = None) -> None:
        """Show the parts after a word that says what they are."""
        self._lead, self._parts, self._chosen, self._is_wrong = lead, parts, chosen, False
        self.refresh()

    def show_wrong(self, sentence: str) -> None:
        """Show what is wrong."""
        self._lead, self._parts, self._chosen, self._is_wrong = f"✗ {sentence}", (), None, True
        self.refresh()

    def render_line(self, y: int) -> Strip:
        room = self.size.width
        text = self.get_component_rich_style("hint--wrong" if self._is_wrong else "hint--text")
        chosen = self.get_component_rich_style("hint--chosen")
        segments = []
        first = 0
        if self._chosen is not None:  # what was chosen is in sight, however many stand before it
            while (
                first < self._chosen and width(" ".join(map(clean, self._parts[first : self._chosen + 1]))) > room // 2
            ):
                first += 1
        for index, part in enumerate((self._lead, *self._parts[first:])):
            word = clean(part)
            if word:
                is_chosen = self._chosen is not None and index > 0 and first + index - 1 == self._chosen
                segments += [Segment(word, chosen if is_chosen else text), Segment("  ", text)]
        line = Strip(segments)
        if line.cell_length > room:
            whole = "".join(segment.text for segment in segments)
            if self._chosen is None:
                line = Strip([Segment(fit(whole, room), text)])
        return line.adjust_cell_length(room, text)
