"""The journal as an auditor reads it: both streams, the newest first; filtered, verified, exported with a signature."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date, datetime
from itertools import islice
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from exports.audit import export_journal
from tui.actions import Action, Scope, bindings
from tui.faults import Failure, Fault
from tui.rules.roles import may
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import AskText, Cancelled, Progress, Working
from tui.screens.people import PeopleScreen
from tui.screens.sheet import Line as SheetLine
from tui.screens.sheet import SheetScreen
from tui.store.audit import auditing
from tui.store.audit.auditing import Filter, Line, Report
from tui.store.audit.wording import actions, describe, local_time, report_lines
from tui.store.vault import Office, Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine

MOST: Final = 100_000
"""Lines that are shown; who wants older ones narrows the filter."""
_COLUMNS: Final = (
    Column("at", "时间", 19), Column("stream", "日志", 4), Column("seq", "序号", 5), Column("account", "账号", 8),
    Column("name", "姓名", 8), Column("deed", "操作", 16, stretch=True), Column("count", "涉及", 6),
)  # fmt: skip


class JournalScreen(ActingScreen[None]):
    """Shows the journal. For 三员 it is the first screen and ``alone``: leaving it leaves the program."""

    CSS_PATH = "journal.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.JOURNAL,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.JOURNAL, Scope.EVERYWHERE)

    def __init__(self, office: Office, *, alone: bool = False) -> None:
        super().__init__()
        self._office = office
        self._alone = alone
        self._filter = Filter()
        self._lines: list[Line] = []
        self._people = {person.person: person.account for person in office.seat.register.people}

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(id="lines")
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    def on_mount(self) -> None:
        seat = self._office.seat
        self.query_one("#title", StatusLine).show("日志：业务与管理", f"内部 · {seat.name}（{seat.role_labels}）")
        self.query_one(VirtualGrid).columns = _COLUMNS
        self.query_one(VirtualGrid).focus()
        if seat.breaches:
            self.tell(f"保险库只供查看：{'；'.join(seat.breaches)}。请保留现场，立即报告。", refused=True)
        self._load()

    @working(exclusive=True, group="lines")
    async def _load(self) -> None:
        wanted = self._filter
        self._lines = await outcome(self._office.act(lambda seat: list(islice(auditing.lines(seat, wanted), MOST))))
        self.query_one(VirtualGrid).show(ListedRows(len(self._lines), self._cells), keep=False)
        parts = [f"共 {len(self._lines):,} 条"]
        if wanted.person:
            parts.append(f"使用人：{self._people.get(wanted.person, '')}")
        if wanted.action:
            parts.append(f"操作：{actions().get(wanted.action, wanted.action)}")
        if wanted.since:
            parts.append(f"自 {local_time(wanted.since)[:10]} 起")
        self.query_one("#status", StatusLine).show("  ".join(parts))
        self.show_keys()

    def _cells(self, index: int) -> tuple[Cell, ...]:
        line = self._lines[index]
        return (
            Cell(local_time(line.at)),
            Cell(line.stream.label, "dim"),
            Cell(str(line.seq)),
            Cell(self._people.get(line.person, line.person[:8])),
            Cell(self._office.seat.names.get(line.person, "")),
            Cell(describe(line.action, line.detail)),
            Cell(f"{line.count:,}" if line.count else ""),
        )

    def refusal(self, action: Action) -> str | None:
        deed = {"journal.verify": "audit.verify", "journal.export": "audit.export"}.get(action.id)
        if deed and not may(self._office.seat.roles, deed):
            return str(Failure(Fault.ROLE_REFUSED, roles=self._office.seat.role_labels))
        return None

    @on(VirtualGrid.Opened)
    def _open_line(self, event: VirtualGrid.Opened) -> None:
        titles = (column.title for column in _COLUMNS)
        shown: list[SheetLine] = [(title, cell.text) for title, cell in zip(titles, self._cells(event.id), strict=True)]
        detail = [(name, value) for name, value in self._lines[event.id].detail.items()]
        self.app.push_screen(SheetScreen("日志：这一条", [*shown, *detail]))

    def do_person(self) -> None:
        self._filter = Filter(_next(list(self._people), self._filter.person), self._filter.action, self._filter.since)
        self._load()

    def do_action(self) -> None:
        self._filter = Filter(self._filter.person, _next(list(actions()), self._filter.action), self._filter.since)
        self._load()

    @working(group="since")
    async def do_since(self) -> None:
        text = await self.app.push_screen_wait(AskText("从哪一天起（如2026-11-20，留空为全部）：", limit=10))
        if text is None:
            return
        try:
            day = date.fromisoformat(text.strip()) if text.strip() else None
        except ValueError:
            self.tell(str(Failure(Fault.DATE_INVALID, value=text)), refused=True)
            return
        since = int(datetime(day.year, day.month, day.day).astimezone().timestamp()) if day else 0
        self._filter = Filter(self._filter.person, self._filter.action, since)
        self._load()

    @working(group="verify")
    async def do_verify(self) -> None:
        report = await outcome(await self.app.push_screen_wait(Working("正在核对日志…", self._verifying())))
        await self.app.push_screen_wait(SheetScreen("日志核对", report_lines(report)))
        outcome_said = "核对无误。" if report.sound else "核对发现异常，请保留现场，立即报告。"
        self.tell(outcome_said, done=report.sound, refused=not report.sound)
        self._load()

    def _verifying(self) -> Callable[[Progress, Cancelled], Future[Report]]:
        data = self._office.session.db if isinstance(self._office, Vault) else None

        def start(progress: Progress, cancelled: Cancelled) -> Future[Report]:
            return self._office.act(auditing.verify, data, progress=progress, cancelled=cancelled)

        return start

    @working(group="export")
    async def do_export(self) -> None:
        folder = await self.app.push_screen_wait(ChooseScreen("日志导出到哪个文件夹"))
        if folder is None:
            self.tell("已放弃，没有导出。")
            return
        written = await outcome(self._office.act(export_journal, folder))
        self.tell(f"已导出{written.path}。", done=True)
        self._load()

    @working(group="people")
    async def do_people(self) -> None:
        await self.app.push_screen_wait(PeopleScreen(self._office))
        self._people = {person.person: person.account for person in self._office.seat.register.people}
        self._load()

    async def do_back(self) -> None:
        if self._alone:
            self.tell("按Ctrl+Q退出。")
        else:
            self.dismiss()


def _next(choices: list[str], current: str) -> str:
    """The choice after this one; none of them (all) after the last."""
    around = ["", *choices]
    return around[(around.index(current) + 1) % len(around)] if current in around else ""
