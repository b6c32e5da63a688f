"""What cannot be, or is so rare that the statistics office asks for names: V21 and V22."""

from collections.abc import Iterator, Mapping
from typing import Final

from tui.rules.codes import education_code
from tui.rules.dates import add_months, date_in, earliest, latest
from tui.rules.findings import FindingCode
from tui.rules.probation import PERIODS, Periods, terms_of
from tui.rules.seniority import age_on, party_years_over_age
from tui.rules.work import Work

OLD_STUDENT: Final = 55
RETIRED: Final = 60
BEFORE_THE_REPUBLIC: Final = "1949-09-30"

_AFTER_JOINING: Final = (
    ("lost_on", FindingCode.LOST_BEFORE_JOINED),
    ("died_on", FindingCode.DIED_BEFORE_JOINED),
    ("transferred_on", FindingCode.TRANSFERRED_BEFORE_JOINED),
)


def of_work(
    kind: Work, fields: Mapping[str, str], birth: str | None, joined: str | None, as_of: str
) -> Iterator[FindingCode]:
    """V21: a 工作岗位 that hardly goes with age, joining or education (2012年党内统计年报表说明)."""
    if kind is Work.STUDENT:
        if birth and age_on(birth, as_of).least >= OLD_STUDENT:
            yield FindingCode.STUDENT_OVER_55
    elif kind is Work.FARMER:
        if (education_code(fields.get("education") or "") or "").startswith("1"):
            yield FindingCode.FARMER_WITH_DEGREE
    elif kind is Work.ON_POST and joined:
        if latest(joined).isoformat() <= BEFORE_THE_REPUBLIC:
            yield FindingCode.ON_POST_SINCE_1949
        if birth and earliest(joined) >= add_months(latest(birth), RETIRED * 12):
            yield FindingCode.ON_POST_JOINED_OVER_60


def of_order(
    fields: Mapping[str, str],
    birth: str | None,
    joined: str | None,
    full_at: str | None,
    as_of: str,
    periods: Periods = PERIODS,
) -> Iterator[FindingCode]:
    """V22: dates that contradict one another."""
    if birth and joined and joined[:4] <= birth[:4] and latest(joined) < earliest(birth):
        yield FindingCode.JOINED_BEFORE_BIRTH
    if party_years_over_age(fields, birth, joined, full_at, as_of):
        yield FindingCode.PARTY_YEARS_OVER_AGE
    if joined:
        for item, code in _AFTER_JOINING:
            if fields.get(item) and (later := date_in(fields, item)) and latest(later) < earliest(joined):
                yield code
        if terms_of(joined, periods).too_early:
            yield FindingCode.JOINED_BEFORE_FOUNDING
