"""Searching for members who lost contact (查找失联党员): the four ways, their channels, and V09 to V11 of both forms.

Sources: 《党员组织关系排查有关问题说明》二 for ways and channels, with 发动支部党员 of 《2023年排查党员工作实施方案》
二（二）1; 填表要求 of the two forms of 组通字〔2016〕1号 for six months and 情形 ⑦. Values never change.
Dates are partial dates (ValueError when one is none); nothing is found that their open parts could make right.
"""

from collections.abc import Iterable, Iterator
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

    way: Way | None
    label: str

    def __new__(cls, value: str, way: Way | None, label: str) -> "Channel":
        channel = object.__new__(cls)
        channel._value_ = value
        channel.way = way
        channel.label = label
        return channel

    PHONE = "phone", Way.DIRECT, "打电话"
    SMS = "sms", Way.DIRECT, "发短信"
    VISIT = "visit", Way.DIRECT, "登门走访"
    RELATIVES = "relatives", Way.PERSONAL, "亲属"
    FRIENDS = "friends", Way.PERSONAL, "朋友"
    ACQUAINTANCES = "acquaintances", Way.PERSONAL, "同事、同学等知情人"
    POLICE = "police", Way.OFFICES, "公安"
    HUMAN_RESOURCES = "human_resources", Way.OFFICES, "人社"
    EDUCATION = "education", Way.OFFICES, "教育"
    HEALTH = "health", Way.OFFICES, "卫健"
    CIVIL_AFFAIRS = "civil_affairs", Way.OFFICES, "民政"
    HOUSING = "housing", Way.OFFICES, "房产"
    MARKET = "market", Way.OFFICES, "市场监管（工商）"
    TAX = "tax", Way.OFFICES, "税务"
    ARCHIVES = "archives", Way.OFFICES, "档案"
    INTERNET = "internet", Way.OTHER, "网络社交平台"
    TELECOM = "telecom", Way.OTHER, "电信运营商"
    LINE_12371 = "line_12371", Way.OTHER, "12371党员服务热线"
    HOME_DEPARTMENT = "home_department", Way.OTHER, "原籍地组织部门"
    BRANCH_MEMBERS = "branch_members", Way.OTHER, "发动支部党员"
    RECEIVING_UNIT = "receiving_unit", None, "接收单位党组织"

    @property
    def words(self) -> str:
        """The channel under its way, for lists to choose from."""
        return f"{self.way.label} · {self.label}" if self.way else f"介绍信 · {self.label}"


OFFICES: Final = tuple(channel for channel in Channel if channel.way is Way.OFFICES)
"""The offices that can be written to (部门查找)."""


class Result(Enum):
    """What one search came to."""

    label: str

    def __new__(cls, value: str, label: str) -> "Result":
        result = object.__new__(cls)
        result._value_ = value
        result.label = label
        return result

    NO_ANSWER = "no_answer", "没有联系上"
    WRONG_NUMBER = "wrong_number", "号码、地址不对"
    NOTHING = "nothing", "没有查到、不知情"
    CLUE = "clue", "得到线索"
    FOUND = "found", "取得联系"
    SAYS_DEAD = "says_dead", "称已去世"
    LANDED = "landed", "称组织关系已落实"
    NOT_LANDED = "not_landed", "称组织关系没有落实"


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
