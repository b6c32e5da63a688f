"""What in the vault speaks for a situation that the ledger does not have: looked at, taken over or left."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import fields
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.worker import Worker

from tui.actions import Scope, bindings
from tui.actions.situations import SIGN_VIEWS
from tui.rules.changes import Change
from tui.rules.check_items import Answers
from tui.rules.situation_items import in_words, items
from tui.rules.situations import Situation
from tui.screens.acting import working
from tui.screens.ledger import LedgerScreen, Listing
from tui.screens.situation_form import SituationForm
from tui.store.cipher import CipherDatabase
from tui.store.commands.situations import record_situation, take_over_signs
from tui.store.queries.situation_signs import MemberSign, each_sign
from tui.store.session import Session
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.rows import Cell, Row

_COLUMNS = (
    Column("name", "姓名", 8), Column("kind", "情形", 8), Column("told", "线索所说", 14, stretch=True),
    Column("basis", "依据", 16), Column("branch", "党支部", 18, stretch=True, tail=True),
)  # fmt: skip


class SituationSignsScreen(LedgerScreen):
    """Lists the signs; many at once are taken over only where the roster itself says so."""

    TITLE = "情形建议"
    COLUMNS = _COLUMNS
    VIEWS = SIGN_VIEWS
    ALL_OF = "建议"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.SITUATION_SIGNS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.SITUATION_SIGNS, Scope.EVERYWHERE)

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self._signs: list[MemberSign] = []
        self._stale = True

    def listing(self, session: Session, view: int, text: str, /) -> Listing:
        if self._stale:
            self._signs = each_sign(session.db, session.campaign, session.unit)
            self._stale = False
        wanted = [
            place
            for place, each in enumerate(self._signs)
            if text in each.name or text in each.branch
        ]  # fmt: skip
        stated = [place for place in wanted if self._signs[place].sign.stated]
        others = [place for place in wanted if not self._signs[place].sign.stated]
        lists = (wanted, stated, others)
        return Listing(lists[view], [len(each) for each in lists])

    def page(self, db: CipherDatabase, ids: Sequence[int], /) -> Sequence[Row]:
        return [Row(number, _cells(self._signs[number])) for number in ids]

    async def reload(self) -> None:
        await super().reload()
        if not self._signs:
            self.tell("没有发现台账以外的线索。Esc 返回。")

    @on(VirtualGrid.Opened)
    @working(group="command")
    async def do_open(self) -> None:
        number = self.grid.cursor_id
        if number is None or number >= len(self._signs):
            return
        found = self._signs[number]
        situation = found.sign.situation
        told = {each.name: getattr(situation, each.name) for each in fields(Situation) if each.name != "kind"}
        asked = items(situation.kind)
        answers = {item.key: told[item.key] for item in asked if told.get(item.key) and item.accepts(told[item.key])}

        def save(said: Answers) -> Future[Change]:
            return self._vault.write(record_situation, found.member, situation.kind, said, found.sign.basis)

        form = SituationForm(situation.kind, f"{found.name} {found.branch}", asked, answers, save)
        change = await self.app.push_screen_wait(form)
        if change is None:
            self.tell("没有登记，没有任何改动。")
            return
        self._changed, self._stale = True, True
        await self.reload()
        self.tell_outcome(change)

    @working(group="command")
    async def do_adopt(self) -> None:
        targets = await self.targets("照线索登记情形")
        if not targets:
            return
        chosen = [(self._signs[number].member, self._signs[number].sign.situation.kind) for number in targets]
        self._stale = True
        await self.run(
            "正在登记…",
            targets,
            lambda p, c: self._vault.write(take_over_signs, chosen, progress=p, cancelled=c),
            again=True,
        )

    def do_undo(self) -> Worker[None]:
        self._stale = True
        return super().do_undo()

    def do_redo(self) -> Worker[None]:
        self._stale = True
        return super().do_redo()


def _cells(found: MemberSign) -> tuple[Cell, ...]:
    situation = found.sign.situation
    told = in_words(situation).removeprefix(situation.kind.label).strip()
    return (
        Cell(found.name), Cell(situation.kind.label), Cell(told),
        Cell(found.sign.basis, "good" if found.sign.stated else "todo"), Cell(found.branch),
    )  # fmt: skip
