"""Fill-in workbooks of branches without a terminal."""

from tui.actions.action import Action, Scope

ACTIONS: tuple[Action, ...] = (
    # fill-in workbooks of branches without a terminal
    Action("fill_ins.write", ("f5",), "写出", "给标记的（或光标所在的）党支部写出填报表", Scope.FILL_INS, shown=True),
    Action("fill_ins.read", ("f6",), "读回", "读回送来的填报表，先复核后采用", Scope.FILL_INS, shown=True),
    Action("fill_ins.export", ("f7",), "催收清单", "把未收回的清单写到文件夹", Scope.FILL_INS, shown=True),
    Action("fill_ins.handed", ("f8",), "已交出", "登记写出的文件已交出", Scope.FILL_INS, shown=True),
    Action("fill_ins.destroyed", ("f9",), "已销毁", "登记写出的文件已销毁", Scope.FILL_INS, shown=True),
    Action("fill_ins.mark", ("space",), "标记", "标记或取消标记，光标下移", Scope.FILL_INS, shown=True),
    Action("fill_ins.mark_all", ("ctrl+e", "asterisk"), "全部标记", "标记全部党支部", Scope.FILL_INS),
    Action("fill_in_back.lines", ("1",), "内容", "只看将要采用的内容：原值 > 新值", Scope.FILL_IN_BACK),
    Action("fill_in_back.problems", ("2",), "问题", "只看没有采用的单元格和行", Scope.FILL_IN_BACK),
    Action(
        "fill_in_back.decide",
        ("space",),
        "以谁为准",
        "其后本库已有改动的：改为采用，或不采用",
        Scope.FILL_IN_BACK,
        shown=True,
    ),
    Action("fill_in_back.apply", ("f5",), "采用", "一次采用，可整体撤销", Scope.FILL_IN_BACK, shown=True),
)
