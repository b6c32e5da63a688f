"""The second stream: what people did to the vault itself (people, keys, policy, locks, copies), signed by them."""

import json
from collections.abc import Iterator, Mapping, Set
from hashlib import sha256
from typing import Any

from tui.crypto import canonical, signing
from tui.faults import Fault
from tui.rules.roles import ACTS, Role
from tui.store import gate
from tui.store.audit.streams import ACT_SIGNED_AS, Act, Stream, disk_full_told, head
from tui.store.cipher import CipherDatabase
from tui.store.session import Actor, Clock


def record(
    audit_db: CipherDatabase,
    actor: Actor,
    clock: Clock,
    action: str,
    detail: Mapping[str, Any],
    at: int | None = None,
    *,
    roles: Set[Role],
) -> int:
    """Write one act in a transaction of its own; gives its sequence number.

    ``detail`` holds codes, figures and uuids, never a name. ``at`` (Unix seconds) is for what happened earlier and is
    noted only now, as wrong passphrases are; otherwise the clock's. ``Failure`` ROLE_REFUSED, DISK_FULL; KeyError for
    an action that is no act; ValueError for a detail that has no canonical form.
    """
    if action not in ACTS:
        raise KeyError(action)
    gate.require(roles, action)
    with disk_full_told(Fault.DISK_FULL), audit_db.atomic("IMMEDIATE"):
        newest = head(audit_db, Stream.ACTS)
        body = canonical.encode(
            {
                "seq": newest.size + 1,
                "at": int(clock().timestamp()) if at is None else at,
                "person": actor.uuid,
                "action": action,
                "detail": dict(detail),
                "prev": newest.digest,
            }
        )
        digest = sha256(body).digest()
        audit_db.execute_sql(
            "INSERT INTO act(seq, body, hash, signature) VALUES (?, ?, ?, ?)",
            (newest.size + 1, body.decode(), digest, signing.sign(actor.seed, ACT_SIGNED_AS + digest)),
        )
    return newest.size + 1


def acts_backwards(audit_db: CipherDatabase) -> Iterator[Act]:
    """The acts from the newest to the oldest."""
    for (body,) in audit_db.execute_sql("SELECT body FROM act ORDER BY seq DESC"):
        yield Act(**json.loads(body))
