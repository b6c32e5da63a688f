"""Probation periods (预备期) since 1921: which held when somebody joined, and what that says of his dates.

The table is data (periods.toml) and can be replaced by another, for overviews differ by some days. A joining
date that leaves its day or month open may fall into several periods; only what holds in all of them is said.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any, Final, NamedTuple

from tui.rules.dates import add_months, earliest, latest

_DAY = timedelta(days=1)
_LONGEST = 60
_KEYS = frozenset({"from", "to", "probation", "counts_from", "full_at_once", "extension", "approval"})


class CountsFrom(Enum):
    """What the date of joining is."""

    BRANCH_MEETING = "branch-meeting"
    COMMITTEE_APPROVAL = "committee-approval"

    @property
    def label(self) -> str:
        """The event in the documents' words."""
        return "支部大会通过之日" if self is CountsFrom.BRANCH_MEETING else "上级党委批准之日"


@dataclass(frozen=True, slots=True)
class Period:
    """A time with one rule, by day of joining: both days included, lengths in months.

    `probation` holds every length that was in use, ascending; 0 stands for none. `extension` and `approval` are
    None where nothing is known about how long 转正 may have taken.
    """

    first: date
    last: date
    probation: tuple[int, ...]
    counts_from: CountsFrom | None = None
    full_at_once: bool = False
    extension: int | None = None
    approval: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Periods:
    """A whole table: its version, what it rests on, and its periods without gap from the founding to today."""

    version: int
    basis: str
    periods: tuple[Period, ...]


class Terms(NamedTuple):
    """What holds on every day that a joining date can mean; lengths in months.

    `shortest` probation; the `longest` one; `limit`: 转正 lies at most so much after joining (None: not known);
    `full_at_once`: there was no probation and 党龄 counts from joining; `too_early`: before the first period.
    """

    shortest: int
    longest: int
    limit: int | None
    full_at_once: bool
    too_early: bool


def read(text: str) -> Periods:
    """Read a table like periods.toml. ValueError, with what is wrong, if it is none or has gaps or overlaps."""
    table = tomllib.loads(text)
    periods = tuple(_period(entry) for entry in table.get("period", ()))
    if not periods:
        raise ValueError("no period")
    for before, after in pairwise(periods):
        if before.last == date.max or before.last + _DAY != after.first:
            raise ValueError(f"gap or overlap at {after.first}")
    if periods[-1].last != date.max:
        raise ValueError("the last period ends")
    version, basis = table.get("version"), table.get("basis")
    if type(version) is not int or not isinstance(basis, str) or not basis.strip():
        raise ValueError("version or basis missing")
    return Periods(version, basis, periods)


def _period(entry: Mapping[str, Any]) -> Period:
    if unknown := entry.keys() - _KEYS:
        raise ValueError(f"unknown key {min(unknown)}")
    first, last = entry.get("from"), entry.get("to", date.max)
    if type(first) is not date or type(last) is not date or last < first:
        raise ValueError("from or to is no day, or they are the wrong way round")
    probation = entry.get("probation")
    if not isinstance(probation, list) or not probation:
        raise ValueError(f"no probation given from {first}")
    months = tuple(_months(length) for length in probation)
    counts_from, at_once, extension = entry.get("counts_from"), entry.get("full_at_once", False), entry.get("extension")
    if type(at_once) is not bool or (at_once and months != (0,)):
        raise ValueError(f"full_at_once and probation from {first}")
    return Period(
        first,
        last,
        tuple(sorted(months)),
        None if counts_from is None else CountsFrom(counts_from),
        at_once,
        None if extension is None else _months(extension),
        _months(entry.get("approval", 0)),
    )


def _months(length: object) -> int:
    if type(length) is not int or not 0 <= length <= _LONGEST:
        raise ValueError(f"{length!r} is no number of months")
    return length


PERIODS: Final = read(resources.files(__package__).joinpath("periods.toml").read_text("utf-8"))
"""The table that comes with the program."""


def period_of(joined: str, periods: Periods = PERIODS) -> Period | None:
    """The period that a partial joining date lies in; None if it may lie in several or in none."""
    first, last = earliest(joined), latest(joined)
    return next((period for period in periods.periods if period.first <= first and last <= period.last), None)


@lru_cache(maxsize=65_536)
def terms_of(joined: str, periods: Periods = PERIODS) -> Terms:
    """What is sure for a partial joining date. ValueError when it is no date."""
    first, last = earliest(joined), latest(joined)
    meant = [period for period in periods.periods if period.first <= last and first <= period.last]
    if not meant or first < periods.periods[0].first:
        return Terms(0, _LONGEST, None, full_at_once=False, too_early=not meant)
    longest = max(period.probation[-1] for period in meant)
    limits = [
        period.probation[-1] + period.extension + period.approval for period in meant if period.extension is not None
    ]
    return Terms(
        shortest=min(period.probation[0] for period in meant),
        longest=longest,
        limit=max(limits) if len(limits) == len(meant) else None,
        full_at_once=all(period.full_at_once for period in meant),
        too_early=False,
    )


def over_on(joined: str, periods: Periods = PERIODS) -> date:
    """The last day on which the probation of somebody with that partial joining date can end, without extension."""
    return add_months(latest(joined), terms_of(joined, periods).longest)
