"""Columns, order and tree of the review: keys in, what is stored and in which order it is shown out."""

import json

import pytest
from desk import Desk, OpenDesk
from people import arrival, take_in
from vaults import opened

from tui.rules.units import UnitKind
from tui.screens.arranged_roster import COLUMNS_KEY
from tui.screens.column_choice import ColumnList, ColumnScreen
from tui.screens.sort_choice import SortScreen
from tui.store.commands.organizations import add_organization
from tui.store.vault import Vault

PEOPLE = (
    ("张三丰", "z s f", "1950-03-04", "汉族"),
    ("王伟", "w w", "", "维吾尔族"),
    ("李娜", "l n", "1980-01-01", "汉族"),
    ("曾小明", "z x m", "1950-03-04", "藏族"),
)


def fill(vault: Vault) -> None:
    take_in(
        vault,
        *(
            arrival(name, initials, birth=birth, nation=nation, phone="13800138000")
            for name, initials, birth, nation in PEOPLE
        ),
    )


def shown(desk: Desk) -> list[str]:
    """The names in the order of the screen, read from what the grid draws."""
    return [name for line in desk.lines()[1:] for name, *_ in PEOPLE if name in line[:14]]


def titles(desk: Desk) -> list[str]:
    return desk.lines()[0].split()


async def open_columns(desk: Desk) -> None:
    await desk.press("ctrl+w")
    await desk.until(lambda: isinstance(desk.app.screen, ColumnScreen) and desk.notice, "the columns are open")


