"""The ledger of letters on the screen: the whole path of a letter by keys, and a pile of receipts by number."""

import pytest
from desk import Desk, OpenDesk, open_ledger
from ledgers import letter
from people import arrival, take_in
from textual.widgets import Input

from tui.screens.dialogs import AskText
from tui.screens.letter_branches import LetterBranchesScreen
from tui.screens.letter_form import LetterForm
from tui.screens.letter_page import LetterScreen
from tui.screens.letters import LettersScreen
from tui.screens.menu import LedgerErrand
from tui.screens.pick import Pick
from tui.screens.reading import ReadingScreen
from tui.screens.receipts import ReceiptsScreen
from tui.store.commands.letters import import_letters
from tui.store.vault import Vault

RECEIPTS = 50
MOST_KEYS = 120
LETTERS = "SELECT number, issued, receipt_on, closed FROM letter ORDER BY id"


async def ledger(desk: Desk) -> LettersScreen:
    await open_ledger(desk, LedgerErrand.LETTERS)
    await desk.until(
        lambda: isinstance(desk.app.screen, LettersScreen) and desk.app.screen.ready, "the ledger is shown"
    )
    screen = desk.app.screen
    assert isinstance(screen, LettersScreen)
    return screen


async def on(desk: Desk, kind: type) -> None:
    await desk.until(lambda: isinstance(desk.app.screen, kind) and desk.app.screen.focused, f"{kind.__name__} is open")


async def say(desk: Desk, text: str) -> None:
    """Answer the question on the screen."""
    await on(desk, AskText)
    desk.app.screen.query_one(Input).value = text
    await desk.press("enter")
    await desk.until(lambda: not isinstance(desk.app.screen, AskText), "the answer is taken")


async def fill(desk: Desk, *answers: str) -> None:
    """Answer the next lines of a form; empty ones are passed by."""
    for text in answers:
        if not text:
            await desk.press("down")
            continue
        await desk.press("enter")
        await say(desk, text)
        await on(desk, LetterForm)


def drawn(desk: Desk) -> str:
    return "".join("".join(strip.text for strip in desk.app.screen._compositor.render_strips()).split())


def overdue(vault: Vault, count: int) -> None:
    """Letters of 2016 without receipts, numbered from 1."""
    take_in(vault, *(arrival(f"张{number:03}", "z") for number in range(1, count + 1)))
    letters = [
        letter(number, number=f"2016{number:03}", issued="2016-03-01", valid_days=30, to_unit="甲党委")
        for number in range(1, count + 1)
    ]
    vault.write(import_letters, letters, count, direction="out").result()


async def test_a_letter_from_issue_to_receipt_by_keys(committee: Vault, open_desk: OpenDesk) -> None:
    take_in(committee, arrival("王伟", "w w"), arrival("李娜", "l n"))
    async with open_desk(committee, (80, 24)) as desk:
        screen = await ledger(desk)
        await desk.press("f5")
        await desk.told("列表中没有可办理的")
        await desk.press("f2")
        await on(desk, Pick)
        await desk.press("enter")
        await say(desk, "ww")
        await on(desk, LetterForm)
        await desk.press("f5")
        await desk.told("还须填写：抬头（接收单位组织部）、转入单位（到基层党委、村）")
        await fill(desk, "中共甲市委组织部", "甲市乙局党支部")
        await desk.press("f5")
        await desk.told("第20260001号：1封已登记")
        assert desk.stored(LETTERS) == [("20260001", "2026-11-20", None, None)]
        assert "20260001王伟" in drawn(desk)

        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, LetterScreen), "the letter is shown")
        assert "回执应于2027-01-20前收到" in drawn(desk)
        await desk.press("f4")
        await on(desk, LetterForm)
        await desk.press("down", "down", "down", "down", "space", "space", "f5")
        await desk.told("记为未落实（“口袋”党员）：1封已记跟踪")
        assert "2026-11-20李华接收单位（电话）未落实（“口袋”党员）" in drawn(desk)
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is screen and "口袋1" in drawn(desk), "the ledger counts him")

        await desk.press("f5")
        await on(desk, AskText)
        await desk.press("enter")
        await desk.told("登记回执：1封已登记")
        assert desk.stored(LETTERS) == [("20260001", "2026-11-20", "2026-11-20", None)]
        await desk.press("ctrl+u")
        await desk.told("撤销“登记回执”：1封已撤销")
        await desk.press("f8")
        await on(desk, Pick)
        await desk.press("end", "enter")
        await say(desk, "写错")
        await desk.told("王伟 介绍信20260001：1封已作废")
        assert desk.stored("SELECT closed, closed_note FROM letter") == [("void", "写错")]


