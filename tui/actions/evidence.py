"""Files attached to rows of the register: their list, and looking at one."""

from tui.actions.action import Action, Scope

ACTIONS: tuple[Action, ...] = (
    Action("evidence.open", ("enter",), "查看", "查看光标所在的附件；不写入磁盘", Scope.EVIDENCE, shown=True),
    Action("evidence.add", ("f2",), "添加", "从介质添加一个文件，加密存入保险库", Scope.EVIDENCE, shown=True),
    Action("evidence.withdraw", ("f8",), "撤回", "撤回附件，写明原因；内容仍在库中备查", Scope.EVIDENCE, shown=True),
    Action("evidence.copy", ("f9",), "写出副本", "把附件原样写到文件夹，记入日志", Scope.EVIDENCE, shown=True),
    Action("evidence.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作", Scope.EVIDENCE, shown=True),
    Action("evidence.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.EVIDENCE),
    Action("evidence.mark", ("space",), "标记", "标记或取消标记，光标下移", Scope.EVIDENCE, shown=True),
    Action("evidence.range_up", ("shift+up",), "向上连标", "从光标处向上连续标记", Scope.EVIDENCE),
    Action("evidence.range_down", ("shift+down",), "向下连标", "从光标处向下连续标记", Scope.EVIDENCE),
    Action("evidence.mark_all", ("ctrl+e", "asterisk"), "全部标记", "标记列出的全部附件", Scope.EVIDENCE),
    Action("evidence.clear_marks", ("backspace",), "清除标记", "清除全部标记", Scope.EVIDENCE),
    Action("evidence.restore_marks", ("ctrl+r",), "恢复标记", "恢复上一次改变之前的标记", Scope.EVIDENCE),
    Action("picture.larger", ("f5",), "放大", "放大一级", Scope.PICTURE, shown=True),
    Action("picture.smaller", ("f6",), "缩小", "缩小一级", Scope.PICTURE, shown=True),
    Action("picture.before", ("f7",), "上一页", "看上一页", Scope.PICTURE, shown=True),
    Action("picture.after", ("f8",), "下一页", "看下一页", Scope.PICTURE, shown=True),
)
