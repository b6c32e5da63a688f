"""Verifying a stream record by record: canonical bytes, hash, chain, no gap, signature of the person named."""

from collections.abc import Mapping
from hashlib import sha256

from tui.crypto import signing
from tui.store.audit.breaches import Breach, Findings
from tui.store.audit.streams import Head, Signed, Stream, parse, records
from tui.store.cipher import CipherDatabase
from tui.store.journal import FIRST_PREVIOUS
from tui.store.watching import Cancelled, Progress, watched

STEP = 500
"""Records between two words about the progress: some tens of milliseconds."""

Keys = Mapping[str, tuple[bytes, ...]]
"""Person's uuid (hex) → every key that person ever signed with, the newest last."""


def verify_headers(
    db: CipherDatabase,
    stream: Stream,
    keys: Keys,
    found: Findings,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Verify a stream from its beginning; gives the number of records. That its end was cut off no chain can show."""
    tell = watched(progress, cancelled)
    (total,) = db.execute_sql(f"SELECT count(*) FROM {stream.value}").fetchone()
    tell(0, total)
    checker = Checker(stream, keys, found)
    for done, record in enumerate(records(db, stream), 1):
        checker.check(record)
        if done % STEP == 0 or done == total:
            tell(done, total)
    return int(total)


class Checker:
    """Takes the records of a stream in their order and notes the first thing that is wrong with each."""

    def __init__(self, stream: Stream, keys: Keys, found: Findings) -> None:
        self.head = Head(0, FIRST_PREVIOUS)
        self._stream = stream
        self._keys = keys
        self._found = found
        self._newest: dict[str, int] = {}

    def check(self, record: Signed) -> None:
        """Check the next record; the chain goes on from what it has stored as its hash, so that an edited record is
        found once and not again in the one that follows."""
        breach = self._breach(record)
        if breach:
            self._found.add(breach, f"{self._stream.label}第{record.seq}条")
        self.head = Head(record.seq, record.hash.hex())

    def _breach(self, record: Signed) -> Breach | None:
        if record.seq != self.head.size + 1:
            return Breach.GAP
        if sha256(record.body).digest() != record.hash:
            return Breach.HASH_WRONG
        try:
            header = parse(self._stream, record.body)
        except ValueError:
            return Breach.MALFORMED
        if header["seq"] != record.seq:
            return Breach.MALFORMED
        if header["prev"] != self.head.digest:
            return Breach.CHAIN_BROKEN
        return self._signature(header["person"], record)

    def _signature(self, person: str, record: Signed) -> Breach | None:
        """A key that was replaced signs nothing any more once its successor has signed."""
        keys = self._keys.get(person)
        if keys is None:
            return Breach.STRANGER
        message = self._stream.signed_as + record.hash
        for place in range(self._newest.get(person, 0), len(keys)):
            if signing.verifies(keys[place], message, record.signature):
                self._newest[person] = place
                return None
        return Breach.SIGNATURE_WRONG


def compare_streams(
    data_db: CipherDatabase, audit_db: CipherDatabase, found: Findings, progress: Progress | None = None
) -> bool:
    """Whether every entry of ``audit.db`` stands byte by byte in ``data.db``; notes the first that does not."""
    tell = watched(progress, None)
    ours = records(data_db, Stream.ENTRIES)
    for done, record in enumerate(records(audit_db, Stream.ENTRIES), 1):
        same = next(ours, None)
        if same != record:
            breach = Breach.DATA_BEHIND if same is None else Breach.FORKED
            found.add(breach, f"{Stream.ENTRIES.label}第{record.seq}条")
            return False
        if done % STEP == 0:
            tell(done, done)
    return True
