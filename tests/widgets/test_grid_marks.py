"""Marks on the grid live on ids: they outlast filters and are drawn wherever their rows are."""

from gridapp import GridApp, Roster
from waiting import until

from tui.widgets.grid import MARK, VirtualGrid


def told_count(app: GridApp) -> list[int]:
    """The count that was told last."""
    return [message.count for message in app.heard(VirtualGrid.MarksChanged)][-1:]  # type: ignore[attr-defined]


def marked_lines(app: GridApp) -> list[int]:
    return [int(line[2:9]) for line in app.lines if line.startswith(MARK)]


async def test_marking_advances_so_that_three_marks_are_three_keys() -> None:
    app = GridApp(Roster(range(1, 100)))
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(3):
            app.grid.mark_and_advance()
        await until(pilot, lambda: marked_lines(app) == [1, 2, 3], "three rows are marked")
        assert app.grid.cursor == 3
        await until(pilot, lambda: told_count(app) == [3], "the count was told")


async def test_a_mark_repaints_two_lines_and_a_step_of_a_range_its_rows() -> None:
    app = GridApp(Roster(range(100)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "无误" in app.lines[-1], "rows are drawn")
        await pilot.pause()
        app.grid.drawn.clear()
        app.grid.mark_and_advance()
        await until(pilot, lambda: app.grid.drawn, "the mark is drawn")
        assert sorted(app.grid.drawn) == [1, 2]
        app.grid.drawn.clear()
        app.grid.extend(1)
        await until(pilot, lambda: app.grid.drawn, "the range is drawn")
        assert sorted(app.grid.drawn) == [2, 3]
        assert marked_lines(app) == [0, 1, 2]


async def test_the_last_row_can_be_marked_and_an_empty_grid_marks_nothing() -> None:
    app = GridApp(Roster([4]))
    async with app.run_test(size=(80, 24)):
        app.grid.mark_and_advance()
        assert set(app.grid.marks) == {4}
        app.grid.show(Roster([]), keep=False)
        app.grid.mark_and_advance()
        app.grid.extend(1)
        assert len(app.grid.marks) == 0


async def test_marks_survive_another_source_and_go_with_a_fresh_start() -> None:
    app = GridApp(Roster(range(100)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.mark_all([2, 3, 50])
        app.grid.show(Roster(range(3, 40)))
        await until(pilot, lambda: marked_lines(app) == [3], "the marked row is still marked")
        assert set(app.grid.marks) == {2, 3, 50}
        assert app.grid.marks.hidden(visible=1) == 2
        app.grid.show(Roster(range(100)), keep=False)
        await until(pilot, lambda: marked_lines(app) == [], "no row is marked")
        await until(pilot, lambda: told_count(app) == [0], "the count was told")


async def test_a_range_follows_the_cursor_both_ways_and_is_one_step_back() -> None:
    app = GridApp(Roster(range(100)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.mark_all([12])
        app.grid.cursor = 10
        for _ in range(4):
            app.grid.extend(1)
        assert set(app.grid.marks) == {10, 11, 12, 13, 14}
        for _ in range(3):
            app.grid.extend(-1)
        assert set(app.grid.marks) == {10, 11, 12}
        assert app.grid.cursor == 11
        for _ in range(2):
            app.grid.extend(-1)
        assert set(app.grid.marks) == {9, 10, 12}
        await until(pilot, lambda: marked_lines(app) == [9, 10, 12], "the range is drawn")
        app.grid.restore_marks()
        assert set(app.grid.marks) == {12}


async def test_any_other_move_begins_a_new_range() -> None:
    app = GridApp(Roster(range(100)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.extend(1)
        await pilot.press("down", "down")
        app.grid.extend(1)
        assert set(app.grid.marks) == {0, 1, 3, 4}
        app.grid.restore_marks()
        assert set(app.grid.marks) == {0, 1}


async def test_inverting_clearing_and_restoring() -> None:
    app = GridApp(Roster(range(10)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.mark_all([1, 2])
        app.grid.invert(range(10))
        await until(pilot, lambda: marked_lines(app) == [0, 3, 4, 5, 6, 7, 8, 9], "the others are marked")
        app.grid.clear_marks()
        app.grid.clear_marks()
        await until(pilot, lambda: marked_lines(app) == [], "nothing is marked")
        app.grid.restore_marks()
        await until(pilot, lambda: len(marked_lines(app)) == 8, "the marks are back")
        await until(pilot, lambda: told_count(app) == [8], "the count was told")
