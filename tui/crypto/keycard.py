"""Key cards: how units learn one another's public keys.

A card is one canonical JSON file, ``{"card": {…}, "format": "paicha-card/1", "signature": "…"}``. The
signature (minisign, by the card's own signing key, over the file without it) proves that whoever made the
card holds the key. That the card belongs to the unit it names is proved only by people: they read the
fingerprint aloud.
"""

import hashlib
import unicodedata
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from tui.crypto import age, canonical, unitkeys
from tui.faults import Failure, Fault

FORMAT = "paicha-card/1"
MAX_CARD = 16 * 1024  # bytes
_LENGTHS = {"name": 120, "code": 40, "kind": 40}  # characters
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp", "Zs"))  # Unicode categories nobody can compare by eye


@dataclass(frozen=True, slots=True)
class KeyCard:
    """The public side of a unit. ValueError for any field that is not as described."""

    unit: str  # UUID, 32 lower-case hexadecimal digits
    name: str
    code: str
    kind: str
    signing: str  # minisign public key, base64
    receiving: str  # age1…
    made_on: str  # YYYY-MM-DD

    def __post_init__(self) -> None:
        for field in fields(self):
            if not isinstance(getattr(self, field.name), str):
                raise ValueError(f"{field.name} is not text")
        for name, longest in _LENGTHS.items():
            _check_text(getattr(self, name), longest)
        if UUID(self.unit).hex != self.unit or date.fromisoformat(self.made_on).isoformat() != self.made_on:
            raise ValueError("unit or date in another spelling")
        unitkeys.key_id(self.signing)
        age.parse_recipients([self.receiving])


def encode(card: KeyCard, secret: bytes) -> bytes:
    """The card as a file, signed with the unit's signing secret; ValueError if that is not the card's own."""
    if unitkeys.signing_public(secret) != card.signing:
        raise ValueError("signed by another key than the card's own")
    signature = unitkeys.sign_manifest(secret, _statement(card), _comment(card))
    raw = canonical.encode({"card": asdict(card), "format": FORMAT, "signature": signature.decode("ascii")})
    if len(raw) > MAX_CARD:
        raise ValueError(f"the card has {len(raw)} bytes")
    return raw


def decode(raw: bytes, *, file: str) -> KeyCard:
    """The card in a file. CARD_UNREADABLE naming ``file`` for whatever ``encode`` would not have written."""
    unreadable = Failure(Fault.CARD_UNREADABLE, file=file)
    if len(raw) > MAX_CARD:
        raise unreadable
    try:
        envelope = canonical.decode(raw)
        card = _card(envelope)
        comment = unitkeys.verify_manifest(card.signing, _statement(card), envelope["signature"].encode())
    except (ValueError, Failure):
        raise unreadable from None
    if comment != _comment(card):
        raise unreadable
    return card


def fingerprint(card: KeyCard) -> str:
    """Eight groups of five digits to read aloud over the telephone: 132 bits of the card's SHA-256."""
    digest = hashlib.sha256(_statement(card)).digest()
    groups = (int.from_bytes(digest[start : start + 4]) % 100_000 for start in range(0, 32, 4))
    return " ".join(f"{group:05d}" for group in groups)


def _card(envelope: Any) -> KeyCard:
    if not isinstance(envelope, dict) or envelope.keys() != {"card", "format", "signature"}:
        raise ValueError("not a card")
    card = envelope["card"]
    if envelope["format"] != FORMAT or not isinstance(envelope["signature"], str) or not isinstance(card, dict):
        raise ValueError("not a card of this version")
    if card.keys() != {field.name for field in fields(KeyCard)}:
        raise ValueError("not the fields of a card")
    return KeyCard(**card)


def _statement(card: KeyCard) -> bytes:
    return canonical.encode({"card": asdict(card), "format": FORMAT})


def _comment(card: KeyCard) -> str:
    return f"paicha-card {card.unit}"


def _check_text(text: str, longest: int) -> None:
    if not 0 < len(text) <= longest or text != text.strip(" "):
        raise ValueError("empty, too long or padded")
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError("not in Unicode NFC")
    if any(character != " " and unicodedata.category(character) in _UNSEEN for character in text):
        raise ValueError("characters that cannot be seen")
