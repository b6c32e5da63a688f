"""The schema's history: plain SQL files, run in order, the number of the last one kept in ``user_version``.

Plain SQL on purpose: a migration library rebuilt a table without its STRICT, WITHOUT ROWID and triggers. What fills
the name index is lent to it as functions.
"""

import os
import shutil
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from sqlcipher3 import dbapi2

from tui.faults import Failure, Fault
from tui.store.cipher import CipherDatabase, is_disk_full
from tui.store.names import lend_functions


def scripts(folder: Traversable | None = None) -> dict[int, str]:
    """Every migration of ``data.db``, or of another folder of SQL files: number → SQL."""
    folder = folder or resources.files("tui.store") / "schema"
    return {
        int(file.name.partition("_")[0]): file.read_text("utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".sql")
    }


def schema_version(db: CipherDatabase) -> int:
    """The number of the last migration that has run in this database."""
    return int(db.execute_sql("PRAGMA user_version").fetchone()[0])


def keep_copy(db: CipherDatabase, path: Path, known: Mapping[int, str] | None = None) -> Path | None:
    """Keep the database as it is beside itself when a migration is due; gives the copy, which replaces older ones.

    The copy is ciphertext under the same key. ``Failure(DISK_FULL)`` where it would not fit; nothing is migrated then.
    """
    found = schema_version(db)
    if found == 0 or found >= max(known or scripts()):
        return None
    copy = path.with_name(f"{path.name}.before-{max(known or scripts()):04}")
    if shutil.disk_usage(path.parent).free < 2 * path.stat().st_size:
        raise Failure(Fault.DISK_FULL)
    db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    unfinished = copy.with_name(f"{copy.name}.part")
    shutil.copyfile(path, unfinished)
    unfinished.chmod(0o600)
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    for older in path.parent.glob(f"{path.name}.before-????"):
        older.unlink()
    unfinished.replace(copy)
    return copy


def migrate(db: CipherDatabase, known: Mapping[int, str] | None = None) -> None:
    """Bring the database to the newest schema of ``known`` (``scripts()``); each migration whole or not at all.

    Raises ``Failure(VAULT_TOO_NEW)`` when a later program has written the vault, and DISK_FULL.
    """
    known = known or scripts()
    found = schema_version(db)
    if found > max(known):
        raise Failure(Fault.VAULT_TOO_NEW, found=found, known=max(known))
    connection = db.connection()
    lend_functions(connection)
    for number in sorted(number for number in known if number > found):
        try:
            connection.executescript(f"BEGIN IMMEDIATE;\n{known[number]}\nPRAGMA user_version = {number};\nCOMMIT;")
        except dbapi2.Error as error:
            connection.rollback()
            if is_disk_full(error):
                raise Failure(Fault.DISK_FULL) from error
            raise
