"""The security policy of a vault: figures for passphrases, failures and idling, which only ever become stricter.

Source of the defaults: a procuratorate's published rules for its 涉密信息系统: at least ten characters (机密级); five
failures in a row lock, and only the 安全保密管理员 unlocks; a change within 30 days (秘密级; 7 for 机密级); the screen
locks after ten minutes. Complexity and periodic change: GB/T 22239-2019 level 3, 安全计算环境. Three of four kinds, a
history of five and the waiting time of the small profile are this program's own choice.
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from tui.crypto import slots
from tui.crypto.slots import Kdf, normalised
from tui.faults import Failure, Fault


@dataclass(frozen=True, slots=True)
class Policy:
    """The defaults are the least strict that a vault may have. ValueError for less, and beyond all use."""

    length: int = 10  # characters of a passphrase
    kinds: int = 3  # of upper case, lower case, digits, others
    days: int = 30  # for which a passphrase may be used
    history: int = 5  # earlier passphrases that are refused
    failures: int = 5  # wrong passphrases in a row that lock a person
    wait_minutes: int = 30  # until a locked person of the small profile may try again
    idle_minutes: int = 10  # until the screen locks

    def __post_init__(self) -> None:
        for field in fields(self):
            figure = getattr(self, field.name)
            lowest, highest = _BOUNDS[field.name]
            if type(figure) is not int or not lowest <= figure <= highest:
                raise ValueError(f"{field.name} has to be between {lowest} and {highest}")


_BOUNDS: Final = {
    "length": (10, 64),
    "kinds": (3, 4),
    "days": (1, 30),
    "history": (5, 24),
    "failures": (1, 5),
    "wait_minutes": (30, 24 * 60),
    "idle_minutes": (1, 10),
}
_STRICTER_IF_MORE: Final = ("length", "kinds", "history", "wait_minutes")


def raised(old: Policy, new: Policy) -> bool:
    """Whether the new policy is at no point less strict than the old; the same one will do."""
    for field in fields(Policy):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if after < before if field.name in _STRICTER_IF_MORE else after > before:
            return False
    return True


def check_passphrase(passphrase: str, policy: Policy) -> None:
    """PASSPHRASE_WEAK unless it has the length and as many kinds of characters as the policy asks for.

    Counted in the form in which it is stretched, so that full-width twins are no kind of their own.
    """
    text = normalised(passphrase)
    kinds = {
        "upper" if c.isupper() else "lower" if c.islower() else "digit" if c.isdecimal() else "other" for c in text
    }
    if len(text) < policy.length or len(kinds) < policy.kinds:
        raise Failure(Fault.PASSPHRASE_WEAK, length=policy.length, kinds=policy.kinds)


def days_left(set_on: date, today: date, policy: Policy) -> int:
    """Days for which a passphrase set on that day may still be used: 0 on its last day, below 0 once it has expired.

    A clock that was put back gives nobody more than the policy's days.
    """
    return policy.days - max(0, (today - set_on).days)


def change_passphrase(
    vault: str, slot: dict[str, Any], old: str, new: str, policy: Policy, today: date, kdf: Kdf, *, file: str
) -> dict[str, Any]:
    """The person's slot with a new passphrase and the same keys; the slot given stays as it is.

    It keeps what the policy's history asks for of earlier passphrases, so that none of them can be set again. Whatever
    ``open_slot`` raises for ``old`` (``file`` is where the slot was read), PASSPHRASE_WEAK, PASSPHRASE_REUSED.
    """
    keys = slots.open_slot(vault, slot, old, file=file)
    check_passphrase(new, policy)
    reused = normalised(new) == normalised(old) or any(slots.leads_to(new, earlier) for earlier in slot["former"])
    if reused:
        raise Failure(Fault.PASSPHRASE_REUSED)
    former = [*slot["former"], slots.commitment(slot)][-policy.history :]
    return slots.make_slot(vault, slot["person"], keys, new, kdf, set_on=today, former=former)
