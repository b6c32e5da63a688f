"""The ledger of situations (情形台账): who is floating, unattached, pocket, lost, abroad; since when, whereto."""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.actions.situations import VIEWS
from tui.rules.changes import Change
from tui.rules.check_items import REASONS, Answers
from tui.rules.situation_items import STATES, items, with_end
from tui.rules.situations import Situation, SituationKind, is_under_six_months
from tui.screens.acting import outcome, working
from tui.screens.dialogs import AskText
from tui.screens.ledger import LedgerScreen, Listing
from tui.screens.member_pick import pick_member
from tui.screens.pick import Pick
from tui.screens.reading import ReadingScreen
from tui.screens.situation_form import SituationForm
from tui.screens.situation_signs import SituationSignsScreen
from tui.screens.situation_text import definitions_text, situation_text
from tui.screens.three_counts import ThreeCountsScreen
from tui.store.cipher import CipherDatabase
from tui.store.commands.situations import (
    amend_situation,
    define_situation,
    end_situations,
    record_situation,
    withdraw_situations,
)  # fmt: skip
from tui.store.queries.evidence import Of
from tui.store.queries.situations import (
    LedgerRow,
    LedgerView,
    StoredSituation,
    as_of_date,
    definitions,
    ledger,
    ledger_page,
    situations_of,
    view_counts,
)  # fmt: skip
from tui.store.session import Session
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.rows import Cell, Row

_COLUMNS = (
    Column("name", "姓名", 8), Column("kind", "情形", 8), Column("since", "起始", 10),
    Column("whereto", "去向、原因", 12, stretch=True), Column("state", "现状", 12),
    Column("branch", "党支部", 16, stretch=True, tail=True),
)  # fmt: skip


