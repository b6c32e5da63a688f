"""One case of 规范管理: its circumstances, the five facts, the proposal and the measure, the steps, what followed."""

from collections.abc import Sequence
from typing import ClassVar, Final, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize

from tui.actions import Action, Scope, bindings
from tui.rules.changes import Change
from tui.rules.check_items import AUTHORITY, Item, Kind
from tui.rules.regular_steps import FOLLOW_UPS, NEEDED, FollowUp, Step
from tui.rules.regularization import CIRCUMSTANCES, UNDECIDED, Fact, Measure, Origin, State
from tui.screens.acting import outcome, working
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import AskText
from tui.screens.evidence import show_evidence
from tui.screens.marked_list import MarkedListScreen
from tui.screens.pick import Pick
from tui.screens.reading import ReadingScreen
from tui.screens.regular_form import RegularForm
from tui.screens.regular_text import LINE_COLUMNS, Line, basis_text, lines, proposal_text
from tui.store.commands.regular_steps import follow_up, take_step
from tui.store.commands.regularization import decide_measure, describe, record_fact, refer_clue, withdraw
from tui.store.images import REGULARIZATION
from tui.store.queries.evidence import Of
from tui.store.queries.regularization import Case, case
from tui.store.vault import Vault
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows
from tui.widgets.statusline import StatusLine
from tui.widgets.textpage import TextPage

LONGEST_DAY: Final = 10
LONGEST_REASON: Final = 200
_FACT_NEEDS: Final = frozenset({"answer", "who", "on_day", "evidence"})
_FOLLOW_UP_ITEMS: Final = (
    Item("on_day", "日期", Kind.DATE), Item("who", "经办单位（人）"), Item("said", "情况"),
    Item("evidence", "材料及存放处"),
)  # fmt: skip
_FREE: Final = frozenset({"basis", "undo", "redo", "open", "export", "evidence"})
"""What can be done whoever keeps the case."""
_COMING: Final = frozenset({"待核实", "待定", "下一步"})
"""States of the line that comes next."""
_TONES: Final = {"已办": "good", "成立": "good", "已定": "good", "已记": "good", "不成立": "doubt"}


