"""kill -9 at any moment: every command is whole or absent, and what was there before is as it was.

Every run has a process of its own, which works on a copy of the register.
"""

from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from auditor import check_journal
from killing import RUNS, duration, kill
from registers import Register, dump, register
from victim import COMMANDS, ROWS, carry_out, import_rows

from tui.store.cipher import CipherDatabase


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Register]:
    """For each command a register on which it has something to do."""
    folder = tmp_path_factory.mktemp("bases")
    empty = register(folder / "vault")
    full = empty.copied(folder / "full.db")
    session = full.session()
    import_rows(session)
    session.db.close()
    return {"import": empty, "verdict": full, "letters": full}


TABLES = ("entry", "entry_item", "member", "subject", "finding", "review", "letter")
WRITTEN = {
    "import": (1, 3 * ROWS, ROWS, ROWS, ROWS, 0, 0),
    "verdict": (1, ROWS, 0, 0, 0, ROWS, 0),
    "letters": (1, 4 * ROWS, ROWS, ROWS, 0, 0, 2 * ROWS),
}
"""Rows of each of these tables that a command writes."""

Content = dict[str, list[tuple[Any, ...]]]


def content(db: CipherDatabase) -> Content:
    """Every row of the register and of its journal, and the name index token by token."""
    journal = {t: db.execute_sql(f"SELECT * FROM {t} ORDER BY 1, 2, 3, 4").fetchall() for t in TABLES[:2]}
    return dump(db) | journal


def sizes(content: Content) -> tuple[int, ...]:
    return tuple(len(content[table]) for table in TABLES)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_killed_is_whole_or_absent(bases: dict[str, Register], tmp_path: Path, command: str) -> None:
    base = bases[command]
    db = base.session().db
    before = content(db)
    db.close()
    whole_size = tuple(map(sum, zip(sizes(before), WRITTEN[command], strict=True)))
    whole = min(duration(carry_out, command, base.copied(tmp_path / f"whole{n}.db")) for n in range(2))
    outcomes: Counter[str] = Counter()
    for run in range(RUNS):
        chance = Random(f"{command} {run}")
        # every other one around the commit, where it is decided
        moment = whole * (chance.uniform(0, 1) if run % 2 else chance.uniform(0.85, 1.25))
        victim = base.copied(tmp_path / f"{run}.db")
        kill(carry_out, command, victim, moment=moment)
        log = victim.path.with_name(f"{run}.db-wal")
        outcomes["log left behind"] += log.exists() and log.stat().st_size > 0
        db = victim.session().db
        assert db.execute_sql("PRAGMA cipher_integrity_check").fetchall() == []
        assert db.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
        found = content(db)
        if found == before:
            outcomes["absent"] += 1
        else:
            assert sizes(found) == whole_size
            assert {token[0] for token in found["member_name"]} == {member[0] for member in found["member"]}
            check_journal(db)
            outcomes["whole"] += 1
        db.close()
    assert outcomes["absent"] > RUNS // 10
    assert outcomes["log left behind"] > RUNS // 10
