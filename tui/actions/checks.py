"""The form of one check, and the statements of branches about their stubs."""

from tui.actions.action import Action, Scope

ACTIONS: tuple[Action, ...] = (
    # the form of one check, and of a branch's stubs
    Action("check_form.save", ("f2",), "只保存", "保存填写的内容，不改变结论", Scope.CHECK_FORM, shown=True),
    Action("check_form.clear", ("f5",), "无误", "保存并记为“无误”", Scope.CHECK_FORM, shown=True),
    Action("check_form.mended", ("f6",), "已更正", "保存并记为“已更正”", Scope.CHECK_FORM, shown=True),
    Action("check_form.pending", ("f7",), "待完善", "保存并记为“待完善”", Scope.CHECK_FORM, shown=True),
    Action("check_form.doubtful", ("f8",), "存疑", "保存并记为“存疑”", Scope.CHECK_FORM, shown=True),
    Action("check_form.not_applicable", ("f9",), "不适用", "保存并记为“不适用”", Scope.CHECK_FORM, shown=True),
    Action("check_form.member", ("f3",), "详情", "查看该党员的全部情况", Scope.CHECK_FORM, shown=True),
    Action("check_form.stubs", ("f4",), "存根情况", "填写其党支部的介绍信存根检查情况", Scope.CHECK_FORM, shown=True),
    Action("check_form.evidence", ("ctrl+k",), "附件", "该党员这项核查的附件", Scope.CHECK_FORM),
    Action("stub_form.save", ("f5",), "保存", "保存存根检查情况", Scope.STUB_FORM, shown=True),
    Action("stubs.open", ("enter",), "填写", "填写光标所在党支部的存根检查情况", Scope.STUBS, shown=True),
    Action("form.fill", ("enter",), "填写", "填写光标所在的一项", Scope.FORM, shown=True),
    Action("form.cycle", ("space",), "换选项", "换成下一个选项", Scope.FORM, shown=True),
    Action("form.empty", ("delete",), "清空", "清空光标所在的一项", Scope.FORM),
)
