"""Rows of a small ledger that is read whole: drawn from memory, known by the ids of what they show."""

from collections.abc import Callable, Sequence

from tui.widgets.rows import Cell, ListedRows


class KeptRows(ListedRows):
    """The rows with the ids of ``order``; ``cells`` makes those of one id."""

    def __init__(self, order: Sequence[int], cells: Callable[[int], tuple[Cell, ...]]) -> None:
        super().__init__(len(order), lambda index: cells(order[index]))
        self._order = order
        self._places = {number: place for place, number in enumerate(order)}

    def id_at(self, index: int, /) -> int:
        return self._order[index]

    def index_of(self, row_id: int, /) -> int | None:
        return self._places.get(row_id)
