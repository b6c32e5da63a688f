"""What a file is, by its bytes: a workbook, text, or something that has to be converted before it can be read."""

import re
import zipfile
import zlib
from enum import Enum, auto
from pathlib import Path
from typing import BinaryIO

from tui.faults import Failure, Fault
from tui.intake.compound import stream_names

LARGEST_UNPACKED = 2**30
LARGEST_RATIO = 200
RATIO_COUNTS_FROM = 64 * 2**20
MOST_PARTS = 4096

_START = 4096
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FIRST_BYTES = (
    (re.compile(rb"%PDF-"), Fault.FILE_IS_PAGES),
    (re.compile(rb"\{\\rtf"), Fault.FILE_IS_DOCUMENT),
    (re.compile(rb"PK\x05\x06|PK\x07\x08|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b\x08"), Fault.FILE_IS_ARCHIVE),
    (re.compile(rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|BM.{4}\0{4}", re.DOTALL), Fault.FILE_IS_PICTURE),
    (re.compile(rb"RIFF.{4}WEBP|.{4}ftyp(?:hei|hev|mif|avif)", re.DOTALL), Fault.FILE_IS_PICTURE),
)
_MARKUP = re.compile(
    r"\s*(?:<(?:!doctype|\?xml|html|head|meta|title|style|script|body|div|center|font|table)\b"
    r"|<!--|MIME-Version:|From: <Saved by|Content-Type: multipart/)",
    re.IGNORECASE,
)
_ODS_KINDS = (b"application/vnd.oasis.opendocument.spreadsheet", b"application/x-vnd.oasis.opendocument.spreadsheet")


class Format(Enum):
    """The kinds of file that are read."""

    OOXML = auto()
    OPEN_DOCUMENT = auto()
    XLS = auto()
    TEXT = auto()


def format_of(file: BinaryIO, path: Path) -> Format:
    """The kind of an open file; its name counts only for WPS's own formats, which are made like Microsoft's.

    Failure NOT_A_WORKBOOK, WORKBOOK_PROTECTED, WORKBOOK_TOO_LARGE (a zip file that would unpack too far) or the
    fault that says what the file is instead.
    """
    file.seek(0)
    start = file.read(_START)
    if not start:
        raise Failure(Fault.NOT_A_WORKBOOK, file=path.name)
    if start.startswith(_ZIP):
        return _format_of_zip(file, path)
    if start.startswith(_OLE):
        return _format_of_compound(stream_names(file), path)
    for pattern, fault in _FIRST_BYTES:
        if pattern.match(start):
            raise Failure(fault, file=path.name)
    utf16 = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if _MARKUP.match(start.decode("utf-16" if utf16 else "utf-8", "ignore").lstrip("\ufeff")):
        raise Failure(Fault.FILE_IS_MARKUP, file=path.name)
    return Format.TEXT


def _format_of_compound(names: frozenset[str], path: Path) -> Format:
    ending = path.suffix.lower()
    fault = None
    if "EncryptedPackage" in names:
        fault = Fault.WORKBOOK_PROTECTED
    elif ending in (".et", ".ett"):
        fault = Fault.FILE_IS_WPS_TABLE
    elif not names.isdisjoint({"Workbook", "Book"}):
        return Format.XLS
    elif ending in (".wps", ".wpt") or not names.isdisjoint({"WordDocument", "PowerPoint Document"}):
        fault = Fault.FILE_IS_DOCUMENT
    elif any(name.startswith("ET") for name in names):
        fault = Fault.FILE_IS_WPS_TABLE
    if fault:
        raise Failure(fault, file=path.name)
    return Format.XLS


def _format_of_zip(file: BinaryIO, path: Path) -> Format:
    """Reads the directory of the zip file and the first bytes of one part; nothing else is unpacked."""
    try:
        with zipfile.ZipFile(file) as parts:
            entries = parts.infolist()
            kind = _named_kind(parts)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise Failure(Fault.NOT_A_WORKBOOK, file=path.name) from None
    found = _kind_of_parts({entry.filename.replace("\\", "/") for entry in entries}, kind)
    if isinstance(found, Fault):
        raise Failure(found, file=path.name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Failure(Fault.WORKBOOK_PROTECTED, file=path.name)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    bomb = unpacked > RATIO_COUNTS_FROM and unpacked > LARGEST_RATIO * packed
    if bomb or unpacked > LARGEST_UNPACKED or len(entries) > MOST_PARTS:
        raise Failure(Fault.WORKBOOK_TOO_LARGE, file=path.name)
    return found


def _kind_of_parts(names: set[str], kind: bytes) -> Format | Fault:
    if "xl/workbook.xml" in names:
        return Format.OOXML
    if "xl/workbook.bin" in names:
        return Fault.FILE_IS_XLSB
    if "OFD.xml" in names:
        return Fault.FILE_IS_PAGES
    if not names.isdisjoint({"word/document.xml", "ppt/presentation.xml"}):
        return Fault.FILE_IS_DOCUMENT
    if "content.xml" in names:
        return Format.OPEN_DOCUMENT if not kind or kind.startswith(_ODS_KINDS) else Fault.FILE_IS_DOCUMENT
    return Fault.NOT_A_WORKBOOK if "[Content_Types].xml" in names else Fault.FILE_IS_ARCHIVE


def _named_kind(parts: zipfile.ZipFile) -> bytes:
    """What an OpenDocument file says it is; b'' for another file."""
    try:
        with parts.open("mimetype") as part:
            return part.read(100)
    except (KeyError, RuntimeError, EOFError, OSError, ValueError, zlib.error, zipfile.BadZipFile):
        return b""
