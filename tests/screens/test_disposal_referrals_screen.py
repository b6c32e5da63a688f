"""The ledger of clues by keys: referred without a case, listed, its letter written, its outcome recorded."""

from pathlib import Path

from desk import OpenDesk, open_ledger
from people import arrival, take_in
from test_check_form import write
from test_disposal_forms import DAY, answered, choose, top
from test_disposals_screen import drawn, on_top

from tui.rules.checks import Check, Stage
from tui.screens.agenda import AgendaScreen
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import AskText
from tui.screens.disposal_form import DisposalForm
from tui.screens.disposal_referrals import DisposalReferralsScreen
from tui.screens.disposals import DisposalsScreen
from tui.screens.menu import LedgerErrand
from tui.screens.sheet import SheetScreen
from tui.store.commands.check_records import record_check
from tui.store.commands.disposal_referrals import refer_clue
from tui.store.vault import Vault


async def test_a_clue_without_a_case_is_referred_its_letter_written_and_its_outcome_recorded(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    take_in(branch, arrival("张三丰", "z s f", category="full"))
    async with open_desk(branch, (80, 24)) as desk:
        await open_ledger(desk, LedgerErrand.DISPOSAL_REFERRALS)
        await on_top(desk, DisposalReferralsScreen)
        await desk.told("还没有移送线索")
        await desk.press("f2")
        await top(desk, AskText)
        await desk.press(*"zsf", "enter")
        await top(desk, DisposalForm)
        await answered(desk, "移送机关", "纪检机关")
        for label in ("接收单位", "线索内容", "移送材料"):
            await write(desk, label, "x")
        await desk.press("f5")
        await top(desk, SheetScreen)
        await desk.press("f5")
        await on_top(desk, DisposalReferralsScreen)
        await desk.told("已移送")
        await desk.until(lambda: "纪检机关：x" in drawn(desk), "it is listed")
        assert desk.stored("SELECT disposal_case, receiver FROM disposal_referral") == [(None, "x")]
        await desk.press("f9")
        await desk.until(lambda: isinstance(desk.app.screen, ChooseScreen), "the folder is asked for")
        desk.app.screen.dismiss(tmp_path / "out")
        await top(desk, SheetScreen)
        await desk.press("escape")
        await on_top(desk, DisposalReferralsScreen)
        await desk.told("已写出并读回核对：disposal-referral-")
        await desk.press("enter")
        await top(desk, DisposalForm)
        await write(desk, "结果日期", DAY)
        await write(desk, "办理结果", "done")
        await desk.press("f5")
        await top(desk, SheetScreen)
        await desk.press("f5")
        await on_top(desk, DisposalReferralsScreen)
        await desk.until(lambda: "纪检机关：x" not in drawn(desk), "it waits no longer")
        await desk.press("2")
        await desk.until(lambda: "done（" in drawn(desk), "it is among those with an outcome")
        assert desk.stored("SELECT outcome_on, outcome FROM disposal_referral") == [(DAY, "done")]


async def test_who_waits_for_a_referral_gets_its_form_where_a_case_would_be_opened(
    branch: Vault, open_desk: OpenDesk
) -> None:
    take_in(branch, arrival("张三丰", "z s f", category="full"))
    branch.write(record_check, Stage.SELF_CHECK, Check.CONDUCT, 1, {"clue": "to_refer"}).result()
    async with open_desk(branch, (80, 24)) as desk:
        await open_ledger(desk, LedgerErrand.DISPOSAL)
        await on_top(desk, DisposalsScreen)
        await desk.press("f2")
        await choose(desk, "从其他台账提出")
        await desk.until(lambda: "送线索，不以处置代替" in drawn(desk), "the list is shown")
        await desk.press("enter")
        await top(desk, DisposalForm)
        assert "违纪违法线索移送" in drawn(desk)


async def test_the_agenda_leads_from_a_clue_without_a_case_to_the_ledger(branch: Vault, open_desk: OpenDesk) -> None:
    take_in(branch, arrival("张三丰", "z s f", category="full"))
    branch.write(refer_clue, 1, None, "police", "x", "2026-05-01", matter="x", materials="x").result()
    async with open_desk(branch, (80, 24)) as desk:
        await open_ledger(desk, LedgerErrand.AGENDA)
        await on_top(desk, AgendaScreen)
        await desk.press("slash", *"zsf", "enter")
        await desk.until(lambda: "线索移送" in drawn(desk), "it is due")
        await desk.press("home", "enter")
        await on_top(desk, DisposalReferralsScreen)
        await desk.until(lambda: "公安机关：x" in drawn(desk), "it is listed")
