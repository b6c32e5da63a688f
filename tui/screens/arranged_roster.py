"""A roster that a person arranges: which columns, in which order of rows, narrowed to which unit of the tree."""

from asyncio import sleep
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from textual import on

from tui.rules.checks import Check, Stage
from tui.screens.acting import outcome, working
from tui.screens.column_choice import ColumnScreen
from tui.screens.roster_columns import Layout, columns, default_layout, own_width, stored, taken_up
from tui.screens.roster_list import RosterScreen
from tui.screens.roster_source import RosterSource
from tui.screens.sort_choice import SortScreen
from tui.screens.unit_outline import UnitOutline
from tui.store.commands.preferences import keep_preference
from tui.store.queries.preferences import preference
from tui.store.queries.roster import RosterView
from tui.store.queries.roster_order import Sort, can_sort, sorted_view
from tui.store.queries.unit_counts import UNITS_AT_A_TIME, below, unit_counts, units_of
from tui.store.queries.units import subtree
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.rows import RowSource

COLUMNS_KEY = "review.columns"
"""The preference that holds a person's columns."""
OUTLINE_FROM = 200
"""Screen width from which the tree stands beside the roster without being asked for."""
OUTLINE_WIDTH = 42
"""Cells of the tree, as in the screens' style sheets."""
SETTLING_SECONDS = 0.3
"""The tree's counts are taken when nothing has changed for so long."""


