"""The term 处置:… of a filter: of whom the register of disposals has a case, by state or by kind."""

from typing import Final

from tui.rules.disposal.register import State
from tui.rules.filters.fields import DISPOSAL_KINDS
from tui.store.queries.disposal_grounds import of_kind
from tui.store.queries.filter_ids import Ids

_STATES: Final = frozenset(state.value for state in State)


def disposed(value: str) -> Ids:
    """Whom the term fits; ``value`` as ``filters.fields.DISPOSALS`` names it. A case that was withdrawn counts for that
    state alone."""
    if value in _STATES:
        return Ids("SELECT DISTINCT member FROM disposal_case WHERE state = ?", (value,))
    if value == "any":
        return Ids("SELECT DISTINCT member FROM disposal_case WHERE state <> 'withdrawn'")
    if value == "none":
        return Ids("SELECT id FROM member EXCEPT SELECT member FROM disposal_case WHERE state <> 'withdrawn'")
    kinds = " OR ".join(of_kind("procedure", kind) for kind in DISPOSAL_KINDS[value])
    return Ids(f"SELECT DISTINCT member FROM disposal_case WHERE state <> 'withdrawn' AND ({kinds})")
