"""Import: a workbook becomes members, in its three steps, beside bare calamine reading the same file; and how long the
interface's loop has to wait meanwhile."""

import asyncio
import gc
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from python_calamine import CalamineWorkbook

from benchmarks.figures import Figure, figure, milliseconds, seconds
from benchmarks.material import COMMITTEE, Material
from benchmarks.progress import typical
from tui.demo import practice
from tui.intake.kinds import KINDS
from tui.intake.planning import plan as make_plan
from tui.intake.spreadsheet import read_listed

AGAINST = "calamine, to Python values"
TICK = 0.002

R = TypeVar("R")


def measure(material: Material) -> list[Figure]:
    """Import the roster into the committee's vault, where it stays."""
    bare = typical(lambda: _bare(material.workbook))
    waits: list[float] = []
    gc.freeze()  # as the program does before its first screen
    with practice.enter(material.folder, COMMITTEE) as vault:
        unit = vault.session.unit
        reading, staged = _beside(waits, lambda: read_listed([material.workbook], as_of=practice.AS_OF))
        planning, plan = _beside(
            waits, lambda: vault.read(make_plan, unit, vault.session.campaign, staged, KINDS["roster"]).result()
        )
        writing, change = _beside(waits, lambda: practice.take_in(vault, plan))
    if change.changed < 0.95 * material.members:
        raise RuntimeError(f"only {change.changed} of {material.members} members were imported")
    parts = {
        "import, whole": reading + planning + writing,
        "import: reading": reading,
        "import: planning": planning,
        "import: writing": writing,
    }
    return [
        *(figure(what, material.members, seconds, value, bare, AGAINST) for what, value in parts.items()),
        figure("import: the interface's longest wait", material.members, milliseconds, max(waits), None, "none"),
    ]


def _beside(waits: list[float], work: Callable[[], R]) -> tuple[float, R]:
    """Seconds that the work takes in a thread, and what it gives; ``waits`` gets how late each tick of a loop is."""

    async def ticking() -> tuple[float, R]:
        started = perf_counter()
        done = asyncio.get_running_loop().run_in_executor(None, work)
        while not done.done():
            before = perf_counter()
            await asyncio.sleep(TICK)
            waits.append(perf_counter() - before - TICK)
        return perf_counter() - started, done.result()

    return asyncio.run(ticking())


def _bare(workbook: Path) -> None:
    CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python()
