"""Scrolled sideways, the first columns stay, and a cell that is not whole in view says so on that side."""

import pytest
from gridapp import GridApp, Roster
from hypothesis import given
from hypothesis import strategies as st
from waiting import until

from tui.text import CUT, fit_end, width
from tui.widgets.columns import GAP, Column, frozen_cells, seen
from tui.widgets.grid import VirtualGrid
from tui.widgets.rows import Cell

WIDE_COLUMNS = (
    Column("name", "姓名", 8, frozen=True),
    Column("branch", "所在党组织", 34, tail=True),
    Column("work", "工作岗位", 30),
    Column("address", "家庭住址", 30),
)


def cells(row_id: int) -> tuple[Cell, ...]:
    return (
        Cell(f"欧阳{row_id}"),
        Cell(f"中共某某大学机械工程学院第{row_id}支部"),
        Cell("事业单位专业技术岗位"),
        Cell("江城市朝阳区一二三四五六七八九十号"),
    )


def grid_app(columns: tuple[Column, ...] = WIDE_COLUMNS) -> GridApp:
    return GridApp(Roster(range(1, 50), cells), columns)


async def test_the_name_stays_when_the_grid_is_scrolled_to_its_last_column() -> None:
    app = grid_app()
    async with app.run_test(size=(60, 10)) as pilot:
        await until(pilot, lambda: "欧阳1" in app.lines[1], "rows are drawn")
        assert app.lines[0].startswith("  姓名     所在党组织")
        await pilot.press("right", "right")
        await until(pilot, lambda: "家庭住址" in app.lines[0], "the last column is in view")
        assert app.lines[0].startswith("  姓名     ")
        assert app.lines[1].startswith(" ▸欧阳1    ")
        assert "所在党组织" not in app.lines[0]
        assert {width(line) for line in app.lines} == {60}
        await pilot.press("left", "left", "left")
        await until(pilot, lambda: "所在党组织" in app.lines[0], "the first of the others is in view again")


async def test_frozen_columns_scroll_after_all_where_they_would_leave_no_room() -> None:
    app = grid_app((Column("name", "姓名", 40, frozen=True), *WIDE_COLUMNS[1:]))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("right")
        await until(pilot, lambda: "姓名" not in app.lines[0], "the name has scrolled away")


@pytest.mark.parametrize("offset", range(1, 12))
async def test_wide_characters_at_any_offset_are_never_split_and_a_cut_is_seen(offset: int) -> None:
    app = grid_app()
    async with app.run_test(size=(60, 10)) as pilot:
        await until(pilot, lambda: "欧阳1" in app.lines[1], "rows are drawn")
        app.grid.scroll_to(x=offset, animate=False, force=True)
        await until(pilot, lambda: app.grid.scroll_offset.x == offset, "the grid is scrolled")
        line = app.lines[1]
        assert width(line) == 60
        name, rest = line[: line.index(CUT)], line[line.index(CUT) :]
        assert width(name) == 2 + 8 + GAP
        hidden = "中共某某大学机械工程学院第1支部"
        shown = rest[1:].lstrip().split(" ")[0]
        assert hidden.endswith(shown)
        assert width(hidden) - width(shown) >= offset


async def test_the_last_column_that_is_not_whole_in_view_ends_in_a_mark() -> None:
    app = grid_app()
    async with app.run_test(size=(60, 10)) as pilot:
        await until(pilot, lambda: "欧阳1" in app.lines[1], "rows are drawn")
        assert app.lines[1].rstrip().endswith(CUT)


async def test_a_click_on_a_head_tells_the_column_also_when_scrolled() -> None:
    app = grid_app()
    heard: list[str] = []
    async with app.run_test(
        size=(60, 10), message_hook=lambda m: heard.append(m.key) if isinstance(m, VirtualGrid.HeadClicked) else None
    ) as pilot:
        await until(pilot, lambda: "欧阳1" in app.lines[1], "rows are drawn")
        await pilot.click(VirtualGrid, offset=(4, 0))
        await pilot.click(VirtualGrid, offset=(15, 0))
        await pilot.press("right")
        await until(pilot, lambda: "所在党组织" not in app.lines[0], "the grid is scrolled")
        await pilot.click(VirtualGrid, offset=(4, 0))
        await pilot.click(VirtualGrid, offset=(15, 0))
        await until(pilot, lambda: len(heard) >= 4, "all clicks are told")
    assert list(dict.fromkeys(heard)) == ["name", "branch", "work"]


@given(st.text("中文ab·", max_size=40), st.integers(0, 30))
def test_what_is_left_of_a_cell_is_as_wide_as_asked_for(text: str, cells: int) -> None:
    assert width(fit_end(text, cells)) == cells
    assert not cells or fit_end(text, cells)[0] == CUT


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6), st.integers(0, 200), st.integers(0, 120))
def test_what_is_seen_of_the_columns_fills_the_view(widths: list[int], left: int, room: int) -> None:
    start, total = 0, 0
    for cells in widths:
        hidden, visible = seen(start, cells, left, room)
        assert 0 <= hidden <= cells
        assert 0 <= visible <= cells - hidden
        total += visible
        start += cells
    assert total == max(0, min(start, left + room) - min(left, start))


def test_only_columns_at_the_beginning_are_frozen() -> None:
    columns = [Column("a", "甲", 4, frozen=True), Column("b", "乙", 4), Column("c", "丙", 4, frozen=True)]
    assert frozen_cells(columns, (4, 4, 4), 40) == (1, 5)
    assert frozen_cells(columns, (4, 4, 4), 9) == (0, 0)
