"""Cleaning, measuring and cutting hold for every string, not for examples only."""

import sys
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from wcwidth import wcswidth

from tui.text import ALONE, CUT, MOST_MARKS, clean, fit, fit_tail, folded, width

# Every code point, lone surrogates too; the second line makes the rare dangerous ones frequent.
ANYTHING = st.text(st.characters(exclude_categories=())) | st.text(
    st.sampled_from("a1 张·“”…\t\r\n\v\x85\u2028\x1b\x07\x9b\u202e\u2066\u200b\u200d\ufe0f\u0301\ud800é❤👩👍\ue863")
)
CELLS = st.integers(0, 40)
CJK_NAMES = st.text(
    st.sampled_from("·•“”（）—") | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    min_size=1,
    max_size=20,
)


def is_obeyed_or_unseen(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(ANYTHING)
def test_nothing_is_left_that_a_terminal_would_obey(raw: str) -> None:
    assert not [hex(ord(c)) for c in clean(raw) if is_obeyed_or_unseen(c)]
    assert not [hex(ord(c)) for c in clean(raw, lines=True).replace("\n", "") if is_obeyed_or_unseen(c)]


def test_every_control_format_character_and_surrogate_of_unicode_is_removed() -> None:
    left = [hex(point) for point in range(sys.maxunicode + 1) if is_obeyed_or_unseen(clean(chr(point))[-1:] or "a")]
    assert left == []


def test_characters_without_width_are_removed_unless_they_combine_with_a_visible_one() -> None:
    left = {c for c in map(chr, range(sys.maxunicode + 1)) if clean(c) in (c, ALONE + c) and width(c) == 0}
    assert {unicodedata.category(c) for c in left} <= {"Mn", "Mc", "Me", "Lo", "Lm", "Sk", "Cn"}
    assert not left & set("\u034f\u115f\u1160\u180b\u3164\ufe00\ufe0f\uffa0\U000e0100")


@given(ANYTHING, st.booleans())
def test_cleaning_twice_changes_nothing(raw: str, lines: bool) -> None:
    once = clean(raw, lines=lines)
    assert clean(once, lines=lines) == once


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs", "Co"])))
def test_what_a_reader_sees_is_untouched(text: str) -> None:
    unseen = [c for c in text if clean(c) == ""]
    seen = "".join(c for c in text if c not in unseen)
    assume(not any(width(seen[n : n + MOST_MARKS + 1]) == 0 for n in range(len(seen) - MOST_MARKS)))
    assert clean(text).removeprefix(ALONE) == seen.removeprefix(ALONE)
    assert all(width(c) == 0 or c == "\u115f" for c in unseen)


@given(st.text("王a1 ·\u0301\u0316\u20dd\u1161\U0001f3fb\u0f90"), st.integers(1, 40))
def test_no_character_carries_more_marks_than_can_be_read(text: str, times: int) -> None:
    seen = clean(text * times)
    assert not any(width(seen[n : n + MOST_MARKS + 1]) == 0 for n in range(len(seen) - MOST_MARKS))
    assert [c for c in seen if width(c)] in (
        [c for c in text * times if width(c)],
        [ALONE, *(c for c in text * times if width(c))],
    )


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("\u0301", "◌\u0301"),
        ("\u200b\u0301乙", "◌\u0301乙"),
        ("王\u0301乙", "王\u0301乙"),
        ("王" + "\u0301" * 10_000 + "乙", "王" + "\u0301" * MOST_MARKS + "乙"),
        ("............ ———————————— 完", "............ ———————————— 完"),
    ],
)
def test_marks_never_change_what_stands_before_a_text_and_never_pile_up(raw: str, seen: str) -> None:
    assert clean(raw) == seen


