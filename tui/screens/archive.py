"""One member's file: his materials, where they are kept, the letters to former units, the work on single materials."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.faults import Failure
from tui.rules.archive_forms import ANSWER, INQUIRY, PLACE, RESULT, WORK, Form
from tui.rules.archives import Answer, Keeper, Kept, Work, is_overdue, proposals
from tui.rules.changes import Change
from tui.rules.check_items import MATERIAL, MATERIAL_NAMES, owed
from tui.screens import papers
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.archive_form import ArchiveForm
from tui.screens.commanding import agreed_to_undo
from tui.screens.dialogs import AskText
from tui.screens.evidence import show_evidence
from tui.screens.pick import Pick
from tui.store.commands import undo
from tui.store.commands.archives import (
    Inquiry,
    Place,
    Task,
    answer_inquiry,
    finish_work,
    inquire,
    place_archive,
    plan_work,
    withdraw_inquiry,
    withdraw_work,
)
from tui.store.commands.editing import set_field
from tui.store.queries.archives import Archive, InquiryRow, WorkRow, archive_of
from tui.store.queries.evidence import Of, evidence_counts, topic_counts
from tui.store.vault import Vault
from tui.text import clean
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows, Tone
from tui.widgets.statusline import StatusLine
from tui.widgets.textpage import TextPage

_COLUMNS = (
    Column("item", "项目", 16), Column("state", "情况", 14), Column("on", "日期", 10), Column("by", "经办", 8),
    Column("said", "说明", 20, stretch=True), Column("files", "附件", 4),
)  # fmt: skip
TONES: Mapping[str, Tone] = {"complete": "good", "irregular": "todo", "missing": "doubt", "untrue": "doubt"}
_STATES = {"open": "待复", "answered": "已复", "withdrawn": "已撤回"}
_WORK_STATES = {"open": "待办", "done": "已办", "withdrawn": "已撤回"}


class Line(NamedTuple):
    """A line of the page: what it is about, its cells, what evidence of it hangs on."""

    about: str | InquiryRow | WorkRow
    cells: tuple[Cell, ...]
    of: Of


PLACE_LINE = "place"


class ArchiveScreen(ActingScreen[bool]):
    """The page of one member (row id); True when something was changed."""

    CSS_PATH = "archives.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.ARCHIVE,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ARCHIVE, Scope.EVERYWHERE)

    def __init__(self, vault: Vault, member: int) -> None:
        super().__init__()
        self._vault = vault
        self._member = member
        self._archive: Archive | None = None
        self._lines: list[Line] = []
        self._changed = False
        self.ready = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield TextPage(id="wanted")
        yield VirtualGrid(_COLUMNS, id="items")
        yield Notice()
        yield KeyLine()

    async def on_mount(self) -> None:
        await self._load()
        self.grid.focus()
        self.tell("回车办理光标所在的一项，F2登记跟进事项，F4登记商转函。")
        self.ready = True

    @property
    def grid(self) -> VirtualGrid:
        """The lines."""
        return self.query_one(VirtualGrid)

    @property
    def here(self) -> Line | None:
        """The line under the cursor."""
        index = self.grid.cursor_id
        return self._lines[index] if index is not None and index < len(self._lines) else None

    async def _load(self) -> None:
        self._archive = archive = await outcome(self._vault.read(archive_of, self._member))
        if archive is None:
            self.dismiss(self._changed)
            return
        as_of = self._vault.session.clock().date().isoformat()
        counts: dict[tuple[str, int], int] = {}
        for table, rows in (("archive_inquiry", archive.inquiries), ("archive_work", archive.work)):
            files = await outcome(self._vault.read(evidence_counts, table, [row.id for row in rows]))
            counts |= {(table, number): count for number, count in files.items()}
        topics = await outcome(self._vault.read(topic_counts, self._member))
        self._lines = [*_materials(archive), _place(archive), *_letters(archive, as_of), *_works(archive, as_of)]
        found = [topics.get(line.of.topic, 0) or counts.get(line.of[:2], 0) for line in self._lines]
        lines = [(*line.cells, Cell(str(n or ""))) for line, n in zip(self._lines, found, strict=True)]
        self.grid.show(ListedRows(len(lines), lines.__getitem__))
        row = archive.row
        self.query_one("#title", StatusLine).show(f"党员档案 · {row.name} · {row.branch}", "内部")
        self.query_one("#wanted", TextPage).fill(_wanted(archive))
        self.show_keys()

    def refusal(self, action: Action) -> str | None:
        about = self.here.about if self.here else None
        state = about.state if isinstance(about, InquiryRow | WorkRow) else None
        if action.id == "archive.withdraw" and state != "open":
            return "光标所在的不是未办结的函件或事项。"
        if action.id == "archive.handle" and state not in (None, "open"):
            return "这一项已经办结或撤回，需要更改的请先撤销。"
        return None

    # deeds

    @on(VirtualGrid.Opened)
    def _opened(self) -> None:
        self.call_later(self.action_run, "archive.handle")

    @working(exclusive=True, group="command")
    async def do_handle(self) -> None:
        about = self.here.about if self.here else PLACE_LINE
        if isinstance(about, InquiryRow):
            await self._answer(about)
        elif isinstance(about, WorkRow):
            await self._finish(about)
        elif about == PLACE_LINE:
            await self._place()
        else:
            await self._state(about)

    @working(exclusive=True, group="command")
    async def do_place(self) -> None:
        await self._place()

    async def _state(self, material: str) -> None:
        states = list(MATERIAL)
        known = self._archive.row.states[material] if self._archive else None
        place = states.index(known) if known in states else 0
        chosen = await self.app.push_screen_wait(
            Pick(f"{MATERIAL_NAMES[material]}：", [*MATERIAL.values(), "（不填）"], place)
        )
        if chosen is not None:
            await self._run(set_field, [self._member], material, [*states, None][chosen])

    async def _place(self) -> None:
        archive = self._archive
        if archive is None:
            return
        row = archive.row
        known = {
            "kept": row.kept.value if row.kept else "", "kept_by": row.keeper.value if row.keeper else "",
            "unit": row.archive_at or "", "since": archive.since or "", "note": archive.note or "",
        }  # fmt: skip
        if (said := await self._filled(PLACE, known)) is not None:
            await self._run(place_archive, [self._member], place_of(said))

    async def _answer(self, inquiry: InquiryRow) -> None:
        if (said := await self._filled(ANSWER, {"on": self._today})) is not None:
            outcome_ = Answer(said["outcome"])
            await self._run(answer_inquiry, inquiry.id, said["on"], outcome_, said.get("answer", ""))

    async def _finish(self, work: WorkRow) -> None:
        known = {"on": self._today, "person": work.person or "", "found": "complete"}
        if (said := await self._filled(RESULT, known)) is not None:
            command = finish_work
            await self._run(
                command, work.id, said["on"], said["result"], person=said.get("person", ""), found=said.get("found", "")
            )

    @working(exclusive=True, group="command")
    async def do_work(self) -> None:
        about = self.here.about if self.here else ""
        known = {"person": self._vault.session.actor.name}
        if isinstance(about, str) and about in MATERIAL_NAMES:
            known["material"] = about
        if (said := await self._filled(WORK, known)) is not None:
            task = Task(
                said["material"], Work(said["kind"]), said.get("due_on", ""), said.get("person", ""),
                said.get("basis", ""),
            )  # fmt: skip
            await self._run(plan_work, self._member, task)

    @working(exclusive=True, group="command")
    async def do_inquire(self) -> None:
        if (said := await self._filled(INQUIRY, {"sent_on": self._today})) is not None:
            inquiry = Inquiry(
                said["to_unit"], said["sent_on"], said["asked"], said.get("number", ""), said.get("reply_by", "")
            )
            await self._run(inquire, self._member, inquiry)

    @working(exclusive=True, group="command")
    async def do_withdraw(self) -> None:
        about = self.here.about if self.here else None
        if not isinstance(about, InquiryRow | WorkRow):
            return
        reason = await self.app.push_screen_wait(AskText("撤回原因：", limit=200))
        if reason is None:
            self.tell("已取消，没有任何改动。")
            return
        await self._run(withdraw_inquiry if isinstance(about, InquiryRow) else withdraw_work, about.id, reason)

    @working(exclusive=True, group="command")
    async def do_evidence(self) -> None:
        line = self.here
        if line is None or self._archive is None:
            return
        title = f"{self._archive.row.name} · {line.cells[0].text}"
        if await show_evidence(self.app, self._vault, line.of, title):
            self._changed = True
        await self._load()

    @working(group="command")
    async def do_write(self) -> None:
        await papers.write_chosen(self, self._vault, papers.of_archive(self._member))

    @working(group="command")
    async def do_undo(self) -> None:
        if await agreed_to_undo(self.app, self._vault):
            await self._run(undo.undo)
        else:
            self.tell("已取消，没有任何改动。")

    @working(group="command")
    async def do_redo(self) -> None:
        await self._run(undo.redo)

    def do_back(self) -> None:
        self.dismiss(self._changed)

    @property
    def _today(self) -> str:
        return self._vault.session.clock().date().isoformat()

    async def _filled(self, form: Form, known: Mapping[str, str]) -> dict[str, str] | None:
        name = self._archive.row.name if self._archive else ""
        said = await self.app.push_screen_wait(ArchiveForm(form, name, known))
        if said is None:
            self.tell("已放弃，没有任何改动。")
        return said

    async def _run(self, command: object, *said: object, **more: object) -> None:
        try:
            change: Change = await outcome(self._vault.write(command, *said, **more))  # type: ignore[arg-type]
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return
        self._changed |= change.entry is not None
        await self._load()
        self.tell_outcome(change)


def place_of(said: Mapping[str, str]) -> Place:
    """What a form says of where a file is kept; one that does not ask which file is about a 党员档案."""
    keeper = Keeper(said["kept_by"]) if said.get("kept_by") else None
    kept = Kept(said["kept"]) if "kept" in said else Kept.PARTY
    return Place(kept, keeper, said.get("unit", ""), said.get("since", ""), said.get("note", ""))


def _materials(archive: Archive) -> list[Line]:
    due = owed(archive.row.category)
    lines = []
    for name, state in archive.row.states.items():
        words = MATERIAL.get(state or "", "未登记") if name in due else "不要求（预备党员）"
        cells = (Cell(MATERIAL_NAMES[name]), Cell(words, TONES.get(state or "", "dim")), *[Cell("")] * 3)
        lines.append(Line(name, cells, Of("member", archive.row.id, name)))
    return lines


def _place(archive: Archive) -> Line:
    row = archive.row
    words = row.kept.label if row.kept else "未登记"
    by = "，".join(filter(None, (row.keeper.label if row.keeper else "", row.archive_at or "", archive.note or "")))
    cells = Cell("材料存于"), Cell(words, "" if row.kept else "todo"), Cell(archive.since or ""), Cell(""), Cell(by)
    return Line(PLACE_LINE, cells, Of("member", row.id, "archive_place"))


def _letters(archive: Archive, as_of: str) -> list[Line]:
    lines = []
    for each in archive.inquiries:
        state, tone = _STATES[each.state], "dim" if each.state == "withdrawn" else "good"
        if each.state == "open":
            late = is_overdue(each.reply_by, as_of)
            state, tone = f"{'逾期' if late else '待复'}（{each.reply_by}）", "doubt" if late else "todo"
        elif each.outcome:
            state = each.outcome.label
        said = "；".join(filter(None, (f"致{each.to_unit}", each.number or "", each.asked, each.answer or "")))
        cells = Cell("商转函"), Cell(state, tone), Cell(each.sent_on), Cell(each.by), Cell(said)  # type: ignore[arg-type]
        lines.append(Line(each, cells, Of("archive_inquiry", each.id)))
    return lines


def _works(archive: Archive, as_of: str) -> list[Line]:
    lines = []
    for each in archive.work:
        state, tone = _WORK_STATES[each.state], "dim" if each.state == "withdrawn" else "good"
        if each.state == "open":
            late = is_overdue(each.due_on, as_of)
            state = ("逾期" if late else "待办") + (f"（{each.due_on}）" if each.due_on else "")
            tone = "doubt" if late else "todo"
        said = "；".join(filter(None, (each.basis or "", each.result or "", MATERIAL.get(each.found or "", ""))))
        cells = (
            Cell(f"{MATERIAL_NAMES[each.material]}{each.kind.label}"), Cell(state, tone),  # type: ignore[arg-type]
            Cell(each.done_on or each.due_on or ""), Cell(each.person or each.by), Cell(said),
        )  # fmt: skip
        lines.append(Line(each, cells, Of("archive_work", each.id)))
    return lines


def _wanted(archive: Archive) -> Text:
    """What the documents ask for next."""
    row = archive.row
    inquired = any(each.state != "withdrawn" for each in archive.inquiries)
    found: Sequence[str] = [
        f"{clean(each.said)}（{each.basis}）"
        for each in proposals(row.states, row.category, row.kept, row.keeper, inquired=inquired)
    ]
    page = Text("应办：", "bold", overflow="fold")
    page.append("没有发现须办的事项。" if not found else "\n" + "\n".join(found), "not bold")
    return page
