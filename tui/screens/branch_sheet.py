"""One branch under verification: the sheet of 三查三核, the differences, who is missing, the correction requests."""

from collections.abc import Sequence
from enum import Enum
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize

from tui.actions import Action, Scope, bindings
from tui.faults import Failure, Fault
from tui.rules.roles import may
from tui.rules.verification import DRAFTS, Answer, share
from tui.screens import branch_rows
from tui.screens.acting import outcome, working
from tui.screens.dialogs import AskText
from tui.screens.marked_list import MarkedListScreen
from tui.screens.member_pane import member_text
from tui.screens.names_beside import NamesScreen
from tui.screens.reading import ReadingScreen
from tui.screens.verification_deeds import run_close, run_export, run_request
from tui.store.commands.corrections import settle_requests, withdraw_requests
from tui.store.commands.verification import give_answer, give_count, write_remark
from tui.store.queries.double_check import BothLooks, BranchCoverage, branch, differences, missing
from tui.store.queries.members import member_card
from tui.store.queries.progress import head
from tui.store.queries.requests import StoredRequest, standings
from tui.store.queries.verification_sheet import Line, sheet
from tui.store.vault import Vault
from tui.widgets.checkbar import CheckBar
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import ListedRows
from tui.widgets.statusline import StatusLine


class Page(Enum):
    """What the screen lists."""

    SHEET = 0
    DIFFERENCES = 1
    MISSING = 2
    REQUESTS = 3


_ON_SHEET: Final = frozenset({"remark", "sound", "wrong", "none", "count"})
_WRITING: Final = _ON_SHEET | {"clear"}
_MARKING: Final = frozenset({"mark", "range_up", "range_down", "mark_all", "clear_marks", "restore_marks"})


