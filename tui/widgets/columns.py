"""Columns of the grid and how they share its width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from tui.text import fit, fit_end, fit_tail

GAP = 1  # blank cells after each column


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``width`` is in cells of text, without the gap.

    ``stretch`` columns share what is left of a wide grid; ``tail`` columns keep the end of a text that is
    cut, for names that differ only there. ``frozen`` columns at the beginning stay when the grid is scrolled
    sideways.
    """

    key: str
    title: str
    width: int
    stretch: bool = False
    tail: bool = False
    frozen: bool = False


def shared_widths(columns: Sequence[Column], room: int) -> tuple[int, ...]:
    """The width of each column in ``room`` cells; the first stretch columns get the odd cells.

    Columns are never narrowed: their sum with the gaps may exceed ``room``.
    """
    spare = max(0, room - sum(column.width + GAP for column in columns))
    takers = sum(column.stretch for column in columns)
    widths = []
    for column in columns:
        share = -(-spare // takers) if column.stretch else 0
        spare -= share
        takers -= column.stretch
        widths.append(column.width + share)
    return tuple(widths)


def frozen_cells(columns: Sequence[Column], widths: Sequence[int], room: int) -> tuple[int, int]:
    """How many columns stay when the grid is scrolled sideways, and the cells that they take with their gaps.

    None stays where that would leave less than half of the room to the others.
    """
    count = len(list(takewhile(lambda column: column.frozen, columns)))
    taken = sum(width + GAP for width in widths[:count])
    return (count, taken) if 2 * taken <= room else (0, 0)


class Slot(NamedTuple):
    """What is in view of a column: whether it keeps the end of a text, how many cells it has, how many of them are
    hidden on the left and how many are to be seen, and how many of its gap."""

    tail: bool
    width: int
    hidden: int
    visible: int
    gap: int

    @property
    def cells(self) -> int:
        """How many are to be seen."""
        return self.visible + self.gap

    def filled(self, text: str) -> str:
        """The text as far as it is in view, with the gap."""
        cut = fit_tail if self.tail else fit
        whole = not (self.hidden and self.visible)
        return (cut(text, self.visible) if whole else fit_end(cut(text, self.width), self.visible)) + " " * self.gap


def slots(columns: Sequence[Column], widths: Sequence[int], frozen: int, left: int, room: int) -> Iterator[Slot]:
    """What is in view of each column, where the view of those that are not frozen begins at cell ``left`` and has
    ``room`` cells."""
    start = 0
    for place, (column, width) in enumerate(zip(columns, widths, strict=False)):
        if place < frozen:
            yield Slot(column.tail, width, 0, width, GAP)
            continue
        hidden, visible = seen(start, width, left, room)
        yield Slot(column.tail, width, hidden, visible, seen(start + width, GAP, left, room)[1])
        start += width + GAP


def seen(start: int, width: int, left: int, room: int) -> tuple[int, int]:
    """Of a column that starts at cell ``start``, the cells hidden on the left and those to be seen, where the view
    begins at cell ``left`` and has ``room`` cells."""
    hidden = min(width, max(0, left - start))
    return hidden, max(0, min(start + width, left + room) - start - hidden)
