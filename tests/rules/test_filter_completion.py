"""What the filter field offers to put in."""

from hypothesis import given
from hypothesis import strategies as st

from tui.rules.filters.completion import completion


def put_in(text: str, cursor: int | None = None) -> list[str]:
    """The text after each offer was taken."""
    at = len(text) if cursor is None else cursor
    return [text[: offer.start] + offer.text + text[offer.end :] for offer in completion(text, at).offers]


def test_fields_are_offered_by_the_beginning_of_any_of_their_words() -> None:
    assert put_in("支") == ["支部:"]
    assert put_in("bor") == ["出生:"]
    assert put_in("张 -查4") == ["张 -查4:"]
    assert put_in("自查") == ["自查:", "自查1:", "自查2:", "自查3:", "自查4:", "自查5:"]


def test_values_are_offered_after_either_colon_those_that_begin_so_first() -> None:
    assert put_in("是：失") == ["是：失联"]
    assert "查4:存疑" in put_in("查4:")
    assert put_in("查4:存疑,待") == ["查4:存疑,待完善"]
    assert put_in("对象:回执") == ["对象:转出未回执"]
    assert put_in("is:los") == ["is:失联"]


def test_findings_are_offered_by_what_they_say() -> None:
    assert put_in("问题:党费已有") == ["问题:V20"]
    assert completion("问题:v20", 6).offers == ()


def test_focus_groups_are_offered_by_any_part_of_their_names() -> None:
    assert "group:社区人户分离" in put_in("group:人户")
    assert put_in("重点") == ["重点群体:"]


def test_a_whole_value_needs_no_completion() -> None:
    assert put_in("查4:存疑") == []


def test_in_the_middle_the_piece_before_the_cursor_is_completed() -> None:
    assert put_in("支 张", 1) == ["支部: 张"]
    assert put_in("(查4:存 或 张)", 5) == ["(查4:存疑 或 张)"]


def test_what_is_no_choice_is_explained() -> None:
    found = completion("出生:", 3)
    assert found.offers == ()
    assert "1960..1975" in found.help
    assert completion("foo:x", 5) == ((), "")
    assert put_in("是:失联") == []


@given(st.text(), st.integers(0, 50))
def test_no_text_makes_it_fail(text: str, cursor: int) -> None:
    at = min(cursor, len(text))
    for offer in completion(text, at).offers:
        assert 0 <= offer.start <= offer.end == at
