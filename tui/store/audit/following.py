"""How ``audit.db`` follows ``data.db``: the same header bytes, in order, never ahead."""

from typing import Final

from tui.faults import Failure, Fault
from tui.store.audit.database import Stream, hash_at, head
from tui.store.cipher import CipherDatabase, disk_full_told

_CHUNK: Final = 2000


def follow(data: CipherDatabase, audit: CipherDatabase) -> int:
    """Copy the headers that ``audit`` lacks; gives how many.

    ``Failure(JOURNAL_FORKED)`` when the two do not share their common part or ``data`` is the shorter one: then one of
    the files was put back or rewritten.
    """
    size, last = head(audit, Stream.ENTRIES)
    if hash_at(data, Stream.ENTRIES, size) != last:
        raise Failure(Fault.JOURNAL_FORKED)
    copied = 0
    while True:
        found = data.execute_sql(
            "SELECT seq, body, hash, signature FROM entry WHERE seq > ? ORDER BY seq LIMIT ?", (size + copied, _CHUNK)
        ).fetchall()
        if not found:
            return copied
        rows = [(seq, body, bytearray(digest), bytearray(signature)) for seq, body, digest, signature in found]
        with disk_full_told(), audit.atomic("IMMEDIATE"):
            audit.connection().executemany("INSERT INTO entry(seq, body, hash, signature) VALUES (?, ?, ?, ?)", rows)
        copied += len(rows)
