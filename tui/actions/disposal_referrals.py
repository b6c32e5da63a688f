"""The ledger of clues that were referred (线索移送)."""

from typing import Final

from tui.actions.action import Action, Scope
from tui.actions.disposals import MARKING
from tui.actions.listing import files, listing

VIEWS: Final = ("结果未回", "结果已回", "全部")
"""The views of ``tui.store.queries.disposal_referrals``, in their order."""
_SCOPE: Final = Scope.DISPOSAL_REFERRALS

ACTIONS: tuple[Action, ...] = (
    Action("disposal_referrals.settle", ("enter", "f5"), "登记结果", "登记回执、办理结果", _SCOPE, shown=True),
    Action("disposal_referrals.add", ("f2",), "移送", "移送一名党员的违纪违法线索", _SCOPE, shown=True),
    *(each for each in listing("disposal_referrals", _SCOPE, VIEWS) if each.id.partition(".")[2] not in MARKING),
    files("disposal_referrals", _SCOPE),
    Action("disposal_referrals.write", ("f9",), "写出", "写出移交线索函", _SCOPE, shown=True),
)
