"""The vote of a branch meeting (支部大会): quorum and majority.

Source: 《中国共产党支部工作条例（试行）》第十一条: 表决必须有半数以上有表决权的党员到会方可进行，赞成人数超过应到会
有表决权的党员的半数为通过.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

FIGURES: Final = {
    "called": "应到", "came": "实到", "entitled": "应到有表决权", "present": "实到有表决权", "for_it": "赞成",
    "against": "反对", "abstained": "弃权",
}  # fmt: skip
"""The figures of a ``Vote`` in the order in which a meeting counts them."""
DECIDING: Final = frozenset(FIGURES) - {"called", "came"}
"""Those without which nothing is decided."""


class VoteFault(Enum):
    """Why figures are no vote, or decide nothing; the value is the sentence."""

    NEGATIVE = "人数不能是负数。"
    MORE_CAME = "实到人数不能多于应到人数。"
    MORE_ENTITLED = "有表决权人数不能多于应到、实到人数。"
    MORE_PRESENT = "实到有表决权人数不能多于应到有表决权人数。"
    NOT_ADDED_UP = "赞成、反对、弃权之和应等于实到有表决权人数。"
    NO_QUORUM = "到会有表决权的党员不足应到的半数，不能表决。"
    NOT_PASSED = "赞成人数没有超过应到会有表决权党员的半数，没有通过。"


@dataclass(frozen=True, slots=True)
class Vote:
    """``entitled``: 应到会有表决权; ``present``: 实到会有表决权; then how they voted.

    ``called`` and ``came``: 应到 and 实到, with those who have no vote (预备党员); None where they were not counted.
    """

    entitled: int
    present: int
    for_it: int
    against: int
    abstained: int
    called: int | None = None
    came: int | None = None

    @property
    def fault(self) -> VoteFault | None:
        """Why nothing is decided by it; None when the proposal has passed."""
        if min(self.entitled, self.present, self.for_it, self.against, self.abstained) < 0:
            return VoteFault.NEGATIVE
        called, came = self.called, self.came
        if called is not None and came is not None and came > called:
            return VoteFault.MORE_CAME
        if (called is not None and self.entitled > called) or (came is not None and self.present > came):
            return VoteFault.MORE_ENTITLED
        if self.present > self.entitled:
            return VoteFault.MORE_PRESENT
        if self.for_it + self.against + self.abstained != self.present:
            return VoteFault.NOT_ADDED_UP
        if 2 * self.present < self.entitled or not self.entitled:
            return VoteFault.NO_QUORUM
        return None if 2 * self.for_it > self.entitled else VoteFault.NOT_PASSED
