"""Files on removable media: what has its final name there is whole, even if the stick is pulled.

Measured on a real FAT32 with the power cut: write, fsync, rename, fsync of the folder left an empty file
in ten cuts out of ten, because FAT rename makes a new directory entry whose size is written with the next
change of the file. Hence the second fsync of the file after its renaming, then the folder, then the whole
file system.

Names are ASCII in lower case: FAT folds case, and mounted with its default options it loses Chinese names.
"""

import contextlib
import ctypes
import errno
import hashlib
import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tui.faults import Failure, Fault

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

RESERVE = 1024 * 1024  # bytes left free on the medium, for its own tables
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
_CHUNK = 1024 * 1024
_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is on the medium: its path, size in bytes and SHA-256 (hexadecimal)."""

    path: Path
    size: int
    sha256: str


def write_file(
    folder: Path,
    name: str,
    write: Callable[[BinaryIO], None],
    *,
    needed: int,
    before_final_name: Callable[[], None] | None = None,
) -> Written:
    """Lets ``write`` fill a new file, verifies it by reading it back, and only then gives it its name.

    ``write`` gets a file that goes forward only; ``needed`` is the size in bytes to expect. The file has
    mode 0600. ``before_final_name`` is called when the content is safe on the medium under ``NAME.part``,
    so that what the vault records about the file can be committed first. ValueError for a name that is
    not ``[a-z0-9._-]`` of at most 64 characters.

    FOLDER_UNWRITABLE, FILE_EXISTS, MEDIUM_FULL, MEDIUM_GONE (any other error of the medium),
    READBACK_DIFFERS: nothing is left behind, except on a medium that is no longer there. An OSError of
    ``write`` counts as one of the medium; whatever else the two callables raise is passed on, after the
    same cleaning.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a name for a file on a medium: {name!r}")
    unwritable, gone = Failure(Fault.FOLDER_UNWRITABLE, path=folder), Failure(Fault.MEDIUM_GONE)
    left_over = f"{name}.part"
    with _opened_folder(folder) as directory:
        with _naming_faults(unwritable):
            _refuse_existing(folder, name, directory)
            _remove(left_over, directory)
            free = _free(directory)
        full = Failure(Fault.MEDIUM_FULL, needed=_megabytes(needed + RESERVE), free=_megabytes(free))
        with _naming_faults(unwritable, full):
            out = _create(left_over, directory)
        try:
            if free < needed + RESERVE:
                raise full
            with _naming_faults(gone, full):
                write(out)
                out.flush()
                os.fsync(out.fileno())
                _compare(left_over, directory, out)
            if before_final_name:
                before_final_name()
            with _naming_faults(gone, full):
                _refuse_existing(folder, name, directory)
                os.rename(left_over, name, src_dir_fd=directory, dst_dir_fd=directory)
                left_over = name
                _settle(out.fileno(), directory)
                out.close()
        except BaseException:
            with contextlib.suppress(OSError):
                out.close()
            with contextlib.suppress(OSError):
                _remove(left_over, directory)
            raise
    return Written(folder / name, out.size, out.digest.hexdigest())


class _Forward(io.BufferedWriter):
    """A file written from front to back, with the size and hash of what it was given."""

    def __init__(self, raw: io.FileIO) -> None:
        super().__init__(raw, _CHUNK)
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, content: "ReadableBuffer", /) -> int:
        taken = super().write(content)
        self.digest.update(content)
        self.size += taken
        return taken

    def seekable(self) -> bool:
        return False

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        raise io.UnsupportedOperation("this file only goes forward")


@contextlib.contextmanager
def _opened_folder(folder: Path) -> Iterator[int]:
    try:
        directory = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        raise Failure(Fault.FOLDER_UNWRITABLE, path=folder) from None
    try:
        yield directory
    finally:
        os.close(directory)


def _refuse_existing(folder: Path, name: str, directory: int) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.stat(name, dir_fd=directory, follow_symlinks=False)
        raise Failure(Fault.FILE_EXISTS, path=folder / name)


def _remove(name: str, directory: int) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(name, dir_fd=directory)


def _create(part: str, directory: int) -> _Forward:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    return _Forward(io.FileIO(os.open(part, flags, 0o600, dir_fd=directory), "wb"))


@contextlib.contextmanager
def _naming_faults(otherwise: Failure, full: Failure | None = None) -> Iterator[None]:
    """An OSError becomes ``full`` if it says that there is no space, else ``otherwise``."""
    try:
        yield
    except OSError as failed:
        raise (full if full and failed.errno in _FULL else otherwise) from failed


def _compare(part: str, directory: int, out: _Forward) -> None:
    """READBACK_DIFFERS unless the medium, not the cache, gives back what was written."""
    descriptor = os.open(part, os.O_RDONLY | os.O_CLOEXEC, dir_fd=directory)
    try:
        if _digest(descriptor) != out.digest.digest():
            raise Failure(Fault.READBACK_DIFFERS)
    finally:
        os.close(descriptor)


def _settle(file: int, directory: int) -> None:
    """Makes the medium hold the renamed file before anyone says that it may be pulled."""
    os.fsync(file)
    os.fsync(directory)
    if libc.syncfs(directory) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _digest(descriptor: int) -> bytes:
    digest = hashlib.sha256()
    for chunk in _chunks(descriptor):
        digest.update(chunk)
    return digest.digest()


def _chunks(descriptor: int) -> Iterator[bytes]:
    """The file from its beginning, as the medium has it: pages that the kernel keeps are dropped first."""
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.lseek(descriptor, 0, os.SEEK_SET)
    while chunk := os.read(descriptor, _CHUNK):
        yield chunk


def _free(directory: int) -> int:
    medium = os.fstatvfs(directory)
    return medium.f_bavail * medium.f_frsize


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}MB"
