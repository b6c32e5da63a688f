"""The recovery identity: an age identity on paper, which opens every sub-key and signs for a lost officer.

The sheet is the 58 characters that follow ``AGE-SECRET-KEY-1``, twelve to a line in groups of four, each line ended by
a check group::

    1  QPZR Y9X8 GF2T  VDW0

The prefix, then the groups without their check groups, are the identity as ``age -d -i`` takes it. The check group is
CRC-16/XMODEM of the line's number and characters, so a wrong character, two that changed places or a line that did is
found in its line; the checksum that age identities carry themselves (bech32, BIP 173) covers the whole.

The alphabet of bech32 has no 1, B, I and O. Where one of them is typed, the character it was taken for is meant.
"""

import unicodedata
from binascii import crc_hqx
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tui.crypto import age, signing
from tui.crypto.people import RecoveryKey
from tui.faults import Failure, Fault

PREFIX: Final = "AGE-SECRET-KEY-1"
_ALPHABET: Final = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"  # bech32's, in the order of its values
_MISREAD: Final = str.maketrans("1BIO", "L8L0")
_LENGTH: Final = 58  # characters after the prefix
_GROUP: Final = 4
_PER_LINE: Final = 3 * _GROUP
_STARTS: Final = range(0, _LENGTH, _PER_LINE)
LINES: Final = len(_STARTS)
"""Lines of a sheet."""


def new() -> tuple[str, RecoveryKey]:
    """(A fresh identity, its public half)."""
    identity = age.new_identity()
    return identity, public_of(identity)


def public_of(identity: str) -> RecoveryKey:
    """What the register of people says of an identity; ValueError if it is none."""
    return RecoveryKey(age.recipient_of(identity), signing.verify_key(seed_of(identity)))


def seed_of(identity: str) -> bytes:
    """The Ed25519 seed with which an identity signs a generation of the register of people."""
    text = str(age.parse_identity(identity))
    return HKDF(algorithm=SHA256(), length=signing.SEED_BYTES, salt=None, info=b"paicha/recovery/1/sign").derive(
        text.encode()
    )


def sheet(identity: str) -> list[str]:
    """The numbered lines to print; ValueError if the text is no identity."""
    characters = str(age.parse_identity(identity)).removeprefix(PREFIX)
    lines = []
    for number, start in enumerate(_STARTS, 1):
        part = characters[start : start + _PER_LINE]
        groups = " ".join(part[at : at + _GROUP] for at in range(0, len(part), _GROUP))
        lines.append(f"{number}  {groups}  {_check(number, part)}")
    return lines


def typed_back(text: str) -> str:
    """The identity that somebody typed from a sheet: its lines in order, with or without their numbers.

    Spaces, hyphens, case and full width do not matter. RECOVERY_TYPO names the lines that are wrong, missing or too
    many; RECOVERY_WRONG if each is right but they do not belong together.
    """
    typed = [characters for characters in map(_plain, text.splitlines()) if characters]
    parts: list[str] = []
    wrong: list[int] = []
    for number in range(1, max(len(typed), LINES) + 1):
        part = _part(number, typed[number - 1]) if number <= min(len(typed), LINES) else None
        if part is None:
            wrong.append(number)
        else:
            parts.append(part)
    if wrong:
        raise Failure(Fault.RECOVERY_TYPO, lines="、".join(map(str, wrong)))
    try:
        return str(age.parse_identity(PREFIX + "".join(parts)))
    except ValueError:
        raise Failure(Fault.RECOVERY_WRONG) from None


def _plain(line: str) -> str:
    """A typed line in the characters of a sheet, without whatever stands between them; still with its number."""
    return "".join(c for c in unicodedata.normalize("NFKC", line).upper() if c.isalnum())


def _part(number: int, typed: str) -> str | None:
    """The characters of a line without its number and check group; None if they do not fit together."""
    length = min(_PER_LINE, _LENGTH - _STARTS[number - 1])
    if len(typed) == len(str(number)) + length + _GROUP:
        typed = typed.removeprefix(str(number))
    typed = typed.translate(_MISREAD)
    part, check = typed[:length], typed[length:]
    known = set(part) <= set(_ALPHABET)
    return part if known and len(part) == length and check == _check(number, part) else None


def _check(number: int, part: str) -> str:
    """Four characters, four bits each."""
    crc = crc_hqx(f"{number}{part}".encode(), 0)
    return "".join(_ALPHABET[int(digit, 16)] for digit in f"{crc:04x}")
