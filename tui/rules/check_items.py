"""What a check records beside its verdict: its items, each with its closed answers, what must be stated, and when.

Source: 《党员组织关系排查有关问题说明》 section 1 (the five checks and what each writes down), section 5 (archive
materials); 《中国共产党发展党员工作细则》 第三十七条 (the five materials). Keys and values are stored and never change.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from tui.rules.checks import Check, Ground
from tui.rules.dates import is_date

Answers = Mapping[str, str]
"""Item key → what was answered; nothing answered is no key. Several choices are joined by commas."""


class Kind(Enum):
    """What an answer may be."""

    CHOICE = "choice"
    SEVERAL = "several"
    DATE = "date"
    DAY = "day"
    MONTHS = "months"
    NUMBER = "number"
    TEXT = "text"

    @property
    def hint(self) -> str:
        """How it is written, for the question."""
        return _HINTS[self]


_HINTS = {
    Kind.CHOICE: "选择",
    Kind.SEVERAL: "可选几项",
    Kind.DATE: "如2026、2026-05或2026-05-20",
    Kind.DAY: "年月日，如2026-05-20",
    Kind.MONTHS: "如2014-09至2016-06；至今写2018-01至今，几段用顿号隔开",
    Kind.NUMBER: "数字",
    Kind.TEXT: "文字",
}
TEXT_LIMIT: Final = 200
_MONTH = r"[12][0-9]{3}-(?:0[1-9]|1[0-2])"
_SPAN = re.compile(rf"({_MONTH})(?:至({_MONTH}|今))")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a check asks.

    ``choices`` are stored value → words. ``of_member`` items are columns of the member's record: the keeper's
    self-check writes them there, a verification beside it. ``limit``: characters of a text.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    choices: Mapping[str, str] | None = None
    of_member: bool = False
    limit: int = TEXT_LIMIT

    def words(self, answer: str) -> str:
        """The answer as people read it."""
        chosen = self.choices or {}
        return "、".join(chosen.get(part, part) for part in answer.split(",")) if chosen else answer

    def accepts(self, answer: str) -> bool:
        """Whether it is an answer to this item."""
        match self.kind:
            case Kind.CHOICE:
                return answer in (self.choices or {})
            case Kind.SEVERAL:
                parts = answer.split(",")
                return len(set(parts)) == len(parts) and set(parts) <= set(self.choices or {})
            case Kind.DATE:
                return is_date(answer)
            case Kind.DAY:
                return is_date(answer) and len(answer) == len("2026-05-20")
            case Kind.MONTHS:
                return kept_spans(answer) is not None
            case Kind.NUMBER:
                return answer.isascii() and answer.isdigit() and len(answer) <= 6
            case Kind.TEXT:
                return 0 < len(answer) <= self.limit


MATERIAL: Final = {"complete": "齐全", "irregular": "不规范", "missing": "缺", "untrue": "不真实"}
YES_NO: Final = {"yes": "有", "no": "没有"}
SITUATION: Final = {"in_touch": "在支部正常联系", "floating": "流动", "lost": "失去联系"}
REASONS: Final = {
    "away_for_work": "外出务工经商",
    "unit_dissolved": "单位改制或破产",
    "after_graduation": "毕业后去向不明",
    "changed_work": "工作单位改变",
    "abroad": "出国（境）",
    "moved": "居住地改变",
    "other": "其他",
}
"""失去联系情形 of 组通字〔2016〕1号 附件1, which fit floating members too."""
KEPT_FOR: Final = {
    "abroad_study": "出国（境）留学",
    "abroad_private": "因私短期出国（境）",
    "abroad_work": "出国（境）劳务",
    "graduate": "高校毕业生保留",
    "approved": "其他经批准保留",
}
LANDED: Final = {"landed": "已落实", "pocket": "未落实（“口袋”党员）", "unknown": "尚未查明"}
SOURCES: Final = {
    "branch": "支部党员群众",
    "workplace": "工作（学习）单位",
    "residence": "居住地社区（村）",
    "host": "流入地党组织",
    "family": "亲友",
    "himself": "本人",
    "authorities": "纪检、公安等部门",
}
APPRAISAL: Final = {
    "excellent": "优秀",
    "qualified": "合格",
    "basic": "基本合格",
    "unqualified": "不合格",
    "absent": "没有参加",
}
CLUE: Final = {"none": "没有", "to_refer": "有，待移送", "referred": "有，已移送"}
AUTHORITY: Final = {"discipline": "纪检机关", "police": "公安机关", "other": "其他有权机关"}

MATERIALS: Final = ("joining_form", "application", "political_review", "full_application", "training_record")
"""The five materials as columns of the member."""
MATERIAL_NAMES: Final[Mapping[str, str]] = dict(
    zip(MATERIALS, ("入党志愿书", "入党申请书", "政治审查材料", "转正申请书", "培养教育考察材料"), strict=True)
)

_OUT_ONLY: Final = frozenset({"sent_on", "receiver", "landed", "asked"})

_ITEMS: Final[dict[Check, tuple[Item, ...]]] = {
    Check.ROSTER: (
        Item("sex", "性别", Kind.CHOICE, {"male": "男", "female": "女"}, of_member=True),
        Item("birth", "出生日期", Kind.DATE, of_member=True),
        Item("nation", "民族", of_member=True),
        Item("native", "籍贯", of_member=True),
        Item("phone", "手机号码", of_member=True),
        Item("landline", "固定电话", of_member=True),
        Item("follow_up", "一时难以掌握、待查的内容"),
    ),
    Check.ARCHIVE: (
        Item("file", "党员档案", Kind.CHOICE, {"kept": "有", "none": "无档案", "unseen": "没有查到"}),
        Item("joining_form", "入党志愿书", Kind.CHOICE, MATERIAL, of_member=True),
        Item("application", "入党申请书", Kind.CHOICE, MATERIAL, of_member=True),
        Item("political_review", "政治审查材料", Kind.CHOICE, MATERIAL, of_member=True),
        Item("full_application", "转正申请书", Kind.CHOICE, MATERIAL, of_member=True),
        Item("training_record", "培养教育考察材料", Kind.CHOICE, MATERIAL, of_member=True),
        Item(
            "joining", "入党信息", Kind.CHOICE, {"true": "真实准确", "doubtful": "存疑", "untrue": "不真实"}
        ),
        Item("against_rules", "违规入党情况", Kind.CHOICE, YES_NO),
        Item("false_member", "假党员情况", Kind.CHOICE, YES_NO),
        Item("identity", "党员身份", Kind.CHOICE, {"certain": "清楚", "doubtful": "存疑"}),
    ),
    Check.DUES: (
        Item("dues_to", "党费交纳至", Kind.DATE, of_member=True),
        Item("active_on", "最近参加支部活动", Kind.DATE, of_member=True),
        Item("situation", "联系情况", Kind.CHOICE, SITUATION),
        Item("since", "流出（失联）时间", Kind.DATE),
        Item("why", "原因", Kind.CHOICE, REASONS),
        Item("why_other", "其他原因"),
        Item("whereto", "去向"),
        Item("relation", "组织关系", Kind.CHOICE, {"in_order": "顺", "not_in_order": "不顺"}),
        Item("relation_why", "不顺的情况"),
        Item("kept_for", "保留组织关系的事由", Kind.CHOICE, KEPT_FOR),
        Item("kept", "保留的起止月份", Kind.MONTHS),
    ),
    Check.RECEIPT: (
        Item("sent_on", "转出时间", Kind.DATE),
        Item("receiver", "接收单位"),
        Item("landed", "组织关系落实", Kind.CHOICE, LANDED),
        Item("asked", "与接收单位联系情况"),
    ),
    Check.CONDUCT: (
        Item("sources", "了解途径", Kind.SEVERAL, SOURCES),
        Item("reported", "问题反映", Kind.CHOICE, YES_NO),
        Item("matters", "反映的问题"),
        Item("appraisal", "最近一次民主评议", Kind.CHOICE, APPRAISAL),
        Item("appraised", "评议年度", Kind.DATE),
        Item("evidence", "证明材料"),
        Item("clue", "违纪违法线索", Kind.CHOICE, CLUE),
        Item("referred_to", "移送机关", Kind.CHOICE, AUTHORITY),
        Item("referred_on", "移送日期", Kind.DATE),
    ),
}  # fmt: skip

STATEMENT: Final = (
    Item("first_stub", "检查的存根自（号）"),
    Item("last_stub", "至（号）"),
    Item("stubs", "存根份数", Kind.NUMBER),
    Item("without_receipt", "未收到回执人数", Kind.NUMBER),
    Item("inspected_by", "检查人"),
    Item("inspected_on", "检查日期", Kind.DATE),
    Item("note", "说明"),
)
"""What a branch states about its stubs (存根) as a whole."""
_STATED: Final = frozenset({"first_stub", "last_stub", "without_receipt", "inspected_by", "inspected_on"})


def items(check: Check, *, category: str | None = None, ground: Ground = Ground.IN_BRANCH) -> tuple[Item, ...]:
    """What the check asks about this member, in order.

    A probationary member owes no 转正申请书. A receipt concerns those who are out alone.
    """
    listed = _ITEMS[check]
    if check is Check.ARCHIVE and category == "probationary":
        return tuple(item for item in listed if item.key != "full_application")
    if check is Check.RECEIPT and ground is Ground.IN_BRANCH:
        return tuple(item for item in listed if item.key not in _OUT_ONLY)
    return listed


def owed(category: str | None) -> tuple[str, ...]:
    """The materials that the member's archive must have; a probationary member owes no 转正申请书."""
    return tuple(name for name in MATERIALS if name != "full_application" or category != "probationary")


