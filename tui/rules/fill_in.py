"""The fill-in workbook (填报表) of a unit without a terminal: its sheets, columns and words.

Columns of the roster: F9 《党员名册》; of the particulars: the sixteen items of the 2017 《党员基本信息采集表》
(F10, F14).
Both the writing and the reading side go by this page. Headers are what the columns are found by, so that moved and
inserted columns do no harm.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from tui.rules.checks import Check, Verdict
from tui.rules.codes import EDUCATION, NATIONS

FORMAT: Final = "1"
"""Of the workbook's layout; rises when older programs could not read it any more."""

GUIDE, ROSTER, LETTERS, PARTICULARS, HIDDEN = "填写说明", "党员名册", "未收到回执", "基本情况登记", "_paicha"
KEY: Final = "编号（勿改）"
"""Header of the hidden column that holds each row's uuid in hexadecimal."""

HEADER_ROW: Final = 3
STRANGERS: Final = 10
"""Empty rows below the roster, for people who are not on it."""

BASIS: Final = "填报表第{number}号"
"""What notes name as the source of what came with a workbook."""

YES_NO: Final = ("是", "否")
VERDICTS: Final = tuple(verdict.label for verdict in Verdict if verdict is not Verdict.UNCHECKED)
"""What may be chosen in the columns of the five checks; an empty cell is 未查."""

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "sex": {"male": "男", "female": "女"},
    "category": {"full": "正式党员", "probationary": "预备党员"},
    "membership": {"normal": "正常", "suspended": "停止党籍"},
    "lost": {"yes": "是", "no": "否"},
    "floating": {"yes": "是", "no": "否"},
    "receipt": {"yes": "是", "no": "否"},
}
_DAYS: Final = frozenset({"birth", "joined", "full_at", "dues_to", "lost_on", "issued", "receipt_on"})
_DATE_HINT: Final = "写作1985年7月1日或1985-07-01；日或月日不详的，写作1985年7月或1985年。"
_NUMBER_HINT: Final = "按文本填写，不要留空格。"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: the field it is for, its header, its width in characters.

    ``locked`` columns are not to be changed; ``choices`` are offered in a list, ``strict`` refuses anything else;
    ``hint`` is shown when the cell is entered, and makes the column one of texts.
    """

    field: str
    header: str
    width: float
    locked: bool = False
    choices: tuple[str, ...] = ()
    strict: bool = True
    hint: str = ""


def _words(field: str) -> tuple[str, ...]:
    return tuple(_WORDS[field].values())


_SEX = Column("sex", "性别", 5, choices=_words("sex"))
_NATION = Column("nation", "民族", 8, choices=tuple(NATIONS.values()))
_BIRTH = Column("birth", "出生日期", 12, hint=_DATE_HINT)
_IDNO = Column("idno", "公民身份证号", 20, hint=_NUMBER_HINT)
_EDUCATION = Column("education", "学历", 9, choices=tuple(EDUCATION.values()), strict=False)
_CATEGORY = Column("category", "人员类别", 9, choices=_words("category"))
_JOINED = Column("joined", "加入党组织日期", 12, hint=_DATE_HINT)
_FULL_AT = Column("full_at", "转为正式党员日期", 12, hint=_DATE_HINT)
_WORK = Column("work", "工作岗位", 12)
_PHONE = Column("phone", "手机号", 13, hint=_NUMBER_HINT)
_ADDRESS = Column("address", "家庭住址", 18)
_MEMBERSHIP = Column("membership", "党籍状态", 9, choices=_words("membership"))
_LOST = Column("lost", "是否为失联党员", 7, choices=YES_NO)
_FLOATING = Column("floating", "是否为流动党员", 7, choices=YES_NO)
_NAME = Column("name", "姓名", 9, locked=True)

COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = {
    ROSTER: (
        Column("", "序号", 5, locked=True),
        _NAME, _SEX, _NATION, _BIRTH,
        Column("native", "籍贯", 11),
        Column("idno", "公民身份证号", 20, locked=True, hint=_NUMBER_HINT),
        _EDUCATION, _CATEGORY, _JOINED, _FULL_AT,
        Column("post", "党内职务", 9),
        _WORK, _PHONE, _ADDRESS,
        Column("dues_to", "党费缴纳至年月", 11, hint="写作2016年7月。"),
        _MEMBERSHIP, _LOST, _FLOATING,
        *(Column(f"c{check.number}", f"{check.label}核查", 8, choices=VERDICTS) for check in Check),
        Column("remark", "备注", 16),
    ),
    LETTERS: (
        Column("", "序号", 5, locked=True),
        _NAME,
        Column("number", "介绍信编号", 16, locked=True, hint=_NUMBER_HINT),
        Column("issued", "开具日期", 13, locked=True),
        Column("to_unit", "转往单位", 30, locked=True),
        Column("receipt", "是否已落实", 9, choices=YES_NO),
        Column("receipt_on", "回执日期", 14, hint=_DATE_HINT),
        Column("remark", "说明", 36),
    ),
    PARTICULARS: (
        Column("", "序号", 5, locked=True),
        _NAME, _SEX, _NATION, _IDNO, _BIRTH, _EDUCATION, _CATEGORY,
        Column("", "所在党支部", 14, locked=True),
        _JOINED, _FULL_AT, _WORK, _PHONE,
        Column("landline", "固定电话", 14, hint="区号-电话。"),
        _ADDRESS, _MEMBERSHIP, _LOST,
        Column("lost_on", "失去联系日期", 12, hint=_DATE_HINT),
        _FLOATING,
        Column("floating_to", "外出流向", 14, hint="写到县（市、区、旗）。"),
        Column("", "本人签字", 10),
    ),
}  # fmt: skip
"""The columns of each sheet in their order, without the hidden one (:data:`KEY`), which stands first."""

MEMBER_FIELDS: Final = tuple(
    dict.fromkeys(
        column.field
        for sheet in (ROSTER, PARTICULARS)
        for column in COLUMNS[sheet]
        if column.field and column.field not in ("name", "remark", *(f"c{check.number}" for check in Check))
    )
)
"""The member's fields that a workbook can tell something about."""

