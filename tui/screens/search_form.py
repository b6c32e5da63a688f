"""The forms of a case: what it states beside its searches, and the 定性 sheet."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import ClassVar

from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.faults import Failure
from tui.rules.changes import Change
from tui.rules.check_items import Answers, Item
from tui.rules.search_cases import FACTS, NATURE, CaseOutcome, unfilled, unstated
from tui.screens.acting import outcome, working
from tui.screens.item_form import ItemFormScreen
from tui.store.commands.searches import said, set_facts, set_nature
from tui.store.queries.search_cases import CaseFile
from tui.store.vault import Vault


class SearchForm(ItemFormScreen[Change]):
    """Fills in items of a case; gives the change, None when it was left."""

    CSS_PATH = "check_form.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.SEARCH_FORM, Scope.FORM)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.SEARCH_FORM, Scope.FORM, Scope.EVERYWHERE)

    def __init__(
        self,
        title: str,
        items: Sequence[Item],
        file: CaseFile,
        lacking: Callable[[Answers], Sequence[str]],
        save: Callable[[Answers], Future[Change]],
    ) -> None:
        super().__init__(items, said(file.facts, items))
        self._title = title
        self._file = file
        self._lacking = lacking
        self._save = save

    def on_mount(self) -> None:
        self.begin(f"{self._file.member['name']} · {self._title}", "回车填写，空格换选项，F5 保存。")

    @property
    def lacking(self) -> Sequence[str]:
        return self._lacking(self.answers)

    @working(exclusive=True, group="save")
    async def do_save(self) -> None:
        try:
            change = await outcome(self._save(self.answers))
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return
        self.dismiss(change)


def facts_form(vault: Vault, file: CaseFile) -> SearchForm:
    """The form of what the two 登记表 ask."""
    return SearchForm(
        "失联情况",
        FACTS,
        file,
        lambda answers: list(unfilled(answers)),
        lambda answers: vault.write(set_facts, file.case, answers),
    )


def nature_form(vault: Vault, file: CaseFile) -> SearchForm:
    """The 定性 sheet."""
    return SearchForm(
        "失联性质认定表",
        NATURE,
        file,
        lambda answers: unstated(CaseOutcome.UNREACHABLE, answers),
        lambda answers: vault.write(set_nature, file.case, answers),
    )
