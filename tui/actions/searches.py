"""The search for members who lost contact: the ledger of cases, one person's file, departmental search."""

from typing import Final

from tui.actions.action import Action, Scope
from tui.actions.listing import files, listing

CASE_VIEWS: Final = ("查找中", "待开案", "取得联系", "无法取得联系", "其他了结")
REQUEST_VIEWS: Final = ("待发函", "待答复", "已答复", "已撤回")

_CASES, _CASE, _FORM, _OFFICES = Scope.SEARCHES, Scope.SEARCH_CASE, Scope.SEARCH_FORM, Scope.OFFICE_REQUESTS

ACTIONS: tuple[Action, ...] = (
    *listing("searches", _CASES, CASE_VIEWS),
    Action("searches.open", ("enter",), "一人一档", "打开光标所在党员的查找档案", _CASES, shown=True),
    Action("searches.add", ("f2",), "开案", "按姓名找到党员，写明情况开案查找", _CASES, shown=True),
    Action("searches.request", ("f4",), "提请部门", "提请公安、人社等部门查找（可标记多人）", _CASES, shown=True),
    Action("searches.record", ("f5",), "记查找", "一行记一次查找（可标记多人）；待开案的开案", _CASES, shown=True),
    Action("searches.facts", ("f6",), "情况", "填写职业、情形、类别、现状等", _CASES, shown=True),
    files("searches", _CASES),
    Action("searches.settle", ("f8",), "了结", "记查找结果；已了结的重新查找", _CASES, shown=True),
    Action("searches.minimums", ("0",), "最低要求", "规定查找方式、次数、天数的最低要求（书记）", _CASES),
    # one person's file
    Action("search_case.read", ("enter",), "全文", "翻看全部记载", _CASE, shown=True),
    Action("search_case.nature", ("f4",), "定性表", "填写失联性质认定表", _CASE, shown=True),
    Action("search_case.record", ("f5",), "记查找", "一行记一次查找，连续记到Esc为止", _CASE, shown=True),
    Action("search_case.facts", ("f6",), "情况", "填写职业、情形、类别、现状、现实表现等", _CASE, shown=True),
    files("search_case", _CASE),
    Action("search_case.settle", ("f8",), "了结", "记查找结果；已了结的重新查找", _CASE, shown=True),
    Action("search_case.paper", ("f9",), "写出", "写出一人一档或性质认定表（.docx）", _CASE, shown=True),
    Action("search_case.withdraw", ("delete",), "撤回一条", "撤回光标所在的查找记录，写明原因", _CASE, shown=True),
    Action("search_case.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作", _CASE, shown=True),
    Action("search_case.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", _CASE),
    Action("search_form.save", ("f5",), "保存", "保存填写的内容", _FORM, shown=True),
    # departmental search
    *listing("office_requests", _OFFICES, REQUEST_VIEWS),
    files("office_requests", _OFFICES),
    Action("office_requests.open", ("enter",), "一人一档", "打开光标所在党员的查找档案", _OFFICES, shown=True),
    Action("office_requests.record", ("f5",), "发函/答复", "为标记的发一份函；待答复的登记答复", _OFFICES, shown=True),
    Action("office_requests.paper", ("f9",), "写出函件", "写出同一份函和名单（.docx）", _OFFICES, shown=True),
    Action("office_requests.withdraw", ("f8",), "撤回提请", "撤回还没有发函的提请，写明原因", _OFFICES, shown=True),
)
