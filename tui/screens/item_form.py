"""A form of items on a screen: one line each, filled in by keys alone."""

from collections.abc import Sequence
from typing import TypeVar

from textual import on
from textual.app import ComposeResult

from tui.rules.check_items import Item, Kind
from tui.screens.acting import ActingScreen, working
from tui.screens.check_text import in_words
from tui.screens.dialogs import AskText, Confirm
from tui.screens.pick import Pick
from tui.text import clean
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine

S = TypeVar("S")
_COLUMNS = (Column("item", "项目", 33), Column("answer", "填写内容", 20, stretch=True), Column("state", "", 4))
_LONGEST_NUMBER = 6
_LONGEST_DATE = 10
_TICK = "✓ "


class ItemFormScreen(ActingScreen[S | None]):
    """Asks for items one below the other: Enter fills in the line, Space takes the next choice, Del empties it.

    A subclass calls ``begin`` when it is mounted, says in ``lacking`` which labels must still be filled in, and saves.
    None when it was left.
    """

    def __init__(self, items: Sequence[Item], answers: dict[str, str]) -> None:
        super().__init__()
        self.items = tuple(items)
        self.answers = dict(answers)
        self._first = dict(answers)
        self._hint = ""

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(id="items")
        yield Notice()
        yield KeyLine()

    def begin(self, heading: str, hint: str, right: str = "内部") -> None:
        """Show the form: its heading, the items, and on the message line what to do."""
        self.query_one("#title", StatusLine).show(heading, right)
        self.show_items()
        self.query_one(VirtualGrid).focus()
        self._hint = hint
        self.tell(hint)
        self.show_keys()

    @property
    def lacking(self) -> Sequence[str]:
        """Labels that must still be filled in as things stand."""
        return ()

    def fixed(self, item: Item) -> str | None:
        """Why the line cannot be filled in, for one that only tells something; None for every other."""
        return None

    @property
    def dirty(self) -> bool:
        """Whether anything was filled in or emptied since the form was opened."""
        return self.answers != self._first

    def show_items(self) -> None:
        """Draw the lines anew; the cursor stays."""
        grid = self.query_one(VirtualGrid)
        grid.columns = _COLUMNS
        grid.show(ListedRows(len(self.items), self._cells))

    def _cells(self, index: int) -> tuple[Cell, ...]:
        item = self.items[index]
        answer = self.answers.get(item.key, "")
        needed = not answer and item.label in self.lacking
        return (
            Cell(item.label),
            Cell(in_words(item, answer) if answer else ""),
            Cell("须填" if needed else "", "todo"),
        )

    @property
    def here(self) -> Item | None:
        """The item under the cursor."""
        index = self.query_one(VirtualGrid).cursor_id
        return self.items[index] if index is not None and index < len(self.items) else None

    @property
    def _fillable(self) -> Item | None:
        """The item under the cursor; None for none, and with its reason for one that only tells something."""
        item = self.here
        if item is None or (why := self.fixed(item)) is None:
            return item
        self.tell(why, refused=True)
        return None

    def answer(self, item: Item, text: str) -> bool:
        """Fill in an item, or empty it; what is no answer is refused with its reason. Whether it was taken."""
        text = clean(text).strip()
        if text and not item.accepts(text):
            self.tell(f"“{item.label}”不能填“{text}”（{item.kind.hint}），没有改动。", refused=True)
            return False
        if text:
            self.answers[item.key] = text
        else:
            self.answers.pop(item.key, None)
        self.show_items()
        if self.query_one(Notice).kind == "refused":
            self.tell(self._hint)
        return True

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="fill")
    async def do_fill(self) -> None:
        item = self._fillable
        if item is None:
            return
        before = self.answers.get(item.key, "")
        if item.kind is Kind.CHOICE and item.choices:
            values = [*item.choices, ""]
            place = values.index(before) if before in item.choices else 0
            words = [*item.choices.values(), "（不填）"]
            chosen = await self.app.push_screen_wait(Pick(f"{item.label}：", words, place))
            if chosen is not None:
                self.answer(item, values[chosen])
                self.query_one(VirtualGrid).action_move(1)
        elif item.kind is Kind.SEVERAL and item.choices:
            await self._fill_several(item, list(item.choices))
        else:
            limit = {Kind.NUMBER: _LONGEST_NUMBER, Kind.DATE: _LONGEST_DATE, Kind.DAY: _LONGEST_DATE}.get(
                item.kind, item.limit
            )
            question = f"{item.label}（{item.kind.hint}）：" if item.kind is not Kind.TEXT else f"{item.label}："
            text = await self.app.push_screen_wait(AskText(question, before, limit=limit))
            if text is not None and self.answer(item, text):
                self.query_one(VirtualGrid).action_move(1)

    async def _fill_several(self, item: Item, values: list[str]) -> None:
        """Tick and untick until Esc."""
        place: int | None = 0
        while True:
            ticked = [part for part in self.answers.get(item.key, "").split(",") if part]
            words = [f"{_TICK if value in ticked else '  '}{item.words(value)}" for value in values]
            question = f"{item.label}（回车选上或去掉）："
            place = await self.app.push_screen_wait(Pick(question, words, place or 0, leaving="完成"))
            if place is None:
                return
            turned = values[place]
            wanted = [value for value in values if (value in ticked) != (value == turned)]
            self.answer(item, ",".join(wanted))

    def do_cycle(self) -> None:
        item = self._fillable
        if item is None:
            return
        if item.kind is not Kind.CHOICE or not item.choices:
            self.tell("这一项请按回车填写。")
            return
        values = list(item.choices)
        before = self.answers.get(item.key)
        self.answer(item, values[(values.index(before) + 1) % len(values)] if before in values else values[0])

    def do_empty(self) -> None:
        if item := self._fillable:
            self.answer(item, "")

    def unfilled(self) -> bool:
        """Say what must still be filled in; whether there is any."""
        if self.lacking:
            self.tell(f"还须填写：{'、'.join(self.lacking)}。", refused=True)
        return bool(self.lacking)

    @working(exclusive=True, group="leave")
    async def do_back(self) -> None:
        if not self.dirty or await self.app.push_screen_wait(Confirm("填写的内容没有保存，确定放弃？", 1)):
            self.dismiss(None)
