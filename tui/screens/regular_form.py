"""The form of one entry of 规范管理: a fact, a step, what followed; it stays open until the register has taken it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from typing import ClassVar

from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.faults import Failure
from tui.rules.changes import Change
from tui.rules.check_items import Item
from tui.screens.acting import outcome, working
from tui.screens.item_form import ItemFormScreen

Save = Callable[[dict[str, str]], Future[Change]]
"""Starts the command that writes the answers."""


class RegularForm(ItemFormScreen[Change]):
    """Fills in ``items`` and saves them; gives the change, None when it was left. ``needed`` are keys."""

    CSS_PATH = "regularization.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.REGULAR_FORM, Scope.FORM)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.REGULAR_FORM, Scope.FORM, Scope.EVERYWHERE)

    def __init__(
        self, heading: str, items: Sequence[Item], answers: Mapping[str, str], needed: Collection[str], save: Save
    ) -> None:
        super().__init__(items, dict(answers))
        self._heading = heading
        self._needed = frozenset(needed)
        self._save = save

    def on_mount(self) -> None:
        self.begin(self._heading, "回车填写，空格换下一选项，F5 保存。")

    @property
    def lacking(self) -> Sequence[str]:
        return [item.label for item in self.items if item.key in self._needed and not self.answers.get(item.key)]

    @working(exclusive=True, group="save")
    async def do_save(self) -> None:
        if self.unfilled():
            return
        try:
            change = await outcome(self._save(self.answers))
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return
        if change.refused:
            self.tell_outcome(change)
        else:
            self.dismiss(change)
