"""A key card that travels on another unit's word: the public side of a unit whose report is forwarded.

The unit that forwards has accepted the card after reading its fingerprint; its own signature over the bundle's
manifest, which names this file's hash, is what vouches for it. Canonical JSON, like everything that is signed.
"""

import re
from dataclasses import asdict, dataclass, fields
from datetime import date

from tui.crypto import age, canonical, unitkeys
from tui.crypto.manifest import check_name

_UUID = re.compile(r"[0-9a-f]{32}")
_KIND = re.compile(r"[a-z_]{1,40}")
_FINGERPRINT = re.compile(r"[0-9]{5}(?: [0-9]{5}){7}")


@dataclass(frozen=True, slots=True)
class VouchedCard:
    """A unit's public side and its place in the forwarding unit's tree. ValueError for any field not as described.

    A unit above the forwarding unit has no place in that one's tree: it stands as its own parent.
    """

    unit: str  # UUID, 32 lower-case hexadecimal digits
    parent: str  # UUID of the unit that it hangs below
    name: str
    code: str
    kind: str
    signing: str  # minisign public key, base64
    receiving: str  # age1…
    fingerprint: str  # eight groups of five digits, as they were read aloud
    accepted_on: str  # YYYY-MM-DD

    def __post_init__(self) -> None:
        patterns = ((_UUID, self.unit), (_UUID, self.parent), (_KIND, self.kind), (_FINGERPRINT, self.fingerprint))
        if not all(pattern.fullmatch(text) for pattern, text in patterns):
            raise ValueError("malformed")
        check_name(self.name)
        check_name(self.code)
        unitkeys.key_id(self.signing)
        age.parse_recipients([self.receiving])
        if date.fromisoformat(self.accepted_on).isoformat() != self.accepted_on:
            raise ValueError("a date in another spelling")


def encode(card: VouchedCard) -> bytes:
    """The card as a file of the payload; ValueError for a name that is not in Unicode NFC."""
    return canonical.encode(asdict(card))


def decode(raw: bytes) -> VouchedCard:
    """The card in a file of the payload; ValueError for whatever ``encode`` would not have written."""
    value = canonical.decode(raw)
    if not isinstance(value, dict) or value.keys() != {field.name for field in fields(VouchedCard)}:
        raise ValueError("not the fields of a card")
    if not all(isinstance(text, str) for text in value.values()):
        raise ValueError("not texts")
    return VouchedCard(**value)
