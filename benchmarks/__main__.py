"""``python -m benchmarks [--sizes 10000,100000]``: measures everything once and prints one table.

No time is asserted: the exit code is 0 unless something does not work. What is going on goes to standard error.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import arranging, bulk, drawing, importing, journaling, judging, reporting, searching
from benchmarks.figures import Figure, machine, table
from benchmarks.material import prepare, prepare_directly
from benchmarks.progress import say

SIZES = (10_000, 100_000)
SMALLEST = 5_000
"""Members below which there are not enough pages to turn."""

DIRECT_FROM = 500_000
"""Members from which a vault is filled without an import, and neither import nor report is measured."""

NOTES = """\
Warm: every file had just been written and was in the page cache; Python and Textual were loaded.
Keys: 160 by 45 cells, real driver in a pseudo-terminal, key written to last byte of the repaint, median / p95. The
review screen draws its detail pane in a repaint of its own, which Textual holds back for a sixtieth of a second."""


def sizes(text: str) -> Sequence[int]:
    """Numbers of members, separated by commas."""
    found = [int(part) for part in text.split(",")]
    if min(found) < SMALLEST:
        raise argparse.ArgumentTypeError(f"at least {SMALLEST} members")
    return found


def main() -> None:
    """Measure each size in a folder that is gone afterwards."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=sizes, default=SIZES, help="numbers of members, as 10000,100000")
    wanted = parser.parse_args().sizes
    began = machine()
    figures: list[Figure] = []
    for members in wanted:
        with TemporaryDirectory(prefix="paicha-bench-") as folder:
            figures += _measure(Path(folder), members)
    with TemporaryDirectory(prefix="paicha-bench-") as folder:
        say(f"{bulk.MEMBERS:,} members: bulk")
        figures += bulk.measure(Path(folder))
    print(f"before: {began}\nafter:  {machine()}\n\n{table(figures)}\n\n{NOTES}")


def _measure(folder: Path, members: int) -> list[Figure]:
    """Everything, in the order in which each part finds what it needs; of the largest vaults what the screen does."""
    if members >= DIRECT_FROM:
        say(f"{members:,} members: a vault")
        material = prepare_directly(folder, members)
    else:
        say(f"{members:,} members: a workbook, two vaults")
        material = prepare(folder, members)
    figures: list[Figure] = []
    for part in (importing, arranging, searching, judging, drawing, reporting, journaling):
        if members < DIRECT_FROM or part not in (importing, reporting, journaling):
            say(f"{members:,} members: {part.__name__.partition('.')[2]}")
            found = part.measure(material)
            for each in found:
                say(" | ".join(map(str, each)))
            figures += found
    return figures


if __name__ == "__main__":
    main()
