"""Where the rows of the register came from: file, sheet, row, and what the cells said before they were cleaned.

Origins hang on the journal's entry of the import. They are no part of the register: an undo of the import leaves
them, and nothing rests on them but what a person is shown.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tui.store.cipher import CipherDatabase
from tui.store.images import Table
from tui.text import clean


class SheetOrigin(NamedTuple):
    """A sheet that an import reads: the file's name without its folder, its SHA-256 (32 bytes), the sheet's name."""

    file: str
    sha256: bytes
    sheet: str


class RowOrigin(NamedTuple):
    """Where one row stands: the sheet's index in the import's sheets (from 0), the row's number in its sheet as the
    spreadsheet program shows it, and header → original text of the cells that cleaning changed, None for none."""

    sheet: int
    place: int
    texts: Mapping[str, str] | None = None


class Sheets:
    """The sheets of one import; each gets its row when the first origin names it, and one that is known keeps it."""

    def __init__(self, db: CipherDatabase, sheets: Sequence[SheetOrigin]) -> None:
        self._db = db
        self._sheets = sheets
        self._ids: dict[int, int] = {}

    def id(self, index: int) -> int:
        """The row id of the sheet with that index."""
        if index not in self._ids:
            self._ids[index] = self._registered(self._sheets[index])
        return self._ids[index]

    def _registered(self, sheet: SheetOrigin) -> int:
        known = (clean(sheet.file), bytearray(sheet.sha256), clean(sheet.sheet))
        query = "SELECT id FROM origin_sheet WHERE file = ? AND sha256 = ? AND sheet = ?"
        if found := self._db.execute_sql(query, known).fetchone():
            return int(found[0])
        insert = "INSERT INTO origin_sheet(file, sha256, sheet) VALUES (?, ?, ?) RETURNING id"
        return int(self._db.execute_sql(insert, known).fetchone()[0])


def write_origins(
    db: CipherDatabase, entry_seq: int, table: Table, rows: Iterable[tuple[int, RowOrigin | None]], sheets: Sheets
) -> None:
    """Keep where rows of ``table`` (row id, origin) came from, inside the transaction of the entry that wrote them.

    Rows without an origin are passed over.
    """
    plain: list[tuple[int, int, int, int, int]] = []
    cleaned: list[tuple[int, int, int, int, int, str]] = []
    for row, origin in rows:
        if origin is None:
            continue
        place = (entry_seq, table.number, row, origin.place, sheets.id(origin.sheet))
        if origin.texts:
            # ASCII only: an original text may hold anything, even what no UTF-8 can carry
            cleaned.append((*place, json.dumps(dict(origin.texts), sort_keys=True)))
        else:
            plain.append(place)
    connection = db.connection()
    connection.executemany("INSERT INTO origin(entry, tbl, row, place, sheet) VALUES (?, ?, ?, ?, ?)", plain)
    connection.executemany(
        "INSERT INTO origin(entry, tbl, row, place, sheet, texts) VALUES (?, ?, ?, ?, ?, ?)", cleaned
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """One place that a row came from.

    ``entry`` and ``at`` (seconds since 1970) are those of the import. ``texts`` are original cell texts by header,
    uncleaned: whoever shows them cleans them.
    """

    file: str
    sheet: str
    place: int
    texts: Mapping[str, str]
    entry: int
    at: int


def origins_of(db: CipherDatabase, table: Table, row: int) -> list[Origin]:
    """Where a row of the register came from, the newest import first, and by sheet and row within one."""
    found = db.execute_sql(
        """SELECT s.file, s.sheet, o.place, o.texts, o.entry, e.body ->> 'at'
           FROM origin o JOIN origin_sheet s ON s.id = o.sheet JOIN entry e ON e.seq = o.entry
           WHERE o.tbl = ? AND o.row = ? ORDER BY o.entry DESC, o.sheet, o.place""",
        (table.number, row),
    )
    return [
        Origin(file, sheet, place, json.loads(texts) if texts else {}, entry, at)
        for file, sheet, place, texts, entry, at in found
    ]
