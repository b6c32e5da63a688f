"""规范管理 by keys: a member found again is taken in, passes the gate, gets his measure; what may not be is said."""

from desk import Desk, OpenDesk, open_ledger
from people import arrival, take_in
from test_check_form import go_to, write

from tui.rules.regularization import Fact
from tui.screens.dialogs import AskText, Confirm
from tui.screens.evidence import EvidenceScreen
from tui.screens.menu import LedgerErrand
from tui.screens.pick import Pick
from tui.screens.reading import ReadingScreen
from tui.screens.regular_case import RegularCaseScreen
from tui.screens.regular_form import RegularForm
from tui.screens.regularizations import RegularizationsScreen
from tui.store.vault import Vault
from tui.widgets.checkbar import CheckBar


async def top(desk: Desk, kind: type) -> None:
    await desk.until(lambda: isinstance(desk.app.screen, kind) and desk.app.screen.focused, f"{kind.__name__} is shown")


async def test_a_found_member_goes_through_the_gate_to_his_measure_and_its_steps(
    branch: Vault, open_desk: OpenDesk
) -> None:
    take_in(branch, arrival("张三丰", "z s f", category="full"), arrival("李四", "l s"))
    async with open_desk(branch, (80, 24)) as desk:
        await open_ledger(desk, LedgerErrand.REGULAR)
        await top(desk, RegularizationsScreen)
        await desk.press("f5")
        await desk.told("列表中没有可办理的")
        await desk.press("f2")
        await top(desk, AskText)
        await desk.press(*"zsf", "enter")
        await top(desk, Pick)
        await desk.press("enter")  # 失联后取得联系
        for number, fact in enumerate(Fact):
            await top(desk, RegularForm)
            await desk.press("f5")
            await desk.told("还须填写")
            await go_to(desk, fact.label)
            await desk.press("space")
            await write(desk, "依据", f"r{number}")
            await desk.press("f5")
            await top(desk, RegularCaseScreen)
            await desk.told(f"{fact.label}记为")
            if fact is not Fact.CLEAN:
                await desk.press("f5")
        assert desk.stored("SELECT fact, answer, who, on_day, evidence FROM regular_fact") == [
            (fact.value, "yes", "张明", "2026-11-20", f"r{number}") for number, fact in enumerate(Fact)
        ]
        await desk.press("down", "f7")
        await desk.until(lambda: isinstance(desk.app.screen, EvidenceScreen) and desk.app.screen.ready, "its files are")
        assert "核实：批评教育" in desk.app.screen._title  # type: ignore[attr-defined]
        await desk.press("escape")
        await top(desk, RegularCaseScreen)
        await desk.press("f5")
        await top(desk, RegularForm)
        await go_to(desk, "现在何处")
        await desk.press("space")
        await write(desk, "外出", "2025-03")
        await go_to(desk, "地点或单位")
        await desk.press("space", "f5")
        await top(desk, RegularCaseScreen)
        await desk.told("已保存")
        await desk.press("f5")
        await top(desk, Pick)
        await desk.press("down", "enter")  # another one than the proposed 转出
        await top(desk, AskText)
        await desk.press(*"far", "enter")
        await top(desk, AskText)
        await desk.press("enter")
        await top(desk, RegularCaseScreen)
        await desk.told("已定")
        assert desk.stored("SELECT state, proposed, measure, departure, decided_on FROM regularization") == [
            ("working", "transfer", "managed_with_permit", "far", "2026-11-20")
        ]
        for place in range(3):
            await desk.press("f5")
            await top(desk, RegularForm)
            if place == 2:
                await write(desk, "审批单位", "dw")
            await write(desk, "材料", f"m{place}")
            await desk.press("f5")
            if place < 2:
                await top(desk, RegularCaseScreen)
                await desk.told("已记")
        await desk.told("提出意见、定措施的人不得审批")
        assert desk.stored("SELECT step FROM regular_step") == [("wish",), ("opinion",)]
        await desk.press("escape")
        await top(desk, Confirm)
        await desk.press("enter")
        await top(desk, RegularCaseScreen)
        await desk.press("ctrl+u")
        await desk.told("已撤销")
        assert desk.stored("SELECT step FROM regular_step") == [("wish",)]
        await desk.press("escape")
        await top(desk, RegularizationsScreen)
        await desk.press("3")
        await desk.until(lambda: "3 办理中 1" in "".join(desk.app.screen.query_one(CheckBar)._labels), "it is counted")
        await desk.press("f4")
        await top(desk, AskText)
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, ReadingScreen), "the statistics are shown")
        assert isinstance(desk.app.screen, ReadingScreen)
        assert "列入规范管理总数                  1" in desk.app.screen.text.plain
