"""The ledger of 组织处置 by keys: a case is found, read, taken back and restored; what may not be done is said."""

from datetime import date

import pytest
from desk import Desk, OpenDesk, open_ledger
from disposals import ground, rightly
from people import arrival, take_in
from test_look import SIZES, compare, named
from textual.widgets import Input

from tui.rules.disposal.procedures import PROCEDURES, Fact
from tui.rules.disposal.register import Origin
from tui.screens.dialogs import AskText
from tui.screens.disposal_case import DisposalCaseScreen
from tui.screens.disposals import DisposalsScreen
from tui.screens.history_text import lines
from tui.screens.menu import LedgerErrand
from tui.screens.reading import ReadingScreen
from tui.store.commands.disposal_cases import open_case, record_history
from tui.store.commands.disposal_referrals import refer_clue
from tui.store.commands.disposal_steps import record_step
from tui.store.queries.history import member_history
from tui.store.vault import Vault
from tui.widgets.checkbar import CheckBar


def fill(vault: Vault) -> None:
    """Three members: a 劝退 that waits for the department, a 限期改正 with a clue away, and history."""
    take_in(
        vault,
        arrival("张三丰", "z s f", category="full", idno="110105194912310021"),
        arrival("李四", "l s", category="full"),
        arrival("王五", "w w", category="full"),
    )
    stated = [ground("work"), ground(Fact.UNCHANGED_OR_REFUSES.value)]
    opened = vault.write(open_case, 1, "persuasion", "2026-06-01", Origin.CHECK, "五核查第五项", stated).result()
    assert opened.changed
    for number, step in enumerate(PROCEDURES["persuasion"].steps[:3]):
        done = vault.write(record_step, 1, rightly(step, date(2026, 6, 10 + number), "persuasion")).result()
        assert done.changed, done.sentence()
    stated = [ground("conduct"), ground(Fact.WISHES_TO_STAY.value)]
    vault.write(open_case, 2, "correction", "2026-10-12", Origin.REPORTED, "来信", stated).result()
    vault.write(refer_clue, 2, 2, "discipline", "校纪委", "2026-10-13", matter="收受礼金", materials="来信1件").result()
    vault.write(
        record_history, 3, "persuasion", "2018-05-04", decided_by="校党委组织部", document="组字〔2018〕12号",
        known="支部大会通过，批复在档案室",
    ).result()  # fmt: skip


async def in_ledger(desk: Desk) -> None:
    await open_ledger(desk, LedgerErrand.DISPOSAL)
    await on_top(desk, DisposalsScreen)


async def on_top(desk: Desk, kind: type) -> None:
    def shown() -> bool:
        screen = desk.app.screen
        return isinstance(screen, kind) and getattr(screen, "ready", True) and screen.focused is not None

    await desk.until(shown, f"{kind.__name__} is shown")


def drawn(desk: Desk) -> str:
    return "\n".join(strip.text for strip in desk.app.screen._compositor.render_strips())


async def test_a_case_is_found_taken_back_restored_and_the_narrowed_list_is_there_again(
    branch: Vault, open_desk: OpenDesk
) -> None:
    fill(branch)
    async with open_desk(branch, (80, 24)) as desk:
        await in_ledger(desk)
        await desk.until(lambda: "1 在办 2" in "".join(desk.app.screen.query_one(CheckBar)._labels), "they are counted")
        await desk.press("slash", *"ls", "enter")
        await desk.until(lambda: "张三丰" not in drawn(desk) and "李四" in drawn(desk), "the list is narrowed")
        await desk.press("f5")
        await on_top(desk, DisposalCaseScreen)
        await desk.told("线索已移交，结果未回，本件须等待")
        await desk.press("escape")
        await on_top(desk, DisposalsScreen)
        assert desk.app.screen.query_one(Input).value == "ls"
        await desk.press("escape")
        await desk.until(lambda: "张三丰" in drawn(desk), "the whole list is there again")
        await desk.press("home", "enter")
        await on_top(desk, DisposalCaseScreen)
        await desk.press("f5")
        await desk.told("下一步“预审”由组织部门（上级）办理")
        await desk.press("f3")
        await desk.until(lambda: isinstance(desk.app.screen, ReadingScreen), "the whole case is shown")
        assert "工作消极懈怠：work的事实经过" in desk.app.screen.text.plain  # type: ignore[attr-defined]
        assert "（没有）" in desk.app.screen.text.plain  # type: ignore[attr-defined]
        await desk.press("escape")
        await on_top(desk, DisposalCaseScreen)
        await desk.press("f8")
        await on_top(desk, AskText)
        await desk.press(*"wrong", "enter")
        await on_top(desk, DisposalCaseScreen)
        await desk.told("已撤销")
        await desk.press("f8")
        await desk.told("本案已撤销，不再办理")
        await desk.press("ctrl+u")
        await desk.told("撤销")
        await desk.until(
            lambda: desk.stored("SELECT state FROM disposal_case WHERE id = 1") == [("open",)], "it is open"
        )
        await desk.press("escape")
        await on_top(desk, DisposalsScreen)
        await desk.press("6")
        await desk.until(lambda: "历史补录，出党" in drawn(desk), "history says that it is")
        await desk.press("enter")
        await on_top(desk, DisposalCaseScreen)
        assert "历史补录（使用本程序之前决定）：校党委组织部，组字〔2018〕12号" in drawn(desk)
        await desk.press("f5")
        await desk.told("本案历史补录，不再办理")
        await desk.press("ctrl+u")
        await on_top(desk, DisposalsScreen)
        await desk.until(lambda: "王五" not in drawn(desk), "what is no more has no page")
        await desk.told("撤销“")
        assert desk.stored("SELECT gone FROM member WHERE name = '王五'") == [(None,)]


def test_a_members_history_tells_his_cases_in_words(branch: Vault) -> None:
    fill(branch)

    def told(member: int) -> str:
        history = branch.read(member_history, member).result()
        return "\n".join(line for event in history.events for line in lines(event.rows, history))

    assert "组织处置：无 → 劝退，办理中，2026-06-01立案" in told(1)
    assert "组织处置·步骤：无 → 提出处置意见，2026-06-12，支部书记 赵六" in told(1)
    assert "线索移送：无 → 纪检机关，校纪委，2026-10-13，收受礼金" in told(2)
    assert "组织处置：无 → 劝退，历史补录，2018-05-04决定，出党（2018-05-04起），校党委组织部决定" in told(3)


@pytest.mark.parametrize("size", SIZES, ids=named)
async def test_what_the_ledger_and_a_case_look_like(branch: Vault, open_desk: OpenDesk, size: tuple[int, int]) -> None:
    fill(branch)
    async with open_desk(branch, size) as desk:
        await in_ledger(desk)
        await desk.press("8")
        await desk.until(lambda: "历史补录" in drawn(desk) and "王五" in drawn(desk), "all are drawn")
        compare(desk, f"disposals-{named(size)}")
        await desk.press("1", "enter")
        await on_top(desk, DisposalCaseScreen)
        await desk.until(lambda: "▶ 下一步" in drawn(desk), "the procedure is drawn")
        compare(desk, f"disposal-case-{named(size)}")
