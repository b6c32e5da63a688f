"""A vault's two databases, copied for every test; anchors go to a state folder of the test's own."""

from pathlib import Path

import pytest
from audited import Audited, audited


@pytest.fixture(scope="session")
def founded_once(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audited(tmp_path_factory.mktemp("audited"))


@pytest.fixture
def vault(founded_once: Audited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Audited:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return founded_once.copied(tmp_path / "copy")
