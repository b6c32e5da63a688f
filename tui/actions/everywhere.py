"""Keys that mean the same on every screen."""

from tui.actions.action import Action, Scope

ACTIONS: tuple[Action, ...] = (
    Action("app.help", ("f1", "question_mark"), "按键", "显示本页：全部按键及其作用", Scope.EVERYWHERE, shown=True),
    Action(
        "app.back", ("escape",), "返回", "关闭当前一层：先对话框，再查找；不会清除标记", Scope.EVERYWHERE, shown=True
    ),
    Action("app.theme", ("ctrl+o",), "明暗", "深色与浅色界面之间切换；锁屏后不变", Scope.EVERYWHERE),
    Action("app.lock", ("ctrl+l",), "锁屏", "立即锁屏；再输口令回到原处", Scope.EVERYWHERE),
    Action("app.quit", ("ctrl+q",), "退出", "退出程序；每步操作都已随时存盘", Scope.EVERYWHERE, shown=True),
)
