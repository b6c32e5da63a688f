"""Statistics of 组织处置."""

from typing import Final

from tui.actions.action import Action, Scope

TABLES: Final = ("按方式", "在办步骤", "失联汇总", "党籍", "问题")
"""The tables, in the order of their keys."""

ACTIONS: tuple[Action, ...] = (
    Action(
        "disposal_statistics.names",
        ("enter",),
        "名单",
        "光标所在一行的数字背后是谁",
        Scope.DISPOSAL_STATISTICS,
        shown=True,
    ),
    *(
        Action(f"disposal_statistics.view_{number}", (str(number),), table, f"统计：{table}", Scope.DISPOSAL_STATISTICS)
        for number, table in enumerate(TABLES, 1)
    ),
    Action(
        "disposal_statistics.unit", ("f4",), "党组织", "只看某一党组织及其下级", Scope.DISPOSAL_STATISTICS, shown=True
    ),
    Action("disposal_statistics.as_of", ("f5",), "截止日", "统计到哪一天", Scope.DISPOSAL_STATISTICS, shown=True),
    Action("disposal_statistics.since", ("f6",), "起始日", "本期从哪一天起", Scope.DISPOSAL_STATISTICS, shown=True),
    Action("disposal_statistics.write", ("f9",), "写出", "写出统计表（.xlsx）", Scope.DISPOSAL_STATISTICS, shown=True),
)
