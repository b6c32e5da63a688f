"""Noting that a table has left the vault: the last thing before its file gets its name."""

from tui.store import journal
from tui.store.session import Session


def note_exported(session: Session, table: str, rows: int, sha256: str, *, action: str = "comparison.export") -> int:
    """Write an entry that so many rows were written into a file with this hash; gives the entry's number."""
    detail = {"table": table, "rows": rows, "sha256": sha256}
    with journal.entry(session, action, detail, even_if_empty=True) as entry:
        pass
    return entry.seq
