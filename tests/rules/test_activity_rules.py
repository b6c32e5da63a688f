"""Kinds of organised life, attendance, and the day of last contact."""

import pytest

from tui.rules.activities import ActivityKind, Attended, counted_since, lies_after, takes_part
from tui.rules.contact import last_contact


def test_stored_values_stay_what_they_are() -> None:
    assert [kind.value for kind in ActivityKind] == [
        "meeting", "committee", "group", "lesson", "theme_day", "life_meeting", "appraisal", "other",
    ]  # fmt: skip
    assert [state.value for state in Attended] == ["present", "leave", "absent"]
    assert len({state.mark for state in Attended}) == 3


def test_a_committee_or_a_group_does_not_call_the_whole_branch() -> None:
    assert {kind for kind in ActivityKind if not kind.calls_everybody} == {ActivityKind.COMMITTEE, ActivityKind.GROUP}


def test_nobody_supposes_that_one_who_is_lost_or_away_came() -> None:
    assert takes_part(lost=False, floating=False)
    assert not takes_part(lost=True, floating=False)
    assert not takes_part(lost=False, floating=True)


def test_six_months_back_begin_on_the_same_day() -> None:
    assert counted_since("2016-12-15", 6) == "2016-06-15"
    assert counted_since("2016-08-31", 6) == "2016-02-29"


@pytest.mark.parametrize(
    ("active_on", "later"),
    [(None, True), ("", True), ("2016-05-09", True), ("2016-05-10", False), ("2016-05", False), ("2016-04", True),
     ("2016", False), ("不详", False)],
)  # fmt: skip
def test_an_activity_moves_the_last_one_on_only_where_it_certainly_is_later(active_on: str | None, later: bool) -> None:
    assert lies_after("2016-05-10", active_on) is later


def test_last_contact_is_the_later_of_dues_and_activity() -> None:
    """填表要求：与党组织失去联系时间，从最后一次参加组织生活或交纳党费算起。"""
    assert last_contact("2016-05", "2016-05-10") == "2016-05"
    assert last_contact("2016-04", "2016-05-10", None, "", "不详") == "2016-05-10"
    assert last_contact(None, "") is None
