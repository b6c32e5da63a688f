"""Dues, activities and the agenda at the keyboard: keys in, stored rows and what is shown out."""

from typing import Any

import pytest
from desk import Desk, OpenDesk, open_ledger
from ledgers import letter
from people import arrival, take_in
from test_comparison_screen import answer

from tui.rules.units import UnitKind
from tui.screens.activities import ActivitiesScreen, ActivityForm
from tui.screens.agenda import AgendaScreen
from tui.screens.attendance import AttendanceScreen
from tui.screens.dialogs import AskText, Confirm
from tui.screens.dues import DuesScreen
from tui.screens.member_card import MemberCardScreen
from tui.screens.menu import LedgerErrand
from tui.screens.reading import ReadingScreen
from tui.screens.search_pick import SearchPick
from tui.store.commands.letters import import_letters
from tui.store.commands.organizations import add_organization
from tui.store.vault import Vault
from tui.widgets.cellgrid import CellGrid
from tui.widgets.checkbar import CheckBar
from tui.widgets.grid import VirtualGrid

PAID = "SELECT member, first_month, last_month, fen, kind, reason FROM payment ORDER BY id"


async def on(desk: Desk, screen: type) -> Any:
    await desk.until(
        lambda: isinstance(desk.app.screen, screen) and getattr(desk.app.screen, "ready", True),
        f"{screen.__name__} is shown",
    )
    return desk.app.screen


def drawn(desk: Desk) -> str:
    return "\n".join(strip.text for strip in desk.app.screen._compositor.render_strips())


def row(desk: Desk, name: str) -> str:
    grid = desk.app.screen.query_one(VirtualGrid)
    lines = [grid.render_line(y).text for y in range(grid.size.height)]
    return " ".join(next(line for line in lines if name in line).replace("▸", "").split())


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_a_month_is_paid_by_one_key_and_the_cursor_goes_on(
    branch: Vault, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    take_in(
        branch, arrival("丁一", dues_to="2026-09"), arrival("万二", dues_to="2026-01"), arrival("三五"),
        arrival("上六", dues_to="2026-01", membership="suspended"),
    )  # fmt: skip
    async with open_desk(branch, size) as desk:
        await open_ledger(desk, LedgerErrand.DUES)
        screen = await on(desk, DuesScreen)
        assert screen.month == "2026-11"
        assert screen.query_one(CellGrid).place == 10
        assert row(desk, "万二") == "万二 已 欠 欠 欠 欠 欠 欠 欠 欠 欠 · · 2026-01 9"
        assert "2 欠缴6个月以上 1" in "".join(screen.query_one(CheckBar)._labels)
        await desk.press("left", "enter")  # 丁一 up to October
        await desk.until(lambda: "2026-10" in row(desk, "丁一"), "the payment is shown")
        await desk.press("left", "f5")  # of 万二 eight months are made up for
        await desk.until(lambda: isinstance(desk.app.screen, AskText), "the reason is asked for")
        await answer(desk, "外出")
        await desk.until(lambda: "✓" in row(desk, "万二"), "the payment is shown")
        await desk.press("f4")  # 三五: nothing recorded, this month alone
        await desk.until(lambda: "2026-09" in row(desk, "三五"), "the payment is shown")
        await desk.press("f5")
        await desk.told("已停止党籍")
        assert desk.stored(PAID) == [
            (1, "2026-10", "2026-10", None, None, None), (2, "2026-02", "2026-09", None, "补缴", "外出"),
            (3, "2026-09", "2026-09", None, None, None),
        ]  # fmt: skip
        await desk.press("f5")
        await desk.told("合计")
        await desk.press("ctrl+u")
        await desk.until(lambda: len(desk.stored(PAID)) == 2, "the last payment is gone")
        await desk.press("home", "space", "space", "right", "f2")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm), "the marks are confirmed")
        await desk.pilot.pause(0.4)
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, AskText), "the amount is asked for")
        await answer(desk, "12.5")
        await desk.until(lambda: desk.stored("SELECT fen FROM payment WHERE fen > 0") == [(1250,)], "it is stored")
        await desk.press("home", "down", "f6")
        await on(desk, ReadingScreen)
        assert "补缴" in drawn(desk)
        await desk.press("escape", "2")
        await desk.until(lambda: len(screen.order) == 0, "nobody owes six months")
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is desk.review, "the roster is back")


