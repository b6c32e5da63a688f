"""Re-issuing a letter (补转组织关系): whose fault it was, and when another letter may be issued.

Sources: 《党员组织关系排查有关问题说明》 section 3 three, after 《党员组织关系管理手册》 (find the cause, tell whose
responsibility it was; the clerk's carelessness: the issuing unit re-issues; a proper reason: it may); 党章 第九条 (six
months without proper reason); 组通字〔2015〕33号 (graduates for objective reasons up to six months).
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from tui.rules.checks import Refusal
from tui.rules.dates import add_months
from tui.rules.letter_states import State, has_expired, last_valid_day, state_of
from tui.rules.letters import Letter

GRADUATE_MONTHS: Final = 6
"""组通字〔2015〕33号: how long after a graduate's letter has expired another may be issued for objective reasons."""
NEGLECT_MONTHS: Final = 6
"""党章 第九条."""


class Responsibility(Enum):
    """Whose responsibility it is that the relation did not arrive in time."""

    CLERK = "clerk"
    MEMBER = "member"
    CIRCUMSTANCES = "circumstances"

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return _LABELS[self]


_LABELS = {
    Responsibility.CLERK: "经办人",
    Responsibility.MEMBER: "本人",
    Responsibility.CIRCUMSTANCES: "客观原因",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """Why the relation did not arrive: in words, whose responsibility, whether there was a proper reason (正当理由).

    ``graduate``: a graduate of that year, whom 组通字〔2015〕33号 speaks of.
    """

    words: str
    responsibility: Responsibility
    justified: bool = False
    graduate: bool = False


def may_not_reissue(letter: Letter, cause: Cause, as_of: str, *, landed: bool = False) -> Refusal | None:
    """Why no other letter may be issued on the as-of date, or None.

    A letter that still can be used is used; whoever has landed needs none but his receipt. ``landed``: asking the
    receiving unit or the member came to that. A returned letter may be replaced at once.
    """
    if letter.get("direction") != "out":
        return Refusal.NOT_SENT_OUT
    state = state_of(letter, as_of)
    if not state.waits:
        return Refusal.LETTER_DONE
    if landed:
        return Refusal.LANDED
    if state is State.RETURNED:
        return None
    if not has_expired(letter, as_of):
        return Refusal.STILL_VALID
    if cause.responsibility is Responsibility.MEMBER and not cause.justified:
        return Refusal.OWN_FAULT
    over = _over(letter, GRADUATE_MONTHS, as_of)
    if cause.responsibility is Responsibility.CIRCUMSTANCES and cause.graduate and over:
        return Refusal.GRADUATE_LATE
    return None


def towards_disposal(letter: Letter, cause: Cause, as_of: str) -> bool:
    """Whether the member's own neglect has lasted so long that no letter helps any more (自行脱党, section 4)."""
    own = cause.responsibility is Responsibility.MEMBER and not cause.justified
    return own and _over(letter, NEGLECT_MONTHS, as_of)


def _over(letter: Letter, months: int, as_of: str) -> bool:
    """Whether more than so many months have gone by since the letter's validity was over."""
    last = last_valid_day(letter)
    return last is not None and add_months(last, months).isoformat() < as_of