class RegularCaseScreen(MarkedListScreen):
    """The page of one case; gives back whether anything was changed. ``at_once`` names what is opened
    with it: 'next' (the next step), 'describe' (the circumstances)."""

    CSS_PATH = "regularization.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.REGULAR_CASE,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.REGULAR_CASE, Scope.EVERYWHERE)

    def __init__(self, vault: Vault, number: int, at_once: Literal["", "next", "describe"] = "") -> None:
        super().__init__(vault)
        self._number = number
        self._at_once = at_once
        self._case: Case | None = None
        self._lines: list[Line] = []
        self.ready = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield TextPage(id="proposal")
        yield VirtualGrid(LINE_COLUMNS)
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    async def on_mount(self) -> None:
        await self.reload()
        self.grid.focus()
        self.tell("F5 填写下一项，回车填写光标所在行，F3 看依据。")
        self.ready = True
        if self._at_once:
            await self.action_run(f"regular_case.{self._at_once}")

    @property
    def order(self) -> Sequence[int]:
        return range(len(self._lines))

    async def reload(self) -> None:
        session = self._vault.session
        self._case = await outcome(self._vault.read(case, session.unit, session.campaign, self._number))
        self._lines = lines(self._case)
        self.query_one("#proposal", TextPage).fill(proposal_text(self._case))
        self.grid.show(ListedRows(len(self._lines), self._cells))
        coming = ("待填",) if self._case.state is State.MEASURE and self._case.proposal.lacking else _COMING
        self.grid.cursor = next((n for n, line in enumerate(self._lines) if line.state in coming), self.grid.cursor)
        await self.refresh_around()

    def _cells(self, index: int) -> tuple[Cell, ...]:
        line = self._lines[index]
        return Cell(line.label), Cell(line.said), Cell(line.state, _TONES.get(line.state, "todo"))  # type: ignore[arg-type]

    async def refresh_around(self) -> None:
        found = self._case
        if found is None:
            return
        origin = Origin(found.row["origin"]).label
        self.query_one("#title", StatusLine).show(
            f"{found.name} · 规范管理 · {found.state.label}", f"内部 · {self._vault.session.actor.name}"
        )
        why = f"  {found.row['why']}" if found.row["why"] else ""
        self.query_one("#status", StatusLine).show(
            f"{found.organization} · {origin} · {found.row['opened_on']}列入{why}"
        )
        self.show_keys()

    def on_resize(self, event: Resize) -> None:
        self.grid.refresh()

    def refusal(self, action: Action) -> str | None:
        found, name = self._case, action.id.partition(".")[2]
        if found is None or action.scope is not Scope.REGULAR_CASE or name in _FREE:
            return None
        if not found.kept_here:
            return "由下级单位维护，请由该单位办理；这里只供查看。"
        if name == "describe" and found.state not in UNDECIDED:
            return "措施已定，情况不再改动；确有错误的先撤销。"
        if name == "decide" and found.state is not State.MEASURE:
            return "五项全部核实成立、尚未定措施的才能定措施。"
        if name == "refer" and found.state is not State.REFERRAL:
            return "没有记载须移送的线索。"
        if name == "withdraw" and found.state in (State.DONE, State.WITHDRAWN):
            return "已办结或已撤回。"
        return self._nothing_next(found) if name == "next" else None

    def _nothing_next(self, found: Case) -> str | None:
        """Why there is nothing to be done next."""
        if found.state in (State.TO_DISPOSAL, State.WITHDRAWN):
            return f"{found.state.label}：{found.row['why']}。"
        if found.state is State.REFERRAL and not found.row["due_on"]:
            return "线索已移送，待有关机关依纪依法处理；查明后在“核实：调查核实”一行改记。"
        if found.state is State.WORKING and found.next_step is None:
            return "已提出停止党籍建议，按停止党籍程序另行办理。"
        if found.state is State.DONE and (found.returned or found.measure not in FOLLOW_UPS):
            return "已办结，没有后续事项。"
        return None

    # what is done

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="command")
    async def do_open(self) -> None:
        here = self.grid.cursor_id
        found = self._case
        if found is None or here is None or here >= len(self._lines):
            return
        line = self._lines[here]
        about = line.about
        if isinstance(about, Fact) and found.kept_here and found.state in UNDECIDED:
            await self._fill_fact(found, about)
        elif isinstance(about, Step) and found.kept_here and about is found.next_step:
            await self._fill_step(found, about)
        elif line.kind == "described" and found.kept_here and found.state in UNDECIDED:
            await self._fill_circumstances(found)
        elif line.kind == "measure" and found.kept_here and found.state is State.MEASURE:
            await self._choose_measure(found)
        else:
            self.tell(f"{line.label}：{line.said}")

    @working(exclusive=True, group="command")
    async def do_next(self) -> None:
        found = self._case
        if found is None:
            return
        if why := self._nothing_next(found):
            self.tell(why, refused=True)
            return
        match found.state:
            case State.GATE:
                await self._fill_fact(found, next(fact for fact in Fact if fact not in found.facts))
            case State.MEASURE if found.proposal.lacking:
                await self._fill_circumstances(found)
            case State.MEASURE:
                await self._choose_measure(found)
            case State.REFERRAL:
                await self._refer(found)
            case State.WORKING if found.next_step is not None:
                await self._fill_step(found, found.next_step)
            case State.DONE:
                await self._fill_follow_up(found)

    @working(exclusive=True, group="command")
    async def do_describe(self) -> None:
        if found := self._case:
            await self._fill_circumstances(found)

    @working(exclusive=True, group="command")
    async def do_decide(self) -> None:
        if found := self._case:
            await self._choose_measure(found)

    @working(exclusive=True, group="command")
    async def do_refer(self) -> None:
        if found := self._case:
            await self._refer(found)

    @working(exclusive=True, group="command")
    async def do_basis(self) -> None:
        if found := self._case:
            await self.app.push_screen_wait(ReadingScreen(basis_text(found)))

    @working(exclusive=True, group="command")
    async def do_evidence(self) -> None:
        here, found = self.grid.cursor_id, self._case
        if found is None or here is None or here >= len(self._lines):
            return
        line = self._lines[here]
        title = f"{found.name} · {line.label if line.of else '规范管理'}"
        if await show_evidence(self.app, self._vault, line.of or Of(REGULARIZATION.name, self._number), title):
            self._changed = True

    @working(exclusive=True, group="command")
    async def do_export(self) -> None:
        from exports.papers.regularization import write_case  # python-docx takes a while to load

        folder = await self.app.push_screen_wait(ChooseScreen("审批表写到哪个文件夹"))
        if folder is None:
            self.tell("已放弃，没有写出。")
            return
        written = await outcome(self._vault.write(write_case, folder, self._number))
        self.tell(f"已写出并读回核对：{written.path.name}。按“内部”管理。", done=True)

    @working(exclusive=True, group="command")
    async def do_withdraw(self) -> None:
        if change := await run_withdraw(self, self._vault, self._number):
            await self._told(change)

    # the forms

    async def _fill_circumstances(self, found: Case) -> None:
        form = RegularForm(
            f"{found.name} · 情况", CIRCUMSTANCES, found.answers, (),
            lambda answers: self._vault.write(describe, self._number, answers),
        )  # fmt: skip
        await self._filled(form)

    async def _fill_fact(self, found: Case, fact: Fact) -> None:
        items = (
            Item("answer", fact.label, Kind.CHOICE, fact.choices),
            Item("who", "核实人"), Item("on_day", "日期", Kind.DATE), Item("evidence", "依据（材料及存放处）"),
            Item("note", "说明"),
        )  # fmt: skip
        known = found.facts.get(fact)
        answers = {item.key: known[item.key] for item in items if known[item.key]} if known else self._usual
        form = RegularForm(
            f"{found.name} · 核实：{fact.label}", items, answers, _FACT_NEEDS,
            lambda said: self._vault.write(
                record_fact, self._number, fact, said["answer"], who=said["who"], on_day=said["on_day"],
                evidence=said["evidence"], note=said.get("note", ""),
            ),
        )  # fmt: skip
        await self._filled(form)

    async def _fill_step(self, found: Case, step: Step) -> None:
        answers = {"on_day": self._today} if step.approval else self._usual
        answers |= found.known_of(step.id)
        form = RegularForm(
            f"{found.name} · {step.label}", step.items, answers, NEEDED,
            lambda said: self._vault.write(take_step, self._number, step.id, said),
        )  # fmt: skip
        await self._filled(form)

    async def _fill_follow_up(self, found: Case) -> None:
        kinds = [
            kind
            for kind in (FOLLOW_UPS[found.measure] if found.measure else ())
            if found.permit is not None or kind is not FollowUp.YEARLY_CHECK
        ]
        chosen = await self.app.push_screen_wait(Pick("记哪一项后续情况：", [kind.label for kind in kinds]))
        if chosen is None:
            return
        kind = kinds[chosen]
        form = RegularForm(
            f"{found.name} · {kind.label}", _FOLLOW_UP_ITEMS, self._usual, ("on_day", "who", "said"),
            lambda said: self._vault.write(
                follow_up, self._number, kind, said["on_day"], who=said["who"], said=said["said"],
                evidence=said.get("evidence", ""),
            ),
        )  # fmt: skip
        await self._filled(form)

    async def _choose_measure(self, found: Case) -> None:
        wanted = found.proposal.measure
        labels = [f"{measure.label}{'（程序建议）' if measure is wanted else ''}" for measure in Measure]
        place = list(Measure).index(wanted) if wanted else 0
        question = f"{found.name}定为哪项措施（{found.proposal.why}）："
        chosen = await self.app.push_screen_wait(Pick(question, labels, place))
        if chosen is None:
            return
        measure, departure = list(Measure)[chosen], ""
        if measure is not wanted:
            asked = await self.app.push_screen_wait(AskText("与程序建议不一致的理由：", limit=LONGEST_REASON))
            if asked is None:
                return
            departure = asked
        day = await self.app.push_screen_wait(AskText("决定日期：", self._today, limit=LONGEST_DAY))
        if day is None:
            return
        await self.run(
            "正在记载…",
            (),
            lambda _p, _c: self._vault.write(decide_measure, self._number, measure, day, departure=departure),
            again=True,
        )

    async def _refer(self, found: Case) -> None:
        question = f"{found.name}的线索移送哪个机关（只记移送，不作处理）："
        chosen = await self.app.push_screen_wait(Pick(question, list(AUTHORITY.values())))
        if chosen is None:
            return
        day = await self.app.push_screen_wait(AskText("移送日期：", self._today, limit=LONGEST_DAY))
        if day is not None:
            authority = list(AUTHORITY)[chosen]
            await self.run(
                "正在记载…",
                (),
                lambda _p, _c: self._vault.write(refer_clue, self._number, authority, day),
                again=True,
            )

    async def _filled(self, form: RegularForm) -> None:
        if change := await self.app.push_screen_wait(form):
            await self._told(change)

    async def _told(self, change: Change) -> None:
        self._changed |= change.entry is not None
        await self.reload()
        self.tell_outcome(change)

    @property
    def _today(self) -> str:
        return self._vault.session.clock().date().isoformat()

    @property
    def _usual(self) -> dict[str, str]:
        """What is usually filled in: today, by the acting person."""
        return {"on_day": self._today, "who": self._vault.session.actor.name}


async def run_withdraw(screen: MarkedListScreen, vault: Vault, number: int) -> Change | None:
    """Ask why, and withdraw the case; None when the person thought better of it."""
    why = await screen.app.push_screen_wait(AskText("撤回的原因：", limit=LONGEST_REASON))
    if why is None:
        screen.tell("已取消，没有任何改动。")
        return None
    return await outcome(vault.write(withdraw, number, vault.session.clock().date().isoformat(), why))