async def test_columns_chosen_ordered_and_resized_are_shown_and_kept(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.until(lambda: len(shown(desk)) == 4, "the roster is drawn")
        await open_columns(desk)
        await desk.press("down", "space")  # 性别 is hidden
        columns = desk.app.screen.query_one(ColumnList)
        place = next(n for n, placed in enumerate(desk.app.screen._columns) if placed.key == "nation")
        columns.cursor = place
        await desk.press("space", "right", "right")
        for _ in range(20):
            await desk.press("shift+up")
            if desk.app.screen._columns[1].key == "nation":
                break
        await desk.press("enter")
        await desk.told("栏目已按所选显示")
        await desk.until(lambda: titles(desk)[:3] == ["姓名", "民族", "出生日期"], "the columns are in the new order")
        assert "性别" not in titles(desk)
        ((value,),) = desk.stored("SELECT value FROM preference WHERE key = ?", COLUMNS_KEY)
        assert json.loads(value)[:2] == [["name", 0], ["nation", 10]]
        assert desk.stored("SELECT count(*) FROM entry WHERE body LIKE '%preference%'") == [(0,)]
        await desk.until(lambda: any("维吾尔族" in line for line in desk.lines()), "the field is drawn")
    branch.close()
    with opened(branch.folder) as again:
        async with open_desk(again) as desk:
            await desk.until(lambda: titles(desk)[:3] == ["姓名", "民族", "出生日期"], "the columns are there again")
            await open_columns(desk)
            await desk.press("delete", "f5")
            await desk.told("已恢复默认的栏目")
            await desk.until(lambda: titles(desk)[:2] == ["姓名", "性别"], "the columns are the first ones again")
            assert desk.stored("SELECT count(*) FROM preference") == [(0,)]


async def test_leaving_the_columns_changes_nothing(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        before = titles(desk)
        await open_columns(desk)
        await desk.press("down", "space", "escape")
        await desk.told("栏目没有改动")
        assert titles(desk) == before
        assert desk.stored("SELECT count(*) FROM preference") == [(0,)]


async def test_the_name_stays_first_and_says_why(branch: Vault, open_desk: OpenDesk) -> None:
    async with open_desk(branch) as desk:
        await open_columns(desk)
        for key, why in (("space", "姓名总要显示"), ("shift+down", "固定在最左")):
            await desk.press(key)
            await desk.told(why)
        await desk.press("down", "shift+up")
        await desk.told("固定在最左")
        await desk.press("end", "left")
        await desk.told("没有显示")


async def test_phones_are_masked_in_their_column(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await open_columns(desk)
        columns = desk.app.screen.query_one(ColumnList)
        columns.cursor = next(n for n, placed in enumerate(desk.app.screen._columns) if placed.key == "phone")
        await desk.press("space", "f5")
        await desk.until(lambda: any("138****8000" in line for line in desk.lines()), "the phone is drawn")
        assert not any("13800138000" in line for line in desk.lines())


async def test_sorting_is_exact_and_stable_and_the_roster_order_is_one_key_away(
    branch: Vault, open_desk: OpenDesk
) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.until(lambda: len(shown(desk)) == 4, "the roster is drawn")
        roster = shown(desk)
        alike = [name for name in roster if name in ("张三丰", "曾小明")]
        here = desk.grid.cursor_id
        await desk.press("ctrl+x")
        await desk.until(lambda: isinstance(desk.app.screen, SortScreen), "the orders are offered")
        await desk.press("down", "down", "down", "f5")  # 姓名, 性别, 出生日期
        await desk.told("已按“出生日期▴”排序")
        await desk.until(lambda: shown(desk) == [*alike, "李娜", "王伟"], "sorted, the empty one last")
        assert desk.grid.cursor_id == here
        await desk.press("f3", "z", "enter")
        await desk.told("找到2人")
        await desk.until(lambda: shown(desk) == alike, "a search keeps the order")
        await desk.press("escape")
        await desk.press("ctrl+x")
        await desk.until(lambda: isinstance(desk.app.screen, SortScreen), "the orders are offered")
        await desk.press("f6")
        await desk.told("已按“出生日期▾”排序")
        await desk.until(lambda: shown(desk) == ["李娜", *alike, "王伟"], "turned, the empty one last")
        await desk.press("ctrl+x")
        await desk.until(lambda: isinstance(desk.app.screen, SortScreen), "the orders are offered")
        await desk.press("delete")
        await desk.told("已回到名册顺序")
        await desk.until(lambda: shown(desk) == roster, "the roster order again")


async def test_a_click_on_a_head_sorts_then_turns_then_goes_back(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await desk.until(lambda: len(shown(desk)) == 4, "the roster is drawn")
        roster = shown(desk)
        for said in ("姓名▴", "姓名▾"):
            await desk.pilot.click("#roster", offset=(3, 0))
            await desk.told(f"已按“{said}”排序")
        await desk.pilot.click("#roster", offset=(3, 0))
        await desk.told("已回到名册顺序")
        await desk.until(lambda: shown(desk) == roster, "the roster order again")


async def test_the_order_and_the_unit_come_back_after_a_lock(committee: Vault, open_desk: OpenDesk) -> None:
    first, _ = branches(committee)
    async with open_desk(committee) as desk:
        await desk.pilot.click("#roster", offset=(3, 0))
        await desk.told("已按“姓名▴”排序")
        await desk.review.narrow_to(first, "数学第一党支部")
        await desk.press("ctrl+l")
        await desk.until(lambda: desk.app.locked and desk.app._exit, "the program is left")
    with opened(committee.folder) as vault:
        async with open_desk(vault) as desk:
            await desk.told("回到锁屏前的位置")
            assert desk.review.shown == 2
            assert desk.review.arrangement() == {
                "sort": {"field": "name", "descending": False},
                "unit": first,
                "unit_name": "数学第一党支部",
            }


def branches(vault: Vault) -> tuple[int, int]:
    """Two branches below the committee, the first with two members, the second with one."""
    units = []
    for code, name in (("001", "数学第一党支部"), ("002", "数学第二党支部")):
        vault.write(add_organization, 1, UnitKind.BRANCH, code, name).result()
        ((unit,),) = vault.read(lambda db: db.execute_sql("SELECT max(id) FROM organization").fetchall()).result()
        units.append(unit)
    take_in(
        vault, arrival("张三丰", "z s f", units[0]), arrival("李娜", "l n", units[0]), arrival("王伟", "w w", units[1])
    )
    return units[0], units[1]


def tree(desk: Desk) -> list[str]:
    outline = desk.review.outline
    return [outline.render_line(y).text for y in range(outline.size.height)]


async def test_the_tree_counts_narrows_and_follows_a_verdict(committee: Vault, open_desk: OpenDesk) -> None:
    branches(committee)
    async with open_desk(committee) as desk:
        assert not desk.review.outline.display
        await desk.press("tab")
        await desk.until(
            lambda: any("第二党支部" in line and line.split()[-2:] == ["1", "1"] for line in tree(desk)),
            "the tree is filled",
        )
        top = next(line for line in tree(desk) if "计算机学院党委" in line)
        assert top.split()[-2:] == ["3", "3"]
        await desk.press("f5")
        await desk.told("光标在组织树中")
        await desk.press("down", "enter")
        await desk.told("只看数学第一党支部：2人")
        assert desk.review.shown == 2
        await desk.press("tab", "0", "0", "f7")
        await desk.told("核查")
        await desk.until(
            lambda: any("第一党支部" in line and line.split()[-2:] == ["2", "1"] for line in tree(desk)), "counted"
        )
        assert desk.stored("SELECT count(*) FROM review WHERE c1 = 'p'") == [(1,)]
        await desk.press("escape")
        await desk.told("已看全部")
        assert desk.review.shown == 3


async def test_escape_closes_the_tree_it_stands_in(committee: Vault, open_desk: OpenDesk) -> None:
    branches(committee)
    async with open_desk(committee, (80, 24)) as desk:
        await desk.press("tab")
        await desk.until(lambda: desk.review.outline.display and desk.review.outline.has_focus, "the tree is shown")
        await desk.press("escape")
        await desk.until(lambda: not desk.review.outline.display, "the tree is gone")
        assert desk.grid.has_focus


@pytest.mark.parametrize("size", [(80, 24), (220, 50)])
async def test_a_wide_screen_shows_the_tree_by_itself(
    committee: Vault, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    branches(committee)
    async with open_desk(committee, size) as desk:
        await desk.until(lambda: desk.review.outline.display == (size[0] > 200), "the tree is as the width wants it")


async def test_a_branch_has_no_tree_and_says_so(branch: Vault, open_desk: OpenDesk) -> None:
    async with open_desk(branch) as desk:
        await desk.press("tab")
        await desk.told("没有下级党组织")
