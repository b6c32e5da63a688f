"""Streams of bundles: which number is the next to be sent, and whether one that comes is in its place."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from tui.crypto.manifest import FIRST_PREV, Manifest, decode
from tui.faults import Failure, Fault
from tui.store.cipher import CipherDatabase


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a stream: the number of a bundle and the hash of the manifest before it (hexadecimal)."""

    seq: int
    prev: str


def next_place(db: CipherDatabase, stream: str) -> Place:
    """The place of the next bundle that is sealed here for the stream."""
    row = db.execute_sql(
        "SELECT seq, manifest_sha256 FROM sent WHERE stream = ? ORDER BY seq DESC LIMIT 1", (stream,)
    ).fetchone()
    return Place(row[0] + 1, bytes(row[1]).hex()) if row else Place(1, FIRST_PREV)


def refuse_misplaced(db: CipherDatabase, manifest: Manifest, sha256: bytes, zone: tzinfo | None) -> int:
    """Refuse a bundle that was received before, is older than one received, or belongs to another history.

    ``sha256`` is of the manifest's bytes, ``zone`` that in which times are told. Gives how many bundles between
    the newest one received and this one have not come: a note, since each report is whole.
    Raises ``Failure`` E15 (the same bundle; shows when and with what result), E16 (older), E18 (another bundle
    has this number, or is the one before it).
    """
    stream, seq = manifest.stream, manifest.seq
    same = db.execute_sql(
        "SELECT manifest_sha256, at, result FROM received WHERE stream = ? AND seq = ?", (stream, seq)
    ).fetchone()
    if same:
        known, at, result = same
        if bytes(known) != sha256:
            raise Failure(Fault.E18_FORK, seq=seq)
        when = datetime.fromtimestamp(at, zone).strftime("%Y-%m-%d %H:%M")
        raise Failure(Fault.E15_DUPLICATE, received_at=when, result=result)
    newest = db.execute_sql(
        "SELECT seq, manifest_sha256 FROM received WHERE stream = ? ORDER BY seq DESC LIMIT 1", (stream,)
    ).fetchone()
    if newest is None:
        return seq - 1
    if seq < newest[0]:
        raise Failure(Fault.E16_REPLAY_OLD, seq=seq, known=newest[0])
    missing = int(seq - newest[0] - 1)
    if missing == 0 and manifest.prev != bytes(newest[1]).hex():
        raise Failure(Fault.E18_FORK, seq=newest[0])
    return missing


def refuse_forked(db: CipherDatabase, manifest: Manifest) -> None:
    """``Failure`` E23 when the sender's journal or register of people is shorter than at the last report, or another.

    The superior is the witness: whoever cuts or rewrites a journal cannot take back what was reported of it.
    """
    newest = db.execute_sql(
        "SELECT manifest FROM received WHERE stream = ? ORDER BY seq DESC LIMIT 1", (manifest.stream,)
    ).fetchone()
    if newest is None:
        return
    before, now = decode(bytes(newest[0])), manifest
    shorter = now.checkpoint.size < before.checkpoint.size or now.custody.generation < before.custody.generation
    other_journal = now.checkpoint.size == before.checkpoint.size and now.checkpoint.root != before.checkpoint.root
    same_people = now.custody.generation == before.custody.generation
    if shorter or other_journal or (same_people and now.custody.digest != before.custody.digest):
        raise Failure(Fault.E23_AUDIT_FORK)


def is_news(db: CipherDatabase, manifest: Manifest, sha256: bytes) -> bool:
    """Whether a bundle that came with another is newer than what was received; ``Failure`` E18 as above."""
    try:
        refuse_misplaced(db, manifest, sha256, None)
    except Failure as failure:
        if failure.fault in (Fault.E15_DUPLICATE, Fault.E16_REPLAY_OLD):
            return False
        raise
    return True
