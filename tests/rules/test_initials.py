"""Initials for search: what people type finds the name, under every reading of its surname."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.initials import initials


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("张三丰", "z s f"),
        ("曾小明", "z x m 0 c x m"),
        ("单田芳", "s t f 0 d t f 0 c t f"),
        ("解缙", "x j 0 j j"),
        ("查良镛", "z l y 0 c l y"),
        ("翟志刚", "z z g 0 d z g"),
        ("仇英", "q y 0 c y"),
        ("万俟卨", "m q x 0 w s x"),
        ("欧阳修", "o y x"),
        ("阿卜杜拉·艾则孜", "a b d l a z z"),
        ("Anna Li", "a n n a l i"),
        ("张00", "z"),
        ("曾", "z 0 c"),
        ("", ""),
    ],
)
def test_initials_of_a_name(name: str, tokens: str) -> None:
    assert initials(name) == tokens


@given(st.text(max_size=100))
def test_only_letters_digits_and_single_spaces_come_out(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]?( ?[a-z0-9])*", initials(name))
    assert all(len(token) == 1 for token in initials(name).split())
