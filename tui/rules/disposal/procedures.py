"""Procedures as data (``procedures.toml``): what a kind of disposal rests on, and its steps in order."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from importlib import resources
from typing import Any, Final

from tui.rules.units import UnitKind


class Act(Enum):
    """What a step is."""

    RECORD = "record"
    VOTE = "vote"
    REVIEW = "review"
    DECIDE = "decide"
    FILE = "file"
    DELIVER = "deliver"
    TERM = "term"
    ANSWER = "answer"
    CLOSE = "close"


class At(Enum):
    """Which level acts."""

    BRANCH = "branch"
    ABOVE = "above"
    COMMITTEE = "committee"
    DEPARTMENT = "department"

    def fits(self, kind: UnitKind) -> bool:
        """Whether a unit of this kind may act there.

        What a branch prepares, the unit that keeps it may record. Where a table names the committee, 党工委 acts as
        one, and so may the 组织部 above: 中组发〔2014〕21号 gives 预审 and 审批 to 基层党委或上一级党委组织部门, and
        the 党委 of a 直属党支部 is the one whose 组织部 keeps its register. Where a table names the department, no
        committee stands in for it; 党总支 neither reviews nor decides.
        """
        match self:
            case At.BRANCH:
                return True
            case At.ABOVE:
                return not kind.holds_members
            case At.COMMITTEE:
                return kind in (UnitKind.COMMITTEE, UnitKind.WORKING_COMMITTEE, UnitKind.DEPARTMENT)
            case At.DEPARTMENT:
                return kind is UnitKind.DEPARTMENT


class Fact(Enum):
    """What must stand before a case of some kind is opened; each is stated by a person or shown by a ledger."""

    UNQUALIFIED = "unqualified"
    WISHES_TO_STAY = "wishes_to_stay"
    UNCHANGED_OR_REFUSES = "unchanged_or_refuses"
    PERSUASION_APPROVED = "persuasion_approved"
    PERSUASION_REFUSED = "persuasion_refused"
    SIX_MONTHS_OUT = "six_months_out"
    TRULY_UNREACHABLE = "truly_unreachable"
    SUSPENDED_TWO_YEARS = "suspended_two_years"
    SUSPENDED_WITHIN_TWO_YEARS = "suspended_within_two_years"
    CONTACT_FOUND = "contact_found"
    SUFFICIENT_REASON = "sufficient_reason"
    NOT_EXTENDED_BEFORE = "not_extended_before"
    AGAINST_RULES = "against_rules"
    FALSE_MEMBER = "false_member"
    LETTER_WITHOUT_FORM = "letter_without_form"
    SETTLED_ABROAD = "settled_abroad"
    FIVE_YEARS_ABROAD = "five_years_abroad"
    UNFIT_FOR_PROBATION = "unfit_for_probation"
    NOT_TAKING_PART = "not_taking_part"
    STILL_UNREACHABLE = "still_unreachable"

    @property
    def label(self) -> str:
        """The fact in the documents' words."""
        return _FACTS[self]


_FACTS = {
    Fact.UNQUALIFIED: "有六种不合格表现之一，事实和证据已记明",
    Fact.WISHES_TO_STAY: "有继续留在党内的愿望，愿意接受教育并决心改正",
    Fact.UNCHANGED_OR_REFUSES: "拒不改正，或限期改正期满仍无转变",
    Fact.PERSUASION_APPROVED: "劝退已经批准",
    Fact.PERSUASION_REFUSED: "本人坚持不退，已记明",
    Fact.SIX_MONTHS_OUT: "连续6个月以上未与党组织联系",
    Fact.TRULY_UNREACHABLE: "经多方查找确实无法取得联系，党委已认定",
    Fact.SUSPENDED_TWO_YEARS: "因失去联系停止党籍已满2年",
    Fact.SUSPENDED_WITHIN_TWO_YEARS: "因失去联系停止党籍未满2年",
    Fact.CONTACT_FOUND: "已取得联系",
    Fact.SUFFICIENT_REASON: "个人有充分正当理由",
    Fact.NOT_EXTENDED_BEFORE: "没有延长过预备期",
    Fact.AGAINST_RULES: "查明违反规定吸收入党",
    Fact.FALSE_MEMBER: "证实为非党员具有党员身份",
    Fact.LETTER_WITHOUT_FORM: "只有组织关系介绍信，没有入党志愿书等入党材料",
    Fact.SETTLED_ABROAD: "已在国（境）外长期定居",
    Fact.FIVE_YEARS_ABROAD: "出国学习研究超过五年仍未返回",
    Fact.UNFIT_FOR_PROBATION: "不履行党员义务，不具备党员条件（含失去联系、出国（境）定居）",
    Fact.STILL_UNREACHABLE: "停止党籍满2年后再次查找，仍然无法取得联系",
    Fact.NOT_TAKING_PART: "没有正当理由，连续6个月不参加组织生活，或不交纳党费，或不做党所分配的工作",
}

