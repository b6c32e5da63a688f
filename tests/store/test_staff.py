"""People of a vault: accounts are proposed, admitted, locked and removed by whom the table allows, and keys follow."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from staffed import WORD, at, found_full
from vaults import NOON, PASSPHRASE, founded

from tui.crypto.policy import HIGH, Policy
from tui.crypto.slots import FLOOR
from tui.faults import Failure, Fault
from tui.rules.roles import Role
from tui.store import staff
from tui.store.keyring import database_key
from tui.store.staff import PROPOSED
from tui.store.unlocking import enter, unlock
from tui.store.vault import Vault


@pytest.fixture
def full(tmp_path: Path) -> Path:
    return found_full(tmp_path / "full")


def refused(act: Callable[..., object], *args: Any, **named: Any) -> Fault:
    with pytest.raises(Failure) as raised:
        act(*args, **named)
    return raised.value.fault


def change(folder: Path, account: str, deed: Callable[..., object], *args: object) -> None:
    with at(folder, account) as office:
        office.change_people(deed, *args).result()  # type: ignore[arg-type]


def propose(folder: Path, account: str = "new", roles: frozenset[Role] = frozenset({Role.ENTRY})) -> None:
    change(folder, "admin", staff.propose, "李新人", account, roles, WORD + account, FLOOR)


def states(folder: Path) -> dict[str, str]:
    with at(folder, "officer") as office:
        return {each.account: each.state for each in office.act(staff.standing).result()}


def test_business_people_open_the_members_and_officers_do_not(full: Path) -> None:
    for account in ("clerk", "secretary"):
        with at(full, account) as office:
            assert isinstance(office, Vault)
            assert office.read(lambda db: db.execute_sql("SELECT count(*) FROM member").fetchone()).result() == (0,)
    for account in ("officer", "admin", "auditor"):
        with at(full, account) as office:
            assert not isinstance(office, Vault)
        assert refused(unlock, full, WORD + account, account) is Fault.NO_DATA_KEY


def test_officers_cannot_unwrap_the_key_to_the_data(full: Path) -> None:
    with at(full, "auditor") as office:
        identity = office.seat.keys.identity
        assert len(database_key(full, "audit", identity)) == 32
        for subkey in ("data", "sign", "receive"):
            assert refused(database_key, full, subkey, identity) is Fault.SLOT_DAMAGED


def test_the_account_is_asked_for_where_there_are_several(full: Path) -> None:
    assert refused(enter, full, WORD + "clerk") is Fault.ACCOUNT_UNKNOWN
    assert refused(enter, full, WORD + "clerk", "nobody") is Fault.ACCOUNT_UNKNOWN
    enter(full, WORD + "clerk", " CLERK ").close()


def test_a_proposed_person_opens_nothing_until_admitted_and_a_holder_has_unlocked(full: Path) -> None:
    propose(full)
    assert states(full)["new"] == PROPOSED
    assert refused(at, full, "new") is Fault.ACCOUNT_UNKNOWN
    change(full, "officer", staff.admit, "new")
    assert refused(at, full, "new") is Fault.GRANT_PENDING
    at(full, "clerk").close()
    with at(full, "new") as vault:
        assert isinstance(vault, Vault)
        names = vault.read(lambda db: db.execute_sql("SELECT name FROM person ORDER BY id").fetchall()).result()
    assert ("李新人",) in names


def test_each_may_do_only_their_part(full: Path) -> None:
    arguments = ("李新人", "new", frozenset({Role.ENTRY}), WORD + "new", FLOOR)
    for account in ("officer", "auditor", "clerk", "secretary"):
        assert refused(change, full, account, staff.propose, *arguments) is Fault.ROLE_REFUSED
    propose(full)
    for account in ("admin", "auditor", "clerk"):
        for deed in (staff.admit, staff.lock_account, staff.unlock_account, staff.remove):
            target = "new" if deed is staff.admit else "secretary"
            assert refused(change, full, account, deed, target) is Fault.ROLE_REFUSED


def test_a_proposal_that_no_administrator_signed_is_not_offered(full: Path) -> None:
    """A clerk holds the key to audit.db and could write an act; the officer must not be led to admit it."""
    propose(full)
    with at(full, "clerk") as clerk:
        seat = clerk.seat

        def forge() -> None:
            (body,) = seat.audit.execute_sql("SELECT body FROM act WHERE body LIKE '%person.propose%'").fetchone()
            forged = json.loads(body) | {"person": seat.person.person}
            forged["detail"] |= {"account": "mine", "person": "f" * 32}
            seat.audit.execute_sql(
                "INSERT INTO act SELECT max(seq) + 1, ?, hash, signature FROM act", (json.dumps(forged),)
            )

        clerk.act(lambda _seat: forge()).result()
    assert "mine" not in states(full)


def test_a_locked_person_stays_out_until_unlocked(full: Path) -> None:
    change(full, "officer", staff.lock_account, "clerk")
    assert refused(at, full, "clerk") is Fault.ACCOUNT_LOCKED
    change(full, "officer", staff.unlock_account, "clerk")
    at(full, "secretary").close()
    at(full, "clerk").close()


def test_somebody_removed_is_out_and_the_databases_get_new_keys(full: Path) -> None:
    with at(full, "clerk") as clerk:
        identity = clerk.seat.keys.identity
        before = {name: database_key(full, name, identity) for name in ("data", "audit")}
    change(full, "officer", staff.remove, "clerk")
    assert refused(at, full, "clerk") is Fault.ACCOUNT_UNKNOWN
    with at(full, "secretary") as secretary:
        mine = secretary.seat.keys.identity
        assert all(database_key(full, name, mine) != key for name, key in before.items())
        assert secretary.seat.register.verify_key(clerk.seat.person.person) is not None
    for name in before:
        assert refused(database_key, full, name, identity) is Fault.SLOT_DAMAGED


def test_offices_that_must_be_filled_cannot_be_emptied_or_combined(full: Path) -> None:
    for account in ("admin", "auditor", "officer"):
        assert refused(change, full, "officer", staff.remove, account) is Fault.STAFFING
    both = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
    assert refused(change, full, "officer", staff.change_roles, "auditor", both) is Fault.STAFFING
    assert refused(change, full, "officer", staff.lock_account, "officer") is Fault.STAFFING


def test_a_change_of_roles_changes_what_the_person_may_open(full: Path) -> None:
    change(full, "officer", staff.change_roles, "clerk", frozenset({Role.SECRETARY}))
    assert refused(at, full, "clerk") is Fault.GRANT_PENDING
    at(full, "secretary").close()
    with at(full, "clerk") as vault:
        assert isinstance(vault, Vault)
        assert vault.signing_secret()


def test_five_wrong_passphrases_lock_until_the_officer_unlocks_and_are_journaled(full: Path) -> None:
    for _ in range(Policy().failures):
        assert refused(enter, full, "wrong", "clerk", clock=lambda: NOON) is Fault.PASSPHRASE_WRONG
    assert refused(at, full, "clerk") is Fault.ACCOUNT_LOCKED
    change(full, "officer", staff.unlock_account, "clerk")
    with at(full, "clerk") as vault:
        bodies = vault.act(lambda seat: [row[0] for row in seat.audit.execute_sql("SELECT body FROM act")]).result()
    assert any('"passphrase.failures"' in body and '"count":5' in body for body in bodies)


def test_the_only_officer_waits_instead_for_nobody_else_could_unlock_him(full: Path) -> None:
    for _ in range(Policy().failures):
        assert refused(enter, full, "wrong", "officer", clock=lambda: NOON) is Fault.PASSPHRASE_WRONG
    assert refused(at, full, "officer") is Fault.ACCOUNT_WAITING
    later = NOON + timedelta(minutes=30)
    enter(full, WORD + "officer", "officer", clock=lambda: later).close()


def test_in_a_small_vault_five_wrong_passphrases_cost_half_an_hour(tmp_path: Path) -> None:
    folder = founded(tmp_path / "small")
    for _ in range(Policy().failures):
        assert refused(enter, folder, "wrong", clock=lambda: NOON) is Fault.PASSPHRASE_WRONG
    assert refused(enter, folder, PASSPHRASE, clock=lambda: NOON) is Fault.ACCOUNT_WAITING
    later = NOON + timedelta(minutes=29, seconds=59)
    assert refused(enter, folder, PASSPHRASE, clock=lambda: later) is Fault.ACCOUNT_WAITING
    enter(folder, PASSPHRASE, clock=lambda: NOON + timedelta(minutes=30)).close()
    enter(folder, PASSPHRASE, clock=lambda: NOON).close()


def test_a_passphrase_is_changed_by_its_owner_and_policy_only_upward(full: Path) -> None:
    with at(full, "clerk") as vault:
        vault.act(staff.change_passphrase, WORD + "clerk", "Xinkouling-9", FLOOR).result()
    assert refused(at, full, "clerk") is Fault.PASSPHRASE_WRONG
    with enter(full, "Xinkouling-9", "clerk", clock=lambda: NOON) as vault:
        reuse = vault.act(staff.change_passphrase, "Xinkouling-9", WORD + "clerk", FLOOR)
        assert refused(reuse.result) is Fault.PASSPHRASE_REUSED
    change(full, "officer", staff.raise_policy, HIGH)
    assert refused(change, full, "officer", staff.raise_policy, Policy()) is Fault.POLICY_LOOSER


def test_names_are_in_no_open_file(full: Path) -> None:
    propose(full)
    for path in (path for path in full.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert not any(name.encode() in content for name in ("周安保", "吴系统", "钱录入", "李新人")), path
