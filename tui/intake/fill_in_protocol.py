"""The lines that the child writes about a returned fill-in workbook, parsed as strictly as those about a roster.

First what the hidden sheet says (``issue``), then its locked rows (``locked``), then the rows of the sheets (``row``),
then ``end``; or ``fault`` alone. Cells that hold nothing are left out.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from tui.faults import Fault
from tui.intake.kinds import FIELDS
from tui.intake.problems import ProblemCode
from tui.intake.protocol import LAST_ROW, LineError
from tui.intake.records import LONGEST_EXTRA
from tui.rules.checks import Verdict
from tui.rules.dates import is_date
from tui.rules.fill_in import COLUMNS, MEMBER_FIELDS
from tui.rules.values import ALLOWED, LONGEST_TEXT
from tui.text import clean

HEAD: Final = ("format", "unit", "branch", "campaign", "as_of", "due_on", "number", "check_code")
"""What the hidden sheet says first, in this order."""

MOST_ROWS: Final = 20_000
"""Rows that one sheet may have: a branch has some dozens of members, never thousands."""

_LONGEST_HEAD: Final = 64
_FAULTS: Final = {
    fault.value: fault
    for fault in (
        Fault.FILE_UNREADABLE, Fault.NOT_A_WORKBOOK, Fault.WORKBOOK_PROTECTED, Fault.WORKBOOK_TOO_LARGE,
        Fault.FILL_IN_FOREIGN, Fault.FILL_IN_ALTERED,
    )
}  # fmt: skip
_CODES: Final = {code.value: code for code in ProblemCode}
_KEY: Final = re.compile(r"[0-9a-f]{32}|")
_VERDICTS: Final = frozenset(verdict.value for verdict in Verdict)
_OWN: Final = frozenset({"remark", "number", "name", "receipt", "receipt_on", "c1", "c2", "c3", "c4", "c5"})
_FIELDS: Final = frozenset(MEMBER_FIELDS) | _OWN
_HEADERS: Final = {sheet: frozenset(column.header for column in columns) for sheet, columns in COLUMNS.items()}


class HeadLine(NamedTuple):
    """What the hidden sheet says the workbook is, by :data:`HEAD`."""

    head: Mapping[str, str]


class LockedLine(NamedTuple):
    """One locked row: 'member' or 'letter', its uuid, name, and ID number or letter's number."""

    kind: str
    uuid: str
    name: str
    number: str


class FilledCell(NamedTuple):
    """A cell: its text, what was read from it (field → value), and its problem."""

    text: str
    values: Mapping[str, str]
    problem: ProblemCode | None


class FilledRow(NamedTuple):
    """A row of a sheet: its number as the spreadsheet program shows it, its uuid ('' for none), cells by header."""

    sheet: str
    row: int
    key: str
    cells: Mapping[str, FilledCell]


class EndLine(NamedTuple):
    """The last line of a complete reading: how many rows."""

    rows: int


class StoppedLine(NamedTuple):
    """The file cannot be read as a fill-in workbook."""

    fault: Fault


FillInLine = HeadLine | LockedLine | FilledRow | EndLine | StoppedLine

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write(message: FillInLine) -> bytes:
    """The line of a message."""
    match message:
        case HeadLine(head):
            value: dict[str, Any] = {"issue": head}
        case LockedLine():
            value = {"locked": list(message)}
        case FilledRow(sheet, row, key, cells):
            packed = {h: [c.text, c.values, c.problem.value if c.problem else None] for h, c in cells.items()}
            value = {"row": {"sheet": sheet, "row": row, "key": key, "cells": packed}}
        case EndLine(rows):
            value = {"end": rows}
        case StoppedLine(fault):
            value = {"fault": fault.value}
    return _encode(value).encode() + b"\n"


def parse(line: bytes) -> FillInLine:
    """The message of one line without its line break. LineError for anything out of the ordinary."""
    try:
        value: dict[str, Any] = json.loads(line)
        _require(len(value) == 1)
        match value:
            case {"issue": dict(head)}:
                _require(tuple(head) == HEAD and all(_is_text(text, _LONGEST_HEAD) for text in head.values()))
                return HeadLine(head)
            case {"locked": [kind, uuid, name, number]}:
                _require(kind in ("member", "letter") and _is_key(uuid) and uuid)
                _require(_is_text(name, LONGEST_EXTRA) and _is_text(number, LONGEST_EXTRA))
                return LockedLine(kind, uuid, name, number)
            case {"row": {"sheet": sheet, "row": int(row), "key": key, "cells": dict(cells)}}:
                _require(len(value["row"]) == 4 and type(row) is int and 1 <= row <= LAST_ROW and _is_key(key))
                _require(_HEADERS[sheet].issuperset(cells))
                return FilledRow(sheet, row, key, {header: _cell(cell) for header, cell in cells.items()})
            case {"end": int(rows)}:
                _require(type(rows) is int and rows >= 0)
                return EndLine(rows)
            case {"fault": str(fault)}:
                return StoppedLine(_FAULTS[fault])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LineError(type(error).__name__) from None
    raise LineError("unknown kind of line")


def _cell(packed: Any) -> FilledCell:
    text, values, code = packed
    _require(_is_text(text, LONGEST_EXTRA) and text and isinstance(values, dict))
    for field, value in values.items():
        _require(field in _FIELDS and _is_text(value, LONGEST_TEXT) and value and _fits(field, value))
    return FilledCell(text, values, None if code is None else _CODES[code])


def _fits(field: str, value: str) -> object:
    if field.startswith("c") and field[1:].isdigit():
        return value in _VERDICTS
    if field == "receipt_on":
        return is_date(value)
    if field == "receipt":
        return value in ("yes", "no")
    allowed = ALLOWED.get(FIELDS[field].type) if field in FIELDS else None
    return allowed is None or allowed(value)


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and _KEY.fullmatch(value) is not None


def _is_text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest and clean(value) == value


def _require(condition: object) -> None:
    if not condition:
        raise LineError("value out of bounds")
