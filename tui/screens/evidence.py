"""The files attached to a row of the register: adding, looking at, copying out, withdrawing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import BindingType

from exports.evidence import write_copy
from tui.actions import Action, Scope, bindings
from tui.faults import Failure
from tui.intake.evidence import read_attachment
from tui.rules.check_items import MATERIAL_NAMES
from tui.rules.checks import Check
from tui.rules.evidence import ENDINGS, LARGEST, LONGEST_NOTE, Media, size_words
from tui.screens.acting import outcome, working
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import AskText, Confirm
from tui.screens.kept_rows import KeptRows
from tui.screens.marked_list import MarkedListScreen
from tui.screens.reading import ReadingScreen
from tui.screens.viewing import PictureScreen, shown_text
from tui.store.commands.evidence import attach, withdraw_evidence
from tui.store.queries.evidence import EvidenceRow, Of, bearer_name, evidence_content, evidence_of
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell
from tui.widgets.statusline import StatusLine

_COLUMNS = (
    Column("name", "文件名", 14, stretch=True, tail=True), Column("of", "附于", 10), Column("kind", "种类", 9),
    Column("size", "大小", 8), Column("state", "状态", 16), Column("by", "添加人", 8), Column("on", "日期", 10),
    Column("note", "说明", 14),
)  # fmt: skip
_OF_ONE = frozenset({"open", "copy", "withdraw", "mark", "mark_all", "range_up", "range_down"})
NOT_HERE = "内容未随包到达"


WORDS = {
    "letter": "介绍信", "situation": "情形", "search_case": "失联查找", "search_attempt": "查找记录",
    "office_request": "部门查找", "office_letter": "部门查找函", "regularization": "规范管理",
    "regular_fact": "核实情况", "regular_step": "办理步骤", "payment": "党费", "activity": "组织生活",
    "disposal_case": "组织处置", "disposal_ground": "处置的事实", "disposal_step": "处置步骤",
    "disposal_decision": "处置审核、审批", "disposal_referral": "线索移送",
    "archive": "档案保管", "archive_inquiry": "商转函", "archive_work": "材料跟进", "archive_place": "档案保管",
    **{f"check{check.number}": f"{check.label}核查" for check in Check}, **MATERIAL_NAMES,
}  # fmt: skip
"""What files hang on, by the ledger's name or the topic; what is not in it is told by its owner alone."""


async def show_evidence(app: App[Any], vault: Vault, of: Of, title: str = "") -> bool:
    """Open the files attached to a row, over whatever screen; whether anything was changed. For a worker."""
    name = await outcome(vault.read(bearer_name, of))
    title = title or " · ".join(filter(None, (name, WORDS.get(of.topic or of.table, ""))))
    changed: bool = await app.push_screen_wait(EvidenceScreen(vault, of, title))
    return changed


