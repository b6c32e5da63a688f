"""The keys that every list shares, so that the same key means the same in each."""

from collections.abc import Sequence

from tui.actions.action import Action, Scope


def listing(prefix: str, scope: Scope, views: Sequence[str], of: str = "党员") -> tuple[Action, ...]:
    """Views on the digits, finding, marking, undo and redo of a ledger of ``of``; ``prefix`` begins their ids."""
    chosen = tuple(
        Action(f"{prefix}.view_{number}", (str(number),), view, f"只看：{view}", scope)
        for number, view in enumerate(views, 1)
    )
    return (
        *chosen,
        Action(f"{prefix}.find", ("f3", "slash"), "查找", "按姓名、拼音、号码、单位查找；Esc取消", scope, shown=True),
        *marking(prefix, scope, of),
        Action(f"{prefix}.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作", scope, shown=True),
        Action(f"{prefix}.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", scope),
    )


def marking(prefix: str, scope: Scope, of: str = "党员") -> tuple[Action, ...]:
    """Marking rows of a list of ``of``; ``prefix`` begins their ids."""
    return (
        Action(f"{prefix}.mark", ("space",), "标记", "标记或取消标记，光标下移", scope, shown=True),
        Action(f"{prefix}.range_up", ("shift+up",), "向上连标", "从光标处向上连续标记", scope),
        Action(f"{prefix}.range_down", ("shift+down",), "向下连标", "从光标处向下连续标记", scope),
        Action(f"{prefix}.mark_all", ("ctrl+e", "asterisk"), "全部标记", f"标记当前列表的全部{of}", scope),
        Action(f"{prefix}.clear_marks", ("backspace",), "清除标记", "清除全部标记", scope),
        Action(f"{prefix}.restore_marks", ("ctrl+r",), "恢复标记", "恢复上一次改变之前的标记", scope),
    )


def files(prefix: str, scope: Scope) -> Action:
    """The key to the files attached to the row under the cursor, or to what the page is about."""
    return Action(f"{prefix}.evidence", ("f7",), "附件", "所附文件：添加、查看、写出副本、撤回", scope, shown=True)
