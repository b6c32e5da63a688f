"""Introduction letters: their timers and findings, each just inside and just outside of its limit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.letters import expiry_day, has_receipt, is_receipt_overdue, of_letter, receipt_due, valid_days

AS_OF = "2016-12-15"
SOUND: dict[str, str | int | None] = {
    "direction": "out",
    "number": "2016001",
    "issued": "2016-12-01",
    "valid_days": 30,
    "arrived_on": None,
    "receipt": None,
    "receipt_on": None,
}
Changes = dict[str, str | int | None]


def codes(changes: Changes, *, issued_here: bool = False) -> list[str]:
    return [code.value for code in of_letter(SOUND | changes, AS_OF, issued_here=issued_here)]


CASES: list[tuple[Changes, list[str]]] = [
    ({}, []),
    # V13: expired on the as-of date, out, since 2007, no receipt
    ({"issued": "2016-11-14"}, ["V13"]),
    ({"issued": "2016-11-15"}, []),
    ({"issued": "2016-11"}, []),
    ({"issued": "2016-10"}, ["V13"]),
    ({"issued": "2007-01-01"}, ["V13"]),
    ({"issued": "2006-12-31"}, []),
    ({"issued": "2006"}, []),
    ({"issued": "2016-11-14", "direction": "in"}, []),
    ({"issued": "2016-11-14", "receipt": "yes"}, []),
    ({"issued": "2016-11-14", "receipt": "no"}, ["V13"]),
    ({"issued": "2016-11-14", "receipt_on": "2016-12"}, []),
    ({"issued": "2016-09-15", "valid_days": None}, ["V13"]),
    ({"issued": "2016-09-16", "valid_days": None}, []),
    ({"issued": None}, []),
    ({"issued": "2016-11-14", "closed": "void"}, []),
    ({"issued": "2016-11-14", "closed": "confirmed", "closed_on": "2016-12-15"}, []),
    ({"issued": "2016-11-14", "closed": "confirmed", "closed_on": "2016-12-16"}, ["V13"]),
    # V14
    ({"valid_days": 31}, ["V14c"]),
    ({"valid_days": 90}, ["V14c"]),
    ({"valid_days": 91}, ["V14b"]),
    ({"valid_days": "91"}, ["V14b"]),
    ({"valid_days": 10**9}, ["V14b"]),
    # V15
    ({"receipt_on": "2016-11-30"}, ["V15a"]),
    ({"receipt_on": "2016-12-01"}, []),
    ({"receipt_on": "2016-11"}, ["V15a"]),
    ({"receipt_on": "2016"}, []),
    ({"issued": "2016-11-01", "arrived_on": "2016-12-02", "receipt": "yes"}, ["V15b"]),
    ({"issued": "2016-11-01", "arrived_on": "2016-12-01", "receipt": "yes"}, []),
    ({"issued": "2016-11-01", "arrived_on": "2016-12", "receipt": "yes"}, []),
    ({"issued": "2016-11", "arrived_on": "2016-12-15", "receipt": "yes"}, []),
    ({"issued": "2016-01-01", "arrived_on": "2016-12-02", "receipt": "yes", "valid_days": None}, []),
    ({"direction": "in", "issued": "2016-11-01", "arrived_on": "2016-12-02"}, ["V15b"]),
]


@pytest.mark.parametrize(("changes", "expected"), CASES)
def test_each_rule_fires_just_outside_its_limit_and_not_just_inside(changes: Changes, expected: list[str]) -> None:
    assert codes(changes) == expected


HERE: list[tuple[Changes, list[str]]] = [({"valid_days": 91}, ["V14a"]), ({"valid_days": 90}, ["V14c"]), ({}, [])]


@pytest.mark.parametrize(("changes", "expected"), HERE)
def test_a_letter_issued_here_must_keep_to_ninety_days(changes: Changes, expected: list[str]) -> None:
    assert codes(changes, issued_here=True) == expected


@pytest.mark.parametrize(
    ("changes", "expiry", "due"),
    [
        ({}, date(2016, 12, 31), date(2017, 1, 31)),
        ({"arrived_on": "2016-12-10"}, date(2016, 12, 31), date(2017, 1, 10)),
        ({"arrived_on": "2016-12"}, date(2016, 12, 31), date(2017, 1, 31)),
        ({"issued": "2016-12"}, date(2017, 1, 30), date(2017, 2, 28)),
        ({"valid_days": None}, None, None),
        ({"valid_days": None, "arrived_on": "2017-01-31"}, None, date(2017, 2, 28)),
        ({"issued": None}, None, None),
        ({"issued": "某日"}, None, None),
        ({"valid_days": 10**9}, date(2116, 11, 7), date(2116, 12, 7)),
    ],
)
def test_a_letter_expires_with_its_validity_and_its_receipt_is_due_a_month_later(
    changes: Changes, expiry: date | None, due: date | None
) -> None:
    letter = SOUND | changes
    assert (expiry_day(letter), receipt_due(letter)) == (expiry, due)


def test_a_receipt_is_overdue_from_the_day_after_the_month_is_over() -> None:
    letter = SOUND | {"arrived_on": "2016-11-14"}
    assert not is_receipt_overdue(letter, "2016-12-14")
    assert is_receipt_overdue(letter, "2016-12-15")
    assert not is_receipt_overdue(letter | {"receipt": "yes"}, "2016-12-15")
    assert not is_receipt_overdue(letter | {"arrived_on": None, "valid_days": None}, "2099-01-01")


@pytest.mark.parametrize(
    ("stated", "days"), [(30, 30), ("30", 30), ("", None), (None, None), (0, None), (-5, None), ("三十", None)]
)
def test_validity_is_a_number_of_days_or_unknown(stated: str | int | None, days: int | None) -> None:
    assert valid_days({"valid_days": stated}) == days


partial = st.from_regex(r"201[4-7](-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?", fullmatch=True)
DATES = ("issued", "arrived_on", "receipt_on")
letters = st.fixed_dictionaries(
    {"direction": st.sampled_from(["out", "in"])},
    optional={"valid_days": st.integers(-1, 200), "receipt": st.sampled_from(["yes", "no"])}
    | dict.fromkeys(DATES, partial),
)


@given(letters, st.sampled_from(["-01-01", "-06-15", "-12-28"]), st.booleans())
def test_a_finding_stays_whatever_day_a_partial_date_turns_out_to_mean(
    letter: Changes, day: str, issued_here: bool
) -> None:
    exact = letter | {
        name: (str(letter[name]) + day[len(str(letter[name])) - 4 :])[:10] for name in DATES if name in letter
    }
    loose = set(of_letter(letter, AS_OF, issued_here=issued_here))
    assert loose <= set(of_letter(exact, AS_OF, issued_here=issued_here))


@given(letters)
def test_a_missing_receipt_never_comes_back_by_itself(letter: Changes) -> None:
    """What is missing on one day is missing on every later one, until the receipt is there."""
    on_days = [
        "V13" in [code.value for code in of_letter(letter, day)] for day in ("2015-06-01", "2016-12-15", "2018-01-01")
    ]
    assert on_days == sorted(on_days)
    assert not any(on_days) or not has_receipt(letter)
