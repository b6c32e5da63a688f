"""Verifying what lies beneath the headers: the items of every entry, and every row against its latest item.

An old page that was put back, a row edited, added or taken away past the program: each differs from what the journal
says, and the journal is signed. Everything streams; a million rows need no more memory than a thousand.
"""

from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Final

from tui.store.audit.breaches import Breach, Findings
from tui.store.audit.chains import STEP
from tui.store.audit.streams import Stream, parse, records
from tui.store.cipher import CipherDatabase
from tui.store.images import REMOVED, TABLES, Table, row_hash
from tui.store.watching import Cancelled, Progress, watched

_LABELS: Final = {
    "organization": "党组织",
    "person": "人员",
    "member": "党员",
    "campaign": "排查批次",
    "subject": "排查对象",
    "review": "核查结论",
    "finding": "问题",
    "card": "公钥卡",
}


def verify_items(
    data_db: CipherDatabase, found: Findings, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> int:
    """Number and digest of every entry's items as its header says them; no items that belong to no entry. Gives the
    number of items.

    ``progress`` hears of items. The caller keeps a transaction open, so that both cursors see the same.
    """
    tell = watched(progress, cancelled)
    (total,) = data_db.execute_sql("SELECT count(*) FROM entry_item").fetchone()
    done = 0
    for record, (count, digest) in zip(records(data_db, Stream.ENTRIES), _digests(data_db), strict=True):
        try:
            header = parse(Stream.ENTRIES, record.body)
        except ValueError:
            continue  # noted where the headers are verified
        if (header["count"], header["items_sha256"]) != (count, digest):
            found.add(Breach.ITEMS_DIFFER, _entry(record.seq))
        done += count
        tell(done, total)
    for (seq,) in data_db.execute_sql("SELECT DISTINCT entry FROM entry_item EXCEPT SELECT seq FROM entry"):
        found.add(Breach.ITEMS_DIFFER, _entry(seq))
    return int(total)


def _digests(db: CipherDatabase) -> Iterator[tuple[int, str]]:
    """(Number of items, their digest as ``journal.items_digest`` gives it) of every entry, in one pass."""
    items = db.execute_sql(
        """SELECT e.seq, i.tbl, i.row, i.sub, ifnull(i.before, ''), i.row_sha256
        FROM entry e LEFT JOIN entry_item i ON i.entry = e.seq ORDER BY e.seq, i.tbl, i.row, i.sub"""
    )
    for _, group in groupby(items, key=itemgetter(0)):
        digest, count = sha256(), 0
        for _, table, row, sub, before, row_sha256 in group:
            if table is not None:
                digest.update(f"{table},{row},{sub},{before},{row_sha256.hex()}\n".encode())
                count += 1
        yield count, digest.hexdigest()


def _entry(seq: int) -> str:
    return f"{Stream.ENTRIES.label}第{seq}条"


def verify_rows(
    data_db: CipherDatabase, found: Findings, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> int:
    """Every journaled row is what its latest item says, and every item has its row; gives the number of rows.

    Two passes over every table: its rows with their latest item, then the items whose row is not there.
    """
    tell = watched(progress, cancelled)
    sizes = {t: data_db.execute_sql(f"SELECT count(*) FROM {t.name}").fetchone()[0] for t in TABLES.values()}
    done, total = 0, sum(sizes.values())
    for table in sizes:
        for *stored, latest in data_db.execute_sql(_rows(table)):
            values = table.row(stored)
            if latest is None:
                found.add(Breach.ROW_UNJOURNALED, _place(table, *table.key(values)))
            elif latest != row_hash(values):
                found.add(Breach.ROW_DIFFERS, _place(table, *table.key(values)))
            done += 1
            if done % STEP == 0:
                tell(done, total)
        for row, sub in data_db.execute_sql(_absent(table), (bytearray(REMOVED),)):
            found.add(Breach.ROW_MISSING, _place(table, row, sub))
        tell(done, total)
    return done


def _rows(table: Table) -> str:
    """Every row with the hash of its latest item. A row's items all have the same ``sub``: ordering by it as well
    lets the index give them in order."""
    columns = ", ".join(f"t.{name}" for name in table.columns)
    return f"""SELECT {columns}, (SELECT i.row_sha256 FROM entry_item i WHERE i.tbl = {table.number} AND {_on(table)}
        ORDER BY i.sub DESC, i.entry DESC LIMIT 1) FROM {table.name} t"""


def _absent(table: Table) -> str:
    """(row, sub) of latest items that are no removal and whose row is not there."""
    return f"""SELECT i.row, i.sub FROM entry_item i WHERE i.tbl = {table.number}
        AND NOT EXISTS (SELECT 1 FROM {table.name} t WHERE {_on(table)})
        AND i.entry = (SELECT max(l.entry) FROM entry_item l WHERE l.tbl = i.tbl AND l.row = i.row AND l.sub = i.sub)
        AND i.row_sha256 <> ?"""


def _on(table: Table) -> str:
    return " AND ".join(f"t.{name} = {place}" for name, place in zip(table.keyed_by, table.places, strict=True))


def _place(table: Table, row: int, sub: int) -> str:
    return f"{_LABELS.get(table.name, table.name)}第{row}行" + (f"（{sub}）" if sub else "")
