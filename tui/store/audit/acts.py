"""The second stream of ``audit.db``: what is done to the vault itself, chained and signed like the journal's entries.

Names of units and members have no place in it; people stand there by uuid and account.
"""

from hashlib import sha256
from typing import Any, Final

from tui.crypto import signing
from tui.faults import Failure, Fault
from tui.rules import roles
from tui.store import images
from tui.store.audit.database import Stream, head
from tui.store.cipher import disk_full_told
from tui.store.seat import Seat

SIGNED_AS: Final = b"paicha/act/1\n"


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
