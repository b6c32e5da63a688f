"""The review of the roster: the heart of the program.

One list of members, one check in hand; a key gives the verdict to the row or to all marks and moves on.
"""

from asyncio import sleep
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from tui.actions import Action, Scope, bindings
from tui.faults import Failure
from tui.idle import IdleWatch
from tui.rules.changes import Change
from tui.rules.checks import Check, Given, Stage, Verdict
from tui.rules.roles import Profile
from tui.screens.accept_suggestions import confirmed_command, shown_or_marked
from tui.screens.acting import outcome, working
from tui.screens.bulk import BulkScreen
from tui.screens.check_form import fill_check
from tui.screens.commanding import BULK_FROM, Start, agreed_to_undo, carried_out
from tui.screens.dialogs import AskText
from tui.screens.member_pane import MemberPane
from tui.screens.unit_outline import UnitOutline
from tui.store.commands import undo
from tui.store.commands.verdicts import give_verdict, write_note
from tui.store.commands.views import take_view
from tui.store.queries.members import member_card
from tui.store.queries.progress import decided_otherwise, head, undone
from tui.store.reminders import reminders
from tui.store.vault import Vault
from tui.widgets.checkbar import CheckBar
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.statusline import StatusLine

NARROW = 110
"""Below this screen width the bars use their short forms."""
COUNTDOWN_SECONDS = 20
"""How often the minutes until the lock are written anew."""
SETTLING_SECONDS = 0.2
"""The counts of unchecked members are taken when no key has been pressed for so long."""