class ArrangedRoster(RosterScreen):
    """Adds to the roster the choice of columns, the order, and the tree. A subclass composes a ``UnitOutline``
    ``#units`` before the grid."""

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self._check = Check.ROSTER
        self._stage = Stage.SELF_CHECK
        self._layout: Layout | None = None
        self._sort: Sort | None = None
        self._unit: int | None = None
        self.unit_name = ""
        """Name of the unit that the roster is narrowed to; empty: it is not."""
        self._tree_wanted: bool | None = None

    # columns

    def columns(self) -> Sequence[Column]:
        return columns(self.layout_now, self.grid_width, self._stage, self._check, self._sort)

    def source(self, view: RosterView) -> RowSource:
        return RosterSource(self._vault, view, self._stage, self.layout_now)

    @property
    def layout_now(self) -> Layout:
        """The columns that are shown: the person's, or those that fit."""
        return self._layout or default_layout(self.grid_width)

    async def take_preferences(self) -> None:
        """Arrange the roster as this person has left it."""
        kept = await outcome(self._vault.read(preference, self._vault.session.actor.id, COLUMNS_KEY))
        self._layout = taken_up(kept)

    @working(group="arranging")
    async def do_columns(self) -> None:
        own = partial(own_width, room=self.grid_width, stage=self._stage, chosen=self._check)
        chosen = await self.app.push_screen_wait(ColumnScreen(self._layout, default_layout(self.grid_width), own))
        if chosen is None:
            self.tell("已放弃，栏目没有改动。")
            return
        self._layout = chosen or None
        self._show_rows()
        await outcome(self._vault.write(keep_preference, COLUMNS_KEY, stored(chosen) if chosen else None))
        self.tell("栏目已按所选显示，下次打开仍是如此。" if chosen else "已恢复默认的栏目。", done=True)

    # order

    @working(group="arranging")
    async def do_sort(self) -> None:
        fields = [placed.key for placed in self.layout_now if can_sort(placed.key)]
        if self._sort and self._sort.field not in fields:
            fields.append(self._sort.field)
        chosen = await self.app.push_screen_wait(SortScreen(fields, self._sort))
        if chosen is not None:
            await self._order_by(chosen[0])

    @on(VirtualGrid.HeadClicked, "#roster")
    @working(group="arranging")
    async def _head_clicked(self, event: VirtualGrid.HeadClicked) -> None:
        """Ascending, descending, roster order again."""
        if can_sort(event.key):
            upwards = Sort(event.key)
            downwards = Sort(event.key, descending=True)
            await self._order_by({upwards: downwards, downwards: None}.get(self._sort or Sort(""), upwards))

    async def _order_by(self, sort: Sort | None) -> None:
        self._sort = sort
        self.tell("正在排序…")
        await self.rearrange()
        said = next((column.title for column in self.columns() if sort and column.key == sort.field), "")
        self.tell(f"已按“{said}”排序；空白的在最后。按Ctrl+X、Del回到名册顺序。" if sort else "已回到名册顺序。")

    async def arranged(self, whole: RosterView) -> RosterView:
        view = whole
        if self._sort is not None:
            view = await outcome(self._vault.read(sorted_view, whole, self._stage, self._sort))
        if self._unit is not None:
            view = await outcome(self._vault.read(below, view, self._unit))
        return view

    def arrangement(self) -> dict[str, Any]:
        """Order and unit, to be taken up again after a lock."""
        return {"sort": asdict(self._sort) if self._sort else None, "unit": self._unit, "unit_name": self.unit_name}

    def take_arrangement(self, state: Mapping[str, Any]) -> None:
        """What ``arrangement`` gave; the roster is read again afterwards."""
        self._sort = Sort(**state["sort"]) if state.get("sort") else None
        self._unit, self.unit_name = state.get("unit"), state.get("unit_name", "")

    # the tree

    def _show_rows(self) -> None:
        self.outline.display = self.outline_shown
        super()._show_rows()

    @property
    def outline(self) -> UnitOutline:
        """The tree of units."""
        return self.query_one("#units", UnitOutline)

    @property
    def outline_shown(self) -> bool:
        """Whether the tree stands beside the roster, because there is room or somebody asked for it."""
        return self.size.width >= OUTLINE_FROM if self._tree_wanted is None else self._tree_wanted

    @property
    def grid_width(self) -> int:
        return super().grid_width - (OUTLINE_WIDTH if self.outline_shown else 0)

    @property
    def in_outline(self) -> bool:
        """Whether keys go to the tree."""
        return self.outline.has_focus

    def do_tree(self) -> None:
        """Between the tree and the roster; the tree is shown if it is not."""
        if self.in_outline:
            self._leave_outline()
            return
        if not self.outline_shown:
            self._tree_wanted = True
            self._show_rows()
        self.outline.focus()
        self.tell("←→收起、展开，回车只看该组织及其下级；再按Tab回到名册，Esc收起组织树。")

    def do_back(self) -> None:
        """Close one layer: the tree one stands in, the search, the narrowing to a unit."""
        if self.in_outline:
            self.close_outline()
        elif self.query_one("#search").display or self._unit is None:
            super().do_back()
        else:
            self._widen()

    @working(exclusive=True, group="unit")
    async def _widen(self) -> None:
        await self.narrow_to(None)

    def close_outline(self) -> None:
        """Give the tree's room back to the roster."""
        self._tree_wanted = None if self.size.width < OUTLINE_FROM else False
        self._leave_outline()
        self._show_rows()

    def _leave_outline(self) -> None:
        self.set_focus(self.grid)
        self.show_keys()

    @on(UnitOutline.Opened, "#units")
    @working(exclusive=True, group="unit")
    async def _unit_chosen(self, event: UnitOutline.Opened) -> None:
        top = self._vault.session.unit
        await self.narrow_to(None if event.id == top else event.id, self.outline.label(event.id))

    async def narrow_to(self, unit: int | None, name: str = "") -> None:
        """Show only the members of a unit and below it; None: of the whole vault."""
        self._unit, self.unit_name = unit, name if unit else ""
        await self.rearrange()
        self.tell(f"只看{name}：{self.shown:,}人。Esc看全部。" if unit else "已看全部。")

    @working(exclusive=True, group="outline")
    async def count_units(self, members: Sequence[int] | None = None) -> None:
        """Bring the tree's counts up to date: of the units of these members, or of all.

        The units are counted in portions, so that a page of the roster never waits for a million members.
        """
        outline = self.outline
        if not self.outline_shown:
            outline.forget()
            return
        await sleep(SETTLING_SECONDS)
        session = self._vault.session
        if not outline.units:
            outline.show_units(await outcome(self._vault.read(subtree, session.unit)))
        in_hand = (self._stage, self._check)
        if members and outline.counted_for == in_hand:
            wanted = await outcome(self._vault.read(units_of, members))
        else:
            wanted = [unit.id for unit in outline.units]
        for first in range(0, len(wanted), UNITS_AT_A_TIME):
            some = wanted[first : first + UNITS_AT_A_TIME]
            outline.take(await outcome(self._vault.read(unit_counts, session.campaign, *in_hand, some)), some)
        outline.settle(in_hand)
