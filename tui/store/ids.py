"""Row ids inside this vault. They are never used twice, not even after an undo, because the journal names them."""

from tui.store.cipher import CipherDatabase
from tui.store.images import Table


def next_id(db: CipherDatabase, table: Table) -> int:
    """The id that the next row of ``table`` gets (AUTOINCREMENT keeps the highest ever used)."""
    (number,) = db.execute_sql(
        "SELECT ifnull(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = ?", (table.name,)
    ).fetchone()
    return int(number)
