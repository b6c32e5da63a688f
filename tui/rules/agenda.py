"""The agenda: everything that is due or overdue, of closed kinds, each with the document that sets its time.

A kind may have no time of its own; then the day from which it has been waiting stands for it, and it is overdue from
that day on. Dates are ISO; an item whose date is not known comes last.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum
from typing import Final, NamedTuple

SOON_DAYS: Final = 30
"""What is due in so many days is on the agenda before it is overdue."""


class Place(Enum):
    """Where one key goes from an item."""

    MEMBER = "member"
    DUES = "dues"
    FILL_INS = "fill-ins"
    DOUBLE_CHECK = "double-check"
    REPORT = "report"
    SEARCH = "search"
    OFFICES = "offices"
    REGULAR = "regular"
    ARCHIVE = "archive"
    DISPOSAL = "disposal"


class Kind(Enum):
    """What is to be done."""

    RECEIPT = "receipt"
    EXPIRING = "expiring"
    DUES = "dues"
    PROBATION = "probation"
    CORRECTION = "correction"
    FILL_IN = "fill-in"
    FILE = "file"
    CLOSING = "closing"
    REPORT = "report"
    SEARCH = "search"
    OFFICE = "office"
    REGULAR = "regular"
    SITUATION = "situation"
    ARCHIVE = "archive"
    DISPOSAL = "disposal"
    SUSPENSION = "suspension"
    REFERRAL = "referral"

    @property
    def label(self) -> str:
        """Its name in the list, four characters where it can be."""
        return _KINDS[self][0]

    @property
    def source(self) -> str:
        """The document that the time comes from, or what it rests on."""
        return _KINDS[self][1]

    @property
    def place(self) -> Place:
        """Where one key goes."""
        return _KINDS[self][2]


_KINDS: Final = {
    Kind.RECEIPT: (
        "回执",
        "组通字〔2006〕45号：接收党员一个月内寄回回执，到达时间不详的自有效期满起算",
        Place.MEMBER,
    ),
    Kind.EXPIRING: ("介绍信到期", "组通字〔2006〕45号：介绍信在有效期内办理接转", Place.MEMBER),
    Kind.DUES: ("党费", "党章第九条：连续六个月不交纳党费", Place.DUES),
    Kind.PROBATION: ("预备期满", "党章第七条：预备期满应及时讨论能否转正", Place.MEMBER),
    Kind.CORRECTION: ("更正意见", "双查方案：核查发现问题由维护单位更正，更正后销号", Place.MEMBER),
    Kind.FILL_IN: ("填报表", "发出填报表时规定的期限", Place.FILL_INS),
    Kind.FILE: ("文件去向", "保密要求：写出的含个人信息文件须移交或销毁并登记", Place.FILL_INS),
    Kind.CLOSING: ("核查办结", "双查方案：工作组核查逐支部办结", Place.DOUBLE_CHECK),
    Kind.REPORT: ("上报", "排查通知：情况有变动的及时上报", Place.REPORT),
    Kind.SEARCH: ("查找", "问题说明二、四：在查找方式、次数、时间上达到要求，再认定、了结", Place.SEARCH),
    Kind.OFFICE: ("部门查找", "问题说明二：由组织部门或基层党委出面，协调有关部门查找", Place.OFFICES),
    Kind.REGULAR: ("规范管理", "问题说明三：规范管理各项措施的期限", Place.REGULAR),
    Kind.SITUATION: ("情形", "条例第二十五条、第三十四条：外出六个月以上的，毕业保留两年的", Place.MEMBER),
    Kind.ARCHIVE: ("档案", "问题说明五：商转函的复函和档案材料鉴别、完善、补充的期限", Place.ARCHIVE),
    Kind.DISPOSAL: ("组织处置", "问题说明四：既不能拖着、“挂”着，也不能抢时间、赶进度", Place.DISPOSAL),
    Kind.SUSPENSION: (
        "停止党籍",
        "条例第二十四条：停止党籍2年后确实无法取得联系的，按照自行脱党予以除名",
        Place.DISPOSAL,
    ),
    Kind.REFERRAL: (
        "线索移送",
        "问题说明四：有违纪违法行为的将线索提供给纪检、公安等部门，处置等待其结果",
        Place.DISPOSAL,
    ),
}


class Due(NamedTuple):
    """One item: its kind, the day it is due (ISO, '' unknown), whom and which organisation it is about, which row.

    ``member`` and ``org`` are row ids, 0 for none; ``row`` is the kind's own (a letter, a workbook, …); ``what`` says
    in Chinese what is to be done.
    """

    kind: Kind
    on: str
    member: int
    org: int
    row: int
    what: str

    def days_over(self, as_of: str) -> int | None:
        """Days since it was due on the as-of date, negative while there is time; None when the day is not known."""
        return (date.fromisoformat(as_of) - date.fromisoformat(self.on)).days if self.on else None

    def is_overdue(self, as_of: str) -> bool:
        """Whether its day is over; what has no day is not."""
        return bool(self.on) and self.on < as_of


_ORDER: Final = {kind: place for place, kind in enumerate(Kind)}


def in_order(items: Iterable[Due]) -> list[Due]:
    """By day, what has none at the end; of one day by kind, organisation and member."""
    return sorted(items, key=lambda due: (not due.on, due.on, _ORDER[due.kind], due.org, due.member, due.row))


def horizon(as_of: str) -> str:
    """The last day (ISO) that the agenda looks ahead to."""
    return (date.fromisoformat(as_of) + timedelta(days=SOON_DAYS)).isoformat()


def lateness(days: int | None) -> str:
    """How late it is, in Chinese."""
    if days is None:
        return "日期不详"
    if days > 0:
        return f"逾期{days:,}天"
    return "今天到期" if days == 0 else f"还有{-days}天"
