"""Time limits of disposals: one year of correction, two years of suspension before removal for lost contact."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.disposal.limits import (
    Cancellation,
    Correction,
    Removal,
    of_cancellation,
    of_correction,
    of_removal,
    removable_from,
)

CORRECTIONS: list[tuple[Correction, list[str]]] = [
    (Correction("2020-03-01", "2021-03-01"), []),
    (Correction("2020-03-01", "2021-03-02"), ["V16"]),
    (Correction("2020-02-29", "2021-02-28"), []),
    (Correction("2020-03", "2021-03-31"), []),
    (Correction("2020-03", "2021-04"), ["V16"]),
    (Correction("2020", "2021"), []),
]
REMOVALS: list[tuple[Removal, list[str]]] = [
    (Removal("2022-03-01", True, "2020-03-01"), []),
    (Removal("2022-02-28", True, "2020-03-01"), ["V17a"]),
    (Removal("2022-02", True, "2020-03"), ["V17a"]),
    (Removal("2022-03", True, "2020-03"), []),
    (Removal("2022", True, "2020-03"), []),
    (Removal("2022-02-28", False, "2020-03-01"), []),
    (Removal("2019-05-06", True, "2019-05-06"), ["V17a"]),
    (Removal("2019-05-05", True, "2019-05-05"), []),
    (Removal("2019-05-06", True, None), ["V17b"]),
    (Removal("2019-05", True, None), []),
    (Removal("2016-08-01", True, None), []),
    (Removal("2023-08-01", False, None), []),
]
CANCELLATIONS: list[tuple[Cancellation, list[str]]] = [
    (Cancellation("2016-05-01", "1956-05-01"), ["V21d"]),
    (Cancellation("2016-04-30", "1956-05-01"), []),
    (Cancellation("2016-05-01", "1956-05"), []),
    (Cancellation("2016-05-01", None), []),
]


@pytest.mark.parametrize(("correction", "codes"), CORRECTIONS)
def test_a_correction_lasts_a_year_at_most(correction: Correction, codes: list[str]) -> None:
    assert [code.value for code in of_correction(correction)] == codes


@pytest.mark.parametrize(("removal", "codes"), REMOVALS)
def test_removal_for_lost_contact_waits_two_years_since_the_regulation(removal: Removal, codes: list[str]) -> None:
    assert [code.value for code in of_removal(removal)] == codes


@pytest.mark.parametrize(("cancellation", "codes"), CANCELLATIONS)
def test_a_probationer_of_sixty_is_unusual(cancellation: Cancellation, codes: list[str]) -> None:
    assert [code.value for code in of_cancellation(cancellation)] == codes


def test_the_first_day_of_removal_is_two_years_after_suspension() -> None:
    assert removable_from("2020-02-29") == date(2022, 2, 28)
    assert removable_from("2020-03") == date(2022, 3, 1)


partial = st.from_regex(r"20(19|20|21)(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?", fullmatch=True)


@given(partial, partial, st.sampled_from(["-01-01", "-06-15", "-12-28"]))
def test_a_finding_stays_whatever_day_a_partial_date_turns_out_to_mean(since: str, until: str, day: str) -> None:
    first, last = ((text + day[len(text) - 4 :])[:10] for text in (since, until))
    assert set(of_correction(Correction(since, until))) <= set(of_correction(Correction(first, last)))
    assert set(of_removal(Removal(until, True, since))) <= set(of_removal(Removal(last, True, first)))
