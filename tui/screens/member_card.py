"""The focused card (党员卡片): one member on a page, for going through a list one by one.

Verdicts, notes and fields are given here as in the list; whoever is shown is whom a key is for. While the next member
is being fetched, a key that gives something is refused: it would be for somebody who has not been looked at.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import Resize

from tui.actions import Action, Scope, bindings
from tui.faults import Failure
from tui.rules.changes import Change
from tui.rules.checks import Check, Given, Stage, Verdict
from tui.rules.member_fields import FIELDS, MemberField
from tui.rules.required import missing
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.card_text import checks_text
from tui.screens.check_form import fill_check
from tui.screens.choose import ChooseScreen
from tui.screens.commanding import agreed_to_undo
from tui.screens.dialogs import AskText
from tui.screens.field_entry import ask_value
from tui.screens.member_history import MemberHistoryScreen
from tui.screens.member_pane import MemberPane, add_record, ages
from tui.screens.pick import Pick
from tui.screens.verdict_keys import VerdictKeys
from tui.store.commands import undo
from tui.store.commands.editing import set_field
from tui.store.commands.revealing import reveal
from tui.store.commands.verdicts import give_verdict, write_note
from tui.store.queries.focused import FocusedCard, focused_card, next_unchecked
from tui.store.queries.members import MemberCard
from tui.store.queries.progress import UnitHead
from tui.store.vault import Vault
from tui.text import clean
from tui.widgets.checkbar import CheckBar
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.statusline import StatusLine
from tui.widgets.textpage import TextPage

WIDE: Final = 130
"""Screen width from which the whole record stands beside the checks; below it follows them on the same page."""


@dataclass
class CardOutcome:
    """What came of a visit to the card: the check and the stage in hand when it was left, how many entries were
    written, whose rows they touched, and whether the list has to be read again."""

    check: Check
    stage: Stage
    entries: int = 0
    members: set[int] = field(default_factory=set)
    reread: bool = False


class MemberCardScreen(VerdictKeys, ActingScreen[CardOutcome]):
    """Shows the members of ``order`` one at a time, beginning at ``place``; ``moved`` hears of every other place."""

    CSS_PATH = "member_card.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.MEMBER,)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.MEMBER, Scope.EVERYWHERE),
        Binding("enter", "run('app.back')", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
        Binding("home", "scroll(-10000)", show=False),
        Binding("end", "scroll(10000)", show=False),
    ]

    def __init__(
        self, vault: Vault, order: Sequence[int], place: int, head: UnitHead, outcome: CardOutcome,
        moved: Callable[[int], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self._vault = vault
        self._order = order
        self._place = place
        self._head = head
        self._outcome = outcome
        self._moved = moved
        self._focused: FocusedCard | None = None
        self._shown: int | None = None  # the place whose member is shown
        self._absence = _UNREAD  # why there is nobody on the page
        self._revealed: dict[str, str] = {}
        self._staying = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield CheckBar()
        with Horizontal():
            yield TextPage(id="checks")
            yield MemberPane()
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    def on_mount(self) -> None:
        self._go(self._place)

    @property
    def card(self) -> MemberCard | None:
        """The member shown."""
        return self._focused.card if self._focused else None

    @property
    def ready(self) -> bool:
        """Whether the member at the place in hand is shown."""
        return self._shown == self._place

    # what is shown

    def _go(self, place: int) -> None:
        if place != self._place:
            self._place = place
            self._revealed = {}
            self._moved(place)
        self._load()

    @working(exclusive=True, group="card")
    async def _load(self) -> None:
        place = self._place
        reading = self._vault.read(focused_card, self._vault.session.campaign, self._order[place])
        try:
            self._focused, self._absence = await outcome(reading), _GONE
        except Failure as failure:
            self._focused, self._absence = None, _UNREAD
            self.tell(str(failure), refused=True)
        self._shown = place
        self._show()

    def on_resize(self, event: Resize) -> None:
        self.query_one(MemberPane).display = event.size.width >= WIDE
        if self._shown is not None:
            self.call_after_refresh(self._show)

    def _show(self) -> None:
        focused, check, stage = self._focused, self._outcome.check, self._outcome.stage
        title, bar = self.query_one("#title", StatusLine), self.query_one(CheckBar)
        place = f"内部 · 第{self._place + 1:,} / {len(self._order):,}人"
        if focused is None:
            title.show(self._absence, place)
            self.query_one("#checks", TextPage).fill(Text())
            self.query_one(MemberPane).show(None, self._head.as_of)
            self.show_keys()
            return
        card = focused.card
        said = (card.fields["name"], ages(card.fields, self._head.as_of), card.path[-1] if card.path else "")
        title.show(clean("  ".join(filter(None, said))), place)
        verdicts = card.reviews[stage.number - 1].verdicts
        marks = [f"{given.check.number} {given.check.label} {given.verdict.mark}" for given in verdicts]
        bar.show(
            [f"{text}{given.verdict.letter}" for text, given in zip(marks, verdicts, strict=True)], check.number - 1
        )
        page = self.query_one("#checks", TextPage)
        text = checks_text(focused, check, stage, page.content_size.width or self.size.width)
        wide = self.query_one(MemberPane).display
        if not wide:
            add_record(text, card, self._revealed)
        page.fill(text)
        self.query_one(MemberPane).show(card, self._head.as_of, self._revealed)
        manner = f"记结论后{'停留' if self._staying else '转到下一名未查的人'}（空格改）"
        self.query_one("#status", StatusLine).show(f"{stage.label}  {manner}", f"填表日期 {self._head.as_of}")
        self.show_keys()

    def refusal(self, action: Action) -> str | None:
        name = action.id.partition(".")[2]
        if action.scope is not Scope.MEMBER or name in _ALWAYS:
            return None
        if not self.ready:
            return "正在转到下一人，请看清后再按。"
        if self._focused is None:
            return f"{self._absence}，无从办理。"
        if name == "stage" and self._head.kind.holds_members:
            return "党支部只作自查，核查由上级党组织的工作组进行。"
        if name == "fill" and not self._missing():
            return f"“{self._outcome.check.label}”应填的项目没有缺项。"
        return None

    def action_scroll(self, lines: int) -> None:
        self.query_one("#checks", TextPage).shift(lines)
        self.query_one(MemberPane).shift(lines)

    def do_previous(self) -> None:
        if self._place:
            self._go(self._place - 1)
        else:
            self.tell("已是第一人。")

    def do_next(self) -> None:
        if self._place + 1 < len(self._order):
            self._go(self._place + 1)
        else:
            self.tell("已是最后一人。")

    @on(CheckBar.Chosen)
    def _check_clicked(self, event: CheckBar.Chosen) -> None:
        self.choose_check(tuple(Check)[event.index])

    def choose_check(self, check: Check) -> None:
        self._outcome.check = check
        self._show()
        self.tell(f"在手核查项：{check.number} {check.title}")

    def do_stage(self) -> None:
        self._outcome.stage = self._outcome.stage.other
        self._show()
        self.tell(f"当前为{self._outcome.stage.label}。")

    def do_stay(self) -> None:
        self._staying = not self._staying
        self._show()
        self.tell("记结论后停留。" if self._staying else "记结论后转到下一名未查的人。")

    # verdicts and notes

    def judge(self, verdict: Verdict) -> None:
        member, self._shown = self._order[self._place], None  # nothing is given twice while this one is carried out
        self._give(member, verdict)

    @working(group="command")
    async def _give(self, member: int, verdict: Verdict) -> None:
        check, stage, place = self._outcome.check, self._outcome.stage, self._place
        try:
            change = await self._run(
                self._vault.write(give_verdict, stage, check, verdict, (member,), given=Given.SINGLY)
            )
            if change is None or change.refused_count or verdict is Verdict.UNCHECKED or self._staying:
                return
            campaign = self._vault.session.campaign
            found = await outcome(self._vault.read(next_unchecked, campaign, stage, check, self._order, place))
            if found is None:
                self.tell(f"{change.sentence()}列表中“{check.label}”已没有未查的人。", done=True)
            else:
                place = found
        finally:
            self._go(place)

    @working(group="command")
    async def do_note(self) -> None:
        card, stage = self.card, self._outcome.stage
        if card is None:
            return
        old = card.reviews[stage.number - 1].note or ""
        text = await self.app.push_screen_wait(AskText(f"{clean(card.fields['name'])}的备注（{stage.label}）：", old))
        if text is not None:
            await self._run(self._vault.write(write_note, stage, (card.id,), text))
            self._load()

    @working(group="command")
    async def do_record(self) -> None:
        came = self._outcome
        if self.card and (filled := await fill_check(self.app, self._vault, came.stage, came.check, self.card.id)):
            self._done(filled.change)
            self._load()

    # the record

    def _missing(self) -> tuple[str, ...]:
        return missing(self._focused.card.fields, self._outcome.check) if self._focused else ()

    @working(group="command")
    async def do_fill(self) -> None:
        """Ask for what the check in hand misses, one field after the other, until Esc."""
        card = self.card
        if card is None:
            return
        for name in self._missing():
            if not await self._enter(card, FIELDS[name], "跳过"):
                break
        self._load()

    @working(group="command")
    async def do_edit(self) -> None:
        card = self.card
        if card is None:
            return
        fields = list(FIELDS.values())
        chosen = await self.app.push_screen_wait(Pick("改哪一项：", [each.label for each in fields]))
        if chosen is not None:
            await self._enter(card, fields[chosen], "清空")
            self._load()

    async def _enter(self, card: MemberCard, column: MemberField, none: str) -> bool:
        """Ask for a field until what is typed is a value of it; False when the person left by Esc."""
        said, value = "", card.fields.get(column.id)
        while True:
            typed = await ask_value(self.app, card.fields["name"], column, value, none=none, said=said)
            if typed is None:
                return False
            if typed == "" and none == "跳过":
                return True
            try:
                change = await outcome(self._vault.write(set_field, (card.id,), column.id, typed))
            except Failure as failure:
                said, value = str(failure), typed
                continue
            self._done(change)
            self._outcome.reread = True
            return True

    @working(exclusive=True, group="reveal")
    async def do_reveal(self) -> None:
        card = self.card
        if card is None:
            return
        numbers = await outcome(self._vault.write(reveal, card.id))
        if self.card is card:
            self._revealed = numbers
            self._show()
        self.tell("已显示，并记入日志；换人后恢复遮盖。" if numbers else "没有登记证件号和电话。", done=True)

    @working(group="command")
    async def do_history(self) -> None:
        card = self.card
        if card is None:
            return
        changes = await self.app.push_screen_wait(MemberHistoryScreen(self._vault, card.id, card.fields["name"]))
        for change in changes:
            self._done(change)
            self._outcome.reread = True
        self._load()

    @working(group="command")
    async def do_form(self) -> None:
        from exports.forms.member_form import write_member_form  # openpyxl takes a while to load

        card = self.card
        if card is None:
            return
        folder = await self.app.push_screen_wait(ChooseScreen("《党员基本情况登记表》写到哪个文件夹"))
        if folder is None:
            self.tell("已放弃，没有写出。")
            return
        written = await outcome(self._vault.write(write_member_form, card.id, folder))
        self.tell(f"已写出并读回核对：{written.path}。按“内部”管理。", done=True)
        self._load()

    # undo

    @working(group="command")
    async def do_undo(self) -> None:
        if not await agreed_to_undo(self.app, self._vault):
            self.tell("已取消，没有任何改动。")
            return
        await self._back(self._vault.write(undo.undo))

    @working(group="command")
    async def do_redo(self) -> None:
        await self._back(self._vault.write(undo.redo))

    async def _back(self, future: Future[Change]) -> None:
        """Carry out an undo or a redo; show the member whom alone it was about, if the list has him."""
        change = await self._run(future)
        if change is None:
            return
        self._outcome.reread = True
        if len(change.members) == 1 and change.members[0] != self._order[self._place]:
            places = (place for place, member in enumerate(self._order) if member == change.members[0])
            self._go(next(places, self._place))
        else:
            self._load()

    async def _run(self, future: Future[Change]) -> Change | None:
        """Wait for a command and say what it did; None when it failed."""
        try:
            change = await outcome(future)
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return None
        self._done(change)
        return change

    def _done(self, change: Change) -> None:
        self.tell_outcome(change)
        if change.entry is not None:
            self._outcome.entries += 1
            self._outcome.members.update(change.members)
            self._outcome.reread |= not change.members

    def do_back(self) -> None:
        self.dismiss(self._outcome)


_GONE: Final = "该党员已不在排查对象之内"
_UNREAD: Final = "未能读出该党员"
_ALWAYS = frozenset({"previous", "next", "undo", "redo", "stay", *(f"check_{check.number}" for check in Check)})
"""What needs no member on the page."""
