"""A committee's register and a desk at which two people work on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import Desk, desk_in
from registers import Register, register
from vaults import COMMITTEE


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """The register of a committee."""
    return register(tmp_path_factory.mktemp("office") / "vault", COMMITTEE)


@pytest.fixture
def desk(office: Register, tmp_path: Path) -> Iterator[Desk]:
    found = desk_in(office, tmp_path)
    yield found
    found.session.db.close()
