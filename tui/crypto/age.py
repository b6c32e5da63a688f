"""Names of age keys: identities (secret, ``AGE-SECRET-KEY-1…``) and recipients (public, ``age1…``).

Only X25519 keys in their one lower-case spelling; c2sp.org/age gives the format.
"""

from collections.abc import Iterable
from typing import Any

import pyrage
from pyrage import x25519


def new_identity() -> str:
    """A fresh identity, one line as ``age-keygen`` prints it."""
    return str(x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The public half of an identity; ValueError if the text is none."""
    return str(parse_identity(identity).to_public())


def parse_identity(text: str) -> Any:
    """The identity that pyrage decrypts with; ValueError if the text is none."""
    try:
        return x25519.Identity.from_str(text.strip())
    except pyrage.IdentityError:
        raise ValueError("not an age identity") from None  # the library's message may repeat the secret


def parse_recipients(texts: Iterable[str]) -> list[Any]:
    """The recipients that pyrage encrypts to; ValueError if there is none or one is malformed."""
    recipients = [_parse_recipient(text) for text in texts]
    if not recipients:
        raise ValueError("nobody to encrypt to")
    return recipients


def _parse_recipient(text: str) -> Any:
    try:
        recipient = x25519.Recipient.from_str(text)
    except pyrage.RecipientError as broken:
        raise ValueError(f"not an age recipient: {text[:80]!r}") from broken
    if str(recipient) != text:
        raise ValueError(f"not the one spelling of an age recipient: {text[:80]!r}")
    return recipient
