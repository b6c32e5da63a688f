"""``audit.db``: its schema, and the two streams that it holds."""

from collections.abc import Mapping
from enum import Enum
from importlib import resources
from pathlib import Path

from tui.store import migrations
from tui.store.cipher import CipherDatabase


class Stream(Enum):
    """A table of signed headers; the value is the table's name."""

    ENTRIES = "entry"
    ACTS = "act"

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return "业务" if self is Stream.ENTRIES else "管理"


def scripts() -> Mapping[int, str]:
    """The migrations of ``audit.db``."""
    return migrations.scripts(resources.files("tui.store.audit") / "schema")


def make(path: Path, key: bytes) -> None:
    """Make an empty ``audit.db``."""
    db = CipherDatabase(path, key, new=True)
    with db.connection_context():
        migrations.migrate(db, scripts())


def head(db: CipherDatabase, stream: Stream) -> tuple[int, str]:
    """Sequence number and hash (hex) of the newest header; (0, 64 zeros) in an empty stream."""
    row = db.execute_sql(f"SELECT seq, hash FROM {stream.value} ORDER BY seq DESC LIMIT 1").fetchone()
    return (row[0], row[1].hex()) if row else (0, "0" * 64)


def hash_at(db: CipherDatabase, stream: Stream, seq: int) -> str | None:
    """The hash (hex) of one header; None where there is none. Before the first there are zeros."""
    if seq == 0:
        return "0" * 64
    row = db.execute_sql(f"SELECT hash FROM {stream.value} WHERE seq = ?", (seq,)).fetchone()
    return row[0].hex() if row else None