async def test_views_narrow_count_and_judge_on_the_day_asked_for(committee: Vault, open_desk: OpenDesk) -> None:
    overdue(committee, 3)
    async with open_desk(committee) as desk:
        screen = await ledger(desk)
        assert "全部3" in drawn(desk)
        assert "逾期3" in drawn(desk)
        await desk.press("3", "ctrl+d")
        await say(desk, "2016-04-15")
        await desk.until(lambda: "逾期0" in drawn(desk) and "过期3" in drawn(desk), "the day is another")
        await desk.press("2", "ctrl+e", "f5")
        await desk.until(lambda: not isinstance(desk.app.screen, LettersScreen), "it is confirmed")
        await desk.pilot.pause(0.4)
        await desk.press("enter")
        await say(desk, "2016-04-01")
        await desk.told("登记回执：3封已登记")
        await desk.until(lambda: len(screen.order) == 0, "nobody is waited for")
        await desk.press("0")
        await desk.until(lambda: "转入" in drawn(desk) and "全部0" in drawn(desk), "the letters in are listed")
        await desk.press("0", "1", "ctrl+k")
        await say(desk, "2016")
        await desk.until(lambda: isinstance(desk.app.screen, ReadingScreen), "the statistics are shown")
        assert "转出组织关系总数：3" in drawn(desk)
        await desk.press("escape", "ctrl+g")
        await desk.until(lambda: isinstance(desk.app.screen, LetterBranchesScreen), "the branches are listed")
        await desk.until(lambda: "已办3" in drawn(desk), "all is done")
        await desk.press("enter")
        await desk.until(lambda: screen.branch is not None and "计算机学院党委" in drawn(desk), "it is narrowed")


async def test_fifty_receipts_by_number_take_at_most_120_keys(committee: Vault, open_desk: OpenDesk) -> None:
    """Every second of a hundred letters, in the order of their numbers, as a pile is pasted on the stubs."""
    overdue(committee, 2 * RECEIPTS)
    keys = ["2", "enter", *["down", "enter"] * (RECEIPTS - 1)]
    async with open_desk(committee) as desk:
        await ledger(desk)
        await desk.press("ctrl+n")
        await on(desk, ReceiptsScreen)
        await desk.press(*keys)
        wanted = [(number,) for number in range(2, 2 * RECEIPTS + 1, 2)]
        await desk.until(
            lambda: desk.stored("SELECT serial FROM letter WHERE receipt_on = '2026-11-20' ORDER BY serial") == wanted,
            "every receipt is there",
        )
    assert len(keys) <= MOST_KEYS


async def test_numbers_are_asked_about_refused_or_taken_at_once(committee: Vault, open_desk: OpenDesk) -> None:
    overdue(committee, 12)
    committee.write(
        import_letters, [letter(1, number="12", issued="2017-03-01")], 1, direction="out"
    ).result()  # fmt: skip
    async with open_desk(committee, (80, 24)) as desk:
        await ledger(desk)
        await desk.press("ctrl+n")
        await on(desk, ReceiptsScreen)
        await desk.press("9", "9", "enter")
        await desk.told("99：没有这个编号，没有登记")
        await desk.press("f4")
        await say(desk, "2016-06-01")
        await desk.press("1", "2", "enter")
        await on(desk, Pick)
        await desk.press("down", "enter")
        await desk.told("2016012 张012：已登记回执2016-06-01")
        await desk.press(*"2016-12", "enter")
        await desk.told("已有回执或已了结（2016-06-01），没有登记")
        await desk.press("ctrl+u")
        await desk.told("撤销“登记回执”：1封已撤销")
        await desk.press("f6")
        await say(desk, "2016")
        await desk.press("1", "2", "enter")
        await desk.told("2016012 张012：已登记回执2016-06-01")
        assert [receipt for _, _, receipt, _ in desk.stored(LETTERS)] == [None] * 11 + ["2016-06-01", None]


@pytest.mark.parametrize("direction", ["out", "in"])
async def test_the_entry_of_receipts_offers_nothing_before_the_first(
    committee: Vault, open_desk: OpenDesk, direction: str
) -> None:
    async with open_desk(committee) as desk:
        await ledger(desk)
        await desk.press(*(["0"] if direction == "in" else []), "ctrl+n")
        await on(desk, ReceiptsScreen)
        await desk.press("enter")
        await desk.told("请输入介绍信编号")
