"""The SQLCipher connection: a raw 32-byte key, and every known way to end up without encryption closed.

Each guard answers a trap that was measured: a build without SQLCipher silently ignores ``PRAGMA key`` and writes
plaintext; a key of another length is silently taken for a passphrase; a wrong key makes the C library
print on the terminal; temporary files may be written in plaintext.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peewee import OperationalError
from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2

from tui.faults import Failure, Fault

KEY_BYTES = 32
PLAIN_HEADER = b"SQLite format 3\x00"
_PRAGMAS = (
    "PRAGMA temp_store = MEMORY",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -24576",
    "PRAGMA busy_timeout = 10000",
)


class CipherDatabase(SqlCipherDatabase):  # type: ignore[misc]
    """A peewee database that opens encrypted or not at all. ``new`` makes the file, which must not be there yet.

    Raises ``Failure(VAULT_DAMAGED)`` when the file is missing, empty, plaintext or does not answer to the key,
    DISK_FULL or FOLDER_UNWRITABLE when that could not be tried, and ``ValueError`` for a key that is not 32 bytes (a
    programming error, never a user's).
    """

    def __init__(self, path: Path, key: bytes, *, new: bool = False) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("a database key has 32 bytes")
        self._key = bytearray(key)
        self._new = new
        if new:  # made by SQLite, it would be readable for everybody
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        super().__init__(str(path))

    def _connect(self) -> Any:
        if not self._new:
            refuse_unencrypted(Path(self.database))
        connection = dbapi2.connect(self.database, isolation_level=None)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            version = connection.execute("PRAGMA cipher_version").fetchone()
            if not version or not version[0]:
                raise RuntimeError("this SQLite library cannot encrypt")
            connection.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")
            connection.execute("PRAGMA cipher_memory_security = OFF")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            self._add_conn_hooks(connection)
        except dbapi2.DatabaseError as error:
            connection.close()
            raise self._unopened(error) from error
        except BaseException:
            connection.close()
            raise
        return connection

    def rekey(self, key: bytes) -> None:
        """Write every page anew under another raw key; a process killed meanwhile leaves the old or the new one."""
        if len(key) != KEY_BYTES:
            raise ValueError("a database key has 32 bytes")
        with disk_full_told():
            self.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            self.execute_sql(f"PRAGMA rekey = \"x'{key.hex()}'\"")
            self.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self._key = bytearray(key)

    def rollback(self) -> None:
        """Roll back what SQLite has not rolled back by itself, as it does when the disk is full."""
        if self.connection().in_transaction:
            super().rollback()

    def _unopened(self, error: dbapi2.DatabaseError) -> Failure:
        """Only a file that was read and does not fit is called damaged: the advice is to go back to a backup."""
        if is_disk_full(error):
            return Failure(Fault.DISK_FULL)
        if isinstance(error, dbapi2.OperationalError):
            return Failure(Fault.FOLDER_UNWRITABLE, path=Path(self.database).parent)
        return Failure(Fault.VAULT_DAMAGED)


def refuse_unencrypted(path: Path) -> None:
    """Refuse an unencrypted database, and a missing or empty file, which SQLite would fill (VAULT_DAMAGED)."""
    try:
        with path.open("rb") as file:
            beginning = file.read(len(PLAIN_HEADER))
    except FileNotFoundError as error:
        raise Failure(Fault.VAULT_DAMAGED) from error
    except OSError as error:
        raise Failure(Fault.FOLDER_UNWRITABLE, path=path.parent) from error
    if beginning in (b"", PLAIN_HEADER):
        raise Failure(Fault.VAULT_DAMAGED)


def is_disk_full(error: BaseException) -> bool:
    """Whether an error of the driver, or peewee's of the same name around it, says that the disk is full."""
    return "database or disk is full" in str(error)


@contextmanager
def disk_full_told() -> Iterator[None]:
    """Whatever is written inside the block fails with ``Failure(DISK_FULL)`` when there is no room for it."""
    try:
        yield
    except (OperationalError, dbapi2.OperationalError) as error:
        if is_disk_full(error):
            raise Failure(Fault.DISK_FULL) from error
        raise
