"""Rows of the two forms on lost contact: six months, and searches in all four ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.searches import FoundRow, NotFoundRow, Search, Way, of_found, of_not_found, ways_not_tried

AS_OF = "2016-12-15"
ALL_WAYS = tuple(Search(way, "2016-10") for way in Way)

FOUND: list[tuple[FoundRow, list[str]]] = [
    (FoundRow("2016-04-02", "2016-10-01"), ["V09a"]),
    (FoundRow("2016-04-01", "2016-10-01"), []),
    (FoundRow("2016-04", "2016-10-01"), []),
    (FoundRow("2016-05", "2016-10"), ["V09a"]),
    (FoundRow("2016-05", "2016"), []),
    (FoundRow("2016-10-01", "2016-10-01"), []),
    (FoundRow("2016-11", "2016-10-01"), []),
    (FoundRow("2016-06-16", None), ["V09a"]),
    (FoundRow("2016-06-15", None), []),
    (FoundRow(None, "2016-10-01"), []),
]
NOT_FOUND: list[tuple[NotFoundRow, list[str]]] = [
    (NotFoundRow("2016-06-15", ALL_WAYS), []),
    (NotFoundRow("2016-06-16", ALL_WAYS), ["V09b"]),
    (NotFoundRow("2016-06", ALL_WAYS), []),
    (NotFoundRow("2016-07", ALL_WAYS), ["V09b"]),
    (NotFoundRow("2016", ALL_WAYS), []),
    (NotFoundRow(None, ALL_WAYS), []),
    (NotFoundRow("2010", ALL_WAYS[1:]), ["V10"]),
    (NotFoundRow("2010", (*ALL_WAYS[1:], Search(Way.DIRECT, "2016-12-15"))), []),
    (NotFoundRow("2010", (*ALL_WAYS[1:], Search(Way.DIRECT, "2016-12-16"))), ["V10"]),
    (NotFoundRow("2016-07", ()), ["V09b", "V10"]),
]


@pytest.mark.parametrize(("row", "codes"), FOUND)
def test_who_was_found_had_been_out_of_contact_for_six_months(row: FoundRow, codes: list[str]) -> None:
    assert [code.value for code in of_found(row, AS_OF)] == codes


@pytest.mark.parametrize(("row", "codes"), NOT_FOUND)
def test_who_is_not_found_is_out_of_contact_for_six_months_and_was_searched_in_four_ways(
    row: NotFoundRow, codes: list[str]
) -> None:
    assert [code.value for code in of_not_found(row, AS_OF)] == codes


def test_the_ways_that_lack_a_search_are_named_in_the_documents_order() -> None:
    tried = [Search(Way.OTHER, "2016-11-01"), Search(Way.PERSONAL, "2016-12")]
    assert [way.label for way in ways_not_tried(tried, AS_OF)] == ["直接联系", "部门查找"]
    assert [way.label for way in Way] == ["直接联系", "人际查找", "部门查找", "其他方式查找"]


partial = st.from_regex(r"201[56](-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?", fullmatch=True)


@given(partial, st.none() | partial, st.sampled_from(["-01-01", "-06-15", "-12-28"]))
def test_a_finding_stays_whatever_day_a_partial_date_turns_out_to_mean(
    last: str, found_on: str | None, day: str
) -> None:
    def exact(text: str) -> str:
        return (text + day[len(text) - 4 :])[:10]

    shown = FoundRow(exact(last), exact(found_on) if found_on else None)
    assert set(of_found(FoundRow(last, found_on), AS_OF)) <= set(of_found(shown, AS_OF))
    assert set(of_not_found(NotFoundRow(last, ()), AS_OF)) <= set(of_not_found(NotFoundRow(exact(last), ()), AS_OF))
