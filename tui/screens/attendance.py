"""Who came to an activity: everybody at first, then the exceptions, each by one key."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.rules.activities import Attended
from tui.screens.acting import outcome, working
from tui.screens.dialogs import AskText
from tui.screens.kept_rows import KeptRows
from tui.screens.ledger import LedgerScreen
from tui.store.commands.activities import NOTE_LIMIT, set_attendance
from tui.store.queries.activities import Attendee, HeldActivity, activity, attendees
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.rows import Cell, Tone
from tui.widgets.statusline import StatusLine

_TONES: Final[dict[Attended, Tone]] = {Attended.PRESENT: "good", Attended.LEAVE: "mended", Attended.ABSENT: "doubt"}


class AttendanceScreen(LedgerScreen):
    """The members of the activity's branch with what is said of each."""

    TITLE = "到会情况"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.ATTENDANCE,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ATTENDANCE, Scope.EVERYWHERE)
    COLUMNS: ClassVar[Sequence[Column]] = (
        Column("name", "姓名", 10), Column("state", "到会", 8), Column("reason", "请假原因", 20, stretch=True),
        Column("remark", "备注", 12, stretch=True),
    )  # fmt: skip
    VIEWS: ClassVar[Sequence[str]] = ("全部", "到会", "请假", "缺席", "未记")

    def __init__(self, vault: Vault, number: int) -> None:
        super().__init__(vault)
        self._number = number
        self._held: HeldActivity | None = None
        self._rows: dict[int, Attendee] = {}

    async def on_mount(self) -> None:
        await super().on_mount()
        self.tell("请假、缺席的逐人记，或用空格标记后一次记；未记的（失联、流动等）到会的按F5。")

    async def reload(self) -> None:
        session, words = self._vault.session, self.sought.casefold().split()
        self._held = await outcome(self._vault.read(activity, self._number))
        found = await outcome(self._vault.read(attendees, session.campaign, self._number))
        self._rows = {each.member: each for each in found}
        states = (Attended.PRESENT, Attended.LEAVE, Attended.ABSENT, None)
        views = [found, *([each for each in found if each.state is state] for state in states)]
        self._counts = [len(view) for view in views]
        plain = {each.member: f"{each.name} {each.initials.replace(' ', '')}".casefold() for each in found}
        self._order = [each.member for each in views[self.view] if all(word in plain[each.member] for word in words)]
        self.grid.show(KeptRows(self._order, self._cells), keep=True)
        await self.refresh_around()

    async def refresh_around(self) -> None:
        await super().refresh_around()
        if self._held:
            came, called = self._held.present, self._held.called
            self.query_one("#status", StatusLine).show(
                f"应到 {called:,}  实到 {came:,}  请假 {self._held.leave:,}  缺席 {self._held.absent:,}"
                + (f"  已标记 {len(self.grid.marks):,}" if len(self.grid.marks) else ""),
                "已撤回" if self._held.withdrawn_on else "",
            )

    @property
    def heading(self) -> str:
        return f"{self._held.on_day} {self._held.name} · {self._held.branch}" if self._held else ""

    def _cells(self, member: int) -> tuple[Cell, ...]:
        row = self._rows[member]
        state = Cell(f"{row.state.mark} {row.state.label}", _TONES[row.state]) if row.state else Cell("未记", "todo")
        return Cell(row.name), state, Cell(row.reason), Cell(row.remark, "dim")

    def do_present(self) -> None:
        self._say(Attended.PRESENT)

    def do_absent(self) -> None:
        self._say(Attended.ABSENT)

    def do_leave(self) -> None:
        self._ask_reason()

    def _say(self, state: Attended) -> None:
        """Of the marks, or of the row under the cursor, which moves on at once."""
        if len(self.grid.marks):
            self._say_of_marks(state)
        elif (here := self.grid.cursor_id) is not None:
            self.grid.action_move(1)
            self._write([here], state, "")

    @working(group="command")
    async def _say_of_marks(self, state: Attended) -> None:
        if targets := await self.targets(f"记为{state.label}"):
            self._write(targets, state, "")

    @working(group="command")
    async def _ask_reason(self) -> None:
        here = self.grid.cursor_id
        targets = await self.targets(f"记为{Attended.LEAVE.label}")
        if not targets:
            return
        whom = self._rows[targets[0]].name if len(targets) == 1 else f"{len(targets):,}人"
        reason = await self.app.push_screen_wait(AskText(f"{whom}请假的原因（可不填）：", limit=NOTE_LIMIT))
        if reason is None:
            self.tell("已取消，没有任何改动。")
            return
        if len(targets) == 1 and self.grid.cursor_id == here:
            self.grid.action_move(1)
        self._write(targets, Attended.LEAVE, reason)

    @working(group="command")
    async def _write(self, members: Sequence[int], state: Attended, reason: str) -> None:
        await self.run(
            "",
            members,
            lambda _p, _c: self._vault.write(set_attendance, self._number, members, state, reason),
            again=True,
        )
