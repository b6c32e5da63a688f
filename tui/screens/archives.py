"""The ledger of members' files (党员档案): what is missing, where files are kept, what former units are asked."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from textual import on
from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.actions.archives import VIEWS
from tui.rules.archive_forms import ESTABLISH, PLACE, Form
from tui.rules.archives import Keeper, Kept
from tui.rules.check_items import MATERIAL, MATERIAL_NAMES, MATERIALS, owed
from tui.screens.acting import outcome, working
from tui.screens.archive import TONES, ArchiveScreen, place_of
from tui.screens.archive_form import ArchiveForm
from tui.screens.choose import ChooseScreen
from tui.screens.ledger import LedgerScreen, Listing
from tui.screens.pick import Pick
from tui.store import journal
from tui.store.cipher import CipherDatabase
from tui.store.commands.archives import establish_file, place_archive
from tui.store.commands.editing import set_field
from tui.store.queries.archives import (
    ArchiveRow,
    View,
    archive_counts,
    archive_page,
    archive_view,
    branch_archives,
)
from tui.store.queries.evidence import Of
from tui.store.queries.roster import RosterView, ranked
from tui.store.queries.search import search
from tui.store.session import Session
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.rows import Cell, Row

_SHORT: Final = dict(zip(MATERIALS, ("志愿", "申请", "政审", "转正", "考察"), strict=True))
NOT_LOOKED_AT: Final = "未登记"


def placed(kept: Kept | None, keeper: Keeper | None) -> str:
    """Where a file is kept, in words."""
    if kept is None:
        return NOT_LOOKED_AT
    return f"{kept.label} · {keeper.label}" if keeper else kept.label


class ArchivesScreen(LedgerScreen):
    """Lists the members of this unit and below by what is wrong with their files."""

    TITLE = "党员档案"
    COLUMNS: ClassVar[Sequence[Column]] = (
        Column("name", "姓名", 10), *(Column(name, short, 6) for name, short in _SHORT.items()),
        Column("open", "待办", 7), Column("branch", "党支部", 12, stretch=True, tail=True),
        Column("placed", "材料存于", 26), Column("at", "保管单位", 16),
    )  # fmt: skip
    VIEWS: ClassVar[Sequence[str]] = VIEWS
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.ARCHIVES,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ARCHIVES, Scope.EVERYWHERE)
    WITHOUT_ROWS: ClassVar[frozenset[str]] = frozenset({"branch", "export"})

    _branch: tuple[int, str] | None = None
    _known: tuple[tuple[int, int, int], RosterView, list[int]] | None = None
    """The list and the counts as they were at an entry of the journal, of a unit and a view: typing asks once."""

    @property
    def heading(self) -> str:
        return f"{super().heading} · {self._branch[1]}" if self._branch else super().heading

    def listing(self, session: Session, view: int, text: str, /) -> Listing:
        top = self._branch[0] if self._branch else session.unit
        wanted = journal.last(session.db)[0], top, view
        if self._known is None or self._known[0] != wanted:
            order = archive_view(session.db, top, list(View)[view])
            self._known = wanted, ranked(session.campaign, top, order), list(archive_counts(session.db, top).values())
        _, listed, counts = self._known
        return Listing(search(session.db, listed, text).order if text else listed.order, counts)

    def page(self, db: CipherDatabase, ids: Sequence[int], /) -> Sequence[Row]:
        return [Row(row.id, _cells(row, self.short(row.branch))) for row in archive_page(db, ids)]

    @on(VirtualGrid.Opened)
    @working(exclusive=True, group="open")
    async def do_open(self) -> None:
        if (member := self.grid.cursor_id) is None:
            return
        if await self.app.push_screen_wait(ArchiveScreen(self._vault, member)):
            self._changed = True
            await self.reload()

    @working(group="command")
    async def do_branch(self) -> None:
        session = self._vault.session
        branches = await outcome(self._vault.read(branch_archives, session.unit))
        choices = ["全部党组织"]
        choices += [
            f"{each.name}：缺{each.missing} 不规范{each.irregular} 不真实{each.untrue} 无档案{each.without}"
            for each in branches
        ]
        chosen = await self.app.push_screen_wait(Pick("看哪个党支部（列出有问题的）：", choices))
        if chosen is None:
            return
        self._branch = (branches[chosen - 1].id, branches[chosen - 1].name) if chosen else None
        self.grid.clear_marks()
        await self.reload()

    @working(group="command")
    async def do_place(self) -> None:
        await self._record("登记档案保管", PLACE, {})

    @working(group="command")
    async def do_establish(self) -> None:
        await self._record("建立党员档案", ESTABLISH, {"kept_by": Keeper.COMMITTEE.value})

    async def _record(self, deed: str, form: Form, answers: Mapping[str, str]) -> None:
        targets = await self.targets(deed)
        if not targets:
            return
        said = await self.app.push_screen_wait(ArchiveForm(form, f"共{len(targets):,}人", answers))
        if said is None:
            self.tell("已放弃，没有任何改动。")
            return
        place = place_of(said)
        command = place_archive if form is PLACE else establish_file
        await self.run(
            f"正在{deed}…",
            targets,
            lambda p, c: self._vault.write(command, targets, place, progress=p, cancelled=c),
            again=True,
        )

    @working(group="command")
    async def do_state(self) -> None:
        targets = await self.targets("登记材料状态")
        if not targets:
            return
        material = await self.app.push_screen_wait(Pick("哪种材料：", list(MATERIAL_NAMES.values())))
        if material is None:
            return
        column = MATERIALS[material]
        state = await self.app.push_screen_wait(Pick(f"{MATERIAL_NAMES[column]}：", [*MATERIAL.values(), "（不填）"]))
        if state is None:
            return
        value = [*MATERIAL, None][state]
        await self.run(
            "正在登记…",
            targets,
            lambda p, c: self._vault.write(set_field, targets, column, value, progress=p, cancelled=c),
            again=True,
        )

    def bearer(self, row: int) -> Of | None:
        return Of("member", row)

    @working(group="command")
    async def do_export(self) -> None:
        from exports.reports.archives import write_archive_list  # openpyxl takes a while to load

        folder = await self.app.push_screen_wait(ChooseScreen("名单写到哪个文件夹"))
        if folder is None:
            self.tell("已放弃，没有写出。")
            return
        top = self._branch[0] if self._branch else self._vault.session.unit
        written = await outcome(self._vault.write(write_archive_list, folder, top))
        self.tell(f"已写出并读回核对：{written.path}。按“内部”管理。", done=True)


def _cells(row: ArchiveRow, branch: str) -> tuple[Cell, ...]:
    due = owed(row.category)
    states = [
        Cell(MATERIAL.get(state or "", "-" if name in due else "/"), TONES.get(state or "", "dim"))
        for name, state in row.states.items()
    ]
    waiting = [text for count, text in ((row.inquiries, f"函{row.inquiries}"), (row.work, f"事{row.work}")) if count]
    return (
        Cell(row.name), *states, Cell(" ".join(waiting), "todo"), Cell(branch),
        Cell(placed(row.kept, row.keeper), "" if row.kept else "dim"), Cell(row.archive_at or ""),
    )  # fmt: skip
