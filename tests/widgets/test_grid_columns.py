"""Stretch columns share exactly what is left of the width."""

from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.columns import GAP, Column, shared_widths

COLUMNS = st.lists(st.builds(Column, st.just("k"), st.just("题"), st.integers(1, 20), st.booleans()), max_size=8)


@given(COLUMNS, st.integers(0, 200))
def test_no_column_is_narrowed_and_nothing_is_left_over(columns: list[Column], room: int) -> None:
    widths = shared_widths(columns, room)
    needed = sum(column.width + GAP for column in columns)
    used = sum(widths) + GAP * len(columns)
    assert all(width >= column.width for width, column in zip(widths, columns, strict=True))
    assert all(width == c.width for width, c in zip(widths, columns, strict=True) if not c.stretch)
    assert used == (max(room, needed) if any(column.stretch for column in columns) else needed)


def test_the_share_is_even_and_the_first_columns_take_the_odd_cells() -> None:
    columns = [Column("a", "甲", 4, stretch=True), Column("b", "乙", 4), Column("c", "丙", 4, stretch=True)]
    assert shared_widths(columns, 15 + 5) == (7, 4, 6)
