"""Putting relations in order (规范管理): the gate after contact, and which of the five measures fits.

Sources: 《党员组织关系排查有关问题说明》 section 3 with the documents it names (regularization.toml has them, by
policy set); 《关于开展党员组织关系排查工作的通知》 section 2 step 7; 《2023年排查党员工作实施方案》 (三)1. The program
proposes and says why; a person decides. Values are stored and never change.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from importlib import resources
from typing import Any, Final, NamedTuple

from tui.rules.check_items import Answers, Item, Kind
from tui.rules.dates import add_months, earliest, is_date, latest

TABLE: Final[dict[str, Any]] = tomllib.loads(
    resources.files(__package__).joinpath("regularization.toml").read_text("utf-8")
)
MONTHS_AWAY: Final = 6
"""外出时间6个月以上: six whole months are enough (以上 includes the number, 民法典 第一千二百五十九条)."""
MONTHS_OVERDUE: Final = 6
"""组通字〔2015〕33号: a graduate's letter that expired no longer ago may be issued anew."""
MONTHS_STUDYING: Final = 60
"""条例 第二十四条: abroad for study or research for more than five years."""


class Measure(Enum):
    """One of the five measures, in the document's order."""

    TRANSFER = "transfer"
    MANAGED = "managed_with_permit"
    REISSUE = "reissue"
    KEEP_ABROAD = "keep_abroad"
    SUSPEND = "suspend"

    @property
    def label(self) -> str:
        """Its name in the documents' words."""
        return str(TABLE["measures"][self.value]["label"])

    @property
    def conditions(self) -> str:
        """For whom it is."""
        return str(TABLE["measures"][self.value]["conditions"])


class Origin(Enum):
    """What brought a member into the ledger."""

    FOUND = "found"
    FLOATING = "floating"
    UNATTACHED = "unattached"
    POCKET = "pocket"
    ABROAD = "abroad"
    GRADUATE = "graduate"

    @property
    def label(self) -> str:
        """Its name in the documents' words."""
        return ORIGINS[self.value]


ORIGINS: Final = {
    "found": "失联后取得联系",
    "floating": "流动党员",
    "unattached": "“空挂”、组织关系不顺",
    "pocket": "“口袋”党员（转出未落实）",
    "abroad": "出国（境）未办手续",
    "graduate": "关系保留在校的毕业生",
}


