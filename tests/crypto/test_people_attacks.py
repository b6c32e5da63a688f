"""Every edit of the register of people is refused; every older one, and every fork, shows as such."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from staff import (
    ADMINISTRATOR,
    ADMITTED,
    AT,
    AUDITOR,
    CLERK,
    FIRST,
    OFFICER,
    POLICY,
    READ,
    RECOVERY,
    SECRETARY,
    STAFF,
    THIRD,
    VAULT,
    extended,
    is_damaged,
    somebody,
)

from tui.crypto import age, canonical, people_chain, signing


def found_out(raw: bytes) -> bool:
    """Whether a register is refused, or does not contain what has been seen of it before."""
    return is_damaged(raw) or not people_chain.read(raw, VAULT).extends(READ.generation, READ.digest)


def sign(link: dict[str, Any], seed: bytes) -> None:
    """Sign a body of a written register anew, as somebody would who wants to pass an edit off."""
    link["signature"] = signing.sign(seed, b"paicha/people/1\n" + canonical.encode(link["body"])).hex()


def relink(generations: list[dict[str, Any]], seeds: list[bytes]) -> bytes:
    """The generations with hashes that fit again, each signed with its seed."""
    prev = "0" * 64
    for link, seed in zip(generations, seeds, strict=True):
        link["body"]["prev"] = prev
        prev = sha256(canonical.encode(link["body"])).hexdigest()
        sign(link, seed)
    return canonical.encode({"format": 1, "generations": generations})


def written(raw: bytes) -> list[dict[str, Any]]:
    return copy.deepcopy(json.loads(raw)["generations"])


@given(st.integers(0, len(THIRD) * 8 - 1))
def test_no_flipped_bit_passes(bit: int) -> None:
    altered = bytearray(THIRD)
    altered[bit // 8] ^= 1 << bit % 8
    assert is_damaged(bytes(altered))


@given(st.integers(0, len(THIRD) - 1), st.integers(0, 60), st.binary(max_size=8))
def test_no_stretch_taken_out_or_put_in_passes(start: int, length: int, put_in: bytes) -> None:
    altered = THIRD[:start] + put_in + THIRD[start + length :]
    assert altered == THIRD or is_damaged(altered)


@given(st.permutations(range(3)), st.integers(0, 3))
def test_generations_reordered_or_taken_away_are_found_out(order: list[int], kept: int) -> None:
    generations = written(THIRD)
    raw = canonical.encode({"format": 1, "generations": [generations[number] for number in order[:kept]]})
    assert raw == THIRD or found_out(raw)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to everything in a JSON value."""
    if isinstance(value, dict):
        return [path, *(place for name in value for place in places(value[name], (*path, name)))]
    if isinstance(value, list):
        return [path, *(place for number, one in enumerate(value) for place in places(one, (*path, number)))]
    return [path]


PLACES = [place for place in places(json.loads(THIRD)) if place]
STRANGE: list[Any] = [None, True, 0, 1, -1, 1.5, 2**60, "", "0", "x", "0" * 32, "0" * 64, [], ["x"], {}, {"x": 1}, [[]]]


