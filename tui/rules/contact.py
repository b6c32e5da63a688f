"""How long a member has been without dues or activity, leaving out the months for which the relation was kept.

Sources: 党章 第九条 (six months without organised life, dues or work); 《党员组织关系排查有关问题说明》 section 3:
the relation of those abroad for study or work is kept on approval and organised life rests meanwhile
(中组发〔1981〕19号, 组通字〔1984〕15号, 组通字〔2015〕33号).
"""

from collections.abc import Iterable
from datetime import date, timedelta

from tui.rules.dates import earliest, is_date, latest, months_between

_DAY = timedelta(days=1)


def last_contact(*days: str | None) -> str | None:
    """The latest of partial dates of dues paid and activities attended, from which contact is counted (填表要求 of
    《经查找取得联系党员登记表》); of two that may be the same day the one that can lie later. None without any."""
    known = [day for day in days if day and is_date(day)]
    return max(known, key=lambda day: (latest(day), earliest(day)), default=None)


def months_out(last: str, as_of: str, kept: Iterable[tuple[str, str | None]] = ()) -> int:
    """Whole months from the last payment or activity (a partial date) to the as-of date, never below 0.

    What ``last`` leaves open counts in the member's favour: dues to '2026-05' reach to the end of May. Months of the
    ``kept`` spans (first and last included, None for still going on) never count, in however many spans they lie.
    """
    start, end = latest(last), date.fromisoformat(as_of)
    free = {
        month
        for first, final in kept
        for month in _months(max(first, f"{start:%Y-%m}"), min(final or as_of, as_of)[:7])
    }
    if f"{start:%Y-%m}" in free:
        start = latest(f"{start:%Y-%m}")
    while f"{end:%Y-%m}" in free and end > start:
        end = end.replace(day=1) - _DAY
    between = sum(f"{start:%Y-%m}" < month <= f"{end:%Y-%m}" for month in free)
    return max(0, months_between(start.isoformat(), end.isoformat()) - between)


def _months(first: str, last: str) -> Iterable[str]:
    """Every month from one to the other, both included; none if they are the wrong way round."""
    since, until = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return (f"{number // 12:04}-{number % 12 + 1:02}" for number in range(since, until + 1))
