"""Drawing evidence: from memory to memory, in a child that a hostile file may break, whose answer is not trusted."""

import struct
import zlib

import pytest
from attachments import pages, picture

from tui.intake import viewing
from tui.intake.drawing import HEAD, HIGHEST, SIGN, WIDEST
from tui.intake.viewing import _drawing, draw
from tui.rules.evidence import Media


@pytest.mark.parametrize("media", [Media.PDF, Media.JPEG, Media.PNG, Media.TIFF])
def test_a_page_is_drawn_as_wide_as_was_asked(media: Media) -> None:
    content = picture(media.name)
    drawn = draw(media, content, 0, 40)
    assert drawn is not None
    assert (drawn.width, drawn.height, drawn.page, drawn.pages) == (40, 60, 0, 1)
    assert len(drawn.pixels) == 3 * 40 * 60
    assert max(drawn.pixels[: 3 * 40 * 20]) < 40
    assert min(drawn.pixels[-3 * 40 * 20 :]) > 215


@pytest.mark.parametrize("media", [Media.PDF, Media.TIFF])
def test_each_page_is_drawn_and_there_is_none_after_the_last(media: Media) -> None:
    content = pages(media.name, 3)
    shades = [drawn.pixels[0] for page in range(3) if (drawn := draw(media, content, page, 10)) and drawn.pages == 3]
    assert shades == sorted(shades)
    assert len(set(shades)) == 3
    assert draw(media, content, 3, 10) is None


def bomb(width: int, height: int) -> bytes:
    """A PNG of so many pixels, all black, in few bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = zlib.compress(bytes((width // 8 + 1) * min(height, 2000)), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


TALL = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
TALL += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 14400]>>endobj\ntrailer<</Root 1 0 R>>"


@pytest.mark.parametrize(
    ("media", "content"),
    [
        (Media.PNG, bomb(60_000, 60_000)),
        (Media.PNG, picture("PNG")[:100]),
        (Media.JPEG, picture("JPEG")[:400]),
        (Media.TIFF, b"II*\0" + bytes(200)),
        (Media.PDF, b"%PDF-1.7 nothing"),
        (Media.PNG, picture("JPEG")),
        (Media.TEXT, b"text"),
    ],
)
def test_what_cannot_be_drawn_within_bounds_is_not(media: Media, content: bytes) -> None:
    assert draw(media, content, 0, 40) is None


def test_of_a_page_that_is_too_high_the_upper_part_is_drawn() -> None:
    drawn = draw(Media.PDF, TALL, 0, 100)
    assert drawn is not None
    assert (drawn.width, drawn.height) == (100, HIGHEST)
    long = draw(Media.PNG, picture("PNG", (10, 3000)), 0, 100)
    assert long is not None
    assert (long.width, long.height) == (100, HIGHEST)


def test_a_width_is_bounded() -> None:
    drawn = draw(Media.PNG, picture("PNG"), 0, 10**9)
    assert drawn is not None
    assert drawn.width == WIDEST


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "PATIENCE_SECONDS", 0.0)
    assert draw(Media.PNG, picture("PNG"), 0, 40) is None


def test_an_answer_that_was_not_asked_for_is_refused() -> None:
    pixels = bytes(3 * 4 * 5)
    assert _drawing(HEAD.pack(SIGN, 4, 5, 1) + pixels, 0, 4) is not None
    for answer in (
        b"",
        HEAD.pack(b"XXXX", 4, 5, 1) + pixels,
        HEAD.pack(SIGN, 5, 4, 1) + pixels,
        HEAD.pack(SIGN, 4, 0, 1),
        HEAD.pack(SIGN, 4, 5, 0) + pixels,
        HEAD.pack(SIGN, 4, 5, 10**6) + pixels,
        HEAD.pack(SIGN, 4, 5, 1) + pixels[:-1],
        HEAD.pack(SIGN, 4, 5, 1) + pixels + b"x",
        HEAD.pack(SIGN, 4, HIGHEST + 1, 1) + bytes(12 * (HIGHEST + 1)),
    ):
        assert _drawing(answer, 0, 4) is None
