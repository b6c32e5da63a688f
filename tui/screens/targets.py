"""Whom a bulk command is for: the marks if there are any, else the row under the cursor, never "everything"."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui.screens.dialogs import LONGEST, Confirm
from tui.store.queries.roster import RosterView
from tui.text import shortened
from tui.widgets.grid import VirtualGrid


class HiddenMarks(ModalScreen[bool | None]):
    """Some marks are out of sight: True for the visible ones only, False for all, None for neither."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]

    def __init__(self, deed: str, visible: int, marked: int) -> None:
        super().__init__()
        self._deed = deed
        self._visible = visible
        self._marked = marked

    def compose(self) -> ComposeResult:
        hidden = self._marked - self._visible
        with Vertical(classes="dialog"):
            said = f"已标记{self._marked:,}人，其中{hidden:,}人不在当前列表中。"
            yield Static(f"{shortened(self._deed, LONGEST)}：{said}", markup=False)
            with Horizontal():
                if self._visible:
                    yield Button(f"只对看得见的{self._visible:,}人", id="visible")
                yield Button(f"对全部{self._marked:,}人", id="all")
                yield Button("取消", id="none")

    def on_mount(self) -> None:
        self.query_one("#visible" if self._visible else "#none").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss({"visible": True, "all": False}.get(event.button.id or ""))

    def action_leave(self) -> None:
        self.dismiss(None)


Warn = Callable[[Sequence[int]], Awaitable[str]]
"""Members → what should be said of them before the command is confirmed; empty for nothing."""


async def choose_targets(
    app: App[None], grid: VirtualGrid, view: RosterView, whole: RosterView, deed: str, warning: Warn | None = None
) -> Sequence[int]:
    """The members a command is for, in roster order; empty when the person thought better of it.

    One row needs no confirmation (there is undo); more are confirmed in proportion to their number.
    """
    marks = grid.marks
    if not len(marks):
        here = grid.cursor_id
        return () if here is None else (here,)
    targets: Sequence[int] = marks.among(whole.order)
    visible: Sequence[int] = targets if view is whole else marks.among(view.order)
    hidden = len(targets) - len(visible)
    if hidden:
        only_visible = await app.push_screen_wait(HiddenMarks(deed, len(visible), len(targets)))
        if only_visible is None:
            return ()
        targets, hidden = (visible, 0) if only_visible else (targets, hidden)
    everybody = len(targets) == len(whole.order)
    if len(targets) > 1:
        unseen = f"其中{hidden:,}人不在当前列表中。" if hidden else ""
        question = f"{deed}：共{len(targets):,}人。{unseen}{await warning(targets) if warning else ''}"
        if not await app.push_screen_wait(Confirm(question, len(targets), whole=everybody)):
            return ()
    return targets
