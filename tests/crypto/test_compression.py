"""gzip of a payload: reproducible, readable by the standard command, and never a bomb."""

import gzip
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.crypto import compression
from tui.faults import Failure, Fault


def assert_refused(raw: bytes, limit: int = 10**9) -> None:
    with pytest.raises(Failure) as raised:
        compression.bounded_gunzip(raw, limit)
    assert raised.value.fault is Fault.E06_BAD_LAYOUT


@given(st.binary(max_size=5000) | st.builds(lambda b, n: b * n, st.binary(max_size=3), st.integers(0, 100_000)))
def test_whatever_we_pack_unpacks_within_the_bounds(text: bytes) -> None:
    packed = compression.gzip(text)
    assert compression.bounded_gunzip(packed, len(text)) == text
    assert gzip.decompress(packed) == text
    assert compression.gzip(text) == packed


def test_neither_name_nor_time_is_in_the_header() -> None:
    assert compression.gzip(b"x")[3:8] == bytes(5)


def test_what_the_standard_command_packs_is_read() -> None:
    text = random.Random(1).randbytes(100_000)
    assert compression.bounded_gunzip(gzip.compress(text), len(text)) == text


def test_one_byte_beyond_the_limit_is_refused() -> None:
    packed = compression.gzip(b"0123456789")
    assert compression.bounded_gunzip(packed, 10) == b"0123456789"
    assert_refused(packed, 9)


def test_a_bomb_is_refused() -> None:
    bomb = gzip.compress(bytes(100_000_000))
    assert len(bomb) < 100_000
    assert_refused(bomb)
    assert_refused(bomb, 1000)


def test_rubbish_behind_a_second_member_and_a_cut_one_are_refused() -> None:
    packed = compression.gzip(b"text")
    assert_refused(packed + b"x")
    assert_refused(packed + packed)
    assert_refused(packed[:-1])
    assert_refused(b"")
    assert_refused(b"text")


@given(st.integers(0, 8 * 8 - 1))
def test_a_flipped_bit_in_the_check_sum_or_size_is_refused(bit: int) -> None:
    packed = bytearray(compression.gzip(b"text of some length"))
    packed[-1 - bit // 8] ^= 1 << bit % 8
    assert_refused(bytes(packed))