@pytest.mark.parametrize(
    "text",
    [
        "买买提·艾合买提",
        "“两学一做”……——《章程》",
        "é e\u0301 ñ",
        "３６０４Ｘ\u3000全角",
        "𠮷野䶮𰻝",
        "\ue863",
        "[/] [b]x[/b]",
    ],
)
def test_names_quotes_rare_characters_and_markup_are_normal_text(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("raw", "one_line", "lines"),
    [
        ("第一行\r\n第二行", "第一行 第二行", "第一行\n第二行"),
        ("甲\t\t乙\n\n丙", "甲 乙 丙", "甲 乙\n\n丙"),
        ("甲\u2028乙\u2029丙\x85丁\v戊\r己", "甲 乙 丙 丁 戊 己", "甲\n乙\n丙\n丁\n戊\n己"),
        ("甲\r\u200b\n乙", "甲 乙", "甲\n乙"),
        ("\x1b]0;改标题\x07张\x1b[2J三", "]0;改标题张[2J三", "]0;改标题张[2J三"),
        ("\u202e三张\u202c\ufeff\u200b", "三张", "三张"),
    ],
)
def test_breaks_become_one_space_or_stay_and_controls_vanish(raw: str, one_line: str, lines: str) -> None:
    assert clean(raw) == one_line
    assert clean(raw, lines=True) == lines


@given(ANYTHING, CELLS)
def test_a_fitted_text_takes_exactly_its_cells(raw: str, cells: int) -> None:
    for fitted in (fit(raw, cells), fit_tail(raw, cells)):
        assert width(fitted) == cells
        assert clean(fitted) == fitted


@given(ANYTHING.filter(lambda raw: CUT not in raw), st.integers(1, 40))
def test_a_cut_is_always_visible_and_a_text_with_room_is_whole(raw: str, cells: int) -> None:
    text = clean(raw)
    for fitted in (fit(raw, cells), fit_tail(raw, cells)):
        if width(text) <= cells:
            assert fitted == text + " " * (cells - width(text))
        else:
            head, cut, tail = fitted.partition(CUT)
            assert cut == CUT
            assert text.startswith(head)
            assert text.rstrip(" ").endswith(tail.rstrip(" "))


@given(CJK_NAMES)
def test_width_agrees_with_wcwidth_on_chinese_names(name: str) -> None:
    assert width(name) == wcswidth(name)


@pytest.mark.parametrize(
    ("cells", "head_only", "both_ends"),
    [
        (0, "", ""),
        (1, "…", "…"),
        (2, "… ", "… "),
        (3, "中…", "中…"),
        (6, "中共… ", "中…部 "),
        (20, "中共某某大学机械工… ", "中共某某大…第三支部 "),
        (32, "中共某某大学机械工程学院第三支部", "中共某某大学机械工程学院第三支部"),
        (34, "中共某某大学机械工程学院第三支部  ", "中共某某大学机械工程学院第三支部  "),
    ],
)
def test_a_wide_character_is_never_split(cells: int, head_only: str, both_ends: str) -> None:
    branch = "中共某某大学机械工程学院第三支部"
    assert fit(branch, cells) == head_only
    assert fit_tail(branch, cells) == both_ends


@given(st.integers(13, 40))
def test_branches_that_differ_at_the_end_never_look_alike(cells: int) -> None:
    third, fourth = "中共某某大学机械工程学院第三支部", "中共某某大学机械工程学院第四支部"
    assert fit_tail(third, cells) != fit_tail(fourth, cells)


@given(st.text("ae\u0301\u0308"), st.integers(1, 40))
def test_an_accent_stays_with_its_letter(text: str, cells: int) -> None:
    seen = clean(text)
    head = fit(text, cells).rstrip(" ").removesuffix(CUT)
    assert not seen[len(head) :].startswith(("\u0301", "\u0308"))


@given(st.text(), st.integers(2, 40), st.integers(1, 5))
def test_folded_lines_have_exactly_the_width_and_lose_nothing_but_at_the_last_cut(
    raw: str, cells: int, lines: int
) -> None:
    found = folded(raw, cells, lines)
    assert 1 <= len(found) <= lines
    assert all(width(line) == cells for line in found)
    if CUT not in found[-1]:
        assert "".join("".join(found).split()) == "".join(clean(raw).split())
