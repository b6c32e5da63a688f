"""The forms of 组织处置 by keys: kind and grounds, the step's own lines, history, referral; nothing typed is lost."""

from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

from desk import Desk, OpenDesk
from disposals import PASSED, ground
from people import arrival, take_in
from test_check_form import go_to, write
from test_disposal_local import as_toml, own
from textual.widgets import OptionList
from textual.worker import Worker

from tui.rules.changes import Change
from tui.rules.disposal.procedures import Fact
from tui.rules.disposal.register import Origin
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import AskText, Confirm
from tui.screens.disposal_form import DisposalForm
from tui.screens.disposal_history_form import enter_history
from tui.screens.disposal_kinds import DisposalKindsScreen
from tui.screens.disposal_open import open_disposal, withdraw_disposal
from tui.screens.disposal_referral_form import refer, settle
from tui.screens.disposal_step_form import take_step
from tui.screens.pick import Pick
from tui.screens.sheet import SheetScreen
from tui.store.commands.disposal_cases import open_case
from tui.store.commands.disposal_steps import StepRecord, record_step
from tui.store.vault import Vault

DAY = "2026-11-20"
Asked = Coroutine[Any, Any, Change | None]


def start(desk: Desk, asked: Asked) -> Worker[Change | None]:
    """Run a form over the roster, as a ledger's key does."""
    return desk.app.run_worker(asked, exit_on_error=False)


async def top(desk: Desk, kind: type) -> None:
    await desk.until(lambda: isinstance(desk.app.screen, kind) and desk.app.screen.is_mounted, f"{kind.__name__} is on")
    await desk.until(lambda: kind is SheetScreen or desk.app.screen.focused is not None, "it takes keys")


def page(desk: Desk) -> str:
    """The page to be read."""
    assert isinstance(desk.app.screen, SheetScreen)
    return desk.app.screen._text.plain


async def choose(desk: Desk, words: str) -> None:
    """Put the cursor on the choice that begins so, and choose it."""
    await top(desk, Pick)
    options = desk.app.screen.query_one(OptionList)
    place = next(n for n in range(options.option_count) if words in str(options.get_option_at_index(n).prompt))
    while options.highlighted != place:
        await desk.press("down")
    await desk.press("enter")


async def answered(desk: Desk, label: str, words: str) -> None:
    """Choose an answer at a line."""
    await go_to(desk, label)
    await desk.press("enter")
    await choose(desk, words)
    await top(desk, DisposalForm)


async def anew(desk: Desk, label: str, text: str) -> None:
    """Empty a line and fill it in."""
    await go_to(desk, label)
    await desk.press("delete")
    await write(desk, label, text)


async def written(desk: Desk, worker: Worker[Change | None]) -> Change:
    """Save, agree to the page, wait for the change."""
    await desk.press("f5")
    await top(desk, SheetScreen)
    await desk.press("f5")
    await desk.until(lambda: worker.is_finished, f"it is saved ({desk.notice})")
    assert worker.result is not None
    return worker.result


def stated(vault: Vault, kind: str = "persuasion", day: str = "2026-01-06") -> int:
    """A case of a kind for 张三丰, its grounds stated."""
    grounds = [ground("work"), ground(Fact.UNCHANGED_OR_REFUSES.value)] if kind == "persuasion" else []
    change = vault.write(open_case, 1, kind, day, Origin.CHECK, "s", grounds).result()
    assert change.changed, change.sentence()
    return 1


