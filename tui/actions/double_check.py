"""The double check: its branches, the verification sheet of one, the members it names."""

from tui.actions.action import Action, Scope
from tui.actions.listing import marking

ACTIONS: tuple[Action, ...] = (
    # the double check: all branches
    Action("double.open", ("enter",), "核查表", "打开光标所在党支部的核查表", Scope.DOUBLE_CHECK, shown=True),
    Action("double.levels", ("f2",), "层级", "规定本批次哪一级自查、哪一级核查", Scope.DOUBLE_CHECK, shown=True),
    Action("double.missing", ("f3",), "缺查名单", "光标所在党支部还缺谁的自查或核查", Scope.DOUBLE_CHECK, shown=True),
    Action("double.close", ("f8",), "办结", "核查办结；已办结的重新核查", Scope.DOUBLE_CHECK, shown=True),
    Action("double.export", ("f9",), "写出", "写出核查表和核查情况报告", Scope.DOUBLE_CHECK, shown=True),
    Action("double.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作", Scope.DOUBLE_CHECK, shown=True),
    Action("double.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.DOUBLE_CHECK),
    # the verification sheet of a branch
    Action("branch.sheet", ("1",), "核查表", "三查三核和初步建议", Scope.BRANCH_SHEET),
    Action("branch.differences", ("2",), "差异", "自查与核查结论不一致的党员", Scope.BRANCH_SHEET),
    Action("branch.missing", ("3", "f3"), "缺查", "缺自查或核查结论的党员", Scope.BRANCH_SHEET, shown=True),
    Action("branch.requests", ("4",), "更正意见", "对本党支部党员提出的更正意见", Scope.BRANCH_SHEET),
    Action("branch.open", ("enter",), "名单", "所列党员；其他各页为党员详情", Scope.BRANCH_SHEET, shown=True),
    Action("branch.remark", ("f2",), "说明", "写说明；初步建议写建议内容", Scope.BRANCH_SHEET, shown=True),
    Action("branch.file", ("f4",), "提更正", "对已标记的或光标所在党员提更正意见", Scope.BRANCH_SHEET, shown=True),
    Action("branch.sound", ("f5",), "无问题", "记为无问题，光标下移", Scope.BRANCH_SHEET, shown=True),
    Action("branch.wrong", ("f6",), "有问题", "记为有问题，光标下移", Scope.BRANCH_SHEET, shown=True),
    Action("branch.none", ("f7",), "无此情形", "记为无此情形，光标下移", Scope.BRANCH_SHEET, shown=True),
    Action("branch.close", ("f8",), "办结", "核查办结；已办结的重新核查", Scope.BRANCH_SHEET, shown=True),
    Action("branch.export", ("f9",), "写出", "写出核查表和核查情况报告", Scope.BRANCH_SHEET, shown=True),
    Action("branch.count", ("ctrl+n",), "核准数", "填写核准的人数", Scope.BRANCH_SHEET),
    Action("branch.clear", ("delete",), "取消", "取消结论；更正意见则为撤回", Scope.BRANCH_SHEET),
    Action("branch.settle", ("ctrl+g",), "销号", "更正意见已落实或已另有改动的，予以销号", Scope.BRANCH_SHEET),
    *marking("branch", Scope.BRANCH_SHEET),
    Action("branch.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作", Scope.BRANCH_SHEET),
    Action("branch.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.BRANCH_SHEET),
    Action("names.open", ("enter",), "详情", "光标所在党员的全部情况", Scope.NAMED, shown=True),
    Action("names.file", ("f4",), "提更正", "对已标记的或光标所在党员提更正意见", Scope.NAMED, shown=True),
    *marking("names", Scope.NAMED),
)
