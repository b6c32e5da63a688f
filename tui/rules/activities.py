"""Activities of a branch (组织生活): their kinds, who is called to them, what attendance may be.

Sources: 《中国共产党支部工作条例（试行）》 第十四条 to 第十八条 (三会一课: 支部党员大会, 支部委员会会议,
党小组会, 党课; 主题党日; 组织生活会; 民主评议党员). Values stand in the register and travel; they never change.
"""

from datetime import date
from enum import Enum
from typing import Final

from tui.rules.dates import add_months, earliest, is_date, latest


class ActivityKind(Enum):
    """What kind of organised life it was."""

    MEETING = "meeting"
    COMMITTEE = "committee"
    GROUP = "group"
    LESSON = "lesson"
    THEME_DAY = "theme_day"
    LIFE_MEETING = "life_meeting"
    APPRAISAL = "appraisal"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Its name in the regulation."""
        return _KINDS[self]

    @property
    def calls_everybody(self) -> bool:
        """Whether all members of the branch are called; else those who came are entered by name."""
        return self not in (ActivityKind.COMMITTEE, ActivityKind.GROUP)


_KINDS: Final = {
    ActivityKind.MEETING: "支部党员大会",
    ActivityKind.COMMITTEE: "支委会",
    ActivityKind.GROUP: "党小组会",
    ActivityKind.LESSON: "党课",
    ActivityKind.THEME_DAY: "主题党日",
    ActivityKind.LIFE_MEETING: "组织生活会",
    ActivityKind.APPRAISAL: "民主评议党员",
    ActivityKind.OTHER: "其他",
}


class Attended(Enum):
    """Whether a member who was called came."""

    PRESENT = "present"
    LEAVE = "leave"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """Its name on screen and on paper."""
        return _ATTENDED[self][0]

    @property
    def mark(self) -> str:
        """A glyph before the name, so that no colour is needed."""
        return _ATTENDED[self][1]


_ATTENDED: Final = {
    Attended.PRESENT: ("到会", "✓"),
    Attended.LEAVE: ("请假", "假"),
    Attended.ABSENT: ("缺席", "缺"),
}

SPANS: Final = (6, 12)
"""Attendance is counted over so many months back from the as-of date."""
TITLE_LIMIT: Final = 100


def counted_since(as_of: str, months: int) -> str:
    """The first day (ISO) of the last so many months; an activity on that day counts."""
    return add_months(date.fromisoformat(as_of), -months).isoformat()


def takes_part(*, lost: bool, floating: bool) -> bool:
    """Whether somebody may be put down as present before anybody says so: not one who is lost or away (流动)."""
    return not (lost or floating)


def lies_after(day: str, active_on: str | None) -> bool:
    """Whether the day is certainly later than what is recorded of his last activity; nothing recorded is earlier."""
    if not active_on:
        return True
    return is_date(active_on) and earliest(day) > latest(active_on)
