"""Columns of the grid and how they share its width."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

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


def seen(start: int, width: int, left: int, room: int) -> tuple[int, int]:
    """Of a column that starts at cell ``start``, the cells hidden on the left and those to be seen, where the view
    begins at cell ``left`` and has ``room`` cells."""
    hidden = min(width, max(0, left - start))
    return hidden, max(0, min(start + width, left + room) - start - hidden)
