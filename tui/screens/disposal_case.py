"""One case of 组织处置: whose it is and on what it rests, its whole procedure step by step, what holds it up."""

from collections.abc import Sequence
from typing import ClassVar, Final, Literal

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize

from tui.actions import Action, Scope, bindings
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.disposal.case import Obstacle
from tui.rules.disposal.procedures import At
from tui.rules.disposal.register import State
from tui.screens.acting import outcome, working
from tui.screens.disposal_open import withdraw_disposal
from tui.screens.disposal_papers import write_disposal_papers
from tui.screens.disposal_reading import head_text, line_details, other_words, referral_words, whole_text
from tui.screens.disposal_referral_form import refer, settle
from tui.screens.disposal_step_form import take_step
from tui.screens.disposal_text import INFERRED, LINE_COLUMNS, Line, acting_words, line_cells, lines
from tui.screens.evidence import show_evidence
from tui.screens.marked_list import MarkedListScreen
from tui.screens.pick import Pick
from tui.screens.reading import ReadingScreen
from tui.store.queries.disposal_ledger import CasePage, Turn, case_page
from tui.store.queries.evidence import Of
from tui.store.vault import Vault
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import ListedRows
from tui.widgets.statusline import StatusLine
from tui.widgets.textpage import TextPage

_SHARE: Final = 3
"""The head takes one line of so many; the procedure has the others."""
_OF_OPEN: Final = frozenset({"next", "withdraw"})


