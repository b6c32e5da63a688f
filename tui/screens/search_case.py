"""One person's file of the search (一人一档): where the case stands, and its searches one by one."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.faults import Failure
from tui.rules.changes import Change
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.choose import ChooseScreen
from tui.screens.commanding import agreed_to_undo
from tui.screens.dialogs import AskText
from tui.screens.evidence import show_evidence
from tui.screens.pick import Pick
from tui.screens.reading import ReadingScreen
from tui.screens.search_deeds import Searcher, ask_attempts, end_or_reopen
from tui.screens.search_form import facts_form, nature_form
from tui.screens.search_text import file_text, head_text, masked
from tui.store.commands import undo
from tui.store.commands.searches import AttemptEntry, record_attempts, withdraw_attempt
from tui.store.queries.evidence import Of
from tui.store.queries.search_cases import CaseFile, case_file, minimums_of
from tui.store.queries.search_ledger import ledger_day
from tui.store.session import Session
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows, Tone
from tui.widgets.statusline import StatusLine
from tui.widgets.textpage import TextPage

_COLUMNS = (
    Column("on", "日期", 10), Column("channel", "渠道", 18), Column("result", "结果", 12),
    Column("contact", "联系对象", 12), Column("said", "情况", 14, stretch=True), Column("by", "查找人", 8),
    Column("evidence", "依据", 12),
)  # fmt: skip


class SearchCaseScreen(ActingScreen[bool]):
    """Dismissed with whether anything was changed."""

    CSS_PATH = "search_case.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.SEARCH_CASE,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.SEARCH_CASE, Scope.EVERYWHERE)

    def __init__(self, vault: Vault, case: int) -> None:
        super().__init__()
        self._vault = vault
        self._case = case
        self._file: CaseFile | None = None
        self._day = ""
        self._searcher = Searcher(vault.session.actor.name)
        self._changed = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield TextPage()
        yield VirtualGrid(_COLUMNS)
        yield Notice()
        yield KeyLine()

    async def on_mount(self) -> None:
        await self.reload()
        self.query_one(VirtualGrid).focus()
        self.tell("F5 记查找，F6 填写情况，F8 了结，回车翻看全文。")

    async def reload(self) -> None:
        """Read the file again."""
        session = self._vault.session
        self._day, file = await outcome(self._vault.read(lambda _db: _read(session, self._case)))
        self._file = file
        self.query_one("#title", StatusLine).show(f"失联党员查找 · 一人一档 · {file.member['name']}", "内部")
        self.query_one(TextPage).fill(head_text(file, self._day))
        self.query_one(VirtualGrid).show(ListedRows(len(file.attempts), self._cells), keep=True)
        self.show_keys()

    def _cells(self, index: int) -> tuple[Cell, ...]:
        assert self._file is not None
        made = self._file.attempts[index]
        tone: Tone = "dim" if made.withdrawn_on else ""
        result = "（已撤回）" if made.withdrawn_on else made.result.label
        return (
            Cell(made.on, tone), Cell(made.channel.label, tone), Cell(result, tone), Cell(masked(made.contact), tone),
            Cell(masked(made.said), tone), Cell(made.searched_by, tone), Cell(made.evidence, tone),
        )  # fmt: skip

    def refusal(self, action: Action) -> str | None:
        if self._file is None:
            return None
        if action.id == "search_case.withdraw" and not self._file.attempts:
            return "还没有查找记录。"
        ended = self._file.outcome is not None
        if ended and action.id in ("search_case.record", "search_case.nature", "search_case.withdraw"):
            return "查找已经了结，须先按F8重新查找。"
        return None

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="open")
    async def do_read(self) -> None:
        if self._file is not None:
            await self.app.push_screen_wait(ReadingScreen(file_text(self._file, self._day)))

    @working(exclusive=True, group="command")
    async def do_record(self) -> None:
        if self._file is None:
            return

        async def write(entry: AttemptEntry) -> str:
            try:
                change = await outcome(self._vault.write(record_attempts, [self._case], entry))
            except Failure as failure:
                return str(failure)
            await self._done(change)
            return change.sentence()

        today = self._vault.session.clock().date()
        name = self._file.member["name"] or ""
        await ask_attempts(self.app, name, self._searcher, today, write, once=False)

    @working(exclusive=True, group="command")
    async def do_facts(self) -> None:
        if self._file is not None:
            await self._done(await self.app.push_screen_wait(facts_form(self._vault, self._file)))

    @working(exclusive=True, group="command")
    async def do_nature(self) -> None:
        if self._file is not None:
            await self._done(await self.app.push_screen_wait(nature_form(self._vault, self._file)))

    @working(exclusive=True, group="command")
    async def do_evidence(self) -> None:
        if self._file is None:
            return
        index = self.query_one(VirtualGrid).cursor_id
        of, about = Of("search_case", self._case), "查找档案"
        if index is not None and index < len(self._file.attempts):
            made = self._file.attempts[index]
            of, about = Of("search_attempt", made.id), f"{made.on} {made.channel.label}"
        title = f"{self._file.member['name']} · {about}"
        self._changed |= await show_evidence(self.app, self._vault, of, title)

    @working(exclusive=True, group="command")
    async def do_settle(self) -> None:
        if self._file is None:
            return
        change = await end_or_reopen(self.app, self._vault, self._file)
        if isinstance(change, str):
            self.tell(change, refused=True)
            return
        await self._done(change)

    @working(exclusive=True, group="command")
    async def do_paper(self) -> None:
        from exports.papers import search_papers  # python-docx takes a while to load

        papers = {"失联党员查找档案（一人一档）": search_papers.write_search_file}
        papers["失联党员定性表"] = search_papers.write_judgement
        chosen = await self.app.push_screen_wait(Pick("写出哪一份：", list(papers)))
        if chosen is None:
            return
        folder = await self.app.push_screen_wait(ChooseScreen("写到哪个文件夹"))
        if folder is None:
            self.tell("已放弃，没有写出。")
            return
        write = list(papers.values())[chosen]
        written = await outcome(self._vault.write(write, folder, self._case))
        self.tell(f"已写出并读回核对：{written.path.name}。按“内部”管理。", done=True)

    @working(exclusive=True, group="command")
    async def do_withdraw(self) -> None:
        index = self.query_one(VirtualGrid).cursor_id
        if self._file is None or index is None or index >= len(self._file.attempts):
            return
        made = self._file.attempts[index]
        question = f"撤回{made.on} {made.channel.label}的查找记录，原因："
        why = await self.app.push_screen_wait(AskText(question, limit=100))
        if why is not None:
            await self._done(await outcome(self._vault.write(withdraw_attempt, made.id, why)))

    @working(exclusive=True, group="command")
    async def do_undo(self) -> None:
        if await agreed_to_undo(self.app, self._vault):
            await self._done(await outcome(self._vault.write(undo.undo)))

    @working(exclusive=True, group="command")
    async def do_redo(self) -> None:
        await self._done(await outcome(self._vault.write(undo.redo)))

    async def _done(self, change: Change | None) -> None:
        """Say what came of a command and show the file as it is now; leave where the case is no more."""
        if change is None:
            return
        self._changed |= change.entry is not None
        there = await outcome(
            self._vault.read(
                lambda db: db.execute_sql("SELECT 1 FROM search_case WHERE id = ?", (self._case,)).fetchone()
            )
        )
        if there is None:
            self.dismiss(True)
            return
        await self.reload()
        self.tell_outcome(change)

    def do_back(self) -> None:
        self.dismiss(self._changed)


def _read(session: Session, case: int) -> tuple[str, CaseFile]:
    day = ledger_day(session)
    return day, case_file(session.db, case, minimums_of(session.db, session.unit, session.campaign), day)
