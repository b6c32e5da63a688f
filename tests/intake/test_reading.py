"""Reading from a medium: whole, twice the same, and never more than wanted."""

import os
from pathlib import Path

import pytest

from tui.faults import Failure, Fault
from tui.intake.media import read_file

CONTENT = bytes(range(256)) * 8000


def fault_of(path: Path, limit: int = 10**9, **options: Fault) -> Failure:
    with pytest.raises(Failure) as raised:
        read_file(path, limit, **options)
    return raised.value


def test_a_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "bundle"
    file.write_bytes(CONTENT)
    assert read_file(file, len(CONTENT)) == CONTENT
    assert fault_of(file, len(CONTENT) - 1).fault is Fault.E02_NOT_A_BUNDLE


def test_what_is_too_large_is_named_without_what_cannot_be_seen(tmp_path: Path) -> None:
    file = tmp_path / "a\u202ecard\x1b[2J"
    file.write_bytes(CONTENT)
    failure = fault_of(file, 10, too_large=Fault.CARD_UNREADABLE)
    assert failure.fault is Fault.CARD_UNREADABLE
    assert "acard[2J" in str(failure)


def test_what_cannot_be_read_is_a_fault_of_the_medium(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "missing", tmp_path, tmp_path / "pipe", Path("/proc/self/mem")):
        assert fault_of(path).fault is Fault.E01_MEDIA_READ


def test_two_readings_that_differ_are_a_fault_of_the_medium() -> None:
    # A file of the kernel whose content is new at every reading.
    assert fault_of(Path("/proc/sys/kernel/random/uuid")).fault is Fault.E01_MEDIA_READ
