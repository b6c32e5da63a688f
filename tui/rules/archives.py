"""A member's file (党员档案): where it is kept, what is wrong with its materials, and what has to be done about it.

Sources: 《党员组织关系排查有关问题说明》 section 5 (鉴别, 完善, 补充; 商转来单位党组织; who keeps the file);
《中国共产党发展党员工作细则》 第三十七条 (the five materials go into the 人事档案; who has none gets a 党员档案,
kept by the 所在党委 or the 县级党委组织部门). The states of the materials are columns of the member (``check_items``).
Values are stored and travel in bundles, and never change.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from typing import Final, NamedTuple

from tui.rules.check_items import MATERIAL, MATERIAL_NAMES, owed
from tui.rules.checks import Refusal
from tui.rules.dates import is_date, latest

States = Mapping[str, str | None]
"""Material (a column of the member) → its state: complete, irregular, missing, untrue; None while nobody has looked."""

REPLY_DAYS: Final = 30
"""Days after which an inquiry without an answer is due, unless another day is set. Ours: no document names a term."""


class Kept(Enum):
    """Which file holds the member's materials."""

    PERSONNEL = "personnel"
    PARTY = "party"
    NONE = "none"
    UNSEEN = "unseen"

    @property
    def label(self) -> str:
        """In the documents' words."""
        return _KEPT[self]


_KEPT = {
    Kept.PERSONNEL: "人事档案",
    Kept.PARTY: "党员档案",
    Kept.NONE: "无档案",
    Kept.UNSEEN: "没有查到",
}


class Keeper(Enum):
    """Who keeps the file."""

    COMMITTEE = "committee"
    DEPARTMENT = "county_department"
    PERSONNEL_OFFICE = "personnel_office"
    FORMER_UNIT = "former_unit"
    OTHER = "other"

    @property
    def label(self) -> str:
        """In the documents' words."""
        return _KEEPERS[self]


_KEEPERS = {
    Keeper.COMMITTEE: "所在基层党委",
    Keeper.DEPARTMENT: "县级党委组织部门",
    Keeper.PERSONNEL_OFFICE: "人事档案管理单位",
    Keeper.FORMER_UNIT: "原单位",
    Keeper.OTHER: "其他单位",
}
OF_PARTY_FILE: Final = frozenset({Keeper.COMMITTEE, Keeper.DEPARTMENT})
"""第三十七条: who keeps a 党员档案."""


class Standing(Enum):
    """What the materials of one member come to; several may hold of one member."""

    COMPLETE = "complete"
    MISSING = "missing"
    IRREGULAR = "irregular"
    UNTRUE = "untrue"

    @property
    def label(self) -> str:
        """The name of its list."""
        return "缺材料" if self is Standing.MISSING else MATERIAL[self.value]


class Work(Enum):
    """What is done about one material: 认真做好鉴别、完善、补充工作."""

    APPRAISE = "appraise"
    PERFECT = "perfect"
    SUPPLEMENT = "supplement"

    @property
    def label(self) -> str:
        """In the document's words."""
        return _WORK[self]


_WORK = {Work.APPRAISE: "鉴别", Work.PERFECT: "完善", Work.SUPPLEMENT: "补充"}


class Answer(Enum):
    """What the former unit's Party organisation said to an inquiry."""

    GENUINE = "genuine"
    UNTRUE = "untrue"
    SUPPLIED = "supplied"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """For the list and the form."""
        return _ANSWERS[self]


_ANSWERS = {
    Answer.GENUINE: "经核材料真实",
    Answer.UNTRUE: "确认不真实，按有关规定处理",
    Answer.SUPPLIED: "已补来材料",
    Answer.UNKNOWN: "无从查考",
}


