"""The focused card: going through a list one by one; what keys store, and for whom."""

from pathlib import Path

import pytest
from desk import Desk, OpenDesk
from openpyxl import load_workbook
from people import arrival, take_in
from textual.widgets import Input, OptionList

from tui.screens.check_form import CheckForm
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import AskText
from tui.screens.member_card import MemberCardScreen
from tui.screens.member_history import MemberHistoryScreen
from tui.screens.member_pane import MemberPane
from tui.screens.pick import Pick
from tui.screens.sheet import SheetScreen
from tui.store.vault import Vault
from tui.widgets.textpage import TextPage

NAMES = ("甲一", "乙二", "丙三", "丁四")
IDNO, PHONE = "11010519491231002X", "13800138000"
SIZES = pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=lambda size: f"{size[0]}x{size[1]}")


def fill(vault: Vault) -> None:
    known = {"sex": "male", "birth": "1949-12-31", "idno": IDNO, "phone": PHONE, "category": "full"}
    take_in(vault, *(arrival(name, **known) for name in NAMES))


def card(desk: Desk) -> MemberCardScreen:
    screen = desk.app.screen
    assert isinstance(screen, MemberCardScreen)
    return screen


def whom(desk: Desk) -> str:
    """Whose card is shown, once it is."""
    screen = desk.app.screen
    if not isinstance(screen, MemberCardScreen) or not screen.ready or screen.card is None:
        return ""
    return screen.card.fields["name"]


def page(desk: Desk) -> str:
    return desk.app.screen.query_one("#checks", TextPage)._text.plain


def drawn(desk: Desk) -> str:
    return "\n".join(strip.text.rstrip() for strip in desk.app.screen._compositor.render_strips())


async def opened(desk: Desk) -> list[str]:
    """Open the card of the first member; gives the names in the order of the list."""
    view = desk.review._view
    assert view is not None
    order = [desk.stored("SELECT name FROM member WHERE id = ?", member)[0][0] for member in view.order]
    await desk.press("enter")
    await desk.until(lambda: whom(desk) == order[0], "the first member's card is open")
    return order


@SIZES
async def test_a_verdict_goes_to_the_one_shown_and_the_next_unchecked_one_follows(
    branch: Vault, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    fill(branch)
    async with open_desk(branch, size) as desk:
        order = await opened(desk)
        await desk.press("right")
        await desk.until(lambda: whom(desk) == order[1], "the second one is shown")
        await desk.press("3", "f8")
        await desk.until(lambda: whom(desk) == order[2], "the third one is shown")
        await desk.press("left", "left")
        await desk.until(lambda: whom(desk) == order[0], "the first one is shown")
        await desk.press("f5")
        await desk.until(lambda: whom(desk) == order[2], "the second one is passed over: he has a verdict")
        stored = desk.stored(
            "SELECT m.name, r.c3, r.h3 FROM review r JOIN member m ON m.id = r.member ORDER BY r.at, 1"
        )
        assert sorted(stored) == sorted([(order[1], "d", "o"), (order[0], "c", "o")])
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is desk.review, "it is left")
        assert desk.grid.cursor == 2
        await desk.until(lambda: any("[党费]" in line for line in desk.lines()), "the check in hand is kept")
        await desk.until(lambda: any("?疑" in line for line in desk.lines()), "the verdict is drawn")


async def test_staying_is_chosen_by_a_key_and_the_last_one_says_that_all_are_done(
    branch: Vault, open_desk: OpenDesk
) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        order = await opened(desk)
        await desk.press("space", "f7")
        await desk.told("1人已改")
        await desk.until(lambda: whom(desk) == order[0], "the same one is shown again")
        await desk.press("space")
        for name in (*order[1:], order[-1]):
            await desk.press("f5")
            await desk.until(lambda name=name: whom(desk) == name, f"{name} is shown")
        await desk.told("已没有未查的人")
        assert desk.stored("SELECT count(*) FROM review WHERE c1 <> 'u'") == [(4,)]


