"""The register of people: whoever edits, cuts, extends or replaces it without an officer's key is found out."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.crypto import canonical, people
from tui.crypto.people import ACTIVE, LOCKED, REMOVED, Person, Register
from tui.crypto.policy import HIGH, Policy
from tui.crypto.slots import PersonKeys
from tui.faults import Failure, Fault

RECOVERY = "age13tk99avcyqlrz9mu7ct8jx7k59jg63x39vtz9hk4e2vkaejrx9jsnzw5h0"


def member(account: str, number: int, *roles: str) -> tuple[Person, PersonKeys]:
    keys = PersonKeys.generate()
    uuid = f"{number:032x}"
    person = Person(uuid, account, tuple(sorted(roles)), keys.recipient, keys.verify_key.hex(), ACTIVE, ("audit",))
    return person, keys


OFFICER, OFFICER_KEYS = member("officer", 1, "officer")
ADMIN, ADMIN_KEYS = member("admin", 2, "administrator")
AUDITOR, _ = member("auditor", 3, "auditor")
CLERK, CLERK_KEYS = member("clerk", 4, "entry", "secretary")
NEW, NEW_KEYS = member("new", 5, "entry")
STAFF = [OFFICER, ADMIN, AUDITOR, CLERK]
VAULT, FIRST = people.found("full", Policy(), RECOVERY, STAFF, by=OFFICER.person, seed=OFFICER_KEYS.seed, at=1_000)


def extended(raw: bytes = FIRST, by: Person = OFFICER, keys: PersonKeys = OFFICER_KEYS, **what: Any) -> bytes:
    return people.extend(raw, VAULT, by=by.person, seed=keys.seed, at=2_000, **what)


SECOND = extended(people=[*STAFF, NEW])
THIRD = extended(SECOND, people=[*STAFF, replace(NEW, state=REMOVED)])


def refused(raw: bytes, vault: str = VAULT) -> bool:
    try:
        people.read(raw, vault)
    except Failure as failure:
        return failure.fault is Fault.PEOPLE_DAMAGED
    return False


def test_the_newest_generation_counts_and_those_who_left_keep_their_keys() -> None:
    register = people.read(THIRD, VAULT)
    assert (register.generation, register.profile, register.recovery) == (3, "full", RECOVERY)
    assert [person.state for person in register.people] == [ACTIVE] * 4 + [REMOVED]
    assert register.verify_key(NEW.person) == NEW_KEYS.verify_key


def edit(change: Callable[[dict[str, Any]], object], generation: int = 1) -> bytes:
    found = json.loads(SECOND)
    change(found["generations"][generation]["body"])
    return canonical.encode(found)


EDITS: dict[str, Callable[[dict[str, Any]], object]] = {
    "a role": lambda body: body["people"][3].update(roles=["officer"]),
    "a grant": lambda body: body["people"][1].update(grants=["audit", "data"]),
    "a state": lambda body: body["people"][4].update(state=LOCKED),
    "somebody's key": lambda body: body["people"][3].update(recipient=NEW.recipient),
    "somebody removed": lambda body: body["people"].pop(3),
    "somebody added": lambda body: body["people"].append(body["people"][3] | {"person": "f" * 32}),
    "the policy": lambda body: body["policy"].update(failures=500),
    "the recovery identity": lambda body: body.update(recovery=NEW.recipient),
    "the profile": lambda body: body.update(profile="small"),
    "who signed": lambda body: body.update(by=CLERK.person),
    "when": lambda body: body.update(at=1),
    "the link": lambda body: body.update(prev="0" * 64),
    "the number": lambda body: body.update(generation=3),
    "a field more": lambda body: body.update(more=1),
}


SAME_IN_THE_FIRST = ("a state", "the link")
CASES = [(what, generation) for what in EDITS for generation in (0, 1) if generation or what not in SAME_IN_THE_FIRST]


@pytest.mark.parametrize(("what", "generation"), CASES)
def test_nothing_in_it_can_be_edited(what: str, generation: int) -> None:
    raw = edit(EDITS[what], generation)
    assert raw != SECOND
    assert refused(raw)


def test_only_an_officer_of_the_generation_before_signs_the_next() -> None:
    for person, keys in ((ADMIN, ADMIN_KEYS), (CLERK, CLERK_KEYS), (NEW, NEW_KEYS)):
        with pytest.raises(Failure):
            extended(by=person, keys=keys, people=[*STAFF, NEW])
    with pytest.raises(Failure):
        extended(keys=ADMIN_KEYS, people=[*STAFF, NEW])


def test_a_locked_officer_signs_nothing_more() -> None:
    second_officer, second_keys = member("officer2", 6, "officer")
    raw = extended(people=[*STAFF, second_officer])
    locked = [replace(OFFICER, state=LOCKED), *STAFF[1:], second_officer]
    raw = extended(raw, second_officer, second_keys, people=locked)
    with pytest.raises(Failure):
        extended(raw, people=[*STAFF, second_officer])


def test_a_register_of_ones_own_making_does_not_belong_to_the_vault() -> None:
    thief, keys = member("officer", 1, "officer")
    _, raw = people.found("full", Policy(), RECOVERY, [thief], by=thief.person, seed=keys.seed, at=1_000)
    assert refused(raw)


def test_a_chain_cut_short_or_forked_is_seen_by_who_remembers_its_length() -> None:
    register = people.read(THIRD, VAULT)
    newest, digest = register.generation, register.digests[-1]
    assert register.extends(newest, digest)
    assert not people.read(SECOND, VAULT).extends(newest, digest)
    fork = people.read(extended(SECOND, people=[*STAFF, replace(NEW, state=LOCKED)]), VAULT)
    assert not fork.extends(newest, digest)
    assert people.read(extended(THIRD, policy=HIGH), VAULT).extends(newest, digest)


def test_generations_cannot_be_left_out_or_exchanged() -> None:
    found = json.loads(THIRD)
    first, second, third = found["generations"]
    for wrong in ([first, third], [second, third], [first, third, second], [first, first, second], []):
        assert refused(canonical.encode({**found, "generations": wrong}))


def test_nobody_vanishes_changes_keys_or_comes_back() -> None:
    for staff in (
        STAFF[:3],
        [*STAFF[:3], replace(CLERK, recipient=NEW.recipient)],
        [*STAFF[:3], replace(CLERK, account="other")],
    ):
        with pytest.raises(Failure):
            extended(people=staff)
    with pytest.raises(Failure):
        extended(THIRD, people=[*STAFF, NEW])


def test_policy_only_becomes_stricter() -> None:
    assert people.read(extended(policy=HIGH), VAULT).policy == HIGH
    with pytest.raises(Failure):
        extended(policy=Policy(failures=6))
    with pytest.raises(Failure):
        extended(extended(policy=HIGH), policy=Policy())


@given(st.integers(0, len(SECOND) - 1), st.integers(1, 255))
def test_no_single_byte_can_be_changed(place: int, change: int) -> None:
    raw = bytearray(SECOND)
    raw[place] ^= change
    assert refused(bytes(raw))


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_refused(raw: bytes) -> None:
    assert refused(raw)


def test_a_second_key_or_account_under_another_name_is_refused() -> None:
    for twin in (replace(NEW, account="clerk"), replace(NEW, verify_key=CLERK.verify_key)):
        with pytest.raises(Failure):
            extended(people=[*STAFF, twin])


def test_the_register_of_another_vault_is_refused() -> None:
    assert refused(FIRST, "0" * 32)
    assert isinstance(people.read(FIRST, VAULT), Register)
