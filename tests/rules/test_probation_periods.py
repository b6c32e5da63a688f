"""The table of probation periods: what holds on a day, what is sure for a partial date, and other tables."""

import re
from datetime import date, timedelta
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules import probation
from tui.rules.probation import PERIODS, CountsFrom, Terms, period_of, read, terms_of
from tui.rules.validity import findings

TEXT = resources.files("tui.rules").joinpath("periods.toml").read_text("utf-8")
OTHER_PAGE = TEXT
for ours, theirs in (
    ("1969-03-31", "1969-04-13"),
    ("1969-04-01", "1969-04-14"),
    ("1977-08-11", "1977-08-18"),
    ("1977-08-12", "1977-08-19"),
):
    OTHER_PAGE = OTHER_PAGE.replace(ours, theirs)


@pytest.mark.parametrize(
    ("joined", "probation", "counts_from"),
    [
        ("1921-07-01", (0,), None),
        ("1923-06-09", (0,), None),
        ("1923-06-10", (3, 6), None),
        ("1927-04-27", (0, 3), None),
        ("1928-06-18", (0,), None),
        ("1945-04-22", (0,), None),
        ("1945-04-23", (6, 12, 24), None),
        ("1956-09-14", (6, 12, 24), None),
        ("1956-09-15", (12,), CountsFrom.BRANCH_MEETING),
        ("1969-03-31", (12,), CountsFrom.BRANCH_MEETING),
        ("1969-04-01", (0,), CountsFrom.COMMITTEE_APPROVAL),
        ("1977-08-11", (0,), CountsFrom.COMMITTEE_APPROVAL),
        ("1977-08-12", (12,), CountsFrom.COMMITTEE_APPROVAL),
        ("1982-09-05", (12,), CountsFrom.COMMITTEE_APPROVAL),
        ("1982-09-06", (12,), CountsFrom.BRANCH_MEETING),
        ("2026", (12,), CountsFrom.BRANCH_MEETING),
    ],
)
def test_the_period_of_a_joining_date(joined: str, probation: tuple[int, ...], counts_from: CountsFrom | None) -> None:
    period = period_of(joined)
    assert period is not None
    assert (period.probation, period.counts_from) == (probation, counts_from)


@pytest.mark.parametrize("joined", ["1921-06-30", "1921", "1945", "1969", "1977-08", "1982-09"])
def test_a_date_that_may_lie_in_two_periods_or_before_all_has_none(joined: str) -> None:
    assert period_of(joined) is None


@pytest.mark.parametrize(
    ("joined", "terms"),
    [
        ("1921-06", Terms(0, 60, None, False, True)),
        ("1921", Terms(0, 60, None, False, False)),
        ("1956", Terms(6, 24, None, False, False)),
        ("1969", Terms(0, 12, None, False, False)),
        ("1970", Terms(0, 0, None, True, False)),
        ("1982", Terms(12, 12, None, False, False)),
        ("1983", Terms(12, 12, 27, False, False)),
    ],
)
def test_only_what_holds_on_every_day_of_a_partial_date_is_sure(joined: str, terms: Terms) -> None:
    assert terms_of(joined) == terms


days = st.dates(date(1915, 1, 1), date(2030, 12, 31))


@given(days, st.sampled_from([4, 7]))
def test_what_is_sure_for_a_partial_date_holds_for_each_of_its_days(day: date, length: int) -> None:
    loose, exact = terms_of(day.isoformat()[:length]), terms_of(day.isoformat())
    assert loose.shortest <= exact.shortest
    assert loose.longest >= exact.longest
    assert loose.limit is None or loose.limit == exact.limit
    assert exact.full_at_once >= loose.full_at_once
    assert exact.too_early >= loose.too_early


@given(days)
def test_every_day_since_the_founding_lies_in_exactly_one_period(day: date) -> None:
    meant = [period for period in PERIODS.periods if period.first <= day <= period.last]
    assert len(meant) == (day >= date(1921, 7, 1))


def test_the_boundaries_of_another_overview_replace_ours() -> None:
    other = read(OTHER_PAGE)
    dates = {"joined": "1969-04-10", "full_at": "1969-04-10"}
    assert "V04b" not in {code.value for code in findings(dates, "2016-12-15")}
    assert "V04b" in {code.value for code in findings(dates, "2016-12-15", other)}
    assert terms_of("1977-08-15", other).shortest == 0
    assert terms_of("1977-08-15").shortest == 12


def test_the_table_names_its_version_and_its_basis() -> None:
    assert PERIODS.version == 1
    assert "党章" in PERIODS.basis
    assert all(member.label for member in CountsFrom)


LAST = "[[period]]\nfrom = 1982-09-06\nprobation = [12]\n"
HEAD = 'version = 1\nbasis = "某文件"\n'


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        LAST,
        "version = 1\n" + LAST,
        'basis = "某文件"\n' + LAST,
        "not toml",
        HEAD + "[[period]]\nprobation = [12]\n",
        HEAD + "[[period]]\nfrom = 1982-09-06\n",
        HEAD + LAST.replace("[12]", "[]"),
        HEAD + LAST.replace("[12]", "[-1]"),
        HEAD + LAST.replace("[12]", "[1.5]"),
        HEAD + LAST.replace("[12]", "12"),
        HEAD + LAST + "to = 1990-01-01\n",
        HEAD + LAST + "to = 1980-01-01\n",
        HEAD + LAST + "full_at_once = true\n",
        HEAD + LAST + 'counts_from = "someday"\n',
        HEAD + LAST + "probably = 3\n",
        HEAD + LAST + LAST,
        TEXT.replace("1923-06-10", "1923-06-11"),
        TEXT.replace("1923-06-10", "1923-06-09"),
        TEXT.replace("from = 1921-07-01", 'from = "1921-07-01"'),
    ],
)
def test_a_table_that_is_incomplete_or_has_gaps_or_overlaps_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(text)


def test_a_gap_of_one_day_anywhere_is_refused() -> None:
    for written in re.findall(r"^to = (\S+)$", TEXT, re.MULTILINE):
        earlier = (date.fromisoformat(written) - timedelta(1)).isoformat()
        with pytest.raises(ValueError, match="gap or overlap"):
            probation.read(TEXT.replace(f"to = {written}", f"to = {earlier}"))