def standings(states: States, category: str | None) -> frozenset[Standing]:
    """What the member's materials come to. What he does not owe counts for nothing: a probationary member's 转正申请书.

    Complete only where every material owed was looked at and found so.
    """
    found = [states.get(name) for name in owed(category)]
    wrong = frozenset(each for each in Standing if each is not Standing.COMPLETE and each.value in found)
    return wrong or (frozenset({Standing.COMPLETE}) if set(found) == {"complete"} else frozenset())


class Proposal(NamedTuple):
    """What is to be done next: about a material (None: about the file), in words, with the basis."""

    material: str | None
    said: str
    basis: str


_SECTION: Final = "《问题说明》五"
_ARTICLE: Final = "《发展党员工作细则》第三十七条"


def wanted_work(state: str | None) -> tuple[Work, ...]:
    """The work that a state of a material calls for: 不规范: appraise and perfect; 缺: supplement; 不真实: appraise.

    About what is untrue the former unit is asked too (:func:`asks_former_unit`).
    """
    match state:
        case "irregular":
            return (Work.APPRAISE, Work.PERFECT)
        case "missing":
            return (Work.SUPPLEMENT,)
        case "untrue":
            return (Work.APPRAISE,)
        case _:
            return ()


def asks_former_unit(states: States, category: str | None) -> bool:
    """Whether the unit that he came from has to be asked: 对档案材料不真实的，要商转来单位党组织."""
    return Standing.UNTRUE in standings(states, category)


def proposals(
    states: States, category: str | None, kept: Kept | None, keeper: Keeper | None, *, inquired: bool = False
) -> Iterator[Proposal]:
    """What the documents ask for next; ``inquired``: the former unit was asked already."""
    for name in owed(category):
        state = states.get(name)
        works = wanted_work(state)
        if works:
            said = f"{MATERIAL_NAMES[name]}{MATERIAL[state or '']}，应予{'、'.join(work.label for work in works)}"
            yield Proposal(name, said, _SECTION)
    if asks_former_unit(states, category) and not inquired:
        yield Proposal(None, "有不真实的材料，应商转来单位党组织按照有关规定处理", _SECTION)
    match kept:
        case None | Kept.UNSEEN:
            yield Proposal(None, "尚未查明有无人事档案，应先查明", _ARTICLE)
        case Kept.NONE:
            yield Proposal(None, "无人事档案，应建立党员档案，由所在基层党委或县级党委组织部门保存", _ARTICLE)
        case Kept.PARTY if keeper not in OF_PARTY_FILE:
            yield Proposal(None, "党员档案应由所在基层党委或县级党委组织部门保存", _ARTICLE)
        case Kept.PERSONNEL if category != "probationary" and keeper is Keeper.FORMER_UNIT:
            yield Proposal(None, "材料还在原单位，应由基层党委转来存入本人人事档案", _SECTION)


def refuses_party_file(kept: Kept | None) -> Refusal | None:
    """Why no 党员档案 may be set up for the member, or None: it is for those alone who have no 人事档案."""
    match kept:
        case Kept.NONE:
            return None
        case Kept.PERSONNEL:
            return Refusal.IN_PERSONNEL_FILE
        case Kept.PARTY:
            return Refusal.HAS_PARTY_FILE
        case _:
            return Refusal.FILE_UNKNOWN


def refuses_kept(kept: Kept, keeper: Keeper | None) -> Refusal | None:
    """Why a file cannot be recorded as kept so, or None: what there is has a keeper, what there is not has none."""
    there = kept in (Kept.PERSONNEL, Kept.PARTY)
    return None if there == (keeper is not None) else Refusal.KEEPER_UNFIT


def reply_due(sent_on: str) -> str:
    """The day until which an inquiry sent on that (partial) date is usually to be answered."""
    return (latest(sent_on) + timedelta(days=REPLY_DAYS)).isoformat()


def is_overdue(due_on: str | None, as_of: str) -> bool:
    """Whether a day (a partial date) is over on the as-of date ('2026-11-20'); what it leaves open is waited for."""
    return bool(due_on) and is_date(due_on or "") and latest(due_on or "") < date.fromisoformat(as_of)
