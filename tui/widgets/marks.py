"""Which rows are marked: a set of ids that outlives filters, orders and pages."""

from collections.abc import Iterable, Iterator


class Marks:
    """Marked ids with one step back.

    Every change returns whether it changed anything; only a change that did becomes the step that
    ``restore()`` takes back.
    """

    def __init__(self, ids: Iterable[int] = ()) -> None:
        self._ids = set(ids)
        self._last: frozenset[int] = frozenset()  # ids that the last change marked or unmarked

    def __contains__(self, row_id: object) -> bool:
        return row_id in self._ids

    def __iter__(self) -> Iterator[int]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def hidden(self, visible: int) -> int:
        """How many marks are out of sight when ``visible`` of them are among the rows shown."""
        return len(self._ids) - visible

    def toggle(self, row_id: int) -> bool:
        return self._flip(frozenset((row_id,)))

    def add(self, ids: Iterable[int]) -> bool:
        return self._flip(frozenset(ids) - self._ids)

    def remove(self, ids: Iterable[int]) -> bool:
        return self._flip(self._ids.intersection(ids))

    def replace(self, ids: Iterable[int]) -> bool:
        return self._flip(self._ids.symmetric_difference(ids))

    def invert(self, ids: Iterable[int]) -> bool:
        """Mark those of ``ids`` that are not marked and unmark the others."""
        return self._flip(frozenset(ids))

    def clear(self) -> bool:
        return self._flip(frozenset(self._ids))

    def restore(self) -> bool:
        """Take back the last change; a second call brings it again."""
        return self._flip(self._last)

    def _flip(self, ids: Iterable[int]) -> bool:
        flipped = frozenset(ids)
        if flipped:
            self._ids ^= flipped
            self._last = flipped
        return bool(flipped)
