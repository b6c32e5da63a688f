"""The review screen: keys in, stored verdicts and visible state out."""

import pytest
from desk import OpenDesk
from people import arrival, take_in

from tui.screens import dialogs
from tui.screens.dialogs import AskText, Confirm
from tui.screens.key_sheet import KeySheet
from tui.screens.member_card import MemberCardScreen
from tui.screens.member_pane import member_text
from tui.screens.targets import HiddenMarks
from tui.store.vault import Vault
from tui.widgets.statusline import StatusLine

PEOPLE = (("张三丰", "z s f"), ("王伟", "w w"), ("李娜", "l n"), ("曾小明", "z x m 0 c x m"))
VERDICTS = "SELECT m.name, r.c1, r.h1 FROM review r JOIN member m ON m.id = r.member WHERE r.stage = ? ORDER BY m.name"


def fill(vault: Vault) -> None:
    take_in(
        vault, *(arrival(name, initials, idno=f"11010519491231{n:03}X") for n, (name, initials) in enumerate(PEOPLE))
    )


async def test_a_verdict_key_stores_the_verdict_and_moves_on(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        first = desk.grid.cursor_id
        await desk.press("f8")
        await desk.told("1人已改")
        await desk.until(lambda: desk.grid.cursor == 1, "the cursor moves on")
        assert desk.stored("SELECT member, c1, h1 FROM review") == [(first, "d", "o")]
        await desk.until(lambda: any("?疑" in line for line in desk.lines()), "the verdict is drawn")


async def test_digits_choose_the_check_also_in_full_width(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("4", "f9")
        await desk.told("回执记为“不适用”")
        await desk.press("２", "f7")
        await desk.told("档案记为“待完善”")
        assert desk.stored("SELECT c4, c2 FROM review ORDER BY member") == [("n", "u"), ("u", "p")]


async def test_marks_get_a_bulk_verdict_after_confirmation_and_undo_takes_it_back(
    branch: Vault, open_desk: OpenDesk
) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("space", "space", "f5")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm), "the bulk is confirmed")
        await desk.until(lambda: desk.app.screen.focused is not None, "the dialog is armed")
        await desk.press("enter")
        await desk.told("2人已改")
        assert desk.stored("SELECT c1, h1 FROM review") == [("c", "b"), ("c", "b")]
        await desk.press("ctrl+u")
        await desk.told("撤销")
        assert desk.stored("SELECT c1 FROM review") == []
        await desk.press("ctrl+y")
        await desk.told("重做")
        assert desk.stored("SELECT c1 FROM review") == [("c",), ("c",)]


async def test_leaving_the_confirmation_changes_nothing(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("ctrl+e", "f5")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm), "the bulk is confirmed")
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is desk.review, "the dialog is left")
        assert desk.stored("SELECT count(*) FROM review") == [(0,)]
        assert len(desk.grid.marks) == len(PEOPLE)


async def test_a_repeating_key_cannot_confirm_what_it_opened(
    branch: Vault, open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "ARMING_SECONDS", 3600)
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("ctrl+e", "f5")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm), "the bulk is confirmed")
        await desk.press("enter", "space", "enter")
        assert isinstance(desk.app.screen, Confirm)
        assert desk.stored("SELECT count(*) FROM review") == [(0,)]


async def test_bulk_on_archives_asks_for_the_basis_and_keeps_it_as_a_note(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("2", "ctrl+e", "f5")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm) and desk.app.screen.focused, "it is confirmed")
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, AskText), "the basis is asked for")
        await desk.press(*"file", "enter")
        await desk.told("4人已改")
        assert desk.stored("SELECT DISTINCT c2, note FROM review") == [("c", "file")]


async def test_search_narrows_by_initials_names_and_id_digits_and_escape_shows_all(
    branch: Vault, open_desk: OpenDesk
) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("f3", *"zsf")
        await desk.until(lambda: desk.grid.cursor_id and desk.review.shown == 1, "one is left")
        assert "张三丰" in desk.lines()[1]
        await desk.press("escape")
        await desk.until(lambda: desk.review.shown == len(PEOPLE), "all are back")
        await desk.press("slash", *"cxm")
        await desk.until(lambda: desk.review.shown == 1 and "曾小明" in desk.lines()[1], "the other reading finds too")
        await desk.press("escape", "slash", *"002x")
        await desk.until(lambda: desk.review.shown == 1 and "李娜" in desk.lines()[1], "the last digits find")


