"""Entering something of 组织处置, and the list of its procedures."""

from typing import Final

from tui.actions.action import Action, Scope

ACTIONS: Final[tuple[Action, ...]] = (
    Action("disposal_form.save", ("f5",), "保存", "核对将要写入的内容，确认后保存", Scope.DISPOSAL_FORM, shown=True),
    Action(
        "disposal_kinds.open",
        ("enter",),
        "全文",
        "光标所在程序的依据、条件、步骤和材料",
        Scope.DISPOSAL_KINDS,
        shown=True,
    ),
    Action(
        "disposal_kinds.take_in",
        ("f2",),
        "装入本地",
        "从介质或文件夹装入本地实施办法的程序文件",
        Scope.DISPOSAL_KINDS,
        shown=True,
    ),
    Action(
        "disposal_kinds.withdraw",
        ("f8",),
        "停用本地",
        "停用光标所在的本地程序；已立的案按原程序办完",
        Scope.DISPOSAL_KINDS,
        shown=True,
    ),
)