class ReviewScreen(BulkScreen):
    """Reviews the subjects of the campaign in hand, in this vault's unit and below it."""

    CSS_PATH = "review.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.REVIEW,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.REVIEW, Scope.EVERYWHERE)

    def __init__(self, vault: Vault, idle: IdleWatch) -> None:
        super().__init__(vault)
        self._idle = idle

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield CheckBar()
        yield from self.filter_lines()
        with Horizontal():
            yield UnitOutline(id="units")
            yield VirtualGrid(id="roster")
            yield MemberPane()
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    def on_mount(self) -> None:
        self.grid.focus()
        self._open()

    @working(group="opening")
    async def _open(self) -> None:
        """Show the roster; in a worker, because the screen draws nothing before its mounting is over."""
        self._head = await outcome(self._vault.read(head, self._vault.session.unit, self._vault.session.campaign))
        if self._head.verifies:
            self._stage = Stage.VERIFICATION
        self.query_one("#title", StatusLine).show(
            f"{self._head.unit} · {self._head.campaign}（{self._head.notice}）",
            f"内部 · {self._custody} · {self._vault.session.actor.name}",
        )
        await self.take_preferences()
        state = await outcome(self._vault.write(take_view))
        await (self._take_up(state) if state else self.reload())
        self.set_interval(COUNTDOWN_SECONDS, self.show_counts)
        reminded = await outcome(self._vault.act(reminders))
        if self._vault.seat.breaches:
            self.tell(f"保险库只供查看：{'；'.join(self._vault.seat.breaches)}。请保留现场，立即报告。", refused=True)
        elif reminded and not state:
            self.tell("".join(reminded))
        elif not self.shown and not state:
            self.tell("还没有党员。按F12打开功能菜单，选择“导入名册”。")

    @property
    def _custody(self) -> str:
        """How the vault is kept; in a small one failing passphrases cost a wait, since no officer unlocks."""
        seat = self._vault.seat
        profile = Profile(seat.register.profile)
        if seat.breaches:
            return f"{profile.label} · 只供查看"
        if profile is Profile.SMALL and self.size.width >= NARROW:
            policy = seat.register.policy
            return f"{profile.label}（输错{policy.failures}次等{policy.wait_minutes}分钟）"
        return profile.label

    def view_state(self) -> dict[str, Any]:
        """What the person is looking at, to be taken up again after a lock."""
        return {
            "check": self._check.value,
            "stage": self._stage.value,
            "search": self.query_one("#search", Input).value,
            "member": self.grid.cursor_id,
            "marked": self.grid.marks.runs(),
            **self.arrangement(),
        }

    async def _take_up(self, state: Mapping[str, Any]) -> None:
        """Go back to what was looked at when the screen was locked."""
        self._check, self._stage = Check(state["check"]), Stage(state["stage"])
        self.take_arrangement(state)
        field = self.query_one("#search", Input)
        with self.prevent(Input.Changed):
            field.value = state["search"]
        field.display = bool(field.value)
        await self.reload()
        self.grid.mark_all([member for first, last in state.get("marked", ()) for member in range(first, last + 1)])
        place = self._view.place(state["member"]) if self._view and state["member"] is not None else None
        if place is not None:
            self.grid.cursor = place
        self.tell("已解锁，回到锁屏前的位置。")

    # what is shown

    @property
    def stage(self) -> Stage:
        """Which look of the double check is in hand."""
        return self._stage

    def show_status(self) -> None:
        self.show_counts()
        self._show_checks()
        self.count_units()

    @working(exclusive=True, group="checks")
    async def _show_checks(self) -> None:
        await sleep(SETTLING_SECONDS)
        session = self._vault.session
        counts = await outcome(self._vault.read(undone, session.campaign, self._stage))
        word = " 未查" if self.size.width >= NARROW else " "
        labels = [f"{check.number} {check.label}{word}{counts[check]:,}" for check in Check]
        self.query_one(CheckBar).show(labels, self._check.number - 1)

    def show_counts(self) -> None:
        if self._view is None or self._whole is None or self._head is None:
            return
        marks = self.grid.marks
        narrowed = len(self._view.order) < len(self._whole.order)
        hidden = marks.hidden(marks.visible(self._view.order)) if narrowed and len(marks) else 0
        text = self.query_one("#search", Input).value.strip()
        wide = self.size.width >= NARROW
        parts = [f"{self._stage.label}", f"显示 {len(self._view.order):,} / 共 {len(self._whole.order):,} 人"]
        if self.outgrown:
            parts.append(f"其中 {self.outgrown:,} 人已不符合筛选" + ("（F3、回车重新筛选）" if wide else ""))
        if len(marks):
            parts.append(f"已标记 {len(marks):,}" + (f"（隐藏 {hidden:,}）" if hidden else ""))
        if self.unit_name:
            parts.append(f"只看：{self.unit_name}")
        if text:
            parts.append(f"筛选：{' '.join(self.chips)}")
        left = self._idle.minutes_left
        right = f"未上报 {self._head.unsent:,} 步 · 填表日期 {self._head.as_of} · {left}分后锁屏"
        if not wide:
            right = f"未上报 {self._head.unsent:,} · {self._head.as_of} · 锁{left}分"
        self.query_one("#status", StatusLine).show("  ".join(parts), right)

    # choosing

    def refusal(self, action: Action) -> str | None:
        name = action.id.partition(".")[2]
        if self._sought is not None and action.scope is Scope.REVIEW and name not in _WITHOUT_ROWS:
            return "正在查找，请稍候再按。"
        if self.in_outline and action.scope is Scope.REVIEW and name not in _WITHOUT_ROWS:
            return "光标在组织树中；按Tab回到名册再办理。"
        if self._whole is None and self.shown and action.scope is Scope.REVIEW and name not in _WITHOUT_ROWS:
            return "正在读取名册，请稍候再按。"
        empty = self._view is None or not self._view.order
        if empty and action.scope is Scope.REVIEW and name not in _WITHOUT_ROWS:
            return "列表中没有党员，无从办理。"
        if name == "stage" and self._head and not self._head.verifies:
            return f"{self._head.kind.label}只作自查，核查由上级党组织的工作组进行。"
        if name == "tree" and self._head and self._head.kind.holds_members:
            return "本单位没有下级党组织。"
        return None

    def do_check_1(self) -> None:
        self._choose(Check.ROSTER)

    def do_check_2(self) -> None:
        self._choose(Check.ARCHIVE)

    def do_check_3(self) -> None:
        self._choose(Check.DUES)

    def do_check_4(self) -> None:
        self._choose(Check.RECEIPT)

    def do_check_5(self) -> None:
        self._choose(Check.CONDUCT)

    @on(CheckBar.Chosen)
    def _check_clicked(self, event: CheckBar.Chosen) -> None:
        self._choose(tuple(Check)[event.index])

    def _choose(self, check: Check) -> None:
        self._check = check
        self._show_rows()
        self.tell(f"在手核查项：{check.number} {check.title}")

    def do_stage(self) -> None:
        self._stage = self._stage.other
        self.refilter()
        self.tell(f"当前为{self._stage.label}。")

    # giving verdicts

    def do_clear(self) -> None:
        self._judge(Verdict.CLEAR)

    def do_mended(self) -> None:
        self._judge(Verdict.MENDED)

    def do_pending(self) -> None:
        self._judge(Verdict.PENDING)

    def do_doubtful(self) -> None:
        self._judge(Verdict.DOUBTFUL)

    def do_not_applicable(self) -> None:
        self._judge(Verdict.NOT_APPLICABLE)

    def do_unchecked(self) -> None:
        self._judge(Verdict.UNCHECKED)

    def _judge(self, verdict: Verdict) -> None:
        """Give a verdict to the marks, or to the row under the cursor and move on at once.

        The next key may follow before the command is carried out: it must find the next row, and may choose another
        check.
        """
        here = self.grid.cursor_id
        if len(self.grid.marks):
            self._give_to_marks(self._stage, self._check, verdict)
        elif here is not None:
            self.grid.action_move(1)
            self._give(self._stage, self._check, verdict, (here,), Given.SINGLY)

    @working(group="command")
    async def _give(
        self, stage: Stage, check: Check, verdict: Verdict, members: Sequence[int], given: Given, basis: str = ""
    ) -> None:
        await self._run(
            f"正在给{len(members):,}人记“{verdict.label}”…",
            len(members),
            lambda progress, cancelled: self._vault.write(
                give_verdict, stage, check, verdict, members, given=given, basis=basis,
                progress=progress, cancelled=cancelled,
            ),
        )  # fmt: skip

    @working(group="command")
    async def _give_to_marks(self, stage: Stage, check: Check, verdict: Verdict) -> None:
        async def warning(members: Sequence[int]) -> str:
            campaign = self._vault.session.campaign
            others = await outcome(self._vault.read(decided_otherwise, campaign, stage, check, verdict, members))
            return f"其中{others:,}人已有其他结论，将被改写。" if others else ""

        targets = await self._targets(f"{stage.label}“{check.label}”记为“{verdict.label}”", warning)
        if not targets:
            return
        given = Given.SINGLY if len(targets) == 1 else Given.IN_BULK
        basis: str | None = ""
        if verdict is Verdict.CLEAR and given is Given.IN_BULK and check in (Check.ARCHIVE, Check.CONDUCT):
            question = f"{check.title}：批量记为“无误”须写明依据（如“已查阅档案原件”）。"
            basis = await self.app.push_screen_wait(AskText(question))
        if basis is None:
            self.tell("已取消，没有任何改动。")
        else:
            self._give(stage, check, verdict, targets, given, basis)

    @working(group="command")
    async def do_note(self) -> None:
        targets = await self._targets("写备注", self._noted)
        if not targets:
            return
        card = await outcome(self._vault.read(member_card, self._vault.session.campaign, targets[0]))
        old = card.reviews[self._stage.number - 1].note if card and len(targets) == 1 else ""
        whom = card.fields["name"] if card and len(targets) == 1 else f"{len(targets):,}人"
        text = await self.app.push_screen_wait(AskText(f"{whom}的备注（{self._stage.label}）：", old or ""))
        if text is not None:
            await self._run(
                "正在写备注…", len(targets), lambda _p, _c: self._vault.write(write_note, self._stage, targets, text)
            )

    @working(group="command")
    async def do_undo(self) -> None:
        if not await agreed_to_undo(self.app, self._vault):
            self.tell("已取消，没有任何改动。")
            return
        if await self._run("正在撤销…", 0, lambda _p, _c: self._vault.write(undo.undo)):
            await self.reload()

    @working(group="command")
    async def do_redo(self) -> None:
        if await self._run("正在重做…", 0, lambda _p, _c: self._vault.write(undo.redo)):
            await self.reload()

    @working(group="command")
    async def do_record(self) -> None:
        member = self.grid.cursor_id
        if filled := await fill_check(self.app, self._vault, self._stage, self._check, member or 0):
            self.tell_change(filled.change)
            if filled.decided and self.grid.cursor_id == member:
                self.grid.action_move(1)

    @working(group="command")
    async def do_accept(self) -> None:
        if self._view is None or self._whole is None:
            return
        check, stage, marks = self._check, self._stage, self.grid.marks
        members = await shown_or_marked(self.app, marks, self._view, self._whole)
        slow = len(members) >= BULK_FROM
        command = members and await confirmed_command(
            self.app, self._vault, stage, check, members, whole=not len(marks), slow=slow
        )
        if callable(command):
            await self._run("正在采纳建议…", len(members), command)
        else:
            self.tell(command if isinstance(command, str) else "已取消，没有任何改动。")

    async def _run(self, title: str, size: int, start: Start) -> Change | None:
        """Run a command; show its outcome and what it changed."""
        try:
            change = await carried_out(self.app, title, size, start)
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return None
        self.tell_change(change)
        return change

    def tell_change(self, change: Change) -> None:
        """Say what a command has done and bring the rows, the counts and the member's page up to date."""
        self.tell_outcome(change)
        if change.entry is None:
            return
        if self._head:
            self._head = replace(self._head, unsent=self._head.unsent + 1)
        self.grid.drop(change.members or None)
        self.show_counts()
        self.count_outgrown()
        self._show_checks()
        self.count_units(change.members or None)
        self._fill_pane(self.grid.cursor_id)


_WITHOUT_ROWS = frozenset({
    "menu", "agenda", "undo", "redo", "search", "saved_filters", "stage", "columns", "sort", "tree",
    *(f"check_{check.number}" for check in Check),
})  # fmt: skip
