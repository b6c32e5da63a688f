"""处置程序一览: every kind of disposal with its basis and steps; local procedure files are taken in here."""

from typing import ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.faults import Failure
from tui.intake.disposal_procedures import read_procedures
from tui.rules.disposal.procedures import PROCEDURES, Procedure
from tui.rules.disposal.words import whom
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import Confirm
from tui.screens.disposal_words import procedure_lines
from tui.screens.sheet import Line, SheetScreen, sheet_text
from tui.store.commands.disposal_procedures import take_in, withdraw
from tui.store.queries.disposal_kinds import LocalKind, local_kinds
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine
from tui.widgets.textpage import TextPage

_COLUMNS: Final = (
    Column("label", "处置方式", 26, stretch=True), Column("sets", "政策", 10), Column("whom", "适用", 18),
    Column("steps", "步骤", 4), Column("origin", "来源", 8),
)  # fmt: skip
CONFIRM: Final = "F5 装入，Esc 不装入。"
ENDINGS: Final = (".toml",)


class DisposalKindsScreen(ActingScreen[bool]):
    """Lists the kinds; dismissed with whether a local one was taken in or out of use."""

    CSS_PATH = "disposal.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.DISPOSAL_KINDS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.DISPOSAL_KINDS, Scope.EVERYWHERE)

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self._vault = vault
        self._kinds: list[tuple[Procedure, LocalKind | None]] = []
        self._changed = False
        self.ready = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(_COLUMNS)
        yield TextPage()
        yield Notice()
        yield KeyLine()

    async def on_mount(self) -> None:
        self.query_one("#title", StatusLine).show("处置程序一览", "内部")
        await self.reload()
        self.query_one(VirtualGrid).focus()
        self.tell("程序内置的按所列文件办理，不能改；F2装入本地实施办法，只能增加或更严。")
        self.ready = True

    async def reload(self) -> None:
        """Read the local kinds again; the cursor stays."""
        local = await outcome(self._vault.read(local_kinds, self._vault.session.unit))
        self._kinds = [(each, None) for each in PROCEDURES.values()] + [(each.procedure, each) for each in local]
        self.query_one(VirtualGrid).show(ListedRows(len(self._kinds), self._cells))
        self._show_here()
        self.show_keys()

    def _cells(self, index: int) -> tuple[Cell, ...]:
        procedure, local = self._kinds[index]
        origin = "内置" if local is None else "已停用" if local.withdrawn_on else "本地"
        steps, sets = str(len(procedure.steps)), "、".join(procedure.sets)
        return (
            Cell(procedure.label), Cell(sets), Cell(whom(procedure)), Cell(steps),
            Cell(origin, "" if local is None else "dim" if local.withdrawn_on else "good"),
        )  # fmt: skip

    @property
    def here(self) -> tuple[Procedure, LocalKind | None] | None:
        """The kind under the cursor."""
        place = self.query_one(VirtualGrid).cursor_id
        return self._kinds[place] if place is not None and place < len(self._kinds) else None

    def refusal(self, action: Action) -> str | None:
        if action.id == "disposal_kinds.withdraw" and self._kinds:
            here = self.here
            if here is None or here[1] is None:
                return "程序内置的处置方式不能停用。"
            if here[1].withdrawn_on:
                return f"已于{here[1].withdrawn_on}停用。"
        return None

    @on(VirtualGrid.CursorMoved)
    def _show_here(self) -> None:
        here = self.here
        text = sheet_text(here[0].label, procedure_lines(here[0])[1:]) if here else Text()
        self.query_one(TextPage).fill(text)
        self.show_keys()

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="command")
    async def do_open(self) -> None:
        if here := self.here:
            await self.app.push_screen_wait(SheetScreen(here[0].label, procedure_lines(here[0])[1:]))

    @working(exclusive=True, group="command")
    async def do_take_in(self) -> None:
        path = await self.app.push_screen_wait(ChooseScreen("装入哪个程序文件（.toml）", ENDINGS))
        if path is None:
            self.tell("已放弃，没有装入。")
            return
        try:
            text, kinds = await outcome(self._vault.read(lambda _db: read_procedures(path)))
            lines: list[Line] = [line for each in kinds.values() for line in (*procedure_lines(each), ("", ""))]
            if not await self.app.push_screen_wait(SheetScreen("将要装入的处置程序", lines, CONFIRM)):
                self.tell("已放弃，没有装入。")
                return
            change = await outcome(self._vault.write(take_in, text))
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return
        self._changed |= change.entry is not None
        await self.reload()
        self.tell_outcome(change)

    @working(exclusive=True, group="command")
    async def do_withdraw(self) -> None:
        here = self.here
        if here is None or here[1] is None:
            return
        question = f"停用“{here[0].label}”：不再按它立案，已立的案按原程序办完。"
        if not await self.app.push_screen_wait(Confirm(question, 1)):
            self.tell("已取消，没有任何改动。")
            return
        change = await outcome(self._vault.write(withdraw, here[1].id))
        self._changed |= change.entry is not None
        await self.reload()
        self.tell_outcome(change)

    def do_back(self) -> None:
        self.dismiss(self._changed)
