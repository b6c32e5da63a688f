"""Which rows of an .xlsx are hidden, by filters for instance: read from the rows' own attributes, as a stream.

python-calamine does not tell, and a whole sheet in openpyxl would not fit into the child's memory.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO
from xml.parsers import expat

from tui.intake.protocol import LAST_ROW

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_HIDDEN_ROW = re.compile(rb"""<(?:[\w.-]+:)?row\s[^<>]{0,1000}?\bhidden\s*=\s*["'](?:1|true)["']""")
_CHUNK = 2**18
_LONGEST_TAG = 2048
_ON = ("1", "true")
_UNREADABLE = (KeyError, EOFError, OSError, RuntimeError, ValueError, zlib.error, zipfile.BadZipFile, expat.ExpatError)

Attributes = dict[str, str]


def hidden_rows(path: Path, sheets: Sequence[str]) -> Mapping[str, frozenset[int]]:
    """The numbers, from 0, of the hidden rows of these sheets, by the sheets' names; none where that cannot be told."""
    found: dict[str, frozenset[int]] = {}
    try:
        with zipfile.ZipFile(path) as parts:
            places = _parts_of_sheets(parts)
            for name in sheets:
                if name in places and _has_hidden_row(parts, places[name]):
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


def _has_hidden_row(parts: zipfile.ZipFile, part: str) -> bool:
    """Whether the part is worth parsing: a search that goes ten times faster and nearly always finds nothing."""
    with parts.open(part) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            if _HIDDEN_ROW.search(rest + chunk):
                return True
            rest = chunk[-_LONGEST_TAG:]
    return False


def _numbers(parts: zipfile.ZipFile, part: str) -> frozenset[int]:
    hidden: set[int] = set()
    last = 0

    def row(tag: str, attributes: Attributes) -> None:
        nonlocal last
        if tag == "row":
            last = int(attributes.get("r", last + 1))
            if not 1 <= last <= LAST_ROW:
                raise ValueError(last)
            if attributes.get("hidden") in _ON:
                hidden.add(last - 1)

    with parts.open(part) as stream:
        _parse(stream, row)
    return frozenset(hidden)


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
