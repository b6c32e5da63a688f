"""Comparing the register with the Party's own statistics database, person by person and item by item.

Source: 《党员组织关系排查有关问题说明》一: “采集到的党员信息要同党内统计党员数据库信息进行比对，
信息不一致的要核实清楚，党员数据库中信息的缺项、漏项、错项，逐项更新完善”.
Values are compared by what they mean: a partial date that the other side completes, a code in other words, a
telephone number in other punctuation are no differences. A difference is a question for a person; nothing here
decides which side is right.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Final, NamedTuple

from tui.rules import codes
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.dates import is_date
from tui.rules.identity import read_id

WHOLE: Final = ""
"""The field of a difference that is about the person as a whole."""

LABELS: Final[dict[str, str]] = {
    "name": "姓名", "sex": "性别", "birth": "出生日期", "idno": "公民身份号码", "nation": "民族", "education": "学历",
    "category": "人员类别", "joined": "入党日期", "full_at": "转正日期", "phone": "手机", "work": "工作岗位",
    "address": "家庭住址", "membership": "党籍状态", "lost": "是否失联", "floating": "是否流动", "branch": "所在党支部",
    WHOLE: "整人",
}  # fmt: skip
"""What is compared, in the order of the lists, with its name in Chinese; last the person as a whole."""

FIELDS: Final = tuple(name for name in LABELS if name != WHOLE)
"""The items compared: columns of a member, and ``branch``, the name of his branch."""

IDENTITY: Final = frozenset({"name", "idno"})
"""What tells who somebody is; taken over from the other side one by one only."""


class Kind(Enum):
    """What is different; the value stands in the vault and never changes."""

    MISSING = "missing"
    WRONG = "wrong"
    ABSENT = "absent"
    OUTSIDE = "outside"
    OURS_EMPTY = "ours_empty"
    UNCLEAR = "unclear"
    DOUBLE = "double"

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return _KINDS[self]

    @property
    def meaning(self) -> str:
        """One line for lists and help."""
        return _MEANINGS[self]


_KINDS = {
    Kind.MISSING: "缺项", Kind.WRONG: "错项", Kind.ABSENT: "漏项", Kind.OUTSIDE: "库外", Kind.OURS_EMPTY: "我缺",
    Kind.UNCLEAR: "待对应", Kind.DOUBLE: "重复",
}  # fmt: skip
_MEANINGS = {
    Kind.MISSING: "统计库中没有填写，本库有",
    Kind.WRONG: "两边都有，内容不一致",
    Kind.ABSENT: "在本库名册上，统计库中没有此人",
    Kind.OUTSIDE: "统计库中有此人，本库名册上没有",
    Kind.OURS_EMPTY: "本库没有填写，统计库中有",
    Kind.UNCLEAR: "统计库中的这一行与本库几名党员都相符，或与另一行无法区分",
    Kind.DOUBLE: "统计库中同一人不止一行",
}

WHOLE_PERSON: Final = frozenset({Kind.ABSENT, Kind.OUTSIDE, Kind.UNCLEAR, Kind.DOUBLE})


class SetKind(Enum):
    """What a file of the other side is; the value stands in the vault and never changes."""

    STATISTICS = "statistics"
    PRESENT = "present"

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return "党内统计党员数据库" if self is SetKind.STATISTICS else "实有（已采集）人员名单"


class Decision(Enum):
    """What a person decided about a difference; the value stands in the vault and never changes."""

    OPEN = "open"
    OURS = "ours"
    THEIRS = "theirs"
    CLARIFY = "clarify"

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return _DECISIONS[self]


_DECISIONS = {
    Decision.OPEN: "未处理",
    Decision.OURS: "以本库为准",
    Decision.THEIRS: "以统计库为准",
    Decision.CLARIFY: "待核实",
}


class Difference(NamedTuple):
    """One item in which the two sides differ, both as the register writes them ('' for nothing)."""

    field: str
    kind: Kind
    ours: str
    theirs: str


def compare(ours: Mapping[str, str | None], theirs: Mapping[str, str]) -> list[Difference]:
    """The items that differ. ``theirs`` holds only items that the other side has a column for: what an export does not
    carry is not missing there."""
    found = []
    for field in FIELDS:
        if field not in theirs:
            continue
        here, there = ours.get(field) or "", theirs[field]
        if not same(field, here, there):
            kind = Kind.WRONG if here and there else Kind.MISSING if here else Kind.OURS_EMPTY
            found.append(Difference(field, kind, here, there))
    return found


def same(field: str, one: str, other: str) -> bool:
    """Whether two values of a field mean the same, or one of them only says less than the other.

    A roster marks the exception only: an empty answer to 失联, 流动 or 党籍状态 is not at odds with 否 or 正常. Any
    other empty value differs from one that is filled in.
    """
    if one == other:
        return True
    one, other = one or _UNMARKED.get(field, ""), other or _UNMARKED.get(field, "")
    if not one or not other:
        return one == other
    return _SAME.get(field, _same_text)(one, other)


_UNMARKED = {"lost": "no", "floating": "no", "membership": "normal"}


def _plain(text: str) -> str:
    """Letters and digits only, in one width and case: how free text is compared."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] not in "ZCP")