async def test_marks_out_of_sight_are_named_and_left_alone_unless_asked_for(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("ctrl+e", "f3", *"zsf", "enter")
        await desk.until(lambda: desk.review.shown == 1, "one is left")
        assert "隐藏 3" in desk.review.query_one("#status", StatusLine)._left
        await desk.press("f8")
        await desk.until(lambda: isinstance(desk.app.screen, HiddenMarks), "the hidden marks are named")
        await desk.press("enter")
        await desk.told("1人已改")
        assert desk.stored(VERDICTS, 1) == [("张三丰", "d", "o")]


async def test_a_key_that_cannot_act_says_why(branch: Vault, open_desk: OpenDesk) -> None:
    async with open_desk(branch) as desk:
        await desk.press("f5")
        await desk.told("列表中没有党员")
        await desk.press("0")
        await desk.told("党支部只作自查")
        await desk.press("ctrl+u")
        await desk.told("没有可以撤销的操作")


async def test_a_committee_verifies_beside_the_self_check(committee: Vault, open_desk: OpenDesk) -> None:
    async with open_desk(committee) as desk:
        from tui.rules.units import UnitKind
        from tui.store.commands.organizations import add_organization

        committee.write(add_organization, 1, UnitKind.BRANCH, "1", "一支部").result()
        take_in(committee, arrival("张三丰", org=2))
        await desk.review.reload()
        await desk.press("f5")
        await desk.told("工作组核查·名册记为“无误”")
        assert desk.stored(VERDICTS, 2) == [("张三丰", "c", "o")]
        await desk.press("0", "f7")
        await desk.told("1人未改（本人已作另一方的结论，自查与核查不得为同一人）")
        assert desk.stored(VERDICTS, 1) == []
        await desk.press("2", "f7")
        await desk.told("支部自查·档案记为“待完善”")
        assert desk.stored("SELECT c1, c2, by2 FROM review WHERE stage = 1") == [("u", "p", 1)]


async def test_a_note_is_written_and_shown_with_the_member(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch, (80, 24)) as desk:
        await desk.press("f2")
        await desk.until(lambda: isinstance(desk.app.screen, AskText), "the note is asked for")
        await desk.press(*"abc", "enter")
        await desk.told("备注")
        assert desk.stored("SELECT note FROM review") == [("abc",)]
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, MemberCardScreen), "the member's page is open")
        assert "备注：abc" in member_text(desk.app.screen.card, "2026-11-20").plain
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is desk.review, "it is left")


async def test_the_key_sheet_lists_every_action(branch: Vault, open_desk: OpenDesk) -> None:
    async with open_desk(branch) as desk:
        await desk.press("f1")
        await desk.until(lambda: isinstance(desk.app.screen, KeySheet), "the key sheet is open")


HOSTILE = ("[/]", "[@click=app.quit]x", "甲\x1b]0;owned\x07乙", "\u202e丙丁", "[b]戊", "`$(id)`")


async def test_hostile_texts_are_shown_as_plain_text_everywhere(branch: Vault, open_desk: OpenDesk) -> None:
    take_in(branch, *(arrival(text, address=text, native=text) for text in HOSTILE))
    async with open_desk(branch) as desk:
        await desk.until(lambda: any("[@cl" in line for line in desk.lines()), "the names are drawn")
        drawn = "".join(desk.lines())
        assert "\x1b" not in drawn
        assert "\u202e" not in drawn
        for _ in HOSTILE:
            await desk.press("enter")
            await desk.until(lambda: isinstance(desk.app.screen, MemberCardScreen), "the member's page is open")
            await desk.press("escape")
            await desk.until(lambda: desk.app.screen is desk.review, "it is left")
            await desk.press("down")
        await desk.press("f2")
        await desk.until(lambda: isinstance(desk.app.screen, AskText), "the dialog shows the name")
        await desk.press("escape")
        assert desk.app.is_running
