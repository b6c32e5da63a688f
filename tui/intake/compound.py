"""The names in the directory of an OLE compound file ([MS-CFB] 2.2, 2.3, 2.6): they tell what it is."""

import struct
from typing import BinaryIO

_HEADER = 512
_FAT_SECTORS_IN_HEADER = 109
_MOST_SECTORS = 256
_ENTRY = 128
_LARGEST_SECTOR_NUMBER = 0xFFFFFFFA


def stream_names(file: BinaryIO) -> frozenset[str]:
    """The names of its streams and storages; those before the place where the file is damaged, if it is."""
    file.seek(0)
    header = file.read(_HEADER)
    if len(header) < _HEADER:
        return frozenset()
    (shift,) = struct.unpack_from("<H", header, 30)
    (sector,) = struct.unpack_from("<I", header, 48)
    fat = struct.unpack_from(f"<{_FAT_SECTORS_IN_HEADER}I", header, 76)
    if shift not in (9, 12):
        return frozenset()
    size = 1 << shift
    names: set[str] = set()
    for _ in range(_MOST_SECTORS):
        if sector >= _LARGEST_SECTOR_NUMBER:
            break
        names |= _names_in(_sector(file, sector, size))
        place, index = divmod(sector, size // 4)
        table = _sector(file, fat[place], size) if place < len(fat) else b""
        if len(table) < size:
            break
        (sector,) = struct.unpack_from("<I", table, 4 * index)
    return frozenset(names)


def _sector(file: BinaryIO, number: int, size: int) -> bytes:
    file.seek((number + 1) * size)
    return file.read(size)


def _names_in(sector: bytes) -> set[str]:
    names = set()
    for start in range(0, len(sector) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", sector, start + 64)
        if kind and 2 <= length <= 64:
            names.add(sector[start : start + length - 2].decode("utf-16-le", "replace"))
    return names
