"""Rows of the grid and where they come from."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Literal, NamedTuple, Protocol

Tone = Literal["", "dim", "good", "mended", "todo", "doubt"]


class Cell(NamedTuple):
    """Text as it came from the store and the tone it is drawn in; the text must say all without the tone."""

    text: str
    tone: Tone = ""


class Row(NamedTuple):
    """The cells of one record, in the order of the grid's columns."""

    id: int
    cells: tuple[Cell, ...]


class RowSource(Protocol):
    """Rows in a fixed order: another filter, order or set of rows is another source.

    ``total``, ``id_at`` and ``index_of`` answer at once from memory; ``page`` is answered by the thread that
    reads the store and raises nothing itself: what goes wrong is in the future. The grid cancels a future that
    it no longer wants, as ``concurrent.futures.Executor`` allows.
    """

    @property
    def total(self) -> int:
        """How many rows there are."""

    def id_at(self, index: int, /) -> int:
        """The id of the row at ``index``, 0 ≤ index < total."""

    def index_of(self, row_id: int, /) -> int | None:
        """Where the row with this id stands; None if it is not among these rows."""

    def page(self, first: int, count: int, /) -> Future[Sequence[Row]]:
        """The ``count`` rows from ``first`` on."""


class ListedRows:
    """Rows made when they are drawn, from values in memory."""

    def __init__(self, total: int, make: Callable[[int], tuple[Cell, ...]]) -> None:
        self.total = total
        self._make = make

    def id_at(self, index: int, /) -> int:
        return index

    def index_of(self, row_id: int, /) -> int | None:
        return row_id if row_id < self.total else None

    def page(self, first: int, count: int, /) -> Future[Sequence[Row]]:
        rows: Future[Sequence[Row]] = Future()
        rows.set_result([Row(index, self._make(index)) for index in range(first, min(first + count, self.total))])
        return rows


class NoRows:
    """The source of a grid that has been shown nothing yet."""

    total = 0

    def id_at(self, index: int, /) -> int:
        raise IndexError(index)

    def index_of(self, row_id: int, /) -> int | None:
        return None

    def page(self, first: int, count: int, /) -> Future[Sequence[Row]]:
        rows: Future[Sequence[Row]] = Future()
        rows.set_result(())
        return rows
