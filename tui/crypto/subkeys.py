"""Sub-keys of a vault, each an age file addressed to the people entitled to it and to the recovery
identity.

``age -d -i recovery.txt FILE`` prints what is inside. For a database that is the raw key as 64
hexadecimal digits and a newline, ready for ``PRAGMA key = "x'…'"`` of any SQLCipher 4 tool.
"""

import secrets
from collections.abc import Sequence

import pyrage

from tui.crypto import age
from tui.faults import Failure, Fault

DATABASE_KEY_BYTES = 32


def seal(secret: bytes, recipients: Sequence[str]) -> bytes:
    """The secret as an age file that each of the recipients (``age1…``) can open alone."""
    return bytes(pyrage.encrypt(secret, age.parse_recipients(recipients)))


def unseal(ciphertext: bytes, identity: str, *, file: str) -> bytes:
    """What ``seal`` put in. SLOT_DAMAGED naming ``file`` if damaged or not addressed to this identity."""
    try:
        return bytes(pyrage.decrypt(ciphertext, [age.parse_identity(identity)]))
    except (pyrage.DecryptError, OSError):
        raise Failure(Fault.SLOT_DAMAGED, file=file) from None


def new_database_key() -> bytes:
    """A random raw key for one SQLCipher database, 32 bytes."""
    return secrets.token_bytes(DATABASE_KEY_BYTES)


def key_to_text(key: bytes) -> bytes:
    """The text form of a database key, which is what gets sealed; ValueError unless it has 32 bytes."""
    if len(key) != DATABASE_KEY_BYTES:
        # SQLCipher takes a short raw key for a passphrase and says nothing.
        raise ValueError(f"a database key has {DATABASE_KEY_BYTES} bytes, not {len(key)}")
    return key.hex().encode() + b"\n"


def key_from_text(text: bytes, *, file: str) -> bytes:
    """The database key that ``key_to_text`` wrote. SLOT_DAMAGED naming ``file`` for any other text."""
    try:
        key = bytes.fromhex(text.decode("ascii"))
        if key_to_text(key) == text:
            return key
    except ValueError:
        pass
    raise Failure(Fault.SLOT_DAMAGED, file=file)
