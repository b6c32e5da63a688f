"""Which kind of disposal fits what is on record of a member, with the reason: shown, never chosen."""

from collections.abc import Collection
from typing import Final

from tui.rules.disposal.procedures import Fact
from tui.rules.disposal.register import Origin

_BY_FACTS: Final = (
    ("removal_after_persuasion", frozenset({Fact.PERSUASION_APPROVED, Fact.PERSUASION_REFUSED})),
    ("self_withdrawal_2019", frozenset({Fact.SUSPENDED_TWO_YEARS, Fact.TRULY_UNREACHABLE})),
    ("restoration", frozenset({Fact.SUSPENDED_WITHIN_TWO_YEARS, Fact.CONTACT_FOUND})),
    ("persuasion", frozenset({Fact.UNCHANGED_OR_REFUSES})),
    ("suspension_lost", frozenset({Fact.SIX_MONTHS_OUT, Fact.TRULY_UNREACHABLE})),
    ("self_withdrawal_2016", frozenset({Fact.SIX_MONTHS_OUT, Fact.TRULY_UNREACHABLE})),
)
_LOST: Final = frozenset({Fact.SIX_MONTHS_OUT, Fact.TRULY_UNREACHABLE})


def fitting(
    openable: Collection[str], category: str, facts: Collection[Fact], origin: Origin | None
) -> tuple[str, str] | None:
    """(kind, why) among those that may be opened; None where nothing on record speaks for one.

    Source for somebody on probation: 《党员组织关系排查有关问题说明》四、四是取消预备党员资格.
    """
    if category == "probationary":
        why = "预备党员失去联系" if _LOST & set(facts) else ""
        if not why and origin in (Origin.REGULAR, Origin.SEARCH):
            why = f"预备党员，线索来源为{origin.label}"
        return ("probation_cancelled", why) if why and "probation_cancelled" in openable else None
    for kind, needed in _BY_FACTS:
        if kind in openable and needed <= set(facts):
            return kind, "登记簿记载：" + "；".join(fact.label for fact in Fact if fact in needed)
    if origin is Origin.APPRAISAL and "correction" in openable:
        return "correction", "民主评议为不合格的，有改正愿望的先限期改正"
    return None
