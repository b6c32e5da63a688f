"""Dates that can be read in several ways: the choices that a person is given, and nothing that cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.ambiguity import Choice, readings
from tui.rules.dates import is_date

AS_OF = "2016-12-15"


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("1985.1", {Choice.JANUARY: "1985-01", Choice.OCTOBER: "1985-10"}),
        ("19857", {Choice.YEAR_MONTH: "1985-07", Choice.SERIAL_DAY: "1954-05-13"}),
        ("3/4/1985", {Choice.MONTH_FIRST: "1985-03-04", Choice.DAY_FIRST: "1985-04-03"}),
        ("13/4/1985", {Choice.DAY_FIRST: "1985-04-13"}),
        ("05.7.1", {Choice.CENTURY_19: "1905-07-01", Choice.CENTURY_20: "2005-07-01"}),
        ("85.7", {Choice.CENTURY_19: "1985-07"}),
        ("17.12.31", {Choice.CENTURY_19: "1917-12-31", Choice.CENTURY_20: "2017-12-31"}),
        ("不详", {}),
        ("1985-07-01", {}),
    ],
)
def test_a_date_of_several_readings_offers_each_that_the_calendar_and_the_day_allow(
    text: str, ways: dict[Choice, str]
) -> None:
    assert readings(text, AS_OF) == ways


@given(st.text(alphabet="0123456789.-/年月日 ", max_size=12))
def test_every_reading_is_a_date_of_its_time(text: str) -> None:
    for value in readings(text, AS_OF).values():
        assert is_date(value)
        assert value[:4] <= "2017"