async def test_undo_on_the_card_takes_back_and_shows_whom_it_was_about(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        order = await opened(desk)
        await desk.press("f6")
        await desk.until(lambda: whom(desk) == order[1], "the second one is shown")
        await desk.press("ctrl+u")
        await desk.told("撤销")
        await desk.until(lambda: whom(desk) == order[0], "the first one is shown")
        assert desk.stored("SELECT count(*) FROM review") == [(0,)]
        await desk.press("ctrl+y")
        await desk.told("重做")
        assert desk.stored("SELECT c1 FROM review") == [("f",)]


async def test_a_key_is_for_nobody_while_the_next_one_is_fetched(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await opened(desk)
        screen = card(desk)
        screen.do_clear()
        await screen.action_run("member.doubtful")
        assert "看清后再按" in desk.notice
        await desk.told("记为“无误”")
        assert desk.stored("SELECT c1 FROM review") == [("c",)]


@SIZES
async def test_only_what_is_missing_is_asked_for_and_read_by_its_rule(
    branch: Vault, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    take_in(
        branch,
        arrival(
            "甲一", sex="male", birth="1949-12-31", idno=IDNO, phone=PHONE, category="probationary", native="江苏",
            joined="2025-07-01", education="大学", work="教师", address="某路1号", membership="normal", floating="no",
        ),
    )  # fmt: skip
    async with open_desk(branch, size) as desk:
        await opened(desk)
        assert "缺项（名册）：民族、是否失联\n" in page(desk)
        await desk.press("f3")
        await desk.until(lambda: isinstance(desk.app.screen, AskText), "the nation is asked for")
        desk.app.screen.query_one(Input).value = "火星族"
        await desk.press("enter")
        await desk.until(lambda: "民族的规范名称" in drawn(desk) and "火星族" in drawn(desk), "it is asked for again")
        assert desk.stored("SELECT nation FROM member") == [(None,)]
        desk.app.screen.query_one(Input).value = "壮"
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, Pick), "the next one is asked for")
        desk.app.screen.query_one(OptionList).highlighted = 1
        await desk.press("enter")
        await desk.until(lambda: whom(desk) == "甲一" and "缺项（名册）" not in page(desk), "nothing is missing")
        assert desk.stored("SELECT nation, lost FROM member") == [("壮族", "no")]
        await desk.press("f3")
        await desk.told("没有缺项")


async def test_the_card_shows_both_stages_the_evidence_and_no_number(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch, (80, 24)) as desk:
        order = await opened(desk)
        await desk.press("space", "f8")
        await desk.told("1人已改")
        await desk.until(lambda: whom(desk) == order[0], "he is shown again")
        text = page(desk)
        assert "支部自查" in text
        assert "工作组核查" in text
        assert "? 存疑 逐人 张明 2026-11-20" in text
        assert "本库没有这项核查的材料。" in text
        assert IDNO not in text
        assert PHONE not in text
        await desk.press("f4")
        await desk.told("记入日志")
        assert IDNO in page(desk)
        await desk.press("right")
        await desk.until(lambda: whom(desk) == order[1], "the second one is shown")
        assert IDNO not in page(desk)


async def test_the_form_is_written_into_the_chosen_folder(branch: Vault, open_desk: OpenDesk, tmp_path: Path) -> None:
    fill(branch)
    folder = tmp_path / "forms"
    folder.mkdir(0o700)
    async with open_desk(branch) as desk:
        order = await opened(desk)
        await desk.press("ctrl+p")
        await desk.until(lambda: isinstance(desk.app.screen, ChooseScreen), "the folder is asked for")
        desk.app.screen.query_one("#path", Input).value = str(folder)
        await desk.press("f5")
        await desk.told("已写出并读回核对")
    (path,) = folder.iterdir()
    cells = [cell.value for row in load_workbook(path).worksheets[0] for cell in row]
    assert order[0] in cells
    assert IDNO in cells


async def test_a_former_value_is_restored_from_the_history_as_a_new_change(branch: Vault, open_desk: OpenDesk) -> None:
    take_in(branch, arrival("甲一", native="江苏", idno=IDNO))
    async with open_desk(branch) as desk:
        await opened(desk)
        await desk.press("ctrl+t")
        await desk.until(lambda: isinstance(desk.app.screen, Pick), "the field is asked for")
        desk.app.screen.query_one(OptionList).highlighted = 6
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, AskText), "the value is asked for")
        desk.app.screen.query_one(Input).value = "安徽"
        await desk.press("enter")
        await desk.told("改籍贯")
        await desk.press("tab")
        await desk.until(
            lambda: isinstance(desk.app.screen, MemberHistoryScreen) and len(desk.app.screen.events) == 2, "it is open"
        )
        await desk.until(lambda: "籍贯：江苏 → 安徽" in drawn(desk), "the change is told")
        assert IDNO not in drawn(desk)
        await desk.press("f7")
        await desk.until(lambda: isinstance(desk.app.screen, Pick), "the values are offered")
        assert "籍贯：恢复为 江苏" in drawn(desk)
        await desk.press("enter")
        await desk.told("改籍贯：1人已改")
        assert desk.stored("SELECT native FROM member") == [("江苏",)]
        assert desk.stored("SELECT body ->> 'action' FROM entry ORDER BY seq DESC LIMIT 1") == [("member.edit",)]
        await desk.press("escape")
        await desk.until(lambda: whom(desk) == "甲一", "the card is shown again")
        await desk.press("ctrl+u")
        await desk.told("撤销")
        assert desk.stored("SELECT native FROM member") == [("安徽",)]


