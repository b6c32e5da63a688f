"""A policy only becomes stricter, and passphrases are measured by it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.crypto.policy import Policy, change_passphrase, check_passphrase, days_left, raised
from tui.crypto.slots import FLOOR, PersonKeys, make_slot, open_slot
from tui.faults import Failure, Fault

DEFAULT = Policy()
STRICT = Policy(length=14, kinds=4, days=7, history=8, failures=3, wait_minutes=60, idle_minutes=3)
policies = st.builds(
    Policy,
    length=st.integers(10, 64),
    kinds=st.integers(3, 4),
    days=st.integers(1, 30),
    history=st.integers(5, 24),
    failures=st.integers(1, 5),
    wait_minutes=st.integers(30, 1440),
    idle_minutes=st.integers(1, 10),
)


def is_weak(passphrase: str, policy: Policy = DEFAULT) -> bool:
    try:
        check_passphrase(passphrase, policy)
    except Failure as failure:
        return failure.fault is Fault.PASSPHRASE_WEAK
    return False


def test_the_sentence_says_what_the_policy_asks_for() -> None:
    with pytest.raises(Failure, match=r"至少14个字符.*至少4类"):
        check_passphrase("", STRICT)


@pytest.mark.parametrize(
    "passphrase", ["Zhibu-2026", "zhibu 2026", "ABCdefg123", "党支部组织部abc1", "Ｚｈｉｂｕ２０２６!"]
)
def test_ten_characters_of_three_kinds_will_do_by_default(passphrase: str) -> None:
    assert not is_weak(passphrase)


@pytest.mark.parametrize(
    "passphrase",
    ["", "Zhibu-202", "zhibuzhibu", "zhibu20262", "ＡＢＣＤＥＦＧＨＩＪ", "党支部党支部党支部党支部"],
)
def test_short_or_uniform_passphrases_are_weak(passphrase: str) -> None:
    assert is_weak(passphrase)


def test_a_stricter_policy_asks_for_more() -> None:
    assert is_weak("Zhibu-2026", STRICT)
    assert is_weak("zhibu-paicha-2026", STRICT)
    assert not is_weak("Zhibu-paicha-2026", STRICT)


@given(policies)
def test_every_policy_is_at_least_as_strict_as_the_default(policy: Policy) -> None:
    assert raised(DEFAULT, policy)
    assert raised(policy, DEFAULT) == (policy == DEFAULT)


@given(policies, policies)
def test_of_two_different_policies_at_most_one_is_the_stricter(one: Policy, other: Policy) -> None:
    assert (raised(one, other) and raised(other, one)) == (one == other)


@pytest.mark.parametrize(
    ("field", "laxer"),
    [("length", -1), ("kinds", -1), ("days", 1), ("history", -1), ("failures", 1), ("wait_minutes", -1),
     ("idle_minutes", 1)],
)  # fmt: skip
def test_one_laxer_figure_spoils_a_stricter_policy(field: str, laxer: int) -> None:
    stricter = replace(STRICT, length=20, history=10)
    assert raised(STRICT, stricter)
    assert not raised(STRICT, replace(stricter, **{field: getattr(STRICT, field) + laxer}))


@pytest.mark.parametrize(
    "figures",
    [{"length": 9}, {"length": 65}, {"kinds": 2}, {"kinds": 5}, {"days": 31}, {"days": 0}, {"history": 4},
     {"failures": 6}, {"failures": 0}, {"wait_minutes": 29}, {"idle_minutes": 11}, {"idle_minutes": 0},
     {"failures": True}, {"days": 7.0}, {"length": "12"}],
)  # fmt: skip
def test_figures_beyond_their_bounds_make_no_policy(figures: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(figures))):
        Policy(**figures)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), policies)
def test_a_passphrase_may_be_used_for_the_days_of_the_policy(set_on: date, policy: Policy) -> None:
    last = set_on + timedelta(policy.days)
    assert days_left(set_on, set_on, policy) == policy.days
    assert days_left(set_on, last, policy) == 0
    assert days_left(set_on, last + timedelta(1), policy) == -1


def test_a_clock_put_back_gives_no_days() -> None:
    assert days_left(date(2026, 11, 20), date(2020, 1, 1), DEFAULT) == DEFAULT.days


VAULT, PERSON, FILE, TODAY = "0" * 31 + "1", "0" * 31 + "2", "vault.json", date(2026, 11, 20)
KEYS = PersonKeys.generate()
SLOT = make_slot(VAULT, PERSON, KEYS, "Zhibu-2026-0", FLOOR, set_on=TODAY)


def changed(slot: dict[str, Any], old: str, new: str, policy: Policy = DEFAULT, days: int = 1) -> dict[str, Any]:
    return change_passphrase(VAULT, slot, old, new, policy, TODAY + timedelta(days), FLOOR, file=FILE)


def test_a_changed_passphrase_opens_the_same_keys_and_the_old_one_does_not() -> None:
    slot = changed(SLOT, "Zhibu-2026-0", "Paicha-2026-1")
    assert open_slot(VAULT, slot, "Paicha-2026-1", file=FILE) == KEYS
    with pytest.raises(Failure) as raised:
        open_slot(VAULT, slot, "Zhibu-2026-0", file=FILE)
    assert raised.value.fault is Fault.PASSPHRASE_WRONG
    assert (slot["person"], slot["set_on"]) == (PERSON, "2026-11-21")
    assert (SLOT["set_on"], SLOT["former"]) == ("2026-11-20", [])
    assert open_slot(VAULT, SLOT, "Zhibu-2026-0", file=FILE) == KEYS


def test_the_present_passphrase_and_those_of_the_history_are_refused_older_ones_are_not() -> None:
    slot = SLOT
    for number in range(6):
        slot = changed(slot, f"Zhibu-2026-{number}", f"Zhibu-2026-{number + 1}", days=number)
        assert len(slot["former"]) == min(number + 1, DEFAULT.history)
    for number in (6, 5, 1):
        for spelling in (f"Zhibu-2026-{number}", f"Ｚhibu－2026-{number}"):
            with pytest.raises(Failure) as raised:
                changed(slot, "Zhibu-2026-6", spelling)
            assert raised.value.fault is Fault.PASSPHRASE_REUSED
    assert open_slot(VAULT, changed(slot, "Zhibu-2026-6", "Zhibu-2026-0"), "Zhibu-2026-0", file=FILE) == KEYS


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("Zhibu-2026-1", "Paicha-2026", Fault.PASSPHRASE_WRONG),
        ("Zhibu-2026-0", "paicha", Fault.PASSPHRASE_WEAK),
        ("Zhibu-2026-0", "Paicha-20260", Fault.PASSPHRASE_WEAK),
    ],
)
def test_a_change_takes_the_old_passphrase_and_a_good_new_one(old: str, new: str, fault: Fault) -> None:
    with pytest.raises(Failure) as raised:
        changed(SLOT, old, new, STRICT)
    assert raised.value.fault is fault


def test_a_slot_of_another_vault_or_a_damaged_one_is_not_changed() -> None:
    for vault, slot in (("f" * 32, SLOT), (VAULT, {**SLOT, "set_on": "2026-11-19"})):
        with pytest.raises(Failure, match=FILE) as raised:
            change_passphrase(vault, slot, "Zhibu-2026-0", "Paicha-2026", DEFAULT, TODAY, FLOOR, file=FILE)
        assert raised.value.fault is Fault.SLOT_DAMAGED
