"""Reads the lists of spreadsheet files: the parent's side of the reading child.

All or nothing: a file that cannot be read, a child that stops, a line that should not be there and a cancelled
reading each end in a Failure, with no child left behind.
"""

import hashlib
import io
import os
import selectors
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from time import monotonic

from tui.faults import Failure, Fault
from tui.intake import instructions
from tui.intake.instructions import Instructions, SheetChoice
from tui.intake.problems import Problem, ProblemCode
from tui.intake.protocol import (
    LARGEST_FILE,
    LAST_ROW,
    LISTED_PER_CODE,
    MOST_SHEETS,
    End,
    LineError,
    Progress,
    RowLine,
    Stopped,
    parse,
)
from tui.intake.staged import SourceFile, Staged, StagedSheet, sheet_of
from tui.text import clean

SILENCE_SECONDS = 330.0
"""Longest wait for a line: a little more than the CPU time that the child may use for the largest file."""

_POLL_SECONDS = 0.05
_LONGEST_LINE = 2 * 2**20
_LARGEST_READING = 512 * 2**20
_HOUSE = Path(__file__).resolve().parents[2]
_START = (  # as ``-m tui.intake.child``, but isolated (-I) from a folder that need not be installed
    "import sys; from importlib import import_module; sys.path.insert(0, sys.argv.pop(1)); "
    "sys.exit(import_module(sys.argv.pop(1)).main())"
)


def read_files(
    paths: Sequence[Path],
    *,
    as_of: str,
    choices: Mapping[int, Mapping[str, SheetChoice]] | None = None,
    layouts: Mapping[str, SheetChoice] | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Staged:
    """Read the lists in these files one after the other; they are to be judged on the as-of date ('2016-12-15').

    ``choices`` say how sheets are to be read, by the file's place and the sheet's name; ``layouts`` are remembered
    ones by the digest of their header. `progress(done, total)` is called with rows of a file, `cancelled()` is asked
    twenty times a second. Failure: DATE_INVALID, those of :func:`tui.intake.sheets.open_sheets`,
    INTAKE_STOPPED, CANCELLED.
    """
    try:
        date.fromisoformat(as_of)
    except ValueError:
        raise Failure(Fault.DATE_INVALID, value=as_of) from None
    staged: Staged | None = None
    for place, path in enumerate(paths):
        wanted = Instructions((choices or {}).get(place, {}), layouts or {})
        one = _read_file(path, as_of, wanted, progress or _unheard, cancelled or _never)
        staged = _joined(staged, one) if staged else one
    assert staged is not None
    return staged


def read_listed(
    paths: Sequence[Path],
    *,
    as_of: str,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Staged:
    """As ``read_files``, where nobody is there to correct anything: also NO_LIST_HEADER and NO_LIST_ROWS."""
    staged = read_files(paths, as_of=as_of, progress=progress, cancelled=cancelled)
    refuse_empty(staged)
    return staged


def refuse_empty(staged: Staged) -> None:
    """NO_LIST_HEADER if no sheet has a header that is known, NO_LIST_ROWS if there is no row below one."""
    if not staged.kinds():
        raise Failure(Fault.NO_LIST_HEADER, file=staged.title)
    if not staged.rows:
        raise Failure(Fault.NO_LIST_ROWS, file=staged.title)


def _read_file(
    path: Path,
    as_of: str,
    wanted: Instructions,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> Staged:
    if not path.is_file() or not os.access(path, os.R_OK):
        raise Failure(Fault.FILE_UNREADABLE, file=path.name)
    if path.stat().st_size > LARGEST_FILE:
        raise Failure(Fault.WORKBOOK_TOO_LARGE, file=path.name)
    with path.open("rb") as file:
        source = SourceFile(clean(path.name), hashlib.file_digest(file, "sha256").digest())
    with reading_child("tui.intake.child", path, instructions.encode(wanted)) as child:
        try:
            staged = _collect(source, as_of, child_lines(child, cancelled), progress)
        except (LineError, TimeoutError):
            raise Failure(Fault.INTAKE_STOPPED, file=path.name) from None
        if staged is not None:
            return staged
        # Out of memory, the workbook library aborts; everything else that ends a child early is an accident.
        aborted = child.wait() == -signal.SIGABRT
    raise Failure(Fault.WORKBOOK_TOO_LARGE if aborted else Fault.INTAKE_STOPPED, file=path.name)


def _joined(before: Staged, after: Staged) -> Staged:
    """Both as one: the later one's rows name their sheets behind those of the earlier."""
    offset = len(before.sheets)
    moved = (b'{"sheet":%d%b' % (sheet_of(row) + offset, row[row.index(b",") :]) for row in after.rows)
    return Staged(
        (*before.files, *after.files),
        before.as_of,
        [*before.rows, *moved],
        [*_located(before), *_located(after)],
        Counter(before.counts) + Counter(after.counts),
        (*before.sheets, *after.sheets),
    )


def _located(staged: Staged) -> list[Problem]:
    """The problems of what is one of several files, with the file's name before the sheet's."""
    if len(staged.files) > 1:
        return list(staged.problems)
    return [problem._replace(sheet=f"{staged.title}·{problem.sheet}") for problem in staged.problems]


@contextmanager
def reading_child(module: str, path: Path | None, said: bytes = b"") -> Iterator[subprocess.Popen[bytes]]:
    """A child that runs ``module.main()``, isolated: no environment, no open files, its own session.

    It is told ``said`` on its standard input, and ``path`` if there is one, and is gone when the block ends.
    """
    command = [sys.executable, "-I", "-X", "utf8", "-c", _START, str(_HOUSE), module]
    if path is not None:
        command.append(str(path.resolve()))
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYPINYIN_NO_PHRASES": "1"},
        cwd="/",
        start_new_session=True,
        bufsize=0,
    )
    with child:
        try:
            assert child.stdin is not None
            with suppress(BrokenPipeError), io.BufferedWriter(child.stdin) as pipe:
                pipe.write(said)
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


def _collect(
    source: SourceFile, as_of: str, lines: Iterator[bytes], progress: Callable[[int, int], None]
) -> Staged | None:
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
                raise Failure(fault, file=source.name)
            case End(count, counts):
                if count != len(rows) or next(lines, None) is not None:
                    raise LineError("the end does not fit")
                return Staged((source,), as_of, rows, problems, counts, tuple(sheets))
        if len(rows) > LAST_ROW or len(sheets) > MOST_SHEETS or len(problems) > LISTED_PER_CODE * len(ProblemCode):
            raise LineError("too many")
    return None


def _never() -> bool:
    return False


def _unheard(_done: int, _total: int) -> None:
    """Nobody asked for progress."""
