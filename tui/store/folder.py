"""The vault's folder: which files lie in it, how they are written, and the lock that keeps a second window out.

    vault.json        format, vault id, the slots (each wraps one person's keys under a passphrase)
    people.json       the signed register of people: roles, public keys, no names
    names.age         their names, for the people themselves
    keys/data.age     the raw key of data.db as 64 hexadecimal digits
    keys/audit.age    the raw key of audit.db
    keys/sign.age     the unit's signing key (a minisign secret key)
    keys/receive.age  the unit's receiving key (an age identity)
    data.db           SQLCipher 4: the register of members
    audit.db          SQLCipher 4: the journal's headers and the acts of officers

An auditor opens the sub-keys with ``age -d`` and the databases with any SQLCipher 4 tool.
"""

import errno
import fcntl
import json
import os
from pathlib import Path
from typing import Any, Final

from tui.faults import Failure, Fault

FORMAT: Final = 1
HEADER, PEOPLE, NAMES, LOCK = "vault.json", "people.json", "names.age", "vault.lock"
DATABASE, AUDIT, KEYS = "data.db", "audit.db", "keys"
DATA_KEY, AUDIT_KEY, SIGNING_KEY, RECEIVING_KEY = "data.age", "audit.age", "sign.age", "receive.age"


def read(folder: Path, name: str) -> bytes:
    """A small file of the vault; ``Failure(SLOT_DAMAGED)`` naming it if it cannot be read."""
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise Failure(Fault.SLOT_DAMAGED, file=name) from error


def write(folder: Path, name: str, content: bytes) -> None:
    """Put a small file in place of the old one: whenever the power fails, one of the two stands there whole.

    Raises ``Failure`` DISK_FULL or FOLDER_UNWRITABLE; the old file then stays.
    """
    path = folder / name
    unfinished = path.with_name(f"{path.name}.part")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        sync(path.parent)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise failure_of(error, folder) from error


def failure_of(error: OSError, path: Path) -> Failure:
    """What an error of the operating system comes to: no room, nothing to read, or a folder that cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Failure(Fault.DISK_FULL)
    if isinstance(error, FileNotFoundError | IsADirectoryError):
        return Failure(Fault.FILE_UNREADABLE, file=path.name)
    return Failure(Fault.FOLDER_UNWRITABLE, path=path)


def sync(folder: Path) -> None:
    """Make the names in a folder last."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_header(folder: Path) -> dict[str, Any]:
    """``vault.json``, with its outer shape checked (each slot authenticates itself when it is opened)."""
    try:
        raw = (folder / HEADER).read_bytes()
    except OSError as error:
        raise Failure(Fault.VAULT_NOT_FOUND, path=folder) from error
    try:
        header = json.loads(raw)
        version = header["format"]
        slots = header["slots"]
        shaped = isinstance(header["vault"], str) and bool(slots) and all(isinstance(s["person"], str) for s in slots)
    except (ValueError, LookupError, TypeError) as error:
        raise Failure(Fault.SLOT_DAMAGED, file=HEADER) from error
    if not isinstance(version, int) or not shaped:
        raise Failure(Fault.SLOT_DAMAGED, file=HEADER)
    if version > FORMAT:
        raise Failure(Fault.VAULT_TOO_NEW, found=version, known=FORMAT)
    return dict(header)


def write_header(folder: Path, vault: str, slots: list[dict[str, Any]]) -> None:
    """Write ``vault.json``."""
    write(folder, HEADER, json.dumps({"format": FORMAT, "vault": vault, "slots": slots}, indent=1).encode())


def hold(folder: Path) -> int:
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
