"""Members' files: the ledger, one member's file, the forms about it."""

from tui.actions.action import Action, Scope
from tui.actions.listing import files, listing

VIEWS = ("全部", "齐全", "缺材料", "不规范", "不真实", "无档案", "商转中", "待办")
"""Of the ledger, in the order of ``store.queries.archives.View``."""

ACTIONS: tuple[Action, ...] = (
    *listing("archives", Scope.ARCHIVES, VIEWS),
    Action("archives.open", ("enter",), "打开", "打开光标所在党员的档案", Scope.ARCHIVES, shown=True),
    Action("archives.establish", ("f2",), "建立档案", "为无人事档案的党员建立党员档案", Scope.ARCHIVES, shown=True),
    Action("archives.branch", ("f4",), "党支部", "只看一个党支部的；再选全部党组织则取消", Scope.ARCHIVES, shown=True),
    Action("archives.place", ("f5",), "登记保管", "登记材料存于何处、由谁保管", Scope.ARCHIVES, shown=True),
    Action("archives.state", ("f6",), "材料状态", "登记一种材料的状态", Scope.ARCHIVES, shown=True),
    files("archives", Scope.ARCHIVES),
    Action("archives.export", ("f9",), "写出", "写出档案缺失、不规范、不真实党员名单", Scope.ARCHIVES, shown=True),
    Action("archive.handle", ("enter", "f5"), "办理", "材料登记状态，函记复函，事项记结果", Scope.ARCHIVE, shown=True),
    Action("archive.work", ("f2",), "跟进事项", "登记鉴别、完善或补充，写明期限和经办人", Scope.ARCHIVE, shown=True),
    Action("archive.inquire", ("f4",), "商转函", "登记发给转来单位党组织的函", Scope.ARCHIVE, shown=True),
    Action("archive.place", ("f6",), "改保管", "登记材料存于何处、由谁保管", Scope.ARCHIVE, shown=True),
    files("archive", Scope.ARCHIVE),
    Action("archive.withdraw", ("f8",), "撤回", "撤回未办结的函件或事项，写明原因", Scope.ARCHIVE, shown=True),
    Action("archive.write", ("f9",), "写出", "写出材料清单、待复的商转函", Scope.ARCHIVE, shown=True),
    Action("archive.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作", Scope.ARCHIVE, shown=True),
    Action("archive.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.ARCHIVE),
    Action("archive_form.save", ("f5",), "保存", "保存所填内容", Scope.ARCHIVE_FORM, shown=True),
)
