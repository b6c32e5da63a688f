"""Merged ranges of OpenDocument sheets, which the workbook library does not give: read from ``content.xml``.

Without them a branch merged over its members would belong to the first of them only, and a header of two rows
would be two.
"""

import zipfile
import zlib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell, each as (row, column) from 0."""

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_CHUNK = 2**20
_DAMAGES = (zipfile.BadZipFile, zlib.error, expat.ExpatError)


def open_document_spans(path: Path) -> Mapping[str, list[Range]]:
    """The merged ranges of every sheet by its name; empty for any other kind of file, and for a damaged one."""
    try:
        with zipfile.ZipFile(path) as parts, parts.open("content.xml") as content:
            reader = _Reader()
            while chunk := content.read(_CHUNK):
                reader.parser.Parse(chunk)
            return reader.found
    except (*_DAMAGES, KeyError, OSError, ValueError, NotImplementedError):
        return {}


class _Reader:
    """Counts rows and cells as they come, repeated ones included."""

    def __init__(self) -> None:
        self.found: dict[str, list[Range]] = defaultdict(list)
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = _refuse
        self._sheet = ""
        self._depth = self._row = self._column = self._repeated = 0

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _CELLS:
            if self._depth != 1:
                return  # a table within a cell
            across = int(attributes.get(f"{_TABLE}number-columns-spanned", 1))
            down = int(attributes.get(f"{_TABLE}number-rows-spanned", 1))
            if across > 1 or down > 1:
                last = self._row + down - 1, self._column + across - 1
                self.found[self._sheet].append(((self._row, self._column), last))
            self._column += int(attributes.get(f"{_TABLE}number-columns-repeated", 1))
        elif tag == f"{_TABLE}table-row":
            if self._depth == 1:
                self._column, self._repeated = 0, int(attributes.get(f"{_TABLE}number-rows-repeated", 1))
        elif tag == f"{_TABLE}table":
            self._depth += 1
            if self._depth == 1:
                self._sheet, self._row = attributes.get(f"{_TABLE}name", ""), 0

    def _end(self, tag: str) -> None:
        if tag == f"{_TABLE}table-row" and self._depth == 1:
            self._row += self._repeated
        elif tag == f"{_TABLE}table":
            self._depth -= 1


def _refuse(*_declaration: object) -> NoReturn:
    raise ValueError("a document type in a spreadsheet")
