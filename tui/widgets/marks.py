"""Which rows are marked: a set of ids that outlives filters, orders and pages.

Ids are row numbers, close together: each has one byte. A million marks are a megabyte (a set of them takes over a
hundred) and are added, inverted and counted by whole bytes, so that the keys do not wait for them.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from typing import Final

_RUN: Final = re.compile(b"\x01+")
_FEW: Final = 1000
"""Up to so many ids are changed one by one."""


class Marks:
    """Marked ids (from 0) with one step back.

    Every change returns whether it changed anything; only a change that did becomes the step that
    ``restore()`` takes back.
    """

    def __init__(self, ids: Iterable[int] = ()) -> None:
        self._flags = _flagged(ids)  # 1 at the place of every marked id
        self._count = self._flags.count(1)
        self._last: Sequence[int] | bytearray = ()  # what the last change marked or unmarked: ids, or their flags
        self._looked: tuple[Sequence[int], int] = ((), 0)  # the rows last counted among, and their flags

    def __contains__(self, row_id: object) -> bool:
        return isinstance(row_id, int) and 0 <= row_id < len(self._flags) and self._flags[row_id] == 1

    def __iter__(self) -> Iterator[int]:
        """The marked ids, the lowest first."""
        return compress(range(len(self._flags)), bytes(self._flags))

    def __len__(self) -> int:
        return self._count

    def among(self, ids: Sequence[int]) -> "array[int]":
        """The marked ones of these ids, in their order."""
        flags = self._flags
        try:
            return array("I", compress(ids, map(flags.__getitem__, ids)))
        except IndexError:
            return array("I", (row_id for row_id in ids if row_id < len(flags) and flags[row_id]))

    def visible(self, ids: Sequence[int]) -> int:
        """How many of these rows are marked; asked again for the same rows, it takes a millisecond for a million."""
        if self._looked[0] is not ids:
            self._looked = ids, _number(_flagged(ids))
        return (self._looked[1] & _number(self._flags)).bit_count()

    def hidden(self, visible: int) -> int:
        """How many marks are out of sight when ``visible`` of them are among the rows shown."""
        return self._count - visible

    def runs(self) -> list[tuple[int, int]]:
        """The marks as ranges of ids, each (first, last): short for "all", whatever their number."""
        return [(run.start(), run.end() - 1) for run in _RUN.finditer(self._flags)]

    def toggle(self, row_id: int) -> bool:
        return self._flip((row_id,))

    def add(self, ids: Iterable[int]) -> bool:
        return self._change(ids, lambda named, marked: named & ~marked)

    def remove(self, ids: Iterable[int]) -> bool:
        return self._change(ids, lambda named, marked: named & marked)

    def replace(self, ids: Iterable[int]) -> bool:
        return self._change(ids, lambda named, marked: named ^ marked)

    def invert(self, ids: Iterable[int]) -> bool:
        """Mark those of ``ids`` that are not marked and unmark the others."""
        return self._change(ids, lambda named, _marked: named)

    def clear(self) -> bool:
        return self._flip(bytearray(self._flags))

    def restore(self) -> bool:
        """Take back the last change; a second call brings it again."""
        return self._flip(self._last)

    def _change(self, ids: Iterable[int], flipped: Callable[[int, int], int]) -> bool:
        """Flip what ``flipped`` makes of the flags of ``ids`` and the marked ones, each as one number."""
        named = _flagged(ids)
        size = max(len(named), len(self._flags))
        return self._flip(bytearray(flipped(_number(named), _number(self._flags)).to_bytes(size, "little")))

    def _flip(self, flips: Sequence[int] | bytearray) -> bool:
        """Mark or unmark these ids, or those with these flags."""
        if isinstance(flips, bytearray) and flips.count(1) <= _FEW:
            flips = tuple(compress(range(len(flips)), bytes(flips)))
        if not flips:
            return False
        if isinstance(flips, bytearray):
            size = max(len(flips), len(self._flags))
            self._flags = bytearray((_number(flips) ^ _number(self._flags)).to_bytes(size, "little"))
        else:
            self._flags.extend(bytes(max(0, max(flips) + 1 - len(self._flags))))
            for row_id in flips:
                self._flags[row_id] ^= 1
        self._count = self._flags.count(1)
        self._last = flips
        return True


def _number(flags: bytearray) -> int:
    """Flags as one number, of which whole sets are put together at once."""
    return int.from_bytes(flags, "little")


def _flagged(ids: Iterable[int]) -> bytearray:
    """1 at the place of every id."""
    listed = ids if isinstance(ids, array | range | list | tuple | bytes) else array("Q", ids)
    flags = bytearray(max(listed, default=-1) + 1)
    for row_id in listed:
        flags[row_id] = 1
    return flags
