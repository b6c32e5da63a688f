"""The contents of evidence on their way: as files of the payload, each known by its hash, never twice in one vault.

A report carries what fits into ``MOST_BYTES``: first what no report of the stream has carried, then the newest of the
rest, in case an earlier report was lost. A row whose content has not come is shown as such.
"""

from collections.abc import Sequence
from typing import Final

from tui.faults import Failure, Fault
from tui.rules.evidence import LARGEST
from tui.store.cipher import CipherDatabase
from tui.store.commands.evidence import keep_content
from tui.store.models import EvidenceSent
from tui.store.queries.evidence import evidence_content
from tui.store.travel.records import Report

MOST_BYTES: Final = 128 * 2**20
"""Of one report's attachments: they are in memory while it is sealed and opened."""
MOST: Final = 2000
"""Attachments of one report: its manifest names each, and is bounded too."""

_NAMED = "SELECT sha256, size, at FROM evidence UNION ALL SELECT sha256, size, at FROM unit_evidence"


def to_carry(db: CipherDatabase, stream: str) -> tuple[list[bytes], int]:
    """The contents for the next report of the stream, and how many that none has carried yet must wait."""
    found = db.execute_sql(
        f"""SELECT n.sha256, length(c.content), s.sha256 IS NOT NULL AS sent
            FROM (SELECT sha256, max(at) AS at FROM ({_NAMED}) GROUP BY sha256) n
            JOIN evidence_content c ON c.sha256 = n.sha256
            LEFT JOIN evidence_sent s ON s.stream = ? AND s.sha256 = n.sha256
            ORDER BY sent, n.at DESC, n.sha256""",
        (stream,),
    ).fetchall()
    room, waiting = MOST_BYTES, 0
    digests: list[bytes] = []
    for digest, size, sent in found:
        if size <= room and len(digests) < MOST:
            digests.append(bytes(digest))
            room -= size
        else:
            waiting += not sent
    contents = [content for digest in digests if (content := evidence_content(db, digest)) is not None]
    return contents, waiting


def note_carried(db: CipherDatabase, stream: str, digests: Sequence[bytes]) -> None:
    """Note that a report of the stream has carried these."""
    rows = [{"stream": stream, "sha256": digest} for digest in digests]
    if rows:
        EvidenceSent.insert_many(rows).on_conflict_ignore().execute(db)


def take_in(db: CipherDatabase, report: Report, *, keep: bool) -> int:
    """Keep the contents that rows of this vault name; how many there were that had not been here.

    Its hash was held against the manifest. E22 for one too large, or of another size than a row says; what no row
    names is not kept.
    """
    taken = 0
    for digest, content in report.attachments:
        sizes = db.execute_sql(
            "SELECT size FROM evidence WHERE sha256 = :d UNION SELECT size FROM unit_evidence WHERE sha256 = :d",
            {"d": bytearray(digest)},
        ).fetchall()
        if len(content) > LARGEST or any(size != len(content) for (size,) in sizes):
            raise Failure(Fault.E22_PAYLOAD_MISMATCH)
        if not sizes or _is_here(db, digest):
            continue
        taken += 1
        if keep:
            keep_content(db, digest, content)
    return taken


def _is_here(db: CipherDatabase, digest: bytes) -> bool:
    return bool(db.execute_sql("SELECT 1 FROM evidence_content WHERE sha256 = ?", (bytearray(digest),)).fetchone())
