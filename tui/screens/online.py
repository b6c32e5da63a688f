"""Who is entered in 党员组织关系网上接转系统 and who is not yet."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize

from tui.actions import Action, Scope, bindings
from tui.rules.comparison import in_words
from tui.rules.identity import mask_id
from tui.screens.acting import outcome, working
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import AskText
from tui.screens.marked_list import MarkedListScreen
from tui.screens.paged_rows import PagedRows
from tui.store.cipher import CipherDatabase
from tui.store.commands.online import enter_online, remove_online
from tui.store.queries.comparison import online_page, online_view
from tui.store.vault import Vault
from tui.widgets.checkbar import CheckBar
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, Row
from tui.widgets.statusline import StatusLine

_COLUMNS = (
    Column("name", "姓名", 10), Column("sex", "性别", 4), Column("idno", "公民身份号码", 18),
    Column("category", "类别", 8), Column("branch", "党支部", 12, stretch=True, tail=True),
    Column("on", "编入日期", 10),
)  # fmt: skip
_WITHOUT_ROWS = frozenset({"missing", "entered", "export", "undo", "redo"})


class OnlineScreen(MarkedListScreen):
    """Lists the members of this unit and below, entered or not."""

    CSS_PATH = "comparison.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.ONLINE,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ONLINE, Scope.EVERYWHERE)

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self._entered = False
        self._order: Sequence[int] = ()
        self._others = 0
        self.ready = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield CheckBar()
        yield VirtualGrid(_COLUMNS)
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    async def on_mount(self) -> None:
        await self.reload()
        self.grid.focus()
        self.ready = True

    @property
    def order(self) -> Sequence[int]:
        return self._order

    async def reload(self) -> None:
        session = self._vault.session
        views = [
            await outcome(self._vault.read(online_view, session.campaign, session.unit, entered=entered))
            for entered in (self._entered, not self._entered)
        ]
        self._order, self._others = views[0], len(views[1])
        self.grid.show(PagedRows(self._vault, self._order, _load))
        await self.refresh_around()

    async def refresh_around(self) -> None:
        counts = (self._others, len(self._order)) if self._entered else (len(self._order), self._others)
        self.query_one(CheckBar).show([f"1 未编入 {counts[0]:,}", f"2 已编入 {counts[1]:,}"], int(self._entered))
        title = "党员组织关系网上接转系统"
        self.query_one("#title", StatusLine).show(title, f"内部 · {self._vault.session.actor.name}")
        marked = f"  已标记 {len(self.grid.marks):,}" if len(self.grid.marks) else ""
        self.query_one("#status", StatusLine).show(f"显示 {len(self._order):,} 人{marked}")
        self.show_keys()

    def on_resize(self, event: Resize) -> None:
        self.grid.refresh()

    def refusal(self, action: Action) -> str | None:
        if action.scope is Scope.ONLINE and not self._order and action.id.partition(".")[2] not in _WITHOUT_ROWS:
            return "列表中没有党员，无从办理。"
        return None

    def do_missing(self) -> None:
        self._choose(entered=False)

    def do_entered(self) -> None:
        self._choose(entered=True)

    @on(CheckBar.Chosen)
    def _list_clicked(self, event: CheckBar.Chosen) -> None:
        self._choose(entered=event.index == 1)

    @working(exclusive=True, group="list")
    async def _choose(self, *, entered: bool) -> None:
        self._entered = entered
        self.grid.clear_marks()
        await self.reload()

    @working(group="command")
    async def do_enter(self) -> None:
        targets = await self.targets("记为已编入网上接转系统")
        if not targets:
            return
        today = self._vault.session.clock().date().isoformat()
        day = await self.app.push_screen_wait(AskText("编入日期（如2026-11-20）：", today, limit=10))
        if day is None:
            self.tell("已取消，没有任何改动。")
            return
        await self.run(
            "正在记编入…",
            targets,
            lambda p, c: self._vault.write(enter_online, targets, day.strip(), progress=p, cancelled=c),
            again=True,
        )

    @working(group="command")
    async def do_remove(self) -> None:
        if targets := await self.targets("取消已编入的记载"):
            await self.run(
                "正在取消…",
                targets,
                lambda p, c: self._vault.write(remove_online, targets, progress=p, cancelled=c),
                again=True,
            )

    @working(group="command")
    async def do_export(self) -> None:
        from exports.reports.comparison import write_not_entered  # openpyxl takes a while to load

        folder = await self.app.push_screen_wait(ChooseScreen("导出到哪个文件夹"))
        if folder is None:
            self.tell("已放弃，没有导出。")
            return
        written = await outcome(self._vault.write(write_not_entered, folder))
        self.tell(f"已写出并读回核对：{written.path.name}。按“内部”管理。", done=True)


def _load(db: CipherDatabase, members: Sequence[int]) -> Sequence[Row]:
    return [
        Row(
            row.id,
            (
                Cell(row.name), Cell(in_words("sex", row.sex or "")), Cell(mask_id(row.idno or ""), "dim"),
                Cell(in_words("category", row.category or "")), Cell(row.branch), Cell(row.entered_on or "", "good"),
            ),
        )
        for row in online_page(db, members)
    ]  # fmt: skip
