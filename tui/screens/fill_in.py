"""Fill-in workbooks: which branches have one, since when, until when; writing them, reading them back, reminding."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from exports.forms.fill_in_files import WrittenFillIn, write_fill_ins
from exports.forms.outstanding import write_outstanding
from tui.actions import Action, Scope, bindings
from tui.faults import Failure, Fault
from tui.intake.fill_in_plan import FillInPlan, read_and_plan
from tui.rules.changes import Change
from tui.rules.roles import may
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import AskText, Cancelled, Progress, Working
from tui.screens.fill_in_back import FillInBackScreen
from tui.screens.sheet import SheetScreen
from tui.store.commands.fill_in import Cleared, Said, apply_fill_in, clear_files
from tui.store.queries.fill_in import FillableBranch, fillable
from tui.store.queries.fill_in_list import ISSUE_HEADERS, issue_rows, lateness
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows, Tone
from tui.widgets.statusline import StatusLine

_COLUMNS: Final = (
    Column("branch", "党支部", 24, stretch=True, tail=True), Column("subjects", "对象", 5),
    Column("number", "编号", 4), Column("due", "期限", 10), Column("returned", "收回", 10),
    Column("state", "状态", 10), Column("cleared", "文件", 6), Column("issued", "发出", 10),
)  # fmt: skip
_DEEDS: Final = {
    "fill_ins.write": "fill_in.issue", "fill_ins.read": "fill_in.apply",
    "fill_ins.handed": "fill_in.clear", "fill_ins.destroyed": "fill_in.clear",
}  # fmt: skip
WORKBOOKS: Final = (".xlsx",)


class FillInScreen(ActingScreen[bool]):
    """Lists the units kept here; gives back whether anything of the register was changed."""

    CSS_PATH = "fill_in.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.FILL_INS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.FILL_INS, Scope.EVERYWHERE)

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self._vault = vault
        self._branches: list[FillableBranch] = []
        self._changed = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(id="branches")
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    async def on_mount(self) -> None:
        self.query_one("#title", StatusLine).show("填报表：发出、收回", "内部")
        grid = self.query_one(VirtualGrid)
        grid.columns = _COLUMNS
        grid.focus()
        await self._load()
        self.tell("按空格标记党支部，按F5写出填报表；送回后按F6读回。")

    @property
    def _today(self) -> str:
        return self._vault.session.clock().date().isoformat()

    async def _load(self) -> None:
        session = self._vault.session
        self._branches = await outcome(self._vault.read(fillable, session.unit, session.campaign, self._today))
        self.query_one(VirtualGrid).show(ListedRows(len(self._branches), self._cells))
        waiting = [each.newest for each in self._branches if each.newest and each.newest.outstanding]
        overdue = sum(each.overdue for each in waiting)
        self.query_one("#status", StatusLine).show(
            f"党支部 {len(self._branches)}  未收回 {len(waiting)}  逾期 {overdue}", self._today
        )
        self.show_keys()

    def _cells(self, index: int) -> tuple[Cell, ...]:
        each = self._branches[index]
        newest = each.newest
        if newest is None:
            blank = Cell("")
            state = Cell("未发出", "dim")
            return Cell(each.name), Cell(str(each.subjects)), blank, blank, blank, state, blank, blank
        tone: Tone = "good" if newest.returned_on else "doubt" if newest.overdue else "todo"
        cleared = issue_rows([newest])[0][-1]
        return (
            Cell(each.name), Cell(str(each.subjects)), Cell(str(newest.number)),
            Cell(newest.due_on), Cell(newest.returned_on or ""), Cell(lateness(newest), tone),
            Cell(cleared, "" if newest.cleared else "todo"), Cell(newest.issued_on),
        )  # fmt: skip

    def _chosen(self) -> list[FillableBranch]:
        """The marked branches, else the one under the cursor."""
        grid = self.query_one(VirtualGrid)
        here = [] if grid.cursor_id is None else [grid.cursor_id]
        return [self._branches[index] for index in sorted(grid.marks) or here if index < len(self._branches)]

    def refusal(self, action: Action) -> str | None:
        deed = _DEEDS.get(action.id)
        if deed and not may(self._vault.seat.roles, deed):
            return str(Failure(Fault.ROLE_REFUSED, roles=self._vault.seat.role_labels))
        if action.id == "fill_ins.write" and not self._branches:
            return str(Failure(Fault.FILL_IN_NOBODY))
        if deed == "fill_in.clear" and not any(each.newest for each in self._chosen()):
            return "所选党支部还没有写出过填报表。"
        return None

    @on(VirtualGrid.Opened)
    def _open_branch(self, event: VirtualGrid.Opened) -> None:
        each = self._branches[event.id]
        if each.newest:
            lines = list(zip(ISSUE_HEADERS, issue_rows([each.newest])[0], strict=True))
            self.app.push_screen(SheetScreen("填报表：这一份", lines))

    def do_mark(self) -> None:
        self.query_one(VirtualGrid).mark_and_advance()

    def do_mark_all(self) -> None:
        self.query_one(VirtualGrid).mark_all(range(len(self._branches)))

    @working(group="fill-ins")
    async def do_write(self) -> None:
        chosen = [each.id for each in self._chosen()]
        due = await self.app.push_screen_wait(AskText(f"{len(chosen)}份填报表的收回期限（如2026-12-01）：", limit=10))
        folder: Path | None = None
        if due:
            folder = await self.app.push_screen_wait(ChooseScreen("填报表写到哪个文件夹（一般是U盘）"))
        if not due or folder is None:
            self.tell("已放弃，没有写出。")
            return
        try:
            written = await outcome(
                await self.app.push_screen_wait(Working("正在写填报表…", self._writing(chosen, due.strip(), folder)))
            )
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return
        self.query_one(VirtualGrid).clear_marks()
        await self._load()
        await self.app.push_screen_wait(
            SheetScreen(
                "填报表已写出，写入后已读回核对，现在可以拔出介质",
                [
                    ("", "文件含个人信息，未加密：请专人送达；交出或销毁后按F8或F9登记。"),
                    *((f"{each.branch}（第{each.number}号，{each.members}人）", each.file.path) for each in written),
                ],
            )
        )
        self.tell(f"已写出{len(written)}份填报表。", done=True)

    def _writing(
        self, chosen: list[int], due: str, folder: Path
    ) -> Callable[[Progress, Cancelled], Future[list[WrittenFillIn]]]:
        def start(progress: Progress, cancelled: Cancelled) -> Future[list[WrittenFillIn]]:
            return self._vault.write(write_fill_ins, chosen, due, folder, progress=progress, cancelled=cancelled)

        return start

    @working(group="fill-ins")
    async def do_read(self) -> None:
        plan = await self._choose_plan()
        said = await self.app.push_screen_wait(FillInBackScreen(plan)) if plan else None
        if plan is None or said is None:
            self.tell("已放弃，没有任何改动。")
            return
        change = await outcome(
            await self.app.push_screen_wait(Working("正在采用填报表…", self._applying(plan, said)))
        )  # fmt: skip
        self._changed = True
        await self._load()
        self.tell(change.sentence(), done=True)

    async def _choose_plan(self) -> FillInPlan | None:
        """Ask for a file until one can be read back; the reason why the last one could not stands on the page."""
        path: Path | None = None
        said = ""
        while True:
            path = await self.app.push_screen_wait(ChooseScreen("读回：选择填报表", WORKBOOKS, path=path, said=said))
            if path is None:
                return None
            try:
                return await outcome(
                    await self.app.push_screen_wait(Working(f"正在读取{path.name}…", self._reading(path)))
                )  # fmt: skip
            except Failure as failure:
                said = str(failure)

    def _reading(self, path: Path) -> Callable[[Progress, Cancelled], Future[FillInPlan]]:
        session = self._vault.session

        def start(_progress: Progress, cancelled: Cancelled) -> Future[FillInPlan]:
            return self._vault.read(
                read_and_plan, session.unit, session.campaign, self._today, path, cancelled=cancelled
            )  # fmt: skip

        return start

    def _applying(self, plan: FillInPlan, said: list[Said]) -> Callable[[Progress, Cancelled], Future[Change]]:
        def start(progress: Progress, cancelled: Cancelled) -> Future[Change]:
            return self._vault.write(
                apply_fill_in, plan.issue, plan.sha256, said, progress=progress, cancelled=cancelled
            )  # fmt: skip

        return start

    @working(group="fill-ins")
    async def do_export(self) -> None:
        folder = await self.app.push_screen_wait(ChooseScreen("未收回清单写到哪个文件夹"))
        if folder is None:
            self.tell("已放弃，没有写出。")
            return
        try:
            written = await outcome(
                self._vault.read(write_outstanding, self._vault.session.campaign, self._today, folder)
            )  # fmt: skip
        except Failure as failure:
            self.tell(str(failure), refused=True)
        else:
            self.tell(f"已写出{'、'.join(each.path.name for each in written)}。", done=True)

    async def do_handed(self) -> None:
        await self._clear(Cleared.HANDED_OVER)

    async def do_destroyed(self) -> None:
        await self._clear(Cleared.DESTROYED)

    async def _clear(self, cleared: Cleared) -> None:
        chosen = [each.newest.id for each in self._chosen() if each.newest]
        change = await outcome(self._vault.write(clear_files, chosen, cleared))
        await self._load()
        self.tell(change.sentence(), done=True)

    def do_back(self) -> None:
        self.dismiss(self._changed)
