"""POSIX ustar archives that have one form: regular files, mode 0600, no owner, no time.

Whoever unpacks with ``tar x`` gets the same files. Reading takes the header blocks one by one and accepts
only what ``write`` would have written, so links, devices, directories, extended headers and other owners
have no way in. The one freedom are the device numbers and the padding at the end, which tar programs fill
differently.
"""

import tarfile
from collections.abc import Iterator
from typing import BinaryIO

BLOCK = 512
NAME_LENGTH = 100  # bytes of the name field; the prefix field stays empty
_MODE = 0o600
_END = bytes(2 * BLOCK)
_LONGEST_END = 21 * BLOCK  # two blocks of zeros, of which the second may begin a record of twenty
_DEVICE_NUMBERS = (bytes(8), b"0000000\0")


def write(name: str, content: bytes, archive: BinaryIO) -> None:
    """Appends one member. ValueError for a name that is not ASCII or longer than 100 characters."""
    if len(name) > NAME_LENGTH:
        raise ValueError(f"too long for an archive: {name!r}")
    archive.write(_header(name, len(content)))
    archive.write(content)
    archive.write(bytes(-len(content) % BLOCK))


def finish(archive: BinaryIO) -> None:
    """Appends the end of the archive."""
    archive.write(_END)


def read(archive: BinaryIO, size: int) -> Iterator[tuple[str, bytes]]:
    """Name and content of each member, from an archive of ``size`` bytes that starts where the file stands.

    ValueError at the first block that is not in the one form, cut short or followed by anything. Names
    may be any that fit: which are allowed, and how often, is for the caller to say.
    """
    left = size
    while (block := archive.read(BLOCK)) != bytes(BLOCK):
        name, length = _parse(block)
        padding = -length % BLOCK
        left -= BLOCK + length + padding
        if left < 0:
            raise ValueError("an archive member is cut short")
        content = archive.read(length)
        if any(archive.read(padding)):
            raise ValueError("an archive member is padded with other than zeros")
        yield name, content
    if not len(_END) <= left <= _LONGEST_END or left % BLOCK or any(archive.read(left - BLOCK)):
        raise ValueError("the archive does not end as it should")


def _header(name: str, length: int) -> bytes:
    member = tarfile.TarInfo(name)
    member.mode, member.size = _MODE, length
    return member.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")


def _parse(block: bytes) -> tuple[str, int]:
    try:
        member = tarfile.TarInfo.frombuf(block, "ascii", "strict")
    except tarfile.HeaderError:
        raise ValueError("not an archive header") from None
    if block[148:156] != b"%06o\0 " % member.chksum:
        raise ValueError("an archive header with its checksum in another spelling")
    if member.size < 0 or not 0 < len(member.name) <= NAME_LENGTH:
        raise ValueError("an archive header without a name or with a negative size")
    if _essence(block) != _essence(_header(member.name, member.size)):
        raise ValueError(f"not a plain archive member: {member.name!r}")
    return member.name, member.size


def _essence(block: bytes) -> tuple[bytes, bytes, bytes]:
    """A header without its device numbers and, because of them, its checksum."""
    if block[329:337] not in _DEVICE_NUMBERS or block[337:345] not in _DEVICE_NUMBERS:
        raise ValueError("an archive header with a device")
    return block[:148], block[156:329], block[345:]
