"""The second stream of ``audit.db``: what is done to the vault itself, chained and signed like the journal's entries.

Names of units and members have no place in it; people stand there by uuid and account.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from tui.crypto import signing
from tui.faults import Failure, Fault
from tui.rules import roles
from tui.store import images
from tui.store.audit.database import Stream, head
from tui.store.cipher import CipherDatabase, disk_full_told
from tui.store.seat import Seat

SIGNED_AS: Final = b"paicha/act/1\n"
EXPORT_SIGNED_AS: Final = b"paicha/audit-export/1\n"


def record(seat: Seat, action: str, detail: dict[str, Any] | None = None) -> int:
    """Write one act, signed by who sits here; gives its number.

    ``Failure`` ROLE_REFUSED when the table of roles does not allow it, JOURNAL_READ_ONLY when the vault was opened for
    reading only.
    """
    allow(seat, action)
    with disk_full_told(), seat.audit.atomic("IMMEDIATE"):
        size, prev = head(seat.audit, Stream.ACTS)
        body = images.encode(
            {
                "seq": size + 1,
                "at": int(seat.clock().timestamp()),
                "person": seat.person.person,
                "action": action,
                "detail": detail or {},
                "prev": prev,
            }
        )
        digest = sha256(body.encode()).digest()
        signature = signing.sign(seat.keys.seed, SIGNED_AS + digest)
        seat.audit.execute_sql(
            "INSERT INTO act(seq, body, hash, signature) VALUES (?, ?, ?, ?)",
            (size + 1, body, bytearray(digest), bytearray(signature)),
        )
    return size + 1


def allow(seat: Seat, action: str) -> None:
    """Raise unless who sits here may do this now: asked before anything is done, and again when it is recorded."""
    if seat.breaches:
        raise Failure(Fault.JOURNAL_READ_ONLY)
    if not roles.may(seat.roles, action):
        raise Failure(Fault.ROLE_REFUSED, roles=seat.role_labels)


@dataclass(frozen=True, slots=True)
class Line:
    """One act as it stands in the stream."""

    seq: int
    at: int
    person: str
    action: str
    detail: dict[str, Any]
    body: bytes
    signature: bytes

    def signed_by(self, verify_key: str) -> bool:
        """Whether the holder of this key (hex) signed it."""
        return signing.verifies(bytes.fromhex(verify_key), SIGNED_AS + sha256(self.body).digest(), self.signature)


def lines(audit: CipherDatabase, action: str) -> Iterator[Line]:
    """The acts of one kind, oldest first."""
    for body, signature in audit.execute_sql("SELECT body, signature FROM act ORDER BY seq"):
        found = json.loads(body)
        if found["action"] == action:
            stands = found["seq"], found["at"], found["person"], found["action"], found["detail"]
            yield Line(*stands, body.encode(), bytes(signature))
