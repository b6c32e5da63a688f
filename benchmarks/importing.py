"""Import: a workbook becomes members, in its three steps, beside bare calamine reading the same file."""

from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.figures import Figure, figure, seconds
from benchmarks.material import COMMITTEE, Material
from benchmarks.progress import timed, typical
from tui.demo import practice
from tui.intake.kinds import KINDS
from tui.intake.planning import plan as make_plan
from tui.intake.spreadsheet import read_listed

AGAINST = "calamine, to Python values"


def measure(material: Material) -> list[Figure]:
    """Import the roster into the committee's vault, where it stays."""
    bare = typical(lambda: _bare(material.workbook))
    with practice.enter(material.folder, COMMITTEE) as vault:
        unit = vault.session.unit
        reading, staged = timed(lambda: read_listed([material.workbook], as_of=practice.AS_OF))
        planning, plan = timed(
            lambda: vault.read(make_plan, unit, vault.session.campaign, staged, KINDS["roster"]).result()
        )
        writing, change = timed(lambda: practice.take_in(vault, plan))
    if change.changed < 0.95 * material.members:
        raise RuntimeError(f"only {change.changed} of {material.members} members were imported")
    parts = {
        "import, whole": reading + planning + writing,
        "import: reading": reading,
        "import: planning": planning,
        "import: writing": writing,
    }
    return [figure(what, material.members, seconds, value, bare, AGAINST) for what, value in parts.items()]


def _bare(workbook: Path) -> None:
    CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python()