@given(st.sampled_from(PLACES), st.sampled_from(STRANGE))
def test_no_value_may_be_replaced_whoever_signs_it_anew(place: tuple[Any, ...], strange: Any) -> None:
    value = json.loads(THIRD)
    inner = value
    for step in place[:-1]:
        inner = inner[step]
    if inner[place[-1]] == strange and type(inner[place[-1]]) is type(strange):
        return
    inner[place[-1]] = strange
    assert is_damaged(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
    try:
        raw = relink(value["generations"], [OFFICER.seed] * 3)
    except (AttributeError, LookupError, TypeError, ValueError, OverflowError):
        return
    assert raw == THIRD or found_out(raw)


@given(st.sampled_from(PLACES))
def test_no_value_may_be_missing(place: tuple[Any, ...]) -> None:
    value = json.loads(THIRD)
    inner = value
    for step in place[:-1]:
        inner = inner[step]
    del inner[place[-1]]
    assert found_out(canonical.encode(value))


THIEF = somebody(9, "officer", "secretary")


def _edited_role(generations: list[dict[str, Any]]) -> None:
    generations[2]["body"]["people"][4]["roles"] = ["entry", "officer"]


def _person_removed(generations: list[dict[str, Any]]) -> None:
    del generations[2]["body"]["people"][4]


def _person_added(generations: list[dict[str, Any]]) -> None:
    generations[2]["body"]["people"] = sorted(
        [*generations[2]["body"]["people"], {**generations[2]["body"]["people"][3], "person": "9" * 32}],
        key=lambda person: str(person["person"]),
    )


def _policy_lowered(generations: list[dict[str, Any]]) -> None:
    generations[2]["body"]["policy"]["days"] = 30


def _recovery_replaced(generations: list[dict[str, Any]]) -> None:
    generations[2]["body"]["recovery"] = age.recipient_of(age.new_identity())


def _unlocked(generations: list[dict[str, Any]]) -> None:
    generations[2]["body"]["people"][4]["state"] = "active"


ATTACKS: dict[str, Callable[[list[dict[str, Any]]], None]] = {
    "role edited": _edited_role,
    "person removed": _person_removed,
    "person added": _person_added,
    "policy lowered": _policy_lowered,
    "recovery identity replaced": _recovery_replaced,
    "locked person unlocked": _unlocked,
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_edit_is_damage_unsigned_or_signed_by_anybody_but_the_officer(attack: str) -> None:
    generations = written(THIRD)
    ATTACKS[attack](generations)
    assert generations != written(THIRD)
    assert is_damaged(canonical.encode({"format": 1, "generations": generations}))
    for signer in (SECRETARY, ADMINISTRATOR, AUDITOR, CLERK, THIEF):
        for by in (signer, OFFICER):
            generations[2]["body"]["by"] = by.person.person
            sign(generations[2], signer.seed)
            assert is_damaged(canonical.encode({"format": 1, "generations": generations}))


def test_a_person_who_is_missing_is_damage_even_if_the_officer_has_signed() -> None:
    generations = written(THIRD)
    _person_removed(generations)
    sign(generations[2], OFFICER.seed)
    assert is_damaged(canonical.encode({"format": 1, "generations": generations}))


def test_a_chain_of_ones_own_has_another_root() -> None:
    theirs, raw = people_chain.first("full", POLICY, RECOVERY, [THIEF.person, *STAFF], "9".zfill(32), AT, THIEF.seed)
    assert theirs != VAULT
    assert not is_damaged(raw, theirs)
    assert is_damaged(raw)


def test_the_chain_of_another_vault_is_damage() -> None:
    other, raw = people_chain.first("full", POLICY, RECOVERY, STAFF, OFFICER.person.person, AT + 1, OFFICER.seed)
    assert is_damaged(raw)
    assert is_damaged(THIRD, other)
    generations = [written(FIRST)[0], written(THIRD)[1], written(raw)[0]]
    assert is_damaged(canonical.encode({"format": 1, "generations": generations}))


@pytest.mark.parametrize("kept", [1, 2])
def test_last_generations_cut_off_read_well_but_do_not_extend_what_was_seen(kept: int) -> None:
    raw = canonical.encode({"format": 1, "generations": written(THIRD)[:kept]})
    assert not is_damaged(raw)
    assert not people_chain.read(raw, VAULT).extends(READ.generation, READ.digest)


def test_another_generation_that_an_officer_signed_does_not_extend_what_was_seen() -> None:
    fork = people_chain.read(extended(extended(ADMITTED, people=[*STAFF, CLERK.person]), policy=POLICY), VAULT)
    assert fork.generation > READ.generation
    assert not fork.extends(READ.generation, READ.digest)
    assert fork.extends(2, READ.digests[1])


@pytest.mark.parametrize("generation", [0, -1, 4])
def test_a_generation_that_does_not_exist_was_never_extended(generation: int) -> None:
    assert not READ.extends(generation, READ.digest)


STEPS: dict[str, Callable[[dict[str, Any]], object]] = {
    "number of another generation": lambda body: body.update(generation=5),
    "number that is none": lambda body: body.update(generation=True),
    "time that is none": lambda body: body.update(at=False),
    "hash of an earlier generation": lambda body: body.update(prev=READ.digests[0]),
    "hash of a fork": lambda body: body.update(prev=READ.digests[2]),
    "other profile": lambda body: (body.update(profile="small"), body["people"][1].update(roles=["keeper", "officer"])),
    "laxer policy": lambda body: body["policy"].update(days=30, failures=5),
    "policy beyond its bounds": lambda body: body["policy"].update(length=9),
    "one figure of the policy missing": lambda body: body["policy"].pop("days"),
    "account of somebody else": lambda body: body["people"][4].update(account="account1"),
    "person in the wrong place": lambda body: body["people"].reverse(),
    "role twice": lambda body: body["people"][4].update(roles=["entry", "entry"]),
    "roles out of order": lambda body: body["people"][3].update(roles=["secretary", "entry"]),
    "field more": lambda body: body["people"][4].update(name="张三"),
}
BEFORE = extended(ADMITTED, policy=replace(POLICY, days=7))


@pytest.mark.parametrize("step", STEPS)
def test_no_signature_of_an_officer_makes_such_a_generation_readable(step: str) -> None:
    generations = written(extended(BEFORE))
    for changed in (False, True):
        if changed:
            STEPS[step](generations[-1]["body"])
        sign(generations[-1], OFFICER.seed)
        assert is_damaged(canonical.encode({"format": 1, "generations": generations})) is changed
