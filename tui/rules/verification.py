"""The verification sheet of a branch (工作组核查表): 三查, 三核, and the four kinds of proposals that it ends in.

Source: 《关于开展党员组织关系排查工作的通知》 section 2 step 4. The questions are the notice's words; what a record
shows of them (``concerns``) is a suggestion of where to look and decides nothing. What the ledger of situations has
of a member goes before everything else; where it says nothing, 空挂 and abroad are told from dues, activities and
addresses [inferred].
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from tui.rules.checks import Ground
from tui.rules.circumstances import MONTHS_OUT, behind
from tui.rules.codes import is_nothing
from tui.rules.comparison import LABELS, WHOLE
from tui.rules.contact import months_out
from tui.rules.dates import add_months, is_date, latest
from tui.rules.findings import FindingCode
from tui.rules.member_fields import FIELDS
from tui.rules.situations import ABROAD, FLOATING, Situation, SituationKind, kept_months, lost_and_floating


class Part(Enum):
    """A heading of the sheet."""

    BASICS = "一查 基本信息"
    DUES = "二查 党费、组织生活"
    TRANSFERS = "三查 接转组织关系"
    FLOATING = "一核 流动党员"
    UNATTACHED = "二核 “空挂”党员"
    LOST = "三核 “失联”党员"
    PROPOSALS = "初步建议"


class Question(Enum):
    """A line of the sheet; the value stands in the vault and never changes."""

    FACTS = "basics.facts"
    CONTACTS = "basics.contacts"
    RELATION = "dues.relation"
    MANAGED = "dues.managed"
    MOVED_IN = "transfers.in"
    MOVED_OUT = "transfers.out"
    ABROAD = "transfers.abroad"
    FLOATING_COUNT = "floating.count"
    FLOATING_WHERE = "floating.where"
    FLOATING_STATE = "floating.state"
    UNATTACHED_COUNT = "unattached.count"
    UNATTACHED_WHERE = "unattached.where"
    UNATTACHED_STATE = "unattached.state"
    LOST_COUNT = "lost.count"
    LOST_CASE = "lost.case"
    LOST_REASON = "lost.reason"
    PROPOSE_FLOATING = "propose.floating"
    PROPOSE_UNATTACHED = "propose.unattached"
    PROPOSE_SEARCH = "propose.search"
    PROPOSE_LOST = "propose.lost"

    @property
    def part(self) -> Part:
        """The heading that it stands under."""
        return _LINES[self][0]

    @property
    def text(self) -> str:
        """The question, or what is to be proposed."""
        return _LINES[self][1]

    @property
    def shows(self) -> str:
        """What the people are whom the vault names beside it."""
        return _LINES[self][2]

    @property
    def counts(self) -> bool:
        """Whether the answer is a number of people."""
        return self.value.endswith(".count")

    @property
    def is_proposal(self) -> bool:
        """Whether the answer is a text and not a finding."""
        return self.part is Part.PROPOSALS


_LINES: Final[dict[Question, tuple[Part, str, str]]] = {
    Question.FACTS: (Part.BASICS, "党员的基本情况是否齐全", "基本情况缺项"),
    Question.CONTACTS: (Part.BASICS, "联系方式是否齐全", "缺电话或住址"),
    Question.RELATION: (Part.DUES, "组织隶属关系是否合理", "6个月未交党费或未参加组织生活"),
    Question.MANAGED: (Part.DUES, "流动党员管理是否到位", "流动党员管理有缺漏"),
    Question.MOVED_IN: (Part.TRANSFERS, "转入党员身份是否存疑", "转入而入党材料未见齐全，或档案存疑"),
    Question.MOVED_OUT: (Part.TRANSFERS, "转出党员关系是否落实", "转出后未收到回执"),
    Question.ABROAD: (Part.TRANSFERS, "出国（境）党员是否按规定办理手续", "出国（境）而手续未办或不清"),
    Question.FLOATING_COUNT: (Part.FLOATING, "流动党员数量", "流动党员"),
    Question.FLOATING_WHERE: (Part.FLOATING, "流动党员去向", "流动而去向不明"),
    Question.FLOATING_STATE: (Part.FLOATING, "流动党员现状", "流动而党费或管理有问题"),
    Question.UNATTACHED_COUNT: (Part.UNATTACHED, "“空挂”党员数量", "登记或疑似“空挂”"),
    Question.UNATTACHED_WHERE: (Part.UNATTACHED, "“空挂”党员去向", "“空挂”而去向不明"),
    Question.UNATTACHED_STATE: (Part.UNATTACHED, "“空挂”党员现状", "“空挂”而现状不明"),
    Question.LOST_COUNT: (Part.LOST, "“失联”党员数量", "“失联”党员"),
    Question.LOST_CASE: (Part.LOST, "“失联”情况", "“失联”而起始时间或情况不明"),
    Question.LOST_REASON: (Part.LOST, "“失联”原因", "“失联”而原因不明"),
    Question.PROPOSE_FLOATING: (Part.PROPOSALS, "落实流动党员管理措施", "流动党员"),
    Question.PROPOSE_UNATTACHED: (Part.PROPOSALS, "理顺“空挂”党员组织关系", "登记或疑似“空挂”"),
    Question.PROPOSE_SEARCH: (Part.PROPOSALS, "寻找“失联”党员的途径办法", "“失联”党员"),
    Question.PROPOSE_LOST: (Part.PROPOSALS, "处理“失联”党员的初步建议", "“失联”党员"),
}

DRAFTS: Final[dict[Question, str]] = {
    Question.PROPOSE_FLOATING: "外出6个月以上、地点比较固定的，转移正式组织关系；外出时间较短或暂时无法转移的，"
    "发放流动党员活动证，确保持证参加流入地党组织活动。",
    Question.PROPOSE_UNATTACHED: "按照有利于党组织日常管理、有利于党员参加组织生活的要求，转移其正式组织关系。",
    Question.PROPOSE_SEARCH: "依次采用直接联系、人际查找、部门查找和其他方式，逐人记录查找过程。",
    Question.PROPOSE_LOST: "取得联系的，区别原因、态度和表现分别处理；确实无法取得联系的，按规定程序办理。",
}
"""A first wording of each proposal, to be edited: 2015年通知 steps 7 and 8, 《有关问题说明》二、三."""


class Answer(Enum):
    """What the verifier found; the value stands in the vault and never changes."""

    SOUND = "s"
    WRONG = "w"
    NONE = "n"

    @property
    def label(self) -> str:
        """Its name on screen and on paper."""
        return {Answer.SOUND: "无问题", Answer.WRONG: "有问题", Answer.NONE: "无此情形"}[self]


CLOSED: Final = "closed"
"""Stands in place of a question for the statement that the branch's verification is finished (办结)."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the vault has of one subject that the sheet asks about; ``fields`` by column, without empty ones."""

    member: int
    ground: Ground
    fields: Mapping[str, str]
    findings: frozenset[str]
    moved_in: bool
    letter_open: bool
    archive_doubtful: bool
    situations: tuple[Situation, ...] = ()


