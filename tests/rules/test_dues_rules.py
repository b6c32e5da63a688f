"""Monthly dues: what each month is, how many are owed, and what a payment covers.

The sentence behind it: 党章 第九条 "连续六个月……不交纳党费"; what is left out: 问题说明 三 "办理保留组织关系手续".
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.circumstances import behind
from tui.rules.dates import latest
from tui.rules.dues import (
    DuesRecord,
    Mark,
    is_arrears,
    last_over,
    made_up,
    month_of,
    number_of,
    read_yuan,
    yuan,
)

Span = tuple[str, str]
months = st.integers(2014 * 12, 2020 * 12).map(month_of)
spans = st.tuples(months, months).map(lambda pair: (min(pair), max(pair)))
days = st.dates(date(2014, 1, 1), date(2020, 12, 31)).map(date.isoformat)
maybe = st.none() | months


def drawn(record: DuesRecord, year: int, as_of: str) -> str:
    return "".join(mark.value for mark in record.year(year, as_of))


def test_a_year_shows_what_was_paid_what_is_owed_and_what_is_not_yet_due() -> None:
    record = DuesRecord("2016-05", [("2016-03", "2016-04")], joined="2016-02-10")
    assert drawn(record, 2016, "2016-09-30") == "免已✓✓已欠欠欠欠···"
    assert drawn(record, 2016, "2016-09-29") == "免已✓✓已欠欠欠····"


def test_of_whom_nothing_is_recorded_nothing_is_said_to_be_owed() -> None:
    record = DuesRecord(joined="2016-02")
    assert drawn(record, 2016, "2016-04-30") == "免???········"
    assert record.owed("2020-01-01") is None
    assert not is_arrears(record.owed("2020-01-01"))


@pytest.mark.parametrize(
    ("dues_to", "as_of", "owed"),
    [
        ("2016-06", "2016-12-31", 6),
        ("2016-06", "2016-12-30", 5),
        ("2016", "2017-06-30", 6),
        ("2016-06-15", "2016-12-31", 6),
        ("2016-12", "2016-12-31", 0),
        ("2017-03", "2016-12-31", 0),
        ("不详", "2016-12-31", None),
    ],
)
def test_six_months_in_a_row_without_dues_are_six_whole_months(dues_to: str, as_of: str, owed: int | None) -> None:
    record = DuesRecord(dues_to)
    assert record.owed(as_of) == owed
    assert (record.arrears_since(as_of) is not None) == is_arrears(owed)


def test_a_suspended_member_owes_nothing_and_another_with_the_same_record_does() -> None:
    assert DuesRecord("2010-01", suspended=True).owed("2016-12-31") is None
    assert drawn(DuesRecord("2016-01", suspended=True), 2016, "2016-12-31") == "已" + "免" * 11
    assert DuesRecord("2010-01").owed("2016-12-31") == 83


def test_months_of_a_relation_formally_kept_are_left_out() -> None:
    """Abroad from 2015-09 to 2016-06: of the sixteen months since 2015-06 six are owed, and the last of them counts."""
    record = DuesRecord("2015-06", kept=[("2015-09", "2016-06")])
    assert record.owed("2016-10-31") == 6
    assert record.arrears_since("2016-10-31") == "2016-10-31"
    assert DuesRecord("2015-06", kept=[("2015-07", None)]).owed("2016-10-31") == 0
    assert DuesRecord("2015-06").owed("2016-10-31") == 16
    assert drawn(record, 2016, "2016-08-31") == "免免免免免免欠欠····"


@given(months, days)
def test_who_owes_six_months_is_whom_v20_names(dues_to: str, as_of: str) -> None:
    assert is_arrears(DuesRecord(dues_to).owed(as_of)) == behind(dues_to, as_of)


@given(maybe, st.lists(spans, max_size=4), st.lists(spans, max_size=2), maybe, days)
def test_months_owed_are_those_that_a_slow_reading_finds(
    dues_to: str | None, paid: list[Span], kept: list[Span], joined: str | None, as_of: str
) -> None:
    record = DuesRecord(dues_to, paid, kept=kept, joined=joined)
    owed = slow(dues_to, paid, kept, joined, as_of)
    assert record.owed(as_of) == (None if owed is None else len(owed))
    shown = {
        month_of(year * 12 + place)
        for year in range(2014, 2022)
        for place, mark in enumerate(record.year(year, as_of))
        if mark is Mark.OWED
    }
    assert shown == set(owed or ())
    sixth = None if owed is None or len(owed) < 6 else owed[5]
    assert record.arrears_since(as_of) == (latest(sixth).isoformat() if sixth else None)


def slow(
    dues_to: str | None, paid: Sequence[Span], kept: Sequence[Span], joined: str | None, as_of: str
) -> list[str] | None:
    """Month by month, by comparing texts alone."""
    if dues_to is None and not paid:
        return None
    reached = dues_to or max(last for _, last in paid)
    owed = []
    for year in range(2014, 2021):
        for number in range(1, 13):
            month = f"{year}-{number:02}"
            over = f"{month}-{monthrange(year, number)[1]}" <= as_of
            within = any(first <= month <= last for first, last in [*paid, *kept])
            if over and month > reached and not within and month >= (joined or ""):
                owed.append(month)
    return owed


@given(maybe, st.lists(spans, max_size=3), months, days)
def test_what_was_paid_up_to_a_month_is_owed_no_more(
    dues_to: str | None, paid: list[Span], until: str, as_of: str
) -> None:
    record = DuesRecord(dues_to, paid)
    span = record.to_pay(until, as_of)
    if span is None:
        assert record.mark(number_of(until), last_over(as_of)) in (Mark.PAID, Mark.COVERED)
        return
    assert span[0] <= span[1] == until
    reached = max(filter(None, (dues_to, until))) if dues_to or not paid else until
    after = DuesRecord(reached, [*paid, span])
    assert after.mark(number_of(until), last_over(as_of)) is Mark.PAID
    assert after.to_pay(until, as_of) is None
    if dues_to is not None or not paid:
        assert all(after.mark(n, last_over(as_of)) is not Mark.OWED for n in range(2014 * 12, number_of(until) + 1))


def test_a_payment_begins_where_the_last_one_ended_and_skips_months_that_were_kept() -> None:
    assert DuesRecord("2016-03").to_pay("2016-06", "2016-06-30") == ("2016-04", "2016-06")
    assert DuesRecord("2016-03", kept=[("2016-04", "2016-05")]).to_pay("2016-08", "2016-06-30") == (
        "2016-06",
        "2016-08",
    )
    assert DuesRecord().to_pay("2016-06", "2016-06-30") == ("2016-06", "2016-06")
    assert DuesRecord("2016-06").to_pay("2016-06", "2016-06-30") is None


def test_months_made_up_for_are_those_before_the_month_in_hand() -> None:
    assert made_up("2016-01", "2016-06", "2016-07-15") == 6
    assert made_up("2016-01", "2016-07", "2016-07-15") == 6
    assert made_up("2015-12", "2016-06", "2016-07-15") == 7
    assert made_up("2016-08", "2016-12", "2016-07-15") == 0


def test_amounts_are_read_in_yuan_and_kept_in_fen() -> None:
    assert [read_yuan(text) for text in ("12", "12.5", "¥12.50元", "１２．５", "0", "1,200")] == [
        1200, 1250, 1250, 1250, 0, 120_000,
    ]  # fmt: skip
    assert [read_yuan(text) for text in ("", "-1", "12.345", "十二", "1e3", "1234567890")] == [None] * 6
    assert yuan(123_405) == "1,234.05"


@given(st.integers(0, 10**11 - 1))
def test_an_amount_written_reads_as_the_same_amount(fen: int) -> None:
    assert read_yuan(yuan(fen)) == fen