class State(Enum):
    """How far a case has come."""

    GATE = "gate"
    MEASURE = "measure"
    WORKING = "working"
    DONE = "done"
    TO_DISPOSAL = "to_disposal"
    REFERRAL = "referral"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Its name in the ledger."""
        return _STATES[self]


_STATES = {
    State.GATE: "待核实",
    State.MEASURE: "待定措施",
    State.WORKING: "办理中",
    State.DONE: "已办结",
    State.TO_DISPOSAL: "转组织处置",
    State.REFERRAL: "线索移送",
    State.WITHDRAWN: "已撤回",
}
UNDECIDED: Final = frozenset({State.GATE, State.MEASURE, State.TO_DISPOSAL, State.REFERRAL})
"""States in which the facts of the gate can still be written."""


class Fact(Enum):
    """One of the five facts that must stand before a measure is open to somebody who was found again."""

    EDUCATED = "educated"
    NOT_OWN_FAULT = "not_own_fault"
    ATTITUDE = "attitude"
    ADMITS = "admits"
    CLEAN = "clean"

    @property
    def label(self) -> str:
        """What is established, in a few words."""
        return _FACTS[self][0]

    @property
    def choices(self) -> Mapping[str, str]:
        """Stored answer → its words; 'yes' is the one with which the fact stands."""
        return _FACTS[self][1]


_FACTS: Final[dict[Fact, tuple[str, Mapping[str, str]]]] = {
    Fact.EDUCATED: ("批评教育", {"yes": "已给予批评教育", "no": "不愿接受教育管理监督"}),
    Fact.NOT_OWN_FAULT: ("失联原因", {"yes": "非纯个人主观原因", "no": "纯个人主观原因"}),
    Fact.ATTITUDE: ("本人态度", {"yes": "端正", "no": "不端正"}),
    Fact.ADMITS: ("认识错误", {"yes": "能够认识到错误", "no": "拒不承认或改正错误"}),
    Fact.CLEAN: (
        "调查核实",
        {
            "yes": "没有其他不合格表现或违纪违法行为",
            "unqualified": "有其他不合格表现",
            "clue": "有违纪违法线索，须移送",
        },
    ),
}  # fmt: skip

WHEREABOUTS: Final = {
    "away": "外出（国内）",
    "here": "在本地（已返回）",
    "abroad_study": "出国（境）留学、讲学、研究",
    "abroad_private": "因私短期出国（境）",
    "abroad_work": "出国（境）劳务",
    "settled": "出国（境）长期定居",
}
SORTS: Final = {
    "left_unit": "从原单位离职后到异地工作或居住",
    "dissolved": "企业破产改制后流向分散",
    "trader": "在外地务工经商常年不返乡",
    "with_children": "随子女长期在外地居住",
    "talent": "人才服务中心管理的流动党员",
    "changing_jobs": "非公企业跳槽频繁",
    "other": "其他",
}
SETTLED_SORTS: Final = frozenset({"left_unit", "dissolved", "trader", "with_children"})
MOVING_SORTS: Final = frozenset({"talent", "changing_jobs"})

_YES_NO: Final = {"yes": "是", "no": "否"}
CIRCUMSTANCES: Final = (
    Item("whereabouts", "现在何处", Kind.CHOICE, WHEREABOUTS),
    Item("away_since", "外出（出境）时间", Kind.DATE),
    Item("away_until", "预计返回时间", Kind.DATE),
    Item("destination", "去向（地点、单位）"),
    Item("fixed", "地点或单位是否固定", Kind.CHOICE, {"yes": "相对固定", "no": "不确定"}),
    Item("sort", "人员情形", Kind.CHOICE, SORTS),
    Item("wish", "本人意愿", Kind.CHOICE, {"yes": "愿意纳入原党组织管理", "no": "不愿意"}),
    Item("relation", "正式组织关系", Kind.CHOICE, {"here": "在本支部", "overdue": "已转出，介绍信过期未落实"}),
    Item("expired_on", "介绍信过期时间", Kind.DATE),
    Item("cause", "未落实的原因", Kind.CHOICE, {
        "handler": "经办人工作不慎", "objective": "客观原因（正当理由）", "own": "本人原因",
    }),
    Item("responsible", "责任人（单位）和责任"),
    Item("graduate", "是否高校毕业生", Kind.CHOICE, _YES_NO),
)  # fmt: skip
"""What is asked of a case; the keys are columns of table ``regularization``."""
LABELS: Final = {item.key: item.label for item in CIRCUMSTANCES}


class Document(NamedTuple):
    """What a rule rests on, and what it says of it."""

    name: str
    text: str


class Reason(NamedTuple):
    """Why a measure fits, and the documents (ids of the table) that say so."""

    said: str
    documents: tuple[str, ...]


class Proposal(NamedTuple):
    """The fitting measure, or None where a person has to find it; ``lacking`` are the labels still to be filled in."""

    measure: Measure | None
    reasons: tuple[Reason, ...]
    lacking: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """The reasons in one sentence."""
        said = "；".join(reason.said for reason in self.reasons)
        return said if not self.lacking else f"须先查明：{'、'.join(self.lacking)}"


def documents(ids: tuple[str, ...], policy: str) -> list[Document]:
    """The documents with these ids that are applied under a policy set ('2016' or '2019')."""
    listed = (TABLE["documents"][each] for each in ids)
    return [
        Document(f"{each['document']}{each.get('article', '')}", each["text"])
        for each in listed
        if policy in each["policies"]
    ]


def basis(measure: Measure, policy: str) -> list[Document]:
    """All that a measure rests on under a policy set."""
    return documents(tuple(TABLE["measures"][measure.value]["documents"]), policy)


def first_state(origin: Origin) -> State:
    """Only somebody who was lost and found again has to pass the gate."""
    return State.GATE if origin is Origin.FOUND else State.MEASURE


def gate_state(answers: Mapping[Fact, str]) -> tuple[State, str]:
    """Where the facts recorded so far lead, and why.

    A clue of a breach of discipline or law leads to its referral before anything else (不能用组织处置代替党纪处分或法律
    制裁); any other fact that does not stand leads towards disposal; all five that stand open the measures.
    """
    if answers.get(Fact.CLEAN) == "clue":
        return State.REFERRAL, Fact.CLEAN.choices["clue"]
    failing = [fact.choices[answers[fact]] for fact in Fact if answers.get(fact, "yes") != "yes"]
    if failing:
        return State.TO_DISPOSAL, "、".join(failing)
    return (State.MEASURE, "") if len(answers) == len(Fact) else (State.GATE, "")


def propose(answers: Answers, origin: Origin, as_of: str, policy: str, *, probationary: bool = False) -> Proposal:
    """The measure that fits the circumstances (``CIRCUMSTANCES``: key → answer) on the as-of date ('2016-12-15')."""
    if probationary and origin is Origin.FOUND:
        said = "预备党员失联后取得联系，一般应取消预备党员资格，有充分正当理由的可延长预备期，须由党组织研究"
        return Proposal(None, (Reason(said, ("probationer",)),))
    where = answers.get("whereabouts")
    if where == "settled":
        return Proposal(Measure.SUSPEND, (Reason("在国（境）外长期定居", ("settled_abroad", "regulation_24")),))
    if where is not None and where in _ABROAD:
        return _abroad(answers, where, as_of, policy)
    if answers.get("relation", "overdue" if origin is Origin.POCKET else "here") == "overdue":
        return _overdue(answers, as_of)
    if origin is Origin.UNATTACHED:
        said = "“空挂”或组织关系不顺，按有利于管理、有利于参加组织生活的要求转移"
        return Proposal(Measure.TRANSFER, (Reason(said, ("unattached", "good_for_life")),))
    if where == "here":
        return _wished(answers, Reason("已返回本地，由原所在党组织正常管理，不发活动证", ("often_moving",)))
    return _away(answers, as_of) if where == "away" else _lacking("whereabouts")


_ABROAD: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "abroad_study": ("出国（境）留学、讲学、研究，组织关系由原单位保存", ("study_abroad",)),
    "abroad_private": ("因私短期出国（境），组织关系保留在原单位", ("private_abroad",)),
    "abroad_work": ("出国（境）劳务，办理保留手续，暂停组织生活", ("work_abroad",)),
}


def _abroad(answers: Answers, where: str, as_of: str, policy: str) -> Proposal:
    since = _date(answers, "away_since")
    if policy == "2019" and where == "abroad_study" and since and _surely_over(since, MONTHS_STUDYING, as_of):
        return Proposal(Measure.SUSPEND, (Reason("出国学习研究超过5年仍未返回", ("regulation_24",)),))
    said, ids = _ABROAD[where]
    graduate = ("graduate_abroad",) if where == "abroad_study" and answers.get("graduate") == "yes" else ()
    return Proposal(Measure.KEEP_ABROAD, (Reason(said, (*ids, *graduate)),))


def _overdue(answers: Answers, as_of: str) -> Proposal:
    cause, expired = answers.get("cause"), _date(answers, "expired_on")
    if cause is None:
        return _lacking("cause", "responsible")
    if not answers.get("responsible"):
        return _lacking("responsible")
    if cause == "handler":
        return Proposal(Measure.REISSUE, (Reason("介绍信过期系经办人工作不慎，由开出单位另行补转", ("handler",)),))
    if cause == "own":
        said = "介绍信过期系本人原因、没有正当理由，不宜直接补转，须由党组织研究"
        return Proposal(None, (Reason(said, ("good_cause",)),))
    if answers.get("graduate") != "yes":
        return Proposal(Measure.REISSUE, (Reason("确有正当理由未能按时落实，可重新开具介绍信", ("good_cause",)),))
    if expired is None or (_over(earliest(expired), as_of) and not _over(latest(expired), as_of)):
        return _lacking("expired_on")
    if _over(earliest(expired), as_of):
        said = f"毕业生介绍信过期超过{MONTHS_OVERDUE}个月，没有可以直接补转的规定，须由党组织研究"
        return Proposal(None, (Reason(said, ("graduates",)),))
    said = f"毕业生介绍信过期未超过{MONTHS_OVERDUE}个月、确因客观原因，可以重新开具"
    return Proposal(Measure.REISSUE, (Reason(said, ("graduates", "good_cause")),))


def _away(answers: Answers, as_of: str) -> Proposal:
    since, fixed, sort = _date(answers, "away_since"), answers.get("fixed"), answers.get("sort")
    long = since is not None and _surely_gone(since, as_of)
    short = since is not None and add_months(earliest(since), MONTHS_AWAY).isoformat() > as_of
    if sort in MOVING_SORTS:
        return _wished(answers, Reason(f"{SORTS[sort]}，流动频繁，暂时无法转移组织关系", ("often_moving",)))
    if fixed == "no":
        ids = ("unsure", "long_unfixed") if long else ("unsure",)
        return _wished(answers, Reason("外出地点、时间不确定，或者时间较长但无固定地点", ids))
    if short:
        return _wished(answers, Reason(f"外出不满{MONTHS_AWAY}个月，时间较短", ("short_away",)))
    if not long:
        return _lacking("away_since")
    if fixed == "yes":
        ids = ("fixed_away", "regulation_25")
        return Proposal(Measure.TRANSFER, (Reason(f"外出{MONTHS_AWAY}个月以上，地点或单位相对固定", ids),))
    if sort in SETTLED_SORTS:
        said = f"{SORTS[sort]}，外出{MONTHS_AWAY}个月以上"
        return Proposal(Measure.TRANSFER, (Reason(said, ("good_for_life", "fixed_away")),))
    return _lacking("fixed")


def _wished(answers: Answers, reason: Reason) -> Proposal:
    if answers.get("wish") == "no":
        said = "本人不愿意纳入原党组织管理，须先做工作或者另定措施"
        return Proposal(None, (reason, Reason(said, ("often_moving",))))
    return Proposal(Measure.MANAGED, (reason,))


def _lacking(*keys: str) -> Proposal:
    return Proposal(None, (), tuple(LABELS[key] for key in keys))


def _surely_gone(since: str, as_of: str) -> bool:
    return add_months(latest(since), MONTHS_AWAY).isoformat() <= as_of


def _surely_over(since: str, months: int, as_of: str) -> bool:
    return add_months(latest(since), months).isoformat() < as_of


def _over(expired: date, as_of: str) -> bool:
    return add_months(expired, MONTHS_OVERDUE).isoformat() < as_of


def _date(answers: Answers, key: str) -> str | None:
    partial = answers.get(key)
    return partial if partial and is_date(partial) else None


def invalid(answers: Answers) -> Iterator[str]:
    """Labels of the answers that are none to what was asked."""
    known = {item.key: item for item in CIRCUMSTANCES}
    for key, answer in answers.items():
        if key not in known or not known[key].accepts(answer):
            yield LABELS.get(key, key)