class BranchSheetScreen(MarkedListScreen):
    """Verifies one branch; gives back whether anything was changed."""

    CSS_PATH = "double_check.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.BRANCH_SHEET,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.BRANCH_SHEET, Scope.EVERYWHERE)

    def __init__(self, vault: Vault, org: int, page: Page = Page.SHEET) -> None:
        super().__init__(vault)
        self._org = org
        self._page = page
        self._lines: list[Line] = []
        self._looks: list[BothLooks] = []
        self._missing: list[BothLooks] = []
        self._requests: list[StoredRequest] = []
        self._branch: BranchCoverage | None = None
        self.ready = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield CheckBar()
        yield VirtualGrid()
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    async def on_mount(self) -> None:
        await self.reload()
        self.grid.focus()
        self.tell("逐项核查：F5无问题、F6有问题、F7无此情形；按回车看所列党员。")
        self.ready = True

    @property
    def order(self) -> Sequence[int]:
        return range(len(self._listed))

    @property
    def _listed(self) -> Sequence[Line | BothLooks | StoredRequest]:
        return (self._lines, self._looks, self._missing, self._requests)[self._page.value]

    async def reload(self) -> None:
        session, org = self._vault.session, self._org
        self._branch = await outcome(self._vault.read(branch, session.campaign, session.unit, org))
        self._lines = await outcome(self._vault.read(sheet, session.campaign, session.unit, org))
        self._looks = await outcome(self._vault.read(differences, session.campaign, org))
        self._missing = await outcome(self._vault.read(missing, session.campaign, org))
        self._requests = await outcome(self._vault.read(standings, session.campaign, org))
        self._show()
        await self.refresh_around()

    def _show(self, *, keep: bool = True) -> None:
        """Draw the page in hand; its rows are held, since those read next may be fewer."""
        rows, missing = self._listed, self._page is Page.MISSING
        self.grid.columns = branch_rows.COLUMNS[self._page.value]
        self.grid.show(ListedRows(len(rows), lambda index: branch_rows.cells(rows[index], missing=missing)), keep=keep)

    async def refresh_around(self) -> None:
        found = self._branch
        if found is None:
            return
        self.query_one("#title", StatusLine).show(
            f"{found.name} · 工作组核查表 · {found.state}", f"内部 · {self._vault.session.actor.name}"
        )
        counts = (found.unanswered, len(self._looks), len(self._missing), found.requests)
        words = ("1 核查表 未填", "2 差异", "3 缺查", "4 更正意见")
        labels = [f"{word} {count:,}" for word, count in zip(words, counts, strict=True)]
        self.query_one(CheckBar).show(labels, self._page.value)
        self._tell_line()
        self.show_keys()

    @on(VirtualGrid.CursorMoved)
    def _tell_line(self) -> None:
        """Say on the status line what the vault knows beside the line under the cursor."""
        found, left = self._branch, ""
        if self._page is Page.SHEET and (line := self._line):
            left = f"{line.question.part.value}：{line.known}" + (f"　填写人：{line.by}" if line.by else "")
        if found:
            right = f"自查 {share(found.checked, found.subjects)} 核查 {share(found.verified, found.subjects)}"
            self.query_one("#status", StatusLine).show(left, f"对象 {found.subjects:,} {right}")

    def on_resize(self, event: Resize) -> None:
        self.grid.refresh()

    def refusal(self, action: Action) -> str | None:
        name = action.id.partition(".")[2]
        if action.scope is not Scope.BRANCH_SHEET:
            return None
        if name in _DEEDS and not may(self._vault.seat.roles, _DEEDS[name]):
            return str(Failure(Fault.ROLE_REFUSED, roles=self._vault.seat.role_labels))
        if name in _ON_SHEET and self._page is not Page.SHEET:
            return "请先按1回到核查表。"
        if name in ("file", "open") and self._page is not Page.SHEET and not self._listed:
            return "列表中没有党员，无从办理。"
        if name in _MARKING and self._page not in (Page.DIFFERENCES, Page.MISSING):
            return "这一页逐项办理，不用标记。"
        if name == "file" and self._page is Page.SHEET:
            return "请先按回车打开所列党员的名单，在名单中提更正意见。"
        if name == "settle" and not (self._page is Page.REQUESTS and self._requests):
            return "请先按4选定更正意见。"
        if name == "clear" and (self._page in (Page.DIFFERENCES, Page.MISSING) or not self._listed):
            return "这一页没有可取消的内容。"
        return self._unfit(name)

    def _unfit(self, name: str) -> str | None:
        """Why the line under the cursor cannot have this."""
        line = self._line
        if line is None or self._page is not Page.SHEET:
            return None
        if name == "count" and not line.question.counts:
            return "这一项没有人数。"
        if name in ("sound", "wrong") and line.question.is_proposal:
            return "请按F2写建议；没有这类党员的按F7。"
        if name in _WRITING and self._branch and self._branch.closed:
            return str(Failure(Fault.VERIFICATION_CLOSED, branch=self._branch.name))
        return None

    # pages

    def do_sheet(self) -> None:
        self._turn(Page.SHEET)

    def do_differences(self) -> None:
        self._turn(Page.DIFFERENCES)

    def do_missing(self) -> None:
        self._turn(Page.MISSING)

    def do_requests(self) -> None:
        self._turn(Page.REQUESTS)

    @on(CheckBar.Chosen)
    def _page_clicked(self, event: CheckBar.Chosen) -> None:
        self._turn(Page(event.index))

    @working(exclusive=True, group="page")
    async def _turn(self, page: Page) -> None:
        if page is not self._page:  # marks are places in the list
            self.grid.clear_marks()
        self._page = page
        self._show(keep=False)
        await self.refresh_around()

    @property
    def _line(self) -> Line | None:
        here = self.grid.cursor_id
        return self._lines[here] if self._page is Page.SHEET and here is not None and here < len(self._lines) else None

    @property
    def _member(self) -> int | None:
        """The member under the cursor, on the pages that list members."""
        here = self.grid.cursor_id
        found = self._listed[here] if here is not None and here < len(self._listed) else None
        return found.member if isinstance(found, (BothLooks, StoredRequest)) else None

    @on(VirtualGrid.Opened)
    @working(group="command")
    async def do_open(self) -> None:
        if line := self._line:
            changed = await self.app.push_screen_wait(NamesScreen(self._vault, line))
            self._changed |= bool(changed)
            await self.reload()
        elif (member := self._member) is not None:
            session = self._vault.session
            top = await outcome(self._vault.read(head, session.unit, session.campaign))
            card = await outcome(self._vault.read(member_card, session.campaign, member))
            if card:
                self.app.push_screen(ReadingScreen(member_text(card, top.as_of)))

    # the sheet

    def do_sound(self) -> None:
        self._answer(Answer.SOUND)

    def do_wrong(self) -> None:
        self._answer(Answer.WRONG)

    def do_none(self) -> None:
        self._answer(Answer.NONE)

    def _answer(self, answer: Answer) -> None:
        if line := self._line:
            self.grid.action_move(1)  # at once: the next key must find the next line
            self._give(line, answer)

    @working(group="command")
    async def _give(self, line: Line, answer: Answer | None) -> None:
        await self.run(
            "", (), lambda _p, _c: self._vault.write(give_answer, self._org, line.question, answer), again=True
        )

    @working(group="command")
    async def do_count(self) -> None:
        line = self._line
        text = (
            await self.app.push_screen_wait(AskText("核准的人数：", str(len(line.members)), limit=7)) if line else None
        )
        if line is None or text is None:
            self.tell("已取消，没有任何改动。")
        elif not (text.strip().isascii() and text.strip().isdigit()):
            self.tell("人数应为数字，没有任何改动。", refused=True)
        else:
            number = int(text)
            await self.run(
                "", (), lambda _p, _c: self._vault.write(give_count, self._org, line.question, number), again=True
            )

    @working(group="command")
    async def do_remark(self) -> None:
        line = self._line
        if line is None:
            return
        question = f"{line.question.text}（{line.known}）："
        text = await self.app.push_screen_wait(AskText(question, line.remark or DRAFTS.get(line.question, "")))
        if text is None:
            self.tell("已取消，没有任何改动。")
            return
        await self.run(
            "", (), lambda _p, _c: self._vault.write(write_remark, self._org, line.question, text), again=True
        )

    async def do_clear(self) -> None:
        if line := self._line:
            self._give(line, None)
        else:
            self._on_request(withdraw=True)

    # requests, closing, writing out

    @working(group="command")
    async def do_file(self) -> None:
        rows = await self.targets("提更正意见")
        members = [each.member for row in rows if isinstance(each := self._listed[row], (BothLooks, StoredRequest))]
        if members:
            await run_request(self, self._vault, list(dict.fromkeys(members)))

    def do_settle(self) -> None:
        self._on_request(withdraw=False)

    @working(group="command")
    async def _on_request(self, *, withdraw: bool) -> None:
        here = self.grid.cursor_id
        if here is not None and here < len(self._requests):
            command, number = withdraw_requests if withdraw else settle_requests, self._requests[here].id
            await self.run("", (), lambda _p, _c: self._vault.write(command, (number,)), again=True)

    @working(group="command")
    async def do_close(self) -> None:
        if self._branch:
            await run_close(self, self._vault, self._branch)

    @working(group="command")
    async def do_export(self) -> None:
        await run_export(self, self._vault, self._org)


_DEEDS: Final = {
    **dict.fromkeys(_ON_SHEET, "verification.state"), "close": "verification.close", "export": "verification.export",
    "file": "correction.file", "settle": "correction.settle", "clear": "verification.state",
}  # fmt: skip
