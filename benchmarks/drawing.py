"""First frame, key to repaint and memory, with the real driver in a pseudo-terminal, beside a bare DataTable and, where
it is installed, VisiData on the same rows."""

import csv
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import monotonic
from typing import NamedTuple

from benchmarks.figures import Figure, figure, megabytes, seconds, spread
from benchmarks.material import COMMITTEE, Material
from benchmarks.progress import say
from benchmarks.pseudoterminal import HEIGHT, PseudoTerminal, Shown
from benchmarks.stage import GRID_WIDTH, LAYOUT, STARTED, rows_of
from tui.demo import practice
from tui.rules.checks import Check, Stage, Verdict
from tui.screens.roster_columns import columns
from tui.widgets.grid import POINTER

DOWN, PAGE_DOWN, HOME, CLEAR, ARCHIVE = b"\x1b[B", b"\x1b[6~", b"\x1b[H", b"\x1b[15~", b"2"
VISIBLE = 30
"""Rows that both show on their first screen."""
STEPS = 60
LARGEST_TABLE = 100_000
"""Members up to which DataTable is filled; a million take it minutes and most of a gigabyte."""
_RUNS = {"review": 3, "table": 1, "visidata": 1}
_KINDS = {"review": "the review screen", "table": "DataTable", "visidata": "VisiData"}
_CURSES_DOWN = b"\x1bOB"
"""The key for a program that has switched the keypad to its application mode."""
_CLEAR = f"{Verdict.CLEAR.mark}{Verdict.CLEAR.letter}"


class Performance(NamedTuple):
    """One run: seconds to the first frame, bytes in memory after it, seconds of each key by what it does."""

    first_frame: float
    resident: int
    keys: dict[str, list[float]]


def measure(material: Material) -> list[Figure]:
    """The programs on the committee's vault, or on its rows."""
    with practice.enter(material.folder, COMMITTEE) as vault:
        names = [row[0][:4] for row in rows_of(vault, VISIBLE)]
    members = material.members
    ours = [_perform(material, "review", names, last=run == _RUNS["review"] - 1) for run in range(_RUNS["review"])]
    figures = []
    for kind, against in _others(material).items():
        other = _perform(material, kind, names, last=True) if kind else None
        figures += _figures(members, ours, other, against)
    return figures


def _others(material: Material) -> dict[str, str]:
    """What the review is measured beside: kind → what it is; '' stands for nothing, and why."""
    found = {}
    if material.members <= LARGEST_TABLE:
        found["table"] = f"DataTable of {material.members:,} rows, read beforehand"
    if shutil.which("vd"):
        found["visidata"] = "VisiData on the same rows as .csv, from its start"
    else:
        found[""] = "VisiData: not installed"
    return found


def _figures(members: int, ours: Sequence[Performance], other: Performance | None, against: str) -> list[Figure]:
    frame, resident = median(run.first_frame for run in ours), median(run.resident for run in ours)
    bare_frame, bare_resident = (other.first_frame, other.resident) if other else (None, None)
    figures = [
        figure("first frame after unlock", members, seconds, frame, bare_frame, against),
        figure("memory after first frame", members, megabytes, resident, bare_resident, against),
    ]
    for what, times in ours[-1].keys.items():
        bare = other.keys.get(what, []) if other else []
        figures.append(spread(f"key: {what}", members, times, bare, against if bare else "none: nothing to compare"))
    return figures


def _perform(material: Material, kind: str, names: Sequence[str], *, last: bool) -> Performance:
    """Start the program; the last run also presses keys."""
    say(f"{material.members:,} members: {_KINDS[kind]} in a pseudo-terminal")
    command: Sequence[str | Path] = [sys.executable, "-m", "benchmarks.stage", kind, material.folder]
    if kind == "visidata":
        command = ["vd", "-f", "csv", _exported(material)]
    spawned = monotonic()
    with PseudoTerminal(command) as terminal:
        expected = names[:1] if kind == "visidata" else names
        drawn = terminal.wait(lambda lines: all(name in "\n".join(lines) for name in expected))
        first_frame = drawn - (spawned if kind == "visidata" else float((material.folder / STARTED).read_text()))
        if kind == "visidata":  # it shows the first rows while it reads the others
            terminal.wait(lambda lines: f"{material.members} rows" in "\n".join(lines))
        terminal.settle()
        resident = terminal.resident
        keys = _press(terminal, kind, material.members) if last else {}
    return Performance(first_frame, resident, keys)


def _exported(material: Material) -> Path:
    """The rows of the review screen as a file for another program."""
    path = material.folder / "roster.csv"
    if not path.exists():
        with practice.enter(material.folder, COMMITTEE) as vault, path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(column.title for column in columns(LAYOUT, GRID_WIDTH, Stage.VERIFICATION, Check.ROSTER))
            writer.writerows(rows_of(vault))
    return path


def _press(terminal: PseudoTerminal, kind: str, members: int) -> dict[str, list[float]]:
    """Press keys from the first row on; seconds of each, by what it does."""
    step = _CURSES_DOWN if kind == "visidata" else DOWN
    down = [terminal.press(step) for _ in range(VISIBLE)]
    for _ in range(HEIGHT - VISIBLE):
        terminal.press(step)
    pages = min(STEPS, (members - STEPS) // HEIGHT - 2)
    keys = {
        "down, no scroll": [repaint.first for repaint in down],
        "down, scrolling": [terminal.press(step).first for _ in range(STEPS)],
        "page down": [terminal.press(PAGE_DOWN).first for _ in range(pages)],
    }
    if kind == "review":
        terminal.press(HOME)
        terminal.press(ARCHIVE)  # the bulk verdicts of before are one person's word on the first check
        terminal.settle()
        keys["verdict (F5)"] = [terminal.press_until(CLEAR, _judged(terminal.lines)) for _ in range(VISIBLE)]
        keys["down, to the detail pane"] = [repaint.last for repaint in down]
    return keys


def _judged(lines: Sequence[str]) -> Shown:
    """The row under the cursor shows its verdict."""
    row = next(number for number, line in enumerate(lines) if line[1:2] == POINTER)
    return lambda now: _CLEAR in now[row]
