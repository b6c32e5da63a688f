"""Reads a returned fill-in workbook: the parent's side of its reading child, and the first look at what came."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from tui.faults import Failure, Fault
from tui.intake.fill_in_protocol import (
    EndLine,
    FilledRow,
    HeadLine,
    LockedLine,
    StoppedLine,
    parse,
)
from tui.intake.media import read_file
from tui.intake.protocol import LineError
from tui.intake.spreadsheet import child_lines, reading_child
from tui.rules import fill_in as form

LARGEST_FILE: Final = 20 * 2**20
_MOST_LINES: Final = 100_000


@dataclass(frozen=True, slots=True)
class ReturnedFillIn:
    """A workbook that came back: its file, what its hidden sheet says, its rows. Its own check code fits.

    ``members`` and ``letters`` are the locked rows by uuid (hexadecimal): name, and ID number or letter's number.
    """

    file: str
    sha256: str
    head: Mapping[str, str]
    members: Mapping[str, tuple[str, str]]
    letters: Mapping[str, tuple[str, str]]
    rows: tuple[FilledRow, ...]

    @property
    def check_code(self) -> str:
        """The check code of the issue that the file says it is."""
        return self.head["check_code"]


def read_fill_in(path: Path, *, cancelled: Callable[[], bool] | None = None) -> ReturnedFillIn:
    """Read a returned workbook in a confined child.

    ``Failure``: FILE_UNREADABLE, E01_MEDIA_READ, NOT_A_WORKBOOK, WORKBOOK_PROTECTED, WORKBOOK_TOO_LARGE,
    FILL_IN_FOREIGN (none of ours), FILL_IN_ALTERED (its check code does not fit what it locks), INTAKE_STOPPED,
    CANCELLED.
    """
    if not path.is_file() or not os.access(path, os.R_OK):
        raise Failure(Fault.FILE_UNREADABLE, file=path.name)
    digest = sha256(read_file(path, LARGEST_FILE, too_large=Fault.WORKBOOK_TOO_LARGE)).hexdigest()
    with reading_child("tui.intake.fill_in_child", path) as child:
        try:
            found = _collect(path.name, digest, child_lines(child, cancelled or (lambda: False)))
        except (LineError, TimeoutError):
            raise Failure(Fault.INTAKE_STOPPED, file=path.name) from None
        if found is not None:
            return found
        aborted = child.wait() == -signal.SIGABRT
    raise Failure(Fault.WORKBOOK_TOO_LARGE if aborted else Fault.INTAKE_STOPPED, file=path.name)


def _collect(file: str, digest: str, lines: Iterator[bytes]) -> ReturnedFillIn | None:
    """What the lines come to; None when they end without a last line."""
    head: Mapping[str, str] | None = None
    locked: dict[str, list[tuple[str, str, str]]] = {"member": [], "letter": []}
    rows: list[FilledRow] = []
    for number, line in enumerate(lines):
        match parse(line):
            case HeadLine(said):
                if head is not None:
                    raise LineError("two heads")
                head = said
            case LockedLine(kind, uuid, name, code):
                locked[kind].append((uuid, name, code))
            case FilledRow() as row:
                rows.append(row)
            case StoppedLine(fault):
                raise Failure(fault, file=file)
            case EndLine(count):
                if head is None or count != len(rows) or next(lines, None) is not None:
                    raise LineError("the end does not fit")
                return _checked(ReturnedFillIn(file, digest, head, {}, {}, tuple(rows)), locked)
        if number > _MOST_LINES:
            raise LineError("too many")
    return None


def _checked(found: ReturnedFillIn, locked: Mapping[str, list[tuple[str, str, str]]]) -> ReturnedFillIn:
    """The workbook with its locked rows; FILL_IN_ALTERED unless its check code is theirs."""
    head = {name: text for name, text in found.head.items() if name != "check_code"}
    if form.check_code(head, locked["member"], locked["letter"]) != found.check_code:
        raise Failure(Fault.FILL_IN_ALTERED, file=found.file)
    by_uuid = {kind: {uuid: (name, number) for uuid, name, number in rows} for kind, rows in locked.items()}
    return ReturnedFillIn(found.file, found.sha256, found.head, by_uuid["member"], by_uuid["letter"], found.rows)
