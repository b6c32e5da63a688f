"""``audit.db`` follows ``data.db``: the same header bytes in the same order, and never ahead."""

from typing import Final

from tui.faults import Failure, Fault
from tui.store.audit.breaches import Breach
from tui.store.audit.streams import Stream, disk_full_told, head, record_at
from tui.store.cipher import CipherDatabase
from tui.store.journal import CHUNK

_FAULTS: Final = {Breach.FORKED: Fault.JOURNAL_FORKED, Breach.DATA_BEHIND: Fault.JOURNAL_BEHIND}


def compare(data_db: CipherDatabase, audit_db: CipherDatabase) -> Breach | None:
    """FORKED if the last entry that both have is not the same in both, DATA_BEHIND if ``data.db`` has fewer."""
    ours, theirs = head(data_db, Stream.ENTRIES).size, head(audit_db, Stream.ENTRIES).size
    common = min(ours, theirs)
    if record_at(data_db, Stream.ENTRIES, common) != record_at(audit_db, Stream.ENTRIES, common):
        return Breach.FORKED
    return Breach.DATA_BEHIND if theirs > ours else None


def follow(data_db: CipherDatabase, audit_db: CipherDatabase) -> int:
    """Copy the entries that ``audit.db`` lacks; gives how many.

    Chunk by chunk, each a transaction: killed in between, ``audit.db`` is shorter and the next call goes on. Raises
    ``Failure`` JOURNAL_FORKED, JOURNAL_BEHIND (``data.db`` was put back), AUDIT_DISK_FULL, and RuntimeError inside a
    transaction on ``data.db``, whose entry might never be committed.
    """
    if data_db.in_transaction():
        raise RuntimeError("what is not committed must not be followed")
    breach = compare(data_db, audit_db)
    if breach:
        raise Failure(_FAULTS[breach])
    done = size = head(audit_db, Stream.ENTRIES).size
    missing = "SELECT seq, body, hash, signature FROM entry WHERE seq > ? ORDER BY seq LIMIT ?"
    while chunk := data_db.execute_sql(missing, (done, CHUNK)).fetchall():
        bound = [(seq, body, bytearray(digest), bytearray(signature)) for seq, body, digest, signature in chunk]
        with disk_full_told(Fault.AUDIT_DISK_FULL), audit_db.atomic("IMMEDIATE"):
            audit_db.connection().executemany(
                "INSERT INTO entry(seq, body, hash, signature) VALUES (?, ?, ?, ?)", bound
            )
        done = bound[-1][0]
    return int(done - size)
