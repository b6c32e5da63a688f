"""The lines that the reading child writes and the parent parses: JSON objects, one a line, of six kinds.

The child handles hostile files, so it is itself not trusted: a line that is not exactly of a known form, or a
string that ``text.clean`` would change, ends the intake. Values are bounded; codes come from closed lists.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tui.faults import Fault
from tui.intake.columns import LONGEST_HEADER, Certainty, Column
from tui.intake.kinds import FIELDS, KINDS
from tui.intake.problems import BY_VALUE, Problem, ProblemCode
from tui.intake.records import LONGEST_EXTRA, Record
from tui.intake.staged import StagedSheet
from tui.rules.person_names import LONGEST_NAME
from tui.rules.values import ALLOWED, LONGEST_TEXT
from tui.text import clean

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt")
"""Of files that can be read."""
LARGEST_FILE = 200 * 2**20
LAST_ROW = 1_048_576
MOST_COLUMNS = 200
MOST_SHEETS = 256
LONGEST_SHEET_NAME = 100
LONGEST_HEADING = 20
LISTED_PER_CODE = 2000
PREVIEW_ROWS = 45
LONGEST_PREVIEW = 40

CHILD_FAULTS = {
    fault.value: fault
    for fault in (
        Fault.FILE_UNREADABLE,
        Fault.NOT_A_WORKBOOK,
        Fault.FILE_IS_WPS_TABLE,
        Fault.FILE_IS_XLSB,
        Fault.FILE_IS_MARKUP,
        Fault.FILE_IS_DOCUMENT,
        Fault.FILE_IS_PAGES,
        Fault.FILE_IS_PICTURE,
        Fault.FILE_IS_ARCHIVE,
        Fault.TEXT_UNDECODABLE,
        Fault.TEXT_QUOTES,
        Fault.WORKBOOK_PROTECTED,
        Fault.WORKBOOK_TOO_LARGE,
    )
}
_ROW_PREFIX = b'{"row":'
_INITIALS = re.compile(r"[a-z0-9 ]*")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_CERTAINTIES = {certainty.value: certainty for certainty in Certainty}


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
    """The file cannot be read."""

    fault: Fault


Message = Progress | StagedSheet | RowLine | Problem | End | Stopped

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write_row(sheet: int, row: int, record: Record, initials: str) -> bytes:
    """The line of a row that is taken; `sheet` counts from 0, `row` from 1."""
    value = {
        "sheet": sheet,
        "row": row,
        "fields": record.fields,
        "extra": record.extra,
        "initials": initials,
        "texts": record.texts,
        "doubts": {field: (doubt.column, doubt.code.value) for field, doubt in record.doubts.items()},
    }
    return _ROW_PREFIX + _encode(value).encode() + b"}\n"


def write(message: Progress | StagedSheet | Problem | End | Stopped) -> bytes:
    """The line of any other message."""
    match message:
        case Progress(done, total):
            value: dict[str, Any] = {"progress": [done, total]}
        case StagedSheet():
            value = {"sheet": _sheet_object(message)}
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


def _sheet_object(sheet: StagedSheet) -> dict[str, Any]:
    return {
        "file": sheet.file,
        "name": sheet.name,
        "kind": sheet.kind.id if sheet.kind else "",
        "header": sheet.header,
        "columns": [
            (column.header, column.field or "", column.certainty.value, column.likely or "") for column in sheet.columns
        ],
        "heading": sheet.heading,
        "preview": sheet.preview,
        "digest": sheet.digest,
    }


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
            _require(not rest and 0 <= done <= total <= LAST_ROW * MOST_SHEETS)
            return Progress(done, total)
        case {"sheet": dict(sheet), **rest}:
            _require(not rest)
            return _parse_sheet(**sheet)
        case {"problem": {"sheet": sheet, "row": int(row), "column": column, "value": original, "code": code}}:
            _require(len(value) == 1 and len(value["problem"]) == 5 and 0 <= row <= LAST_ROW)
            _check_texts([sheet, column], LONGEST_SHEET_NAME)
            _check_texts([original], LONGEST_EXTRA)
            return Problem(sheet, row, column, original, BY_VALUE[code])
        case {"end": {"rows": int(rows), "problems": dict(problems)}}:
            _require(len(value) == 1 and len(value["end"]) == 2)
            _require(all(type(count) is int and count >= 0 for count in problems.values()))
            return End(rows, {BY_VALUE[code]: count for code, count in problems.items()})
        case {"fault": str(fault), **rest}:
            _require(not rest)
            return Stopped(CHILD_FAULTS[fault])
    raise LineError("unknown kind of line")


def _parse_sheet(
    *, file: str, name: str, kind: str, header: Any, columns: Any, heading: Any, preview: Any, digest: str
) -> StagedSheet:
    first, last = header
    _require(type(first) is int and type(last) is int and 0 <= first <= last <= LAST_ROW)
    _require(len(columns) <= MOST_COLUMNS and len(preview) <= PREVIEW_ROWS and len(heading) <= LONGEST_HEADING)
    _check_texts([file, name], LONGEST_SHEET_NAME)
    _check_texts(heading, LONGEST_EXTRA)
    for row in preview:
        _require(len(row) <= MOST_COLUMNS)
        _check_texts(row, LONGEST_PREVIEW)
    _require(digest == "" or _DIGEST.fullmatch(digest))
    made = tuple(_parse_column(index, *column) for index, column in enumerate(columns))
    taken = [column.field for column in made if column.field]
    _require(len(set(taken)) == len(taken) and len({column.header for column in made}) == len(made))
    return StagedSheet(
        file,
        name,
        KINDS[kind] if kind else None,
        (first, last),
        made,
        tuple(heading),
        tuple(tuple(row) for row in preview),
        digest,
    )


def _parse_column(index: int, header: str, field: str, certainty: str, likely: str) -> Column:
    _check_texts([header], LONGEST_HEADER)
    _require((not field or field in FIELDS) and (not likely or likely in FIELDS))
    return Column(index, header, field or None, _CERTAINTIES[certainty], likely or None)


_ROW_KEYS = ["sheet", "row", "fields", "extra", "initials", "texts", "doubts"]


def _check_row(row: dict[str, Any]) -> None:
    _require(list(row) == _ROW_KEYS)
    sheet, number, fields, extra, initials, texts, doubts = row.values()
    _require(type(number) is int and 1 <= number <= LAST_ROW and type(sheet) is int and 0 <= sheet < MOST_SHEETS)
    _check_texts([*fields.values(), *extra, *extra.values(), *texts, *texts.values()], LONGEST_EXTRA)
    _require(FIELDS.keys() >= fields.keys() and fields and max(map(len, fields.values())) <= LONGEST_TEXT)
    _require(len(extra) <= MOST_COLUMNS and len(texts) <= MOST_COLUMNS)
    _require(all(len(header) <= LONGEST_HEADER for header in (*extra, *texts)))
    _require(len(initials) <= 4 * LONGEST_NAME and _INITIALS.fullmatch(initials))
    for field, (header, code) in doubts.items():
        _require(field in FIELDS and header in extra and code in BY_VALUE)
    for field, value in fields.items():
        allowed = ALLOWED.get(FIELDS[field].type)
        if allowed is not None and not allowed(value):
            raise LineError(field)


def _check_texts(texts: Sequence[str], longest: int) -> None:
    """Each a string within the bound that cleaning leaves as it is (joined, one search serves them all)."""
    together = "\ue000".join(texts)
    _require(clean(together) == together)
    _require(len(together) <= longest or all(len(text) <= longest for text in texts))
