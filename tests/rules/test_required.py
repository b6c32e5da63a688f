"""What is missing of a member's record, check by check."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.checks import Check
from tui.rules.member_fields import FIELDS
from tui.rules.required import REQUIRED, missing

EVERYTHING = {name: "x" for names in REQUIRED.values() for name in names}


def test_every_required_field_can_be_set_by_hand() -> None:
    assert EVERYTHING.keys() <= FIELDS.keys()


@given(st.sets(st.sampled_from(sorted(EVERYTHING))))
def test_only_what_is_empty_is_asked_for_and_each_check_by_itself(empty: set[str]) -> None:
    fields = EVERYTHING | dict.fromkeys(empty, "")
    for check in Check:
        assert set(missing(fields, check)) <= empty & set(REQUIRED[check])
    assert {"sex", "native"} & empty == {"sex", "native"} & set(missing(fields, Check.ROSTER))


@pytest.mark.parametrize(
    ("fields", "check", "owed"),
    [
        ({"category": "probationary"}, Check.ARCHIVE, "full_application"),
        ({"category": "probationary"}, Check.ROSTER, "full_at"),
        ({"landline": "025-83590000"}, Check.ROSTER, "phone"),
        ({"lost": "no"}, Check.DUES, "lost_on"),
        ({}, Check.DUES, "floating_to"),
    ],
)
def test_what_a_member_does_not_owe_is_not_missing(fields: dict[str, str], check: Check, owed: str) -> None:
    assert owed not in missing(fields, check)


@pytest.mark.parametrize(
    ("fields", "check", "owed"),
    [
        ({"category": "full"}, Check.ARCHIVE, "full_application"),
        ({"category": "full"}, Check.ROSTER, "full_at"),
        ({}, Check.ROSTER, "phone"),
        ({"lost": "yes"}, Check.DUES, "lost_on"),
        ({"floating": "yes"}, Check.DUES, "floating_to"),
    ],
)
def test_what_the_circumstances_make_owed_is_missing(fields: dict[str, str], check: Check, owed: str) -> None:
    assert owed in missing(fields, check)
