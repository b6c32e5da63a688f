"""Workbooks as offices really hand them in: each reading gives exactly the people and problems that it must."""

from pathlib import Path

import pytest
from dirty import Dirty, outcome, written
from dirty_cells import COLUMNS
from dirty_layouts import LAYOUTS
from dirty_traps import TRAPS
from hypothesis import HealthCheck, given, settings
from mixtures import mixtures
from rosters import read


@pytest.mark.parametrize("dirty", [*COLUMNS, *LAYOUTS, *TRAPS], ids=str)
def test_a_dirty_workbook_gives_exactly_its_people_and_problems(tmp_path: Path, dirty: Dirty) -> None:
    assert outcome(read(written(dirty, tmp_path / "名册.xlsx"))) == dirty.outcome


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(mixtures())
def test_dirt_put_together_is_read_as_its_parts_are(tmp_path: Path, dirty: Dirty) -> None:
    assert outcome(read(written(dirty, tmp_path / "名册.xlsx"))) == dirty.outcome
