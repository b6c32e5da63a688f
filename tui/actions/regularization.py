"""Putting relations in order (规范管理): the ledger, one case, the form of one entry."""

from typing import Final

from tui.actions.action import Action, Scope
from tui.actions.listing import files, listing

VIEWS: Final = ("待核实", "待定", "办理中", "已办结", "转处置", "移送", "全部")
"""Short names of the states, so that all views fit on 80 columns."""
_MARKING: Final = frozenset({"mark", "range_up", "range_down", "mark_all", "clear_marks", "restore_marks"})
"""Conduct is established and decided on person by person: nothing is done to marks here."""

ACTIONS: tuple[Action, ...] = (
    Action("regular.open", ("enter",), "打开", "打开光标所在事项", Scope.REGULAR, shown=True),
    Action("regular.add", ("f2",), "列入", "把一名党员列入规范管理", Scope.REGULAR, shown=True),
    *(each for each in listing("regular", Scope.REGULAR, VIEWS) if each.id.partition(".")[2] not in _MARKING),
    Action("regular.statistics", ("f4",), "统计", "某一日期各项措施的人数", Scope.REGULAR, shown=True),
    Action("regular.next", ("f5",), "办下一步", "办理光标所在事项的下一步", Scope.REGULAR, shown=True),
    Action("regular.describe", ("f6",), "情况", "填写外出、介绍信等情况", Scope.REGULAR, shown=True),
    files("regular", Scope.REGULAR),
    Action("regular.withdraw", ("f8",), "撤回", "撤回光标所在事项，写明原因", Scope.REGULAR, shown=True),
    Action("regular.permits", ("f9",), "活动证", "流动党员活动证登记簿：查看，写出登记表", Scope.REGULAR, shown=True),
    # one case
    Action("regular_case.open", ("enter",), "填写", "填写光标所在的一行；已办的查看", Scope.REGULAR_CASE, shown=True),
    Action("regular_case.basis", ("f3",), "依据", "建议的理由和各项措施的文件依据", Scope.REGULAR_CASE, shown=True),
    Action("regular_case.decide", ("f4",), "定措施", "确定规范管理措施", Scope.REGULAR_CASE, shown=True),
    Action("regular_case.next", ("f5",), "办下一步", "填写下一项", Scope.REGULAR_CASE, shown=True),
    Action("regular_case.describe", ("f6",), "情况", "填写外出、介绍信等情况", Scope.REGULAR_CASE, shown=True),
    Action(
        "regular_case.evidence", ("f7",), "附件", "光标所在一行的附件；未办的为本事项的", Scope.REGULAR_CASE, shown=True
    ),
    Action("regular_case.withdraw", ("f8",), "撤回", "撤回本事项，写明原因", Scope.REGULAR_CASE, shown=True),
    Action("regular_case.export", ("f9",), "写出", "写出审批表，供打印签字", Scope.REGULAR_CASE, shown=True),
    Action("regular_case.refer", ("ctrl+g",), "移送线索", "记违纪违法线索已移送的机关和日期", Scope.REGULAR_CASE),
    Action("regular_case.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作", Scope.REGULAR_CASE, shown=True),
    Action("regular_case.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.REGULAR_CASE),
    # one entry
    Action("regular_form.save", ("f5",), "保存", "保存填写的内容", Scope.REGULAR_FORM, shown=True),
)
