"""Cases of members who lost contact (查找失联党员, 一人一档): where each stands on an as-of date, what it must state.

Sources: 《党员组织关系排查有关问题说明》二 and 四（三） (稳慎定性、严格程序、有序处置); 组通字〔2016〕1号附件1、2
with their codes. Days of cases are complete ('2016-10-08'). Values are stored and never change.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from tui.rules.check_items import REASONS, Answers, Item, Kind


class CaseOutcome(Enum):
    """What a search ended with. A person states it, for one case at a time."""

    FOUND = "found"
    UNREACHABLE = "unreachable"
    DECEASED = "deceased"
    LANDED = "landed"
    NOT_COUNTED = "not_counted"

    @property
    def label(self) -> str:
        """Its name on screen and on paper."""
        return _CASE_OUTCOMES[self]


_CASE_OUTCOMES: Final[Mapping[CaseOutcome, str]] = {
    CaseOutcome.FOUND: "取得联系",
    CaseOutcome.UNREACHABLE: "确实无法取得联系",
    CaseOutcome.DECEASED: "已去世",
    CaseOutcome.LANDED: "组织关系已在他处落实",
    CaseOutcome.NOT_COUNTED: "非党员或重复统计",
}


class Standing(Enum):
    """Where a case stands on an as-of date: in exactly one of these."""

    SEARCHING = "searching"
    FOUND = "found"
    UNREACHABLE = "unreachable"
    SETTLED = "settled"

    @property
    def label(self) -> str:
        """Its name on screen and on paper."""
        return _STANDINGS[self]


_STANDINGS: Final[Mapping[Standing, str]] = {
    Standing.SEARCHING: "查找中",
    Standing.FOUND: "取得联系",
    Standing.UNREACHABLE: "无法取得联系",
    Standing.SETTLED: "其他了结",
}


_ENDED: Final[Mapping[str, Standing]] = {
    CaseOutcome.FOUND.value: Standing.FOUND,
    CaseOutcome.UNREACHABLE.value: Standing.UNREACHABLE,
}


def standing_of(outcome: str | None) -> Standing:
    """The standing of a case with that outcome (a value of :class:`CaseOutcome`), or with none."""
    return Standing.SEARCHING if outcome is None else _ENDED.get(outcome, Standing.SETTLED)


@dataclass(frozen=True, slots=True)
class Closed:
    """An outcome that stood from its day until the case was opened again; ``until`` is None while it stands."""

    outcome: CaseOutcome
    since: str
    until: str | None = None


@dataclass(frozen=True, slots=True)
class CaseHistory:
    """When a case was opened, the outcomes that it had, and when it was withdrawn as opened in error (or None)."""

    opened_on: str
    outcomes: tuple[Closed, ...] = ()
    withdrawn_on: str | None = None

    def outcome_on(self, as_of: str) -> CaseOutcome | None:
        """The outcome that stood on that day."""
        for closed in self.outcomes:
            if closed.since <= as_of and (closed.until is None or as_of < closed.until):
                return closed.outcome
        return None

    def standing(self, as_of: str) -> Standing | None:
        """Where it stands; None if on that day there was no such case."""
        if as_of < self.opened_on or (self.withdrawn_on is not None and self.withdrawn_on <= as_of):
            return None
        outcome = self.outcome_on(as_of)
        return standing_of(outcome.value if outcome else None)


def tally(cases: Iterable[CaseHistory], as_of: str) -> Mapping[Standing, int]:
    """How many cases stand where; all standings are there, and their sum is all the cases of that day."""
    counted = Counter(case.standing(as_of) for case in cases)
    return {standing: counted[standing] for standing in Standing}


class Origin(Enum):
    """What a case was opened from."""

    SILENCE = "silence"
    LETTER = "letter"
    STATED = "stated"

    @property
    def label(self) -> str:
        """Its name on screen and on paper."""
        return _ORIGINS[self]


_ORIGINS: Final[Mapping[Origin, str]] = {
    Origin.SILENCE: "六个月以上没有交纳党费、参加组织生活",
    Origin.LETTER: "转出后未收到回执",
    Origin.STATED: "党支部掌握的失联情况",
}


OCCUPATIONS: Final = {
    "state_released": "①国有企业解除劳动关系人员",
    "private_left": "②非公有制企业离职人员",
    "rural_away": "③农村外出务工经商人员",
    "retired": "④机关事业单位离退休人员",
    "graduate": "⑤高校毕业生",
    "household_apart": "⑥街道社区人户分离人员",
    "talent_center": "⑦组织关系在人才中心人员",
    "other": "⑧其他",
}
SITUATIONS: Final = {key: f"{mark}{words}" for mark, (key, words) in zip("①②③④⑤⑥⑦", REASONS.items(), strict=True)}
UNIT_KINDS: Final = {
    "state_enterprise": "①国有企业",
    "private_enterprise": "②非公有制企业",
    "village": "③农村",
    "party_government": "④党政机关",
    "school": "⑤学校",
    "other_institution": "⑥其他事业单位",
    "community": "⑦街道社区",
    "social_organization": "⑧社会组织",
    "other": "⑨其他",
}
NATURES: Final = {
    "personal": "主要是个人原因（组织观念、纪律意识淡薄）",
    "organizational": "主要是组织原因（体系不健全、管理不严）",
    "both": "个人原因和组织原因兼有",
    "objective": "客观原因（疾病、灾害、不能自主等）",
}
"""What the loss of contact is judged to be; the document asks for the judgement and lists causes on both sides."""

FACTS: Final = (
    Item("last_contact", "最近一次交纳党费或参加组织生活", Kind.DATE),
    Item("occupation", "职业", Kind.CHOICE, OCCUPATIONS),
    Item("situation", "失去联系情形", Kind.CHOICE, SITUATIONS),
    Item("unit_kind", "党组织类别", Kind.CHOICE, UNIT_KINDS),
    Item("past_posts", "曾任党内职务"),
    Item("now_unit", "现工作（学习）单位"),
    Item("residence", "现居住地"),
    Item("phone", "联系电话"),
    Item("reasons", "失联的具体原因"),
    Item("conduct", "失联期间的现实表现"),
    Item("note", "备注"),
)
"""What a case states beside its searches, by column of the case."""

NATURE: Final = (
    Item("last_contact", "失联时间（最近一次交纳党费或参加组织生活）", Kind.DATE),
    Item("reasons", "失联原因"),
    Item("conduct_before", "失联前的表现"),
    Item("conduct", "失联期间的现实表现"),
    Item("nature", "失联性质", Kind.CHOICE, NATURES),
    Item("nature_why", "认定的理由"),
)
"""The 定性 sheet: time and reason of the loss, conduct before it, judgement of its nature."""

_OUTCOME_NEEDS: Final[Mapping[CaseOutcome, tuple[str, ...]]] = {
    CaseOutcome.FOUND: (),
    CaseOutcome.UNREACHABLE: ("last_contact", "reasons", "conduct_before", "nature", "nature_why"),
    CaseOutcome.DECEASED: (),
    CaseOutcome.LANDED: ("now_unit",),
    CaseOutcome.NOT_COUNTED: (),
}
_FORM_NEEDS: Final = ("last_contact", "occupation", "situation", "unit_kind")
_FACT_LABELS: Final = {item.key: item.label for item in FACTS}
_SHEET_LABELS: Final = _FACT_LABELS | {item.key: item.label for item in NATURE}


def unstated(outcome: CaseOutcome, facts: Answers) -> list[str]:
    """Labels of what the case must state before this outcome can be stated of it."""
    return [_SHEET_LABELS[key] for key in _OUTCOME_NEEDS[outcome] if not facts.get(key)]


def unfilled(facts: Answers) -> Iterator[str]:
    """Labels of what the columns of the two forms still lack."""
    yield from (_FACT_LABELS[key] for key in _FORM_NEEDS if not facts.get(key))
    if facts.get("situation") == "other" and not facts.get("note"):
        yield _FACT_LABELS["note"]
