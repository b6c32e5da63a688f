"""Kinds of Party units and which may stand below which.

Source: 《关于开展党员组织关系排查工作的通知》 section 2 (党工委、党委、党总支、直属党支部 as 基层党组织 under the
department, 党支部 below them); 党章 第五章 for branches below a committee or general branch.
"""

from enum import Enum


class UnitKind(Enum):
    """The kind of a unit."""

    DEPARTMENT = "department"
    WORKING_COMMITTEE = "working_committee"
    COMMITTEE = "committee"
    GENERAL_BRANCH = "general_branch"
    DIRECT_BRANCH = "direct_branch"
    BRANCH = "branch"

    @property
    def label(self) -> str:
        """Its name in the documents."""
        return _LABELS[self]

    @property
    def rank(self) -> int:
        """Falls on the way down the tree, 6 to 1."""
        return len(UnitKind) - tuple(UnitKind).index(self)

    @property
    def holds_members(self) -> bool:
        """Whether members' formal relations may lie directly in a unit of this kind."""
        return self in (UnitKind.BRANCH, UnitKind.DIRECT_BRANCH)


_LABELS = {
    UnitKind.DEPARTMENT: "组织部",
    UnitKind.WORKING_COMMITTEE: "党工委",
    UnitKind.COMMITTEE: "党委",
    UnitKind.GENERAL_BRANCH: "党总支",
    UnitKind.DIRECT_BRANCH: "直属党支部",
    UnitKind.BRANCH: "党支部",
}


def may_stand_below(kind: UnitKind, parent: UnitKind) -> bool:
    """Whether a unit of ``kind`` may be set up directly below one of ``parent``'s kind.

    Committees may nest (基层党委 below 党委); a direct branch answers straight to a department or a
    committee-level unit; nothing stands below a branch.
    """
    if parent.holds_members:
        return False
    if kind is UnitKind.DIRECT_BRANCH:
        return parent.rank >= UnitKind.COMMITTEE.rank
    if kind is UnitKind.COMMITTEE:
        return parent.rank >= UnitKind.COMMITTEE.rank
    return kind.rank < parent.rank


def kind_of(label: str) -> UnitKind | None:
    """The kind with this Chinese label, or None."""
    return next((kind for kind in UnitKind if kind.label == label.strip()), None)
