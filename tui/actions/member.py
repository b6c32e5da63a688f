"""One member's page and his history."""

from tui.actions.action import Action, Scope

ACTIONS: tuple[Action, ...] = (
    # one member's page
    Action("member.previous", ("left",), "上一人", "看列表中的上一人", Scope.MEMBER, shown=True),
    Action("member.next", ("right",), "下一人", "看列表中的下一人", Scope.MEMBER, shown=True),
    Action("member.fill", ("f3",), "补填缺项", "逐项补填在手核查项所缺的内容", Scope.MEMBER, shown=True),
    Action("member.reveal", ("f4",), "显示号码", "显示证件号和电话，记入日志", Scope.MEMBER, shown=True),
    Action("member.check_1", ("1",), "名册", "在手的核查项改为：一查党员名册", Scope.MEMBER),
    Action("member.check_2", ("2",), "档案", "在手的核查项改为：二查党员档案", Scope.MEMBER),
    Action("member.check_3", ("3",), "党费", "在手的核查项改为：三查党费和组织生活", Scope.MEMBER),
    Action("member.check_4", ("4",), "回执", "在手的核查项改为：四查介绍信存根", Scope.MEMBER),
    Action("member.check_5", ("5",), "表现", "在手的核查项改为：五查现实表现", Scope.MEMBER),
    Action("member.clear", ("f5",), "无误", "记为“无误”，转到下一名未查的人", Scope.MEMBER, shown=True),
    Action("member.mended", ("f6",), "已更正", "记为“已更正”，用法同上", Scope.MEMBER, shown=True),
    Action("member.pending", ("f7",), "待完善", "记为“待完善”，用法同上", Scope.MEMBER, shown=True),
    Action("member.doubtful", ("f8",), "存疑", "记为“存疑”，用法同上", Scope.MEMBER, shown=True),
    Action("member.not_applicable", ("f9",), "不适用", "记为“不适用”，用法同上", Scope.MEMBER, shown=True),
    Action("member.unchecked", ("delete",), "改回未查", "把结论改回“未查”，停留在这名党员", Scope.MEMBER),
    Action("member.undo", ("ctrl+u", "u"), "撤销", "撤销使用人自己的上一步操作", Scope.MEMBER, shown=True),
    Action("member.note", ("f2", "n"), "备注", "给这名党员写备注", Scope.MEMBER, shown=True),
    Action("member.history", ("tab", "h"), "履历", "变动记录；比较两个时间，恢复旧值", Scope.MEMBER, shown=True),
    Action("member.form", ("ctrl+p", "p"), "登记表", "写出《党员基本情况登记表》", Scope.MEMBER, shown=True),
    Action("member.record", ("ctrl+f", "v"), "核查记录", "填写在手核查项的记录、依据和结论", Scope.MEMBER, shown=True),
    Action("member.edit", ("ctrl+t", "e"), "改项目", "改这名党员的任一项目", Scope.MEMBER, shown=True),
    Action("member.stay", ("space",), "停留", "记结论后停留；再按，恢复转到下一人", Scope.MEMBER, shown=True),
    Action("member.stage", ("0",), "自查/核查", "在支部自查与工作组核查之间切换", Scope.MEMBER),
    Action("member.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.MEMBER),
    # the history of one member
    Action("history.mark", ("space",), "选中", "选中要比较的记录，至多两条", Scope.HISTORY, shown=True),
    Action(
        "history.compare", ("f6",), "比较", "选中两条：比较两个时间；否则：比较光标处与现在", Scope.HISTORY, shown=True
    ),
    Action(
        "history.restore", ("f7",), "恢复旧值", "把一个项目恢复为光标处的旧值，作为新的改动", Scope.HISTORY, shown=True
    ),
    Action("history.clear_marks", ("backspace",), "清除选中", "清除选中的记录", Scope.HISTORY),
)
