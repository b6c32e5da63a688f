"""The monthly dues of a branch."""

from tui.actions.action import Action, Scope
from tui.actions.listing import listing

ACTIONS: tuple[Action, ...] = (
    Action("dues.pay", ("f5",), "缴至本月", "记为已缴至光标所在月，光标下移，或对全部标记", Scope.DUES, shown=True),
    Action("dues.month", ("f4",), "只缴本月", "只记光标所在一个月，用法同上", Scope.DUES, shown=True),
    Action("dues.amount", ("f2",), "记金额", "缴至本月，并写金额（元）", Scope.DUES, shown=True),
    Action("dues.member", ("f6",), "明细", "光标所在党员的缴纳记录", Scope.DUES, shown=True),
    Action("dues.branch", ("tab",), "党支部", "换一个党支部", Scope.DUES, shown=True),
    *listing("dues", Scope.DUES, ("全部", "欠缴6个月以上", "没有记载")),
)
