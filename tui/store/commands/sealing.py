"""Noting that a bundle was sealed: the last thing before its file gets its name."""

from collections.abc import Sequence
from typing import Final

from tui.crypto.manifest import DECISION, REPORT, Manifest
from tui.store import journal
from tui.store.models import Sent
from tui.store.session import Session
from tui.store.travel.attachments import note_carried

_ACTIONS: Final = {REPORT: "bundle.seal", DECISION: "bundle.send_decisions"}


def note_sealed(session: Session, manifest: Manifest, sha256: bytes, file: str, carried: Sequence[bytes] = ()) -> int:
    """Write the bundle's place in its stream, and an entry; gives the entry's sequence number.

    ``sha256`` is of the manifest's bytes, ``carried`` those of the contents of evidence in it. From here on the
    number is used, even if the file is lost.
    """
    detail = {
        "bundle": manifest.bundle_id,
        "stream": manifest.stream,
        "number": manifest.seq,
        "manifest": sha256.hex(),
        "slices": len(manifest.slices),
        "records": manifest.counts.records,
    }
    with journal.entry(session, _ACTIONS[manifest.kind], detail, even_if_empty=True) as entry:
        Sent.insert(
            stream=manifest.stream,
            seq=manifest.seq,
            bundle=manifest.bundle_id,
            manifest_sha256=sha256,
            file=file,
            at=int(session.clock().timestamp()),
        ).execute(session.db)
        note_carried(session.db, manifest.stream, carried)
    return entry.seq
