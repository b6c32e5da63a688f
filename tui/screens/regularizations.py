"""The ledger of 规范管理: who is at the gate, waits for his measure, is being dealt with, is done or goes elsewhere."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Literal

from textual import on
from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.actions.regularization import VIEWS
from tui.rules.regularization import Origin
from tui.screens.acting import outcome, working
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import AskText
from tui.screens.ledger import LedgerScreen, Listing
from tui.screens.pick import Pick
from tui.screens.reading import ReadingScreen
from tui.screens.regular_case import LONGEST_DAY, RegularCaseScreen, run_withdraw
from tui.screens.regular_text import COLUMNS, cells, permits_text, statistics_text
from tui.screens.search_pick import SearchPick
from tui.store.cipher import CipherDatabase
from tui.store.commands.regularization import open_case
from tui.store.queries.evidence import Of
from tui.store.queries.regular_sources import candidates, found_waiting, known_of
from tui.store.queries.regularization import counts, listed, measure_counts, page, permits
from tui.store.queries.units import unit
from tui.store.session import Session
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.rows import Row

_LONGEST_NAME = 60


class RegularizationsScreen(LedgerScreen):
    """Lists the cases of this unit and below."""

    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.REGULAR,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.REGULAR, Scope.EVERYWHERE)
    TITLE = "规范管理"
    COLUMNS: ClassVar[Sequence[Column]] = COLUMNS
    VIEWS = VIEWS
    EMPTY = "还没有列入的党员。按F2列入；失联的，先在失联党员查找中记为取得联系。"
    WITHOUT_ROWS = frozenset({"add", "statistics", "permits"})

    def listing(self, session: Session, view: int, text: str) -> Listing:
        return Listing(listed(session.db, session.unit, view, text), counts(session.db, session.unit))

    def page(self, db: CipherDatabase, ids: Sequence[int]) -> Sequence[Row]:
        return [Row(row.id, cells(row, self.short(row.organization))) for row in page(db, ids)]

    def bearer(self, row: int) -> Of | None:
        return Of("regularization", row)

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="command")
    async def do_open(self) -> None:
        await self._show_case()

    @working(exclusive=True, group="command")
    async def do_next(self) -> None:
        await self._show_case("next")

    async def _show_case(self, at_once: Literal["", "next", "describe"] = "", number: int | None = None) -> None:
        chosen = self.grid.cursor_id if number is None else number
        if chosen is None:
            return
        if await self.app.push_screen_wait(RegularCaseScreen(self._vault, chosen, at_once)):
            self._changed = True
            await self.reload()

    @working(exclusive=True, group="command")
    async def do_describe(self) -> None:
        await self._show_case("describe")

    @working(exclusive=True, group="command")
    async def do_add(self) -> None:
        session = self._vault.session
        question = "列入哪名党员（姓名或拼音首字母；不填列出已取得联系、尚未列入的）："
        text = await self.app.push_screen_wait(AskText(question, limit=_LONGEST_NAME))
        if text is None:
            return
        if text.strip():
            found = await outcome(self._vault.read(candidates, session.unit, text))
        else:
            found = await outcome(self._vault.read(found_waiting, session.unit))
        if not found:
            self.tell(f"没有找到“{text}”。" if text.strip() else "没有已取得联系、尚未列入的党员。", refused=True)
            return
        names = [f"{each.name}　{each.organization}" for each in found]
        chosen = await self.app.push_screen_wait(SearchPick("列入哪名党员：", names)) if len(found) > 1 else 0
        if chosen is None:
            return
        member = found[chosen]
        known = await outcome(self._vault.read(known_of, member.id))
        origins = list(Origin)
        place = origins.index(known.origin) if known.origin else 0
        labels = [each.label for each in origins]
        why = await self.app.push_screen_wait(Pick(f"{member.name}列入的来由：", labels, place))
        if why is None:
            return
        today = session.clock().date().isoformat()
        change = await self.run(
            "正在列入…",
            (),
            lambda _p, _c: self._vault.write(open_case, member.id, origins[why], today, known.answers),
            again=True,
        )
        if change is not None and change.changed:
            number = await outcome(self._vault.read(_newest, member.id))
            await self._show_case("next", number)

    @working(exclusive=True, group="command")
    async def do_withdraw(self) -> None:
        here = self.grid.cursor_id
        if here is not None and (change := await run_withdraw(self, self._vault, here)):
            self._changed |= change.entry is not None
            await self.reload()
            self.tell_outcome(change)

    @working(exclusive=True, group="command")
    async def do_statistics(self) -> None:
        session = self._vault.session
        today = session.clock().date().isoformat()
        day = await self.app.push_screen_wait(AskText("统计到哪一天（如2026-11-20）：", today, limit=LONGEST_DAY))
        if day is None:
            return
        try:
            as_of = date.fromisoformat(day.strip()).isoformat()
        except ValueError:
            self.tell("日期须写到日，如2026-11-20。", refused=True)
            return
        found = await outcome(self._vault.read(measure_counts, session.unit, as_of))
        own = await outcome(self._vault.read(unit, session.unit))
        await self.app.push_screen_wait(ReadingScreen(statistics_text(found, as_of, own.name)))

    @working(exclusive=True, group="command")
    async def do_permits(self) -> None:
        ways = ("查看登记簿", "写出登记表（文档）")
        chosen = await self.app.push_screen_wait(Pick("流动党员活动证：", ways))
        if chosen == 0:
            found = await outcome(self._vault.read(permits, self._vault.session.unit))
            await self.app.push_screen_wait(ReadingScreen(permits_text(found)))
        elif chosen == 1:
            from exports.papers.regularization import write_permits  # python-docx takes a while to load

            folder = await self.app.push_screen_wait(ChooseScreen("登记表写到哪个文件夹"))
            if folder is None:
                self.tell("已放弃，没有写出。")
                return
            written = await outcome(self._vault.write(write_permits, folder))
            self.tell(f"已写出并读回核对：{written.path.name}。按“内部”管理。", done=True)


def _newest(db: CipherDatabase, member: int) -> int:
    found = db.execute_sql("SELECT max(id) FROM regularization WHERE member = ?", (member,)).fetchone()
    return int(found[0])
