"""What the drawing child writes: a head, then the pixels of one page; and the bounds of both."""

import struct
from typing import Final

WIDEST: Final = 2048
"""Pixels of a drawn page; higher it may be four times as many, and what is beyond is cut off."""
HIGHEST: Final = 4 * WIDEST
MOST_PAGES: Final = 10_000
HEAD: Final = struct.Struct("<4sIII")
"""Before the pixels: the sign, width, height, number of pages."""
SIGN: Final = b"DRWN"