async def test_a_case_is_opened_on_stated_grounds_and_what_may_not_be_opened_says_why(
    branch: Vault, open_desk: OpenDesk
) -> None:
    take_in(branch, arrival("张三丰", "z s f", category="full"))
    async with open_desk(branch, (80, 24)) as desk:
        worker = start(desk, open_disposal(desk.app, branch, 1))
        await top(desk, Pick)
        assert desk.app.screen.query_one(OptionList).highlighted is None
        await choose(desk, "×自行脱党除名（2016年政策）")
        await top(desk, SheetScreen)
        assert "缺：" in page(desk)
        assert "经多方查找确实无法取得联系" in page(desk)
        await desk.press("escape")
        await choose(desk, "○劝退")
        await top(desk, DisposalForm)
        await desk.press("f5")
        await desk.told("还须填写")
        await answered(desk, "线索来源", "五核查")
        await write(desk, "来源说明", "s")
        await go_to(desk, "前提1")
        await desk.press("enter")
        await desk.told("逐项在下面写明")
        await go_to(desk, "1·不合格表现")
        await desk.press("enter")
        await choose(desk, "工作消极懈怠")
        await choose(desk, "道德行为不端")
        await top(desk, Pick)
        await desk.press("escape")
        await top(desk, DisposalForm)
        for place, before in enumerate(("工作消极懈怠", "道德行为不端", "2")):
            for label, text in (("事实", f"f{place}"), ("核实人", "w"), ("核实日期", "2026-10-0" + str(place + 1))):
                await write(desk, f"{before}·{label}", text)
            await write(desk, f"{before}·证据", "e")
        await anew(desk, "2·核实日期", "2026-12-01")
        await desk.told("晚于今天")
        form = desk.app.screen
        assert isinstance(form, DisposalForm)
        assert form.here is not None, "the cursor stays at a line whose answer was refused"
        assert form.here.label == "2·核实日期"
        await write(desk, "2·核实日期", "2026-10")
        await desk.told("年月日，如2026-05-20")
        await write(desk, "2·核实日期", "2026-10-03")
        await desk.told("F5 核对后立案")
        await desk.press("f5")
        await top(desk, SheetScreen)
        assert "将要立案：张三丰，劝退" in page(desk)
        await desk.press("escape")
        await desk.told("填写的内容都在")
        change = await written(desk, worker)
        assert "已立案" in change.sentence()
        assert desk.stored("SELECT ground, said, who, on_day, evidence FROM disposal_ground ORDER BY id") == [
            ("work", "f0", "w", "2026-10-01", "e"), ("conduct", "f1", "w", "2026-10-02", "e"),
            ("unchanged_or_refuses", "f2", "w", "2026-10-03", "e"),
        ]  # fmt: skip
        assert desk.stored("SELECT procedure, origin, opened_on FROM disposal_case") == [("persuasion", "check", DAY)]


async def test_a_vote_is_computed_while_it_is_filled_in_and_one_that_fails_goes_back(
    branch: Vault, open_desk: OpenDesk
) -> None:
    take_in(branch, arrival("张三丰", "z s f", category="probationary"))
    reason = [ground(Fact.SUFFICIENT_REASON.value)]
    opening = branch.write(open_case, 1, "probation_extended", "2026-01-06", Origin.CHECK, "s", reason).result()
    assert opening.changed, opening.sentence()
    first = StepRecord("proposal", "2026-03-02", "w", heard="h", papers={"情况报告": "1"})
    assert branch.write(record_step, 1, first).result().changed
    async with open_desk(branch, (80, 24)) as desk:
        worker = start(desk, take_step(desk.app, branch, 1))
        await top(desk, DisposalForm)
        await anew(desk, "日期", "2026-03-01")
        await desk.told("早于上一步（2026-03-02）")
        await write(desk, "日期", DAY)
        await write(desk, "会议主持人", "w")
        for label, figure in (("应到人数", "12"), ("实到人数", "10"), ("应到有表决权", "11"), ("实到有表决权", "9")):
            await write(desk, label, figure)
        await desk.told("至少6人到会方可表决，已达到；赞成至少6人为通过")
        for label, figure in (("赞成", "5"), ("反对", "3"), ("弃权", "2")):
            await write(desk, label, figure)
        await write(desk, "讨论情况", "c")
        await write(desk, "材料：支部大会决议", "p1")
        await desk.press("f5")
        await desk.told("之和应等于实到有表决权人数。没有写入")
        await anew(desk, "弃权", "1")
        await desk.told("没有通过")
        await desk.press("f5")
        await top(desk, SheetScreen)
        assert "本案退回" in page(desk)
        await desk.press("escape")
        await written(desk, worker)
        columns = "step, for_it, entitled, rejected, papers"
        assert desk.stored(f"SELECT {columns} FROM disposal_step WHERE seq = 2") == [
            ("meeting", 5, 11, "yes", '{"支部大会决议": "p1"}')
        ]


