"""The ledger of the search for lost members: cases by where they stand, and whom a case is suggested for."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final, NamedTuple

from textual import on
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.actions.searches import CASE_VIEWS
from tui.rules.search_cases import Standing
from tui.rules.search_coverage import Minimums
from tui.rules.searches import OFFICES
from tui.screens.acting import outcome, working
from tui.screens.dialogs import AskText
from tui.screens.ledger import LedgerScreen, Listing
from tui.screens.pick import Pick
from tui.screens.search_case import SearchCaseScreen
from tui.screens.search_deeds import Searcher, ask_attempts, ask_office, end_or_reopen
from tui.screens.search_form import facts_form
from tui.screens.search_text import ground_words, short_lacking
from tui.store import journal
from tui.store.cipher import CipherDatabase
from tui.store.commands.search_offices import file_requests, set_minimums
from tui.store.commands.searches import AttemptEntry, open_cases, record_attempts
from tui.store.queries.evidence import Of
from tui.store.queries.search_cases import CaseFile, case_file, case_rows, minimums_of, standings
from tui.store.queries.search_grounds import suggested
from tui.store.queries.search_ledger import candidates, ledger_day, narrowed, suggested_rows
from tui.store.session import Session
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, Row, Tone

_TO_OPEN: Final = 1
"""The view of suggestions; the others are standings, in the order of ``_STANDINGS``."""
_STANDINGS: Final = (Standing.SEARCHING, None, Standing.FOUND, Standing.UNREACHABLE, Standing.SETTLED)
_OF_CASES: Final = frozenset({"open", "request", "facts", "evidence", "settle"})


class _Known(NamedTuple):
    """What can be listed on a day, by the journal's head when it was looked up."""

    head: int
    day: str
    cases: Mapping[Standing, Sequence[int]]
    to_open: Sequence[int]


