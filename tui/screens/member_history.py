"""The history of one member (履历): his journal, the newest entry first; two compared, a former value restored."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.faults import Failure
from tui.rules.changes import Change
from tui.rules.member_fields import FIELDS
from tui.screens.acting import ActingScreen, outcome, working
from tui.screens.field_text import shown
from tui.screens.history_text import EMPTY, deed, event_text, lines
from tui.screens.pick import Pick
from tui.screens.sheet import SheetScreen
from tui.store.audit.wording import local_time
from tui.store.commands.editing import set_field
from tui.store.images import MEMBER
from tui.store.queries.history import Event, History, differences, member_history
from tui.store.vault import Vault
from tui.text import clean
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows, Tone
from tui.widgets.statusline import StatusLine
from tui.widgets.textpage import TextPage

_COLUMNS: Final = (
    Column("at", "时间", 16), Column("seq", "序号", 6), Column("by", "办理人", 8),
    Column("deed", "操作", 16, stretch=True), Column("changes", "内容", 24, stretch=True),
)  # fmt: skip


class MemberHistoryScreen(ActingScreen[list[Change]]):
    """Shows a member's entries; dismissed with the changes that were made here."""

    CSS_PATH = "member_card.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.HISTORY,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.HISTORY, Scope.EVERYWHERE)

    def __init__(self, vault: Vault, member: int, name: str) -> None:
        super().__init__()
        self._vault = vault
        self._member = member
        self._whose = name
        self._history: History | None = None
        self._changes: list[Change] = []

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(_COLUMNS, id="events")
        yield TextPage(id="event")
        yield Notice()
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#title", StatusLine).show(f"履历：{clean(self._whose)}", "内部")
        self.grid.focus()
        self._load()

    @property
    def grid(self) -> VirtualGrid:
        """The list of entries."""
        return self.query_one(VirtualGrid)

    @property
    def events(self) -> tuple[Event, ...]:
        """The entries, the newest first."""
        return self._history.events if self._history else ()

    @working(exclusive=True, group="history")
    async def _load(self) -> None:
        self._history = await outcome(self._vault.read(member_history, self._member))
        self.grid.clear_marks()
        self.grid.show(ListedRows(len(self.events), self._cells), keep=False)
        self._show_event(0)
        if not self._changes:
            self.tell(f"共{len(self.events):,}条，最新的在前。")
        self.show_keys()

    def _cells(self, index: int) -> tuple[Cell, ...]:
        event = self.events[index]
        assert self._history is not None
        style: Tone = "dim" if event.undone else ""
        changes = "；".join(lines(event.rows, self._history))
        return (
            Cell(local_time(event.at)[:16]), Cell(str(event.seq), "dim"), Cell(event.by), Cell(deed(event), style),
            Cell(changes, style),
        )  # fmt: skip

    @on(VirtualGrid.CursorMoved)
    def _cursor_moved(self, event: VirtualGrid.CursorMoved) -> None:
        self._show_event(event.id)

    def _show_event(self, index: int | None) -> None:
        if self._history is not None and index is not None and index < len(self.events):
            self.query_one("#event", TextPage).fill(event_text(self.events[index], self._history))
        self.show_keys()

    @on(VirtualGrid.Opened)
    def _opened(self, event: VirtualGrid.Opened) -> None:
        here = self.events[event.id]
        if self._history is not None:
            told = [("", line) for line in lines(here.rows, self._history)]
            self.app.push_screen(SheetScreen(f"第{here.seq}号 {local_time(here.at)} {deed(here)}", told))

    def refusal(self, action: Action) -> str | None:
        if action.scope is Scope.HISTORY and self._history is None:
            return "正在读取，请稍候再按。"
        if action.id == "history.restore" and not self._restorable():
            return "光标处没有可以恢复的旧值。"
        return None

    def do_mark(self) -> None:
        here = self.grid.cursor_id
        if here is not None and here not in self.grid.marks and len(self.grid.marks) == 2:
            self.tell("已选中两条，请先取消一条。", refused=True)
        else:
            self.grid.mark_and_advance()

    def do_clear_marks(self) -> None:
        self.grid.clear_marks()

    def do_compare(self) -> None:
        """Two that are marked; else the one marked, or under the cursor, and the record as it is now."""
        if self._history is None or self.grid.cursor_id is None:
            return
        chosen = sorted(self.grid.marks, reverse=True) or [self.grid.cursor_id]
        older = self.events[chosen[0]]
        record, now = self._history.record_after(older.seq), self._history.now
        until = "现在"
        if len(chosen) == 2:
            newer = self.events[chosen[1]]
            now, until = self._history.record_after(newer.seq), f"第{newer.seq}号（{local_time(newer.at)[:16]}）之后"
        found = list(differences(record, now))
        told = [("", line) for line in lines(found, self._history)] if found else [("", "两个时间的记载相同。")]
        title = f"{clean(self._whose)}：第{older.seq}号（{local_time(older.at)[:16]}）之后 → {until}"
        self.app.push_screen(SheetScreen(title, told))

    def _restorable(self) -> list[tuple[str, str | None]]:
        """Fields (column, value) that the entry under the cursor knows another value of: the one it replaced, else the
        one it left."""
        here = self.grid.cursor_id
        if self._history is None or here is None or here >= len(self.events):
            return []
        now = self._history.now.get((MEMBER.number, self._member, 0))
        found: list[tuple[str, str | None]] = []
        for row in self.events[here].rows:
            if row.table is not MEMBER or now is None:
                continue
            for name in FIELDS:
                touched = row.before is None or row.after is None or row.before[name] != row.after[name]
                values = [image[name] for image in (row.before, row.after) if image is not None] if touched else []
                found += [(name, value) for value in dict.fromkeys(values) if (value or None) != (now[name] or None)]
        return found

    @working(group="command")
    async def do_restore(self) -> None:
        choices = self._restorable()
        said = [f"{FIELDS[name].label}：恢复为 {shown(name, value) if value else EMPTY}" for name, value in choices]
        chosen = await self.app.push_screen_wait(Pick("恢复哪一个旧值（记为新的改动，可撤销）：", said))
        if chosen is None:
            return
        name, value = choices[chosen]
        try:
            change = await outcome(self._vault.write(set_field, (self._member,), name, value))
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return
        self._changes.append(change)
        self.tell(change.sentence(), done=bool(change.changed), refused=not change.changed)
        self._load()

    def do_back(self) -> None:
        self.dismiss(self._changes)
