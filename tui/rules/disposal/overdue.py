"""What of 组织处置 has been left lying: on values that the ledger fills in.

No document prints a limit for the single step. 《党员组织关系排查有关问题说明》四 asks that cases be neither left
hanging (不能拖着、“挂”着) nor hurried (不能抢时间、赶进度); the months of ``WAITING_MONTHS`` are ours.
"""

from datetime import date
from enum import Enum
from typing import Final

from tui.rules.dates import add_months

WAITING_MONTHS: Final = 3


class Overdue(Enum):
    """Why a case is overdue; the value is the sentence."""

    TERM_OVER = "期限已满，尚未作出结论。"
    WAITING = "超过3个月没有办理下一步。"
    SUSPENSION_OVER = "停止党籍已满2年，尚未办理除名或恢复党籍。"

    @property
    def label(self) -> str:
        """As it stands in a list."""
        return _SHORT[self]


_SHORT: Final = {Overdue.TERM_OVER: "期限已满", Overdue.WAITING: "久未办理", Overdue.SUSPENSION_OVER: "停止满2年"}


def overdue(since: str, until: str | None, today: date, *, with_authority: bool) -> Overdue | None:
    """Of a case in hand: ``since`` its last step, ``until`` the last day of a term that was given.

    ``with_authority``: a clue is with the authority that it was referred to, and the case has to wait.
    """
    if until is not None:
        return Overdue.TERM_OVER if date.fromisoformat(until) < today else None
    late = not with_authority and add_months(date.fromisoformat(since), WAITING_MONTHS) < today
    return Overdue.WAITING if late else None
