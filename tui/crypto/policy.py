"""What a vault asks of passphrases and of idle machines; it can be made stricter, never looser.

Figures: ten characters of three kinds, five failures, ten idle minutes: the rules of a 涉密信息系统 for the level 机密
(domain reference 5.2); days and history are settable upward from the values for ordinary offices.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from tui.faults import Failure, Fault


@dataclass(frozen=True, slots=True)
class Policy:
    """Least length and kinds of characters, days until a passphrase has to be changed, how many earlier ones may not
    come back, failures until an account is locked, minutes to wait where nobody unlocks it, idle minutes."""

    length: int = 10
    kinds: int = 3
    days: int = 30
    history: int = 5
    failures: int = 5
    wait_minutes: int = 30
    idle_minutes: int = 10

    def __post_init__(self) -> None:
        figures = (self.length, self.kinds, self.days, self.history, self.failures, self.wait_minutes)
        if not all(type(figure) is int and figure > 0 for figure in (*figures, self.idle_minutes)):
            raise ValueError("a policy is made of positive whole numbers")
        if self.kinds > len(("upper", "lower", "digit", "other")) or self.length > 64:
            raise ValueError("nobody could keep to that")


HIGH = Policy(days=7, idle_minutes=3)
"""The high profile: a new passphrase every week, three idle minutes."""


def is_stricter(now: Policy, before: Policy) -> bool:
    """Whether no figure of ``now`` is looser than before."""
    upward = ("length", "kinds", "history", "wait_minutes")
    downward = ("days", "failures", "idle_minutes")
    return all(getattr(now, name) >= getattr(before, name) for name in upward) and all(
        getattr(now, name) <= getattr(before, name) for name in downward
    )


def check_passphrase(passphrase: str, policy: Policy) -> None:
    """``Failure(PASSPHRASE_WEAK)`` unless it is long enough and mixes enough of: upper, lower, digits, others."""
    text = normalised(passphrase)
    kinds = {
        "upper" if c.isupper() else "lower" if c.islower() else "digit" if c.isdecimal() else "other" for c in text
    }
    if len(text) < policy.length or len(kinds) < policy.kinds:
        raise Failure(Fault.PASSPHRASE_WEAK, length=policy.length, kinds="一二三四"[policy.kinds - 1])


def days_left(set_on: date, today: date, policy: Policy) -> int:
    """Days until a passphrase has to be changed; zero or less when it is due."""
    return (set_on + timedelta(days=policy.days) - today).days


def normalised(passphrase: str) -> str:
    """The same text for the same keys: an input method may have sent full-width letters and digits."""
    return unicodedata.normalize("NFKC", passphrase)
