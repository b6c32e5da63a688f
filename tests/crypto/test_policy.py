"""What a vault asks of passphrases, and that it can only ask for more."""

from dataclasses import asdict, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.crypto.policy import HIGH, Policy, check_passphrase, days_left, is_stricter
from tui.faults import Failure, Fault


@pytest.mark.parametrize(
    "passphrase", ["Zhibu-2026", "zhibu 2026", "ABCdefg123", "党支部组织部abc1", "Ｚｈｉｂｕ２０２６!"]
)
def test_ten_characters_of_three_kinds_will_do(passphrase: str) -> None:
    check_passphrase(passphrase, Policy())


@pytest.mark.parametrize(
    "passphrase",
    ["", "Zhibu-202", "zhibuzhibu", "zhibu20262", "ＡＢＣＤＥＦＧＨＩＪ", "党支部党支部党支部党支部"],
)
def test_short_or_uniform_passphrases_are_weak(passphrase: str) -> None:
    with pytest.raises(Failure) as raised:
        check_passphrase(passphrase, Policy())
    assert raised.value.fault is Fault.PASSPHRASE_WEAK
    assert "10个字符" in str(raised.value)
    assert "至少三类" in str(raised.value)


def test_a_stricter_policy_asks_for_more() -> None:
    strict = Policy(length=12, kinds=4)
    for weak in ("Zhibu-20261", "zhibu-202611"):
        with pytest.raises(Failure):
            check_passphrase(weak, strict)
    check_passphrase("Zhibu-202611", strict)


STRICTER = {"length": 1, "kinds": 1, "history": 1, "wait_minutes": 1, "days": -1, "failures": -1, "idle_minutes": -1}


@given(st.fixed_dictionaries({name: st.integers(-1, 1) for name in STRICTER}))
def test_a_policy_is_stricter_only_if_no_figure_is_looser(steps: dict[str, int]) -> None:
    before = Policy()
    now = replace(before, **{name: getattr(before, name) + step for name, step in steps.items()})
    assert is_stricter(now, before) == all(step * STRICTER[name] >= 0 for name, step in steps.items())


def test_every_figure_has_its_direction() -> None:
    assert asdict(Policy()).keys() == STRICTER.keys()
    assert is_stricter(HIGH, Policy())


@pytest.mark.parametrize("figure", [0, -1, True, "10", 2.5])
def test_a_policy_is_made_of_positive_whole_numbers(figure: object) -> None:
    with pytest.raises(ValueError, match="whole"):
        Policy(length=figure)  # type: ignore[arg-type]


def test_a_passphrase_is_due_when_its_days_are_over() -> None:
    assert days_left(date(2026, 11, 1), date(2026, 11, 20), Policy()) == 11
    assert days_left(date(2026, 11, 1), date(2026, 12, 1), Policy()) == 0
