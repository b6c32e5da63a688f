"""Numbers that stand on the roster twice, and people who stand on it wrongly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.roll import Standing, eighteen, of_standing, repeated_ids

ONE, OTHER = "11010519491231002X", "360426199101010071"


def repeated(*records: tuple[str, str | None, str]) -> list[tuple[str, str, str]]:
    found = repeated_ids(records)
    return [(each.code.value, each.idno, "".join(str(uuid) for uuid, _ in each.places)) for each in found]


def test_a_number_twice_in_a_unit_is_an_error() -> None:
    assert repeated(("a", ONE, "甲"), ("b", ONE, "甲"), ("c", OTHER, "甲")) == [("V12a", ONE, "ab")]


def test_a_number_twice_across_units_is_a_warning() -> None:
    assert repeated(("a", ONE, "甲"), ("b", ONE, "乙"), ("c", OTHER, "乙")) == [("V12b", ONE, "ab")]


def test_a_number_may_stand_twice_here_and_once_elsewhere() -> None:
    assert repeated(("a", ONE, "甲"), ("b", ONE, "乙"), ("c", ONE, "乙")) == [("V12a", ONE, "bc"), ("V12b", ONE, "abc")]


def test_one_record_given_twice_and_records_without_number_are_not_repeated() -> None:
    assert repeated(("a", ONE, "甲"), ("a", ONE, "甲"), ("b", "", "甲"), ("c", "", "甲"), ("d", None, "甲")) == []


def test_a_number_of_fifteen_digits_is_the_one_it_turned_into() -> None:
    assert eighteen("110105491231002") == ONE
    assert eighteen(ONE) == ONE
    assert eighteen("1101054912310") == "1101054912310"
    assert repeated(("a", "110105491231002", "甲"), ("b", ONE, "甲")) == [("V12a", ONE, "ab")]


records = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["", ONE, OTHER]), st.sampled_from("甲乙")),
    unique_by=lambda record: record[0],
)


@given(records)
def test_a_number_is_repeated_exactly_when_two_records_have_it(given_records: list[tuple[int, str, str]]) -> None:
    numbers = [idno for _, idno, _ in given_records if idno]
    assert {each.idno for each in repeated_ids(given_records)} == {idno for idno in numbers if numbers.count(idno) > 1}


STANDINGS: list[tuple[Standing, list[str]]] = [
    (Standing(), []),
    (Standing(counted_full=True), []),
    (Standing(suspended=True), []),
    (Standing(suspended=True, counted_full=True), ["V23"]),
    (Standing(left=True), ["V24"]),
    (Standing(left=True, listed=False), []),
    (Standing(suspended=True, left=True, counted_full=True), ["V23", "V24"]),
]


@pytest.mark.parametrize(("standing", "codes"), STANDINGS)
def test_who_is_suspended_is_not_counted_and_who_left_is_not_listed(standing: Standing, codes: list[str]) -> None:
    assert [code.value for code in of_standing(standing)] == codes
