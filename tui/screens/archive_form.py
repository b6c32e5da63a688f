"""A form about a member's file; gives what was filled in."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.rules.archive_forms import Form
from tui.screens.acting import working
from tui.screens.dialogs import Confirm
from tui.screens.item_form import ItemFormScreen
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.statusline import StatusLine


class ArchiveForm(ItemFormScreen[dict[str, str] | None]):
    """Fills in a form; None when it was left. ``about`` says whose file it is."""

    CSS_PATH = "archives.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.ARCHIVE_FORM, Scope.FORM)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ARCHIVE_FORM, Scope.FORM, Scope.EVERYWHERE)

    def __init__(self, form: Form, about: str, answers: Mapping[str, str]) -> None:
        super().__init__(form.items, {key: answer for key, answer in answers.items() if answer})
        self._form = form
        self._about = about

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(id="items")
        yield Notice()
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#title", StatusLine).show(f"{self._form.title} · {self._about}", "内部")
        self.show_items()
        self.query_one(VirtualGrid).focus()
        self.tell("回车填写，F5保存，Esc放弃。")
        self.show_keys()

    @property
    def lacking(self) -> Sequence[str]:
        return [item.label for item in self.items if item.key in self._form.needed and not self.answers.get(item.key)]

    def do_save(self) -> None:
        if self.lacking:
            self.tell(f"还没有填写：{'、'.join(self.lacking)}，没有保存。", refused=True)
            return
        self.dismiss(dict(self.answers))

    @working(exclusive=True, group="leave")
    async def do_back(self) -> None:
        if not self.dirty or await self.app.push_screen_wait(Confirm("填写的内容没有保存，确定放弃？", 1)):
            self.dismiss(None)
