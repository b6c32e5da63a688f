"""What the register of disposals keeps of a case beside its steps: where it came from, how it stands, its grounds."""

from enum import Enum
from typing import Final

from tui.rules.disposal.procedures import UNQUALIFIED_FORMS, Fact


class State(Enum):
    """How a case stands."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    HISTORY = "history"

    @property
    def label(self) -> str:
        """Its name on screen."""
        return _STATES[self]


_STATES = {
    State.OPEN: "办理中",
    State.CLOSED: "已办结",
    State.WITHDRAWN: "已撤销",
    State.HISTORY: "历史补录",
}


class Origin(Enum):
    """Where the clue for a case came from."""

    SEARCH = "search"
    REGULAR = "regular"
    APPRAISAL = "appraisal"
    CHECK = "check"
    ARCHIVE = "archive"
    APPLICATION = "application"
    REPORTED = "reported"
    EARLIER = "earlier"

    @property
    def label(self) -> str:
        """Its name on screen."""
        return _ORIGINS[self]


_ORIGINS = {
    Origin.SEARCH: "失联党员查找",
    Origin.REGULAR: "规范管理转来",
    Origin.APPRAISAL: "民主评议党员（不合格）",
    Origin.CHECK: "五核查发现",
    Origin.ARCHIVE: "档案审核发现",
    Origin.APPLICATION: "本人提出",
    Origin.REPORTED: "群众反映",
    Origin.EARLIER: "前一处置程序的结果",
}

SHOWN_BY_RECORD: Final = frozenset(
    {
        Fact.PERSUASION_APPROVED,
        Fact.PERSUASION_REFUSED,
        Fact.SIX_MONTHS_OUT,
        Fact.TRULY_UNREACHABLE,
        Fact.SUSPENDED_TWO_YEARS,
        Fact.SUSPENDED_WITHIN_TWO_YEARS,
        Fact.NOT_EXTENDED_BEFORE,
    }
)
"""Facts that nobody can state: the search, or an earlier case, shows them."""
GROUNDS: Final = frozenset(fact.value for fact in Fact) | UNQUALIFIED_FORMS.keys()
"""Codes of what is stated when a case is opened: facts, and the forms of 不合格表现 among them."""

ENDS: Final = {
    "removed": "出党",
    "never": "不予承认党员身份",
    "suspended": "停止党籍",
    "restored": "恢复党籍",
    "corrected": "改正",
    "kept": "继续预备期",
    "goes_on": "转入下一程序",
}
"""What becomes of a membership (``Case.outcome``), in words."""
LEAVES: Final = frozenset({"removed", "never"})
"""Outcomes after which somebody is no longer on the roster."""
CHANGES_ROSTER: Final = LEAVES | {"suspended", "restored"}
"""Outcomes that the roster follows."""
