"""First frame, key to repaint and memory, with the real driver in a pseudo-terminal, beside a bare DataTable."""

import sys
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from benchmarks.figures import Figure, figure, megabytes, seconds, spread
from benchmarks.material import COMMITTEE, Material
from benchmarks.progress import say
from benchmarks.pseudoterminal import HEIGHT, PseudoTerminal, Shown
from benchmarks.stage import STARTED, rows_of
from tui.demo import practice
from tui.rules.checks import Verdict
from tui.widgets.grid import POINTER

DOWN, PAGE_DOWN, HOME, CLEAR = b"\x1b[B", b"\x1b[6~", b"\x1b[H", b"\x1b[15~"
VISIBLE = 30
"""Rows that both show on their first screen."""
STEPS = 60
_RUNS = {"review": 3, "table": 1}
_KINDS = {"review": "the review screen", "table": "DataTable"}
_CLEAR = f"{Verdict.CLEAR.mark}{Verdict.CLEAR.letter}"


class Performance(NamedTuple):
    """One run: seconds to the first frame, bytes in memory after it, seconds of each key by what it does."""

    first_frame: float
    resident: int
    keys: dict[str, list[float]]


def measure(material: Material) -> list[Figure]:
    """Both programs on the committee's vault."""
    with practice.enter(material.folder, COMMITTEE) as vault:
        names = [row[0][:4] for row in rows_of(vault, VISIBLE)]
    ours, table = (
        [_perform(material, kind, names, last=run == _RUNS[kind] - 1) for run in range(_RUNS[kind])]
        for kind in ("review", "table")
    )
    members = material.members
    frame, bare_frame = (median(run.first_frame for run in runs) for runs in (ours, table))
    resident, bare_resident = (median(run.resident for run in runs) for runs in (ours, table))
    against = f"DataTable of {members:,} rows"
    figures = [
        figure("first frame after unlock", members, seconds, frame, bare_frame, f"{against}, read beforehand"),
        figure("memory after first frame", members, megabytes, resident, bare_resident, against),
    ]
    for what, times in ours[-1].keys.items():
        bare = table[-1].keys.get(what, [])
        figures.append(spread(f"key: {what}", members, times, bare, against if bare else "none: nothing to compare"))
    return figures


def _perform(material: Material, kind: str, names: Sequence[str], *, last: bool) -> Performance:
    """Start the program; the last run also presses keys."""
    say(f"{material.members:,} members: {_KINDS[kind]} in a pseudo-terminal")
    with PseudoTerminal([sys.executable, "-m", "benchmarks.stage", kind, material.folder]) as terminal:
        drawn = terminal.wait(lambda lines: all(name in "\n".join(lines) for name in names))
        first_frame = drawn - float((material.folder / STARTED).read_text())
        terminal.settle()
        resident = terminal.resident
        keys = _press(terminal, kind, material.members) if last else {}
    return Performance(first_frame, resident, keys)


def _press(terminal: PseudoTerminal, kind: str, members: int) -> dict[str, list[float]]:
    """Press keys from the first row on; seconds of each, by what it does."""
    down = [terminal.press(DOWN) for _ in range(VISIBLE)]
    for _ in range(HEIGHT - VISIBLE):
        terminal.press(DOWN)
    pages = min(STEPS, (members - STEPS) // HEIGHT - 2)
    keys = {
        "down, no scroll": [repaint.first for repaint in down],
        "down, scrolling": [terminal.press(DOWN).first for _ in range(STEPS)],
        "page down": [terminal.press(PAGE_DOWN).first for _ in range(pages)],
    }
    if kind == "review":
        terminal.press(HOME)
        terminal.settle()
        keys["verdict (F5)"] = [terminal.press_until(CLEAR, _judged(terminal.lines)) for _ in range(VISIBLE)]
        keys["down, to the detail pane"] = [repaint.last for repaint in down]
    return keys


def _judged(lines: Sequence[str]) -> Shown:
    """The row under the cursor shows its verdict."""
    row = next(number for number, line in enumerate(lines) if line[1:2] == POINTER)
    return lambda now: _CLEAR in now[row]
