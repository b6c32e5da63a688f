"""Comparing two records of one person: by what the values mean, and with nothing made up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.checks import Refusal
from tui.rules.codes import EDUCATION, NATIONS
from tui.rules.comparison import (
    FIELDS,
    IDENTITY,
    WHOLE_PERSON,
    Decision,
    Difference,
    Kind,
    compare,
    in_words,
    refuses,
    register_value,
    same,
    slip_of_the_pen,
)

words = st.text(alphabet="王小明abc 19850701-.年，（）X", max_size=12)
fields = st.sampled_from(FIELDS)
records = st.dictionaries(fields, words)


@given(fields, words)
def test_a_value_is_the_same_as_itself(field: str, value: str) -> None:
    assert same(field, value, value)


@given(fields, words, words)
def test_neither_side_counts_for_more(field: str, one: str, other: str) -> None:
    assert same(field, one, other) == same(field, other, one)


@given(records, records)
def test_a_difference_names_both_values_and_only_items_that_the_other_side_has(
    ours: dict[str, str], theirs: dict[str, str]
) -> None:
    found = compare(ours, theirs)
    assert {difference.field for difference in found} <= theirs.keys()
    for field, kind, here, there in found:
        assert (here, there) == (ours.get(field, ""), theirs[field])
        assert here or there
        assert (
            kind
            is {(True, True): Kind.WRONG, (True, False): Kind.MISSING, (False, True): Kind.OURS_EMPTY}[
                bool(here), bool(there)
            ]
        )


@given(records)
def test_what_was_taken_over_from_there_differs_no_longer(theirs: dict[str, str]) -> None:
    assert compare(theirs, theirs) == []


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(("birth", "joined", "full_at")))
def test_a_date_fits_what_says_less_of_it_and_no_other_month(day: date, field: str) -> None:
    full = day.isoformat()
    assert same(field, full, full[:7])
    assert same(field, full[:4], full)
    other = f"{day.year}-{day.month % 12 + 1:02}"
    assert not same(field, full, other)
    assert not same(field, full[:7], other)


@pytest.mark.parametrize(
    ("field", "one", "other", "agree"),
    [
        ("education", "大学", "大学本科", True),
        ("education", "21", "本科", True),
        ("education", "研究生", "硕士研究生", True),
        ("education", "大学", "大专", False),
        ("education", "大学", "中央党校大学", False),
        ("nation", "汉族", "汉", True),
        ("nation", "01", "汉族", True),
        ("nation", "汉族", "满族", False),
        ("phone", "13800138000", "138-0013 8000", True),
        ("phone", "13800138000", "+8613800138000", True),
        ("phone", "13800138000", "13800138001", False),
        ("idno", "11010519491231002x", "11010519491231002X", True),
        ("idno", "110105491231002", "11010519491231002X", False),
        ("name", "阿依古丽·买买提", "阿依古丽•买买提", True),
        ("name", "王伟", "王玮", False),
        ("address", "北京市朝阳区１号", "北京市朝阳区 1号", True),
        ("address", "北京市朝阳区1号", "北京市朝阳区2号", False),
        ("sex", "male", "男", True),
        ("sex", "male", "female", False),
        ("category", "full", "probationary", False),
        ("lost", "", "no", True),
        ("lost", "", "yes", False),
        ("floating", "no", "", True),
        ("membership", "normal", "", True),
        ("membership", "suspended", "", False),
        ("birth", "", "1985", False),
        ("birth", "1985-07", "一九八五年", False),
        ("work", "（一）", "一", True),
        ("work", "-", "/", False),
    ],
)
def test_values_are_compared_by_what_they_mean(field: str, one: str, other: str, agree: bool) -> None:
    assert same(field, one, other) is agree
    assert same(field, other, one) is agree


def test_what_an_export_does_not_carry_is_not_missing_there() -> None:
    ours = {"name": "王伟", "birth": "1985-07-01", "phone": "13800138000"}
    assert compare(ours, {"name": "王伟"}) == []
    assert compare(ours, {"name": "王伟", "phone": ""}) == [Difference("phone", Kind.MISSING, "13800138000", "")]


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("11010519491231002X", "110105194912310020", True),
        ("11010519491231002X", "11010519491213002X", True),
        ("11010519491231002X", "110105491231002", True),
        ("11010519491231002X", "110105195012310036", False),
        ("11010519491231002X", "11010519491231002", False),
    ],
)
def test_a_number_miswritten_is_told_from_another_number(one: str, other: str, slip: bool) -> None:
    assert slip_of_the_pen(one, other) is slip
    assert slip_of_the_pen(other, one) is slip


@given(st.sampled_from(list(Kind)), fields, words)
def test_nothing_known_is_ever_wiped_out_and_nobody_added_or_dropped(kind: Kind, field: str, theirs: str) -> None:
    refused = refuses(kind, Decision.THEIRS, field, theirs, several=False)
    if kind is Kind.MISSING or kind in WHOLE_PERSON or not theirs.strip():
        assert refused is not None
    assert refuses(kind, Decision.OPEN, field, theirs, several=True) is None


def test_who_somebody_is_is_taken_over_one_by_one_only() -> None:
    for field in IDENTITY:
        text = "11010519491231002X"
        assert refuses(Kind.WRONG, Decision.THEIRS, field, text, several=True) is Refusal.ONE_BY_ONE
        assert refuses(Kind.WRONG, Decision.THEIRS, field, text, several=False) is None
    assert refuses(Kind.OURS_EMPTY, Decision.OURS, "phone", "13800138000", several=False) is Refusal.NOTHING_HERE


@given(fields, words)
def test_what_the_register_takes_means_what_was_read(field: str, text: str) -> None:
    value = register_value(field, text)
    assert value is None or same(field, value, text)
    assert value != ""


def test_codes_of_the_register_are_taken_and_said_in_words() -> None:
    for name in NATIONS.values():
        assert register_value("nation", name) == name
    for text in EDUCATION.values():
        assert register_value("education", text) == text
    assert register_value("sex", "male") == "male"
    assert register_value("sex", "未知") is None
    assert register_value("birth", "待查") is None
    assert (in_words("lost", "yes"), in_words("work", "yes")) == ("是", "yes")