async def test_a_single_month_beyond_owed_ones_is_asked_about(branch: Vault, open_desk: OpenDesk) -> None:
    take_in(branch, arrival("丁一", dues_to="2026-07"))
    async with open_desk(branch) as desk:
        await open_ledger(desk, LedgerErrand.DUES)
        await on(desk, DuesScreen)
        await desk.press("f4")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm), "it is asked about")
        await desk.pilot.pause(0.4)
        await desk.press("escape")
        await desk.told("没有任何改动")
        assert desk.stored(PAID) == []


async def test_left_of_january_is_december_and_another_branch_is_chosen_by_name(
    committee: Vault, open_desk: OpenDesk
) -> None:
    for code, name in (("1", "甲支部"), ("2", "乙支部")):
        committee.write(add_organization, 1, UnitKind.BRANCH, code, name).result()
    take_in(committee, arrival("丁一", org=2, dues_to="2025-11"), arrival("万二", org=3))
    async with open_desk(committee) as desk:
        await open_ledger(desk, LedgerErrand.DUES)
        screen = await on(desk, DuesScreen)
        await desk.press(*["left"] * 11)
        await desk.until(lambda: screen.month == "2025-12", "it is December of the year before")
        await desk.until(lambda: row(desk, "丁一").count("已") == 11, "the year is shown")
        await desk.press("tab")
        await desk.until(lambda: isinstance(desk.app.screen, SearchPick), "the branches are listed")
        await desk.press("乙", "enter")
        await desk.until(lambda: "万二" in drawn(desk), "the other branch is shown")
        await desk.press("f3", "z")
        await desk.until(lambda: len(screen.order) == 0, "nobody is found")


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_an_activity_begins_with_everybody_and_exceptions_are_one_key_each(
    branch: Vault, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    take_in(branch, arrival("丁一"), arrival("万二"), arrival("三五", lost="yes"))
    states = "SELECT member, state, reason FROM attendance ORDER BY member"
    async with open_desk(branch, size) as desk:
        await open_ledger(desk, LedgerErrand.ACTIVITIES)
        screen = await on(desk, ActivitiesScreen)
        await desk.press("f2")
        await on(desk, ActivityForm)
        await desk.press("f5")
        attendance = await on(desk, AttendanceScreen)
        assert desk.stored(states) == [(1, "present", None), (2, "present", None)]
        await desk.press("f6")
        await desk.until(lambda: isinstance(desk.app.screen, AskText), "the reason is asked for")
        await answer(desk, "住院")
        await desk.until(lambda: desk.app.screen is attendance, "back")
        await desk.press("f8", "f5")
        await desk.until(lambda: len(desk.stored(states)) == 3, "all three are stored")
        assert desk.stored(states) == [(1, "leave", "住院"), (2, "absent", None), (3, "present", None)]
        assert desk.stored("SELECT active_on FROM member ORDER BY id") == [(None,), (None,), ("2026-11-20",)]
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is screen, "the activities are shown")
        assert row(desk, "支部党员大会").startswith("2026-11-20 支部党员大会")
        await desk.press("3")
        await desk.until(lambda: "近6个月应到" in drawn(desk), "the members are counted")
        assert row(desk, "万二") == "万二 1 0 1 0"
        await desk.press("1", "f8")
        await desk.until(lambda: isinstance(desk.app.screen, AskText), "the reason is asked for")
        await answer(desk, "重复")
        await desk.until(lambda: desk.stored("SELECT withdrawn_why FROM activity") == [("重复",)], "it is withdrawn")
        assert desk.stored("SELECT count(*) FROM member WHERE active_on IS NOT NULL") == [(0,)]


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_agenda_is_one_key_away_and_leads_to_the_card_and_the_ledger(
    branch: Vault, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    take_in(branch, arrival("丁一", dues_to="2026-01"), arrival("万二"))
    branch.write(
        import_letters, [letter(2, number="7", issued="2016-03-01", valid_days=30)], 1, direction="out"
    ).result()
    async with open_desk(branch, size) as desk:
        await desk.press("ctrl+s")
        screen = await on(desk, AgendaScreen)
        assert "逾期" in row(desk, "万二")
        await desk.press("f6")
        await desk.told("组通字〔2006〕45号")
        await desk.press("enter")
        await on(desk, MemberCardScreen)
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is screen, "the agenda is back")
        await desk.press("f3", "丁", "enter")
        await desk.until(lambda: [screen._items[place].member for place in screen.order] == [1], "one is found")
        await desk.press("enter")
        dues = await on(desk, DuesScreen)
        await desk.until(lambda: dues.grid.cursor_id == 1, "the cursor stands on him")
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is screen, "the agenda is back")
        await desk.press("escape", "2")
        await desk.until(lambda: screen.view == 1 and len(screen.order) == 2, "what is overdue")
