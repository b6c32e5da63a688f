"""Every cell of the role table in the store: an entry or an act is written, or refused with its sentence."""

from dataclasses import replace
from pathlib import Path

import pytest
from registers import register
from test_roles import MATRIX
from vaults import founded, opened

from tui.faults import Failure, Fault
from tui.rules.roles import Role
from tui.store import journal
from tui.store.audit import acts
from tui.store.session import Session
from tui.store.vault import Vault

ACTS = ("unlock", "passphrase.", "subkey.", "person.", "policy.", "backup.", "audit.", "vault.taken_up")
JOURNALED = [cell for cell in MATRIX if not cell[0].startswith(ACTS) or cell[0] == "person.enter"]
RECORDED = [cell for cell in MATRIX if cell not in JOURNALED]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return register(tmp_path_factory.mktemp("gate") / "vault").session()


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    return opened(founded(tmp_path_factory.mktemp("gate") / "vault"))


@pytest.mark.parametrize(("deed", "role", "allowed"), JOURNALED)
def test_an_entry_is_written_only_for_a_role_that_may(session: Session, deed: str, role: Role, allowed: bool) -> None:
    action, _, stage = deed.partition("/")
    acting = replace(session, actor=replace(session.actor, roles=frozenset({role})))
    before = journal.last(session.db)
    if allowed:
        with journal.entry(acting, action, {"stage": stage}, even_if_empty=True):
            pass
        assert journal.last(session.db)[0] == before[0] + 1
        return
    with pytest.raises(Failure) as raised, journal.entry(acting, action, {"stage": stage}, even_if_empty=True):
        pytest.fail("the command began")
    assert raised.value.fault is Fault.ROLE_REFUSED
    assert str(raised.value) == f"{role.label}无权进行这项操作，未作任何改动。请由有此职责的人员办理。"
    assert journal.last(session.db) == before


@pytest.mark.parametrize(("deed", "role", "allowed"), RECORDED)
def test_an_act_is_recorded_only_for_a_role_that_may(vault: Vault, deed: str, role: Role, allowed: bool) -> None:
    seat = replace(vault.seat, person=replace(vault.seat.person, roles=(role.value,)))

    def count() -> int:
        return int(vault.act(lambda s: s.audit.execute_sql("SELECT count(*) FROM act").fetchone()[0]).result())

    before = count()
    if allowed:
        vault.act(lambda _seat: acts.record(seat, deed)).result()
        assert count() == before + 1
        return
    with pytest.raises(Failure) as raised:
        vault.act(lambda _seat: acts.record(seat, deed)).result()
    assert raised.value.fault is Fault.ROLE_REFUSED
    assert role.label in str(raised.value)
    assert count() == before


def test_both_together_are_the_whole_table() -> None:
    assert len(JOURNALED) + len(RECORDED) == len(MATRIX)


def test_a_vault_that_is_only_read_takes_no_entry_and_no_act(session: Session, tmp_path: Path) -> None:
    with (
        pytest.raises(Failure) as raised,
        journal.entry(replace(session, read_only=True), "undo", even_if_empty=True),
    ):
        pytest.fail("the command began")
    assert raised.value.fault is Fault.JOURNAL_READ_ONLY
    with opened(founded(tmp_path / "vault")) as vault, pytest.raises(Failure) as raised:
        vault.act(lambda seat: acts.record(replace(seat, breaches=("behind",)), "unlock")).result()
    assert raised.value.fault is Fault.JOURNAL_READ_ONLY