UNQUALIFIED_FORMS: Final = {
    "conviction": "理想信念缺失",
    "stand": "政治立场动摇",
    "purpose": "宗旨观念淡薄",
    "work": "工作消极懈怠",
    "discipline": "组织纪律散漫",
    "conduct": "道德行为不端",
}
"""The six forms of 中组发〔2014〕21号."""
CONFIRMED: Final = {
    "facts": "事实清楚",
    "reasons": "理由充分",
    "formalities": "手续完备",
    "procedure": "程序规范",
    "nature": "定性准确",
    "scrutiny": "审核严格",
    "fitting": "处置恰当",
    "convincing": "结果服众",
}
"""What a review (预审) confirms, each by itself (《实施方案》二（三）2, 《问题说明》四)."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step: who acts, what it is, which answers it may have and which papers it makes.

    ``duty`` 'handling' or 'deciding': nobody has both in one case. ``statement``: the member is heard in it.
    ``announces``: the meeting has nothing to pass. ``within_months``: how long it may take from the step before it.
    ``inferred``: no source prints it, the reading is ours.
    """

    key: str
    label: str
    at: At
    act: Act
    duty: str = ""
    answers: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    statement: bool = False
    announces: bool = False
    within_months: int | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Procedure:
    """A kind of disposal. ``ends`` is what becomes of the membership; ``sets`` the policy sets that know the kind.

    ``since``: the day on which its rule came into force, None for one that the campaigns found in force. A term counts
    from the decision and lasts between ``shortest_months`` and ``longest_months``.
    """

    key: str
    label: str
    ends: str
    sets: tuple[str, ...]
    category: tuple[str, ...]
    basis: tuple[str, ...]
    needs: tuple[Fact, ...]
    steps: tuple[Step, ...]
    longest_months: int | None = None
    shortest_months: int | None = None
    since: date | None = None

    def place(self, key: str) -> int:
        """Where the step with this key stands; behind the last one for a key that is not in it."""
        return next((place for place, step in enumerate(self.steps) if step.key == key), len(self.steps))


def category_of(category: str | None) -> str:
    """The category by which a procedure asks: whoever is not on probation is a full member."""
    return "probationary" if category == "probationary" else "full"


def read(text: str) -> dict[str, Procedure]:
    """Procedures as the file has them; ValueError or KeyError for one that cannot be walked."""
    table = tomllib.loads(text)
    if table.pop("version") != 1:
        raise ValueError("not a version that this program reads")
    found = {key: _procedure(key, entry) for key, entry in table.items()}
    for procedure in found.values():
        keys = [step.key for step in procedure.steps]
        if len(set(keys)) != len(keys) or not keys or procedure.steps[-1].act is not Act.CLOSE or not procedure.basis:
            raise ValueError(f"not a procedure: {procedure.key}")
    return found


def _procedure(key: str, entry: Mapping[str, Any]) -> Procedure:
    return Procedure(
        key=key,
        label=entry["label"],
        ends=entry["ends"],
        sets=tuple(entry["sets"]),
        category=tuple(entry["category"]),
        basis=tuple(entry["basis"]),
        needs=tuple(map(Fact, entry["needs"])),
        steps=tuple(map(_step, entry["steps"])),
        longest_months=entry.get("longest_months"),
        shortest_months=entry.get("shortest_months"),
        since=date.fromisoformat(entry["since"]) if "since" in entry else None,
    )


def _step(entry: Mapping[str, Any]) -> Step:
    return Step(
        key=entry["key"],
        label=entry["label"],
        at=At(entry["at"]),
        act=Act(entry["act"]),
        duty=entry.get("duty", ""),
        answers=tuple(entry.get("answers", ())),
        papers=tuple(entry.get("papers", ())),
        statement=entry.get("statement", False),
        announces=entry.get("announces", False),
        within_months=entry.get("within_months"),
        inferred=entry.get("inferred", False),
    )


PROCEDURES: Final = read(resources.files(__package__).joinpath("procedures.toml").read_text("utf-8"))
"""The kinds that the program brings along."""
