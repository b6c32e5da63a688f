"""Verifying the journal: every header of a stream, and in ``data.db`` the items and the rows that they speak of.

An auditor, who cannot open the data, verifies the headers; a holder of the data also the rows. SQLCipher itself does
not see a page or a file that was put back: the row's hash in its latest item does.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256
from itertools import groupby
from typing import Any, Final

from peewee import DatabaseError
from sqlcipher3 import dbapi2

from tui.crypto import signing
from tui.crypto.people import Register
from tui.store import images, journal
from tui.store.audit import acts
from tui.store.audit.database import Stream
from tui.store.cipher import CipherDatabase
from tui.store.images import REMOVED, TABLES, Table
from tui.store.names import lend_functions
from tui.store.watching import Cancelled, Progress, watched

MOST_FOUND: Final = 100
"""After so many findings the rest is only counted: one cut chain spoils everything behind it."""
_STEP = 2000


class Wrong(Enum):
    """What can be wrong with a header, its items or a row; the value is the Chinese sentence."""

    GAP = "序号不连续，有记录被删除"
    BROKEN = "内容被改动"
    UNCHAINED = "与前一条不衔接，日志被改写过"
    UNKNOWN_PERSON = "署名人不在人员登记中"
    BAD_SIGNATURE = "签名不符，不是署名人所签"
    ITEMS = "明细与签名的摘要不符"
    NO_ENTRY = "明细没有对应的日志"
    ROW_CHANGED = "数据与最近一次日志不符，被越过程序改动或换回旧的"
    ROW_GONE = "日志中有而数据中没有，被越过程序删除"
    ROW_SMUGGLED = "数据中有而日志中没有，被越过程序加入"
    PAGES = "数据页损坏或相互矛盾，可能有数据页被换回旧的"
    NO_TRIGGER = "防改写的触发器缺失或被改动"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is wrong, and where: ``业务日志第7条``, ``member 12``."""

    wrong: Wrong
    place: str


@dataclass(slots=True)
class Verification:
    """What was looked at, and what was found wrong."""

    entries: int = 0
    acts: int = 0
    rows: int = 0
    found: list[Found] = field(default_factory=list)
    more: int = 0

    def add(self, wrong: Wrong, place: str) -> None:
        """Note something wrong."""
        if len(self.found) < MOST_FOUND:
            self.found.append(Found(wrong, place))
        else:
            self.more += 1

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.found


