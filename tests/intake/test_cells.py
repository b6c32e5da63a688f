"""Cells: what is stored, what is mended, what is doubtful; cleaned whatever comes."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.intake.cells import READERS, Cell, as_text, read_phones
from tui.intake.kinds import FIELDS
from tui.intake.problems import ProblemCode, Weight
from tui.text import clean

CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.text(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas(), st.integers()
)


@pytest.mark.parametrize(
    ("field", "cell", "value", "problem"),
    [
        ("name", "张三", "张三", None),
        ("name", "张 三", "张三", ProblemCode.NAME_MENDED),
        ("name", "张　三", "张三", ProblemCode.NAME_MENDED),
        ("name", "张三 ", "张三", None),
        ("name", "阿卜杜拉．艾则孜", "阿卜杜拉·艾则孜", ProblemCode.NAME_MENDED),
        ("name", "阿卜杜拉 • 艾则孜", "阿卜杜拉·艾则孜", ProblemCode.NAME_MENDED),
        ("name", "阿卜杜拉·艾则孜", "阿卜杜拉·艾则孜", None),
        ("name", "⼀丁", "一丁", ProblemCode.NAME_MENDED),
        ("name", "张\u200b三", "张三", ProblemCode.NAME_MENDED),
        ("name", "Ａnna Li", "Anna Li", ProblemCode.NAME_MENDED),
        ("name", "—", "", ProblemCode.NAME_MISSING),
        ("name", "123", "", ProblemCode.NAME_UNREADABLE),
        ("name", 12.0, "", ProblemCode.NAME_UNREADABLE),
        ("sex", "男性", "male", None),
        ("sex", 2.0, "female", None),
        ("sex", "不详", "", ProblemCode.SEX_UNKNOWN),
        ("nation", "维族", "维吾尔族", None),
        ("nation", "火星族", "", ProblemCode.NATION_UNKNOWN),
        ("birth", datetime(1985, 7, 1), "1985-07-01", None),
        ("birth", 1985.1, "", ProblemCode.DATE_AMBIGUOUS),
        ("birth", "85.7", "", ProblemCode.DATE_SHORT_YEAR),
        ("birth", "1985-02-30", "", ProblemCode.DATE_NOT_IN_CALENDAR),
        ("birth", "1885", "", ProblemCode.DATE_OUT_OF_RANGE),
        ("birth", "不详", "", ProblemCode.DATE_UNREADABLE),
        ("birth", time(3, 4), "", ProblemCode.DATE_UNREADABLE),
        ("lost_on", "无", "", None),
        ("lost_on", 0.0, "", None),
        ("idno", "１１０１０５19491231002x", "11010519491231002X", ProblemCode.ID_MENDED),
        ("idno", "110105194912310021", "110105194912310021", None),
        ("idno", 110105194912310000.0, "", ProblemCode.ID_ROUNDED),
        ("idno", "军官证0123", "", ProblemCode.ID_UNREADABLE),
        ("idno", "123", "", ProblemCode.ID_UNREADABLE),
        ("idno", "/", "", None),
        ("category", "中共预备党员", "probationary", None),
        ("category", "积极分子", "", ProblemCode.CATEGORY_UNKNOWN),
        ("membership", "已转出", "", ProblemCode.MEMBERSHIP_UNKNOWN),
        ("lost", "√", "yes", None),
        ("lost", True, "yes", None),
        ("lost", 0.0, "no", None),
        ("floating", "也许", "", ProblemCode.ANSWER_UNREADABLE),
        ("education", 21.0, "大学", None),
        ("education", "本科（在职）", "本科（在职）", None),
        ("number", 11312018275.0, "11312018275", None),
        ("branch", "第一 党 支部", "第一党支部", None),
        ("note", "第一行\n第二行", "第一行 第二行", None),
        ("note", "\x1b[31m红\x1b[0m", "[31m红[0m", ProblemCode.HIDDEN_CHARACTERS),
        ("address", "无", "", None),
        ("address", "街" * 501, "", ProblemCode.TEXT_TOO_LONG),
    ],
)
def test_a_cell_is_stored_as(field: str, cell: Cell, value: str, problem: ProblemCode | None) -> None:
    assert READERS[FIELDS[field].type](cell) == (value, problem)


@pytest.mark.parametrize(
    ("cell", "numbers", "problem"),
    [
        ("13800138000", [("phone", "13800138000")], None),
        (13800138000.0, [("phone", "13800138000")], None),
        ("13 800 138 000", [("phone", "13800138000")], ProblemCode.PHONE_MENDED),
        ("138-0013-8000", [("phone", "13800138000")], ProblemCode.PHONE_MENDED),
        ("+86 13800138000", [("phone", "13800138000")], ProblemCode.PHONE_MENDED),
        ("１３８００１３８０００", [("phone", "13800138000")], ProblemCode.PHONE_MENDED),
        ("0519-86520001", [("landline", "0519-86520001")], None),
        ("（0519）86520001", [("landline", "0519-86520001")], ProblemCode.PHONE_MENDED),
        ("86520001", [("landline", "86520001")], None),
        ("13800138000/13900139000", [("phone", "13800138000"), ("phone", "13900139000")], ProblemCode.PHONE_SEVERAL),
        ("13800138000 13900139000", [("phone", "13800138000"), ("phone", "13900139000")], ProblemCode.PHONE_SEVERAL),
        (
            "010-65200001、13800138000",
            [("landline", "010-65200001"), ("phone", "13800138000")],
            ProblemCode.PHONE_SEVERAL,
        ),
        ("139xxxx1234", [], ProblemCode.PHONE_UNREADABLE),
        ("1380013800", [], ProblemCode.PHONE_UNREADABLE),
        ("无", [], None),
        (0.0, [], None),
    ],
)
def test_phone_numbers_of_a_cell(cell: Cell, numbers: list[tuple[str, str]], problem: ProblemCode | None) -> None:
    assert read_phones(cell) == (numbers, problem)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (11312018275.0, "11312018275"),
        (1985.1, "1985.1"),
        (True, "是"),
        (date(1985, 7, 1), "1985-07-01"),
        (datetime(1985, 7, 1), "1985-07-01"),
        (datetime(1985, 7, 1, 3, 4), "1985-07-01 03:04:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        (" 前\t后 ", "前 后"),
    ],
)
def test_any_cell_has_a_text(cell: Cell, text: str) -> None:
    assert as_text(cell) == text


@given(st.sampled_from(sorted(READERS)), CELLS)
def test_whatever_comes_is_cleaned_bounded_and_never_an_error(field: str, cell: Cell) -> None:
    value, problem = READERS[field](cell)
    assert clean(value) == value == value.strip()
    assert len(value) <= 500
    assert not value or problem is None or problem.weight is Weight.NOTE


@given(CELLS)
def test_phones_are_complete_numbers_or_none(cell: Cell) -> None:
    numbers, problem = read_phones(cell)
    assert all(number.isascii() and 7 <= len(number) <= 21 for _, number in numbers)
    assert not numbers or problem is None or problem.weight is Weight.NOTE
