"""The form of one entry of 组织处置: it stays open, with all that was typed, until the register has taken it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import ClassVar

from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.faults import Failure
from tui.rules.changes import Change
from tui.rules.check_items import Answers, Item
from tui.screens.acting import outcome, working
from tui.screens.item_form import ItemFormScreen
from tui.screens.sheet import Line, SheetScreen
from tui.text import clean

CONFIRM = "F5 写入，Esc 回去修改。"


def _nothing(_answers: Answers) -> str:
    return ""


def _right(_item: Item, _text: str, _answers: Answers) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a form asks and what becomes of it.

    ``items`` and ``needed`` (keys) follow the answers. ``wrong`` says why a text cannot stand at an item, '' if it can;
    ``live`` what is computed from the answers, after each of them; ``barred`` why they cannot be written as they stand,
    '' if they can. ``told`` are the lines of the page that is confirmed
    before ``save`` starts the command. ``fixed`` are keys of lines that only tell something, with the reason.
    """

    heading: str
    hint: str
    items: Callable[[Answers], Sequence[Item]]
    needed: Callable[[Answers], Collection[str]]
    told: Callable[[Answers], Sequence[Line]]
    save: Callable[[Answers], Future[Change]]
    answers: Mapping[str, str] = field(default_factory=dict)
    wrong: Callable[[Item, str, Answers], str] = _right
    live: Callable[[Answers], str] = _nothing
    barred: Callable[[Answers], str] = _nothing
    fixed: Mapping[str, str] = field(default_factory=dict)


class DisposalForm(ItemFormScreen[Change]):
    """Fills in an entry, shows what will be written, and saves it; gives the change, None when it was left."""

    CSS_PATH = "disposal.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.DISPOSAL_FORM, Scope.FORM)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.DISPOSAL_FORM, Scope.FORM, Scope.EVERYWHERE)

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.items(entry.answers), dict(entry.answers))
        self._entry = entry

    def on_mount(self) -> None:
        self.begin(self._entry.heading, self._entry.hint)

    @property
    def lacking(self) -> Sequence[str]:
        needed = self._entry.needed(self.answers)
        return [item.label for item in self.items if item.key in needed and not self.answers.get(item.key)]

    def fixed(self, item: Item) -> str | None:
        return self._entry.fixed.get(item.key)

    def answer(self, item: Item, text: str) -> bool:
        said = clean(text).strip()
        if said and item.accepts(said) and (why := self._entry.wrong(item, said, self.answers)):
            self.tell(f"“{item.label}”不能填“{said}”：{why}，没有改动。", refused=True)
            return False
        if not super().answer(item, text):
            return False
        self.items = tuple(self._entry.items(self.answers))
        self.show_items()
        if live := self._entry.live(self.answers):
            self.tell(live)
        return True

    @working(exclusive=True, group="save")
    async def do_save(self) -> None:
        if self.unfilled():
            return
        if why := self._entry.barred(self.answers):
            self.tell(f"{why}没有写入，请核对后改正。", refused=True)
            return
        page = SheetScreen(self._entry.heading, self._entry.told(self.answers), CONFIRM)
        if not await self.app.push_screen_wait(page):
            self.tell("没有写入，填写的内容都在。")
            return
        try:
            change = await outcome(self._entry.save(self.answers))
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return
        if change.refused:
            await self.app.push_screen_wait(SheetScreen(f"{change.label}：没有写入", reasons(change)))
            self.tell("没有写入，填写的内容都在；改正后按F5再办。", refused=True)
        else:
            self.dismiss(change)


def reasons(change: Change) -> list[Line]:
    """Every reason why a command was refused, a line each."""
    return [(f"理由{number}", reason.label) for number, (reason, _) in enumerate(change.refused, 1)]


def filled(items: Sequence[Item], answers: Answers) -> list[Line]:
    """What was filled in, a line each."""
    return [(item.label, item.words(answers[item.key])) for item in items if answers.get(item.key)]
