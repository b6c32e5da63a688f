"""The people of a vault: who may do what, and the steps by which that changes."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.faults import Failure, Fault
from tui.rules.roles import Role, labels, may, named
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.dialogs import FEW, AskText, Confirm
from tui.store import staff
from tui.store.costs import passphrase_cost
from tui.store.seat import Seat
from tui.store.staff import PROPOSED, Standing
from tui.store.vault import Office
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows, Tone
from tui.widgets.statusline import StatusLine

_COLUMNS: Final = (
    Column("account", "账号", 10), Column("name", "姓名", 10), Column("roles", "角色", 18, stretch=True),
    Column("state", "状态", 18), Column("failed", "输错口令", 8),
)  # fmt: skip
_DEEDS: Final = {
    "people.admit": "person.admit", "people.lock": "person.lock", "people.roles": "person.role",
    "people.remove": "person.remove", "people.propose": "person.propose", "people.passphrase": "passphrase.change",
}  # fmt: skip


class PeopleScreen(ActingScreen[None]):
    """Lists everybody, those who are only proposed last."""

    CSS_PATH = "people.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.PEOPLE,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.PEOPLE, Scope.EVERYWHERE)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._people: tuple[Standing, ...] = ()

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(id="people")
        yield Notice()
        yield KeyLine()

    async def on_mount(self) -> None:
        seat = self._office.seat
        self.query_one("#title", StatusLine).show("使用人", f"内部 · {seat.name}（{seat.role_labels}）")
        self.query_one(VirtualGrid).columns = _COLUMNS
        await self._load()
        self.query_one(VirtualGrid).focus()

    async def _load(self) -> None:
        self._people = await outcome(self._office.act(staff.standing))
        self.query_one(VirtualGrid).show(ListedRows(len(self._people), self._cells))
        self.show_keys()

    def _cells(self, index: int) -> tuple[Cell, ...]:
        each = self._people[index]
        tone: Tone = "todo" if each.state == PROPOSED else "" if each.active else "dim"
        failed = str(each.failed) if each.failed else ""
        texts = (each.account, each.name, labels(each.roles), each.state_label, failed)
        return tuple(Cell(text, tone) for text in texts)

    @property
    def _here(self) -> Standing | None:
        index = self.query_one(VirtualGrid).cursor_id
        return self._people[index] if index is not None and index < len(self._people) else None

    def refusal(self, action: Action) -> str | None:
        deed = _DEEDS.get(action.id)
        if deed and not may(self._office.seat.roles, deed):
            return str(Failure(Fault.ROLE_REFUSED, roles=self._office.seat.role_labels))
        if action.id == "people.admit" and (self._here is None or self._here.state != PROPOSED):
            return "光标所在的账号不在待批准之列。"
        return None

    @working(group="people")
    async def do_admit(self) -> None:
        if self._here:
            await self._change(staff.admit, self._here.account, "已批准，待已有该项权限的人员打开保险库后生效")

    @working(group="people")
    async def do_lock(self) -> None:
        here = self._here
        if here is None:
            return
        failed_out = here.failed >= self._office.seat.register.policy.failures
        if here.active and not failed_out:
            await self._change(staff.lock_account, here.account, "已锁定")
        else:
            await self._change(staff.unlock_account, here.account, "已解锁")

    @working(group="people")
    async def do_roles(self) -> None:
        here = self._here
        if here is None:
            return
        text = await self.app.push_screen_wait(AskText(f"{here.account}的角色（用顿号分开）：", labels(here.roles)))
        if text is None:
            return
        wanted = named(text)
        if wanted is None:
            self.tell(str(Failure(Fault.ROLE_UNKNOWN, known=labels(Role))), refused=True)
            return
        await self._change(lambda seat, account: staff.change_roles(seat, account, wanted), here.account, "角色已改变")

    @working(group="people")
    async def do_remove(self) -> None:
        here = self._here
        if here is None:
            return
        question = f"移除账号{here.account}（{here.name}）：不能恢复，数据库将更换密钥。"
        if await self.app.push_screen_wait(Confirm(question, FEW + 1)):
            await self._change(staff.remove, here.account, "已移除，数据库密钥将在业务人员下次打开时更换")

    @working(group="people")
    async def do_propose(self) -> None:
        name = await self.app.push_screen_wait(AskText("新使用人的姓名：", limit=40))
        account = name and await self.app.push_screen_wait(AskText("账号（小写字母或数字）：", limit=20))
        text = account and await self.app.push_screen_wait(AskText("角色（用顿号分开）：", Role.ENTRY.label))
        if not name or not account or not text:
            self.tell("已放弃，没有任何改动。")
            return
        wanted = named(text)
        if wanted is None:
            self.tell(str(Failure(Fault.ROLE_UNKNOWN, known=labels(Role))), refused=True)
            return
        secret = await self._new_passphrase(f"请{name}本人")
        if secret:
            cost = await outcome(self._office.act(passphrase_cost))

            def deed(seat: Seat, account: str) -> Seat:
                return staff.propose(seat, name, account, wanted, secret, cost)

            await self._change(deed, account, "已提出，待批准")

    @working(group="people")
    async def do_passphrase(self) -> None:
        old = await self.app.push_screen_wait(AskText("现用口令：", hidden=True))
        secret = old and await self._new_passphrase("")
        if not old or not secret:
            return
        try:
            cost = await outcome(self._office.act(passphrase_cost))
            await outcome(self._office.act(staff.change_passphrase, old, secret, cost))
        except Failure as failure:
            self.tell(str(failure), refused=True)
        else:
            self.tell("口令已更换。", done=True)

    async def _new_passphrase(self, whom: str) -> str | None:
        policy = self._office.seat.register.policy
        question = f"{whom}设口令（至少{policy.length}个字符，四类字符中至少{'一二三四'[policy.kinds - 1]}类）："
        first = await self.app.push_screen_wait(AskText(question, hidden=True))
        again = first and await self.app.push_screen_wait(AskText("再输一遍：", hidden=True))
        if not first or again is None:
            self.tell("已放弃，没有任何改动。")
            return None
        if first != again:
            self.tell(str(Failure(Fault.PASSPHRASE_DIFFERS)), refused=True)
            return None
        return first

    async def _change(self, deed: staff.Deed, account: str, said: str) -> None:
        try:
            await outcome(self._office.change_people(deed, account))
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return
        await self._load()
        self.tell(f"账号{account}{said}。", done=True)

    def do_back(self) -> None:
        self.dismiss()
