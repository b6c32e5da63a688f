"""Which rows of an .xlsx are hidden, by filters for instance: read from the rows' own attributes, as a stream.

python-calamine does not tell, and openpyxl tells only after it has made an object of every cell.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO
from xml.parsers import expat

from tui.intake.protocol import LAST_ROW

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ROW = re.compile(rb"<(?:[\w.-]+:)?row(\s[^<>]*)?/?>")
_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d{1,9})["']""")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_CHUNK = 2**18
_LONGEST_TAG = 2048
_UNREADABLE = (KeyError, EOFError, OSError, RuntimeError, ValueError, zlib.error, zipfile.BadZipFile, expat.ExpatError)

Attributes = dict[str, str]


def hidden_rows(path: Path, sheets: Sequence[str]) -> Mapping[str, frozenset[int]]:
    """The numbers, from 0, of the hidden rows of these sheets, by the sheets' names; none where that cannot be told."""
    found: dict[str, frozenset[int]] = {}
    try:
        with zipfile.ZipFile(path) as parts:
            places = _parts_of_sheets(parts)
            for name in sheets:
                if name in places and _holds(parts, places[name], b"hidden"):
                    found[name] = _numbers(parts, places[name])
    except _UNREADABLE:
        return found
    return found


def _parts_of_sheets(parts: zipfile.ZipFile) -> dict[str, str]:
    """The part that holds each sheet, by the sheet's name."""
    targets: dict[str, str] = {}
    places: dict[str, str] = {}

    def relation(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            targets[attributes["Id"]] = posixpath.normpath(posixpath.join("/xl", attributes["Target"])).lstrip("/")

    def sheet(tag: str, attributes: Attributes) -> None:
        if tag == "sheet" and (part := targets.get(attributes.get("id", ""))):
            places[attributes["name"]] = part

    for part, started in ((_RELATIONS, relation), (_WORKBOOK, sheet)):
        with parts.open(part) as stream:
            _parse(stream, started)
    return places


def _numbers(parts: zipfile.ZipFile, part: str) -> frozenset[int]:
    """The tags of rows are picked out as bytes: parsing the cells between them would take fifteen times as long."""
    hidden: set[int] = set()
    last = 0
    for attributes in _row_tags(parts, part):
        number = _NUMBER.search(attributes)
        last = int(number[1]) if number else last + 1
        if not 1 <= last <= LAST_ROW:
            raise ValueError(last)
        if _HIDDEN.search(attributes):
            hidden.add(last - 1)
    return frozenset(hidden)


def _holds(parts: zipfile.ZipFile, part: str, word: bytes) -> bool:
    with parts.open(part) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            if word in rest + chunk:
                return True
            rest = chunk[-len(word) :]
    return False


def _row_tags(parts: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The attributes of every row of a sheet, in order."""
    with parts.open(part) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            last = max(text.rfind(b"<"), 0)  # the tag that may go on in the next chunk; what is long is no tag
            for tag in _ROW.finditer(text, 0, last):
                yield tag[1] or b""
            rest = text[last : last + _LONGEST_TAG]
        for tag in _ROW.finditer(rest):
            yield tag[1] or b""


def _parse(stream: IO[bytes], started: Callable[[str, Attributes], None]) -> None:
    """Call `started` for every element with its local name and the local names of its attributes."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(tag: str, attributes: Attributes) -> None:
        started(_local(tag), {_local(name): value for name, value in attributes.items()})

    def refuse(*_declaration: object) -> None:
        raise ValueError("a workbook has no document type")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    parser.ParseFile(stream)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
