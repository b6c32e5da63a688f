"""What a letter's number is called in a sentence."""

import pytest

from tui.rules.letter_numbers import called


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("20260012", "第20260012号"),
        ("第2008002号", "第2008002号"),
        ("2008第002号", "2008第002号"),
        ("苏委〔2016〕12号", "第苏委〔2016〕12号"),
        ("第12", "第12号"),
        (" ", "第　号"),
        (None, "第　号"),
    ],
)
def test_a_number_gets_neither_word_twice(number: str | None, name: str) -> None:
    assert called(number) == name
