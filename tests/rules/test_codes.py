"""Code tables: what rosters write becomes the table's own value, or None."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules import codes


@pytest.mark.parametrize(
    ("word", "nation"),
    [
        ("汉", "汉族"),
        ("汉族", "汉族"),
        ("汉 族", "汉族"),
        ("维族", "维吾尔族"),
        ("维吾尔", "维吾尔族"),
        ("傈傈族", "傈僳族"),
        ("崩龙族", "德昂族"),
        ("毛难", "毛南族"),
        ("05", "维吾尔族"),
        ("1", "汉族"),
        ("其他", "其他"),
        ("族", None),
        ("", None),
        ("basis", None),
        ("华族", None),
    ],
)
def test_a_nation_is_named_as_on_the_form(word: str, nation: str | None) -> None:
    assert codes.read_nation(word) == nation


def test_the_nations_are_the_56_of_the_standard_and_its_two_others() -> None:
    assert sorted(codes.NATIONS) == [*(f"{n:02}" for n in range(1, 57)), "97", "98"]
    assert len(set(codes.NATIONS.values())) == 58
    assert all(name.endswith("族") for number, name in codes.NATIONS.items() if number < "97")


def test_every_nation_is_read_by_number_full_name_and_short_name() -> None:
    for number, name in codes.NATIONS.items():
        assert {codes.read_nation(form) for form in (number, name, name.removesuffix("族"))} == {name}


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("大学", "21"),
        ("本科", "21"),
        ("大专", "22"),
        ("22", "22"),
        ("2a", "2A"),
        ("省（区、市）委党校大学", "2B"),
    ],
)
def test_education_is_coded_by_the_party_table(word: str, code: str) -> None:
    assert codes.education_code(word) == code


def test_an_education_code_becomes_text_and_text_stays() -> None:
    assert codes.read_education("2B") == "省(区、市)委党校大学"
    assert codes.read_education("本科（在职）") == "本科（在职）"
    assert codes.education_code("本科（在职）") is None


def test_every_education_text_leads_back_to_its_code() -> None:
    for code, text in codes.EDUCATION.items():
        assert codes.education_code(text) == code


@pytest.mark.parametrize(
    ("reader", "word", "value"),
    [
        (codes.read_sex, "男性", "male"),
        (codes.read_sex, "Ｆ", "female"),
        (codes.read_sex, "未知", None),
        (codes.read_category, "正式党员", "full"),
        (codes.read_category, "中共预备党员", "probationary"),
        (codes.read_category, "积极分子", None),
        (codes.read_membership, "停止党籍", "suspended"),
        (codes.read_membership, "正 常", "normal"),
        (codes.read_answer, "√", "yes"),
        (codes.read_answer, "否", "no"),
        (codes.read_answer, "不清楚", None),
    ],
)
def test_closed_lists_give_their_own_values_only(reader, word: str, value: str | None) -> None:
    assert reader(word) == value


@pytest.mark.parametrize("mark", ["", " ", "无", "—", "——", "－", "/", "空白", "\u200b"])
def test_marks_of_nothing(mark: str) -> None:
    assert codes.is_nothing(mark)


@given(st.text())
def test_reading_never_raises(word: str) -> None:
    assert codes.read_nation(word) in {None, *codes.NATIONS.values()}
    assert codes.education_code(word) in {None, *codes.EDUCATION}
    assert codes.read_sex(word) in {None, "male", "female"}
    assert codes.read_answer(word) in {None, "yes", "no"}