def _same_text(one: str, other: str) -> bool:
    plain = _plain(one)
    return plain == _plain(other) if plain else one.strip() == other.strip()


def _same_date(one: str, other: str) -> bool:
    """One contains the other: '1985-07' and '1985-07-01', '1985' and '1985-07'."""
    if not is_date(one) or not is_date(other):
        return one.strip() == other.strip()
    return one.startswith(other) or other.startswith(one)


def _same_idno(one: str, other: str) -> bool:
    return _compact(one) == _compact(other)


def _same_education(one: str, other: str) -> bool:
    """By 学历代码; a group (研究生教育, 本专科教育) says less than a degree within it and is not at odds with it."""
    first, second = codes.education_code(one), codes.education_code(other)
    if first is None or second is None:
        return _same_text(one, other)
    return first.startswith(second) or second.startswith(first)


def _same_phone(one: str, other: str) -> bool:
    return _digits(one) == _digits(other)


def _digits(phone: str) -> str:
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", phone))
    return re.sub(r"^(?:00)?86(?=1[3-9][0-9]{9}$)", "", digits)


def _coded(read: Callable[[str], str | None]) -> Callable[[str, str], bool]:
    def same_code(one: str, other: str) -> bool:
        first, second = _CODE_VALUES.get(one) or read(one), _CODE_VALUES.get(other) or read(other)
        return first == second if first and second else _same_text(one, other)

    return same_code


_CODE_VALUES = {v: v for v in ("male", "female", "full", "probationary", "normal", "suspended", "yes", "no")}
_SAME: Final[dict[str, Callable[[str, str], bool]]] = {
    "sex": _coded(codes.read_sex),
    "nation": _coded(codes.read_nation),
    "category": _coded(codes.read_category),
    "membership": _coded(codes.read_membership),
    "lost": _coded(codes.read_answer),
    "floating": _coded(codes.read_answer),
    "education": _same_education,
    "birth": _same_date,
    "joined": _same_date,
    "full_at": _same_date,
    "phone": _same_phone,
    "idno": _same_idno,
}


def _compact(number: str) -> str:
    return "".join(unicodedata.normalize("NFKC", number).upper().split())


def slip_of_the_pen(one: str, other: str) -> bool:
    """Whether two different ID numbers may be one number miswritten: at most two characters differ, or one is the
    15-digit form of the other. For people whose name and birth (or branch) agree; a person confirms."""
    one, other = _compact(one), _compact(other)
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 2
    short, long = sorted((one, other), key=len)
    return len(short) == 15 and len(long) == 18 and short == long[:6] + long[8:17]


