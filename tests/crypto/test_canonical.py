"""Canonical JSON: whatever is written reads back, and every other spelling of it is refused."""

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.crypto import canonical

texts = st.text().map(lambda text: unicodedata.normalize("NFC", text))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=20,
)


@given(values)
def test_every_value_reads_back_as_itself(value: Any) -> None:
    assert canonical.decode(canonical.encode(value)) == value


@given(values, st.sampled_from([{"indent": 1}, {"ensure_ascii": True}, {"separators": (", ", ": ")}]))
def test_any_other_json_of_the_same_value_is_refused(value: Any, style: dict[str, Any]) -> None:
    raw = json.dumps(value, **style).encode()
    if raw == canonical.encode(value):
        assert canonical.decode(raw) == value
    else:
        with pytest.raises(ValueError, match=r"."):
            canonical.decode(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b"1.0",
        b"1e3",
        b"-0",
        b"NaN",
        b"Infinity",
        b"9007199254740993",
        b"1" * 5000,
        b'"\\u0041"',
        b'"\\ud800"',
        b'"\\/"',
        '"e\u0301"'.encode(),
        b'"\xff"',
        b'"\xed\xa0\x80"',
        "\ufeff1".encode(),
        b" 1",
        b"1\n",
        b"1 2",
        b"[1],",
        b"[" * 100_000,
    ],
)
def test_bytes_that_are_not_the_one_spelling_are_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical.decode(raw)


@pytest.mark.parametrize(
    "value", [1.0, [0.5], {"a": {"b": float("nan")}}, 2**53, "e\u0301", "\ud800", {1: 2}, b"x", {1}]
)
def test_values_that_have_no_canonical_form_are_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical.encode(value)


def test_endless_nesting_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(ValueError, match="nested"):
        canonical.encode(value)


def test_keys_are_ordered_by_utf16_units_as_rfc_8785_says() -> None:
    assert canonical.encode({"\U00010000": 1, "\uffff": 2}) == '{"\U00010000":1,"\uffff":2}'.encode()
