"""Searching for members who lost contact (查找失联党员): the four ways, their channels, and V09 to V11 of both forms.

Sources: 《党员组织关系排查有关问题说明》二 for ways and channels, with 发动支部党员 of 《2023年排查党员工作实施方案》
二（二）1; 填表要求 of the two forms of 组通字〔2016〕1号 for six months and 情形 ⑦. Values never change.
Dates are partial dates (ValueError when one is none); nothing is found that their open parts could make right.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from tui.rules.codes import is_nothing
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


class Channel(Enum):
    """Through what a search was made; ``way`` is None for the receiving unit of a letter, which belongs to none."""

    PHONE = "phone"
    SMS = "sms"
    VISIT = "visit"
    RELATIVES = "relatives"
    FRIENDS = "friends"
    ACQUAINTANCES = "acquaintances"
    POLICE = "police"
    HUMAN_RESOURCES = "human_resources"
    EDUCATION = "education"
    HEALTH = "health"
    CIVIL_AFFAIRS = "civil_affairs"
    HOUSING = "housing"
    MARKET = "market"
    TAX = "tax"
    ARCHIVES = "archives"
    INTERNET = "internet"
    TELECOM = "telecom"
    LINE_12371 = "line_12371"
    HOME_DEPARTMENT = "home_department"
    BRANCH_MEMBERS = "branch_members"
    RECEIVING_UNIT = "receiving_unit"

    @property
    def way(self) -> Way | None:
        """The way that it belongs to."""
        return _CHANNELS[self][0]

    @property
    def label(self) -> str:
        """Its name on screen and on paper."""
        return _CHANNELS[self][1]

    @property
    def words(self) -> str:
        """The channel under its way, for lists to choose from."""
        return f"{self.way.label} · {self.label}" if self.way else f"介绍信 · {self.label}"


_CHANNELS: Final[Mapping[Channel, tuple[Way | None, str]]] = {
    Channel.PHONE: (Way.DIRECT, "打电话"),
    Channel.SMS: (Way.DIRECT, "发短信"),
    Channel.VISIT: (Way.DIRECT, "登门走访"),
    Channel.RELATIVES: (Way.PERSONAL, "亲属"),
    Channel.FRIENDS: (Way.PERSONAL, "朋友"),
    Channel.ACQUAINTANCES: (Way.PERSONAL, "同事、同学等知情人"),
    Channel.POLICE: (Way.OFFICES, "公安"),
    Channel.HUMAN_RESOURCES: (Way.OFFICES, "人社"),
    Channel.EDUCATION: (Way.OFFICES, "教育"),
    Channel.HEALTH: (Way.OFFICES, "卫健"),
    Channel.CIVIL_AFFAIRS: (Way.OFFICES, "民政"),
    Channel.HOUSING: (Way.OFFICES, "房产"),
    Channel.MARKET: (Way.OFFICES, "市场监管（工商）"),
    Channel.TAX: (Way.OFFICES, "税务"),
    Channel.ARCHIVES: (Way.OFFICES, "档案"),
    Channel.INTERNET: (Way.OTHER, "网络社交平台"),
    Channel.TELECOM: (Way.OTHER, "电信运营商"),
    Channel.LINE_12371: (Way.OTHER, "12371党员服务热线"),
    Channel.HOME_DEPARTMENT: (Way.OTHER, "原籍地组织部门"),
    Channel.BRANCH_MEMBERS: (Way.OTHER, "发动支部党员"),
    Channel.RECEIVING_UNIT: (None, "接收单位党组织"),
}


OFFICES: Final = tuple(channel for channel in Channel if channel.way is Way.OFFICES)
"""The offices that can be written to (部门查找)."""


class Result(Enum):
    """What one search came to."""

    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    NOTHING = "nothing"
    CLUE = "clue"
    FOUND = "found"
    SAYS_DEAD = "says_dead"
    LANDED = "landed"
    NOT_LANDED = "not_landed"

    @property
    def label(self) -> str:
        """Its name on screen and on paper."""
        return _RESULTS[self]


_RESULTS: Final[Mapping[Result, str]] = {
    Result.NO_ANSWER: "没有联系上",
    Result.WRONG_NUMBER: "号码地址不对",
    Result.NOTHING: "没有查到、不知情",
    Result.CLUE: "得到线索",
    Result.FOUND: "取得联系",
    Result.SAYS_DEAD: "称已去世",
    Result.LANDED: "称组织关系已落实",
    Result.NOT_LANDED: "称组织关系没有落实",
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
    which the search ended with contact. `unexplained` as :func:`is_unexplained` says.
    """

    last_contact: str | None
    found_on: str | None
    unexplained: bool = False


@dataclass(frozen=True, slots=True)
class NotFoundRow:
    """A row of 《经查找仍然无法取得联系党员登记表》: last contact as in :class:`FoundRow`, and what was searched."""

    last_contact: str | None
    searches: tuple[Search, ...]
    unexplained: bool = False


def of_found(row: FoundRow, as_of: str) -> Iterator[FindingCode]:
    """V09: contact was lost for less than six months before it was found, or before the as-of date while unknown. V11.

    What may lie on or after the day of being found is no last contact: it says nothing.
    """
    found_on = row.found_on or as_of
    if (
        row.last_contact
        and latest(row.last_contact) < earliest(found_on)
        and within_six_months(row.last_contact, found_on)
    ):
        yield FindingCode.FOUND_WITHIN_SIX_MONTHS
    if row.unexplained:
        yield FindingCode.SITUATION_UNEXPLAINED


def of_not_found(row: NotFoundRow, as_of: str) -> Iterator[FindingCode]:
    """V09: last contact less than six months before the as-of date. V10: a way without any search by then. V11."""
    if row.last_contact and within_six_months(row.last_contact, as_of):
        yield FindingCode.LOST_WITHIN_SIX_MONTHS
    if ways_not_tried(row.searches, as_of):
        yield FindingCode.WAYS_NOT_TRIED
    if row.unexplained:
        yield FindingCode.SITUATION_UNEXPLAINED


def is_unexplained(situation: str | None, note: str | None) -> bool:
    """Whether 失去联系情形 is ⑦其他 (a code of ``check_items.REASONS``) and 备注 does not say which (V11)."""
    return situation == "other" and is_nothing(note or "")


def ways_not_tried(searches: Iterable[Search], as_of: str) -> tuple[Way, ...]:
    """The ways in which no search is logged that may have been made by the as-of date, in the document's order."""
    tried = {search.way for search in searches if earliest(search.on).isoformat() <= as_of}
    return tuple(way for way in Way if way not in tried)


def within_six_months(since: str, until: str) -> bool:
    """Whether less than six months lie between two partial dates, whatever days they turn out to mean."""
    return add_months(earliest(since), LOST_MONTHS) > latest(until)