class SearchesScreen(LedgerScreen):
    """Rows are cases, or members to open one for: a row's id is twice theirs, and one more for a member."""

    TITLE = "失联党员查找"
    VIEWS = CASE_VIEWS
    COLUMNS = (
        Column("name", "姓名", 8), Column("branch", "党组织", 16, stretch=True, tail=True),
        Column("last", "失联自", 10), Column("tried", "查找", 15), Column("state", "还差／结果", 22, stretch=True),
        Column("opened", "开案", 10),
    )  # fmt: skip
    WITHOUT_ROWS: ClassVar[frozenset[str]] = frozenset({"add", "minimums"})
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.SEARCHES,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.SEARCHES, Scope.EVERYWHERE)

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self._searcher = Searcher(vault.session.actor.name)
        self._day = ""
        self._minimums = Minimums(0, 0, 0)
        self._listed: _Known | None = None

    # what is listed; on the reader's thread

    def listing(self, session: Session, view: int, text: str) -> Listing:
        db = session.db
        self._minimums = minimums_of(db, session.unit, session.campaign)
        known = self._known(session)
        self._day, cases, to_open = known.day, known.cases, known.to_open
        counts = [len(to_open if standing is None else cases[standing]) for standing in _STANDINGS]
        standing = _STANDINGS[view]
        if standing is None:
            order = [2 * member + 1 for member in narrowed(db, "member", to_open, text)]
        else:
            order = [2 * case for case in narrowed(db, "search_case", cases[standing], text)]
        return Listing(order, counts)

    def _known(self, session: Session) -> _Known:
        """Everything that can be listed, looked up again when something has been written since."""
        db, day = session.db, ledger_day(session)
        head = journal.last(db)[0]
        if self._listed is None or (self._listed.head, self._listed.day) != (head, day):
            to_open = suggested(db, session.unit, day)
            self._listed = _Known(head, day, standings(db, session.unit, day), to_open)
        return self._listed

    def page(self, db: CipherDatabase, ids: Sequence[int]) -> Sequence[Row]:
        numbers = [number // 2 for number in ids]
        if ids and ids[0] % 2:
            return self._suggestions(db, numbers)
        rows = []
        for case in case_rows(db, numbers, self._minimums, self._day):
            ended = f"{case.outcome_on} {case.outcome.label}" if case.outcome else short_lacking(case.coverage)
            tone: Tone = "" if case.outcome else "good" if case.coverage.full else "todo"
            cells = (
                Cell(case.name), Cell(self.short(case.branch)), Cell(case.last_contact or "不清楚"),
                Cell(case.coverage.bar), Cell(ended, tone), Cell(case.opened_on),
            )  # fmt: skip
            rows.append(Row(2 * case.id, cells))
        return rows

    def _suggestions(self, db: CipherDatabase, members: Sequence[int]) -> Sequence[Row]:
        rows = []
        for found in suggested_rows(db, members, self._day):
            since = f"{found.months}个月" if found.months is not None else ""
            ground = f"{ground_words(found.origin) if found.origin else ''} {found.letter}"
            cells = (
                Cell(found.name), Cell(self.short(found.branch)), Cell(found.last_contact or "不清楚"), Cell(since),
                Cell(ground.strip(), "todo"), Cell(""),
            )  # fmt: skip
            rows.append(Row(2 * found.member + 1, cells))
        return rows

    def refusal(self, action: Action) -> str | None:
        name = action.id.partition(".")[2]
        if action.scope is Scope.SEARCHES and self.view == _TO_OPEN and name in _OF_CASES:
            return "这些党员还没有开案，先标记后按F5开案。"
        return super().refusal(action)

    async def _here(self) -> CaseFile | None:
        """The file of the case under the cursor."""
        number = self.grid.cursor_id
        if number is None or number % 2:
            return None
        return await outcome(self._vault.read(case_file, number // 2, self._minimums, self._day))

    # commands

    def bearer(self, row: int) -> Of | None:
        return Of("search_case", row // 2)  # suggestions have no case yet: ``refusal`` says so

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="open")
    async def do_open(self) -> None:
        if self.view == _TO_OPEN:
            self.tell("这些党员还没有开案，先标记后按F5开案。")
        elif (number := self.grid.cursor_id) is not None and await self.app.push_screen_wait(
            SearchCaseScreen(self._vault, number // 2)
        ):
            self._changed = True
            await self.reload()

    @working(group="command")
    async def do_add(self) -> None:
        text = await self.app.push_screen_wait(AskText("给谁开案（姓名、拼音首字母或身份号码末几位）：", limit=60))
        if not text:
            return
        found = await outcome(self._vault.read(candidates, self._vault.session.unit, text))
        if not found:
            self.tell(f"本单位维护的名册中没有找到“{text}”。", refused=True)
            return
        chosen = await self.app.push_screen_wait(Pick("给谁开案：", [each.words for each in found]))
        if chosen is None:
            return
        why = await self.app.push_screen_wait(AskText("党支部掌握的失联情况（有记录可依的可以不填）："))
        if why is None:
            return
        await self._open_cases((), [found[chosen].member], why)

    @working(group="command")
    async def do_record(self) -> None:
        if self.view == _TO_OPEN:
            await self._open_suggested()
            return
        several = len(self.grid.marks) > 1
        targets = await self.targets("记同一次查找" if several else "记查找")
        if not targets:
            return
        cases = [number // 2 for number in targets]

        async def write(entry: AttemptEntry) -> str:
            change = await self.run(
                "正在记查找…",
                targets,
                lambda p, c: self._vault.write(record_attempts, cases, entry, progress=p, cancelled=c),
            )
            return self.query_one(Notice).text if change is None else change.sentence()

        file = await self._here()
        whom = f"{len(cases)}人" if several or file is None else file.member["name"] or ""
        today = self._vault.session.clock().date()
        if await ask_attempts(self.app, whom, self._searcher, today, write, once=several) and not several:
            self.grid.action_move(1)

    async def _open_suggested(self) -> None:
        if targets := await self.targets("开案查找"):
            await self._open_cases(targets, [number // 2 for number in targets], "")

    async def _open_cases(self, targets: Sequence[int], members: Sequence[int], why: str) -> None:
        today = self._vault.session.clock().date().isoformat()
        day = await self.app.push_screen_wait(AskText("开案日期：", today, limit=10))
        if day is None:
            self.tell("已取消，没有任何改动。")
            return
        await self.run(
            "正在开案…",
            targets,
            lambda p, c: self._vault.write(
                open_cases, members, why=why, on=day, as_of=self._day, progress=p, cancelled=c
            ),
            again=True,
        )

    @working(group="command")
    async def do_minimums(self) -> None:
        now = self._minimums
        question = f"现行要求：{now.words}。新的要求（方式数 次数 天数，用空格隔开）："
        text = await self.app.push_screen_wait(AskText(question, f"{now.ways} {now.per_way} {now.days}", limit=20))
        if text is None:
            return
        numbers = [int(word) if word.isdecimal() else -1 for word in text.split()]
        if len(numbers) != 3:
            self.tell("请写三个数：方式数、每种方式的次数、首末两次相隔的天数。没有改动。", refused=True)
            return
        basis = await self.app.push_screen_wait(AskText("依据的文件："))
        if basis is not None:
            await self.run(
                "正在登记…",
                (),
                lambda _p, _c: self._vault.write(set_minimums, Minimums(*numbers), basis),
                again=True,
            )

    @working(group="command")
    async def do_request(self) -> None:
        office = await ask_office(self.app, OFFICES)
        if office is None:
            return
        if targets := await self.targets(f"提请{office.label}查找"):
            cases = [number // 2 for number in targets]
            await self.run("正在提请…", targets, lambda _p, _c: self._vault.write(file_requests, cases, office))

    @working(group="command")
    async def do_facts(self) -> None:
        file = await self._here()
        if file is None:
            return
        change = await self.app.push_screen_wait(facts_form(self._vault, file))
        if change is not None:
            self._changed |= change.entry is not None
            self.tell_outcome(change)
            self.grid.drop({2 * file.case})

    @working(group="command")
    async def do_settle(self) -> None:
        file = await self._here()
        if file is None:
            return
        change = await end_or_reopen(self.app, self._vault, file)
        if isinstance(change, str):
            self.tell(change, refused=True)
            return
        if change is None:
            self.tell("已取消，没有任何改动。")
            return
        self._changed |= change.entry is not None
        await self.reload()
        self.tell_outcome(change)
