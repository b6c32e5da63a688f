"""A form about a member's file; gives what was filled in."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.rules.archive_forms import Form
from tui.screens.item_form import ItemFormScreen


class ArchiveForm(ItemFormScreen[dict[str, str]]):
    """Fills in a form; None when it was left. ``about`` says whose file it is."""

    CSS_PATH = "archives.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.ARCHIVE_FORM, Scope.FORM)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ARCHIVE_FORM, Scope.FORM, Scope.EVERYWHERE)

    def __init__(self, form: Form, about: str, answers: Mapping[str, str]) -> None:
        super().__init__(form.items, {key: answer for key, answer in answers.items() if answer})
        self._form = form
        self._about = about

    def on_mount(self) -> None:
        self.begin(f"{self._form.title} · {self._about}", "回车填写，F5保存，Esc放弃。")

    @property
    def lacking(self) -> Sequence[str]:
        return [item.label for item in self.items if item.key in self._form.needed and not self.answers.get(item.key)]

    def do_save(self) -> None:
        if self.unfilled():
            return
        self.dismiss(dict(self.answers))