_FACTS: Final = ("sex", "birth", "nation", "native", "idno", "category", "joined")
_ABROAD_WORDS: Final = ("出国", "出境", "国外", "境外", "海外", "留学")
_SPOKEN: Final = ("floating_to", "address", "work", "note")


def concerns(known: Known, as_of: str) -> frozenset[Question]:
    """The lines beside which this subject's name stands, on the as-of date (ISO)."""
    fields = known.fields
    found: set[Question] = set()
    if any(name not in fields for name in _FACTS):
        found.add(Question.FACTS)
    if "address" not in fields or not ("phone" in fields or "landline" in fields):
        found.add(Question.CONTACTS)
    unmanaged = FindingCode.FLOATING_UNMANAGED.value in known.findings
    silent = _silent(known, as_of)
    holding = {each.kind: each for each in known.situations if each.holds(as_of)}
    lost, floating = lost_and_floating(fields, known.situations, as_of)
    if silent:
        found.add(Question.RELATION)
    if floating:
        found |= _floating(fields, [holding[kind] for kind in FLOATING & holding.keys()])
        if unmanaged or silent:
            found |= {Question.FLOATING_STATE, Question.MANAGED}
    if lost:
        found |= _lost(fields, holding.get(SituationKind.LOST))
    suspected = known.ground is Ground.IN_BRANCH and silent and fields.get("membership") != "suspended"
    if unattached := holding.get(SituationKind.UNATTACHED):
        found |= _unattached(bool(unattached.destination), bool(unattached.state))
    elif suspected and not holding and not (lost or floating or _was_unattached(known)):
        found |= _unattached("work" in fields or "address" in fields, "phone" in fields or "landline" in fields)
    if known.archive_doubtful or (known.moved_in and fields.get("joining_form") != "complete"):
        found.add(Question.MOVED_IN)
    if known.letter_open or known.ground is Ground.OUT_WITHOUT_RECEIPT:
        found.add(Question.MOVED_OUT)
    if abroad := ABROAD & holding.keys():
        if any(holding[kind].state != "done" for kind in abroad):
            found.add(Question.ABROAD)
    elif any(word in fields.get(name, "") for name in _SPOKEN for word in _ABROAD_WORDS):
        found.add(Question.ABROAD)
    return frozenset(found)


