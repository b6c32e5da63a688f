"""What is due or overdue."""

from tui.actions.action import Action, Scope
from tui.actions.listing import listing

ACTIONS: tuple[Action, ...] = (
    Action("app.agenda", ("ctrl+s", "a"), "待办", "到期和逾期的全部事项，按日期排列", Scope.REVIEW),
    Action("agenda.go", ("enter", "f5"), "前往", "到光标所在事项的卡片或台账去办理", Scope.AGENDA, shown=True),
    Action("agenda.kind", ("f4",), "类别", "只看某一类事项", Scope.AGENDA, shown=True),
    Action("agenda.basis", ("f6",), "依据", "光标所在事项的期限依据", Scope.AGENDA, shown=True),
    Action("agenda.branch", ("tab",), "党组织", "只看某一党组织及其下级", Scope.AGENDA, shown=True),
    *(
        each
        for each in listing("agenda", Scope.AGENDA, ("全部", "已逾期", "30天内"), "事项")
        if "mark" not in each.id and "range" not in each.id
    ),
)
