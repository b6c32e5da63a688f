"""Reading a file from a removable medium, which may be pulled, failing or lying."""

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from tui.faults import Failure, Fault
from tui.text import clean

_CHUNK = 1024 * 1024


def read_file(path: Path, limit: int, *, too_large: Fault = Fault.E02_NOT_A_BUNDLE, links: bool = True) -> bytes:
    """The content of a file, which must be the same in two readings.

    E01 for any error, for two readings that differ and for anything but a regular file; without ``links`` also for a
    link to one. More than ``limit`` bytes are not read: ``too_large`` names the fault, whose sentence may speak of
    ``{file}``.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if links else os.O_NOFOLLOW))
        with io.FileIO(descriptor):
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise Failure(Fault.E01_MEDIA_READ)
            if status.st_size > limit:
                raise Failure(too_large, file=clean(path.name))
            first = b"".join(_chunks(descriptor, limit))
            again = hashlib.sha256()
            for chunk in _chunks(descriptor, limit):
                again.update(chunk)
    except OSError:
        raise Failure(Fault.E01_MEDIA_READ) from None
    if hashlib.sha256(first).digest() != again.digest():
        raise Failure(Fault.E01_MEDIA_READ)
    return first


def _chunks(descriptor: int, limit: int) -> Iterator[bytes]:
    """The file from its beginning, as the medium has it: pages that the kernel keeps are dropped first.

    OSError for one that has more than the size it told.
    """
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.lseek(descriptor, 0, os.SEEK_SET)
    read = 0
    while chunk := os.read(descriptor, _CHUNK):
        read += len(chunk)
        if read > limit:
            raise OSError("longer than it said")
        yield chunk
