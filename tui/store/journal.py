"""The journal: every command writes its rows and one signed entry in the same transaction.

An entry is a header without personal data (canonical JSON, chained by hash, signed by the acting person's
Ed25519 key) and items: which rows were touched, their changed fields before, the hash of the row after. An
``after`` is never stored: it is in the row or in the next item.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, TypeVar

from tui.crypto import signing
from tui.faults import Failure, Fault
from tui.rules import roles
from tui.store import images, rows
from tui.store.cipher import CipherDatabase, disk_full_told
from tui.store.images import Images, Table, Values
from tui.store.session import Session

CHUNK: Final = 2000
"""Rows that a command handles at a time; keeps the memory of a bulk command flat."""

SIGNED_AS: Final = b"paicha/entry/1\n"
"""Prefix of what is signed, so that the signature of an entry can never be shown as another."""

FIRST_PREVIOUS: Final = "0" * 64
_CREATED = "INSERT INTO entry_item(entry, tbl, row, sub, row_sha256) VALUES (?, ?, ?, ?, ?)"
_CHANGED = "INSERT INTO entry_item(entry, tbl, row, sub, row_sha256, before) VALUES (?, ?, ?, ?, ?, ?)"

_Created = tuple[int, int, int, int, bytearray]
_Changed = tuple[int, int, int, int, bytearray, str]
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Header:
    """What the journal says in the open: no names, no texts of members."""

    seq: int
    at: int
    person: str
    action: str
    detail: dict[str, Any]
    undoes: int | None
    count: int
    items_sha256: str
    prev: str


class EntryWriter:
    """Collects the items of the entry being written; ``count`` is how many rows it has touched."""

    def __init__(self, db: CipherDatabase, seq: int) -> None:
        self.seq = seq
        self.count = 0
        self._db = db
        self._created: list[_Created] = []
        self._changed: list[_Changed] = []
        self._images = {table.number: Images(table) for table in images.TABLES.values()}

    def insert(self, table: Table, values: Values) -> None:
        """Write a new row and note it."""
        rows.insert_rows(self._db, table, [values])
        self.created(table, values)

    def created(self, table: Table, after: Values) -> None:
        """Note that a row was created."""
        self._note(self._created, [self._item(table, after)])

    def changed(self, table: Table, before: Values, after: Values) -> None:
        """Note that a row changed; both are whole rows, only the differing fields are kept."""
        self._note(self._changed, [(*self._item(table, after), _differing(before, after))])

    def removed(self, table: Table, *gone: Values) -> None:
        """Note that rows were taken away; their whole images are kept, so that they can come back."""
        place, mark, image = (self.seq, table.number), bytearray(images.REMOVED), self._images[table.number].image
        self._note(self._changed, [(*place, *table.filed(before), mark, image(before)) for before in gone])

    def created_alike(self, table: Table, after: Values, members: Iterable[int]) -> None:
        """Note that these members' rows were created, each as ``after`` but for the member."""
        self._note(self._created, self._alike(table, after, members))

    def changed_alike(self, table: Table, before: Values, after: Values, members: Iterable[int]) -> None:
        """Note that these members' rows changed, each as ``before`` and ``after`` but for the member."""
        fields = _differing(before, after)
        self._note(self._changed, [(*item, fields) for item in self._alike(table, after, members)])

    def hash(self, table: Table, values: Values) -> bytes:
        """The hash of a whole row, as ``images.row_hash`` gives it."""
        return self._images[table.number].hash(values)

    def _item(self, table: Table, after: Values) -> _Created:
        return (self.seq, table.number, *table.key(after), bytearray(self.hash(table, after)))

    def _alike(self, table: Table, after: Values, members: Iterable[int]) -> list[_Created]:
        """As ``_item`` of each member; what is around his number in the image is encoded once."""
        (head, tail), (_, sub) = images.around_member(after), table.key(after)
        seq, number = self.seq, table.number
        return [
            (seq, number, member, sub, bytearray(sha256(f"{head}{member}{tail}".encode()).digest()))
            for member in members
        ]

    def _note(self, items: list[_Item], more: list[_Item]) -> None:
        items += more
        self.count += len(more)
        if len(self._created) + len(self._changed) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        """Hand what has been collected to the database."""
        self._db.connection().executemany(_CREATED, self._created)
        self._db.connection().executemany(_CHANGED, self._changed)
        self._created.clear()
        self._changed.clear()


