"""Pictures of evidence: a page of a PDF file or an image, drawn by a confined child from memory to memory.

Nothing is written to a disk. The child decodes what may be hostile, so what it gives back is held against what it was
asked for, to the byte.
"""

import io
import json
import threading
from dataclasses import dataclass, field
from typing import Final

from tui.intake.drawing import HEAD, HIGHEST, MOST_PAGES, SIGN, WIDEST
from tui.intake.spreadsheet import reading_child
from tui.rules.evidence import Media

PATIENCE_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn page: ``pixels`` are red, green, blue of every pixel, row after row. ``page`` counts from 0."""

    page: int
    pages: int
    width: int
    height: int
    pixels: bytes = field(repr=False)


def draw(media: Media, content: bytes, page: int, width: int) -> Drawing | None:
    """A page so many pixels wide (at most ``WIDEST``); None where the content cannot be drawn."""
    wanted = max(1, min(width, WIDEST))
    asked = json.dumps({"media": media.value, "page": page, "width": wanted}).encode() + b"\n"
    longest = HEAD.size + 3 * wanted * HIGHEST
    with reading_child("tui.intake.viewing_child", None, asked + content) as child:
        assert child.stdout is not None
        timer = threading.Timer(PATIENCE_SECONDS, child.kill)
        timer.start()
        try:
            answer = io.BufferedReader(child.stdout).read(longest + 1)  # type: ignore[type-var]
        finally:
            timer.cancel()
    return _drawing(answer, page, wanted)


def _drawing(answer: bytes, page: int, wanted: int) -> Drawing | None:
    """What the child gave back, if it is what it was asked for."""
    if len(answer) < HEAD.size:
        return None
    sign, width, height, pages = HEAD.unpack_from(answer)
    fits = sign == SIGN and width == wanted and 0 < height <= HIGHEST and page < pages <= MOST_PAGES
    if not fits or len(answer) != HEAD.size + 3 * width * height:
        return None
    return Drawing(page, pages, width, height, answer[HEAD.size :])
