"""Small dialogs: confirm, ask for a line of text, wait for long work. Esc always leaves without doing anything."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Button, Input, ProgressBar, Static

from tui.text import clean, shortened

R = TypeVar("R")
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

FEW = 30
"""Up to here one Enter confirms; above, the dialog rests on 取消 and the button has to be chosen."""
ARMING_SECONDS = 0.3
"""Keys are ignored for so long, so that a repeating key cannot confirm what it opened."""
LONGEST = 400
"""Cells of a question: what is asked and the field to answer in fit on 80×24, whatever name the question holds."""

_COUNTS = {
    "党员": "人数", "可采纳建议的党员": "人数", "差异": "项数", "情形": "项数", "建议": "项数", "附件": "份数",
}  # fmt: skip


class Confirm(ModalScreen[bool]):
    """Names what will be done to how many, and asks. ``whole`` (everything in the list) wants the number typed."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer(False)", show=False),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]

    def __init__(self, question: str, count: int, *, whole: bool = False, all_of: str = "党员") -> None:
        super().__init__()
        self._all_of = all_of
        self._question = question
        self._count = count
        self._whole = whole and count > FEW

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(shortened(self._question, LONGEST), markup=False)
            if self._whole:
                yield Static(
                    f"这是当前列表的全部{self._all_of}。请输入{_COUNTS[self._all_of]} {self._count} 确认：",
                    markup=False,
                )
                yield Input(disabled=True, max_length=9)
            with Horizontal():
                yield Button("取消", id="no", disabled=True)
                yield Button("确定", id="yes", variant="primary", disabled=True)
            yield Static("", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.set_timer(ARMING_SECONDS, self._arm)

    def _arm(self) -> None:
        self.query_one(".hint", Static).update("←→ 选择    回车 办理    Esc 取消")
        self.query_one("#no").disabled = False
        self.query_one("#yes").disabled = self._whole
        if self._whole:
            self.query_one(Input).disabled = False
            self.query_one(Input).focus()
        else:
            self.query_one("#yes" if self._count <= FEW else "#no").focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one("#yes").disabled = event.value.strip() != str(self._count)

    def on_input_submitted(self) -> None:
        if not self.query_one("#yes").disabled:
            self.dismiss(True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)


class AskText(ModalScreen[str | None]):
    """Asks for one line of text, which is ``hidden`` for passphrases; None when left by Esc."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, question: str, text: str = "", *, limit: int = 500, hidden: bool = False) -> None:
        super().__init__()
        self._question = question
        self._hidden = hidden
        self._text = text
        self._limit = limit

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(shortened(self._question, LONGEST), markup=False)
            yield Input(clean(self._text), max_length=self._limit, select_on_focus=False, password=self._hidden)
            yield Static(f"回车 确定    Esc 取消    至多{self._limit}字", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)

    def action_leave(self) -> None:
        self.dismiss(None)


class Working(ModalScreen[Future[R]], Generic[R]):
    """Long work with a bar: ``start(progress, cancelled)`` gives the future; the dialog closes with it when it is done.

    Esc asks the work to stop; it ends with ``Failure(CANCELLED)`` and leaves nothing.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    class Step(Message):
        """So many of so many are done."""

        def __init__(self, done: int, total: int) -> None:
            self.done, self.total = done, total
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Working.Step)

    class Finished(Message):
        """The future is done."""

        def __init__(self, future: Future[Any]) -> None:
            self.future = future
            super().__init__()

    def __init__(self, title: str, start: Callable[[Progress, Cancelled], Future[R]]) -> None:
        super().__init__()
        self._title = title
        self._start = start
        self._cancel = threading.Event()

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(shortened(self._title, LONGEST), markup=False)
            yield ProgressBar(show_eta=False)
            yield Static("Esc 取消", classes="hint", markup=False)

    def on_mount(self) -> None:
        future = self._start(lambda done, total: self._step(done, total), self._cancel.is_set)
        future.add_done_callback(lambda done: self.post_message(self.Finished(done)))

    def _step(self, done: int, total: int) -> None:
        self.post_message(self.Step(done, total))

    def on_working_step(self, event: Step) -> None:
        self.query_one(ProgressBar).update(total=event.total or None, progress=event.done)

    def on_working_finished(self, event: Finished) -> None:
        self.dismiss(event.future)

    def action_cancel(self) -> None:
        self._cancel.set()
        self.query_one(".hint", Static).update("正在停止，稍候…")
