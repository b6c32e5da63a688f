"""The printed recovery identity can be typed back, and a slip is found in its line."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.crypto import age, recovery, subkeys
from tui.faults import Failure, Fault

IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
LINES = recovery.sheet(IDENTITY)


def test_the_sheet_has_four_short_lines() -> None:
    assert len(LINES) == 4
    assert all(len(line) <= 20 and line.isascii() for line in LINES)


def test_what_is_typed_back_is_the_identity_that_age_takes(tmp_path: Path) -> None:
    identity = age.new_identity()
    (tmp_path / "secret.age").write_bytes(subkeys.seal(b"key", [age.recipient_of(identity)]))
    (tmp_path / "typed.txt").write_text(recovery.typed_back(recovery.sheet(identity)) + "\n")
    opened = subprocess.run(
        ["age", "-d", "-i", tmp_path / "typed.txt", tmp_path / "secret.age"], capture_output=True, check=True
    )
    assert opened.stdout == b"key"


@pytest.mark.parametrize("spell", [str.lower, lambda line: line.replace(" ", ""), lambda line: f"  {line}\u3000"])
def test_case_and_spaces_do_not_matter(spell) -> None:  # type: ignore[no-untyped-def]
    assert recovery.typed_back([spell(line) for line in LINES]) == IDENTITY


@given(st.integers(0, 3), st.integers(0, 14), st.sampled_from("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"))
def test_a_wrong_character_is_found_in_its_line(line: int, place: int, letter: str) -> None:
    compact = LINES[line].replace(" ", "")
    wrong = compact[:place] + letter + compact[place + 1 :]
    if place >= len(compact) or wrong == compact:
        return
    typed = [*LINES[:line], wrong, *LINES[line + 1 :]]
    with pytest.raises(Failure) as raised:
        recovery.typed_back(typed)
    assert raised.value.fault is Fault.RECOVERY_MISTYPED
    # Two check characters miss one slip in a thousand; the identity's own checksum then finds it at the end.
    assert f"第{line + 1}行" in str(raised.value) or "第4行" in str(raised.value)


@pytest.mark.parametrize("typed", [[], [""], list(LINES[:3]), [LINES[1], LINES[0], *LINES[2:]], ["党" * 9]])
def test_missing_or_exchanged_lines_are_refused(typed: list[str]) -> None:
    with pytest.raises(Failure) as raised:
        recovery.typed_back(typed)
    assert raised.value.fault is Fault.RECOVERY_MISTYPED
