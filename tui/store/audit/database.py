"""Opening ``audit.db``: a SQLCipher file with a key of its own, which everybody of the vault holds."""

from pathlib import Path
from typing import Final

from tui.store import migrations
from tui.store.cipher import CipherDatabase

DATABASE: Final = "audit.db"
PACKAGE: Final = "tui.store.audit"
"""Where the schema's history lies."""


def open_audit(path: Path, key: bytes, *, new: bool = False) -> CipherDatabase:
    """The audit database with the newest schema; ``new`` makes the file. Raises what CipherDatabase and migrate do."""
    db = CipherDatabase(path, key, new=new)
    with db.connection_context():  # whichever thread uses it opens its own
        migrations.migrate(db, migrations.scripts(PACKAGE))
    return db