async def test_a_step_of_another_level_is_not_offered_and_a_waiting_case_names_what_it_waits_for(
    branch: Vault, open_desk: OpenDesk
) -> None:
    take_in(branch, arrival("张三丰", "z s f", category="full"))
    stated(branch, "withdrawal")
    first = StepRecord("application", "2026-03-02", "w", papers={"退党申请书": "1"})
    meeting = StepRecord("meeting", "2026-03-09", "w", vote=PASSED, papers={"支部大会决议": "1"})
    for record in (first, meeting):
        assert branch.write(record_step, 1, record).result().changed
    async with open_desk(branch, (80, 24)) as desk:
        worker = start(desk, take_step(desk.app, branch, 1))
        await top(desk, SheetScreen)
        assert "由上级党组织办理。本单位是党支部" in page(desk)
        await desk.press("escape")
        await desk.until(lambda: worker.is_finished, "it is over")
        referring = start(desk, refer(desk.app, branch, 1, 1))
        await top(desk, DisposalForm)
        await answered(desk, "移送机关", "纪检机关")
        for label in ("接收单位", "线索内容", "移送材料"):
            await write(desk, label, "x")
        await written(desk, referring)
        worker = start(desk, take_step(desk.app, branch, 1))
        await top(desk, SheetScreen)
        assert "2026-11-20移送x，结果未回" in page(desk)
        await desk.press("escape")
        settling = start(desk, settle(desk.app, branch, 1))
        await top(desk, DisposalForm)
        await write(desk, "结果日期", DAY)
        await desk.press("f5")
        await desk.told("还须填写：办理结果")
        await write(desk, "办理结果", "done")
        await written(desk, settling)
        assert desk.stored("SELECT outcome_on, outcome FROM disposal_referral") == [(DAY, "done")]


async def test_a_local_procedure_is_read_before_it_is_taken_in_and_a_looser_one_is_refused(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    kind = own(label="劝退（本市）")
    good, looser = tmp_path / "a.toml", tmp_path / "b.toml"
    good.write_text(as_toml((kind, "persuasion")), "utf-8")
    looser.write_text(as_toml((replace(kind, steps=kind.steps[1:]), "persuasion")), "utf-8")
    async with open_desk(branch, (80, 24)) as desk:
        screen = DisposalKindsScreen(branch)
        desk.app.push_screen(screen)
        await desk.until(lambda: desk.app.screen is screen and screen.ready, "the kinds are listed")
        await desk.press("f8")
        await desk.told("不能停用")
        for path in (looser, good):
            await desk.press("f2")
            await top(desk, ChooseScreen)
            await desk.press(*str(path), "enter")
            if path is looser:
                await desk.told("缺少内置的“劝退”的步骤“支部初步认定”")
        await top(desk, SheetScreen)
        assert "处置方式：劝退（本市）" in page(desk)
        await desk.press("f5")
        await desk.told("1种已装入")
        await desk.press("end", "f8")
        await top(desk, Confirm)
        await desk.until(lambda: not desk.app.screen.query_one("#yes").disabled, "it takes an answer")
        await desk.press("enter")
        await desk.told("已停用")
        assert desk.stored("SELECT key, withdrawn_on FROM disposal_procedure") == [("local_persuasion", DAY)]


async def test_history_names_what_becomes_of_the_roster_before_it_is_written(
    branch: Vault, open_desk: OpenDesk
) -> None:
    take_in(branch, arrival("张三丰", "z s f", category="full"))
    async with open_desk(branch, (80, 24)) as desk:
        worker = start(desk, enter_history(desk.app, branch, 1))
        await choose(desk, "劝退")
        await top(desk, DisposalForm)
        for label, text in (("决定（批准）日期", "2015-03-02"), ("决定单位", "d"), ("所知情况", "k")):
            await write(desk, label, text)
        await desk.press("f5")
        await top(desk, SheetScreen)
        assert "自2015-03-02起记为出党，不再列入名册" in page(desk)
        await desk.press("escape")
        await written(desk, worker)
        assert desk.stored("SELECT gone FROM member") == [("2015-03-02",)]


async def test_a_case_is_taken_back_with_its_reason(branch: Vault, open_desk: OpenDesk) -> None:
    take_in(branch, arrival("张三丰", "z s f", category="full"))
    stated(branch)
    async with open_desk(branch, (80, 24)) as desk:
        worker = start(desk, withdraw_disposal(desk.app, branch, 1))
        await top(desk, AskText)
        first = desk.app.screen
        await desk.press("enter")
        await desk.until(lambda: desk.app.screen is not first, "without a reason it asks again")
        await top(desk, AskText)
        await desk.press(*"error", "enter")
        await desk.until(lambda: worker.is_finished, "it is over")
        assert desk.stored("SELECT state, why FROM disposal_case") == [("withdrawn", "error")]
