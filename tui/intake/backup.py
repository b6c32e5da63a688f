"""Unpacking a backup into a new vault folder. The file may be anything until its names, sizes and signatures fit."""

import shutil
import tarfile
from hashlib import file_digest
from pathlib import Path
from typing import Final
from uuid import uuid4

from tui.crypto import people
from tui.faults import Failure, Fault
from tui.store import folder as files
from tui.store.folder import AUDIT, DATABASE, HEADER, KEYS, NAMES, PEOPLE

_FILES: Final = frozenset({HEADER, PEOPLE, NAMES, DATABASE, AUDIT, f"{DATABASE}-wal", f"{AUDIT}-wal", "keys.age"})
_NEEDED: Final = frozenset({HEADER, PEOPLE, NAMES, DATABASE, AUDIT})
_MOST_MEMBERS: Final = 40


def unpack(backup: Path, folder: Path) -> str:
    """Put the vault of a backup into ``folder``, which must be missing or empty; gives the backup's SHA-256 (hex).

    Raises ``Failure`` FILE_UNREADABLE, BACKUP_UNSOUND, VAULT_EXISTS, PEOPLE_DAMAGED, DISK_FULL, FOLDER_UNWRITABLE;
    in each case nothing is left.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Failure(Fault.VAULT_EXISTS, path=folder)
    unfinished = folder.with_name(f"{folder.name}.{uuid4().hex[:8]}.part")
    try:
        with backup.open("rb") as source:
            digest = file_digest(source, "sha256").hexdigest()
        (unfinished / KEYS).mkdir(mode=0o700, parents=True)
        with tarfile.open(backup, "r:") as archive:
            _extract(archive, unfinished)
        header = files.read_header(unfinished)
        people.read(files.read(unfinished, PEOPLE), header["vault"])
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
        files.sync(folder.parent)
    except tarfile.TarError as error:
        raise Failure(Fault.BACKUP_UNSOUND) from error
    except OSError as error:
        raise files.failure_of(error, backup) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return digest


def _extract(archive: tarfile.TarFile, folder: Path) -> None:
    seen: set[str] = set()
    for member in archive:
        name = member.name
        wanted = name in _FILES or (name.startswith(f"{KEYS}/") and name.count("/") == 1 and ".." not in name)
        if not wanted or not member.isreg() or name in seen or len(seen) > _MOST_MEMBERS:
            raise Failure(Fault.BACKUP_UNSOUND)
        seen.add(name)
        if name != "keys.age":
            archive.extract(member, folder, filter="data")
            (folder / name).chmod(0o600)
    if not seen >= _NEEDED:
        raise Failure(Fault.BACKUP_UNSOUND)
