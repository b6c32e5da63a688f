"""The schema's history: plain SQL files, run in order, the number of the last one kept in ``user_version``.

Plain SQL on purpose: a migration library rebuilt a table without its STRICT, WITHOUT ROWID and triggers.
"""

from collections.abc import Mapping
from importlib import resources

from sqlcipher3 import dbapi2

from tui.faults import Failure, Fault
from tui.store.cipher import CipherDatabase, is_disk_full


def scripts(package: str = "tui.store") -> dict[int, str]:
    """Every migration in the folder ``schema`` of a package: number → SQL. The default is the schema of ``data.db``."""
    folder = resources.files(package) / "schema"
    return {
        int(file.name.partition("_")[0]): file.read_text("utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".sql")
    }


def schema_version(db: CipherDatabase) -> int:
    """The number of the last migration that has run in this database."""
    return int(db.execute_sql("PRAGMA user_version").fetchone()[0])


def migrate(db: CipherDatabase, known: Mapping[int, str] | None = None) -> None:
    """Bring the database to the newest schema of ``known`` (``scripts()``); each migration whole or not at all.

    Raises ``Failure(VAULT_TOO_NEW)`` when a later program has written the vault, and DISK_FULL.
    """
    known = known or scripts()
    found = schema_version(db)
    if found > max(known):
        raise Failure(Fault.VAULT_TOO_NEW, found=found, known=max(known))
    connection = db.connection()
    for number in sorted(number for number in known if number > found):
        try:
            connection.executescript(f"BEGIN IMMEDIATE;\n{known[number]}\nPRAGMA user_version = {number};\nCOMMIT;")
        except dbapi2.Error as error:
            connection.rollback()
            if is_disk_full(error):
                raise Failure(Fault.DISK_FULL) from error
            raise
