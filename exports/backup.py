"""Backups: the vault's files as they are, which is ciphertext, in one tar that is read back and tried.

A copy (密文备份) opens with the same passphrases as the vault. A keyed backup (带密钥备份) has one file more,
``keys.age``: the raw keys of both databases and the unit's two keys, sealed to a backup passphrase or to the superior's
key, for the day on which nobody can unlock any more: ``age -d keys.age`` gives them to any SQLCipher 4 tool.
"""

import io
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final

import pyrage
from sqlcipher3 import dbapi2

from exports import media
from exports.media import Written
from tui.crypto import subkeys
from tui.faults import Failure, Fault
from tui.store import keyring
from tui.store.audit import acts, anchor
from tui.store.cipher import CipherDatabase
from tui.store.folder import AUDIT, DATABASE, HEADER, KEYS, NAMES, PEOPLE
from tui.store.seat import Seat

KEYS_MEMBER: Final = "keys.age"
_BLOCK: Final = 512


class Seal:
    """To whom the keys of a keyed backup are sealed: a passphrase, or another unit's receiving key (``age1…``)."""

    def __init__(self, *, passphrase: str = "", recipient: str = "") -> None:
        self._passphrase = passphrase
        self._recipient = recipient

    @property
    def label(self) -> str:
        """What the journal says of it."""
        return "superior" if self._recipient else "passphrase"

    def sealed(self, content: bytes) -> bytes:
        """The content as an age file."""
        if self._recipient:
            return subkeys.seal(content, [self._recipient])
        return bytes(pyrage.passphrase.encrypt(content, self._passphrase))


def write_copy(seat: Seat, folder: Path) -> Written:
    """Copy the vault as ciphertext into ``folder``; what 系统管理员 may do without any key to the data.

    Runs on the writer thread, so that nothing is written meanwhile. Raises what ``media.write_file`` raises,
    ROLE_REFUSED, BACKUP_UNSOUND.
    """
    acts.record(seat, "backup.copy")
    anchor.write(seat)
    return _write(seat, folder, "copy", None)


def write_keyed(seat: Seat, data: CipherDatabase, folder: Path, seal: Seal) -> Written:
    """Write a backup that can be opened without any person of this vault, and try it; raises the same."""
    acts.record(seat, "backup.keyed", {"to": seal.label})
    anchor.write(seat)
    data.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    identity = seat.keys.identity
    secrets = {name: keyring.unseal(seat.folder, name, identity).decode().strip() for name in seat.person.grants}
    written = _write(seat, folder, "backup", seal.sealed(json.dumps(secrets, indent=1).encode()))
    if not _is_sound(written.path, keyring.database_key(seat.folder, "data", identity), seat.folder):
        written.path.unlink()
        raise Failure(Fault.BACKUP_UNSOUND)
    return written


def _write(seat: Seat, folder: Path, kind: str, keys: bytes | None) -> Written:
    seat.audit.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    files = list(members(seat.folder))
    needed = sum(path.stat().st_size + 2 * _BLOCK for _, path in files) + len(keys or b"") + 20 * _BLOCK

    def fill(out: BinaryIO) -> None:
        with tarfile.open(fileobj=out, mode="w|", format=tarfile.USTAR_FORMAT) as archive:
            for name, path in files:
                with path.open("rb") as source:
                    archive.addfile(_member(name, os.fstat(source.fileno()).st_size), source)
            if keys is not None:
                archive.addfile(_member(KEYS_MEMBER, len(keys)), io.BytesIO(keys))

    stamp = seat.clock().strftime("%Y%m%d-%H%M%S")
    return media.write_file(folder, f"{kind}-{seat.vault[:8]}-{stamp}.tar", fill, needed=needed)


def members(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of a vault that a backup holds; a write-ahead log and a next key that a killed process
    left belong to them."""
    names = [HEADER, PEOPLE, NAMES, DATABASE, AUDIT]
    names += [f"{KEYS}/{path.name}" for path in sorted((folder / KEYS).iterdir()) if path.suffix != ".part"]
    names += [name for name in (f"{DATABASE}-wal", f"{AUDIT}-wal") if (folder / name).exists()]
    for name in names:
        if (folder / name).exists():
            yield name, folder / name


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _is_sound(written: Path, key: bytes, place: Path) -> bool:
    """Whether the database in a backup answers to the key and is whole; it is tried as ciphertext in ``place``."""
    with TemporaryDirectory(prefix="trial-", dir=place) as trial:
        with tarfile.open(written) as archive:
            archive.extract(DATABASE, trial, filter="data")
        try:
            db = CipherDatabase(Path(trial) / DATABASE, key)
            with db.connection_context():
                broken = db.execute_sql("PRAGMA cipher_integrity_check").fetchall()
                return not broken and db.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
        except (Failure, dbapi2.DatabaseError):
            return False
