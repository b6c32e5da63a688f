"""Lines of text in one gzip member, written and read as a stream: the form in which records travel.

``gunzip`` opens them. The same lines give the same bytes, and nobody has to unpack a bomb.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from tui.crypto.compression import MAX_RATIO
from tui.faults import Failure, Fault

MAX_LINE: Final = 1024 * 1024
_GZIP: Final = 16 + zlib.MAX_WBITS  # zlib's sign for a gzip header, which it writes without name and time
_LEVELS: Final = (3, 0)  # tighter levels take twice the time for a tenth of the size
_STEP: Final = 256 * 1024


def pack(lines: Callable[[], Iterable[bytes]]) -> bytes:
    """The lines, each ended by a line feed, never packed tighter than ``unpack`` accepts.

    ``lines`` is called again for text so repetitive that it has to be stored as it is.
    """
    for level in _LEVELS:
        packer = zlib.compressobj(level, wbits=_GZIP)
        packed = bytearray()
        length = 0
        for text in _blocks(lines()):
            length += len(text)
            packed += packer.compress(text)
        packed += packer.flush()
        if length <= MAX_RATIO * len(packed):
            break
    return bytes(packed)


def unpack(packed: bytes) -> Iterator[bytes]:
    """The lines one by one, without their line feeds; at any time only a small part is unpacked.

    E06, when the place is reached, if the member is damaged, cut or followed by anything, grows to more than
    200 times its packed size, has a line beyond 1 MiB or does not end with a line feed.
    """
    rest, length = b"", 0
    for text in _texts(packed):
        length += len(text)
        *whole, rest = (rest + text).split(b"\n")
        too_long = len(rest) > MAX_LINE or any(len(line) > MAX_LINE for line in whole)
        if too_long or length > MAX_RATIO * len(packed):
            raise Failure(Fault.E06_BAD_LAYOUT)
        yield from whole
    if rest:
        raise Failure(Fault.E06_BAD_LAYOUT)


def _texts(packed: bytes) -> Iterator[bytes]:
    """What the member holds, at most 256 KiB at a time."""
    member = zlib.decompressobj(wbits=_GZIP)
    for start in range(0, len(packed), _STEP):
        source = packed[start : start + _STEP]
        if member.eof:
            raise Failure(Fault.E06_BAD_LAYOUT)
        while source:
            try:
                yield member.decompress(source, _STEP)
            except zlib.error:
                raise Failure(Fault.E06_BAD_LAYOUT) from None
            source = member.unconsumed_tail
    if member.unused_data or not member.eof:
        raise Failure(Fault.E06_BAD_LAYOUT)


def _blocks(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines put together, so that the packer is not called for each."""
    block: list[bytes] = []
    size = 0
    for line in lines:
        block.append(line)
        size += len(line)
        if size >= _STEP:
            yield b"\n".join((*block, b""))
            block.clear()
            size = 0
    yield b"\n".join((*block, b""))
