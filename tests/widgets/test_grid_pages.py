"""Pages that come late, not at all or for a question no longer asked: the grid draws what is true."""

from collections.abc import Sequence
from concurrent.futures import Future

import pytest
from gridapp import GridApp, LateRoster, Roster, member_cells
from waiting import until

from tui.widgets.grid import POINTER, VirtualGrid
from tui.widgets.pages import KEPT, PAGE
from tui.widgets.rows import Cell, Row
from tui.widgets.rowview import FAILED, LATE


def renamed(row_id: int) -> tuple[Cell, ...]:
    return (Cell(str(row_id)), Cell("新名"), *member_cells(row_id)[2:])


async def test_a_late_page_is_drawn_when_it_comes_and_keys_work_meanwhile() -> None:
    app = GridApp(roster := LateRoster(range(1000)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: f" {POINTER}{LATE}" in app.lines[1], "the place is kept")
        await pilot.press("down", "down")
        app.grid.mark_and_advance()
        await until(pilot, lambda: f" {POINTER}{LATE}" in app.lines[4], "the cursor moves on unread rows")
        assert app.lines[3].startswith(f"☑ {LATE}")
        assert 2 in app.grid.marks
        roster.answer()
        await until(pilot, lambda: f" {POINTER}3 " in app.lines[4], "the page is drawn")
        assert app.lines[3].startswith("☑ 2 ")
        assert not any(LATE in line[:10] for line in app.lines)


async def test_a_late_page_repaints_its_own_lines_only() -> None:
    app = GridApp(roster := LateRoster(range(1000)))
    async with app.run_test(size=(80, 24)) as pilot:
        roster.answer()
        await until(pilot, lambda: f" {POINTER}0 " in app.lines[1], "the first page is drawn")
        app.grid.cursor = 2 * PAGE + 2
        await until(pilot, lambda: LATE in app.lines[-1][:10], "the third page is late")
        await pilot.pause()
        app.grid.drawn.clear()
        roster.answer()
        await until(pilot, lambda: f" {POINTER}{2 * PAGE + 2} " in app.lines[-1], "the third page is drawn")
        assert sorted(app.grid.drawn) == [21, 22, 23]


async def test_the_answer_to_an_earlier_source_is_not_drawn() -> None:
    app = GridApp(before := LateRoster(range(1000), renamed))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: before.asked, "the first source was asked")
        [first, *_] = before.asked
        first[2].set_running_or_notify_cancel()  # the store is already reading: it cannot be stopped any more
        app.grid.show(now := LateRoster(range(1000)))
        first[2].set_result(before.read(0, PAGE))
        await pilot.pause()
        assert not any("新名" in line for line in app.lines)
        assert LATE in app.lines[1]
        now.answer()
        await until(pilot, lambda: "买买提·0" in app.lines[1], "the new source is drawn")
        assert all(answer.cancelled() for _, _, answer in before.asked[1:])


async def test_the_answer_read_before_a_change_is_not_drawn_after_it() -> None:
    app = GridApp(roster := LateRoster(range(1000), renamed))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: roster.asked, "the source was asked")
        stale = roster.asked[0][2]
        stale.set_running_or_notify_cancel()
        roster.asked.clear()
        app.grid.drop([3])
        stale.set_result([Row(row_id, (Cell("旧"),)) for row_id in range(PAGE)])
        await pilot.pause()
        assert not any("旧" in line for line in app.lines)
        roster.answer()
        await until(pilot, lambda: "新名" in app.lines[1], "the rows after the change are drawn")


