"""What every bundle has in common on its way in: its bytes as they came, and the transaction that takes it in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeVar

import peewee
from sqlcipher3 import dbapi2

from tui.crypto.manifest import Manifest
from tui.faults import Failure, Fault
from tui.store import journal
from tui.store.journal import EntryWriter
from tui.store.models import Received
from tui.store.queries import streams
from tui.store.session import Session

Outcome = TypeVar("Outcome")
TakeIn = Callable[[EntryWriter], tuple[Outcome, dict[str, object]]]
"""Writes what a bundle brings; gives the outcome, and the figures of it that the journal keeps."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A bundle whose signature, addressee and every record have been checked.

    ``manifest_bytes``, ``signature`` and ``packed`` (its records) are the bytes as they came, kept so that they can be
    verified again.
    """

    manifest: Manifest
    manifest_bytes: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    packed: bytes = field(repr=False)

    @property
    def digest(self) -> bytes:
        """SHA-256 of the manifest as it came."""
        return sha256(self.manifest_bytes).digest()

    @property
    def sender(self) -> bytes:
        """The sending unit's uuid."""
        return bytes.fromhex(self.manifest.sender.org)


class _Rehearsed(Exception):
    """Rolls back the transaction of a rehearsal."""


def in_one_entry(session: Session, action: str, bundle: Arrived, take_in: TakeIn[Outcome], *, dry_run: bool) -> Outcome:
    """Take a bundle in: all of it, in one transaction with its entry, or nothing.

    ``dry_run`` does the very same and rolls it back. Raises ``Failure`` E15, E16, E18 (received meanwhile), E22 (what
    the records say cannot be), and those of ``take_in``.
    """
    manifest = bundle.manifest
    detail: dict[str, object] = {
        "bundle": manifest.bundle_id,
        "stream": manifest.stream,
        "number": manifest.seq,
        "manifest": bundle.digest.hex(),
    }
    try:
        with journal.entry(session, action, detail, even_if_empty=True) as entry:
            streams.refuse_misplaced(session.db, manifest, bundle.digest, session.clock().tzinfo)
            outcome, figures = take_in(entry)
            detail |= figures
            if dry_run:
                raise _Rehearsed
    except _Rehearsed:
        return outcome
    except (peewee.IntegrityError, dbapi2.IntegrityError):
        raise Failure(Fault.E22_PAYLOAD_MISMATCH) from None
    return outcome


def keep(session: Session, bundle: Arrived, result: str) -> None:
    """Note the bundle's place in its stream, and keep it whole."""
    manifest = bundle.manifest
    Received.insert(
        stream=manifest.stream,
        seq=manifest.seq,
        bundle=manifest.bundle_id,
        manifest_sha256=bundle.digest,
        at=int(session.clock().timestamp()),
        result=result,
        manifest=bundle.manifest_bytes,
        signature=bundle.signature,
        records=bundle.packed,
    ).execute(session.db)
