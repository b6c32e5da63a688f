"""Activities of branches and their attendance."""

from tui.actions.action import Action, Scope
from tui.actions.listing import files, listing

ACTIONS: tuple[Action, ...] = (
    Action("activities.open", ("enter",), "到会情况", "登记光标所在活动的到会情况", Scope.ACTIVITIES, shown=True),
    Action("activities.add", ("f2",), "新增", "登记一次组织生活，先记为全体到会", Scope.ACTIVITIES, shown=True),
    Action("activities.amend", ("f6",), "改", "改题目、地点、备注", Scope.ACTIVITIES, shown=True),
    Action("activities.withdraw", ("f8",), "撤回", "登记错误的予以撤回，写明原因", Scope.ACTIVITIES, shown=True),
    Action("activities.branch", ("tab",), "党支部", "换一个党支部", Scope.ACTIVITIES, shown=True),
    *listing("activities", Scope.ACTIVITIES, ("活动", "已撤回", "按党员"), "活动"),
    files("activities", Scope.ACTIVITIES),
    Action("attendance.present", ("f5",), "到会", "记为到会，光标下移，或对全部标记", Scope.ATTENDANCE, shown=True),
    Action("attendance.leave", ("f6",), "请假", "记为请假，写原因，用法同上", Scope.ATTENDANCE, shown=True),
    Action("attendance.absent", ("f8",), "缺席", "记为缺席，用法同上", Scope.ATTENDANCE, shown=True),
    *listing("attendance", Scope.ATTENDANCE, ("全部", "到会", "请假", "缺席", "未记")),
    Action("activity_form.save", ("f5",), "保存", "保存这次组织生活", Scope.ACTIVITY_FORM, shown=True),
)
