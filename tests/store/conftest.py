"""Three vaults that stand above one another."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from deciding import Line, line_in


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    """A branch, its committee and the department."""
    with line_in(tmp_path) as vaults:
        yield vaults
