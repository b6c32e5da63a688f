"""The filter field (F3) and the saved filters (F4) on the review screen."""

import pytest
from desk import Desk, OpenDesk
from people import arrival, take_in

from tui.screens.dialogs import AskText, Confirm
from tui.screens.reading import ReadingScreen
from tui.screens.saved_filters import SavedFiltersScreen
from tui.store.vault import Vault
from tui.widgets.filterfield import FilterField, HintLine
from tui.widgets.grid import VirtualGrid
from tui.widgets.statusline import StatusLine

PEOPLE = (
    ("张三丰", {"lost": "yes", "birth": "1961-05"}),
    ("王伟", {"floating": "yes", "birth": "1970"}),
    ("李娜", {"birth": "1985-01-02", "phone": "13800004321"}),
    ("曾小明", {"lost": "yes", "birth": "1990"}),
)


def fill(vault: Vault) -> None:
    take_in(vault, *(arrival(name, **fields) for name, fields in PEOPLE))


def field(desk: Desk) -> FilterField:
    return desk.review.filter_field


def hint(desk: Desk) -> str:
    return desk.review.query_one(HintLine).text


def names(desk: Desk) -> set[str]:
    return {name for name, _ in PEOPLE if any(name in line for line in desk.lines())}


async def shows(desk: Desk, *wanted: str) -> None:
    await desk.until(lambda: desk.review.shown == len(wanted) and names(desk) == set(wanted), f"{wanted} are shown")


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_a_filter_narrows_as_one_types_and_escape_shows_all(
    branch: Vault, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    fill(branch)
    async with open_desk(branch, size) as desk:
        await desk.press("f3", *"is:lost")
        await shows(desk, "张三丰", "曾小明")
        await desk.press("space", "minus", *"born:1990")
        await shows(desk, "张三丰")
        await desk.press("enter")
        await desk.told("找到1人")
        assert hint(desk) == "筛选 [是:失联] [-出生:1990]"
        assert "[是:失联] [-出生:1990]" in desk.review.query_one("#status", StatusLine)._left
        await desk.press("escape")
        await shows(desk, *(name for name, _ in PEOPLE))
        assert not desk.review.query_one(HintLine).display
        assert not field(desk).display


async def test_full_width_signs_of_an_input_method_are_understood(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("f3")
        field(desk).insert_text_at_cursor("出生：《1980　－是：失联")
        await shows(desk, "王伟")


async def test_a_mistake_is_underlined_and_said_and_the_list_stays(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("f3", *"is:lost")
        await shows(desk, "张三丰", "曾小明")
        field(desk).insert_text_at_cursor(" foo:x")
        await desk.until(lambda: "没有“foo”这个项目" in hint(desk), "the mistake is said")
        spans = field(desk)._value.spans
        assert [(span.start, span.end) for span in spans if "underline" in str(span.style)] == [(8, 12)]
        assert desk.review.shown == 2
        await desk.press("enter")
        await desk.told("筛选条件有误：没有“foo”这个项目")
        assert field(desk).has_focus
        await desk.press(*["backspace"] * 6)
        await desk.until(lambda: not any("underline" in str(span.style) for span in field(desk)._value.spans), "mended")
        assert desk.review.shown == 2


async def test_tab_and_right_complete_fields_and_values_and_tab_again_takes_the_next(
    branch: Vault, open_desk: OpenDesk
) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("f3", *"bor", "tab")
        assert field(desk).value == "出生:"
        await desk.press("escape", "f3", *"is:")
        await desk.until(lambda: "失联" in hint(desk) and "流动" in hint(desk), "the values are offered")
        await desk.press("tab")
        assert field(desk).value == "is:失联"
        await desk.press("tab")
        assert field(desk).value == "is:流动"
        await shows(desk, "王伟")
        await desk.until(lambda: desk.review.query_one(HintLine)._chosen == 1, "what was taken is shown")
        await desk.press("escape", "f3", *"is:los", "right")
        assert field(desk).value == "is:失联"
        await shows(desk, "张三丰", "曾小明")
        assert field(desk).has_focus


async def test_up_and_down_walk_what_was_looked_for_before(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("f3", *"is:lost", "enter", "escape", "f3", *"4321", "enter", "escape", "f3", *"zs")
        await desk.press("up")
        assert field(desk).value == "4321"
        await shows(desk, "李娜")
        await desk.press("up", "up")
        assert field(desk).value == "is:lost"
        await desk.press("down", "down")
        assert field(desk).value == "zs"


async def test_what_the_stage_in_hand_decides_is_looked_for_again_when_the_stage_changes(
    committee: Vault, open_desk: OpenDesk
) -> None:
    from tui.rules.units import UnitKind
    from tui.store.commands.organizations import add_organization

    committee.write(add_organization, 1, UnitKind.BRANCH, "1", "一支部").result()
    take_in(committee, *(arrival(name, org=2, **fields) for name, fields in PEOPLE))
    async with open_desk(committee) as desk:
        await desk.press("f8")
        await desk.told("工作组核查·名册记为“存疑”")
        await desk.press("f3", *"check1:doubt", "enter")
        await desk.until(lambda: desk.review.shown == 1, "the doubtful one is left")
        await desk.press("0")
        await desk.until(lambda: desk.review.shown == 0, "nobody is doubtful in the self check")


async def test_f1_in_the_field_explains_how_filters_are_written(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch, (80, 24)) as desk:
        await desk.press("f3", "f1")
        await desk.until(lambda: isinstance(desk.app.screen, ReadingScreen), "the page is open")
        await desk.press("down", "pagedown", "escape")
        await desk.until(lambda: desk.app.screen is desk.review, "it is left")
        assert field(desk).has_focus


async def test_a_built_in_filter_is_chosen_from_the_list(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.press("f4")
        await desk.until(lambda: isinstance(desk.app.screen, SavedFiltersScreen), "the list is open")
        await desk.press("down", "down", "down", "enter")
        await desk.until(lambda: desk.app.screen is desk.review, "it is chosen")
        await shows(desk, "张三丰", "曾小明")
        assert field(desk).value == "是:失联"
        assert desk.grid.has_focus


async def test_the_present_filter_is_saved_renamed_chosen_and_deleted(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch, (80, 24)) as desk:
        await desk.press("f4", "f5")
        await desk.told("当前没有筛选条件")
        await desk.press("f2")
        await desk.told("内置的筛选不能改名或删除")
        await desk.press("escape", "f3", *"is:lost", "enter", "f4", "f5")
        await desk.until(lambda: isinstance(desk.app.screen, AskText), "the name is asked for")
        await desk.press(*"mine", "enter")
        await desk.told("已保存")
        assert desk.stored("SELECT person, name, text FROM saved_filter") == [(1, "mine", "is:lost")]
        await desk.press("home", "f2")
        await desk.until(lambda: isinstance(desk.app.screen, AskText), "the name is asked for")
        await desk.press("2", "enter")
        await desk.told("已改名")
        assert desk.stored("SELECT name FROM saved_filter") == [("mine2",)]
        await desk.press("f5")
        await desk.until(lambda: isinstance(desk.app.screen, AskText), "the name is asked for")
        await desk.press(*"mine2", "enter")
        await desk.told("已有名为“mine2”的常用筛选")
        await desk.press("home", "delete")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm) and desk.app.screen.focused, "it is confirmed")
        await desk.press("enter")
        await desk.told("已删除")
        assert desk.stored("SELECT count(*) FROM saved_filter") == [(0,)]


@pytest.mark.parametrize("text", ["[/]", "[@click=app.quit]x", "\x1b]0;owned\x07乙", "\u202e丙", "王" * 390])
async def test_hostile_filters_are_shown_as_plain_text(branch: Vault, open_desk: OpenDesk, text: str) -> None:
    fill(branch)
    async with open_desk(branch, (80, 24)) as desk:
        await desk.press("f3")
        field(desk).value = text
        await desk.until(lambda: desk.review.shown == 0 and desk.review._sought is None, "nobody is called that")
        await desk.press("enter", "f4")
        await desk.until(lambda: isinstance(desk.app.screen, SavedFiltersScreen), "the list is open")
        await desk.press("f5")
        await desk.until(lambda: isinstance(desk.app.screen, AskText), "the name is asked for")
        await desk.press(*"x", "enter")
        await desk.told("已保存")
        drawn = "".join(desk.app.screen.query_one(VirtualGrid).render_line(y).text for y in range(3))
        assert not {"\x1b", "\x07", "\u202e"} & set(drawn)
        assert desk.app.is_running


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_who_no_longer_fits_stays_listed_and_is_counted_until_the_filter_is_run_again(
    branch: Vault, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    fill(branch)
    async with open_desk(branch, size) as desk:

        def status() -> str:
            return desk.review.query_one("#status", StatusLine)._left

        await desk.press("f3", *"check1:unchecked", "enter")
        await desk.told("找到4人")
        await desk.press("f5", "f8")
        await desk.until(lambda: "其中 2 人已不符合筛选" in status(), "they are counted")
        await shows(desk, *(name for name, _ in PEOPLE))
        assert desk.grid.cursor == 2
        await desk.press("f3", "enter")
        await desk.told("已重新筛选，找到2人")
        assert desk.review.shown == 2
        assert "已不符合" not in status()
        assert desk.stored("SELECT count(*) FROM review WHERE c1 IN ('c', 'd')") == [(2,)]
        await desk.press("ctrl+u")
        await desk.until(lambda: desk.review.shown == 3, "whoever fits again is listed")
