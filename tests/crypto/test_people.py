"""The register of people reads back whole, and grows only by what its officer may sign."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from staff import (
    ADMINISTRATOR,
    ADMITTED,
    AT,
    AUDITOR,
    CLERK,
    FIRST,
    LOCKED_CLERK,
    OFFICER,
    POLICY,
    READ,
    RECOVERY,
    RECOVERY_SEED,
    SECRETARY,
    STAFF,
    THIRD,
    VAULT,
    extended,
    is_damaged,
    printed,
    somebody,
)

from tui.crypto import people_chain
from tui.crypto.people import BY_RECOVERY, LOCKED, REMOVED, SIGNING_ROLE, RecoveryKey
from tui.faults import Failure, Fault
from tui.rules.roles import Profile, Role

THIEF = somebody(9, "officer", "secretary")


def test_a_register_reads_back_generation_by_generation() -> None:
    founded = people_chain.read(FIRST, VAULT)
    assert founded.newest.people == tuple(sorted(STAFF, key=lambda person: person.person))
    assert (founded.newest.profile, founded.newest.policy, founded.newest.recovery) == ("full", POLICY, RECOVERY)
    assert (founded.generation, founded.newest.by, founded.newest.at) == (1, OFFICER.person.person, AT)
    assert founded.digest[:32] == VAULT
    assert READ.generation == 3
    assert READ.newest.find(CLERK.person.person) == LOCKED_CLERK
    assert READ.newest.policy.days == 7
    for earlier in (FIRST, ADMITTED, THIRD):
        register = people_chain.read(earlier, VAULT)
        assert READ.extends(register.generation, register.digest)


def test_the_file_holds_no_more_than_is_described() -> None:
    body = json.loads(THIRD)["generations"][-1]["body"]
    assert body.keys() == {"generation", "prev", "at", "by", "profile", "policy", "recovery", "recovery_key", "people"}
    assert body["people"][4] == {
        "person": CLERK.person.person,
        "account": "account5",
        "roles": ["entry"],
        "recipient": CLERK.person.recipient,
        "verify_key": CLERK.person.verify_key.hex(),
        "state": "locked",
        "grants": ["audit", "data", "receive"],
    }


def test_verify_keys_of_people_who_were_removed_stay() -> None:
    removed = replace(CLERK.person, state=REMOVED, grants=frozenset())
    register = people_chain.read(extended(THIRD, people=[*STAFF, removed]), VAULT)
    assert register.verify_key_of(CLERK.person.person) == CLERK.person.verify_key
    with pytest.raises(KeyError):
        register.verify_key_of("f" * 32)


def test_an_officer_who_was_removed_or_locked_signs_nothing_more() -> None:
    successor = somebody(6, "officer")
    for state in (LOCKED, REMOVED):
        gone = replace(OFFICER.person, state=state, grants=frozenset())
        staff = [SECRETARY.person, AUDITOR.person, ADMINISTRATOR.person, gone, successor.person]
        raw = extended(FIRST, people=staff)
        with pytest.raises(ValueError, match="entitled"):
            extended(raw, people=[*staff, CLERK.person])
        assert not is_damaged(extended(raw, successor, people=[*staff, CLERK.person]))


def test_profiles_and_signing_roles_are_those_of_the_rules() -> None:
    assert SIGNING_ROLE.keys() == {profile.value for profile in Profile}
    assert Role(SIGNING_ROLE[Profile.FULL.value]) is Role.OFFICER
    assert Role(SIGNING_ROLE[Profile.SMALL.value]) is Role.KEEPER


def test_in_the_small_profile_the_keeper_signs() -> None:
    keeper, second = somebody(1, "keeper", "secretary"), somebody(2, "keeper", "entry")
    uuid = keeper.person.person
    vault, raw = people_chain.first("small", POLICY, RECOVERY, [keeper.person], uuid, AT, keeper.seed)
    more = people_chain.extend(raw, vault, keeper.seed, uuid, AT, people=[keeper.person, second.person])
    again = people_chain.extend(more, vault, second.seed, second.person.person, AT, policy=replace(POLICY, history=6))
    assert people_chain.read(again, vault).newest.people == (keeper.person, second.person)
    with pytest.raises(ValueError, match="nobody"):
        people_chain.first("small", POLICY, RECOVERY, STAFF, OFFICER.person.person, AT, OFFICER.seed)


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "signed by a secretary": (lambda: extended(THIRD, SECRETARY), "entitled"),
    "signed by a stranger": (lambda: extended(THIRD, THIEF), "entitled"),
    "signed with another seed": (lambda: extended(THIRD, replace(OFFICER, seed=THIEF.seed)), "verify"),
    "person left out": (lambda: extended(THIRD, people=STAFF), "missing"),
    "account renamed": (
        lambda: extended(THIRD, people=[*STAFF, replace(LOCKED_CLERK, account="other")]),
        "account",
    ),
    "keys exchanged": (
        lambda: extended(THIRD, people=[*STAFF, replace(LOCKED_CLERK, verify_key=THIEF.person.verify_key)]),
        "other keys",
    ),
    "key of another person": (
        lambda: extended(ADMITTED, people=[*STAFF, CLERK.person, replace(CLERK.person, person="7" * 32, account="x")]),
        "share",
    ),
    "account of another person": (
        lambda: extended(ADMITTED, people=[*STAFF, CLERK.person, replace(THIEF.person, account="account5")]),
        "share",
    ),
    "last officer locked": (
        lambda: extended(FIRST, people=[*(set(STAFF) - {OFFICER.person}), replace(OFFICER.person, state=LOCKED)]),
        "nobody",
    ),
    "person twice": (lambda: extended(THIRD, people=[*STAFF, LOCKED_CLERK, LOCKED_CLERK]), "order"),
    "recovery identity of a person": (
        lambda: extended(THIRD, recovery=RecoveryKey(CLERK.person.recipient, CLERK.person.verify_key)),
        "share",
    ),
}  # fmt: skip


@pytest.mark.parametrize("step", REFUSED)
def test_what_could_not_be_read_is_not_written(step: str) -> None:
    attempt, reason = REFUSED[step]
    with pytest.raises(ValueError, match=reason):
        attempt()


def test_a_lower_policy_is_refused_with_its_sentence() -> None:
    with pytest.raises(Failure) as raised:
        extended(THIRD, policy=POLICY)
    assert raised.value.fault is Fault.POLICY_LOWERED


def test_a_damaged_register_is_not_extended() -> None:
    with pytest.raises(Failure) as raised:
        extended(THIRD[:-1])
    assert raised.value.fault is Fault.PEOPLE_DAMAGED


def test_somebody_who_was_removed_does_not_come_back() -> None:
    raw = extended(THIRD, people=[*STAFF, replace(LOCKED_CLERK, state=REMOVED, grants=frozenset())])
    with pytest.raises(ValueError, match="removed"):
        extended(raw, people=[*STAFF, CLERK.person])


def test_the_recovery_identity_gives_an_officer_new_keys_and_is_spent() -> None:
    renewed, second_sheet = somebody(2, "officer"), printed()
    staff = [renewed.person if person == OFFICER.person else person for person in [*STAFF, LOCKED_CLERK]]
    by_recovery = replace(OFFICER, person=replace(OFFICER.person, person="0" * 31 + "1"), seed=RECOVERY_SEED)
    with pytest.raises(ValueError, match="entitled"):
        extended(THIRD, by_recovery, people=staff, recovery=second_sheet[0])
    with pytest.raises(ValueError, match="stays in force"):
        people_chain.extend(THIRD, VAULT, RECOVERY_SEED, BY_RECOVERY, AT, people=staff)
    raw = people_chain.extend(THIRD, VAULT, RECOVERY_SEED, BY_RECOVERY, AT, people=staff, recovery=second_sheet[0])
    register = people_chain.read(raw, VAULT)
    uuid = OFFICER.person.person
    assert register.verify_keys[uuid] == (OFFICER.person.verify_key, renewed.person.verify_key)
    assert register.verify_key_of(uuid) == renewed.person.verify_key
    assert register.extends(READ.generation, READ.digest)
    with pytest.raises(ValueError, match="verify"):
        extended(raw, OFFICER)
    assert not is_damaged(extended(raw, renewed))
    with pytest.raises(ValueError, match="verify"):
        people_chain.extend(raw, VAULT, RECOVERY_SEED, BY_RECOVERY, AT, recovery=printed()[0])
    with pytest.raises(ValueError, match="used again"):
        extended(raw, renewed, recovery=RECOVERY)


@pytest.mark.parametrize(
    "fields",
    [{"person": "0" * 32}, {"person": "A" * 32}, {"account": ""}, {"account": "张三"}, {"account": "A"},
     {"roles": frozenset()}, {"roles": frozenset(("书记",))}, {"grants": frozenset(("../data",))},
     {"recipient": "age1"}, {"verify_key": bytes(31)}, {"state": "gone"}, {"state": REMOVED}],
    ids=lambda fields: next(iter(fields)),
)  # fmt: skip
def test_a_person_is_as_described(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        replace(CLERK.person, **fields)
