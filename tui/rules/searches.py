"""Searching for members who lost contact (查找失联党员): the four ways, and V09 and V10 of the rows of both forms.

Sources: 《党员组织关系排查有关问题说明》二 for the ways; 填表要求 of the two forms of 组通字〔2016〕1号 for six months.
Dates are partial dates (ValueError when one is none); nothing is found that their open parts could make right.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from tui.rules.dates import add_months, earliest, latest
from tui.rules.findings import FindingCode

LOST_MONTHS: Final = 6


class Way(Enum):
    """A way of searching."""

    DIRECT = "direct"
    PERSONAL = "personal"
    OFFICES = "offices"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Its name in the document."""
        return _LABELS[self]


_LABELS = {
    Way.DIRECT: "直接联系",
    Way.PERSONAL: "人际查找",
    Way.OFFICES: "部门查找",
    Way.OTHER: "其他方式查找",
}


@dataclass(frozen=True, slots=True)
class Search:
    """One logged search: its way, and its day as a partial date."""

    way: Way
    on: str


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row of 《经查找取得联系党员登记表》: partial dates, None or '' where unknown.

    `last_contact` is the later of dues paid and activity attended before contact was lost; `found_on` the day on
    which the search ended with contact.
    """

    last_contact: str | None
    found_on: str | None


@dataclass(frozen=True, slots=True)
class NotFoundRow:
    """A row of 《经查找仍然无法取得联系党员登记表》: last contact as in :class:`FoundRow`, and what was searched."""

    last_contact: str | None
    searches: tuple[Search, ...]


def of_found(row: FoundRow, as_of: str) -> Iterator[FindingCode]:
    """V09: contact was lost for less than six months before it was found, or before the as-of date while unknown.

    What may lie on or after the day of being found is no last contact: it says nothing.
    """
    if not row.last_contact:
        return
    found_on = row.found_on or as_of
    before = latest(row.last_contact) < earliest(found_on)
    if before and _within_six_months(row.last_contact, found_on):
        yield FindingCode.FOUND_WITHIN_SIX_MONTHS


def of_not_found(row: NotFoundRow, as_of: str) -> Iterator[FindingCode]:
    """V09: last contact less than six months before the as-of date. V10: a way without any search by then."""
    if row.last_contact and _within_six_months(row.last_contact, as_of):
        yield FindingCode.LOST_WITHIN_SIX_MONTHS
    if ways_not_tried(row.searches, as_of):
        yield FindingCode.WAYS_NOT_TRIED


def ways_not_tried(searches: Iterable[Search], as_of: str) -> tuple[Way, ...]:
    """The ways in which no search is logged that may have been made by the as-of date, in the document's order."""
    tried = {search.way for search in searches if earliest(search.on).isoformat() <= as_of}
    return tuple(way for way in Way if way not in tried)


def _within_six_months(since: str, until: str) -> bool:
    return add_months(earliest(since), LOST_MONTHS) > latest(until)
