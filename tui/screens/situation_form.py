"""The form of one situation of one member."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import ClassVar

from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.faults import Failure
from tui.rules.changes import Change
from tui.rules.check_items import Answers, Item
from tui.rules.situation_items import unstated
from tui.rules.situations import SituationKind
from tui.screens.acting import outcome, working
from tui.screens.item_form import ItemFormScreen

Save = Callable[[Answers], Future[Change]]
"""What F5 does with the answers."""


class SituationForm(ItemFormScreen[Change]):
    """Fills in one situation; gives the change, None when it was left. A refused one stays to be corrected."""

    CSS_PATH = "check_form.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.SITUATION_FORM, Scope.FORM)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.SITUATION_FORM, Scope.FORM, Scope.EVERYWHERE)

    def __init__(
        self, kind: SituationKind, who: str, items: Sequence[Item], answers: dict[str, str], save: Save
    ) -> None:
        super().__init__(items, answers)
        self._kind = kind
        self._who = who
        self._save = save

    def on_mount(self) -> None:
        self.begin(
            f"{self._who} · {self._kind.title}", f"回车填写，F5 保存。{self._kind.texts[0].text}", "内部 · 情形登记"
        )

    @property
    def lacking(self) -> Sequence[str]:
        return unstated(self._kind, self.answers)

    @working(exclusive=True, group="save")
    async def do_save(self) -> None:
        try:
            change = await outcome(self._save(self.answers))
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return
        if change.refused_count:
            self.tell(change.sentence(), refused=True)
            return
        self.dismiss(change)
