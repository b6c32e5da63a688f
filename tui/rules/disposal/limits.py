"""Time limits of 组织处置 and of 停止党籍: V16, V17 and V21d, on values that the ledgers fill in.

Source: 《中国共产党党员教育管理工作条例》 第二十四条, 第三十条, in force since 2019-05-06. Dates are partial dates
(ValueError when one is none); there is no finding that their open parts could make right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from tui.rules.dates import add_months, earliest, latest
from tui.rules.findings import FindingCode

REGULATION_SINCE: Final = date(2019, 5, 6)
CORRECTION_MONTHS: Final = 12
SUSPENSION_MONTHS: Final = 24
OLD_PROBATIONER: Final = 60


@dataclass(frozen=True, slots=True)
class Correction:
    """限期改正: the day it was decided, and the last day that was given."""

    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Removal:
    """自行脱党除名: its day, whether for lost contact, and the day of 停止党籍 (None or '': none is recorded)."""

    removed_on: str
    lost_contact: bool
    suspended_on: str | None


@dataclass(frozen=True, slots=True)
class Cancellation:
    """取消预备党员资格: its day, and the member's birth (None or '' when unknown)."""

    cancelled_on: str
    birth: str | None


def of_correction(correction: Correction) -> Iterator[FindingCode]:
    """V16: a term of more than one year."""
    if earliest(correction.until) > add_months(latest(correction.since), CORRECTION_MONTHS):
        yield FindingCode.CORRECTION_OVER_ONE_YEAR


def of_removal(removal: Removal) -> Iterator[FindingCode]:
    """V17: since the regulation, removal for lost contact needs two years of 停止党籍 before it."""
    if not removal.lost_contact or earliest(removal.removed_on) < REGULATION_SINCE:
        return
    if not removal.suspended_on:
        yield FindingCode.REMOVED_WITHOUT_SUSPENSION
    elif latest(removal.removed_on) < removable_from(removal.suspended_on):
        yield FindingCode.REMOVED_WITHIN_TWO_YEARS


def removable_from(suspended_on: str) -> date:
    """The first day on which two years of 停止党籍 can be over (《中国共产党党员教育管理工作条例》第二十四条)."""
    return add_months(earliest(suspended_on), SUSPENSION_MONTHS)


def of_cancellation(cancellation: Cancellation) -> Iterator[FindingCode]:
    """V21: somebody of 60 or more whose probation was cancelled (2012年党内统计年报表说明)."""
    birth = cancellation.birth
    if birth and earliest(cancellation.cancelled_on) >= add_months(latest(birth), OLD_PROBATIONER * 12):
        yield FindingCode.CANCELLED_OVER_60
