"""The printed recovery identity: an age identity as four short lines that a person can type back.

Printed are the 58 characters after ``AGE-SECRET-KEY-1`` in groups of five, each line with two check characters of its
own, so that a slip of the pen is found in its line. Put together again it is the identity that ``age -d -i`` takes.
"""

import unicodedata
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from tui.crypto import age
from tui.faults import Failure, Fault

PREFIX: Final = "AGE-SECRET-KEY-1"
_LETTERS: Final = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"  # the 32 of bech32: no 1, B, I, O to be misread
_LINE: Final = 15
_GROUP: Final = 5
_MISREAD = str.maketrans({"O": "0", "I": "L", "1": "L", "B": "8"})


def sheet(identity: str) -> tuple[str, ...]:
    """The lines to be printed; ``age -d`` needs PREFIX before them and no spaces or check characters."""
    body = identity.removeprefix(PREFIX)
    parts = [body[start : start + _LINE] for start in range(0, len(body), _LINE)]
    return tuple(_spaced(part + _check(number, part)) for number, part in enumerate(parts, 1))


def typed_back(lines: Sequence[str]) -> str:
    """The identity that was typed; ``Failure(RECOVERY_MISTYPED)`` names the first line that is not right."""
    parts = [check_line(number, line) for number, line in enumerate(lines, 1)]
    identity = PREFIX + "".join(parts)
    try:
        age.parse_identity(identity)
    except ValueError:
        raise Failure(Fault.RECOVERY_MISTYPED, line=len(lines)) from None
    return identity


def check_line(number: int, line: str) -> str:
    """The characters of one line without spaces and check; ``Failure(RECOVERY_MISTYPED)``."""
    text = "".join(unicodedata.normalize("NFKC", line).split()).upper().translate(_MISREAD)
    part, check = text[:-2], text[-2:]
    if not part or check != _check(number, part):
        raise Failure(Fault.RECOVERY_MISTYPED, line=number)
    return part


def _check(number: int, part: str) -> str:
    digest = sha256(f"paicha/recovery/1\n{number}\n{part}".encode()).digest()
    return _LETTERS[digest[0] % 32] + _LETTERS[digest[1] % 32]


def _spaced(text: str) -> str:
    return " ".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))
