"""Taking a file from a stick as evidence: read twice, bounded, and known for what it is by its content alone.

Nothing is unpacked or decoded here but text; what is shown of the rest is drawn by a confined child (``viewing``).
"""

import codecs
import struct
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from tui.faults import Failure, Fault
from tui.intake import media
from tui.rules.evidence import LARGEST, LONGEST_NAME, Media
from tui.text import clean

_FIRST_BYTES: Final = (
    (b"%PDF-", Media.PDF),
    (b"\xff\xd8\xff", Media.JPEG),
    (b"\x89PNG\r\n\x1a\n", Media.PNG),
    (b"II*\0", Media.TIFF),
    (b"MM\0*", Media.TIFF),
)
_END_OF_ZIP: Final = struct.Struct("<4s4H2LH")
_ENTRY_OF_ZIP: Final = struct.Struct("<4s6H3L5H2L")
_LONGEST_COMMENT: Final = 65_535
_MOST_PARTS: Final = 4096
_MACROS: Final = "vbaProject.bin"
_CONTROLS: Final = bytes({*range(0x20)} - {*b"\t\n\v\f\r"})
_MARKED: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that may be attached: its name cleaned, what it is, its bytes."""

    name: str
    media: Media
    content: bytes = field(repr=False)

    @property
    def sha256(self) -> bytes:
        """The content's hash."""
        return sha256(self.content).digest()


def read_attachment(path: Path) -> Attachment:
    """The file. ``Failure``: E01 (it cannot be read, is no regular file, or differs in two readings),
    EVIDENCE_TOO_LARGE, EVIDENCE_KIND (also for a link, and for an empty file)."""
    if path.is_symlink():
        raise Failure(Fault.EVIDENCE_KIND, file=clean(path.name))
    content = media.read_file(path, LARGEST, too_large=Fault.EVIDENCE_TOO_LARGE, links=False)
    name = clean(path.name).strip()[:LONGEST_NAME]
    found = media_of(content)
    if found is None:
        raise Failure(Fault.EVIDENCE_KIND, file=name)
    return Attachment(name or found.label, found, content)


def media_of(content: bytes) -> Media | None:
    """What a file is, by its content; None for what is not taken as evidence. Its name counts for nothing."""
    for start, found in _FIRST_BYTES:
        if content.startswith(start):
            return found
    if content.startswith(b"PK\x03\x04"):
        return _of_zip(content)
    return Media.TEXT if as_text(content) is not None else None


def as_text(content: bytes) -> str | None:
    """The text that the bytes are, in UTF-8, UTF-16 with its mark, or GB18030; None for what is no text."""
    codec = next((codec for mark, codec in _MARKED if content.startswith(mark)), None)
    if codec != "utf-16" and any(control in content for control in _CONTROLS):
        return None
    for each in (codec,) if codec else ("utf-8", "gb18030"):
        try:
            text = content.decode(each)
        except UnicodeDecodeError:
            continue
        return text if text.strip() and "\0" not in text else None
    return None


def _of_zip(content: bytes) -> Media | None:
    """A Word or Excel document without macros, by the names in the archive's directory; no part is unpacked."""
    try:
        names = set(_names(content))
    except (struct.error, ValueError):
        return None
    if "[Content_Types].xml" not in names or any(name.endswith(_MACROS) for name in names):
        return None
    wanted = {"word/document.xml": Media.DOCX, "xl/workbook.xml": Media.XLSX}
    found = [media for part, media in wanted.items() if part in names]
    return found[0] if len(found) == 1 else None


def _names(content: bytes) -> list[str]:
    """The names in a zip archive's directory; ValueError or struct.error where that is not whole and small."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - _LONGEST_COMMENT - _END_OF_ZIP.size))
    if end < 0:
        raise ValueError("no directory")
    _, _, _, _, count, size, place, _ = _END_OF_ZIP.unpack_from(content, end)
    if count > _MOST_PARTS or place + size > end:
        raise ValueError("not a directory of this size at this place")
    found = []
    for _ in range(count):
        signature, *_, named, extra, comment, _, _, _, _ = _ENTRY_OF_ZIP.unpack_from(content, place)
        if signature != b"PK\x01\x02":
            raise ValueError("not an entry")
        start = place + _ENTRY_OF_ZIP.size
        found.append(content[start : start + named].decode("utf-8", "replace"))
        place = start + named + extra + comment
    return found
