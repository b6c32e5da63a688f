"""Units in the names of files: plain, short, and not mistaken for one another."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.naming import LONGEST, unit_in_name

UUID = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("001002003", "001002003"),
        ("AB.12", "ab.12"),
        ("００１", "001"),
        ("一支部", "01234567"),
        ("001-二", "001.01234567"),
        ("12345678901234567", "12345678901234567"),
        ("123456789012345678", "12345678.01234567"),
        ("", "01234567"),
        ("...", "01234567"),
        (".1", "1.01234567"),
    ],
)
def test_a_code_is_named_by_its_plain_part_and_the_uuid_where_that_is_not_all(code: str, name: str) -> None:
    assert unit_in_name(code, UUID) == name


@given(st.text(max_size=40))
def test_any_code_makes_a_name_that_every_medium_takes(code: str) -> None:
    name = unit_in_name(code, UUID)
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9.]*[a-z0-9])?", name)
    assert len(name) <= LONGEST