def _differing(before: Values, after: Values) -> str:
    """The fields that change, as they were."""
    return images.encode({name: value for name, value in before.items() if after[name] != value})


@contextmanager
def entry(
    session: Session,
    action: str,
    detail: dict[str, Any] | None = None,
    *,
    undoes: int | None = None,
    even_if_empty: bool = False,
) -> Iterator[EntryWriter]:
    """One transaction: rows written inside the block and the signed entry are committed together.

    If nothing was noted, no entry is written and ``EntryWriter.count`` is 0, unless ``even_if_empty`` (acts
    that touch no journaled row, as sealing). ``detail`` names codes and figures only, never a person; it is
    read when the block ends, so figures may be added inside. ``Failure(DISK_FULL)`` leaves nothing, as any failure.
    ROLE_REFUSED when the person's roles do not allow the action, JOURNAL_READ_ONLY while nothing may be written.
    """
    detail = {} if detail is None else detail
    if session.read_only:
        raise Failure(Fault.JOURNAL_READ_ONLY)
    if not roles.may(session.actor.roles, roles.deed(action, detail.get("stage", ""))):
        raise Failure(Fault.ROLE_REFUSED, roles=roles.labels(session.actor.roles))
    with disk_full_told(), session.db.atomic("IMMEDIATE"):
        session.db.execute_sql("PRAGMA defer_foreign_keys = ON")
        head = last(session.db)
        writer = EntryWriter(session.db, head[0] + 1)
        yield writer
        if writer.count == 0 and not even_if_empty:
            return
        writer.flush()
        header = {
            "seq": writer.seq,
            "at": int(session.clock().timestamp()),
            "person": session.actor.uuid,
            "action": action,
            "detail": detail,
            "undoes": undoes,
            "count": writer.count,
            "items_sha256": items_digest(session.db, writer.seq),
            "prev": head[1],
        }
        body = images.encode(header)
        digest = sha256(body.encode()).digest()
        session.db.execute_sql(
            "INSERT INTO entry(seq, body, hash, signature) VALUES (?, ?, ?, ?)",
            (writer.seq, body, digest, signing.sign(session.actor.seed, SIGNED_AS + digest)),
        )


def items_digest(db: CipherDatabase, seq: int) -> str:
    """SHA-256 (hex) over the entry's items in the order of their key, one line each: ``tbl,row,sub,before,hash``."""
    return digest_of(
        db.execute_sql(
            """SELECT tbl, row, sub, ifnull(before, ''), row_sha256 FROM entry_item
               WHERE entry = ? ORDER BY tbl, row, sub""",
            (seq,),
        )
    )


def digest_of(items: Iterable[tuple[int, int, int, str, bytes]]) -> str:
    """The digest of these items, each (table, row, sub, before, hash of the row after)."""
    digest = sha256()
    for table, row, sub, before, row_hash in items:
        digest.update(f"{table},{row},{sub},{before},{row_hash.hex()}\n".encode())
    return digest.hexdigest()


def last(db: CipherDatabase) -> tuple[int, str]:
    """Sequence number and hash (hex) of the newest entry; (0, 64 zeros) in an empty journal."""
    row = db.execute_sql("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
    return (row[0], row[1].hex()) if row else (0, FIRST_PREVIOUS)


def headers_backwards(db: CipherDatabase) -> Iterator[Header]:
    """The headers from the newest to the oldest."""
    for (body,) in db.execute_sql("SELECT body FROM entry ORDER BY seq DESC"):
        yield Header(**json.loads(body))
