"""The steps of the five measures (规范管理) in order, what each must state, and the days on which something is due.

Sources: regularization.toml; 组通字〔2006〕45号 (a receipt within one month); the yearly check (年审) of the
流动党员活动证; 《中国共产党党员教育管理工作条例》 第三十四条 (members abroad are contacted every half year).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

from tui.rules.check_items import Answers, Item, Kind
from tui.rules.dates import add_months, latest
from tui.rules.letters import LONGEST_DAYS, RECEIPT_MONTHS, expiry_day
from tui.rules.regularization import LABELS, TABLE, Measure

CHECK_MONTHS: Final = 12
CONTACT_MONTHS: Final = 6
LEVELS: Final = {"branch": "党支部", "committee": "基层党委（院系党组织）", "department": "党委组织部"}
TEXT_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a measure: at which ``level``, with which ``papers``; ``asks`` for its number or a last day.

    An ``approval`` is given by another person than the one who proposed. ``only_away``: not for who has come back.
    """

    id: str
    label: str
    level: str
    papers: tuple[str, ...]
    asks: tuple[str, ...] = ()
    approval: bool = False
    only_away: bool = False

    @property
    def items(self) -> tuple[Item, ...]:
        """What is filled in for it, by columns of table ``regular_step``."""
        asked = [
            Item("on_day", "日期", Kind.DATE),
            Item("who", "审批单位（人）" if self.approval else "办理单位（人）"),
        ]
        if "number" in self.asks:
            asked.append(Item("number", _NUMBERS.get(self.id, "编号")))
        if "until" in self.asks:
            asked.append(Item("until", _UNTIL.get(self.id, "期限"), Kind.DATE))
        return (*asked, Item("evidence", f"材料及存放处（{'、'.join(self.papers)}）"), Item("note", "说明"))


_NUMBERS: Final = {"letter": "介绍信编号", "permit": "活动证编号", "register": "备案编号"}
_UNTIL: Final = {"letter": "介绍信有效期至", "pause": "预计返回时间"}
NEEDED: Final = frozenset({"on_day", "who", "number", "until", "evidence"})
"""What a step must state where it is asked."""


class FollowUp(Enum):
    """What is written down after a measure has been carried out."""

    YEARLY_CHECK = "yearly_check"
    ATTENDANCE = "attendance"
    CONTACT = "contact"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        """Its name in the ledger."""
        return _FOLLOW_UPS[self]


_FOLLOW_UPS = {
    FollowUp.YEARLY_CHECK: "活动证年审（缴验）",
    FollowUp.ATTENDANCE: "在流入地参加党组织活动",
    FollowUp.CONTACT: "与国（境）外党员联系",
    FollowUp.RETURNED: "已返回、恢复组织生活",
}
FOLLOW_UPS: Final[Mapping[Measure, tuple[FollowUp, ...]]] = {
    Measure.MANAGED: (FollowUp.YEARLY_CHECK, FollowUp.ATTENDANCE, FollowUp.RETURNED),
    Measure.KEEP_ABROAD: (FollowUp.CONTACT, FollowUp.RETURNED),
}


class Due(Enum):
    """What is due."""

    RECEIPT = "receipt"
    YEARLY_CHECK = "yearly_check"
    CONTACT = "contact"
    RETURN = "return"
    REFERRAL = "referral"

    @property
    def label(self) -> str:
        """Its name in the agenda."""
        return _DUES[self]


_DUES = {
    Due.RECEIPT: "催要介绍信回执",
    Due.YEARLY_CHECK: "流动党员活动证年审",
    Due.CONTACT: "国（境）外半年联系",
    Due.RETURN: "国（境）外预计返回",
    Due.REFERRAL: "移送违纪违法线索",
}


class DueOn(NamedTuple):
    """The day (whole ISO date) on which something is due."""

    on: str
    what: Due


class DoneStep(NamedTuple):
    """What a timer reads of a step that was taken; dates are partial."""

    on_day: str
    until: str | None


_STEPS: Final[Mapping[Measure, tuple[Step, ...]]] = {
    measure: tuple(
        Step(
            each["id"], each["label"], each["level"], tuple(each["papers"]), tuple(each.get("asks", ())),
            each.get("approval", False), each.get("only_away", False),
        )
        for each in TABLE["measures"][measure.value]["steps"]
    )
    for measure in Measure
}  # fmt: skip

STEP_LABELS: Final = {step.id: step.label for listed in _STEPS.values() for step in listed}
"""Steps of the same id have nearly the same words in every measure; for lists in which the measure is not at hand."""
STEP_IDS: Final = frozenset(STEP_LABELS)


def steps(measure: Measure, whereabouts: str | None) -> tuple[Step, ...]:
    """The steps for this member in order; who has come back to the place needs no permit."""
    return tuple(step for step in _STEPS[measure] if not (step.only_away and whereabouts == "here"))


def next_step(measure: Measure, whereabouts: str | None, done: Collection[str]) -> Step | None:
    """The step that comes next; None when all have been taken."""
    return next((step for step in steps(measure, whereabouts) if step.id not in done), None)


def unstated(measure: Measure, answers: Answers) -> list[str]:
    """Labels of the circumstances that must be filled in before the measure is decided on."""
    needed: list[str] = TABLE["measures"][measure.value].get("states", [])
    return [LABELS[key] for key in needed if not answers.get(key)]


def step_unstated(step: Step, answers: Answers) -> list[str]:
    """Labels of what the step must state and does not."""
    return [item.label for item in step.items if item.key in NEEDED and not answers.get(item.key)]


def step_invalid(step: Step, answers: Answers) -> list[str]:
    """Labels of the answers that are none."""
    known = {item.key: item for item in step.items}
    return [
        known[key].label if key in known else key
        for key, answer in answers.items()
        if key not in known or not known[key].accepts(answer)
    ]


def next_due(
    measure: Measure, policy: str, done: Mapping[str, DoneStep], followed: Mapping[FollowUp, str]
) -> DueOn | None:
    """The first day on which something is due by the steps taken; ``followed`` has the last day of each kind."""
    if FollowUp.RETURNED in followed:
        return None
    found: list[DueOn] = []
    if (letter := done.get("letter")) and "receipt" not in done:
        valid_to = latest(letter.until) if letter.until else None
        valid_to = valid_to or expiry_day({"issued": letter.on_day, "valid_days": LONGEST_DAYS})
        if valid_to is not None:
            found.append(DueOn(add_months(valid_to, RECEIPT_MONTHS).isoformat(), Due.RECEIPT))
    if permit := done.get("permit"):
        checked = max(permit.on_day, followed.get(FollowUp.YEARLY_CHECK, ""))
        found.append(DueOn(_months_on(checked, CHECK_MONTHS), Due.YEARLY_CHECK))
    if pause := done.get("pause"):
        if pause.until:
            found.append(DueOn(latest(pause.until).isoformat(), Due.RETURN))
        if policy == "2019":
            contacted = max(pause.on_day, followed.get(FollowUp.CONTACT, ""))
            found.append(DueOn(_months_on(contacted, CONTACT_MONTHS), Due.CONTACT))
    return min(found, default=None, key=lambda due: due.on)


def _months_on(partial: str, months: int) -> str:
    return add_months(latest(partial), months).isoformat()
