"""The drawing child: reads what to draw and the content from standard input, writes a page's pixels.

It gives up what it does not need before it looks at the content, as the reading child does (``child``). Whatever goes
wrong, it ends without a word.
"""

import json
import sys
from collections.abc import Callable
from io import BytesIO

import PIL.Image
import PIL.ImageOps
import pypdfium2

from tui.intake.confinement import give_up
from tui.intake.drawing import HEAD, HIGHEST, MOST_PAGES, SIGN, WIDEST
from tui.rules.evidence import Media

_MEMORY = 2**30
_CPU_SECONDS = 20
_MOST_PIXELS = 64 * 2**20
"""Of a picture before it is made smaller: A4 at 800 dots per inch has 62 million."""
_STEP = 4
"""Of brightness: shades that nobody tells apart are made one, so that fewer cells differ."""
_FORMATS = {Media.JPEG: "JPEG", Media.PNG: "PNG", Media.TIFF: "TIFF"}


def draw(media: Media, content: bytes, page: int, width: int) -> bytes:
    """The head and the pixels; ValueError, or whatever the libraries raise, where there is nothing to draw."""
    if not 0 < width <= WIDEST or page < 0:
        raise ValueError("not a width or a page")
    found, pages = (_of_pdf if media is Media.PDF else _of_image(media))(content, page, width)
    if not page < pages <= MOST_PAGES:
        raise ValueError("not a page of it")
    if found.height > HIGHEST:
        found = found.crop((0, 0, width, HIGHEST))
    shades = found.point([value - value % _STEP for value in range(256)] * 3)
    return HEAD.pack(SIGN, shades.width, shades.height, pages) + shades.tobytes()


def _of_pdf(content: bytes, page: int, width: int) -> tuple[PIL.Image.Image, int]:
    document = pypdfium2.PdfDocument(content)
    sheet = document[page]
    across, down = sheet.get_size()
    if across <= 0 or down / across > HIGHEST:
        raise ValueError("not a page that can be drawn")
    scale = width / across
    if down * scale > HIGHEST:  # drawn whole it would not fit: its upper part alone
        sheet.set_cropbox(0, down - HIGHEST / scale, across, down)
    drawn: PIL.Image.Image = sheet.render(scale=scale, may_draw_forms=False).to_pil()
    return _fitted(drawn, width), len(document)


def _of_image(media: Media) -> Callable[[bytes, int, int], tuple[PIL.Image.Image, int]]:
    def drawn(content: bytes, page: int, width: int) -> tuple[PIL.Image.Image, int]:
        with PIL.Image.open(BytesIO(content), formats=(_FORMATS[media],)) as image:
            pages = getattr(image, "n_frames", 1) if media is Media.TIFF else 1
            image.seek(page)
            if image.width * image.height > _MOST_PIXELS:
                raise ValueError("too many pixels")
            image.draft("RGB", (width * 2, image.height))
            return _fitted(PIL.ImageOps.exif_transpose(image), width), pages

    return drawn


def _fitted(image: PIL.Image.Image, width: int) -> PIL.Image.Image:
    """On white, in red, green and blue, exactly so wide; no higher than can be given back."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        image = PIL.Image.new("RGBA", seen.size, "white")
        image.alpha_composite(seen)
    height = max(1, round(image.height * width / image.width))
    if height > HIGHEST:
        image = image.crop((0, 0, image.width, max(1, HIGHEST * image.width // width)))
        height = HIGHEST
    resampling = PIL.Image.Resampling.BOX if width < image.width else PIL.Image.Resampling.BILINEAR
    return image.convert("RGB").resize((width, height), resampling)


def main() -> int:
    """Draw what standard input asks for; 0 also where nothing can be drawn."""
    give_up(_MEMORY, _CPU_SECONDS)
    PIL.Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    asked = json.loads(sys.stdin.buffer.readline(200))
    content = sys.stdin.buffer.read()
    try:
        sys.stdout.buffer.write(draw(Media(asked["media"]), content, asked["page"], asked["width"]))
    except (Exception, MemoryError):  # noqa: BLE001 - the libraries raise what they like; there is nothing to draw
        return 0
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
