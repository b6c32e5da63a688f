"""The grid draws any number of rows, in aligned columns of plain text, with the cursor in sight."""

from collections.abc import Sequence

import pytest
from gridapp import COLUMNS, GridApp, Roster
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual import events
from textual.strip import Strip
from waiting import until

from tui.text import clean, fit, width
from tui.widgets.columns import Column
from tui.widgets.grid import POINTER, VirtualGrid
from tui.widgets.rows import Cell

MANY = range(1, 100_001)
SCREENS = [(80, 24), (100, 30), (160, 45)]


async def test_the_last_of_a_hundred_thousand_rows_is_shown_and_a_fraction_of_the_pages_read() -> None:
    app = GridApp(roster := Roster(MANY))
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("ctrl+end")
        await until(pilot, lambda: app.lines[-1].startswith(f" {POINTER}100000 "), "the last row is shown")
        assert "买买提·1000…" not in app.lines[-1]
        assert app.lines[1].startswith("  99957 ")
        assert app.grid.cursor_id == 100_000
        assert roster.pages_read < 10


@pytest.mark.parametrize("size", SCREENS)
async def test_the_screen_is_filled_with_columns_that_stand_under_their_titles(size: tuple[int, int]) -> None:
    app = GridApp(Roster(MANY))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "无误" in app.lines[-1], "rows are drawn")
        assert len(app.lines) == size[1]
        assert {width(line) for line in app.lines} == {size[0]}
        title, *rows = app.lines
        for mark, heading in (("✓", "名册"), ("☐", "档案"), ("?", "党费")):
            assert {width(row[: row.index(mark)]) for row in rows} == {width(title[: title.index(heading)])}
        assert app.grid.max_scroll_x == 0


