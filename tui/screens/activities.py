"""The activities of a branch (组织生活), and how often each of its members came."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.rules.activities import ActivityKind
from tui.rules.check_items import Item, Kind
from tui.screens.acting import outcome, working
from tui.screens.attendance import AttendanceScreen
from tui.screens.branch_choice import branch_to_begin_with, choose_branch
from tui.screens.dialogs import AskText
from tui.screens.item_form import ItemFormScreen
from tui.screens.kept_rows import KeptRows
from tui.screens.ledger import LedgerScreen
from tui.store.commands.activities import NOTE_LIMIT, amend_activity, hold_activity, withdraw_activity
from tui.store.queries.activities import HeldActivity, MemberAttendance, activities_of, attendance_counts
from tui.store.queries.evidence import Of
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.rows import Cell

_ACTIVITIES: Final = (
    Column("on", "日期", 10), Column("kind", "类别", 12), Column("title", "题目", 10, stretch=True),
    Column("place", "地点", 8, stretch=True), Column("called", "应到", 4), Column("present", "实到", 4),
    Column("leave", "请假", 4), Column("absent", "缺席", 4), Column("note", "备注", 6, stretch=True),
)  # fmt: skip
_MEMBERS: Final = (
    Column("name", "姓名", 10, stretch=True), Column("active", "最近参加", 10), Column("six", "近6个月应到", 11),
    Column("six_came", "实到", 6), Column("twelve", "近12个月应到", 12), Column("twelve_came", "实到", 6),
)  # fmt: skip
_BY_MEMBER: Final = 2
_ITEMS: Final = (
    Item("on_day", "活动日期", Kind.DATE),
    Item("kind", "类别", Kind.CHOICE, {kind.value: kind.label for kind in ActivityKind}),
    Item("title", "题目"), Item("place", "地点"), Item("note", "备注"),
)  # fmt: skip
TEXTS_OF: Final = _ITEMS[2:]
"""What can be changed of an activity afterwards."""


class ActivityForm(ItemFormScreen[dict[str, str]]):
    """Asks for an activity: gives what was filled in, None when left without saving."""

    CSS_PATH = "check_form.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.ACTIVITY_FORM, Scope.FORM)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ACTIVITY_FORM, Scope.FORM, Scope.EVERYWHERE)

    def __init__(self, title: str, items: Sequence[Item], answers: dict[str, str]) -> None:
        super().__init__(items, answers)
        self._title = title

    def on_mount(self) -> None:
        self.begin(
            self._title, "回车填写，F5 保存。大会、党课等先记为全体到会，再记请假、缺席的；失联、流动的须逐人记。"
        )

    @property
    def lacking(self) -> Sequence[str]:
        return [item.label for item in self.items[:2] if item not in TEXTS_OF and not self.answers.get(item.key)]

    def do_save(self) -> None:
        if not self.unfilled():
            self.dismiss({item.key: self.answers.get(item.key, "") for item in self.items})


class ActivitiesScreen(LedgerScreen):
    """The activities of one branch, beginning with the first that has members."""

    TITLE = "组织生活"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.ACTIVITIES,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ACTIVITIES, Scope.EVERYWHERE)
    COLUMNS: ClassVar[Sequence[Column]] = _ACTIVITIES
    VIEWS: ClassVar[Sequence[str]] = ("活动", "已撤回", "按党员")
    WITHOUT_ROWS: ClassVar[frozenset[str]] = frozenset({"add", "branch"})
    ALL_OF = "活动"

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self._org = 0
        self._branch = ""
        self._held: dict[int, HeldActivity] = {}
        self._members: dict[int, MemberAttendance] = {}

    async def on_mount(self) -> None:
        self._org, self._branch = await branch_to_begin_with(self._vault)
        await super().on_mount()
        self.tell("F2 登记一次活动，回车记到会情况；按3看每名党员近6个月、12个月的出勤。")

    async def reload(self) -> None:
        session, words = self._vault.session, self.sought.casefold().split()
        held = await outcome(self._vault.read(activities_of, self._org))
        counts = await outcome(self._vault.read(attendance_counts, session.campaign, self._org))
        self._held, self._members = {each.id: each for each in held}, {each.member: each for each in counts}
        views = (
            [each.id for each in held if not each.withdrawn_on and _fits(words, each.on_day, each.name, each.place)],
            [each.id for each in held if each.withdrawn_on and _fits(words, each.on_day, each.name, each.place)],
            [each.member for each in counts if _fits(words, each.name, each.initials.replace(" ", ""))],
        )
        self._counts = [len(view) for view in views]
        self._order = views[self.view]
        by_member = self.view == _BY_MEMBER
        cells = partial(_member, self._members) if by_member else partial(_activity, self._held)
        columns = _MEMBERS if by_member else _ACTIVITIES
        if self.grid.columns != columns:
            self.grid.show(KeptRows((), cells))
            self.grid.columns = columns
        self.grid.show(KeptRows(self._order, cells))
        await self.refresh_around()

    @property
    def heading(self) -> str:
        return self._branch

    def refusal(self, action: Action) -> str | None:
        if why := super().refusal(action):
            return why
        name = action.id.partition(".")[2]
        if action.scope is Scope.ACTIVITIES and self.view == _BY_MEMBER and name in ("open", "amend", "withdraw"):
            return "这一页按党员统计；按1回到活动再办理。"
        return None

    @working(exclusive=True, group="choosing")
    async def do_branch(self) -> None:
        chosen = await choose_branch(self.app, self._vault, self._org)
        if chosen is not None:
            self._org, self._branch = chosen
            self.grid.clear_marks()
            await self.reload()

    def bearer(self, row: int) -> Of | None:
        return Of("member", row) if self.view == _BY_MEMBER else Of("activity", row)

    @on(VirtualGrid.Opened)
    @working(group="command")
    async def do_open(self) -> None:
        here = self.grid.cursor_id
        if here in self._held and self.view != _BY_MEMBER:
            await self._attend(here)

    async def _attend(self, number: int) -> None:
        changed = await self.app.push_screen_wait(AttendanceScreen(self._vault, number))
        self._changed |= bool(changed)
        await self.reload()

    @working(group="command")
    async def do_add(self) -> None:
        today = self._vault.session.clock().date().isoformat()
        first = {"on_day": today, "kind": ActivityKind.MEETING.value}
        said = await self.app.push_screen_wait(ActivityForm(f"登记组织生活 · {self._branch}", _ITEMS, first))
        if said is None:
            self.tell("已放弃，没有登记。")
            return
        day, kind = said.pop("on_day"), ActivityKind(said.pop("kind"))
        change = await self.run(
            "正在登记…", (), lambda _p, _c: self._vault.write(hold_activity, self._org, day, kind, said), again=True
        )
        if change is not None and change.changed:
            self.view = 0
            await self.reload()
            newest = max(self._order, default=0)
            self.grid.cursor = list(self._order).index(newest)
            await self._attend(newest)

    @working(group="command")
    async def do_amend(self) -> None:
        held = self._held.get(self.grid.cursor_id or 0)
        if held is None:
            return
        answers = {"title": held.title, "place": held.place, "note": held.note}
        filled = {name: text for name, text in answers.items() if text}
        said = await self.app.push_screen_wait(ActivityForm(f"改{held.name}（{held.on_day}）", TEXTS_OF, filled))
        if said is not None:
            await self.run("", (), lambda _p, _c: self._vault.write(amend_activity, held.id, said), again=True)

    @working(group="command")
    async def do_withdraw(self) -> None:
        held = self._held.get(self.grid.cursor_id or 0)
        if held is None:
            return
        why = await self.app.push_screen_wait(AskText(f"撤回{held.name}（{held.on_day}）的原因：", limit=NOTE_LIMIT))
        if why is None or not why.strip():
            self.tell("没有写明原因，没有撤回。")
            return
        await self.run("", (), lambda _p, _c: self._vault.write(withdraw_activity, held.id, why), again=True)


def _fits(words: Sequence[str], *texts: str) -> bool:
    plain = " ".join(texts).casefold()
    return all(word in plain for word in words)


def _member(members: Mapping[int, MemberAttendance], number: int) -> tuple[Cell, ...]:
    each = members[number]
    counts = [
        cell
        for called, came in zip(each.called, each.came, strict=True)
        for cell in (Cell(str(called)), Cell(str(came), "todo" if came < called else "good"))
    ]
    return Cell(each.name), Cell(each.active_on, "dim"), *counts


def _activity(activities: Mapping[int, HeldActivity], number: int) -> tuple[Cell, ...]:
    held = activities[number]
    note = f"{held.withdrawn_on}撤回：{held.withdrawn_why}" if held.withdrawn_on else held.note
    counts = (Cell(str(count)) for count in (held.called, held.present, held.leave))
    absent = Cell(str(held.absent), "todo" if held.absent else "")
    return (
        Cell(held.on_day), Cell(held.kind.label), Cell(held.title), Cell(held.place), *counts, absent, Cell(note, "dim")
    )  # fmt: skip