class DisposalCaseScreen(MarkedListScreen):
    """The page of one case; gives back whether anything was changed. ``at_once`` names the action that is done with
    it as soon as it is shown."""

    CSS_PATH = "disposal_case.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.DISPOSAL_CASE,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.DISPOSAL_CASE, Scope.EVERYWHERE)

    def __init__(
        self, vault: Vault, number: int, at_once: Literal["", "next", "refer", "withdraw", "write"] = ""
    ) -> None:
        super().__init__(vault)
        self._number = number
        self._at_once = at_once
        self._found: CasePage | None = None
        self._lines: list[Line] = []
        self.ready = False
        self.farewell = ""
        """What was said when the case was taken away from under its page."""

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield TextPage(id="head")
        yield VirtualGrid(LINE_COLUMNS)
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    async def on_mount(self) -> None:
        await self.reload()
        self.grid.focus()
        if self.is_attached:
            self.tell("F5 办理下一步，回车看光标所在一步，F3 看全案。")
        self.ready = True
        if self._at_once:
            await self.action_run(f"disposal_case.{self._at_once}")

    @property
    def order(self) -> Sequence[int]:
        return range(len(self._lines))

    @property
    def _today(self) -> str:
        return self._vault.session.clock().date().isoformat()

    async def reload(self) -> None:
        session = self._vault.session
        today = session.clock().date()
        self._found = found = await outcome(self._vault.read(case_page, session.unit, self._number, today))
        if found is None:
            self.farewell = self.query_one(Notice).text
            self.dismiss(True)
            return
        self._lines = lines(found, today)
        self.query_one("#head", TextPage).fill(head_text(found, today))
        self.grid.show(ListedRows(len(self._lines), lambda index: line_cells(self._lines[index])))
        coming = (n for n, line in enumerate(self._lines) if line.recorded is None)
        self.grid.cursor = next(coming, max(0, len(self._lines) - 1))
        await self.refresh_around()

    async def refresh_around(self) -> None:
        found = self._found
        if found is None:
            return
        file = found.row.file
        title = f"{file.member['name']} · 组织处置 · {file.label} · {file.state.label}"
        self.query_one("#title", StatusLine).show(title, f"内部 · {self._vault.session.actor.name}")
        self.query_one("#status", StatusLine).show(self._standing(found))
        self.show_keys()

    def _standing(self, found: CasePage) -> str:
        """Where the case stands, in one line."""
        file, where = found.row.file, found.row.standing
        if file.procedure is None or file.state is not State.OPEN:
            said = file.state.label
        elif found.row.turn is Turn.AUTHORITY:
            said = f"已办{where.place}/{len(file.procedure.steps)}步 · 等待移送的线索办理结果"
        else:
            step = where.step.label if where.step else ""
            waits = f"等待“{step}” · 自{where.since} · {acting_words(found.row)}"
            said = f"已办{where.place}/{len(file.procedure.steps)}步 · {waits}"
        inferred = any(line.step is not None and line.step.inferred for line in self._lines)
        return f"{said}{f'  {INFERRED} 程序为本程序推定' if inferred else ''}"

    def on_resize(self, event: Resize) -> None:
        self.query_one("#head", TextPage).styles.height = max(6, event.size.height // _SHARE)
        self.grid.refresh()

    def refusal(self, action: Action) -> str | None:
        found, name = self._found, action.id.partition(".")[2]
        if found is None or action.scope is not Scope.DISPOSAL_CASE:
            return None
        file = found.row.file
        if name == "others" and not found.others:
            return "该党员没有其他处置案件。"
        if name in ("open", "evidence") and not self._lines and name == "open":
            return "没有逐步的记载；按F3看全案。"
        if name in _OF_OPEN and file.state is not State.OPEN:
            return f"本案{file.state.label}，不再办理。"
        if name in ("withdraw", "refer") and not file.kept_here:
            return f"{Refusal.KEPT_BELOW.label}，请由该单位办理；这里只供查看。"
        return self._nothing_next(found) if name == "next" else None

    def _nothing_next(self, found: CasePage) -> str | None:
        """Why the next step cannot be done here and now."""
        file, step = found.row.file, found.row.standing.step
        if file.procedure is None or step is None:
            return Obstacle.PROCEDURE_UNKNOWN.value
        if found.row.turn is Turn.AUTHORITY:
            return Obstacle.REFERRAL_OPEN.value
        if file.irregular(self._vault.session.clock().date()):
            return Obstacle.IRREGULAR.value
        here = file.kept_here if step.at is At.BRANCH else step.at.fits(found.own)
        return None if here else f"下一步“{step.label}”由{acting_words(found.row)}办理，本级不能代办。"

    @property
    def _here(self) -> Line | None:
        """The line under the cursor."""
        index = self.grid.cursor_id
        return self._lines[index] if index is not None and index < len(self._lines) else None

    # reading

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="command")
    async def do_open(self) -> None:
        line = self._here
        if line is None:
            return
        text = Text(overflow="fold")
        text.append(f"{line.label}\n\n", "bold")
        text.append("\n".join(line_details(line)))
        await self.app.push_screen_wait(ReadingScreen(text))

    @working(exclusive=True, group="command")
    async def do_whole(self) -> None:
        if self._found is not None:
            await self.app.push_screen_wait(ReadingScreen(whole_text(self._found, self._vault.session.clock().date())))

    @working(exclusive=True, group="command")
    async def do_others(self) -> None:
        found = self._found
        if found is None:
            return
        names = [other_words(other) for other in found.others]
        chosen = await self.app.push_screen_wait(Pick(f"{found.row.file.member['name']}的其他处置案件：", names))
        if chosen is not None and await self.app.push_screen_wait(
            DisposalCaseScreen(self._vault, found.others[chosen].id)
        ):
            self._changed = True
            await self.reload()

    @working(exclusive=True, group="command")
    async def do_evidence(self) -> None:
        found, line = self._found, self._here
        if found is None:
            return
        of = line.of if line else Of("disposal_case", self._number)
        about = line.label if line and line.recorded else "全案"
        self._changed |= await show_evidence(
            self.app, self._vault, of, f"{found.row.file.member['name']} · {found.row.file.label} · {about}"
        )

    # doing

    @working(exclusive=True, group="command")
    async def do_next(self) -> None:
        await self._told(await take_step(self.app, self._vault, self._number))

    @working(exclusive=True, group="command")
    async def do_withdraw(self) -> None:
        await self._told(await withdraw_disposal(self.app, self._vault, self._number))

    @working(exclusive=True, group="command")
    async def do_write(self) -> None:
        await write_disposal_papers(self.app, self._vault, self._number)

    @working(exclusive=True, group="command")
    async def do_refer(self) -> None:
        """Refer a clue, or record what came of one that is with an authority."""
        found = self._found
        if found is None:
            return
        file = found.row.file
        waiting = [each for each in file.referrals if each["outcome_on"] is None]
        chosen = len(waiting)
        if waiting:
            labels = [f"登记回执、结果：{referral_words(each)}" for each in waiting]
            question = "违纪违法线索（只移送，不作处理）："
            picked = await self.app.push_screen_wait(Pick(question, [*labels, "移送新的线索"]))
            if picked is None:
                return
            chosen = picked
        if chosen < len(waiting):
            await self._told(await settle(self.app, self._vault, waiting[chosen]["id"]))
        else:
            case = self._number if file.state is State.OPEN else None
            await self._told(await refer(self.app, self._vault, file.member["id"], case))

    async def _told(self, change: Change | None) -> None:
        """Show the case as it is now, and what was done."""
        if change is None:
            self.tell("没有任何改动。")
            return
        self._changed |= change.entry is not None
        await self.reload()
        self.tell_outcome(change)
