"""Packed lines: gunzip reads them, they come back, and what would blow up or was cut is refused."""

import gzip
import os
import subprocess
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.crypto import lines
from tui.crypto.compression import MAX_RATIO
from tui.faults import Failure, Fault


def packed(*texts: bytes) -> bytes:
    return lines.pack(lambda: texts)


def refused(raw: bytes) -> bool:
    with pytest.raises(Failure) as raised:
        list(lines.unpack(raw))
    return raised.value.fault is Fault.E06_BAD_LAYOUT


MANY = tuple(f"第{number}行{os.urandom(20).hex()}".encode() for number in range(40_000))
"""Longer than any part that is packed or unpacked at a time."""


@given(st.lists(st.binary(max_size=60).map(lambda text: text.replace(b"\n", b" ")), max_size=40))
def test_lines_come_back(texts: list[bytes]) -> None:
    assert list(lines.unpack(packed(*texts))) == texts


def test_many_lines_come_back() -> None:
    assert list(lines.unpack(packed(*MANY))) == list(MANY)


def test_the_gunzip_command_reads_them() -> None:
    done = subprocess.run(["gunzip"], input=packed(*MANY), capture_output=True, check=True)
    assert done.stdout == b"".join(line + b"\n" for line in MANY)


def test_the_same_lines_are_the_same_bytes_without_name_and_time() -> None:
    assert packed(*MANY) == packed(*MANY)
    assert packed(b"x")[3:8] == bytes(5)


def test_text_that_would_pack_too_tightly_is_stored_and_so_can_be_read() -> None:
    calls: list[int] = []

    def same() -> Iterable[bytes]:
        calls.append(1)
        return [b"0" * 500_000] * 10

    raw = lines.pack(same)
    assert len(raw) * MAX_RATIO > 5_000_000
    assert len(calls) == 2
    assert list(lines.unpack(raw)) == [b"0" * 500_000] * 10


def test_a_bomb_is_not_unpacked() -> None:
    assert refused(gzip.compress((b"0" * 1000 + b"\n") * 100_000))


def test_a_line_without_end_is_refused_before_it_is_whole() -> None:
    endless = os.urandom(2 * lines.MAX_LINE).replace(b"\n", b"")
    assert refused(gzip.compress(endless + b"\n"))


def test_the_last_line_has_to_end() -> None:
    assert refused(gzip.compress(b"one\ntwo"))


@pytest.mark.parametrize(
    "raw",
    [b"", b"no gzip", gzip.compress(b"a\n") * 2, gzip.compress(b"a\n") + b"\0"],
    ids=["nothing", "other", "two", "more"],
)
def test_anything_but_one_whole_member_is_refused(raw: bytes) -> None:
    assert refused(raw)


def test_whatever_follows_is_refused_wherever_it_begins() -> None:
    whole = packed(*MANY)
    for extra in (1, 256 * 1024, 300 * 1024):
        assert refused(whole + bytes(extra))


@given(st.integers(0, len(packed(*MANY[:50])) - 1))
def test_cut_anywhere_it_is_refused(length: int) -> None:
    assert refused(packed(*MANY[:50])[:length])


@given(st.integers(0, len(packed(*MANY[:50])) * 8 - 1))
def test_a_flipped_bit_is_refused_or_changes_nothing(bit: int) -> None:
    altered = bytearray(packed(*MANY[:50]))
    altered[bit // 8] ^= 1 << bit % 8
    try:
        read = list(lines.unpack(bytes(altered)))
    except Failure as failure:
        fault = failure.fault
    else:
        assert read == list(MANY[:50])  # the bit was a flag of the header or the operating system's number
        return
    assert fault is Fault.E06_BAD_LAYOUT
