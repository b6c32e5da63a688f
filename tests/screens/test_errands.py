"""The errands of the menu: import, cards, sealing, receiving; what they store and what they leave alone."""

from pathlib import Path

import pytest
from desk import Desk, OpenDesk
from openpyxl import Workbook
from textual.widgets import Input, OptionList

from tui.demo import practice
from tui.demo.practice import BRANCH, COMMITTEE, build, enter, fill
from tui.screens.arrivals import ArrivalsScreen
from tui.screens.cards import CardsScreen
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import AskText
from tui.screens.layout import LayoutScreen
from tui.screens.menu import Errand, Menu
from tui.screens.sheet import SheetScreen
from tui.store.queries.cards import own_card, spoken_fingerprint
from tui.store.vault import Vault
from tui.widgets.checkbar import CheckBar
from tui.widgets.grid import VirtualGrid

HOSTILE = ("[/]", "[@click=app.quit]x", "甲\x1b]0;owned\x07乙", "\u202e丙丁", "[b]戊")


async def go(desk: Desk, errand: Errand) -> None:
    """Open the menu and choose."""
    await desk.press("f12")
    await desk.until(lambda: isinstance(desk.app.screen, Menu), "the menu is open")
    desk.app.screen.query_one(OptionList).highlighted = list(Errand).index(errand)
    await desk.press("enter")


async def choose(desk: Desk, path: Path) -> None:
    """Give a path on the page that asks for one."""
    await desk.until(lambda: isinstance(desk.app.screen, ChooseScreen), "a path is asked for")
    desk.app.screen.query_one("#path", Input).value = str(path)
    await desk.press("f5")


async def choose_lists(desk: Desk, path: Path) -> None:
    """Give the path of lists to import and accept how they were read."""
    await choose(desk, path)
    await desk.until(lambda: isinstance(desk.app.screen, LayoutScreen), "the layout is shown")
    await desk.press("f5")


def roster(path: Path, *names: str, header: tuple[str, ...] = ("姓名", "性别", "籍贯", "所在党支部")) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(header)
    for name in names:
        sheet.append(
            [
                name.replace("\x1b", "_x001B_").replace("\x07", "_x0007_"),
                "男",
                name.replace("\x1b", "").replace("\x07", ""),
                "",
            ]
        )
    book.save(path)
    return path


async def test_an_import_is_reviewed_then_written_and_undone_as_one_change(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    async with open_desk(branch) as desk:
        await go(desk, Errand.IMPORT)
        await choose_lists(desk, roster(tmp_path / "r.xlsx", "张三丰", "王伟"))
        await desk.until(lambda: isinstance(desk.app.screen, ArrivalsScreen), "the review is shown")
        assert "新增 2" in desk.app.screen.query_one(CheckBar)._labels[0]
        assert desk.stored("SELECT count(*) FROM member") == [(0,)]
        await desk.press("f5")
        await desk.told("导入名册：2人已导入")
        assert desk.stored("SELECT name FROM member ORDER BY name") == [("张三丰",), ("王伟",)]
        assert desk.review.shown == 2
        await desk.press("ctrl+u")
        await desk.told("撤销“导入名册”")
        await desk.until(lambda: desk.review.shown == 0, "the list is empty again")
        assert desk.stored("SELECT count(*) FROM member") == [(0,)]


async def test_leaving_the_review_writes_nothing(branch: Vault, open_desk: OpenDesk, tmp_path: Path) -> None:
    async with open_desk(branch) as desk:
        await go(desk, Errand.IMPORT)
        await choose_lists(desk, roster(tmp_path / "r.xlsx", "张三丰"))
        await desk.until(lambda: isinstance(desk.app.screen, ArrivalsScreen), "the review is shown")
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is desk.review, "it is left")
        await desk.told("已放弃，没有任何改动")
        assert desk.stored("SELECT count(*) FROM entry") == [(1,)]


async def test_a_report_that_cannot_be_sealed_asks_again_and_says_why(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    async with open_desk(branch) as desk:
        await go(desk, Errand.SEAL)
        await choose(desk, tmp_path)
        await desk.told("还没有登记上级单位的公钥卡")
        assert desk.app.screen.query_one("#path", Input).value == str(tmp_path)
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is desk.review, "it is left")
        assert list(tmp_path.glob("*.dyb.age*")) == []