def invalid(asked: tuple[Item, ...], answers: Answers) -> Iterator[tuple[str, str]]:
    """Answers that are none to what was asked: (label or unknown key, answer)."""
    known = {item.key: item for item in asked}
    for key, answer in answers.items():
        if key not in known:
            yield key, answer
        elif not known[key].accepts(answer):
            yield known[key].label, answer


def unstated(check: Check, answers: Answers) -> list[str]:
    """Labels of what must still be stated, given what was answered, before the check can come to 无误 or 已更正.

    Floating and lost: since when, why, whereto (a lost member's whereabouts are what nobody knows). A relation that
    is not in order: how. Matters reported: which. A clue: referred to whom and when; it is never disposed of here.
    """
    labels = {item.key: item.label for item in _ITEMS[check]}
    return [labels[key] for key in _needed(answers) if key in labels and not answers.get(key)]


def _needed(answers: Answers) -> Iterator[str]:
    if answers.get("situation") in ("floating", "lost"):
        yield from ("since", "why")
        if answers["situation"] == "floating":
            yield "whereto"
    if answers.get("why") == "other":
        yield "why_other"
    if answers.get("relation") == "not_in_order":
        yield "relation_why"
    if answers.get("kept") or answers.get("kept_for"):
        yield from ("kept_for", "kept")
    if answers.get("landed"):
        yield from ("sent_on", "receiver")
    if answers.get("reported") == "yes":
        yield "matters"
    if answers.get("reported") or answers.get("matters"):
        yield "sources"
    if answers.get("clue") in ("to_refer", "referred"):
        yield from ("referred_to", "referred_on")


def statement_unstated(answers: Answers) -> list[str]:
    """Labels of what a branch's statement about its stubs still lacks."""
    return [item.label for item in STATEMENT if item.key in _STATED and not answers.get(item.key)]


def kept_spans(text: str) -> list[tuple[str, str | None]] | None:
    """'2014-09至2016-06、2018-01至今' → [('2014-09', '2016-06'), ('2018-01', None)], both months included.

    None when it is not written so, or a span ends before it begins.
    """
    spans: list[tuple[str, str | None]] = []
    for part in text.split("、"):
        written = _SPAN.fullmatch(part.strip())
        if written is None:
            return None
        first, last = written[1], None if written[2] == "今" else written[2]
        if last is not None and last < first:
            return None
        spans.append((first, last))
    return spans
