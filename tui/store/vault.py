"""The vault: a folder with the person's slot, the sub-keys as age files, and ``data.db``.

    vault.json        format, vault id, the slots (each wraps one person's keys under a passphrase)
    keys/data.age     the raw database key as 64 hexadecimal digits
    keys/sign.age     the unit's signing key (a minisign secret key)
    keys/receive.age  the unit's receiving key (an age identity)
    data.db           SQLCipher 4

An auditor opens the sub-keys with ``age -d`` and the database with any SQLCipher 4 tool.
"""

import fcntl
import json
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, Final, ParamSpec, Self, TypeVar

from tui.crypto import subkeys
from tui.crypto.slots import PersonKeys, open_slot
from tui.faults import Failure, Fault
from tui.store import migrations
from tui.store.cipher import CipherDatabase
from tui.store.models import Person, Setting
from tui.store.session import Actor, Clock, Session, local_now

P = ParamSpec("P")
R = TypeVar("R")

FORMAT: Final = 1
HEADER, DATABASE, KEYS, LOCK = "vault.json", "data.db", "keys", "vault.lock"
DATA_KEY, SIGNING_KEY, RECEIVING_KEY = "data.age", "sign.age", "receive.age"


class Vault:
    """An unlocked vault: one reader thread, one writer thread, each with its own connection.

    ``read`` runs a query as ``query(db, …)``, ``write`` a command as ``command(session, …)``; both return at
    once with a future. Use it as a context manager, or call ``close``.
    """

    def __init__(self, folder: Path, keys: PersonKeys, session: Session, lock: int) -> None:
        self.folder = folder
        self.session = session
        self._keys = keys
        self._lock = lock
        self._closed = False
        self._reader = ThreadPoolExecutor(1, "paicha-reader")
        self._writer = ThreadPoolExecutor(1, "paicha-writer")

    def read(
        self, query: Callable[Concatenate[CipherDatabase, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[R]:
        """Run a query on the reader thread."""
        return self._reader.submit(query, self.session.db, *args, **kwargs)

    def write(self, command: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run a command on the writer thread."""
        return self._writer.submit(command, self.session, *args, **kwargs)

    def signing_secret(self) -> bytes:
        """The unit's signing key, a minisign secret key file."""
        return self._unseal(SIGNING_KEY)

    def receiving_identity(self) -> str:
        """The unit's receiving key, an age identity."""
        return self._unseal(RECEIVING_KEY).decode().strip()

    def _unseal(self, name: str) -> bytes:
        return read_subkey(self.folder, name, self._keys.identity)

    def close(self) -> None:
        """Finish what is running, close both connections, release the folder. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        for executor in (self._reader, self._writer):
            executor.submit(self.session.db.close).result()
            executor.shutdown()
        self.session.db.close()
        os.close(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def unlock(folder: Path, passphrase: str, *, clock: Clock = local_now) -> Vault:
    """Open the vault in ``folder``.

    Raises ``Failure``: VAULT_NOT_FOUND, VAULT_IN_USE, PASSPHRASE_WRONG, SLOT_DAMAGED, KDF_TOO_WEAK, VAULT_DAMAGED,
    VAULT_TOO_NEW, FOLDER_UNWRITABLE, DISK_FULL. Nothing is changed in any of these cases.
    """
    header = read_header(folder)
    lock = _hold(folder)
    try:
        slot = header["slots"][0]
        keys = open_slot(header["vault"], slot, passphrase, file=HEADER)
        db = CipherDatabase(folder / DATABASE, database_key(folder, keys.identity))
        with db.connection_context():  # the threads of the vault open their own
            session = _session(db, slot["person"], keys, clock)
    except BaseException:
        os.close(lock)
        raise
    return Vault(folder, keys, session, lock)


def _session(db: CipherDatabase, person: str, keys: PersonKeys, clock: Clock) -> Session:
    migrations.migrate(db)
    settings = dict(Setting.select(Setting.name, Setting.value).tuples().execute(db))
    found = Person.select(Person.id, Person.name).where(Person.uuid == bytes.fromhex(person))
    number, name = found.tuples().execute(db)[0]
    return Session(db, Actor(number, person, name, keys.seed), int(settings["unit"]), int(settings["campaign"]), clock)


def database_key(folder: Path, identity: str) -> bytes:
    """The raw 32-byte key of ``data.db``."""
    return subkeys.key_from_text(read_subkey(folder, DATA_KEY, identity), file=f"{KEYS}/{DATA_KEY}")


def read_subkey(folder: Path, name: str, identity: str) -> bytes:
    """Open one sub-key; ``Failure(SLOT_DAMAGED)`` if the file is missing, damaged or for somebody else."""
    try:
        ciphertext = (folder / KEYS / name).read_bytes()
    except OSError as error:
        raise Failure(Fault.SLOT_DAMAGED, file=f"{KEYS}/{name}") from error
    return subkeys.unseal(ciphertext, identity, file=f"{KEYS}/{name}")


def read_header(folder: Path) -> dict[str, Any]:
    """``vault.json``, with its outer shape checked (each slot authenticates itself when it is opened)."""
    try:
        raw = (folder / HEADER).read_bytes()
    except OSError as error:
        raise Failure(Fault.VAULT_NOT_FOUND, path=folder) from error
    try:
        header = json.loads(raw)
        version = header["format"]
        shaped = isinstance(header["vault"], str) and isinstance(header["slots"][0]["person"], str)
    except (ValueError, LookupError, TypeError) as error:
        raise Failure(Fault.SLOT_DAMAGED, file=HEADER) from error
    if not isinstance(version, int) or not shaped:
        raise Failure(Fault.SLOT_DAMAGED, file=HEADER)
    if version > FORMAT:
        raise Failure(Fault.VAULT_TOO_NEW, found=version, known=FORMAT)
    return dict(header)


def _hold(folder: Path) -> int:
    """Keep a second window out; the lock goes with the process, so a killed one leaves nothing behind."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise Failure(Fault.FOLDER_UNWRITABLE, path=folder) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise Failure(Fault.VAULT_IN_USE) from error
    return descriptor