async def test_two_dates_are_compared_by_what_differs(branch: Vault, open_desk: OpenDesk) -> None:
    take_in(branch, arrival("甲一", native="江苏"))
    async with open_desk(branch, (80, 24)) as desk:
        await opened(desk)
        await desk.press("space", "f5", "2")
        await desk.told("在手核查项")
        await desk.until(lambda: whom(desk) == "甲一", "he is shown")
        await desk.press("f8")
        await desk.told("档案记为“存疑”")
        await desk.until(lambda: whom(desk) == "甲一", "he is shown")
        await desk.press("tab")
        await desk.until(
            lambda: isinstance(desk.app.screen, MemberHistoryScreen) and len(desk.app.screen.events) == 3, "it is open"
        )
        await desk.press("space", "space", "f6")
        await desk.until(lambda: isinstance(desk.app.screen, SheetScreen), "the comparison is shown")
        said = drawn(desk)
        assert "支部自查·档案：未查 → 存疑" in said
        assert "名册：未查" not in said
        await desk.press("escape", "backspace", "end", "f6")
        await desk.until(lambda: "名册：未查 → 无误" in drawn(desk), "the oldest is compared with now")


async def test_hostile_texts_are_plain_on_the_card_and_in_the_history(branch: Vault, open_desk: OpenDesk) -> None:
    hostile = ("[/]", "[@click=app.quit]x", "甲\x1b]0;owned\x07乙", "\u202e丙丁")
    take_in(branch, *(arrival(text, address=text, native=text, note=text) for text in hostile))
    async with open_desk(branch, (80, 24)) as desk:
        await desk.press("enter")
        await desk.until(lambda: whom(desk), "a card is shown")
        for _ in hostile:
            await desk.press("tab")
            await desk.until(
                lambda: isinstance(desk.app.screen, MemberHistoryScreen) and desk.app.screen.events, "the history"
            )
            assert "\x1b" not in drawn(desk)
            assert "\u202e" not in drawn(desk)
            await desk.press("f6")
            await desk.until(lambda: isinstance(desk.app.screen, SheetScreen), "the comparison is shown")
            await desk.press("escape", "escape")
            await desk.until(lambda: whom(desk), "the card is shown")
            assert "\x1b" not in drawn(desk)
            await desk.press("right")
        assert desk.app.is_running


async def test_the_wide_card_has_the_whole_record_beside_the_checks(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await opened(desk)
        assert card(desk).query_one(MemberPane).display
        await desk.pilot.resize_terminal(80, 24)
        await desk.until(lambda: not card(desk).query_one(MemberPane).display, "the pane gives way")
        await desk.until(lambda: "名册记载" in page(desk), "the record follows the checks")


async def test_the_record_of_the_check_in_hand_is_filled_in_from_the_card(branch: Vault, open_desk: OpenDesk) -> None:
    take_in(branch, arrival("张三丰", "z s f"))
    async with open_desk(branch) as desk:
        await desk.press("enter")
        await desk.until(lambda: getattr(desk.app.screen, "card", None) is not None, "the card is open")
        await desk.press("5", "ctrl+f")
        await desk.until(lambda: isinstance(desk.app.screen, CheckForm), "the form is open")
        await desk.press("f8")
        await desk.until(lambda: isinstance(desk.app.screen, MemberCardScreen), "the card is back")
        await desk.told("1人已保存")
        assert desk.stored("SELECT c5 FROM review") == [("d",)]
