"""A committee's register and a desk at which two people work on it; processes to be killed."""

import multiprocessing
import os
import sys
from collections.abc import Iterator
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
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


@pytest.fixture(scope="session")
def forks() -> ForkServerContext:
    """Processes forked from a server that has everything imported: a new interpreter for each of the hundreds of
    runs would take longer than all of them together."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["victim", "vault_victim"])
    with pytest.MonkeyPatch.context() as patch:
        # The server passes in silence over what it cannot import, and it does not look where pytest has been told to.
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        forkserver.ensure_running()
    return context