def may_be_one(ours: Mapping[str, str | None], theirs: Mapping[str, str]) -> bool:
    """Whether two records of one name, born on one day or of one branch, may be one person though what tells people
    apart is not written alike: births fit, and the ID numbers are lacking on one side or miswritten."""
    births = ours.get("birth") or "", theirs.get("birth", "")
    numbers = ours.get("idno") or "", theirs.get("idno", "")
    return (not all(births) or same("birth", *births)) and (not all(numbers) or slip_of_the_pen(*numbers))


def register_value(field: str, text: str) -> str | None:
    """The text as the register may take it into ``field``, or None if it cannot be read as one of its values."""
    text = text.strip()
    if not text:
        return None
    if field in ("birth", "joined", "full_at"):
        return text if is_date(text) else None
    if field == "idno":
        number = read_id(text).number
        return number if number is not None and _same_idno(number, text) else None
    if field == "phone":
        digits = _digits(text)
        return digits if re.fullmatch(r"1[3-9][0-9]{9}", digits) else None
    if field == "nation":
        return codes.read_nation(text)
    if field in _ALLOWED:
        return text if text in _ALLOWED[field] else None
    return text


_ALLOWED = {
    "sex": ("male", "female"),
    "category": ("full", "probationary"),
    "membership": ("normal", "suspended"),
    "lost": ("yes", "no"),
    "floating": ("yes", "no"),
}
_WORDS = {
    "sex": {"male": "男", "female": "女"},
    "category": {"full": "正式党员", "probationary": "预备党员"},
    "membership": {"normal": "正常", "suspended": "停止党籍"},
    "lost": {"yes": "是", "no": "否"},
    "floating": {"yes": "是", "no": "否"},
}


def in_words(field: str, value: str) -> str:
    """A value as people read it: codes in words, anything else as it is."""
    return _WORDS.get(field, {}).get(value, value)


def refuses(kind: Kind, decision: Decision, field: str, theirs: str, *, several: bool) -> Refusal | None:
    """Why a decision may not be given on a difference, or None. ``several`` when it is one of several at once."""
    if decision is Decision.OURS and kind is Kind.OURS_EMPTY:
        return Refusal.NOTHING_HERE
    if decision is not Decision.THEIRS:
        return None
    if kind in WHOLE_PERSON:
        return Refusal.WHOLE_PERSON
    if kind is Kind.MISSING:
        return Refusal.NOTHING_THERE
    if field in IDENTITY and several:
        return Refusal.ONE_BY_ONE
    if register_value(field, theirs) is None:
        return Refusal.UNREADABLE_THERE
    return None


class Compared(NamedTuple):
    """The outcome of taking in the file of the other side.

    ``rows`` are its people, ``matched`` those found on the roster; ``counts`` the differences by kind. Against the set
    before: ``kept`` decisions whose both values are as they were, ``corrected`` items that were to be corrected there
    and are so in this file (to be ticked off by a person), ``not_corrected`` items ticked off that are still wrong.
    """

    change: Change
    reference: int
    rows: int
    matched: int
    counts: Mapping[Kind, int]
    kept: int
    corrected: int
    not_corrected: int

    def sentence(self) -> str:
        """The outcome as one Chinese sentence for the message line."""
        parts = [f"比对{self.rows:,}人，对应{self.matched:,}人"]
        parts += [f"{kind.label}{count:,}项" for kind in Kind if (count := self.counts.get(kind))]
        if not any(self.counts.values()):
            parts.append("没有差异")
        if self.kept:
            parts.append(f"沿用原处理意见{self.kept:,}项")
        if self.corrected:
            parts.append(f"应更正的{self.corrected:,}项已见更正，请复核后销号")
        if self.not_corrected:
            parts.append(f"已销号的{self.not_corrected:,}项在本次导出中仍未更正")
        return "，".join(parts) + "。"
