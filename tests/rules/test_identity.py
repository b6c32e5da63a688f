"""ID numbers: what is mended, what is refused, what is read from them, and how they are masked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.identity import Identity, IdProblem, mask_id, mask_phone, read_id

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def with_check_digit(first_seventeen: str) -> str:
    """The number completed as GB 11643 lays down, by its table of weights and remainders."""
    remainder = sum(w * int(d) for w, d in zip(WEIGHTS, first_seventeen, strict=True)) % 11
    return first_seventeen + "10X98765432"[remainder]


sound_numbers = st.builds(
    lambda area, birth, order: with_check_digit(f"{area:06}{birth:%Y%m%d}{order:03}"),
    st.integers(110_000, 659_999),
    st.dates(date(1900, 1, 1), date(2025, 12, 31)),
    st.integers(1, 999),
)


@pytest.mark.parametrize(
    "cell",
    [
        "11010519491231002x",
        "11010519491231002Ｘ",
        "１１０１０５19491231002X",
        " 110105 19491231\u3000002X\u00a0",
        "'11010519491231002X",
        "110105-19491231-002X",
        "110105\u200b19491231002X\t",
    ],
)
def test_a_number_is_put_right_and_said_to_be_mended(cell: str) -> None:
    assert read_id(cell) == Identity("11010519491231002X", "1949-12-31", "female", None, mended=True)


@given(sound_numbers)
def test_a_sound_number_is_read_whatever_its_area(number: str) -> None:
    identity = read_id(number)
    assert (identity.number, identity.problem, identity.mended) == (number, None, False)
    assert identity.birth == f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    assert identity.sex == ("male" if int(number[16]) % 2 else "female")


@given(sound_numbers, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number: str, place: int, shift: int) -> None:
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert read_id(wrong).problem is IdProblem.CHECK_DIGIT or wrong.endswith("000")


@pytest.mark.parametrize("area", ["320219", "132102", "230102", "320412", "999999"])
def test_area_codes_are_not_judged(area: str) -> None:
    assert read_id(with_check_digit(f"{area}19500101001")).problem is None


@pytest.mark.parametrize(
    ("cell", "number", "problem"),
    [
        ("11010519491231002", "11010519491231002", IdProblem.LENGTH),
        ("110105194912310021", "110105194912310021", IdProblem.CHECK_DIGIT),
        (with_check_digit("11010519500230002"), None, IdProblem.BIRTH_DATE),
        ("110105500230002", "110105500230002", IdProblem.BIRTH_DATE),
        (110105194912310000.0, None, IdProblem.STORED_AS_NUMBER),
        ("110105194912310000", None, IdProblem.STORED_AS_NUMBER),
        ("1.10105194912310E+17", None, IdProblem.STORED_AS_NUMBER),
        ("军官证0123号", None, IdProblem.CHARACTERS),
        (float("inf"), None, IdProblem.CHARACTERS),
        (110105.5, None, IdProblem.CHARACTERS),
    ],
)
def test_a_number_that_cannot_be_right(cell: str | float, number: str | None, problem: IdProblem) -> None:
    identity = read_id(cell)
    assert identity.problem is problem
    assert identity.number == number or problem is IdProblem.BIRTH_DATE
    assert (identity.birth, identity.sex) == (None, None)


def test_fifteen_digits_are_accepted_as_text_and_as_a_number() -> None:
    assert read_id("110105491231002") == Identity("110105491231002", "1949-12-31", "female")
    assert read_id(110105491231002.0) == Identity("110105491231002", "1949-12-31", "female")


@pytest.mark.parametrize("cell", ["", "   ", "\u3000", 0.0])
def test_an_empty_cell_is_no_number_and_no_problem(cell: str | float) -> None:
    assert read_id(cell) == Identity(None)


@given(st.one_of(st.text(), st.floats(), st.integers()))
def test_reading_never_raises(cell: str | float) -> None:
    number = read_id(cell).number
    assert number is None or number.rstrip("X").isascii()


def test_masks_keep_what_tells_people_apart_and_hide_the_rest() -> None:
    assert mask_id("11010519491231002X") == "110105********002X"
    assert mask_id("110105491231002") == "110105*****1002"
    assert mask_id("1101051949") == "**********"
    assert mask_phone("13800138000") == "138****8000"
    assert mask_phone("86523456") == "****3456"
    assert mask_phone("110") == "***"


@given(st.text())
def test_a_mask_is_as_long_as_what_it_masks(number: str) -> None:
    assert len(mask_id(number)) == len(mask_phone(number)) == len(number)
