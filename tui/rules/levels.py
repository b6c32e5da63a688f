"""Which level checks itself (自查) and which verifies (核查) in a campaign: data of the campaign, not of the program.

Sources: 《关于开展党员组织关系排查工作的通知》（2015年，高校） section 2, steps 3 and 4 (the branch, then the
working group of the 基层党组织); 同名通知（2023年，区委教育工委） steps 4 and 5 (the 基层党组织, then the 教育工委);
《2023年排查党员工作实施方案》二（二） (the 党（总）支部, then the working group of the 党（工）委).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tui.rules.units import UnitKind


@dataclass(frozen=True, slots=True)
class Levels:
    """The kinds of units that check themselves, and those that verify."""

    self_check: frozenset[UnitKind]
    verification: frozenset[UnitKind]

    def checks_itself(self, kind: UnitKind) -> bool:
        """Whether a unit of this kind may record self-checks.

        A unit that keeps the records of those below it (branches without a terminal) records theirs as well.
        """
        return any(kind.rank >= each.rank for each in self.self_check)

    def verifies(self, kind: UnitKind) -> bool:
        """Whether a unit of this kind verifies."""
        return kind in self.verification


_ABOVE_BRANCHES = frozenset(kind for kind in UnitKind if not kind.holds_members)

BRANCHES: Final = Levels(frozenset({UnitKind.BRANCH, UnitKind.DIRECT_BRANCH}), _ABOVE_BRANCHES)
"""党支部自查、上级工作组核查: what holds for a campaign that says nothing else."""

CHOICES: Final[dict[str, Levels]] = {
    "党支部自查，上级党组织工作组核查": BRANCHES,
    "党（总）支部自查，党（工）委工作组核查": Levels(
        frozenset({UnitKind.BRANCH, UnitKind.DIRECT_BRANCH, UnitKind.GENERAL_BRANCH}),
        _ABOVE_BRANCHES - {UnitKind.GENERAL_BRANCH},
    ),
    "基层党组织自查，上级党（工）委或组织部核查": Levels(
        frozenset({UnitKind.COMMITTEE, UnitKind.GENERAL_BRANCH, UnitKind.DIRECT_BRANCH}),
        frozenset({UnitKind.DEPARTMENT, UnitKind.WORKING_COMMITTEE}),
    ),
}
"""The arrangements of the notices that are known, by what they are called on screen."""


def written(kinds: Iterable[UnitKind]) -> str:
    """Kinds as the vault keeps them: their values in the order of the enum, separated by commas."""
    wanted = frozenset(kinds)
    return ",".join(kind.value for kind in UnitKind if kind in wanted)


def read(text: str) -> frozenset[UnitKind]:
    """The kinds that ``written`` wrote."""
    return frozenset(UnitKind(value) for value in text.split(",") if value)


def called(levels: Levels) -> str:
    """What an arrangement is called; one that is none of the known ones is spelled out."""
    for name, each in CHOICES.items():
        if each == levels:
            return name
    sides = ["、".join(k.label for k in UnitKind if k in side) for side in (levels.self_check, levels.verification)]
    return f"{sides[0]}自查，{sides[1]}核查"
