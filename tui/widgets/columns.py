"""Columns of the grid and how they share its width."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 1  # blank cells after each column


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``width`` is in cells of text, without the gap.

    ``stretch`` columns share what is left of a wide grid; ``tail`` columns keep the end of a text that is
    cut, for names that differ only there.
    """

    key: str
    title: str
    width: int
    stretch: bool = False
    tail: bool = False


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
