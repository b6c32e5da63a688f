"""A sub-key opens for each of its recipients, also with the standard age command, and for nobody else."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.crypto import age, subkeys
from tui.faults import Failure, Fault

PERSON, RECOVERY, STRANGER = (age.new_identity() for _ in range(3))
SEALED = subkeys.seal(b"secret", [age.recipient_of(PERSON), age.recipient_of(RECOVERY)])
FILE = "keys/data.age"


def test_person_and_recovery_identity_each_open_it_alone() -> None:
    assert subkeys.unseal(SEALED, PERSON, file=FILE) == b"secret"
    assert subkeys.unseal(SEALED, RECOVERY + "\n", file=FILE) == b"secret"


def test_a_stranger_does_not_open_it() -> None:
    with pytest.raises(Failure, match=FILE) as raised:
        subkeys.unseal(SEALED, STRANGER, file=FILE)
    assert raised.value.fault is Fault.SLOT_DAMAGED


@given(st.integers(0, len(SEALED) * 8 - 1))
def test_no_flipped_bit_passes(bit: int) -> None:
    altered = bytearray(SEALED)
    altered[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Failure) as raised:
        subkeys.unseal(bytes(altered), PERSON, file=FILE)
    assert raised.value.fault is Fault.SLOT_DAMAGED


@pytest.mark.parametrize(
    "recipients", [[], ["age1"], [age.recipient_of(PERSON).upper()], [PERSON], ["ssh-ed25519 AAAA"]]
)
def test_it_is_sealed_to_well_formed_recipients_only(recipients: list[str]) -> None:
    with pytest.raises(ValueError, match=r"encrypt to|recipient"):
        subkeys.seal(b"secret", recipients)


def test_a_malformed_identity_is_not_repeated_in_the_error() -> None:
    with pytest.raises(ValueError, match="not an age identity") as raised:
        age.parse_identity(PERSON[:-1])
    assert PERSON[:-1] not in repr(raised.value)


@pytest.mark.skipif(shutil.which("age") is None, reason="the age command is not installed")
def test_the_age_command_prints_the_raw_key_as_sqlcipher_takes_it(tmp_path: Path) -> None:
    key = subkeys.new_database_key()
    (tmp_path / "recovery.txt").write_text(RECOVERY + "\n")
    (tmp_path / "data.age").write_bytes(subkeys.seal(subkeys.key_to_text(key), [age.recipient_of(RECOVERY)]))
    command = ["age", "-d", "-i", "recovery.txt", "data.age"]
    printed = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    assert printed.decode() == key.hex() + "\n"
    assert len(key) == 32


@given(st.binary(min_size=32, max_size=32))
def test_the_text_of_a_key_reads_back(key: bytes) -> None:
    assert subkeys.key_from_text(subkeys.key_to_text(key), file=FILE) == key


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"ab" * 32,
        b"ab" * 31 + b"\n",
        b"AB" * 32 + b"\n",
        b"zz" * 32 + b"\n",
        b"\xff",
        b"ab " * 32 + b"\n",
    ],
)
def test_any_other_text_is_damage(text: bytes) -> None:
    with pytest.raises(Failure, match=FILE) as raised:
        subkeys.key_from_text(text, file=FILE)
    assert raised.value.fault is Fault.SLOT_DAMAGED


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33)])
def test_a_key_that_sqlcipher_would_take_for_a_passphrase_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        subkeys.key_to_text(key)


def test_two_database_keys_differ() -> None:
    assert subkeys.new_database_key() != subkeys.new_database_key()
