"""Files to be attached, made in memory."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (80, 120), colour: str = "white") -> bytes:
    """An image, or a PDF file of one page, of one colour but for its black upper half."""
    image = Image.new("RGB", size, colour)
    image.paste("black", (0, 0, size[0], size[1] // 2))
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def pages(kind: str, count: int) -> bytes:
    """A TIFF or PDF file of so many pages, each a shade lighter than the one before."""
    sheets = [Image.new("RGB", (80, 120), (number * 60,) * 3) for number in range(count)]
    out = BytesIO()
    sheets[0].save(out, kind, save_all=True, append_images=sheets[1:])
    return out.getvalue()


def document(*names: str) -> bytes:
    """A zip archive with parts of these names, as Office packs its documents."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as parts:
        for name in names:
            parts.writestr(name, "<xml/>")
    return out.getvalue()


WORD = ("[Content_Types].xml", "word/document.xml")
EXCEL = ("[Content_Types].xml", "xl/workbook.xml")
