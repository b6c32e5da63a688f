"""The same dirty workbooks saved again by LibreOffice, as .xls and as .ods: other files, the same people."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from dirty import Dirty, Outcome, outcome, written
from dirty_cells import COLUMNS
from dirty_layouts import LAYOUTS
from dirty_traps import TRAPS
from rosters import read

from tui.intake.problems import ProblemCode

pytestmark = pytest.mark.xdist_group("libreoffice")

ALL: Sequence[Dirty] = (*COLUMNS, *LAYOUTS, *TRAPS)


@pytest.fixture(scope="module")
def saved_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every fixture (00.xlsx, …) as .xls and as .ods; one start of the program for each format."""
    assert shutil.which("soffice"), "soffice is missing: install libreoffice-calc-nogui to run these tests"
    folder = tmp_path_factory.mktemp("libreoffice")
    files = [str(written(dirty, folder / f"{number:02}.xlsx")) for number, dirty in enumerate(ALL)]
    for kind in ("xls", "ods"):
        command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        subprocess.run(
            [*command, "--convert-to", kind, "--outdir", str(folder), *files],
            check=True,
            capture_output=True,
            timeout=240,
        )
    return folder


@pytest.mark.parametrize("kind", ["xls", "ods"])
@pytest.mark.parametrize("number", range(len(ALL)), ids=[str(dirty) for dirty in ALL])
def test_saved_again_the_outcome_is_the_same(saved_again: Path, number: int, kind: str) -> None:
    assert outcome(read(saved_again / f"{number:02}.{kind}")) == _expected(ALL[number], kind)


def _expected(dirty: Dirty, kind: str) -> Outcome:
    """Hidden rows are told in .xlsx only. A tab is an element of its own in .ods, which the reading library passes
    over: nothing is left to be mended."""
    people, told = dirty.outcome
    troubles = [trouble for trouble in told if trouble.code is not ProblemCode.ROW_HIDDEN]
    tabs = {
        (sheet.name, number)
        for sheet in dirty.sheets
        for number, row in enumerate(sheet.rows, 1)
        if any(isinstance(cell, str) and "\t" in cell for cell in row)
    }
    if kind != "ods" or not tabs:
        return Outcome(people, troubles)
    return Outcome(people, [trouble for trouble in troubles if (trouble.sheet, trouble.row) not in tabs])