class SituationsScreen(LedgerScreen):
    """Lists by kind what holds on the campaign's as-of date, and what is over."""

    TITLE = "情形台账"
    COLUMNS = _COLUMNS
    VIEWS = VIEWS
    ALL_OF = "情形"
    WITHOUT_ROWS = frozenset({"add", "signs", "three", "define", "redefine"})
    EMPTY = "还没有登记。按F4看名册和各项记录中的线索，按F2登记一人。"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.SITUATIONS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.SITUATIONS, Scope.EVERYWHERE)

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self._as_of = ""

    def listing(self, session: Session, view: int, text: str, /) -> Listing:
        as_of = self._as_of = as_of_date(session.db, session.campaign)
        wanted = tuple(LedgerView)[view]
        order = ledger(session.db, session.unit, as_of, wanted, text)
        counts = view_counts(session.db, session.unit, as_of)
        return Listing(order, [counts[each] for each in LedgerView])

    def page(self, db: CipherDatabase, ids: Sequence[int], /) -> Sequence[Row]:
        return [Row(row.id, _cells(row, self.short(row.branch), self._as_of)) for row in ledger_page(db, ids)]

    # one row

    async def _here(self) -> tuple[LedgerRow, StoredSituation] | None:
        number = self.grid.cursor_id
        if number is None:
            return None
        rows = await outcome(self._vault.read(ledger_page, [number]))
        if not rows:
            return None
        known = await outcome(self._vault.read(situations_of, [rows[0].member]))
        return rows[0], next(each for each in known[rows[0].member] if each.id == number)

    def bearer(self, row: int) -> Of | None:
        return Of("situation", row)

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="open")
    async def do_open(self) -> None:
        found = await self._here()
        if found is None:
            self.tell("列表中没有登记。")
            return
        known = await outcome(self._vault.read(definitions, self._vault.session.unit))
        await self.app.push_screen_wait(ReadingScreen(situation_text(*found, known[found[0].situation.kind])))

    @working(group="command")
    async def do_add(self) -> None:
        member = await pick_member(self.app, self._vault)
        if member is None:
            self.tell("已取消，没有任何改动。")
            return
        kinds = list(SituationKind)
        titles = [kind.title for kind in kinds]
        place = await self.app.push_screen_wait(Pick(f"{member.name}（{member.branch}）的情形：", titles))
        if place is None:
            self.tell("已取消，没有任何改动。")
            return
        kind = kinds[place]

        def save(answers: Answers) -> Future[Change]:
            return self._vault.write(record_situation, member.member, kind, answers)

        await self._fill_in(SituationForm(kind, f"{member.name} {member.branch}", items(kind), {}, save))

    @working(group="command")
    async def do_amend(self) -> None:
        found = await self._here()
        if found is None:
            return
        row, stored = found
        situation = stored.situation
        asked = items(situation.kind)
        if situation.until is not None:
            asked = with_end(asked)
        answers = {item.key: value for item in asked if (value := getattr(situation, item.key))}

        def save(told: Answers) -> Future[Change]:
            return self._vault.write(amend_situation, row.id, told)

        await self._fill_in(SituationForm(situation.kind, f"{row.name} {row.branch}", asked, answers, save))

    async def _fill_in(self, form: SituationForm) -> None:
        change = await self.app.push_screen_wait(form)
        if change is None:
            self.tell("没有保存，没有任何改动。")
            return
        self._changed |= change.entry is not None
        await self.reload()
        self.tell_outcome(change)

    # the marks

    @working(group="command")
    async def do_end(self) -> None:
        targets = await self.targets("登记终止时间")
        if not targets:
            return
        today = self._vault.session.clock().date().isoformat()
        until = await self.app.push_screen_wait(AskText("终止时间（如2026、2026-05或2026-05-20）：", today, limit=10))
        why = None if until is None else await self.app.push_screen_wait(AskText("终止的原因、经过（可不填）："))
        if until is None or why is None:
            self.tell("已取消，没有任何改动。")
            return
        day = until.strip()
        await self.run(
            "正在登记…", targets, lambda _p, _c: self._vault.write(end_situations, targets, day, why), again=True
        )

    @working(group="command")
    async def do_withdraw(self) -> None:
        targets = await self.targets("撤回登记")
        if not targets:
            return
        why = await self.app.push_screen_wait(AskText("为什么撤回（登错人、重复登记……）："))
        if not why or not why.strip():
            self.tell("没有写明原因，没有撤回。")
            return
        await self.run(
            "正在撤回…", targets, lambda _p, _c: self._vault.write(withdraw_situations, targets, why), again=True
        )

    # other pages

    @working(exclusive=True, group="open")
    async def do_signs(self) -> None:
        if await self.app.push_screen_wait(SituationSignsScreen(self._vault)):
            self._changed = True
            await self.reload()

    @working(exclusive=True, group="open")
    async def do_three(self) -> None:
        await self.app.push_screen_wait(ThreeCountsScreen(self._vault))

    @working(exclusive=True, group="open")
    async def do_define(self) -> None:
        known = await outcome(self._vault.read(definitions, self._vault.session.unit))
        text: Text = definitions_text(known)
        await self.app.push_screen_wait(ReadingScreen(text))

    @working(group="command")
    async def do_redefine(self) -> None:
        kinds = [kind for kind in SituationKind if kind.ours]
        titles = [kind.title for kind in kinds]
        place = await self.app.push_screen_wait(Pick("改用上级的说法，改哪一种的定义：", titles))
        if place is None:
            return
        kind = kinds[place]
        known = await outcome(self._vault.read(definitions, self._vault.session.unit))
        text = await self.app.push_screen_wait(AskText(f"{kind.title}的定义：", known[kind][0].text))
        source = None if text is None else await self.app.push_screen_wait(AskText("出处（文件名、文号）："))
        if text is None or source is None:
            self.tell("已取消，没有任何改动。")
            return
        await self.run("正在保存…", (), lambda _p, _c: self._vault.write(define_situation, kind, text, source))


def _cells(row: LedgerRow, branch: str, as_of: str) -> tuple[Cell, ...]:
    situation = row.situation
    kind = situation.kind
    reason = situation.reason_words if situation.reason == "other" else REASONS.get(situation.reason or "")
    whereto = reason or situation.destination if kind is SituationKind.LOST else situation.destination
    return (
        Cell(row.name), Cell(kind.label), _cell(situation.since), _cell(whereto), _state(situation, as_of),
        Cell(branch),
    )  # fmt: skip


def _cell(text: str | None) -> Cell:
    return Cell(text) if text else Cell("未登记", "todo")


def _state(situation: Situation, as_of: str) -> Cell:
    """How it stands, or that it is over; for how long it has not lasted yet is said before."""
    if situation.withdrawn is not None:
        return Cell(f"已撤回：{situation.withdrawn}", "dim")
    state = STATES[situation.kind].get(situation.state or "", "")
    if situation.until is not None:
        return Cell(f"至{situation.until} {state}", "dim")
    if is_under_six_months(situation, as_of):
        return Cell(f"不满6个月 {state}", "doubt")
    return _cell(state)
