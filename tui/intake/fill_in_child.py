"""The reading child for returned fill-in workbooks: writes what one holds as JSON lines, under the same confinement.

Columns are found by their headers, so that moved, inserted and hidden ones do no harm; rows are told by their key.
Whether the file is one of ours, and whether its rows are, is for the parent to say.
"""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from tui.faults import Failure, Fault
from tui.intake.cells import NOTHING, READERS, Cell, Read, as_text, read_phones, read_text
from tui.intake.child import confine
from tui.intake.fill_in_protocol import (
    HEAD,
    MOST_ROWS,
    EndLine,
    FilledCell,
    FilledRow,
    FillInLine,
    HeadLine,
    LockedLine,
    StoppedLine,
    write,
)
from tui.intake.kinds import FIELDS
from tui.intake.problems import ProblemCode
from tui.intake.records import LONGEST_EXTRA
from tui.intake.sheets import Sheet, named_sheets
from tui.rules.checks import Check, Verdict
from tui.rules.codes import is_nothing
from tui.rules.fill_in import COLUMNS, HIDDEN, KEY, read_verdict

_HEADER_WITHIN: Final = 20
_KEY: Final = re.compile(r"[0-9a-f]{32}")
_LOCKED: Final = frozenset({"issued", "to_unit"})
_ANSWERS: Final = {"是": "yes", "√": "yes", "✓": "yes", "否": "no", "×": "no", "✗": "no"}


def read(path: Path, send: Callable[[FillInLine], None]) -> None:
    """Read the whole file. Failure when it is no fill-in workbook; the lines before it count for nothing."""
    sheets = named_sheets(path, {HIDDEN, *COLUMNS})
    hidden = sheets.pop(HIDDEN, None)
    if hidden is None:
        raise Failure(Fault.FILL_IN_FOREIGN, file=path.name)
    if any(sheet.extent > MOST_ROWS for sheet in (hidden, *sheets.values())):
        raise Failure(Fault.WORKBOOK_TOO_LARGE, file=path.name)
    _read_hidden(hidden, path.name, send)
    count = 0
    for name in COLUMNS:
        if name in sheets:
            count += _read_sheet(name, sheets[name], path.name, send)
    send(EndLine(count))


def _read_hidden(sheet: Sheet, file: str, send: Callable[[FillInLine], None]) -> None:
    rows = [[as_text(cell)[:LONGEST_EXTRA] for cell in row[:4]] + [""] * (4 - len(row)) for row in sheet.rows()]
    head = {row[0]: row[1] for row in rows[: len(HEAD)]}
    if tuple(head) != HEAD or any(len(text) > 64 for text in head.values()):
        raise Failure(Fault.FILL_IN_FOREIGN, file=file)
    send(HeadLine(head))
    for kind, uuid, name, number in rows[len(HEAD) :]:
        if not kind:
            continue  # below the locked rows the lists to choose from go on
        if kind not in ("member", "letter") or not _KEY.fullmatch(uuid):
            raise Failure(Fault.FILL_IN_ALTERED, file=file)
        send(LockedLine(kind, uuid, name, number))


def _read_sheet(name: str, sheet: Sheet, file: str, send: Callable[[FillInLine], None]) -> int:
    """Rows sent. FILL_IN_ALTERED when the sheet has rows but no header that names the keys."""
    rows = sheet.rows()
    places: dict[str, int] = {}
    header = 0
    for header, row in enumerate(islice(rows, _HEADER_WITHIN), 1):  # noqa: B007 - used below
        texts = [as_text(cell) for cell in row]
        if KEY in texts:
            places = {text: texts.index(text) for text in texts if text}
            break
    if not places:
        raise Failure(Fault.FILL_IN_ALTERED, file=file)
    columns = [
        (column.header, column.field, places[column.header])
        for column in COLUMNS[name]
        if column.field and column.field not in _LOCKED and column.header in places
    ]
    sent = 0
    for place, row in enumerate(rows, header + 1):
        cells = _cells(row, columns)
        key = as_text(row[places[KEY]]).strip().lower()
        if key or cells:
            # What is no key at all cannot be one of ours; the parent refuses an unknown one by name.
            send(FilledRow(name, place, key if _KEY.fullmatch(key) else ("0" * 32 if key else ""), cells))
            sent += 1
    return sent


def _cells(row: Sequence[Cell], columns: Sequence[tuple[str, str, int]]) -> dict[str, FilledCell]:
    cells: dict[str, FilledCell] = {}
    for header, field, place in columns:
        cell = row[place]
        if cell == "" or not (text := as_text(cell)[:LONGEST_EXTRA]):
            continue
        values, problem = _values(field, cell)
        cells[header] = FilledCell(text, values, problem)
    return cells


def _values(field: str, cell: Cell) -> tuple[Mapping[str, str], ProblemCode | None]:
    """What a cell came to by field, and its problem: by the same readers as a roster's."""
    if field in ("phone", "landline"):
        numbers, problem = read_phones(cell)
        return dict(reversed(numbers)), problem
    read = _OWN_READERS[field](cell) if field in _OWN_READERS else READERS[FIELDS[field].type](cell)
    return ({field: read.value} if read.value else {}), read.problem


def _read_verdict(cell: Cell) -> Read:
    text = as_text(cell)
    if is_nothing(text):
        return NOTHING
    verdict = read_verdict(text)
    if verdict is None:
        return Read("", ProblemCode.VERDICT_UNKNOWN)
    return NOTHING if verdict is Verdict.UNCHECKED else Read(verdict.value)


def _read_answer(cell: Cell) -> Read:
    text = as_text(cell)
    if is_nothing(text):
        return NOTHING
    return Read(_ANSWERS[text]) if text in _ANSWERS else Read("", ProblemCode.ANSWER_UNREADABLE)


_OWN_READERS: Final[Mapping[str, Callable[[Cell], Read]]] = {
    "remark": read_text,
    "number": read_text,
    "receipt": _read_answer,
    "receipt_on": READERS["day"],
    **{f"c{check.number}": _read_verdict for check in Check},
}


def main() -> int:
    """Read the file named by the first argument; 0 also if it is no fill-in workbook."""
    path = Path(sys.argv[1])
    confine(path)
    out = sys.stdout.buffer

    def send(line: FillInLine) -> None:
        out.write(write(line))

    try:
        read(path, send)
    except Failure as failure:
        send(StoppedLine(failure.fault))
    except MemoryError:
        send(StoppedLine(Fault.WORKBOOK_TOO_LARGE))
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
