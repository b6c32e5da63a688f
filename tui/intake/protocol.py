"""The lines that the reading child writes and the parent parses: JSON objects, one a line, of six kinds.

The child handles hostile files, so it is itself not trusted: a line that is not exactly of a known form, or a
string that ``text.clean`` would change, ends the intake. Values are bounded; codes come from closed lists.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tui.faults import Fault
from tui.intake.cells import LONGEST_NAME, LONGEST_TEXT, is_landline, is_mobile
from tui.intake.columns import FIELDS, LONGEST_HEADER
from tui.intake.problems import Problem, ProblemCode
from tui.intake.records import LONGEST_EXTRA, Record
from tui.intake.staged import StagedSheet
from tui.rules.codes import NATIONS
from tui.rules.dates import is_date
from tui.rules.validity import FindingCode
from tui.text import clean

LAST_ROW = 1_048_576
MOST_COLUMNS = 200
LONGEST_SHEET_NAME = 100
LONGEST_HEADING = 20
LISTED_PER_CODE = 2000

CHILD_FAULTS = {
    fault.value: fault
    for fault in (
        Fault.FILE_UNREADABLE,
        Fault.NOT_A_WORKBOOK,
        Fault.WORKBOOK_PROTECTED,
        Fault.WORKBOOK_TOO_LARGE,
        Fault.NO_ROSTER_HEADER,
        Fault.NO_MEMBER_ROWS,
    )
}
_ROW_PREFIX = b'{"row":'
_INITIALS = re.compile(r"[a-z0-9 ]*")
_IDNO = re.compile(r"[0-9]+X?")
_CODES = {code.value: code for code in ProblemCode}
_FINDINGS = frozenset(code.value for code in FindingCode)
_NATION_NAMES = frozenset(NATIONS.values())
ALLOWED: Mapping[str, Callable[[str], object]] = {
    "name": lambda value: len(value) <= LONGEST_NAME,
    "sex": frozenset({"male", "female"}).__contains__,
    "birth": is_date,
    "idno": _IDNO.fullmatch,
    "phone": is_mobile,
    "landline": is_landline,
    "nation": _NATION_NAMES.__contains__,
    "joined": is_date,
    "full_at": is_date,
    "category": frozenset({"full", "probationary"}).__contains__,
    "membership": frozenset({"normal", "suspended"}).__contains__,
    "dues_to": is_date,
    "lost": frozenset({"yes", "no"}).__contains__,
    "lost_on": is_date,
    "floating": frozenset({"yes", "no"}).__contains__,
}


class LineError(ValueError):
    """A line that the child should never have written."""


class Progress(NamedTuple):
    """Rows read so far, of how many in all sheets."""

    done: int
    total: int


class RowLine(NamedTuple):
    """One checked row, as compact JSON for :func:`tui.intake.staged.decode_row`."""

    packed: bytes


class End(NamedTuple):
    """The last line of a complete reading: how many rows and how many problems of each code."""

    rows: int
    problems: Mapping[ProblemCode, int]


class Stopped(NamedTuple):
    """The file cannot be read as a roster."""

    fault: Fault


Message = Progress | StagedSheet | RowLine | Problem | End | Stopped

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write_row(sheet: str, row: int, record: Record, initials: str, findings: Sequence[FindingCode]) -> bytes:
    """The line of a row that is taken; `row` counts from 1."""
    value = {
        "sheet": sheet,
        "row": row,
        "fields": record.fields,
        "extra": record.extra,
        "initials": initials,
        "findings": [code.value for code in findings],
    }
    return _ROW_PREFIX + _encode(value).encode() + b"}\n"


def write(message: Progress | StagedSheet | Problem | End | Stopped) -> bytes:
    """The line of any other message."""
    match message:
        case Progress(done, total):
            value: dict[str, Any] = {"progress": [done, total]}
        case StagedSheet(name, heading, header_row, taken, kept):
            value = {"sheet": name, "heading": heading, "header": header_row, "taken": taken, "kept": kept}
        case Problem(sheet, row, column, original, code):
            value = {
                "problem": {
                    "sheet": sheet,
                    "row": row,
                    "column": column,
                    "value": original,
                    "code": code.value,
                }
            }
        case End(rows, problems):
            value = {"end": {"rows": rows, "problems": {code.value: n for code, n in problems.items()}}}
        case Stopped(fault):
            value = {"fault": fault.value}
    return _encode(value).encode() + b"\n"


def parse(line: bytes) -> Message:
    """The message of one line without its line break. LineError for anything out of the ordinary."""
    try:
        if line.startswith(_ROW_PREFIX) and line.endswith(b"}"):
            packed = line[len(_ROW_PREFIX) : -1]
            _check_row(json.loads(packed))
            return RowLine(packed)
        return _parse_other(json.loads(line))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LineError(type(error).__name__) from None


def _require(condition: object) -> None:
    if not condition:
        raise LineError("value out of bounds")


def _parse_other(value: dict[str, Any]) -> Message:
    match value:
        case {"progress": [int(done), int(total)], **rest}:
            _require(not rest and 0 <= done <= total <= LAST_ROW * 256)
            return Progress(done, total)
        case {
            "sheet": name,
            "heading": [*heading],
            "header": int(row),
            "taken": taken,
            "kept": [*kept],
            **rest,
        }:
            _require(not rest and 1 <= row <= LAST_ROW and FIELDS.issuperset(taken.values()))
            _check_texts([name], LONGEST_SHEET_NAME)
            _check_texts([*taken, *kept], LONGEST_HEADER)
            _check_texts(heading, LONGEST_EXTRA)
            return StagedSheet(name, tuple(heading), row, taken, tuple(kept))
        case {"problem": {"sheet": sheet, "row": int(row), "column": column, "value": original, "code": code}}:
            _require(len(value) == 1 and len(value["problem"]) == 5 and 0 <= row <= LAST_ROW)
            _check_texts([sheet, column], LONGEST_SHEET_NAME)
            _check_texts([original], LONGEST_EXTRA)
            return Problem(sheet, row, column, original, _CODES[code])
        case {"end": {"rows": int(rows), "problems": dict(problems)}}:
            _require(len(value) == 1 and len(value["end"]) == 2)
            _require(all(type(count) is int and count >= 0 for count in problems.values()))
            return End(rows, {_CODES[code]: count for code, count in problems.items()})
        case {"fault": str(fault), **rest}:
            _require(not rest)
            return Stopped(CHILD_FAULTS[fault])
    raise LineError("unknown kind of line")


def _check_row(row: dict[str, Any]) -> None:
    _require(list(row) == ["sheet", "row", "fields", "extra", "initials", "findings"])
    sheet, number, fields, extra, initials, found = row.values()
    _require(type(number) is int and 1 <= number <= LAST_ROW and len(sheet) <= LONGEST_SHEET_NAME)
    _check_texts([sheet, *fields.values(), *extra, *extra.values()], LONGEST_EXTRA)
    _require(FIELDS.issuperset(fields) and "name" in fields and max(map(len, fields.values())) <= LONGEST_TEXT)
    _require(len(extra) <= MOST_COLUMNS and all(len(header) <= LONGEST_HEADER for header in extra))
    _require(len(initials) <= 4 * LONGEST_NAME and _INITIALS.fullmatch(initials))
    _require(len(found) <= len(_FINDINGS) and _FINDINGS.issuperset(found))
    for field in ALLOWED.keys() & fields.keys():
        if not ALLOWED[field](fields[field]):
            raise LineError(field)


def _check_texts(texts: Sequence[str], longest: int) -> None:
    """Each a string within the bound that cleaning leaves as it is (joined, one search serves them all)."""
    together = "\ue000".join(texts)
    _require(clean(together) == together)
    _require(len(together) <= longest or all(len(text) <= longest for text in texts))
