"""Dates: every written form is read, nothing is guessed, counting is for a stated day."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.dates import (
    DateProblem,
    Reading,
    add_months,
    earliest,
    is_date,
    latest,
    months_between,
    read_date,
    years_between,
)

YEARS = st.integers(1900, 2100)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
NUMERALS = "〇一二三四五六七八九"
TENS = ["", *"一二三四五六七八九十", *(f"十{n}" for n in "一二三四五六七八九"), "二十"]
TENS += [*(f"二十{n}" for n in "一二三四五六七八九"), "三十", "三十一"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1969.01", "1969-01"),
        ("2009/7/1", "2009-07-01"),
        ("1985/07", "1985-07"),
        ("1985年7月", "1985-07"),
        ("1985 年 7 月 1 日", "1985-07-01"),
        ("198507", "1985-07"),
        (198507, "1985-07"),
        (198507.0, "1985-07"),
        ("19850701", "1985-07-01"),
        (19850701.0, "1985-07-01"),
        ("1985-7-1", "1985-07-01"),
        ("1985-07-01 00:00:00", "1985-07-01"),
        (31229, "1985-07-01"),
        (31229.75, "1985-07-01"),
        ("31229", "1985-07-01"),
        (1985.07, "1985-07"),
        (1985.12, "1985-12"),
        (1985.9, "1985-09"),
        ("1985.10", "1985-10"),
        ("１９８５．０７", "1985-07"),
        ("1985．07．01", "1985-07-01"),
        ("1985—07—01", "1985-07-01"),
        ("1985\u200b-07", "1985-07"),
        ("二〇〇九年七月一日", "2009-07-01"),
        ("二○○九年十二月三十一日", "2009-12-31"),
        ("二零零九年十月", "2009-10"),
        ("二ＯＯ九年元月", "2009-01"),
        (datetime(1985, 7, 1, 0, 0), "1985-07-01"),
        (date(1985, 7, 1), "1985-07-01"),
        (1985, "1985"),
        ("1985年", "1985"),
        ("  ", None),
        ("", None),
    ],
)
def test_a_usual_form_is_read_for_what_it_says(cell: str | float | date, value: str | None) -> None:
    assert read_date(cell) == Reading(value, None)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        (1985.1, DateProblem.AMBIGUOUS),
        ("19857", DateProblem.AMBIGUOUS),
        (19857.0, DateProblem.AMBIGUOUS),
        ("7/1/1985", DateProblem.AMBIGUOUS),
        ("85.7", DateProblem.SHORT_YEAR),
        ("85年7月1日", DateProblem.SHORT_YEAR),
        ("850701", DateProblem.SHORT_YEAR),
        ("1985-02-30", DateProblem.NOT_IN_CALENDAR),
        ("1985.13", DateProblem.NOT_IN_CALENDAR),
        (19850230, DateProblem.NOT_IN_CALENDAR),
        ("1899-12-31", DateProblem.OUT_OF_RANGE),
        (datetime(1899, 12, 31), DateProblem.OUT_OF_RANGE),
        ("不详", DateProblem.UNREADABLE),
        (float("nan"), DateProblem.UNREADABLE),
        (-31229, DateProblem.UNREADABLE),
        ("1985年7月至1986年1月", DateProblem.UNREADABLE),
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_a_problem(cell: str | float | date, problem: DateProblem) -> None:
    assert read_date(cell) == Reading(None, problem)


@given(DAYS)
def test_every_written_form_of_a_day_comes_back_as_that_day(day: date) -> None:
    chinese_year = "".join(NUMERALS[int(digit)] for digit in f"{day.year:04}")
    for cell in (
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month:02}/{day.day:02}",
        f"{day.year}-{day.month}-{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        int(f"{day:%Y%m%d}"),
        f"{day:%Y-%m-%d}T00:00:00",
        f"{chinese_year}年{TENS[day.month]}月{TENS[day.day]}日",
        f"{chinese_year.replace('〇', '○')}年{TENS[day.month]}月{TENS[day.day]}日",
        day,
        datetime(day.year, day.month, day.day, 12, 30),
    ):
        assert read_date(cell) == Reading(day.isoformat(), None)


@given(YEARS, st.integers(1, 12))
def test_every_written_form_of_a_month_comes_back_as_that_month(year: int, month: int) -> None:
    partial = f"{year}-{month:02}"
    for cell in (f"{year}.{month:02}", f"{year}年{month}月", f"{year}/{month}", f"{year}{month:02}", partial):
        assert read_date(cell).value == partial
    assert read_date(int(f"{year}{month:02}")).value == partial
    number = read_date(float(f"{year}.{month:02}"))
    assert number == (Reading(None, DateProblem.AMBIGUOUS) if month == 10 else Reading(partial, None))


@given(st.dates(date(1927, 5, 18), date(2049, 12, 31)))
def test_a_serial_day_is_read_unless_it_looks_like_a_year_and_month(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert read_date(serial).value in (day.isoformat(), None)
    if not 19_000 <= serial < 21_010:
        assert read_date(float(serial)).value == day.isoformat()


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes()))
def test_reading_never_raises_and_gives_a_date_or_nothing(cell: str | float | date) -> None:
    reading = read_date(cell)
    assert reading.value is None or (is_date(reading.value) and reading.problem is None)


@given(st.text(alphabet="0123456789年月日.-/ 一二三十〇元上", max_size=14))
def test_reading_is_stable_on_what_it_gave(cell: str) -> None:
    value = read_date(cell).value
    assert value is None or read_date(value) == Reading(value, None)


def test_bounds_of_a_partial_date() -> None:
    assert (earliest("1984"), latest("1984")) == (date(1984, 1, 1), date(1984, 12, 31))
    assert (earliest("1984-02"), latest("1984-02")) == (date(1984, 2, 1), date(1984, 2, 29))
    assert earliest("1984-02-03") == latest("1984-02-03") == date(1984, 2, 3)


@pytest.mark.parametrize("text", ["", "1984-13", "1984-2", "84", "1984-02-30", "1899", "1984-02-03x", "１９８４"])
def test_what_is_no_partial_date_has_no_bounds(text: str) -> None:
    assert not is_date(text)
    for bound in (earliest, latest):
        with pytest.raises(ValueError, match=f"^{text}$"):
            bound(text)


@pytest.mark.parametrize(
    ("since", "as_of", "years", "months"),
    [
        ("1985-07-02", "2016-07-01", 30, 371),
        ("1985-07-01", "2016-07-01", 31, 372),
        ("1985-07", "2016-07-01", 31, 372),
        ("1985", "2016-12-31", 31, 383),
        ("2016-08-31", "2017-02-28", 0, 6),
        ("2016-02-29", "2017-02-28", 1, 12),
        ("2016-06-15", "2016-12-14", 0, 5),
    ],
)
def test_years_and_months_are_whole_and_for_the_stated_day(since: str, as_of: str, years: int, months: int) -> None:
    assert years_between(since, as_of) == years
    assert months_between(since, as_of) == months


@given(st.dates(date(1900, 1, 1), date(2050, 1, 1)), st.integers(0, 600))
def test_so_many_months_later_so_many_months_have_passed(day: date, months: int) -> None:
    assert months_between(day.isoformat(), add_months(day, months).isoformat()) == months
