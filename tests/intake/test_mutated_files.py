"""Damaged and deceiving files, by the hundred: a sentence or a roster, never anything in between.

``--mutations 10000`` tries more of them (``make faults``), ``--mutation 4711`` only the one of that seed.
"""

import resource
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from mutations import mutation
from plans import ADD, planned, take_in
from rosters import read

from tui.faults import Failure
from tui.intake.staged import Staged
from tui.store.cipher import CipherDatabase
from tui.store.vault import Vault

AT_ONCE = 30
MOST_SECONDS = 30.0
"""Of the processor, so that a busy machine makes no difference; pytest's own limit ends one that only waits."""
MOST_MEMORY = 2 * 2**30
TABLES = ("organization", "person", "member", "campaign", "subject", "review", "finding", "entry", "entry_item")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    one, many = metafunc.config.getoption("--mutation"), metafunc.config.getoption("--mutations")
    batches = [range(first, min(first + AT_ONCE, many)) for first in range(0, many, AT_ONCE)]
    batches = batches if one is None else [range(one, one + 1)]
    metafunc.parametrize("seeds", batches, ids=[f"{batch.start}-{batch.stop - 1}" for batch in batches])


def test_a_mutated_file_is_refused_in_a_sentence_or_taken_whole(
    tmp_path: Path, committee: Vault, seeds: Sequence[int]
) -> None:
    for seed in seeds:
        try:
            _try(tmp_path, committee, seed)
        except BaseException as error:
            error.add_note(f"the file of seed {seed} ({mutation(seed).kind}): try it again with --mutation {seed}")
            raise
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 <= MOST_MEMORY


def _try(folder: Path, vault: Vault, seed: int) -> None:
    _, suffix, content = mutation(seed)
    path = folder / f"{seed}{suffix}"
    path.write_bytes(content)
    before = vault.read(_rows).result()
    spent = _seconds_of_children()
    outcome = _outcome(path)
    assert _seconds_of_children() - spent <= MOST_SECONDS
    path.unlink()
    if isinstance(outcome, Failure):
        assert str(outcome).startswith(path.name)
        assert str(outcome).endswith("。")
        assert vault.read(_rows).result() == before
        return
    plan = planned(vault, *outcome.rows)
    if plan.arriving:
        take_in(vault, plan)
    after = vault.read(_rows).result()
    assert len(after["member"]) == len(before["member"]) + plan.count(ADD)


def _outcome(path: Path) -> Staged | Failure:
    try:
        return read(path)
    except Failure as failure:
        return failure


def _seconds_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _rows(db: CipherDatabase) -> dict[str, list[Any]]:
    """Everything that an import can write."""
    return {table: db.execute_sql(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES}
