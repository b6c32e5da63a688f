"""kill -9 during rotation, migration and backup: the vault opens afterwards, with every row and the right schema."""

import re
import shutil
import tarfile
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from killing import RUNS, duration, kill
from people import arrival, rows, take_in
from staffed import at, found_full
from vault_victim import ACTS, carry_out

from tui.store import staff
from tui.store.keyring import FILES, NEXT, holds
from tui.store.migrations import scripts
from tui.store.vault import Vault

ROWS = 1500


@pytest.fixture
def base(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault for which the act named by the test is due, and the anchors that belong to it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "base" / "state"))
    folder = found_full(tmp_path / "base" / "vault")
    with at(folder, "clerk") as vault:
        assert isinstance(vault, Vault)
        take_in(vault, *(arrival(f"党员{number:04}") for number in range(ROWS)))
        if request.node.callspec.params["act"] == "migration":
            newest, script = max(scripts().items())
            made = re.findall(r"^CREATE TABLE (\w+)", script, re.MULTILINE)
            assert "ALTER TABLE" not in script, "the newest migration cannot be taken back by dropping tables"
            for statement in (
                *(f"DROP TABLE {name}" for name in reversed(made)),
                f"PRAGMA user_version = {newest - 1}",
            ):
                vault.act(lambda _seat, sql=statement: vault.session.db.execute_sql(sql)).result()
    if request.node.callspec.params["act"] == "rotation":
        with at(folder, "officer") as office:
            office.change_people(staff.remove, "clerk").result()
    (tmp_path / "base" / "out").mkdir()
    return tmp_path / "base"


def schema(vault: Vault) -> list[tuple[object, ...]]:
    return rows(vault, "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")


@pytest.mark.parametrize("act", ACTS)
def test_an_act_that_is_killed_loses_nothing(
    base: Path, tmp_path: Path, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = found_full(tmp_path / "fresh")
    with at(fresh, "secretary") as vault:
        assert isinstance(vault, Vault)
        wanted = schema(vault)
    outcomes: Counter[str] = Counter()
    whole = 0.0
    for run in range(RUNS + 1):
        place = tmp_path / f"run{run}"
        shutil.copytree(base, place)
        words = (act, place / "vault", str(place / "state"))
        if run == 0:
            whole = duration(carry_out, *words)
        else:
            kill(carry_out, *words, moment=whole * Random(f"{act} {run}").uniform(0.3, 1.1))
        monkeypatch.setenv("XDG_STATE_HOME", str(place / "state"))
        outcomes["key left over"] += (place / "vault" / "keys" / f"{FILES['data']}{NEXT}").exists()
        for archive in (place / "out").glob("*.tar"):
            with tarfile.open(archive) as members:
                assert "data.db" in members.getnames()
            outcomes["backup written"] += 1
        with at(place / "vault", "secretary") as vault:
            assert isinstance(vault, Vault)
            assert vault.seat.breaches == ()
            assert rows(vault, "SELECT count(*) FROM member") == [(ROWS,)]
            assert rows(vault, "PRAGMA cipher_integrity_check") == []
            assert rows(vault, "PRAGMA integrity_check") == [("ok",)]
            assert schema(vault) == wanted
            assert all(holds(place / "vault", subkey, vault.seat.person) for subkey in vault.seat.person.grants)
        shutil.rmtree(place)
    if act == "backup":
        assert 0 < outcomes["backup written"] < RUNS + 1, outcomes