def _floating(fields: Mapping[str, str], recorded: Sequence[Situation]) -> set[Question]:
    found = {Question.FLOATING_COUNT, Question.PROPOSE_FLOATING}
    if not (any(each.destination for each in recorded) if recorded else "floating_to" in fields):
        found |= {Question.FLOATING_WHERE, Question.MANAGED}
    if recorded and not all(each.state for each in recorded):
        found.add(Question.FLOATING_STATE)
    return found


def _lost(fields: Mapping[str, str], recorded: Situation | None) -> set[Question]:
    found = {Question.LOST_COUNT, Question.PROPOSE_SEARCH, Question.PROPOSE_LOST}
    if not (recorded.since and recorded.state if recorded else "lost_on" in fields):
        found.add(Question.LOST_CASE)
    if recorded is None:
        why = not is_nothing(fields.get("note", ""))
    else:
        why = bool(recorded.reason_words) if recorded.reason == "other" else recorded.reason is not None
    return found if why else found | {Question.LOST_REASON}


def _was_unattached(known: Known) -> bool:
    """Whether somebody has entered that he was 空挂 and that it is over, so that nothing is suspected any more."""
    return any(each.kind is SituationKind.UNATTACHED and each.withdrawn is None for each in known.situations)


def _unattached(whereabouts: bool, state: bool) -> set[Question]:
    found = {Question.UNATTACHED_COUNT, Question.PROPOSE_UNATTACHED}
    if not whereabouts:
        found.add(Question.UNATTACHED_WHERE)
    if not state:
        found.add(Question.UNATTACHED_STATE)
    return found


def _silent(known: Known, as_of: str) -> bool:
    """Whether all that is recorded of dues and activities lies six months back; without any record nothing is said.

    Months for which the relation was formally kept do not count.
    """
    dues, active = known.fields.get("dues_to", ""), known.fields.get("active_on", "")
    if kept := kept_months(known.situations):
        told = [months_out(last, as_of, kept) >= MONTHS_OUT for last in (dues, active) if is_date(last)]
        return bool(told) and all(told)
    told = [behind(dues, as_of)] if is_date(dues) else []
    if is_date(active):
        told.append(add_months(latest(active), MONTHS_OUT) < date.fromisoformat(as_of))
    return (bool(told) and all(told)) or FindingCode.DUES_BEHIND.value in known.findings


CORRECTABLE: Final[dict[str, str]] = {
    **{name: label for name, label in LABELS.items() if name not in ("branch", WHOLE)},
    "native": "籍贯", "landline": "固定电话", "dues_to": "党费交至", "lost_on": "失联起始", "floating_to": "流动去向",
    "": "其他事项",
}  # fmt: skip
"""What a correction can be asked for: columns of a member with their names; last anything else, in words."""
ONE_PERSONS: Final = frozenset(name for name in CORRECTABLE if name in FIELDS and FIELDS[name].own)
"""Of these, what no two members have in common."""


class RequestState(Enum):
    """What became of a correction request; the value stands in the vault and never changes."""

    OPEN = "open"
    DONE = "done"
    OVERTAKEN = "overtaken"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Its name on screen and on paper."""
        return _STATES[self]


_STATES = {
    RequestState.OPEN: "待更正",
    RequestState.DONE: "已更正",
    RequestState.OVERTAKEN: "已另有改动",
    RequestState.WITHDRAWN: "已撤回",
}


def standing(state: RequestState, seen: str, wanted: str, now: str) -> RequestState:
    """How a request stands beside the value that the register has now; what a person settled stays as it is."""
    if state is not RequestState.OPEN or now == seen:
        return state
    return RequestState.DONE if now == wanted else RequestState.OVERTAKEN


def share(part: int, whole: int) -> str:
    """A coverage in per cent, rounded down: 100% only when nobody is missing (应查尽查)."""
    return "—" if whole == 0 else f"{part * 100 // whole}%"
