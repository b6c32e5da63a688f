"""Fill-in workbooks as a list for people: the same on the screen, on the command line and in files."""

from collections.abc import Iterable
from typing import Final

from tui.store.queries.fill_in import Issue

ISSUE_HEADERS: Final = ("党支部", "编号", "发出", "期限", "收回", "逾期", "文件", "去向")

_CLEARED: Final = {None: "未登记", "handed_over": "已交出", "destroyed": "已销毁"}


def issue_rows(found: Iterable[Issue]) -> list[tuple[str, ...]]:
    """Workbooks as :data:`ISSUE_HEADERS` name them."""
    return [
        (
            each.branch, f"第{each.number}号", each.issued_on, each.due_on, each.returned_on or "", lateness(each),
            each.file, _CLEARED[each.cleared],
        )
        for each in found
    ]  # fmt: skip


def lateness(issue: Issue) -> str:
    """How long a workbook is overdue, or what else it is."""
    if issue.returned_on:
        return "已收回"
    if not issue.newest:
        return "已另发"
    return f"逾期{issue.days}天" if issue.overdue else f"还有{-issue.days}天"