def verify_headers(
    audit: CipherDatabase,
    register: Register,
    outcome: Verification,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> None:
    """Verify both streams of a database (``data.db`` has only the entries): numbers, hashes, chain, signatures."""
    tell = watched(progress, cancelled)
    tables = {name for (name,) in audit.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for stream, prefix in ((Stream.ENTRIES, journal.SIGNED_AS), (Stream.ACTS, acts.SIGNED_AS)):
        if stream.value in tables:
            count = _verify_stream(audit, stream, prefix, register, outcome, tell)
            outcome.entries += count if stream is Stream.ENTRIES else 0
            outcome.acts += count if stream is Stream.ACTS else 0


def _verify_stream(
    db: CipherDatabase,
    stream: Stream,
    prefix: bytes,
    register: Register,
    outcome: Verification,
    tell: Callable[[int, int], None],
) -> int:
    (total,) = db.execute_sql(f"SELECT count(*) FROM {stream.value}").fetchone()
    done, last, prev = 0, 0, "0" * 64
    keys: dict[str, bytes | None] = {}
    for seq, body, digest, signature in db.execute_sql(
        f"SELECT seq, body, hash, signature FROM {stream.value} ORDER BY seq"
    ):
        place = f"{stream.label}日志第{seq}条"
        if seq != last + 1:
            outcome.add(Wrong.GAP, place)
        header = _header(body)
        if header is None or sha256(body.encode()).digest() != digest or header.get("seq") != seq:
            outcome.add(Wrong.BROKEN, place)
        else:
            if header["prev"] != prev:
                outcome.add(Wrong.UNCHAINED, place)
            person = str(header["person"])
            key = keys.setdefault(person, register.verify_key(person))
            if key is None:
                outcome.add(Wrong.UNKNOWN_PERSON, place)
            elif not signing.verifies(key, prefix + digest, signature):
                outcome.add(Wrong.BAD_SIGNATURE, place)
        last, prev, done = seq, digest.hex(), done + 1
        if done % _STEP == 0:
            tell(done, total)
    return done


def _header(body: str) -> dict[str, Any] | None:
    try:
        header = json.loads(body)
        return header if images.encode(header) == body and {"prev", "person"} <= header.keys() else None
    except (ValueError, AttributeError, TypeError):
        return None


def verify_items(
    data: CipherDatabase, outcome: Verification, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> None:
    """Verify that the items of every entry are those that its header was signed for."""
    tell = watched(progress, cancelled)
    (total,) = data.execute_sql("SELECT count(*) FROM entry").fetchone()
    items = data.execute_sql(
        "SELECT entry, tbl, row, sub, ifnull(before, ''), row_sha256 FROM entry_item ORDER BY entry, tbl, row, sub"
    )
    digests = (
        (entry, journal.digest_of(each[1:] for each in group)) for entry, group in groupby(items, lambda i: i[0])
    )
    following = next(digests, None)
    empty = journal.digest_of(())
    for done, (seq, body) in enumerate(data.execute_sql("SELECT seq, body FROM entry ORDER BY seq"), 1):
        while following is not None and following[0] < seq:
            outcome.add(Wrong.NO_ENTRY, f"第{following[0]}条的明细")
            following = next(digests, None)
        found = empty
        if following is not None and following[0] == seq:
            found = following[1]
            following = next(digests, None)
        header = _header(body)
        if header is not None and header.get("items_sha256") != found:
            outcome.add(Wrong.ITEMS, f"业务日志第{seq}条")
        if done % _STEP == 0:
            tell(done, total)
    while following is not None:
        outcome.add(Wrong.NO_ENTRY, f"第{following[0]}条的明细")
        following = next(digests, None)


def verify_rows(
    data: CipherDatabase, outcome: Verification, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> None:
    """Verify that every journaled row is what its latest item says, and that no row is without one."""
    tell = watched(progress, cancelled)
    total = sum(data.execute_sql(f"SELECT count(*) FROM {table.name}").fetchone()[0] for table in TABLES.values())
    for table in TABLES.values():
        expected = _latest(data, table)
        following = next(expected, None)
        for values in _rows(data, table):
            key = table.key(values)
            while following is not None and following[0] < key:
                _note_gone(outcome, table, following)
                following = next(expected, None)
            if following is None or following[0] != key:
                outcome.add(Wrong.ROW_SMUGGLED, f"{table.name} {key[0]}")
            else:
                if images.row_hash(values) != following[1]:
                    outcome.add(Wrong.ROW_CHANGED, f"{table.name} {key[0]}")
                following = next(expected, None)
            outcome.rows += 1
            if outcome.rows % _STEP == 0:
                tell(outcome.rows, total)
        while following is not None:
            _note_gone(outcome, table, following)
            following = next(expected, None)


Expected = tuple[tuple[int, int], bytes]


def _note_gone(outcome: Verification, table: Table, expected: Expected) -> None:
    if expected[1] != REMOVED:
        outcome.add(Wrong.ROW_GONE, f"{table.name} {expected[0][0]}")


def _latest(data: CipherDatabase, table: Table) -> Iterator[Expected]:
    """Each row's hash by its latest item, in the order of the keys."""
    found = data.execute_sql(
        "SELECT row, sub, row_sha256, max(entry) FROM entry_item WHERE tbl = ? GROUP BY row, sub ORDER BY row, sub",
        (table.number,),
    )
    return (((row, sub), digest) for row, sub, digest, _ in found)


def _rows(data: CipherDatabase, table: Table) -> Iterator[images.Values]:
    return (table.row(row) for row in data.execute_sql(f"{table.select} ORDER BY {table.order}"))


_TRIGGERS: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


def verify_triggers(db: CipherDatabase, scripts: Mapping[int, str], outcome: Verification) -> None:
    """Verify that the triggers are those that the migrations ``scripts`` make in a fresh database."""
    fresh = dbapi2.connect(":memory:")
    try:
        lend_functions(fresh)
        for number in sorted(scripts):
            fresh.executescript(scripts[number])
        wanted = dict(fresh.execute(_TRIGGERS).fetchall())
    finally:
        fresh.close()
    found = dict(db.execute_sql(_TRIGGERS).fetchall())
    for name, sql in wanted.items():
        if found.get(name) != sql:
            outcome.add(Wrong.NO_TRIGGER, name)


def verify_pages(db: CipherDatabase, name: str, outcome: Verification) -> None:
    """Verify that every page authenticates and that tables and indexes agree.

    Whoever puts a row's page and the index page of its newest item back together hides both; the other indexes do not
    fit them then.
    """
    try:
        sound = not db.execute_sql("PRAGMA cipher_integrity_check").fetchall()
        sound = sound and db.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
    except (DatabaseError, dbapi2.DatabaseError):
        sound = False
    if not sound:
        outcome.add(Wrong.PAGES, name)
