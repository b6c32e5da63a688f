"""组织处置 in a member's history: what a row of its tables is about, and what it says."""

from typing import Final

from tui.rules.check_items import AUTHORITY
from tui.rules.disposal.procedures import PROCEDURES, UNQUALIFIED_FORMS, Fact
from tui.rules.disposal.register import ENDS, State
from tui.rules.disposal.words import ANSWERS, kind_words
from tui.store.images import (
    DISPOSAL_CASE,
    DISPOSAL_DECISION,
    DISPOSAL_GROUND,
    DISPOSAL_REFERRAL,
    DISPOSAL_STEP,
    Values,
)

_SUBJECTS: Final = {
    DISPOSAL_CASE.name: "组织处置", DISPOSAL_GROUND.name: "组织处置·事实", DISPOSAL_STEP.name: "组织处置·步骤",
    DISPOSAL_DECISION.name: "组织处置·审核、审批", DISPOSAL_REFERRAL.name: "线索移送",
}  # fmt: skip
DISPOSAL_TABLES: Final = frozenset(_SUBJECTS)
"""Tables whose rows are told by ``told``."""
_STEPS: Final = {step.key: step.label for kind in reversed(PROCEDURES.values()) for step in kind.steps}
"""Steps by key as the first kind has them, which names them without what is special of it."""


def told(table: str, values: Values) -> tuple[str, str]:
    """What a row of these tables is about, and what it says; '无' for no row."""
    return _SUBJECTS[table], "，".join(filter(None, _said(table, values))) if values else "无"


def _said(table: str, row: Values) -> tuple[str | None, ...]:
    if table == DISPOSAL_CASE.name:
        ends = f"{ENDS[row['outcome']]}（{row['effective_on']}起）" if row["outcome"] else None
        history = row["known"] and f"{row['decided_by']}决定；{row['known']}"
        return (
            kind_words(row["procedure"]),
            State(row["state"]).label,
            f"{row['opened_on']}{'决定' if row['known'] else '立案'}",
            ends,
            row["why"],
            history,
        )
    if table == DISPOSAL_GROUND.name:
        label = UNQUALIFIED_FORMS.get(row["ground"]) or Fact(row["ground"]).label
        return label, row["said"], row["who"], row["on_day"], row["evidence"]
    if table == DISPOSAL_REFERRAL.name:
        receipt = row["receipt_on"] and f"{row['receipt_on']}回执"
        outcome = row["outcome_on"] and f"{row['outcome_on']}结果：{row['outcome']}"
        return AUTHORITY.get(row["authority"]), row["receiver"], row["on_day"], row["matter"], receipt, outcome
    back = f"退回：{row['why'] or '没有通过'}" if row["rejected"] else None
    answer = ANSWERS.get(row.get("answer") or "")
    return _STEPS.get(row["step"], row["step"]), row["on_day"], row["who"], row["document"], answer, back
