"""Pages are kept while used, bounded in number, and never taken from an answer that is no longer wanted."""

from concurrent.futures import Future

from gridapp import LateRoster, Roster

from tui.widgets.pages import ASKED, KEPT, PAGE, Pages
from tui.widgets.rows import NoRows, RowSource


def pages_of(source: RowSource) -> Pages:
    """Pages that are settled in the thread that answers, as if there were no event loop."""
    pages = Pages(source, lambda number, answer: pages.settle(number, answer))
    return pages


def test_the_pages_used_least_lately_are_given_up_first() -> None:
    roster = LateRoster(range(PAGE * (KEPT + 2)))
    pages = pages_of(roster)
    for number in range(KEPT):
        pages.ask(number)
        roster.answer()
    assert pages.get(0) is not None
    for number in (KEPT, KEPT + 1):
        pages.ask(number)
        roster.answer()
    assert pages.get(0) is not None
    assert [number for number in range(KEPT + 2) if pages.get(number) is None] == [1, 2]


def test_when_too_many_pages_are_wanted_the_oldest_wish_is_taken_back() -> None:
    roster = LateRoster(range(PAGE * 100))
    pages = pages_of(roster)
    for number in range(ASKED + 2):
        pages.ask(number)
    taken_back = [first // PAGE for first, _, answer in roster.asked if answer.cancelled()]
    assert taken_back == [0, 1]
    roster.answer()
    assert [number for number in range(ASKED + 2) if pages.get(number) is not None] == [*range(2, ASKED + 2)]


def test_a_page_is_asked_for_once_and_the_last_one_only_as_far_as_there_are_rows() -> None:
    roster = LateRoster(range(PAGE + 5))
    pages = pages_of(roster)
    assert pages.ask(1) is pages.ask(1)
    assert pages.ask(2) is None
    assert pages.ask(-1) is None
    assert [(first, count) for first, count, _ in roster.asked] == [(PAGE, 5)]
    roster.answer()
    assert pages.ask(1) is None
    assert [row.id for row in pages.get(1) or ()] == [*range(PAGE, PAGE + 5)]


def test_an_answer_that_nobody_asked_for_is_not_taken() -> None:
    pages = Pages(Roster(range(10)), lambda number, answer: None)
    stranger: Future[list[object]] = Future()
    stranger.set_result([])
    assert not pages.settle(0, stranger)  # type: ignore[arg-type]
    assert pages.get(0) is None


def test_a_grid_without_rows_asks_for_nothing() -> None:
    assert pages_of(NoRows()).ask(0) is None
