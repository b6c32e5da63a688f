"""The ledger of situations (情形台账): its lists, the form of one, what the vault suggests, the three counts (三核)."""

from typing import Final

from tui.actions.action import Action, Scope
from tui.actions.listing import files, listing

VIEWS: Final = ("全部", "流动", "空挂", "口袋", "失联", "出境", "保留", "了结")
SIGN_VIEWS: Final = ("全部", "名册写明", "须逐人查明")

ACTIONS: tuple[Action, ...] = (
    *listing("situations", Scope.SITUATIONS, VIEWS, "情形"),
    Action("situations.open", ("enter",), "打开", "查看光标所在的登记和所依据的规定", Scope.SITUATIONS, shown=True),
    Action("situations.add", ("f2",), "新增", "选党员、选情形，逐项登记", Scope.SITUATIONS, shown=True),
    Action("situations.signs", ("f4",), "建议", "名册、核查记录、介绍信、备注中的线索", Scope.SITUATIONS, shown=True),
    Action("situations.end", ("f5",), "了结", "登记终止时间和原因，如已取得联系", Scope.SITUATIONS, shown=True),
    Action("situations.amend", ("f6",), "改", "修改光标所在的登记", Scope.SITUATIONS, shown=True),
    files("situations", Scope.SITUATIONS),
    Action("situations.withdraw", ("f8",), "撤回", "登错了的，写明原因撤回", Scope.SITUATIONS, shown=True),
    Action("situations.three", ("f9",), "三核", "各党组织的数量、去向、现状", Scope.SITUATIONS, shown=True),
    Action("situations.define", ("0",), "定义", "各种情形的政策定义和出处", Scope.SITUATIONS, shown=True),
    Action("situations.redefine", ("9",), "改定义", "“空挂”“隐身”的定义改用上级的说法", Scope.SITUATIONS),
    Action("situation_form.save", ("f5",), "保存", "保存登记", Scope.SITUATION_FORM, shown=True),
    *listing("signs", Scope.SITUATION_SIGNS, SIGN_VIEWS, "建议"),
    Action("signs.open", ("enter",), "逐项登记", "以线索填好，逐项核对后登记", Scope.SITUATION_SIGNS, shown=True),
    Action("signs.adopt", ("f5",), "采纳", "照线索登记；几项一起只限名册写明的", Scope.SITUATION_SIGNS, shown=True),
    Action("three.open", ("enter",), "打开", "查看光标所在党组织的去向、现状、原因", Scope.THREE_COUNTS, shown=True),
)
