"""Reads a roster from a spreadsheet file: the parent's side of the reading child.

All or nothing: a file that is no roster, a child that stops, a line that should not be there and a cancelled
reading each end in a Failure, with no child left behind.
"""

import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import monotonic

from tui.faults import Failure, Fault
from tui.intake.problems import Problem, ProblemCode
from tui.intake.protocol import LAST_ROW, LISTED_PER_CODE, End, LineError, Progress, RowLine, Stopped, parse
from tui.intake.staged import Staged, StagedSheet

SILENCE_SECONDS = 330.0
"""Longest wait for a line: a little more than the CPU time that the child may use."""

_POLL_SECONDS = 0.05
_LONGEST_LINE = 2 * 2**20
_LARGEST_READING = 512 * 2**20
_HOUSE = Path(__file__).resolve().parents[2]
_START = (  # as ``-m tui.intake.child``, but isolated (-I) from a folder that need not be installed
    "import sys; from importlib import import_module; sys.path.insert(0, sys.argv.pop(1)); "
    "sys.exit(import_module(sys.argv.pop(1)).main())"
)


def read_roster(
    path: Path,
    *,
    as_of: str,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Staged:
    """Read the members of an .xlsx, .xls or .ods file; findings are for the as-of date ('2016-12-15').

    `progress(done, total)` is called with rows, `cancelled()` is asked twenty times a second. Failure:
    DATE_INVALID, FILE_UNREADABLE, NOT_A_WORKBOOK, WORKBOOK_PROTECTED, WORKBOOK_TOO_LARGE, NO_ROSTER_HEADER,
    NO_MEMBER_ROWS, INTAKE_STOPPED, CANCELLED.
    """
    try:
        date.fromisoformat(as_of)
    except ValueError:
        raise Failure(Fault.DATE_INVALID, value=as_of) from None
    if not path.is_file() or not os.access(path, os.R_OK):
        raise Failure(Fault.FILE_UNREADABLE, file=path.name)
    with reading_child("tui.intake.child", path, as_of) as child:
        try:
            staged = _collect(path.name, as_of, child_lines(child, cancelled or _never), progress or _unheard)
        except (LineError, TimeoutError):
            raise Failure(Fault.INTAKE_STOPPED, file=path.name) from None
        if staged is not None:
            return staged
        # Out of memory, the workbook library aborts; everything else that ends a child early is an accident.
        aborted = child.wait() == -signal.SIGABRT
    raise Failure(Fault.WORKBOOK_TOO_LARGE if aborted else Fault.INTAKE_STOPPED, file=path.name)


@contextmanager
def reading_child(module: str, path: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A child that runs ``module.main()``, isolated: no environment, no open files, its own session.

    It is gone when the block ends.
    """
    command = [sys.executable, "-I", "-X", "utf8", "-c", _START, str(_HOUSE), module, str(path.resolve()), *arguments]
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYPINYIN_NO_PHRASES": "1"},
        cwd="/",
        start_new_session=True,
        bufsize=0,
    )
    with child:
        try:
            yield child
        finally:
            child.kill()


def child_lines(child: subprocess.Popen[bytes], cancelled: Callable[[], bool]) -> Iterator[bytes]:
    """The child's lines as they come. Failure CANCELLED; TimeoutError on silence; LineError on excess."""
    assert child.stdout is not None
    pipe = child.stdout.fileno()
    rest, read, heard = b"", 0, monotonic()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            if cancelled():
                raise Failure(Fault.CANCELLED)
            if not selector.select(_POLL_SECONDS):
                if monotonic() - heard > SILENCE_SECONDS:
                    raise TimeoutError
                continue
            heard = monotonic()
            if not (chunk := os.read(pipe, 2**16)):
                return
            read += len(chunk)
            *lines, rest = (rest + chunk).split(b"\n")
            if read > _LARGEST_READING or len(rest) > _LONGEST_LINE:
                raise LineError("too much")
            yield from lines


def _collect(file: str, as_of: str, lines: Iterator[bytes], progress: Callable[[int, int], None]) -> Staged | None:
    """What the lines come to; None when they end without a last line."""
    rows: list[bytes] = []
    problems: list[Problem] = []
    sheets: list[StagedSheet] = []
    for line in lines:
        match parse(line):
            case RowLine(packed):
                rows.append(packed)
            case Problem() as problem:
                problems.append(problem)
            case Progress(done, total):
                progress(done, total)
            case StagedSheet() as sheet:
                sheets.append(sheet)
            case Stopped(fault):
                raise Failure(fault, file=file)
            case End(count, counts):
                if count != len(rows) or next(lines, None) is not None:
                    raise LineError("the end does not fit")
                return Staged(file, as_of, rows, problems, counts, tuple(sheets))
        if len(rows) > LAST_ROW or len(problems) > LISTED_PER_CODE * len(ProblemCode):
            raise LineError("too many")
    return None


def _never() -> bool:
    return False


def _unheard(_done: int, _total: int) -> None:
    """Nobody asked for progress."""
