"""年龄 and 党龄 on an as-of date, as spans of whole years where dates are partial, and what contradicts them.

年龄 is counted in 周岁; 党龄 counts from 转正 (党章 第七条), and from joining where there was no probation.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from tui.rules.dates import add_months, earliest, latest, years_between
from tui.rules.findings import FindingCode
from tui.rules.probation import PERIODS, Periods, terms_of

ADULT = 18
ADULTS_ONLY_SINCE = 1956  # before, some joined younger: for the archive to show, not for arithmetic
LONGEST_PROBATION = 3  # years, with approval
_YEARS = re.compile(r"([0-9]{1,3})(?:\.0)?(?:周?岁|年(?:[0-9]{1,2}个?月)?)?")


class Years(NamedTuple):
    """The least and the most whole years that partial dates leave open."""

    least: int
    most: int


@lru_cache(maxsize=4096)
def read_years(text: str) -> int | None:
    """'67', '67岁', '12年', '12年3个月' → whole years; None for anything else."""
    written = _YEARS.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    return int(written[1]) if written else None


def age_on(birth: str, as_of: str) -> Years:
    """周岁 of somebody with that partial birth date; negative when it lies after the as-of date."""
    return Years(years_between(latest(birth).isoformat(), as_of), years_between(birth, as_of))


def party_years_on(joined: str | None, full_at: str | None, as_of: str, periods: Periods = PERIODS) -> Years | None:
    """党龄, or None when its first day is not known.

    It counts from 转正. Where there was no probation it counts from joining; a record that gives both days may then
    have counted from either.
    """
    terms = terms_of(joined, periods) if joined else None
    if full_at is None:
        return age_on(joined, as_of) if joined and terms and terms.full_at_once else None
    span = age_on(full_at, as_of)
    if joined and terms and terms.shortest == 0:
        other = age_on(joined, as_of)
        return Years(min(span.least, other.least), max(span.most, other.most))
    return span


def states_years(fields: Mapping[str, str]) -> bool:
    """Whether the record has 年龄 or 党龄 as a file wrote it."""
    return bool(fields.get("age") or fields.get("party_years"))


def of_stated_years(
    fields: Mapping[str, str],
    birth: str | None,
    joined: str | None,
    full_at: str | None,
    as_of: str,
    periods: Periods = PERIODS,
) -> Iterator[FindingCode]:
    """V08: what a file says of age and 党龄 against what its dates come to on the as-of date.

    A probationary member has no 党龄 yet. Where membership was suspended nothing is said: the time does not count.
    """
    age, party_years = read_years(fields.get("age") or ""), read_years(fields.get("party_years") or "")
    if age is not None and birth and not _within(age, age_on(birth, as_of)):
        yield FindingCode.AGE_WRONG
    if party_years is None or fields.get("membership") == "suspended":
        return
    if fields.get("category") == "probationary" and not full_at:
        span: Years | None = Years(0, 0)
    else:
        span = party_years_on(joined, full_at, as_of, periods)
    if span and not _within(party_years, span):
        yield FindingCode.PARTY_YEARS_WRONG


def party_years_over_age(
    fields: Mapping[str, str], birth: str | None, joined: str | None, full_at: str | None, as_of: str
) -> bool:
    """V22: whether 党龄 is surely more than age less 18. Dates count before what the file says of years.

    Nothing is said of those who may have joined before 1956.
    """
    if (
        birth
        and full_at
        and (int(full_at[:4]) - int(birth[:4]) > ADULT or latest(full_at) >= add_months(earliest(birth), ADULT * 12))
    ):
        return False
    age = age_on(birth, as_of).most if birth else read_years(fields.get("age") or "")
    years = age_on(full_at, as_of).least if full_at else read_years(fields.get("party_years") or "")
    if age is None or years is None or years <= age - ADULT:
        return False
    if joined:
        return int(joined[:4]) >= ADULTS_ONLY_SINCE
    full_since = int(full_at[:4]) if full_at else int(as_of[:4]) - years - 1
    return full_since >= ADULTS_ONLY_SINCE + LONGEST_PROBATION


def _within(stated: int, span: Years) -> bool:
    return span.least <= stated <= span.most