class EvidenceScreen(MarkedListScreen):
    """Lists the files; True when something was added or withdrawn."""

    CSS_PATH = "evidence.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.EVIDENCE,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.EVIDENCE, Scope.EVERYWHERE)
    ALL_OF = "附件"

    def __init__(self, vault: Vault, of: Of, title: str) -> None:
        super().__init__(vault)
        self._of = of
        self._title = title
        self._rows: dict[int, EvidenceRow] = {}
        self.ready = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(_COLUMNS)
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    async def on_mount(self) -> None:
        await self.reload()
        self.grid.focus()
        self.tell(f"F2从介质添加文件（每份不超过{LARGEST // 2**20}MB），回车查看。内容加密存在保险库中。")
        self.ready = True

    @property
    def order(self) -> Sequence[int]:
        return list(self._rows)

    async def reload(self) -> None:
        rows = await outcome(self._vault.read(evidence_of, *self._of))
        self._rows = {row.id: row for row in rows}
        kept = self._rows
        self.grid.show(KeptRows(list(kept), lambda number: _cells(kept[number])))
        await self.refresh_around()

    async def refresh_around(self) -> None:
        self.query_one("#title", StatusLine).show(f"附件 · {self._title}", "内部")
        size = sum(row.size for row in self._rows.values())
        marked = f"  已标记 {len(self.grid.marks):,}" if len(self.grid.marks) else ""
        whole = f"，{size_words(size)}" if self._rows else ""
        self.query_one("#status", StatusLine).show(f"共 {len(self._rows):,} 份{whole}{marked}")
        self.show_keys()

    def refusal(self, action: Action) -> str | None:
        scope, _, name = action.id.partition(".")
        if scope == "evidence" and name in _OF_ONE and not self._rows:
            return "还没有附件；按F2从介质添加。"
        return None

    @property
    def here(self) -> EvidenceRow | None:
        """The file under the cursor."""
        return self._rows.get(self.grid.cursor_id or 0)

    @working(group="command")
    async def do_add(self) -> None:
        path = await self.app.push_screen_wait(ChooseScreen("添加哪个文件（PDF、图片、纯文本、.docx、.xlsx）", ENDINGS))
        if path is None:
            self.tell("已放弃，没有添加。")
            return
        try:
            taken = await outcome(self._vault.read(lambda _db: read_attachment(path)))
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return
        question = f"附件说明（{taken.media.label}，{size_words(len(taken.content))}；可不填）："
        note = await self.app.push_screen_wait(AskText(question, limit=LONGEST_NOTE))
        if note is None:
            self.tell("已放弃，没有添加。")
            return
        self.grid.clear_marks()
        await self.run(
            "正在添加附件…",
            (),
            lambda _p, _c: self._vault.write(attach, self._of, taken.name, taken.media, taken.content, note=note),
            again=True,
        )

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="open")
    async def do_open(self) -> None:
        row, content = await self._content()
        if row is None or content is None:
            return
        if row.media.drawn:
            await self.app.push_screen_wait(PictureScreen(row, content))
        elif row.media is Media.TEXT:
            await self.app.push_screen_wait(ReadingScreen(shown_text(row.name, content)))
        else:
            self.tell(f"{row.media.label}不在这里显示；按F9写出副本，用办公软件查看。")

    async def _content(self) -> tuple[EvidenceRow | None, bytes | None]:
        """The file under the cursor and its content; says so where there is none."""
        row = self.here
        if row is None:
            return None, None
        content = await outcome(self._vault.read(evidence_content, row.sha256))
        if content is None:
            self.tell(f"“{row.name}”{NOT_HERE}，请与报送单位联系。", refused=True)
        return row, content

    @working(group="command")
    async def do_copy(self) -> None:
        row, content = await self._content()
        if row is None or content is None:
            return
        question = f"写出“{row.name}”的副本：副本不加密，按“内部”管理，用后销毁。确定写出？"
        if not await self.app.push_screen_wait(Confirm(question, 1)):
            self.tell("已取消，没有写出。")
            return
        folder = await self.app.push_screen_wait(ChooseScreen("副本写到哪个文件夹"))
        if folder is None:
            self.tell("已放弃，没有写出。")
            return
        written = await outcome(self._vault.write(write_copy, self._of, row, folder))
        self.tell(f"已写出并读回核对：{written.path}。已记入日志，按“内部”管理，用后销毁。", done=True)

    @working(group="command")
    async def do_withdraw(self) -> None:
        targets = await self.targets("撤回附件")
        if not targets:
            return
        reason = await self.app.push_screen_wait(AskText("撤回原因：", limit=LONGEST_NOTE))
        if reason is None:
            self.tell("已取消，没有任何改动。")
            return
        await self.run(
            "正在撤回…",
            targets,
            lambda _p, _c: self._vault.write(withdraw_evidence, self._of, targets, reason),
            again=True,
        )


def _cells(row: EvidenceRow) -> tuple[Cell, ...]:
    on = datetime.fromtimestamp(row.at).astimezone().date().isoformat()
    if row.state == "withdrawn":
        state = Cell(f"已撤回：{row.reason}", "dim")
    else:
        state = Cell("在库", "good") if row.there else Cell(NOT_HERE, "doubt")
    return (
        Cell(row.name), Cell(WORDS.get(row.topic or row.of_table or "", "")), Cell(row.media.label),
        Cell(size_words(row.size)), state, Cell(row.by), Cell(on), Cell(row.note or ""),
    )  # fmt: skip
