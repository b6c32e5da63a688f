"""Departmental search (部门查找): requests of branches, the letters written for them, and what offices answered."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import on
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.actions.searches import REQUEST_VIEWS
from tui.screens.acting import outcome, working
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import AskText
from tui.screens.evidence import show_evidence
from tui.screens.ledger import LedgerScreen, Listing
from tui.screens.pick import Pick
from tui.screens.search_case import SearchCaseScreen
from tui.screens.search_text import masked
from tui.store.cipher import CipherDatabase
from tui.store.commands.search_offices import (
    OfficeAnswer,
    answer_requests,
    issue_office_letter,
    withdraw_requests,
)
from tui.store.queries.evidence import Of
from tui.store.queries.search_ledger import STATES, RequestRow, letter_of, narrowed, request_rows, requests
from tui.store.session import Session
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.rows import Cell, Row

_FILED, _SENT = 0, 1
_DAY_LIMIT: Final = 10
_ANSWERS: Final = ("没有查到", "查到（写明内容）")


class OfficeRequestsScreen(LedgerScreen):
    """Rows are requests, by what has become of them."""

    TITLE = "部门查找"
    EMPTY = "还没有提请。在失联党员查找台账中标记党员，按F4提请部门查找。"
    VIEWS = REQUEST_VIEWS
    COLUMNS = (
        Column("name", "姓名", 8), Column("branch", "党组织", 12, stretch=True, tail=True),
        Column("office", "部门", 10), Column("asked", "提请", 10), Column("letter", "函号", 16, stretch=True),
        Column("sent", "发函", 10), Column("answer", "答复", 16, stretch=True),
    )  # fmt: skip
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.OFFICE_REQUESTS,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.OFFICE_REQUESTS, Scope.EVERYWHERE)

    def listing(self, session: Session, view: int, text: str) -> Listing:
        by_state = requests(session.db, session.unit)
        order = narrowed(session.db, "office_request", by_state[STATES[view]], text)
        return Listing(order, [len(by_state[state]) for state in STATES])

    def page(self, db: CipherDatabase, ids: Sequence[int]) -> Sequence[Row]:
        return [Row(row.id, _cells(row, self.short(row.branch))) for row in request_rows(db, ids)]

    def refusal(self, action: Action) -> str | None:
        if action.id == "office_requests.record" and self.view not in (_FILED, _SENT):
            return "这里没有要发函或登记答复的，按1看待发函，按2看待答复。"
        if action.id == "office_requests.paper" and self.view == _FILED:
            return "还没有发函，先按F5发函。"
        if action.id == "office_requests.withdraw" and self.view != _FILED:
            return "已经发函的不能撤回提请。"
        return super().refusal(action)

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="open")
    async def do_open(self) -> None:
        number = self.grid.cursor_id
        if number is None:
            return
        (row,) = await outcome(self._vault.read(request_rows, [number]))
        if await self.app.push_screen_wait(SearchCaseScreen(self._vault, row.search_case)):
            self._changed = True
            await self.reload()

    @working(group="command")
    async def do_record(self) -> None:
        if self.view == _FILED:
            await self._write_letter()
        else:
            await self._take_answer()

    async def _write_letter(self) -> None:
        targets = await self.targets("发一份函")
        if not targets:
            return
        today = self._vault.session.clock().date().isoformat()
        answers = []
        for question, text, limit in (
            ("收函单位（如武进区公安局）：", "", 60),
            ("函号：", "", 40),
            ("发函日期：", today, _DAY_LIMIT),
        ):
            answer = await self.app.push_screen_wait(AskText(question, text, limit=limit))
            if answer is None:
                self.tell("已取消，没有任何改动。")
                return
            answers.append(answer)
        to_unit, number, day = answers
        await self.run(
            "正在登记…",
            targets,
            lambda _p, _c: self._vault.write(issue_office_letter, targets, to_unit=to_unit, number=number, on=day),
            again=True,
        )

    async def _take_answer(self) -> None:
        targets = await self.targets("登记同一答复")
        if not targets:
            return
        chosen = await self.app.push_screen_wait(Pick("答复：", _ANSWERS))
        if chosen is None:
            return
        text = await self.app.push_screen_wait(AskText("查到的内容：" if chosen else "答复的内容（可以不填）："))
        if text is None:
            return
        today = self._vault.session.clock().date().isoformat()
        day = await self.app.push_screen_wait(AskText("答复日期：", today, limit=_DAY_LIMIT))
        if day is None:
            return
        answer = OfficeAnswer(chosen == 1, day, text)
        await self.run(
            "正在登记…",
            targets,
            lambda _p, _c: self._vault.write(answer_requests, targets, answer),
            again=True,
        )

    @working(group="command")
    async def do_evidence(self) -> None:
        number = self.grid.cursor_id
        if number is None:
            return
        (row,) = await outcome(self._vault.read(request_rows, [number]))
        letter = await outcome(self._vault.read(letter_of, number))
        of = Of("office_request", number) if letter is None else Of("office_letter", letter)
        title = row.letter_number if letter is not None else f"{row.name} · 提请{row.office.label}"
        self._changed |= await show_evidence(self.app, self._vault, of, title or "")

    @working(group="command")
    async def do_paper(self) -> None:
        from exports.papers.search_papers import write_inquiry  # python-docx takes a while to load

        targets = await self.targets("写出同一份函")
        if not targets:
            return
        folder = await self.app.push_screen_wait(ChooseScreen("写到哪个文件夹"))
        if folder is None:
            self.tell("已放弃，没有写出。")
            return
        written = await outcome(self._vault.write(write_inquiry, folder, targets))
        self.tell(f"已写出并读回核对：{written.path.name}。按“内部”管理。", done=True)

    @working(group="command")
    async def do_withdraw(self) -> None:
        targets = await self.targets("撤回提请")
        if not targets:
            return
        why = await self.app.push_screen_wait(AskText("撤回的原因："))
        if why is not None:
            await self.run(
                "正在撤回…",
                targets,
                lambda _p, _c: self._vault.write(withdraw_requests, targets, why),
                again=True,
            )


def _cells(row: RequestRow, branch: str) -> tuple[Cell, ...]:
    answer = {"hit": "查到", "none": "没有查到"}.get(row.answer or "", "")
    if row.answer_text:
        answer += f"：{masked(row.answer_text)}"
    return (
        Cell(row.name), Cell(branch), Cell(row.office.label), Cell(row.asked_on), Cell(row.letter_number or ""),
        Cell(row.sent_on or ""), Cell(answer, "good" if row.answer == "hit" else ""),
    )  # fmt: skip
