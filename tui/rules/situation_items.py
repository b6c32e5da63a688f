"""What is recorded of a situation: its items by kind, each with its closed answers. Keys are columns of the table.

Sources: the three counts (三核: 数量、去向、现状; 失联 数量、情况及原因) of 《关于开展党员组织关系排查工作的通知》二4;
流动党员花名册 (外出时间, 外出地点, 正式组织关系所在支部); 条例 第二十五条 and 中组发〔2004〕10号 (fixed place,
流动党员活动证).
"""

from collections.abc import Iterator, Mapping
from typing import Final

from tui.rules.check_items import REASONS, YES_NO, Answers, Item, Kind
from tui.rules.dates import earliest, latest
from tui.rules.situations import Situation, SituationKind

SCOPES: Final = {"elsewhere": "省内其他市县", "province": "省外", "abroad": "国（境）外"}
"""Where to (or where from), as the statistics of floating members divide them."""

_FLOATING_OUT: Final = {
    "in_touch": "与支部正常联系",
    "takes_part": "持证参加流入地组织生活",
    "seldom": "联系不经常",
    "to_transfer": "应转移组织关系",
}
_FLOATING_IN: Final = {"takes_part": "参加本地组织生活", "seldom": "不常参加", "to_transfer": "应转入组织关系"}
_FORMALITIES: Final = {"open": "未办理手续", "asked": "已提出书面申请", "done": "已办理手续"}
STATES: Final[Mapping[SituationKind, Mapping[str, str]]] = {
    SituationKind.FLOATING_OUT: _FLOATING_OUT,
    SituationKind.FLOATING_IN: _FLOATING_IN,
    SituationKind.UNATTACHED: {"open": "未理顺", "under_way": "正在理顺", "arranged": "已理顺待转出"},
    SituationKind.POCKET: {"open": "未落实", "asked": "已与接收单位联系", "under_way": "正在补转"},
    SituationKind.LOST: {"unknown": "去向不明", "no_answer": "知道去向、联系不上", "family_only": "只联系上亲友"},
    SituationKind.HIDDEN: {"open": "未核实", "identified": "已核实身份", "reported": "已报到"},
    SituationKind.ABROAD_SETTLED: {"open": "未办理手续", "asked": "已提出意见", "done": "已停止党籍"},
    SituationKind.ABROAD_STUDY: _FORMALITIES,
    SituationKind.ABROAD_WORK: _FORMALITIES,
    SituationKind.GRADUATE_KEPT: {"seeking": "未落实单位", "placed": "已落实单位待转出", "studying": "继续求学"},
}
"""How things stand (现状, 失联情况): stored value → words."""

_SINCE: Final = {
    SituationKind.FLOATING_OUT: "外出时间",
    SituationKind.FLOATING_IN: "流入时间",
    SituationKind.POCKET: "转出时间",
    SituationKind.LOST: "失去联系时间",
    SituationKind.GRADUATE_KEPT: "保留起始时间",
}
_DESTINATION: Final = {
    SituationKind.FLOATING_OUT: "外出地点",
    SituationKind.FLOATING_IN: "流入地点",
    SituationKind.POCKET: "接收单位或去向",
    SituationKind.LOST: "去向线索",
    SituationKind.ABROAD_SETTLED: "国家（地区）",
    SituationKind.ABROAD_STUDY: "国家（地区）、学校",
    SituationKind.ABROAD_WORK: "国家（地区）、单位",
}
_WITH_REASON: Final = frozenset({
    SituationKind.FLOATING_OUT, SituationKind.FLOATING_IN, SituationKind.UNATTACHED, SituationKind.POCKET,
    SituationKind.LOST,
})  # fmt: skip
ENDED: Final = "终止时间"


def items(kind: SituationKind) -> tuple[Item, ...]:
    """What is asked of a situation of this kind, in order; the day of its end is not among them."""
    return tuple(_items(kind))


def _items(kind: SituationKind) -> Iterator[Item]:
    floating = kind in (SituationKind.FLOATING_OUT, SituationKind.FLOATING_IN)
    yield Item("since", _SINCE.get(kind, "起始时间"), Kind.DATE)
    if kind in _WITH_REASON:
        yield Item("reason", "原因", Kind.CHOICE, REASONS)
        yield Item("reason_words", "其他原因")
    yield Item("destination", _DESTINATION.get(kind, "去向"))
    if floating:
        yield Item("scope", "流向" if kind is SituationKind.FLOATING_OUT else "来自", Kind.CHOICE, SCOPES)
    yield Item("state", "失联情况" if kind is SituationKind.LOST else "现状", Kind.CHOICE, STATES[kind])
    if kind is SituationKind.FLOATING_OUT:
        yield Item("fixed", "地点相对固定", Kind.CHOICE, {"yes": "固定", "no": "不固定"})
    if floating:
        yield Item("permit", "流动党员活动证", Kind.CHOICE, YES_NO)
        yield Item("permit_number", "活动证编号")
    if kind is SituationKind.FLOATING_IN:
        yield Item("relation_at", "正式组织关系所在支部")
        yield Item("relation_phone", "支部联系电话")
    if kind in (SituationKind.ABROAD_STUDY, SituationKind.ABROAD_WORK):
        yield Item("kept", "保留组织关系的月份", Kind.MONTHS)
    yield Item("note", "备注")


def with_end(asked: tuple[Item, ...]) -> tuple[Item, ...]:
    """These items, and the day on which it ended, for one that has."""
    return (*asked, Item("until", ENDED, Kind.DATE))


def unstated(kind: SituationKind, answers: Answers) -> list[str]:
    """Labels of what the three counts (三核) still want to know of it: since when, why, whereto, how it stands."""
    labels = {item.key: item.label for item in items(kind)}
    wanted = ["since", "reason", "state"]
    if kind is not SituationKind.LOST:
        wanted.append("destination")
    if answers.get("reason") == "other":
        wanted.append("reason_words")
    if answers.get("permit") == "yes":
        wanted.append("permit_number")
    return [labels[key] for key in wanted if key in labels and not answers.get(key)]


def ends_before_it_begins(since: str | None, until: str | None) -> bool:
    """Whether a situation would surely end before its first day."""
    return bool(since and until) and latest(until or "") < earliest(since or "")


def in_words(situation: Situation) -> str:
    """A situation on one line: kind, since when, whereto, how it stands, when it ended."""
    kind = situation.kind
    parts = [kind.label]
    if situation.since or situation.until:
        parts.append(f"{situation.since or ''}至{situation.until or '今'}")
    if situation.reason:
        words = REASONS.get(situation.reason, situation.reason)
        parts.append(situation.reason_words if situation.reason == "other" and situation.reason_words else words)
    parts += [text for text in (situation.destination,) if text]
    if situation.state:
        parts.append(STATES[kind].get(situation.state, situation.state))
    if situation.permit == "yes":
        parts.append(f"持活动证{situation.permit_number or ''}")
    if situation.kept:
        parts.append(f"保留{situation.kept}")
    if situation.withdrawn is not None:
        parts.append(f"已撤回：{situation.withdrawn}")
    return " ".join(parts)