async def test_a_screen_of_eighty_by_twenty_four_looks_like_this() -> None:
    app = GridApp(Roster(range(1, 4)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.mark_and_advance()
        await until(pilot, lambda: f" {POINTER}2" in app.lines[2], "the cursor is on the second row")
        assert [line.rstrip() for line in app.lines[:5]] == [
            "  序号    姓名       党支部                         名册     档案     党费",
            "☑ 1       买买提·1   中共某某大学机械…程学院第1支部 ✓ 无误   ☐ 待完善 ? 存疑",
            " ▸2       买买提·2   中共某某大学机械…程学院第2支部 ✓ 无误   ☐ 待完善 ? 存疑",
            "  3       买买提·3   中共某某大学机械…程学院第3支部 ✓ 无误   ☐ 待完善 ? 存疑",
            "",
        ]


@pytest.mark.parametrize(
    ("key", "cursor"),
    [
        ("down", 51),
        ("up", 49),
        ("pagedown", 73),
        ("pageup", 27),
        ("home", 0),
        ("ctrl+home", 0),
        ("end", 999),
        ("ctrl+end", 999),
    ],
)
async def test_keys_move_the_cursor_and_it_stays_in_sight(key: str, cursor: int) -> None:
    app = GridApp(Roster(range(1000)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.cursor = 50
        await pilot.press(key)
        await until(pilot, lambda: any(POINTER in line for line in app.lines), "the cursor is drawn")
        assert app.grid.cursor == cursor
        [line] = [line for line in app.lines if POINTER in line]
        assert line.startswith(f" {POINTER}{cursor} ")


async def test_the_cursor_stops_at_both_ends() -> None:
    app = GridApp(Roster(range(10)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("up")
        assert app.grid.cursor == 0
        app.grid.cursor = 500
        assert app.grid.cursor == 9


async def test_one_step_of_the_cursor_repaints_two_lines() -> None:
    app = GridApp(Roster(MANY))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "无误" in app.lines[-1], "rows are drawn")
        await pilot.pause()
        app.grid.drawn.clear()
        await pilot.press("down")
        await until(pilot, lambda: app.grid.cursor == 1 and app.grid.drawn, "the cursor is drawn on row two")
        assert sorted(app.grid.drawn) == [1, 2]


async def test_a_step_that_scrolls_puts_two_lines_together_and_moves_the_others() -> None:
    app = GridApp(Roster(MANY))
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.cursor = app.size.height - 2
        await until(pilot, lambda: POINTER in app.lines[-1], "the cursor is drawn on the last line")
        await pilot.pause()
        app.grid.drawn.clear()
        await pilot.press("down")
        await until(pilot, lambda: app.lines[1].startswith("  2 "), "the rows have moved")
        assert sorted(app.grid.drawn) == [22, 23]
        assert app.lines[-1].startswith(f" {POINTER}24 ")


async def test_the_scrollbar_looks_as_if_drawn_anew_after_every_step() -> None:
    app = GridApp(Roster(range(700)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "无误" in app.lines[-1], "rows are drawn")
        bar = app.grid.vertical_scrollbar
        looks = set()
        for top in range(0, 700, 7):
            app.grid.scroll_to(y=top, animate=False)
            shown = [list(strip) for strip in bar.render_lines(bar.size.region)]
            bar.refresh()
            assert shown == [list(strip) for strip in bar.render_lines(bar.size.region)]
            looks.add(str(shown))
        assert len(looks) > 24
        assert bar.position == app.grid.scroll_y


async def test_a_held_key_tells_the_last_place_only() -> None:
    app = GridApp(Roster(MANY))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.heard(VirtualGrid.CursorMoved), "the first place was told")
        app.told.clear()
        for _ in range(50):
            app.grid.action_move(1)
        await until(pilot, lambda: app.told, "the new place was told")
        assert [message.id for message in app.told] == [51]  # type: ignore[attr-defined]


async def test_wheel_and_scrollbar_take_the_cursor_along() -> None:
    app = GridApp(Roster(range(1000)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "无误" in app.lines[-1], "rows are drawn")
        turn = {"x": 5, "y": 5, "delta_x": 0, "delta_y": 0, "button": 0, "shift": False, "meta": False}
        app.grid.post_message(events.MouseScrollDown(app.grid, **turn, ctrl=False))  # type: ignore[arg-type]
        await until(pilot, lambda: app.grid.cursor == 3, "the wheel moved the cursor down")
        await pilot.pause()
        assert app.grid.scroll_offset.y == 0
        app.grid.post_message(events.MouseScrollUp(app.grid, **turn, ctrl=False))  # type: ignore[arg-type]
        await until(pilot, lambda: app.grid.cursor == 0, "the wheel moved the cursor up")
        app.grid.scroll_to(y=400, animate=False)
        await until(pilot, lambda: app.lines[1].startswith(f" {POINTER}400 "), "the cursor came along")


async def test_a_click_moves_the_cursor_and_a_double_click_opens() -> None:
    app = GridApp(Roster(range(1, 30)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(app.grid, offset=(10, 5))
        await until(pilot, lambda: app.grid.cursor_id == 5, "the clicked row has the cursor")
        await pilot.click(app.grid, offset=(10, 0))
        assert app.grid.cursor_id == 5
        assert not app.heard(VirtualGrid.Opened)
        await pilot.click(app.grid, offset=(10, 7), times=2)
        await until(pilot, lambda: app.heard(VirtualGrid.Opened), "the row was opened")
        assert [message.id for message in app.heard(VirtualGrid.Opened)] == [7]  # type: ignore[attr-defined]


async def test_enter_opens_the_record_under_the_cursor_and_nothing_where_there_is_none() -> None:
    app = GridApp(Roster([7, 5, 3]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.heard(VirtualGrid.Opened), "the row was opened")
        app.grid.show(Roster([]))
        await pilot.press("enter", "end", "pageup", "right")
        assert [message.id for message in app.heard(VirtualGrid.Opened)] == [5]  # type: ignore[attr-defined]
        assert app.grid.cursor_id is None
        assert app.heard(VirtualGrid.CursorMoved)[-1].id is None  # type: ignore[attr-defined]


async def test_another_source_keeps_the_cursor_on_its_record_and_line() -> None:
    app = GridApp(Roster(range(1000)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.cursor = 500
        app.grid.action_move(-5)
        await pilot.pause()
        line = app.grid.cursor - app.grid.scroll_offset.y
        app.told.clear()
        app.grid.show(Roster(range(301, 1000, 2)))
        await until(pilot, lambda: f"{POINTER}495 " in app.lines[1 + line], "the record is on the same line")
        assert app.grid.cursor_id == 495
        assert not app.heard(VirtualGrid.CursorMoved)


async def test_a_source_without_the_record_puts_the_cursor_on_the_nearest_row() -> None:
    app = GridApp(Roster(range(1000)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.cursor = 500
        app.grid.show(Roster(range(1, 1000, 2)))
        await until(pilot, lambda: app.grid.cursor == 499, "the cursor is on the last row")
        app.grid.cursor = 100
        app.grid.show(Roster([5, 6]))
        await until(pilot, lambda: f" {POINTER}6 " in app.lines[2], "the last row has the cursor")
        app.grid.show(Roster(range(1000)), keep=False)
        await until(pilot, lambda: f" {POINTER}0 " in app.lines[1], "the first row has the cursor")


async def test_columns_that_do_not_fit_are_reached_sideways_and_the_gutter_stays() -> None:
    app = GridApp(Roster(range(1, 1000)))
    async with app.run_test(size=(44, 12)) as pilot:
        app.grid.mark_and_advance()
        await until(pilot, lambda: app.lines[1].startswith("☑ 1 "), "the marked row is drawn")
        await pilot.press("right")
        await until(pilot, lambda: app.lines[0].startswith("  姓名 "), "the first column is out of sight")
        assert app.lines[1].startswith("☑ 买买提·1 ")
        assert app.lines[2].startswith(f" {POINTER}买买提·2 ")
        await pilot.press("right", "right", "right", "right")
        await until(pilot, lambda: app.lines[1].rstrip().endswith("? 存疑"), "the last column is in sight")
        await pilot.press("end")
        await until(pilot, lambda: any(POINTER in line for line in app.lines), "the cursor is in sight")
        await pilot.press(*["left"] * 5)
        await until(pilot, lambda: app.lines[0].startswith("  序号 "), "the first column is back")


async def test_a_smaller_terminal_keeps_the_cursor_in_sight() -> None:
    app = GridApp(Roster(range(1000)))
    async with app.run_test(size=(160, 45)) as pilot:
        app.grid.cursor = 40
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: len(app.lines) == 24, "the grid is smaller")
        await until(pilot, lambda: any(f" {POINTER}40 " in line for line in app.lines), "the cursor is in sight")


async def test_columns_can_change() -> None:
    app = GridApp(Roster(range(1, 10), lambda row_id: (Cell(f"甲{row_id}"), Cell(f"乙{row_id}"))))
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.columns = (Column("a", "天", 4), Column("b", "地", 6, stretch=True))
        await until(pilot, lambda: app.lines[0].rstrip() == "  天   地", "the new titles are drawn")
        assert app.lines[1].rstrip() == f" {POINTER}甲1  乙1"
        assert [column.key for column in app.grid.columns] == ["a", "b"]


HOSTILE = [
    "[/]",
    "[a]届",
    "[@click=app.quit]x",
    "\x1b]0;改标题\x07张三",
    "\x1b[2J\x1b[H李四",
    "\u202e三张",
    "王\x9b31m五",
    "甲\n乙\t丙",
    "零\u200b宽\ufeff",
    "\ud800半",
    "$(reboot) {app} %s",
]


async def test_hostile_text_is_drawn_as_plain_text_and_obeyed_by_nobody() -> None:
    def hostile(row_id: int) -> tuple[Cell, ...]:
        return (Cell(str(row_id)), Cell("名"), Cell(HOSTILE[row_id]), *[Cell("册")] * 3)

    columns: Sequence[Column] = (*COLUMNS[:2], Column("branch", "[b]党支部[/b]\x1b[2J", 30), *COLUMNS[3:])
    app = GridApp(Roster(range(len(HOSTILE)), hostile), columns)
    async with app.run_test(size=(100, 24)) as pilot:
        await until(pilot, lambda: "[@click=app.quit]x" in app.lines[3], "the rows are drawn")
        assert "[b]党支部[/b][2J" in app.lines[0]
        for index, raw in enumerate(HOSTILE):
            assert fit(raw, 30) in app.lines[1 + index]
            assert clean(app.lines[1 + index]) == app.lines[1 + index]
        assert {width(line) for line in app.lines} == {100}
        for row in range(len(HOSTILE)):
            await pilot.click(app.grid, offset=(25, 1 + row))
        assert app.grid.cursor == len(HOSTILE) - 1
        assert not app.quit_asked


async def test_a_wide_text_cut_on_an_odd_cell_is_marked_and_keeps_the_columns_aligned() -> None:
    columns = (Column("a", "名", 5), Column("b", "支部", 8, tail=True), Column("c", "册", 2))
    names = ["王", "欧阳娜", "阿不都热合曼", "A欧阳娜B", "e\u0301欧阳娜"]
    app = GridApp(Roster(range(5), lambda row_id: (Cell(names[row_id]), Cell("机械第三支部"), Cell("│"))), columns)
    async with app.run_test(size=(40, 8)) as pilot:
        await until(pilot, lambda: "│" in app.lines[5], "the rows are drawn")
        assert [line[2:].rstrip() for line in app.lines[1:6]] == [
            "王    机械…部  │",
            "欧阳… 机械…部  │",
            "阿不… 机械…部  │",
            "A欧…  机械…部  │",
            "e\u0301欧…  机械…部  │",
        ]


@given(st.text(max_size=30), st.integers(1, 12), st.integers(0, 40))
def test_a_line_cropped_anywhere_keeps_its_width(raw: str, cells: int, left: int) -> None:
    strip = Strip([Segment(fit(raw, cells) + " "), Segment(fit("中共某某", 7) + " ")])
    assert width(strip.crop_extend(left, left + 10, None).text) == 10


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_cursor_and_marks_differ_by_glyph_and_by_style_in_both_themes(theme: str) -> None:
    app = GridApp(Roster(range(10)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = theme
        app.grid.mark_and_advance()
        await until(pilot, lambda: app.lines[1].startswith("☑"), "the mark is drawn")
        marked, here, plain = (app.grid.render_line(y) for y in (1, 2, 3))
        assert [strip.text[:2] for strip in (marked, here, plain)] == ["☑ ", f" {POINTER}", "  "]
        grounds = {next(iter(strip)).style.bgcolor for strip in (marked, here, plain)}
        assert len(grounds) == 3
        tones = {segment.style.color for segment in plain if segment.text.strip()}
        assert len(tones) == 4
