"""The SQLCipher connection: a raw 32-byte key, and every known way to end up without encryption closed.

Each guard answers a trap that was measured: a build without SQLCipher silently ignores ``PRAGMA key`` and writes
plaintext; a key of another length is silently taken for a passphrase; a wrong key makes the C library
print on the terminal; temporary files may be written in plaintext.
"""

from pathlib import Path
from typing import Any

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
    """A peewee database that opens encrypted or not at all.

    Raises ``Failure(VAULT_DAMAGED)`` when the file does not answer to the key, and ``ValueError`` for a key
    that is not 32 bytes (a programming error, never a user's).
    """

    def __init__(self, path: Path, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("a database key has 32 bytes")
        self._key = bytearray(key)
        super().__init__(str(path))

    def _connect(self) -> Any:
        refuse_plaintext(Path(self.database))
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
            raise Failure(Fault.VAULT_DAMAGED) from error
        except BaseException:
            connection.close()
            raise
        return connection


def refuse_plaintext(path: Path) -> None:
    """Refuse a file that is an unencrypted SQLite database (``Failure(VAULT_DAMAGED)``)."""
    if path.exists():
        with path.open("rb") as file:
            if file.read(len(PLAIN_HEADER)) == PLAIN_HEADER:
                raise Failure(Fault.VAULT_DAMAGED)
