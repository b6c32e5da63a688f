"""The ledger of 组织处置 and one case of it."""

from typing import Final

from tui.actions.action import Action, Scope
from tui.actions.listing import files, listing

VIEWS: Final = ("在办", "本级", "他方", "超期", "办结", "补录", "撤销", "全部")
"""Short names of the views of ``tui.store.queries.disposal_ledger``, in their order, so that all fit on 80 columns."""
MARKING: Final = frozenset({"mark", "range_up", "range_down", "mark_all", "clear_marks", "restore_marks"})
"""Each case is decided alone: nothing is done to marks here."""

ACTIONS: tuple[Action, ...] = (
    Action("disposals.open", ("enter",), "打开", "打开光标所在的案件：全部程序和材料", Scope.DISPOSALS, shown=True),
    Action("disposals.add", ("f2",), "立案", "给一名党员立案", Scope.DISPOSALS, shown=True),
    *(each for each in listing("disposals", Scope.DISPOSALS, VIEWS) if each.id.partition(".")[2] not in MARKING),
    Action("disposals.history", ("f4",), "补录", "补录使用本程序之前已经决定的处置", Scope.DISPOSALS, shown=True),
    Action("disposals.next", ("f5",), "办下一步", "办理光标所在案件的下一步", Scope.DISPOSALS, shown=True),
    Action("disposals.refer", ("f6",), "移送", "移送违纪违法线索，登记回执和结果", Scope.DISPOSALS, shown=True),
    files("disposals", Scope.DISPOSALS),
    Action("disposals.withdraw", ("f8",), "撤销立案", "撤销光标所在的立案，写明原因", Scope.DISPOSALS, shown=True),
    Action("disposals.write", ("f9",), "写出", "写出光标所在案件的文书、案卷", Scope.DISPOSALS, shown=True),
    Action("disposals.kinds", ("ctrl+g",), "处置程序", "各种处置的依据、条件和步骤；本地实施办法", Scope.DISPOSALS),
    # one case
    Action("disposal_case.open", ("enter",), "查看", "光标所在一步的全部记载", Scope.DISPOSAL_CASE, shown=True),
    Action("disposal_case.whole", ("f3",), "全案", "全案：依据、事实、各步记载、移送", Scope.DISPOSAL_CASE, shown=True),
    Action("disposal_case.others", ("f4",), "前后案", "该党员的其他处置案件", Scope.DISPOSAL_CASE, shown=True),
    Action("disposal_case.next", ("f5",), "办下一步", "办理下一步", Scope.DISPOSAL_CASE, shown=True),
    Action("disposal_case.refer", ("f6",), "移送", "移送违纪违法线索，登记回执和结果", Scope.DISPOSAL_CASE, shown=True),
    Action(
        "disposal_case.evidence",
        ("f7",),
        "附件",
        "光标所在一步的附件；没有办的为本案的",
        Scope.DISPOSAL_CASE,
        shown=True,
    ),
    Action("disposal_case.withdraw", ("f8",), "撤销立案", "撤销立案，写明原因", Scope.DISPOSAL_CASE, shown=True),
    Action("disposal_case.write", ("f9",), "写出", "写出文书、案卷", Scope.DISPOSAL_CASE, shown=True),
    Action("disposal_case.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作", Scope.DISPOSAL_CASE, shown=True),
    Action("disposal_case.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.DISPOSAL_CASE),
)
