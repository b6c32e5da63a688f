"""The review of the roster: verdicts, finding, marking, arranging the list."""

from tui.actions.action import Action, Scope

ACTIONS: tuple[Action, ...] = (
    # choosing the check and giving verdicts
    Action("review.check_1", ("1",), "名册", "在手的核查项改为：一查党员名册", Scope.REVIEW),
    Action("review.check_2", ("2",), "档案", "在手的核查项改为：二查党员档案", Scope.REVIEW),
    Action("review.check_3", ("3",), "党费", "在手的核查项改为：三查党费和组织生活", Scope.REVIEW),
    Action("review.check_4", ("4",), "回执", "在手的核查项改为：四查介绍信存根", Scope.REVIEW),
    Action("review.check_5", ("5",), "表现", "在手的核查项改为：五查现实表现", Scope.REVIEW),
    Action("review.stage", ("0",), "自查/核查", "在支部自查与工作组核查之间切换", Scope.REVIEW, shown=True),
    Action("review.clear", ("f5",), "无误", "记为“无误”，光标下移；有标记时对全部标记", Scope.REVIEW, shown=True),
    Action("review.mended", ("f6",), "已更正", "记为“已更正”，用法同上", Scope.REVIEW, shown=True),
    Action("review.pending", ("f7",), "待完善", "记为“待完善”，用法同上", Scope.REVIEW, shown=True),
    Action("review.doubtful", ("f8",), "存疑", "记为“存疑”，用法同上", Scope.REVIEW, shown=True),
    Action("review.not_applicable", ("f9",), "不适用", "记为“不适用”，用法同上", Scope.REVIEW, shown=True),
    Action("review.unchecked", ("delete",), "改回未查", "把结论改回“未查”，用法同上", Scope.REVIEW),
    Action("review.note", ("f2", "n"), "备注", "给光标所在或全部标记的党员写备注", Scope.REVIEW, shown=True),
    Action("review.record", ("ctrl+f", "v"), "核查记录", "填写光标所在党员在手核查项的记录、依据和结论", Scope.REVIEW),
    Action("review.accept", ("ctrl+g",), "采纳建议", "标记的或列表全部，建议无误的批量记为无误", Scope.REVIEW),
    Action("review.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作，关机重开后仍可撤销", Scope.REVIEW, shown=True),
    Action("review.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.REVIEW),
    Action("app.menu", ("f12", "m"), "功能", "打开功能菜单：导入、上报、接收、公钥卡、日志", Scope.REVIEW, shown=True),
    # finding and marking
    Action(
        "review.search", ("f3", "slash"), "查找", "查找、筛选：姓名、拼音、号码，或“项目:值”", Scope.REVIEW, shown=True
    ),
    Action("review.saved_filters", ("f4",), "常用筛选", "选用、保存、改名、删除常用的筛选", Scope.REVIEW),
    Action("review.open", ("enter",), "卡片", "打开光标所在党员的卡片，逐人核查", Scope.REVIEW, shown=True),
    Action("review.mark", ("space",), "标记", "标记或取消标记，光标下移", Scope.REVIEW, shown=True),
    Action("review.range_up", ("shift+up",), "向上连标", "从光标处向上连续标记", Scope.REVIEW),
    Action("review.range_down", ("shift+down",), "向下连标", "从光标处向下连续标记", Scope.REVIEW),
    Action("review.mark_all", ("ctrl+e", "asterisk"), "全部标记", "标记当前查找结果的全部党员", Scope.REVIEW),
    Action("review.invert", ("insert", "i"), "反向标记", "把当前查找结果中的标记反过来", Scope.REVIEW),
    Action("review.mark_same", ("ctrl+d",), "同值标记", "标记当前列表中与光标所在党员某一项同值的党员", Scope.REVIEW),
    Action("review.mark_where", ("ctrl+k",), "按条件标记", "输入条件，标记当前列表中符合条件的党员", Scope.REVIEW),
    Action(
        "review.set_field",
        ("ctrl+t",),
        "批量改",
        "改标记的或光标所在党员的一项信息，或列入、移出重点群体",
        Scope.REVIEW,
    ),
    Action("review.move", ("ctrl+n",), "换党支部", "把标记的或光标所在党员换到本单位维护的另一党支部", Scope.REVIEW),
    Action("review.clear_marks", ("backspace",), "清除标记", "清除全部标记", Scope.REVIEW),
    Action("review.restore_marks", ("ctrl+r",), "恢复标记", "恢复上一次改变之前的标记", Scope.REVIEW),
    # arranging the list
    Action("review.columns", ("ctrl+w",), "栏目", "选择名册的栏目、次序和宽度，每人各自保存", Scope.REVIEW),
    Action("review.sort", ("ctrl+x",), "排序", "名册按某一栏排序，或回到名册顺序；也可点击栏目标题", Scope.REVIEW),
    Action("review.tree", ("tab",), "组织树", "在组织树与名册之间切换；组织树中回车只看该组织", Scope.REVIEW),
    Action("columns.toggle", ("space",), "显示/隐藏", "显示或隐藏这一栏", Scope.COLUMNS, shown=True),
    Action("columns.up", ("shift+up",), "上移", "这一栏向前移", Scope.COLUMNS, shown=True),
    Action("columns.down", ("shift+down",), "下移", "这一栏向后移", Scope.COLUMNS, shown=True),
    Action("columns.narrower", ("left",), "变窄", "这一栏窄一格", Scope.COLUMNS, shown=True),
    Action("columns.wider", ("right",), "变宽", "这一栏宽一格", Scope.COLUMNS, shown=True),
    Action("columns.default", ("delete",), "恢复默认", "恢复默认的栏目、次序和宽度", Scope.COLUMNS, shown=True),
    Action("columns.go", ("f5",), "采用", "采用并保存（也可按回车）", Scope.COLUMNS, shown=True),
)
