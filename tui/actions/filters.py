"""Saved filters."""

from tui.actions.action import Action, Scope

ACTIONS: tuple[Action, ...] = (
    # saved filters
    Action("filters.choose", ("enter",), "采用", "按光标所在的条件筛选名册", Scope.FILTERS, shown=True),
    Action("filters.save", ("f5",), "保存当前", "把名册当前的筛选条件保存在一个名称下", Scope.FILTERS, shown=True),
    Action("filters.rename", ("f2",), "改名", "改变光标所在筛选的名称", Scope.FILTERS, shown=True),
    Action("filters.delete", ("delete",), "删除", "删除光标所在的筛选", Scope.FILTERS, shown=True, dangerous=True),
    Action("filters.explain", ("f3",), "写法", "筛选条件的写法和全部项目", Scope.FILTERS, shown=True),
)
