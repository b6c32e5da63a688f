"""Numbers and dates in Chinese numerals: worked examples, and every one can be read back as it was meant."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.dates import read_date
from tui.rules.numerals import MOST, capital_date, capital_number, capital_year, written_date

_VALUES = {capital: value for value, capital in enumerate("零壹贰叁肆伍陆柒捌玖")}
_PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def number(capitals: str) -> int:
    """What the capitals say, read from left to right."""
    total, digit = 0, 0
    for capital in capitals:
        if place := _PLACES.get(capital):
            total, digit = total + digit * place, 0
        else:
            digit = _VALUES[capital]
    return total + digit


@pytest.mark.parametrize(
    ("told", "written"),
    [(0, "零"), (7, "柒"), (10, "壹拾"), (15, "壹拾伍"), (30, "叁拾"), (90, "玖拾"), (100, "壹佰"), (105, "壹佰零伍"),
     (110, "壹佰壹拾"), (365, "叁佰陆拾伍"), (1005, "壹仟零伍"), (1050, "壹仟零伍拾"), (9999, "玖仟玖佰玖拾玖")],
)  # fmt: skip
def test_a_number_stands_in_capitals_as_on_letters(told: int, written: str) -> None:
    assert capital_number(told) == written


@pytest.mark.parametrize(
    ("partial", "written"),
    [("2016-12-05", "贰零壹陆年壹拾贰月零伍日"), ("2007-01-01", "贰零零柒年零壹月零壹日"),
     ("2010-10-20", "贰零壹零年零壹拾月零贰拾日"), ("2015-03-15", "贰零壹伍年叁月壹拾伍日"),
     ("2019-02-28", "贰零壹玖年零贰月贰拾捌日"), ("2020-11-30", "贰零贰零年壹拾壹月零叁拾日"),
     ("2016-12", "贰零壹陆年壹拾贰月"), ("2016", "贰零壹陆年")],
)  # fmt: skip
def test_a_date_stands_in_capitals_padded_against_alteration(partial: str, written: str) -> None:
    assert capital_date(partial) == written


@pytest.mark.parametrize(
    ("partial", "written"),
    [("2016-12-05", "二〇一六年十二月五日"), ("2007-01-10", "二〇〇七年一月十日"),
     ("2020-10-31", "二〇二〇年十月三十一日"), ("2016-09", "二〇一六年九月"), ("2016", "二〇一六年")],
)  # fmt: skip
def test_a_date_stands_in_plain_numerals(partial: str, written: str) -> None:
    assert written_date(partial) == written


@given(st.integers(0, MOST))
def test_a_number_in_capitals_means_itself(told: int) -> None:
    assert number(capital_number(told)) == told


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_date_in_either_numerals_means_itself(day: date) -> None:
    capitals = re.fullmatch("(.+)年(.+)月(.+)日", capital_date(day.isoformat()))
    assert capitals is not None
    assert capitals[1] == capital_year(str(day.year))
    assert (number(capitals[2]), number(capitals[3])) == (day.month, day.day)
    assert read_date(written_date(day.isoformat())).value == day.isoformat()


@pytest.mark.parametrize("partial", ["", "2016-13", "2016-02-30", "昨天"])
def test_what_is_no_date_is_refused(partial: str) -> None:
    for write in (capital_date, written_date):
        with pytest.raises(ValueError, match=partial or None):
            write(partial)


@pytest.mark.parametrize("told", [-1, MOST + 1])
def test_a_number_without_a_place_is_refused(told: int) -> None:
    with pytest.raises(ValueError, match=str(told)):
        capital_number(told)
