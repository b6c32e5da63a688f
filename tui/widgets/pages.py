"""The pages of rows near the view, kept while they are used, fetched ahead, never waited for here."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import CancelledError, Future
from functools import partial

from tui.widgets.rows import Row, RowSource

PAGE = 128  # rows
KEPT = 32  # pages; no more than this of the roster is in memory
ASKED = 8  # pages asked for at a time; when more are wanted the oldest wish is given up

Rows = Sequence[Row]


class Pages:
    """The pages of one source. An answer that is no longer wanted is ignored when it comes.

    ``on_answer(number, future)`` is called once per page asked for, in whatever thread answers; it is to
    bring both to ``settle()`` in the thread that draws. Everything else is called from that thread only.
    """

    def __init__(self, source: RowSource, on_answer: Callable[[int, "Future[Rows]"], object]) -> None:
        self._source = source
        self._on_answer = on_answer
        self._kept: OrderedDict[int, Rows] = OrderedDict()
        self._asked: dict[int, Future[Rows]] = {}
        self._failed: set[int] = set()

    def get(self, number: int) -> Rows | None:
        """The rows of a page that is here, which makes it the last to be given up."""
        rows = self._kept.get(number)
        if rows is not None:
            self._kept.move_to_end(number)
        return rows

    def ask(self, number: int) -> "Future[Rows] | None":
        """The answer being waited for; None if there is none to wait for: kept, failed or beyond the rows."""
        first = number * PAGE
        if number in self._kept or number in self._failed or not 0 <= first < self._source.total:
            return None
        if number not in self._asked:
            while len(self._asked) >= ASKED:
                self._give_up(next(iter(self._asked)))
            future = self._source.page(first, min(PAGE, self._source.total - first))
            self._asked[number] = future
            future.add_done_callback(partial(self._on_answer, number))
        return self._asked[number]

    def settle(self, number: int, future: "Future[Rows]") -> bool:
        """Take in a finished answer; False if it is not the one being waited for.

        The page is then either kept or failed.
        """
        if self._asked.get(number) is not future:
            return False
        del self._asked[number]
        if error_of(future) is not None:
            self._failed.add(number)
            return True
        self._kept[number] = future.result()
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return True

    def has_failed(self, number: int) -> bool:
        return number in self._failed

    def drop(self, ids: Collection[int] | None = None) -> None:
        """Forget the pages that hold one of ``ids`` (None: all), failures, and all answers under way."""
        for number in list(self._asked):
            self._give_up(number)
        self._failed.clear()
        for number, rows in list(self._kept.items()):
            if ids is None or any(row.id in ids for row in rows):
                del self._kept[number]

    def _give_up(self, number: int) -> None:
        self._asked.pop(number).cancel()


def error_of(future: "Future[Rows]") -> BaseException | None:
    """What went wrong in a finished answer; one that the source took back went wrong, too."""
    return CancelledError() if future.cancelled() else future.exception()