_VERDICTS_BY_LABEL = {verdict.label: verdict for verdict in Verdict}


def printed(field: str, value: str | None) -> str:
    """A stored value as the workbook prints it: codes in words, dates as 1985年7月1日."""
    if not value:
        return ""
    if field in _WORDS:
        return _WORDS[field].get(value, value)
    return printed_day(value) if field in _DAYS else value


def printed_day(partial: str) -> str:
    """'1985-07-01' as 1985年7月1日, '1985-07' as 1985年7月, '1985' as 1985年."""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(partial.split("-"), "年月日", strict=False))


def printed_verdict(verdict: Verdict) -> str:
    """A verdict as the workbook prints it; nothing while nobody has given one."""
    return "" if verdict is Verdict.UNCHECKED else verdict.label


def read_verdict(label: str) -> Verdict | None:
    """The verdict with that label, or None."""
    return _VERDICTS_BY_LABEL.get("".join(label.split()))


def check_code(head: Mapping[str, str], members: Sequence[Sequence[str]], letters: Sequence[Sequence[str]]) -> str:
    """SHA-256 (hexadecimal) over what a workbook's branch must not change.

    ``head`` names vault unit, branch, campaign, dates and number; ``members`` are (uuid, name, ID number), ``letters``
    (uuid, name, number). The vault keeps the code, so that a changed column, a mixed-up file or one of another issue is
    noticed. It is no signature: whoever holds the file can compute it, and only the vault's own record gives it weight.
    """
    content = {"head": dict(head), "members": [list(row) for row in members], "letters": [list(row) for row in letters]}
    packed = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(packed.encode()).hexdigest()
