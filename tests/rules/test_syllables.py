"""Pinyin for search: what is read from a name, and how typed letters divide."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin.pinyin_dict import pinyin_dict

from tui.rules.syllables import SYLLABLES, divisions, syllables

WITHOUT_VOWEL = {"m", "n", "ng", "hm", "hng"}
"""Readings of exclamations, which no name has."""


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("张三丰", "zhang san feng"),
        ("曾小明", "zeng xiao ming 0 ceng xiao ming"),
        ("吕绿", "lu lu"),
        ("尉迟恭", "yu chi gong 0 wei chi gong"),
        ("买买提·A1", "mai mai ti a 1"),
        ("", ""),
    ],
)
def test_syllables_of_a_name(name: str, tokens: str) -> None:
    assert syllables(name) == tokens


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("zhangs", {("zhang", "s")}),
        ("zhangsan", {("zhang", "san")}),
        ("xian", {("xian",), ("xi", "an")}),
        ("lvzh", {("lu", "zh")}),
        ("zs", set()),
        ("z", set()),
        ("zqa", set()),
        ("xu3", set()),
    ],
)
def test_letters_divide_into_syllables(letters: str, found: set[tuple[str, ...]]) -> None:
    assert {division for division in divisions(letters) if len(division[-1]) > 1 or len(division) < 3} >= found
    assert bool(divisions(letters)) == bool(found)


def test_every_reading_in_use_is_a_syllable() -> None:
    plain = {
        "".join(letter for letter in unicodedata.normalize("NFD", reading) if letter.isascii())
        for readings in pinyin_dict.values()
        for reading in readings.split(",")
    }
    assert plain - WITHOUT_VOWEL == SYLLABLES


@given(st.lists(st.sampled_from(sorted(SYLLABLES)), min_size=1, max_size=4), st.integers(0, 4))
def test_a_name_typed_in_full_or_almost_divides_as_it_is(name: list[str], cut: int) -> None:
    last = name[-1][: max(1, len(name[-1]) - cut)]
    typed = "".join((*name[:-1], last))
    if len(typed) > 1:
        assert (*name[:-1], last) in divisions(typed)


@given(st.text(max_size=100))
def test_only_letters_digits_and_single_spaces_come_out(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]*( ?[a-z0-9])*", syllables(name))


@given(st.text("aeginoz", max_size=60))
def test_letters_typed_at_random_divide_into_no_more_than_can_be_asked_for(letters: str) -> None:
    assert len(divisions(letters)) <= 32
