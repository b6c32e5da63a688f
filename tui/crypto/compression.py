"""gzip for the payload of a bundle: the same bytes for the same text, and no bombs."""

import zlib

from tui.faults import Failure, Fault

MAX_RATIO = 200
_GZIP = 16 + zlib.MAX_WBITS  # zlib's sign for a gzip header, which it writes without name and time


def gzip(text: bytes) -> bytes:
    """One gzip member without file name and time, never packed tighter than ``bounded_gunzip`` accepts."""
    packed = zlib.compress(text, level=6, wbits=_GZIP)
    if len(text) > MAX_RATIO * len(packed):
        return zlib.compress(text, level=0, wbits=_GZIP)
    return packed


def bounded_gunzip(raw: bytes, limit: int) -> bytes:
    """What one gzip member holds, at most ``limit`` bytes.

    E06 if it would be longer, if it grows to more than 200 times its packed size, if it is damaged or
    cut, or if anything follows it. Nothing beyond the bound is ever unpacked.
    """
    bound = min(limit, MAX_RATIO * len(raw))
    member = zlib.decompressobj(wbits=_GZIP)
    try:
        text = member.decompress(raw, max_length=bound + 1)
    except zlib.error:
        raise Failure(Fault.E06_BAD_LAYOUT) from None
    if len(text) > bound or not member.eof or member.unused_data:
        raise Failure(Fault.E06_BAD_LAYOUT)
    return text
