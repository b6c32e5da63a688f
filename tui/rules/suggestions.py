"""What a check would come to by what the vault holds: a suggestion with its reason, and none without evidence.

Basis: 《党员组织关系排查有关问题说明》 section 1. A suggestion is shown; a named person confirms it.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from tui.rules.check_findings import BY_CODE, implied
from tui.rules.check_items import MATERIAL_NAMES, Answers, kept_spans, owed
from tui.rules.checks import Check, Ground, Verdict
from tui.rules.contact import last_contact, months_out
from tui.rules.dates import is_date
from tui.rules.findings import FindingCode, Severity
from tui.rules.situations import FLOATING, Situation, SituationKind, kept_months, lost_and_floating

MONTHS: Final = 6
"""党章 第九条: six months in a row."""
NO_FINDING: Final = frozenset({Verdict.CLEAR, Verdict.NOT_APPLICABLE})

_IDENTITY: Final = {"name": "姓名", "sex": "性别", "birth": "出生年月", "nation": "民族", "native": "籍贯"}
_OF_DUES: Final = frozenset(
    {FindingCode.DUES_BEHIND, FindingCode.FLOATING_UNMANAGED, FindingCode.GRADUATE_OVER_TWO_YEARS}
)
"""What rules find in a roster and check 3 asks about."""
_RULES: Final = {code.value: code for code in FindingCode}


class Facts(NamedTuple):
    """What the vault holds about one subject for one check, on the as-of date.

    ``fields`` are the member's columns; ``answers`` what people recorded at this check; ``findings`` the open codes
    of this check. ``paid_to``: the last month in the payments ledger. ``open_letter``: how a letter without receipt
    is called; ``receipt``: when the receipt of his letter came, '' if only that it came. ``stubs_seen``: the letters
    of his keeper were imported, or his branch has stated what its stubs hold. ``situations`` are what the ledger of
    situations has of him. ``attended``: how often he was called to activities over the last twelve months and how
    often he came, '8/6'; None where he never was.
    """

    as_of: str
    ground: Ground
    fields: Mapping[str, str]
    answers: Answers
    findings: tuple[str, ...] = ()
    paid_to: str | None = None
    open_letter: str | None = None
    receipt: str | None = None
    stubs_seen: bool = False
    situations: tuple[Situation, ...] = ()
    attended: str | None = None


class Suggestion(NamedTuple):
    """What a check would come to, and why; ``evidence`` names what it rests on, in few words."""

    verdict: Verdict
    reason: str
    evidence: str


def suggest(check: Check, facts: Facts) -> Suggestion | None:
    """The suggestion of a check; None where nothing in the vault speaks about it."""
    match check:
        case Check.ROSTER:
            return _roster(facts)
        case Check.ARCHIVE:
            return _archive(facts)
        case Check.DUES:
            return _dues(facts)
        case Check.RECEIPT:
            return _receipt(facts)
        case Check.CONDUCT:
            return _conduct(facts)


def _set_findings(facts: Facts) -> list[str]:
    """Sentences of what a person found at this check, and no answer states."""
    return [BY_CODE[code].sentence for code in facts.findings if code in BY_CODE]


def _roster(facts: Facts) -> Suggestion:
    evidence = "名册"
    fields = facts.fields
    if found := _set_findings(facts):
        return Suggestion(Verdict.PENDING, "".join(found), "核查记录")
    doubts = [
        code.sentence
        for code in map(_RULES.get, facts.findings)
        if code is not None
        and code not in _OF_DUES
        and code.severity is not Severity.NOTE
        and not code.value.startswith("B")
    ]
    if doubts:
        return Suggestion(Verdict.DOUBTFUL, "".join(doubts[:3]), evidence)
    missing = [label for name, label in _IDENTITY.items() if not fields.get(name)]
    if not fields.get("phone") and not fields.get("landline"):
        missing.append("联系方式")
    if facts.answers.get("follow_up"):
        missing.append(f"待查：{facts.answers['follow_up']}")
    if missing:
        return Suggestion(Verdict.PENDING, f"缺少{'、'.join(missing)}", evidence)
    return Suggestion(Verdict.CLEAR, "姓名、性别、出生年月、民族、籍贯和联系方式齐全，没有发现疑点", evidence)


def _archive(facts: Facts) -> Suggestion | None:
    category = facts.fields.get("category")
    states = {name: facts.answers.get(name) or facts.fields.get(name) for name in owed(category)}
    stated = any(key in facts.answers for key in ("file", "joining", "against_rules", "false_member", "identity"))
    if not stated and not any(states.values()) and not facts.findings:
        return None
    evidence = "档案核查记录" if stated else "档案材料登记"
    held = {name: state for name, state in states.items() if state}
    codes = implied(Check.ARCHIVE, {**facts.answers, **held}, category)
    if grave := sorted((code for code in codes if code.severity is Severity.ERROR), key=lambda code: code.value):
        return Suggestion(Verdict.DOUBTFUL, "".join(code.sentence for code in grave), evidence)
    if facts.answers.get("joining") in ("doubtful", "untrue"):
        return Suggestion(Verdict.DOUBTFUL, "入党信息存疑或者不真实", evidence)
    if found := [f"{MATERIAL_NAMES[name]}{_WORD[state]}" for name, state in held.items() if state in _WORD]:
        return Suggestion(Verdict.PENDING, "、".join(found), evidence)
    if unseen := [MATERIAL_NAMES[name] for name, state in states.items() if not state]:
        return Suggestion(Verdict.PENDING, f"尚未登记：{'、'.join(unseen)}", evidence)
    if facts.answers.get("file") == "unseen":
        return Suggestion(Verdict.PENDING, "没有查到档案", evidence)
    count = {4: "四", 5: "五"}[len(states)]
    return Suggestion(Verdict.CLEAR, f"应有的{count}种入党材料齐全", evidence)


_WORD: Final = {"missing": "缺", "irregular": "不规范"}


def _dues(facts: Facts) -> Suggestion | None:
    fields, answers = facts.fields, facts.answers
    if fields.get("membership") == "suspended":
        return None
    paid = max((date for date in (fields.get("dues_to"), facts.paid_to, answers.get("dues_to")) if date), default="")
    active = answers.get("active_on") or fields.get("active_on") or ""
    told = answers.get("situation")
    holding = {each.kind: each for each in facts.situations if each.holds(facts.as_of)}
    stands = lost_and_floating(fields, facts.situations, facts.as_of)
    if told == "lost" or SituationKind.LOST in holding or (told is None and stands.lost):
        source = "核查记录" if told == "lost" else "情形台账" if SituationKind.LOST in holding else "名册"
        return Suggestion(Verdict.DOUBTFUL, "与党组织失去联系", source)
    kept = [*(kept_spans(answers.get("kept", "")) or []), *kept_months(facts.situations)]
    parts: list[str] = []
    behind = []
    for word, last in (("党费交至", paid), ("最近参加活动", active)):
        if last and is_date(last):
            months = months_out(last, facts.as_of, kept)
            parts.append(f"{word}{last}" + (f"，已{months}个月" if months else ""))
            if months >= MONTHS:
                behind.append(f"{word}{last}，已{months}个月" + ("（不计保留组织关系的月份）" if kept else ""))
    if facts.attended:
        called, came = facts.attended.split("/")
        parts.append(f"近12个月应到{called}次、实到{came}次")
    evidence = "、".join(name for name, last in (("党费记录", paid), ("活动记录", active)) if last) or "核查记录"
    if behind:
        if paid and active and (contact := last_contact(paid, active)):
            behind.append(f"与党组织联系最近在{contact}，已{months_out(contact, facts.as_of, kept)}个月")
        return Suggestion(Verdict.DOUBTFUL, "；".join(behind), evidence)
    if answers.get("relation") == "not_in_order":
        return Suggestion(Verdict.PENDING, "组织关系不顺", "核查记录")
    if told == "floating" or stands.floating:
        away = next((each for kind, each in holding.items() if kind in FLOATING), None)
        in_ledger = away is not None and all((away.since, away.reason, away.destination))
        if not in_ledger and not all(answers.get(key) for key in ("since", "why", "whereto")):
            source = "情形台账" if away else "名册"
            return Suggestion(Verdict.PENDING, "属于流动党员，流出时间、原因、去向没有记全", source)
    return Suggestion(Verdict.CLEAR, "；".join(parts), evidence) if parts else None


def _receipt(facts: Facts) -> Suggestion | None:
    landed = facts.answers.get("landed")
    if landed == "pocket":
        return Suggestion(Verdict.DOUBTFUL, "没有落实组织关系（“口袋”党员）", "核查记录")
    if facts.open_letter is not None:
        return Suggestion(Verdict.PENDING, f"介绍信{facts.open_letter}未收到回执", "介绍信登记")
    if facts.ground is Ground.IN_BRANCH:
        if not facts.stubs_seen:
            return None
        reason = "正式组织关系在本支部，没有其转出未收到回执的介绍信"
        return Suggestion(Verdict.NOT_APPLICABLE, reason, "介绍信登记或存根检查情况")
    if facts.receipt is not None:
        return Suggestion(Verdict.CLEAR, f"回执已收到{f'（{facts.receipt}）' if facts.receipt else ''}", "介绍信登记")
    if landed == "landed":
        return Suggestion(Verdict.CLEAR, f"已在{facts.answers.get('receiver', '接收单位')}落实", "核查记录")
    return Suggestion(Verdict.PENDING, "尚未查明组织关系是否落实", "核查记录") if landed else None


def _conduct(facts: Facts) -> Suggestion | None:
    answers = facts.answers
    if codes := sorted(implied(Check.CONDUCT, answers), key=lambda code: code.value):
        return Suggestion(Verdict.DOUBTFUL, "".join(code.sentence for code in codes), "核查记录")
    if not answers.get("sources") or answers.get("reported") != "no":
        return None
    return Suggestion(Verdict.CLEAR, "多方了解，没有问题反映", "核查记录")
