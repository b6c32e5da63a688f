"""The comparison with other lists: the statistics database, the online transfer system."""

from tui.actions.action import Action, Scope

ACTIONS: tuple[Action, ...] = (
    # the comparison with the statistics database
    Action("comparison.open", ("1",), "未处理", "只看还没有处理意见的差异", Scope.COMPARISON),
    Action("comparison.to_correct", ("2",), "应更正", "只看以本库为准、统计库尚未更正的", Scope.COMPARISON),
    Action("comparison.unclear", ("3",), "待核实", "只看待核实的", Scope.COMPARISON),
    Action("comparison.done", ("4",), "已办", "只看已采用统计库内容的和统计库已更正的", Scope.COMPARISON),
    Action("comparison.all", ("5",), "全部", "看全部差异", Scope.COMPARISON),
    Action("comparison.item", ("6",), "项目", "只看某一项目的差异，再按换下一项", Scope.COMPARISON),
    Action("comparison.branch", ("7",), "党支部", "只看某一党支部的差异，再按换下一个", Scope.COMPARISON),
    Action("comparison.other", ("0",), "换名单", "在统计数据库与实有人员名单之间切换", Scope.COMPARISON),
    Action("comparison.take_in", ("f2",), "导入", "选择统计库导出的电子表格进行比对", Scope.COMPARISON, shown=True),
    Action("comparison.reveal", ("f4",), "显示号码", "显示证件号和电话，记入日志", Scope.COMPARISON, shown=True),
    Action("comparison.ours", ("f5",), "本库为准", "以本库为准，统计库应更正", Scope.COMPARISON, shown=True),
    Action("comparison.theirs", ("f6",), "统计库为准", "采用统计库的内容，写入本库", Scope.COMPARISON, shown=True),
    Action("comparison.clarify", ("f7",), "待核实", "记为待核实", Scope.COMPARISON, shown=True),
    Action(
        "comparison.corrected", ("f8",), "已更正", "记为已在统计库更正，写明日期和更正人", Scope.COMPARISON, shown=True
    ),
    Action("comparison.export", ("f9",), "导出", "导出比对情况表或工作台帐", Scope.COMPARISON, shown=True),
    Action("comparison.reopen", ("delete",), "改回未处理", "取消处理意见；已写入本库的内容随之恢复", Scope.COMPARISON),
    Action("comparison.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作", Scope.COMPARISON, shown=True),
    Action("comparison.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.COMPARISON),
    Action("comparison.mark", ("space",), "标记", "标记或取消标记，光标下移", Scope.COMPARISON, shown=True),
    Action("comparison.range_up", ("shift+up",), "向上连标", "从光标处向上连续标记", Scope.COMPARISON),
    Action("comparison.range_down", ("shift+down",), "向下连标", "从光标处向下连续标记", Scope.COMPARISON),
    Action("comparison.mark_all", ("ctrl+e", "asterisk"), "全部标记", "标记当前列表的全部差异", Scope.COMPARISON),
    Action("comparison.clear_marks", ("backspace",), "清除标记", "清除全部标记", Scope.COMPARISON),
    Action("comparison.restore_marks", ("ctrl+r",), "恢复标记", "恢复上一次改变之前的标记", Scope.COMPARISON),
    # the online transfer system
    Action("online.missing", ("1",), "未编入", "只看还没有编入的党员", Scope.ONLINE),
    Action("online.entered", ("2",), "已编入", "只看已经编入的党员", Scope.ONLINE),
    Action("online.enter", ("f5",), "已编入", "记为已编入网上接转系统，写明日期", Scope.ONLINE, shown=True),
    Action("online.remove", ("f8",), "取消编入", "取消“已编入”的记载", Scope.ONLINE, shown=True),
    Action("online.export", ("f9",), "导出", "导出未编入党员名单", Scope.ONLINE, shown=True),
    Action("online.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作", Scope.ONLINE, shown=True),
    Action("online.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.ONLINE),
    Action("online.mark", ("space",), "标记", "标记或取消标记，光标下移", Scope.ONLINE, shown=True),
    Action("online.range_up", ("shift+up",), "向上连标", "从光标处向上连续标记", Scope.ONLINE),
    Action("online.range_down", ("shift+down",), "向下连标", "从光标处向下连续标记", Scope.ONLINE),
    Action("online.mark_all", ("ctrl+e", "asterisk"), "全部标记", "标记当前列表的全部党员", Scope.ONLINE),
    Action("online.clear_marks", ("backspace",), "清除标记", "清除全部标记", Scope.ONLINE),
    Action("online.restore_marks", ("ctrl+r",), "恢复标记", "恢复上一次改变之前的标记", Scope.ONLINE),
)
