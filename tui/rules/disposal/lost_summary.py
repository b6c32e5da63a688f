"""What was done about members who had lost contact, each counted once: the columns and rows of the two forms.

《与党组织失去联系党员管理及处置情况汇总表》 (组通字〔2016〕1号附件4, layout not found) counts the ways of
《党员组织关系排查有关问题说明》三、四; its printed relative is 2017年表五.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Final, NamedTuple

from tui.rules.disposal.local import base_of
from tui.rules.disposal.register import State
from tui.rules.disposal.statistics import Dated
from tui.rules.regularization import Measure
from tui.rules.work import Work, read_work


class Column(Enum):
    """What was done about a member who had lost contact: 规范管理 in five ways, 组织处置 in seven, or nothing yet."""

    TRANSFER = "转出组织关系"
    MANAGED = "纳入原所在党组织正常管理"
    REISSUE = "补转组织关系"
    KEEP_ABROAD = "保留组织关系"
    SUSPENDED = "停止党籍"
    WITHDRAWAL = "退党除名"
    CORRECTION = "限期改正"
    PERSUASION = "劝退"
    AFTER_PERSUASION = "劝而不退除名"
    SELF_WITHDRAWAL = "自行脱党除名"
    CANCELLED = "取消预备党员资格"
    NOT_RECOGNISED = "不予承认"
    EXTENDED = "延长预备期"
    PENDING = "尚未管理、处置"


MANAGEMENT: Final = (Column.TRANSFER, Column.MANAGED, Column.REISSUE, Column.KEEP_ABROAD, Column.SUSPENDED)
"""规范管理: the five ways of 《党员组织关系排查有关问题说明》三."""
DISPOSAL: Final = (
    Column.WITHDRAWAL, Column.CORRECTION, Column.PERSUASION, Column.AFTER_PERSUASION, Column.SELF_WITHDRAWAL,
    Column.CANCELLED, Column.NOT_RECOGNISED, Column.EXTENDED,
)  # fmt: skip
"""组织处置: the ways of section 四."""
_OF_MEASURE: Final = {
    Measure.TRANSFER: Column.TRANSFER, Measure.MANAGED: Column.MANAGED, Measure.REISSUE: Column.REISSUE,
    Measure.KEEP_ABROAD: Column.KEEP_ABROAD, Measure.SUSPEND: Column.SUSPENDED,
}  # fmt: skip
_OF_KIND: Final = {
    "withdrawal": Column.WITHDRAWAL, "correction": Column.CORRECTION, "persuasion": Column.PERSUASION,
    "removal_after_persuasion": Column.AFTER_PERSUASION, "self_withdrawal_2016": Column.SELF_WITHDRAWAL,
    "self_withdrawal_2019": Column.SELF_WITHDRAWAL, "probation_cancelled": Column.CANCELLED,
    "probation_extended": Column.EXTENDED, "not_recognised_against_rules": Column.NOT_RECOGNISED,
    "not_recognised_false": Column.NOT_RECOGNISED, "not_recognised_letter_only": Column.NOT_RECOGNISED,
    "suspension_lost": Column.SUSPENDED, "suspension_settled": Column.SUSPENDED,
    "suspension_abroad": Column.SUSPENDED,
}  # fmt: skip
TABLE_FIVE: Final[Mapping[str, tuple[Column, ...]]] = {
    "纳入组织管理": (Column.TRANSFER, Column.MANAGED, Column.REISSUE),
    "取消预备党员资格": (Column.CANCELLED,),
    "保留组织关系": (Column.KEEP_ABROAD,),
    "停止党籍": (Column.SUSPENDED,),
    "限期改正": (Column.CORRECTION,),
    "退党除名": (Column.WITHDRAWAL,),
    "自行脱党除名": (Column.SELF_WITHDRAWAL,),
}
"""The columns 1–7 of 2017年表五. 转出 and 补转 have no column of their own there; they are under organised management
too [inferred]. 劝退, 劝而不退除名, 不予承认 and 延长预备期 have none: they are counted beside the table."""


class Managed(NamedTuple):
    """A measure of 规范管理 that was carried out: whose, which, when (ISO)."""

    member: int
    measure: Measure
    done_on: str


def columns_of(
    lost: Iterable[int], cases: Iterable[Dated], measures: Iterable[Managed], as_of: str
) -> dict[int, Column]:
    """For each member who had lost contact the one column that he counts in on the day: what was done last.

    出党 and 不予承认 are final. 限期改正 counts from its approval. A 停止党籍 that ended with 恢复 counts no more,
    nor does a 劝退 that was refused: what was done before stands, else nothing yet.
    """
    done = [
        _Step(each.member, each.done_on, _OF_MEASURE[each.measure], final=False, case=0)
        for each in measures
        if each.done_on <= as_of
    ]
    restored: dict[int, str] = {}
    for case in cases:
        ended = case.ended(as_of)
        if ended == "restored":
            restored[case.member] = max(restored.get(case.member, ""), case.effective_on)
        kind = base_of(case.kind)
        if kind in _OF_KIND:
            final = ended in ("removed", "never")
            done.append(_Step(case.member, _since(case, as_of), _OF_KIND[kind], final=final, case=case.case))
    found = {member: _Step(member, "", Column.PENDING, final=False, case=0) for member in sorted(set(lost))}
    for step in done:
        known = found.get(step.member)
        if known is None or not step.since:
            continue
        if step.column is Column.SUSPENDED and step.since <= restored.get(step.member, ""):
            continue
        found[step.member] = max(known, step, key=lambda each: (each.final, each.since, each.case))
    return {member: step.column for member, step in found.items()}


class _Step(NamedTuple):
    """Something that was done about a member, since when ('' for not yet)."""

    member: int
    since: str
    column: Column
    final: bool
    case: int


def _since(case: Dated, as_of: str) -> str:
    """The day from which a case counts in its column by the day that is asked for, '' where it does not."""
    if case.state(as_of) in (None, State.WITHDRAWN):
        return ""
    if base_of(case.kind) == "correction":
        day = case.approved_on or (case.effective_on if case.outcome else "")
        return day if day and day <= as_of else ""
    return case.effective_on if case.ended(as_of) not in ("", "goes_on") else ""


class Group(Enum):
    """Rows 02–05 of 表五."""

    STAFF = "教职工（含解除劳动关系的）"
    RETIRED = "离退休人员"
    GRADUATE = "高校毕业生"
    OTHER = "其他"


def group_of(occupation: str | None, work: str | None) -> Group:
    """The row of a member: by the 职业 of his search case where one is stated, else by his 工作岗位."""
    if occupation == "retired":
        return Group.RETIRED
    if occupation == "graduate":
        return Group.GRADUATE
    on_post = work is not None and read_work(work) is Work.ON_POST
    return Group.STAFF if on_post or occupation == "state_released" else Group.OTHER