async def test_dropping_ids_reads_only_the_pages_that_hold_them_again_and_draws_only_their_lines() -> None:
    app = GridApp(roster := Roster(range(1000)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "买买提·0" in app.lines[1] and roster.pages_read == 2, "two pages are read")
        roster.cells = lambda row_id: renamed(row_id) if row_id == 5 else member_cells(row_id)
        app.grid.drawn.clear()
        app.grid.drop([5])
        await until(pilot, lambda: "新名" in app.lines[6], "the changed row is drawn")
        assert app.grid.drawn == [6]
        assert roster.pages_read == 3
        app.grid.cursor = PAGE
        await until(pilot, lambda: f"{POINTER}{PAGE} " in app.lines[-1], "the next page is drawn")
        assert f"买买提·{PAGE}" in app.lines[-1]
        roster.cells = renamed
        app.grid.drop()
        await until(pilot, lambda: "新名" in app.lines[-1], "all pages are read again")


async def test_a_failed_page_is_told_once_drawn_as_failed_and_asked_for_again_after_a_drop() -> None:
    app = GridApp(roster := LateRoster(range(1000)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(roster.asked) == 2, "this page and the next one are asked for")
        error = OSError("介质已拔出")
        roster.answer(error)
        await until(pilot, lambda: FAILED in app.lines[1], "the failure is drawn")
        await pilot.press("down", "up", "down")
        assert [message.error for message in app.heard(VirtualGrid.PageFailed)] == [error, error]  # type: ignore[attr-defined]
        assert roster.asked == []
        app.grid.drop()
        roster.answer()
        await until(pilot, lambda: f" {POINTER}1 " in app.lines[2], "the rows are drawn")


async def test_a_source_that_takes_its_answers_back_fails_instead_of_being_asked_forever() -> None:
    app = GridApp(roster := LateRoster(range(10)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: roster.asked, "the source was asked")
        [(_, _, answer)] = roster.asked
        answer.cancel()
        await until(pilot, lambda: FAILED in app.lines[1], "the failure is drawn")
        assert len(roster.asked) == 1


async def test_the_pages_around_the_view_are_fetched_ahead() -> None:
    app = GridApp(roster := LateRoster(range(10_000)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: roster.asked, "the first page was asked for")
        roster.answer()
        app.grid.cursor = 10 * PAGE + 64
        await until(pilot, lambda: len(roster.asked) == 3, "three pages are asked for")
        assert [first // PAGE for first, _, _ in roster.asked] == [10, 11, 9]
        assert {count for _, count, _ in roster.asked} == {PAGE}


async def test_a_page_with_fewer_rows_than_promised_is_drawn_as_far_as_it_goes() -> None:
    class Shrunk(Roster):
        def page(self, first: int, count: int) -> Future[Sequence[Row]]:
            return super().page(first, min(count, 3))

    app = GridApp(Shrunk(range(10)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.lines[3].startswith("  2 "), "the rows that are there are drawn")
        assert app.lines[4].startswith(f"  {LATE}")


async def test_rows_shown_before_the_grid_has_a_size_are_drawn_when_it_has() -> None:
    app = GridApp(Roster([]))
    async with app.run_test(size=(80, 24)) as pilot:
        late = VirtualGrid(app.grid.columns)
        late.show(Roster(range(5)))
        await app.mount(late)
        await app.grid.remove()
        await until(
            pilot,
            lambda: any(f"{POINTER}0 " in strip.text for strip in late.render_lines(late.size.region)),
            "the rows are drawn",
        )


async def test_leaving_takes_back_what_was_asked() -> None:
    app = GridApp(roster := LateRoster(range(1000)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: roster.asked, "the source was asked")
    assert all(answer.cancelled() for _, _, answer in roster.asked)


@pytest.mark.parametrize("rows", [1, PAGE, PAGE * (KEPT + 8)])
async def test_walking_through_all_pages_shows_every_one(rows: int) -> None:
    app = GridApp(Roster(range(rows)))
    async with app.run_test(size=(80, 24)) as pilot:
        for cursor in range(0, rows, PAGE):
            app.grid.cursor = cursor
            assert f"{POINTER}{cursor} " in "".join(app.lines)
        await pilot.press("home")
        await until(pilot, lambda: f" {POINTER}0 " in app.lines[1], "the first page is read again")
