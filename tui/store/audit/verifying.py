"""Verifying everything that the reader's keys open: the auditor ``audit.db``, whoever does business ``data.db`` too."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial

import peewee
from sqlcipher3 import dbapi2

from tui.crypto.people_chain import Register
from tui.store.audit.breaches import Breach, Findings, Found
from tui.store.audit.chains import compare_streams, verify_headers
from tui.store.audit.contents import verify_items, verify_rows
from tui.store.audit.database import PACKAGE
from tui.store.audit.schemas import verify_pages, verify_schema
from tui.store.audit.standing import anchored
from tui.store.audit.streams import Stream
from tui.store.cipher import CipherDatabase
from tui.store.images import TABLES
from tui.store.watching import Cancelled, Progress, watched


@dataclass(frozen=True, slots=True)
class Verification:
    """How much was verified, and what was found; ``unlisted`` findings are beyond those that are listed."""

    entries: int
    acts: int
    rows: int
    findings: tuple[Found, ...]
    unlisted: int = 0

    @property
    def sentence(self) -> str:
        """The outcome for the message line."""
        what = f"已验证业务日志{self.entries:,}条、管理日志{self.acts:,}条、数据{self.rows:,}行"
        count = len(self.findings) + self.unlisted
        return f"{what}，发现{count:,}处问题，请立即报告。" if count else f"{what}，没有发现问题。"


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the work: what it is about, its size, and the work, which gives how much was verified."""

    place: str
    size: int
    run: Callable[[Progress], int]


def verify(
    register: Register,
    audit_db: CipherDatabase,
    data_db: CipherDatabase | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Verification:
    """Verify all that can be: pages, schema, anchor, both streams; with ``data_db`` also that the databases agree, the
    items of every entry, and every row.

    Each database is read in one transaction, so commands may go on meanwhile. What a database refuses to read is a
    finding, and the rest is still verified; only where tables are not as they should be there is nothing to hold it
    against. ``Failure(CANCELLED)``.
    """
    tell = watched(progress, cancelled)
    tell(0, 1)
    found = Findings()
    # audit.db first: it is never ahead, so what is seen of it is in data.db as well
    databases = [(audit_db, "审计数据库", PACKAGE), *([(data_db, "业务数据库", "tui.store")] if data_db else [])]
    verified = [0, 0, 0, 0]
    with ExitStack() as looks:
        sound = []
        for db, place, package in databases:
            verify_pages(db, found, place, cancelled)
            with _reading(found, place):
                looks.enter_context(_one_look(db))
                sound.append(verify_schema(db, found, place, package))
        if len(sound) == len(databases) and all(sound):
            with _reading(found, "审计数据库"):
                for breach in anchored(register, audit_db):
                    found.add(breach, "锚点")
            verified = _run(_parts(register, audit_db, data_db, found), found, tell)
    entries, acts, rows, _ = verified
    return Verification(entries, acts, rows, tuple(found.listed), found.count - len(found.listed))


def _parts(
    register: Register, audit_db: CipherDatabase, data_db: CipherDatabase | None, found: Findings
) -> list[_Part]:
    """Entries, acts, rows and items, in this order."""
    keys = register.verify_keys

    def entries(told: Progress) -> int:
        if data_db is None:
            return verify_headers(audit_db, Stream.ENTRIES, keys, found, told)
        if not compare_streams(data_db, audit_db, found, told):
            verify_headers(audit_db, Stream.ENTRIES, keys, found, told)
        return verify_headers(data_db, Stream.ENTRIES, keys, found, told)

    def acts(told: Progress) -> int:
        return verify_headers(audit_db, Stream.ACTS, keys, found, told)

    parts = [
        _Part(Stream.ENTRIES.label, _count(data_db or audit_db, "entry"), entries),
        _Part(Stream.ACTS.label, _count(audit_db, "act"), acts),
    ]
    if data_db:
        rows = sum(_count(data_db, table.name) for table in TABLES.values())
        parts += [
            _Part("数据", rows, partial(verify_rows, data_db, found)),
            _Part("改动明细", _count(data_db, "entry_item"), partial(verify_items, data_db, found)),
        ]
    return parts


def _run(parts: list[_Part], found: Findings, tell: Progress) -> list[int]:
    """How much each part has verified, 0 where it came to no end; rows and items too where they are not to be seen."""
    verified = [0, 0, 0, 0]
    before, total = 0, sum(part.size for part in parts)

    def told(done: int, _size: int) -> None:
        tell(min(before + done, total), total)

    for number, part in enumerate(parts):
        with _reading(found, part.place):
            verified[number] = part.run(told)
        before += part.size
    return verified


def _count(db: CipherDatabase, table: str) -> int:
    (count,) = db.execute_sql(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)


@contextmanager
def _one_look(db: CipherDatabase) -> Iterator[None]:
    """Everything read inside is of one moment."""
    db.begin()
    try:
        yield
    finally:
        with suppress(peewee.DatabaseError, dbapi2.DatabaseError):  # a damaged file does not even end a reading well
            db.rollback()


@contextmanager
def _reading(found: Findings, place: str) -> Iterator[None]:
    """What the database refuses to read is noted."""
    try:
        yield
    except (peewee.DatabaseError, dbapi2.DatabaseError):
        found.add(Breach.UNREADABLE, place)
