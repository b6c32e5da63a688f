"""Marks are a set with one step back."""

from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.marks import Marks

FEW = st.sets(st.integers(0, 20))
MANY = st.builds(
    lambda first, count, few: set(range(first, first + count)) ^ few, st.integers(0, 50), st.integers(0, 3000), FEW
)
IDS = st.one_of(FEW, MANY)
"""Also so many that they are changed by whole bytes."""


@given(IDS, IDS)
def test_every_change_does_what_sets_do_and_says_whether_it_did(marked: set[int], ids: set[int]) -> None:
    for change, expected in (
        (Marks.add, marked | ids),
        (Marks.remove, marked - ids),
        (Marks.replace, ids),
        (Marks.invert, marked ^ ids),
    ):
        marks = Marks(marked)
        assert change(marks, iter(ids)) == (expected != marked)
        assert set(marks) == expected
        assert len(marks) == len(expected)


@given(IDS, IDS)
def test_restoring_takes_the_last_change_back_and_brings_it_again(marked: set[int], ids: set[int]) -> None:
    for change in (Marks.add, Marks.remove, Marks.replace, Marks.invert):
        marks = Marks(marked)
        change(marks, ids)
        changed = set(marks)
        marks.restore()
        assert set(marks) == marked
        marks.restore()
        assert set(marks) == changed


def test_a_change_without_effect_is_not_a_step() -> None:
    marks = Marks([1, 2])
    assert marks.clear()
    assert not marks.clear()
    assert not marks.remove([9])
    assert marks.restore()
    assert set(marks) == {1, 2}


def test_toggling_and_counting_what_is_out_of_sight() -> None:
    marks = Marks()
    assert not marks.restore()
    marks.toggle(7)
    marks.toggle(8)
    marks.toggle(7)
    assert 8 in marks
    assert 7 not in marks
    marks.add([1, 2, 3])
    assert marks.hidden(visible=3) == 1


@given(IDS, st.lists(st.integers(0, 4000), unique=True))
def test_marks_are_found_among_rows_in_their_order_and_told_as_ranges(marked: set[int], rows: list[int]) -> None:
    marks = Marks(marked)
    here = [row for row in rows if row in marked]
    assert list(marks.among(rows)) == here
    assert marks.visible(rows) == marks.visible(rows) == len(here)
    assert {row for first, last in marks.runs() for row in range(first, last + 1)} == marked
    assert all(before[1] + 1 < after[0] for before, after in zip(marks.runs(), marks.runs()[1:], strict=False))
    marks.toggle(4001)
    assert marks.visible(rows) == len(here)
    assert marks.hidden(len(here)) == len(marked) + 1 - len(here)