async def test_the_ground_chosen_in_the_review_is_that_of_the_new_subjects(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    async with open_desk(branch) as desk:
        await go(desk, Errand.IMPORT)
        await choose_lists(desk, roster(tmp_path / "r.xlsx", "张三丰"))
        await desk.until(lambda: isinstance(desk.app.screen, ArrivalsScreen), "the review is shown")
        await desk.press("f6", "f5")
        await desk.told("已导入")
        assert desk.stored("SELECT ground FROM subject") == [("out_without_receipt",)]


async def test_a_file_that_is_no_roster_is_refused_on_the_page_that_asked_for_it(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    binary = tmp_path / "binary.xlsx"
    binary.write_bytes(bytes(100))
    async with open_desk(branch) as desk:
        await go(desk, Errand.IMPORT)
        await choose(desk, binary)
        await desk.told("不是可以读取的电子表格")
        assert desk.app.screen.query_one("#path", Input).value == str(binary)
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is desk.review, "it is left")


async def test_hostile_cells_are_shown_as_plain_text_in_the_review_and_its_problems(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    header = ("姓名", "性别", "籍贯", "[@click=app.quit]栏")
    async with open_desk(branch) as desk:
        await go(desk, Errand.IMPORT)
        await choose_lists(desk, roster(tmp_path / "[red]名册.xlsx", *HOSTILE, header=header))
        await desk.until(lambda: isinstance(desk.app.screen, ArrivalsScreen), "the review is shown")
        for section in "1234567":
            await desk.press(section)
            grid = desk.app.screen.query_one(VirtualGrid)
            drawn = "".join(grid.render_line(y).text for y in range(grid.size.height))
            assert "\x1b" not in drawn
            assert "\u202e" not in drawn
        assert desk.app.is_running


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Practice vaults with rosters; the branch's report is on the stick."""
    build(tmp_path, lambda _said: None)
    fill(tmp_path, lambda _said: None)
    return tmp_path


async def test_a_report_is_previewed_then_applied_and_a_second_time_refused(filled: Path, open_desk: OpenDesk) -> None:
    (bundle,) = (filled / "usb").glob("*.dyb.age")
    with enter(filled, COMMITTEE) as vault:
        async with open_desk(vault) as desk:
            before = desk.stored("SELECT count(*) FROM member")
            await go(desk, Errand.RECEIVE)
            await choose(desk, bundle)
            await desk.until(lambda: isinstance(desk.app.screen, SheetScreen), "the preview is shown")
            assert "新增党员：62人" in desk.app.screen._text.plain
            assert desk.stored("SELECT count(*) FROM member") == before
            await desk.press("f5")
            await desk.told("已接收")
            assert desk.stored("SELECT count(*) FROM member") == [(before[0][0] + 62,)]
            await go(desk, Errand.RECEIVE)
            await choose(desk, bundle)
            await desk.told("已经接收过")


async def test_sealing_writes_the_file_and_clears_the_count_of_what_is_unsent(
    filled: Path, open_desk: OpenDesk, tmp_path: Path
) -> None:
    target = tmp_path / "stick"
    target.mkdir()
    with enter(filled, BRANCH) as vault:
        async with open_desk(vault) as desk:
            await desk.press("f8")
            await desk.told("1人已改")
            await go(desk, Errand.SEAL)
            await choose(desk, target)
            await desk.until(lambda: isinstance(desk.app.screen, SheetScreen), "the outcome is shown")
            await desk.press("enter")
            await desk.told("第2号上报包")
            assert [path.suffix for path in target.iterdir()] == [".age"]
            assert desk.stored("SELECT max(seq) FROM sent") == [(2,)]


async def test_a_card_is_registered_only_with_the_fingerprint_that_was_read_aloud(
    branch: Vault, committee: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    spoken = spoken_fingerprint(own_card(branch))
    async with open_desk(branch) as desk:
        await go(desk, Errand.CARDS)
        await desk.until(lambda: isinstance(desk.app.screen, CardsScreen), "the cards are shown")
        await desk.press("f6")
        await choose(desk, tmp_path)
        await desk.told("公钥卡已写到")
    (card,) = tmp_path.glob("paicha-card-*.json")
    async with open_desk(committee) as desk:
        for typed, said in (("1" * 40, "指纹与公钥卡不符"), (spoken, "已登记")):
            if not isinstance(desk.app.screen, CardsScreen):
                await go(desk, Errand.CARDS)
                await desk.until(lambda: isinstance(desk.app.screen, CardsScreen), "the cards are shown")
            await desk.press("f8")
            await choose(desk, card)
            await desk.until(lambda: isinstance(desk.app.screen, AskText), "the fingerprint is asked for")
            desk.app.screen.query_one(Input).value = typed
            await desk.press("enter")
            await desk.told(said)
        assert desk.stored("SELECT relation FROM card") == [("subordinate",)]


def test_the_practice_report_shows_where_everything_lies(tmp_path: Path) -> None:
    said = practice.whereabouts(tmp_path)
    assert practice.PASSPHRASE in said
    assert all(place.folder in said for place in practice.PLACES)
