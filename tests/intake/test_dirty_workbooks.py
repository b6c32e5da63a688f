"""Workbooks as offices really hand them in: each reading gives exactly the people and problems that it must."""

from pathlib import Path

import pytest
from dirty import Dirty, outcome, written
from dirty_cells import COLUMNS
from rosters import read


@pytest.mark.parametrize("dirty", COLUMNS, ids=str)
def test_a_dirty_workbook_gives_exactly_its_people_and_problems(tmp_path: Path, dirty: Dirty) -> None:
    assert outcome(read(written(dirty, tmp_path / "名册.xlsx"))) == dirty.outcome
