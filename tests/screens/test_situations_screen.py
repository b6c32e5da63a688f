"""The ledger of situations by keys alone: suggestions taken over, one entered, ended, withdrawn, undone; the counts."""

import pytest
from desk import Desk, OpenDesk, open_ledger
from hostile import drawn
from people import arrival, take_in
from test_check_form import go_to, write

from tui.screens.dialogs import AskText, Confirm
from tui.screens.menu import LedgerErrand
from tui.screens.pick import Pick
from tui.screens.reading import ReadingScreen
from tui.screens.situation_form import SituationForm
from tui.screens.situation_signs import SituationSignsScreen
from tui.screens.situations import SituationsScreen
from tui.screens.three_counts import ThreeCountsScreen
from tui.store.vault import Vault

ROWS = (
    "SELECT m.name, s.kind, s.since, s.until, s.state FROM situation s JOIN member m ON m.id = s.member ORDER BY s.id"
)


async def on(desk: Desk, screen: type) -> None:
    await desk.until(lambda: isinstance(desk.app.screen, screen) and desk.app.screen.focused, f"{screen.__name__}")


async def asked(desk: Desk, text: str) -> None:
    """Answer the line that is asked for."""
    await on(desk, AskText)
    await desk.press(*["backspace"] * 12, *text, "enter")


async def read(desk: Desk, text: str) -> None:
    """A page is open that says so."""
    await desk.until(lambda: isinstance(desk.app.screen, ReadingScreen) and text in drawn(desk), f"“{text}” is read")


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_situations_are_taken_over_entered_ended_withdrawn_and_counted(
    branch: Vault, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    take_in(
        branch, arrival("张三", lost="yes", lost_on="2020-05"), arrival("李四", floating="yes", floating_to="江城"),
        arrival("王五", note="毕业保留"),
    )  # fmt: skip
    async with open_desk(branch, size) as desk:
        await open_ledger(desk, LedgerErrand.SITUATIONS)
        await on(desk, SituationsScreen)
        await desk.told("按F4看名册和各项记录中的线索")
        await desk.press("f4")
        await on(desk, SituationSignsScreen)
        await desk.until(lambda: "毕业保留" in drawn(desk), "the signs are listed")
        await desk.press("ctrl+e", "f5")
        await on(desk, Confirm)
        await desk.until(lambda: desk.app.screen.query_one("#yes").has_focus, "the question is armed")
        await desk.press("enter")
        await desk.told("采纳情形建议：2条已办理，1条未改（名册中没有列入的依据）。")
        assert desk.stored(ROWS) == [
            ("张三", "lost", "2020-05", None, None),
            ("李四", "floating_out", None, None, None),
        ]
        await desk.press("enter")  # 王五, the one that is left, item by item
        await on(desk, SituationForm)
        await write(desk, "保留起始时间", "2024-07")
        await desk.press("f5")
        await desk.told("王五 登记毕业保留：1条已办理。")
        await desk.press("escape")
        await on(desk, SituationsScreen)

        await desk.press("f2")
        await asked(desk, "张三")
        await on(desk, Pick)
        await desk.press("down", "down", "down", "enter")
        await on(desk, SituationForm)
        await go_to(desk, "现状")
        await desk.press("space", "f5")
        await desk.told("张三 登记口袋：1条已办理。")

        await desk.press("f2")
        await asked(desk, "李四")
        await on(desk, Pick)
        await desk.press(*["down"] * 4, "enter")
        await on(desk, SituationForm)
        await desk.press("f5")
        await desk.told("失联与流动不能同时登记，须先了结另一项")
        await desk.press("escape")
        await on(desk, SituationsScreen)

        await desk.press("5")
        await desk.until(lambda: desk.app.screen.view == 4 and "2020-05" in drawn(desk), "the lost are listed")
        await desk.press("f5")
        await asked(desk, "2026-03")
        await on(desk, AskText)
        await desk.press("enter")
        await desk.told("了结情形：1条已办理。")
        assert desk.stored(ROWS)[0] == ("张三", "lost", "2020-05", "2026-03", None)
        await desk.press("ctrl+u")
        await desk.told("撤销")
        assert desk.stored(ROWS)[0] == ("张三", "lost", "2020-05", None, None)

        await desk.press("enter")
        await read(desk, "连续六个月以上与党组织失去联系的党员")
        await desk.press("escape", "f9")
        await on(desk, ThreeCountsScreen)
        await desk.until(lambda: "合计" in drawn(desk), "the counts are shown")
        assert all(label in drawn(desk) for label in ("流出", "口袋", "失联", "毕业保留", "持证", "待登记"))
        await desk.press("enter")
        await read(desk, "去向：江城（1人）")
        await desk.press("escape", "escape")
        await on(desk, SituationsScreen)

        await desk.press("4")
        await desk.until(lambda: desk.app.screen.view == 3 and "未落实" in drawn(desk), "the pocket is listed")
        await desk.press("f8")
        await asked(desk, "登错")
        await desk.told("撤回情形：1条已办理。")
        await desk.press("8")
        await desk.until(lambda: "已撤回" in drawn(desk), "what is over is listed")
