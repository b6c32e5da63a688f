"""THE table of actions: every key of the program stands here, with its label and its help.

Bindings, the key line at the bottom, the key sheet (F1) and the manual's key list are all made from it. Every
primary action has a key that passes a Chinese input method untouched (function keys, digits, arrows, Space, Enter,
Esc, ctrl); every printable key also answers to its full-width twin.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from textual.binding import Binding, BindingType


class Scope(Enum):
    """Where an action can be done; the value heads its section of the key sheet."""

    EVERYWHERE = "任何地方"
    REVIEW = "核查名册"
    CHOOSING = "选择文件或文件夹"
    LAYOUT = "核对版式"
    HEADER = "指定表头"
    QUESTIONS = "认定存疑的值"
    ARRIVALS = "导入前复核"
    SHEET = "办理前确认"
    CARDS = "单位公钥卡"
    JOURNAL = "日志"
    PEOPLE = "使用人"
    MEMBER = "党员卡片"
    HISTORY = "党员履历"
    COMPARISON = "与统计数据库比对"
    ONLINE = "网上接转系统"
    READING = "查看"
    FILL_INS = "填报表"
    FILL_IN_BACK = "填报表读回前复核"
    FILTERS = "常用筛选"
    CHECK_FORM = "核查记录"
    STUB_FORM = "介绍信存根检查情况"
    STUBS = "各党支部存根检查情况"
    FORM = "逐项填写"
    DOUBLE_CHECK = "双查：各党支部"
    BRANCH_SHEET = "工作组核查表"
    NAMED = "核查表所列党员"
    COLUMNS = "名册的栏目"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the program does on a key.

    ``keys`` are Textual key names, the one shown first. ``shown`` puts it on the key line. ``dangerous`` marks what
    cannot be undone. ``method`` is the Textual action that it runs.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    scope: Scope
    shown: bool = False
    dangerous: bool = False

    @property
    def method(self) -> str:
        """``run('review.undo')``: screens route every action through one method, which can refuse with a reason."""
        return f"run('{self.id}')"

    @property
    def key_label(self) -> str:
        """The first key as it is printed on the keyboard."""
        return key_label(self.keys[0])


ACTIONS: tuple[Action, ...] = (
    Action("app.help", ("f1", "question_mark"), "按键", "显示本页：全部按键及其作用", Scope.EVERYWHERE, shown=True),
    Action(
        "app.back", ("escape",), "返回", "关闭当前一层：先对话框，再查找；不会清除标记", Scope.EVERYWHERE, shown=True
    ),
    Action("app.theme", ("ctrl+o",), "明暗", "深色与浅色界面之间切换；锁屏后不变", Scope.EVERYWHERE),
    Action("app.lock", ("ctrl+l",), "锁屏", "立即锁屏；再输口令回到原处", Scope.EVERYWHERE),
    Action("app.quit", ("ctrl+q",), "退出", "退出程序；每步操作都已随时存盘", Scope.EVERYWHERE, shown=True),
    # choosing the check and giving verdicts
    Action("review.check_1", ("1",), "名册", "在手的核查项改为：一查党员名册", Scope.REVIEW),
    Action("review.check_2", ("2",), "档案", "在手的核查项改为：二查党员档案", Scope.REVIEW),
    Action("review.check_3", ("3",), "党费", "在手的核查项改为：三查党费和组织生活", Scope.REVIEW),
    Action("review.check_4", ("4",), "回执", "在手的核查项改为：四查介绍信存根", Scope.REVIEW),
    Action("review.check_5", ("5",), "表现", "在手的核查项改为：五查现实表现", Scope.REVIEW),
    Action("review.stage", ("0",), "自查/核查", "在支部自查与工作组核查之间切换", Scope.REVIEW, shown=True),
    Action("review.clear", ("f5",), "无误", "记为“无误”，光标下移；有标记时对全部标记", Scope.REVIEW, shown=True),
    Action("review.mended", ("f6",), "已更正", "记为“已更正”，用法同上", Scope.REVIEW, shown=True),
    Action("review.pending", ("f7",), "待完善", "记为“待完善”，用法同上", Scope.REVIEW, shown=True),
    Action("review.doubtful", ("f8",), "存疑", "记为“存疑”，用法同上", Scope.REVIEW, shown=True),
    Action("review.not_applicable", ("f9",), "不适用", "记为“不适用”，用法同上", Scope.REVIEW, shown=True),
    Action("review.unchecked", ("delete",), "改回未查", "把结论改回“未查”，用法同上", Scope.REVIEW),
    Action("review.note", ("f2", "n"), "备注", "给光标所在或全部标记的党员写备注", Scope.REVIEW, shown=True),
    Action("review.record", ("ctrl+f", "v"), "核查记录", "填写光标所在党员在手核查项的记录、依据和结论", Scope.REVIEW),
    Action("review.accept", ("ctrl+g",), "采纳建议", "标记的或列表全部，建议无误的批量记为无误", Scope.REVIEW),
    Action("review.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作，关机重开后仍可撤销", Scope.REVIEW, shown=True),
    Action("review.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.REVIEW),
    Action("app.menu", ("f12", "m"), "功能", "打开功能菜单：导入、上报、接收、公钥卡、日志", Scope.REVIEW, shown=True),
    # finding and marking
    Action(
        "review.search", ("f3", "slash"), "查找", "查找、筛选：姓名、拼音、号码，或“项目:值”", Scope.REVIEW, shown=True
    ),
    Action("review.saved_filters", ("f4",), "常用筛选", "选用、保存、改名、删除常用的筛选", Scope.REVIEW),
    Action("review.open", ("enter",), "卡片", "打开光标所在党员的卡片，逐人核查", Scope.REVIEW, shown=True),
    Action("review.mark", ("space",), "标记", "标记或取消标记，光标下移", Scope.REVIEW, shown=True),
    Action("review.range_up", ("shift+up",), "向上连标", "从光标处向上连续标记", Scope.REVIEW),
    Action("review.range_down", ("shift+down",), "向下连标", "从光标处向下连续标记", Scope.REVIEW),
    Action("review.mark_all", ("ctrl+e", "asterisk"), "全部标记", "标记当前查找结果的全部党员", Scope.REVIEW),
    Action("review.invert", ("insert", "i"), "反向标记", "把当前查找结果中的标记反过来", Scope.REVIEW),
    Action("review.mark_same", ("ctrl+d",), "同值标记", "标记当前列表中与光标所在党员某一项同值的党员", Scope.REVIEW),
    Action("review.mark_where", ("ctrl+k",), "按条件标记", "输入条件，标记当前列表中符合条件的党员", Scope.REVIEW),
    Action(
        "review.set_field",
        ("ctrl+t",),
        "批量改",
        "改标记的或光标所在党员的一项信息，或列入、移出重点群体",
        Scope.REVIEW,
    ),
    Action("review.move", ("ctrl+n",), "换党支部", "把标记的或光标所在党员换到本单位维护的另一党支部", Scope.REVIEW),
    Action("review.clear_marks", ("backspace",), "清除标记", "清除全部标记", Scope.REVIEW),
    Action("review.restore_marks", ("ctrl+r",), "恢复标记", "恢复上一次改变之前的标记", Scope.REVIEW),
    # arranging the list
    Action("review.columns", ("ctrl+w",), "栏目", "选择名册的栏目、次序和宽度，每人各自保存", Scope.REVIEW),
    Action("review.sort", ("ctrl+x",), "排序", "名册按某一栏排序，或回到名册顺序；也可点击栏目标题", Scope.REVIEW),
    Action("review.tree", ("tab",), "组织树", "在组织树与名册之间切换；组织树中回车只看该组织", Scope.REVIEW),
    Action("columns.toggle", ("space",), "显示/隐藏", "显示或隐藏这一栏", Scope.COLUMNS, shown=True),
    Action("columns.up", ("shift+up",), "上移", "这一栏向前移", Scope.COLUMNS, shown=True),
    Action("columns.down", ("shift+down",), "下移", "这一栏向后移", Scope.COLUMNS, shown=True),
    Action("columns.narrower", ("left",), "变窄", "这一栏窄一格", Scope.COLUMNS, shown=True),
    Action("columns.wider", ("right",), "变宽", "这一栏宽一格", Scope.COLUMNS, shown=True),
    Action("columns.default", ("delete",), "恢复默认", "恢复默认的栏目、次序和宽度", Scope.COLUMNS, shown=True),
    Action("columns.go", ("f5",), "采用", "采用并保存（也可按回车）", Scope.COLUMNS, shown=True),
    # files and folders
    Action("choose.go", ("f5",), "确定", "采用上面填写的路径", Scope.CHOOSING, shown=True),
    Action("choose.tree", ("tab",), "目录", "在路径栏与目录之间切换；目录中用回车选定", Scope.CHOOSING, shown=True),
    Action("choose.up", ("f6",), "上一级", "目录改为上一级文件夹", Scope.CHOOSING, shown=True),
    # before an import: the layout of the sheets
    Action("layout.go", ("f5",), "继续", "版式无误，继续下一步", Scope.LAYOUT, shown=True),
    Action("layout.kind", ("f6",), "改类别", "改变这张表的类别，或不读取这张表", Scope.LAYOUT, shown=True),
    Action("layout.header", ("f7",), "指定表头", "在原表的前几行中指定表头所在的行", Scope.LAYOUT, shown=True),
    Action("layout.next", ("f8", "tab"), "下一张表", "看下一张工作表", Scope.LAYOUT, shown=True),
    Action("layout.field", ("f9",), "改项目", "改变光标所在栏目对应的项目（也可按回车）", Scope.LAYOUT, shown=True),
    Action("header.one", ("1",), "一行", "以光标所在行为表头", Scope.HEADER, shown=True),
    Action("header.two", ("2",), "两行", "以光标所在行及下一行为表头", Scope.HEADER, shown=True),
    Action("header.three", ("3",), "三行", "以光标所在行及下两行为表头", Scope.HEADER, shown=True),
    # before an import: values that nothing was made of
    Action("questions.go", ("f5",), "继续", "认定完毕，继续下一步；没有认定的留空待核实", Scope.QUESTIONS, shown=True),
    Action("questions.first", ("f6",), "第一种", "采用第一种读法；有标记时对全部标记", Scope.QUESTIONS, shown=True),
    Action("questions.second", ("f7",), "第二种", "采用第二种读法；有标记时对全部标记", Scope.QUESTIONS, shown=True),
    Action("questions.type", ("f8",), "填写", "直接填写正确的值；有标记时对全部标记", Scope.QUESTIONS, shown=True),
    Action("questions.clear", ("delete",), "取消认定", "改回没有认定；有标记时对全部标记", Scope.QUESTIONS),
    Action("questions.mark", ("space",), "标记", "标记或取消标记，光标下移", Scope.QUESTIONS, shown=True),
    Action("questions.mark_all", ("ctrl+e", "asterisk"), "全部标记", "标记全部问题", Scope.QUESTIONS),
    Action("questions.clear_marks", ("backspace",), "清除标记", "清除全部标记", Scope.QUESTIONS),
    # before an import: what it would do
    Action("arrivals.new", ("1",), "新增", "只看将要新增的", Scope.ARRIVALS),
    Action("arrivals.changed", ("2",), "变更", "只看将要变更的及其变更内容", Scope.ARRIVALS),
    Action("arrivals.moved", ("3",), "调动", "只看将要换到另一党支部的", Scope.ARRIVALS),
    Action("arrivals.doubtful", ("4",), "待认定", "只看要由人认定是谁的", Scope.ARRIVALS),
    Action("arrivals.same", ("5",), "无变化", "只看与现有记录一致的", Scope.ARRIVALS),
    Action("arrivals.problems", ("6",), "问题", "只看有问题的单元格：工作表、行、栏、原值、说明", Scope.ARRIVALS),
    Action("arrivals.mended", ("7",), "整理", "只看整理过的单元格：原来的写法和整理后的值", Scope.ARRIVALS),
    Action("arrivals.import", ("f5",), "导入", "把复核过的内容一次导入，可整体撤销", Scope.ARRIVALS, shown=True),
    Action(
        "arrivals.ground", ("f6",), "对象类别", "名册对象：在本支部的，或转出后未收到回执的", Scope.ARRIVALS, shown=True
    ),
    Action(
        "arrivals.same_person",
        ("f7",),
        "同一人",
        "待认定的：就是库中这名党员；有标记时对全部标记",
        Scope.ARRIVALS,
        shown=True,
    ),
    Action("arrivals.other_person", ("f8",), "另一人", "待认定的：是另一人，按新增处理", Scope.ARRIVALS, shown=True),
    Action("arrivals.leave_out", ("f9",), "不导入", "待认定的：不导入这一行", Scope.ARRIVALS, shown=True),
    Action("arrivals.mark", ("space",), "标记", "标记或取消标记，光标下移", Scope.ARRIVALS),
    Action("arrivals.mark_all", ("ctrl+e", "asterisk"), "全部标记", "标记当前所列的全部", Scope.ARRIVALS),
    # one member's page
    Action("member.previous", ("left",), "上一人", "看列表中的上一人", Scope.MEMBER, shown=True),
    Action("member.next", ("right",), "下一人", "看列表中的下一人", Scope.MEMBER, shown=True),
    Action("member.fill", ("f3",), "补填缺项", "逐项补填在手核查项所缺的内容", Scope.MEMBER, shown=True),
    Action("member.reveal", ("f4",), "显示号码", "显示证件号和电话，记入日志", Scope.MEMBER, shown=True),
    Action("member.check_1", ("1",), "名册", "在手的核查项改为：一查党员名册", Scope.MEMBER),
    Action("member.check_2", ("2",), "档案", "在手的核查项改为：二查党员档案", Scope.MEMBER),
    Action("member.check_3", ("3",), "党费", "在手的核查项改为：三查党费和组织生活", Scope.MEMBER),
    Action("member.check_4", ("4",), "回执", "在手的核查项改为：四查介绍信存根", Scope.MEMBER),
    Action("member.check_5", ("5",), "表现", "在手的核查项改为：五查现实表现", Scope.MEMBER),
    Action("member.clear", ("f5",), "无误", "记为“无误”，转到下一名未查的人", Scope.MEMBER, shown=True),
    Action("member.mended", ("f6",), "已更正", "记为“已更正”，用法同上", Scope.MEMBER, shown=True),
    Action("member.pending", ("f7",), "待完善", "记为“待完善”，用法同上", Scope.MEMBER, shown=True),
    Action("member.doubtful", ("f8",), "存疑", "记为“存疑”，用法同上", Scope.MEMBER, shown=True),
    Action("member.not_applicable", ("f9",), "不适用", "记为“不适用”，用法同上", Scope.MEMBER, shown=True),
    Action("member.unchecked", ("delete",), "改回未查", "把结论改回“未查”，停留在这名党员", Scope.MEMBER),
    Action("member.undo", ("ctrl+u", "u"), "撤销", "撤销使用人自己的上一步操作", Scope.MEMBER, shown=True),
    Action("member.note", ("f2", "n"), "备注", "给这名党员写备注", Scope.MEMBER, shown=True),
    Action("member.history", ("tab", "h"), "履历", "变动记录；比较两个时间，恢复旧值", Scope.MEMBER, shown=True),
    Action("member.form", ("ctrl+p", "p"), "登记表", "写出《党员基本情况登记表》", Scope.MEMBER, shown=True),
    Action("member.record", ("ctrl+f", "v"), "核查记录", "填写在手核查项的记录、依据和结论", Scope.MEMBER, shown=True),
    Action("member.edit", ("ctrl+t", "e"), "改项目", "改这名党员的任一项目", Scope.MEMBER, shown=True),
    Action("member.stay", ("space",), "停留", "记结论后停留；再按，恢复转到下一人", Scope.MEMBER, shown=True),
    Action("member.stage", ("0",), "自查/核查", "在支部自查与工作组核查之间切换", Scope.MEMBER),
    Action("member.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.MEMBER),
    # the history of one member
    Action("history.mark", ("space",), "选中", "选中要比较的记录，至多两条", Scope.HISTORY, shown=True),
    Action(
        "history.compare", ("f6",), "比较", "选中两条：比较两个时间；否则：比较光标处与现在", Scope.HISTORY, shown=True
    ),
    Action(
        "history.restore", ("f7",), "恢复旧值", "把一个项目恢复为光标处的旧值，作为新的改动", Scope.HISTORY, shown=True
    ),
    Action("history.clear_marks", ("backspace",), "清除选中", "清除选中的记录", Scope.HISTORY),
    # the form of one check, and of a branch's stubs
    Action("check_form.save", ("f2",), "只保存", "保存填写的内容，不改变结论", Scope.CHECK_FORM, shown=True),
    Action("check_form.clear", ("f5",), "无误", "保存并记为“无误”", Scope.CHECK_FORM, shown=True),
    Action("check_form.mended", ("f6",), "已更正", "保存并记为“已更正”", Scope.CHECK_FORM, shown=True),
    Action("check_form.pending", ("f7",), "待完善", "保存并记为“待完善”", Scope.CHECK_FORM, shown=True),
    Action("check_form.doubtful", ("f8",), "存疑", "保存并记为“存疑”", Scope.CHECK_FORM, shown=True),
    Action("check_form.not_applicable", ("f9",), "不适用", "保存并记为“不适用”", Scope.CHECK_FORM, shown=True),
    Action("check_form.member", ("f3",), "详情", "查看该党员的全部情况", Scope.CHECK_FORM, shown=True),
    Action("check_form.stubs", ("f4",), "存根情况", "填写其党支部的介绍信存根检查情况", Scope.CHECK_FORM, shown=True),
    Action("stub_form.save", ("f5",), "保存", "保存存根检查情况", Scope.STUB_FORM, shown=True),
    Action("stubs.open", ("enter",), "填写", "填写光标所在党支部的存根检查情况", Scope.STUBS, shown=True),
    Action("form.fill", ("enter",), "填写", "填写光标所在的一项", Scope.FORM, shown=True),
    Action("form.cycle", ("space",), "换选项", "换成下一个选项", Scope.FORM, shown=True),
    Action("form.empty", ("delete",), "清空", "清空光标所在的一项", Scope.FORM),
    # fill-in workbooks of branches without a terminal
    Action("fill_ins.write", ("f5",), "写出", "给标记的（或光标所在的）党支部写出填报表", Scope.FILL_INS, shown=True),
    Action("fill_ins.read", ("f6",), "读回", "读回送来的填报表，先复核后采用", Scope.FILL_INS, shown=True),
    Action("fill_ins.export", ("f7",), "催收清单", "把未收回的清单写到文件夹", Scope.FILL_INS, shown=True),
    Action("fill_ins.handed", ("f8",), "已交出", "登记写出的文件已交出", Scope.FILL_INS, shown=True),
    Action("fill_ins.destroyed", ("f9",), "已销毁", "登记写出的文件已销毁", Scope.FILL_INS, shown=True),
    Action("fill_ins.mark", ("space",), "标记", "标记或取消标记，光标下移", Scope.FILL_INS, shown=True),
    Action("fill_ins.mark_all", ("ctrl+e", "asterisk"), "全部标记", "标记全部党支部", Scope.FILL_INS),
    Action("fill_in_back.lines", ("1",), "内容", "只看将要采用的内容：原值 > 新值", Scope.FILL_IN_BACK),
    Action("fill_in_back.problems", ("2",), "问题", "只看没有采用的单元格和行", Scope.FILL_IN_BACK),
    Action(
        "fill_in_back.decide",
        ("space",),
        "以谁为准",
        "其后本库已有改动的：改为采用，或不采用",
        Scope.FILL_IN_BACK,
        shown=True,
    ),
    Action("fill_in_back.apply", ("f5",), "采用", "一次采用，可整体撤销", Scope.FILL_IN_BACK, shown=True),
    # saved filters
    Action("filters.choose", ("enter",), "采用", "按光标所在的条件筛选名册", Scope.FILTERS, shown=True),
    Action("filters.save", ("f5",), "保存当前", "把名册当前的筛选条件保存在一个名称下", Scope.FILTERS, shown=True),
    Action("filters.rename", ("f2",), "改名", "改变光标所在筛选的名称", Scope.FILTERS, shown=True),
    Action("filters.delete", ("delete",), "删除", "删除光标所在的筛选", Scope.FILTERS, shown=True, dangerous=True),
    Action("filters.explain", ("f3",), "写法", "筛选条件的写法和全部项目", Scope.FILTERS, shown=True),
    # a page to read and confirm
    Action("sheet.confirm", ("f5",), "确认", "办理本页所列事项", Scope.SHEET, shown=True, dangerous=True),
    # key cards
    Action("cards.write", ("f6",), "交出公钥卡", "把本单位公钥卡写到文件夹，交给对方单位", Scope.CARDS, shown=True),
    Action("cards.superior", ("f7",), "登记上级卡", "登记上级单位的公钥卡", Scope.CARDS, shown=True),
    Action("cards.subordinate", ("f8",), "登记下级卡", "登记下级单位的公钥卡", Scope.CARDS, shown=True),
    # the journal
    Action("journal.verify", ("f5",), "核对", "核对签名、衔接、锚点；业务人员还核对数据", Scope.JOURNAL, shown=True),
    Action("journal.person", ("f6",), "使用人", "只看某一账号的，再按换下一个", Scope.JOURNAL, shown=True),
    Action("journal.action", ("f7",), "操作", "只看某一种操作，再按换下一种", Scope.JOURNAL, shown=True),
    Action("journal.since", ("f8",), "起始日", "只看某一天以后的", Scope.JOURNAL, shown=True),
    Action("journal.export", ("f9",), "导出", "导出日志全文并签名", Scope.JOURNAL, shown=True),
    Action("journal.people", ("f2",), "人员", "使用人：提出、批准、锁定、改角色、移除", Scope.JOURNAL, shown=True),
    # the people of the vault
    Action("people.admit", ("f5",), "批准", "批准光标所在的待批准账号", Scope.PEOPLE, shown=True),
    Action("people.lock", ("f6",), "锁定/解锁", "锁定账号，或解锁（含口令输错而锁定的）", Scope.PEOPLE, shown=True),
    Action("people.roles", ("f7",), "改角色", "改变光标所在账号的角色", Scope.PEOPLE, shown=True),
    Action("people.remove", ("f8",), "移除", "移除账号，不能恢复", Scope.PEOPLE, shown=True, dangerous=True),
    Action("people.propose", ("f9",), "提出", "提出新账号，由新使用人本人设口令", Scope.PEOPLE, shown=True),
    Action("people.passphrase", ("f2",), "改口令", "更换本人口令", Scope.PEOPLE, shown=True),
    # the comparison with the statistics database
    Action("comparison.open", ("1",), "未处理", "只看还没有处理意见的差异", Scope.COMPARISON),
    Action("comparison.to_correct", ("2",), "应更正", "只看以本库为准、统计库尚未更正的", Scope.COMPARISON),
    Action("comparison.unclear", ("3",), "待核实", "只看待核实的", Scope.COMPARISON),
    Action("comparison.done", ("4",), "已办", "只看已采用统计库内容的和统计库已更正的", Scope.COMPARISON),
    Action("comparison.all", ("5",), "全部", "看全部差异", Scope.COMPARISON),
    Action("comparison.item", ("6",), "项目", "只看某一项目的差异，再按换下一项", Scope.COMPARISON),
    Action("comparison.branch", ("7",), "党支部", "只看某一党支部的差异，再按换下一个", Scope.COMPARISON),
    Action("comparison.other", ("0",), "换名单", "在统计数据库与实有人员名单之间切换", Scope.COMPARISON),
    Action("comparison.take_in", ("f2",), "导入", "选择统计库导出的电子表格进行比对", Scope.COMPARISON, shown=True),
    Action("comparison.reveal", ("f4",), "显示号码", "显示证件号和电话，记入日志", Scope.COMPARISON, shown=True),
    Action("comparison.ours", ("f5",), "本库为准", "以本库为准，统计库应更正", Scope.COMPARISON, shown=True),
    Action("comparison.theirs", ("f6",), "统计库为准", "采用统计库的内容，写入本库", Scope.COMPARISON, shown=True),
    Action("comparison.clarify", ("f7",), "待核实", "记为待核实", Scope.COMPARISON, shown=True),
    Action(
        "comparison.corrected", ("f8",), "已更正", "记为已在统计库更正，写明日期和更正人", Scope.COMPARISON, shown=True
    ),
    Action("comparison.export", ("f9",), "导出", "导出比对情况表或工作台帐", Scope.COMPARISON, shown=True),
    Action("comparison.reopen", ("delete",), "改回未处理", "取消处理意见；已写入本库的内容随之恢复", Scope.COMPARISON),
    Action("comparison.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作", Scope.COMPARISON, shown=True),
    Action("comparison.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.COMPARISON),
    Action("comparison.mark", ("space",), "标记", "标记或取消标记，光标下移", Scope.COMPARISON, shown=True),
    Action("comparison.range_up", ("shift+up",), "向上连标", "从光标处向上连续标记", Scope.COMPARISON),
    Action("comparison.range_down", ("shift+down",), "向下连标", "从光标处向下连续标记", Scope.COMPARISON),
    Action("comparison.mark_all", ("ctrl+e", "asterisk"), "全部标记", "标记当前列表的全部差异", Scope.COMPARISON),
    Action("comparison.clear_marks", ("backspace",), "清除标记", "清除全部标记", Scope.COMPARISON),
    Action("comparison.restore_marks", ("ctrl+r",), "恢复标记", "恢复上一次改变之前的标记", Scope.COMPARISON),
    # the online transfer system
    Action("online.missing", ("1",), "未编入", "只看还没有编入的党员", Scope.ONLINE),
    Action("online.entered", ("2",), "已编入", "只看已经编入的党员", Scope.ONLINE),
    Action("online.enter", ("f5",), "已编入", "记为已编入网上接转系统，写明日期", Scope.ONLINE, shown=True),
    Action("online.remove", ("f8",), "取消编入", "取消“已编入”的记载", Scope.ONLINE, shown=True),
    Action("online.export", ("f9",), "导出", "导出未编入党员名单", Scope.ONLINE, shown=True),
    Action("online.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作", Scope.ONLINE, shown=True),
    Action("online.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.ONLINE),
    Action("online.mark", ("space",), "标记", "标记或取消标记，光标下移", Scope.ONLINE, shown=True),
    Action("online.range_up", ("shift+up",), "向上连标", "从光标处向上连续标记", Scope.ONLINE),
    Action("online.range_down", ("shift+down",), "向下连标", "从光标处向下连续标记", Scope.ONLINE),
    Action("online.mark_all", ("ctrl+e", "asterisk"), "全部标记", "标记当前列表的全部党员", Scope.ONLINE),
    Action("online.clear_marks", ("backspace",), "清除标记", "清除全部标记", Scope.ONLINE),
    Action("online.restore_marks", ("ctrl+r",), "恢复标记", "恢复上一次改变之前的标记", Scope.ONLINE),
    # the double check: all branches
    Action("double.open", ("enter",), "核查表", "打开光标所在党支部的核查表", Scope.DOUBLE_CHECK, shown=True),
    Action("double.levels", ("f2",), "层级", "规定本批次哪一级自查、哪一级核查", Scope.DOUBLE_CHECK, shown=True),
    Action("double.missing", ("f3",), "缺查名单", "光标所在党支部还缺谁的自查或核查", Scope.DOUBLE_CHECK, shown=True),
    Action("double.close", ("f8",), "办结", "核查办结；已办结的重新核查", Scope.DOUBLE_CHECK, shown=True),
    Action("double.export", ("f9",), "写出", "写出核查表和核查情况报告", Scope.DOUBLE_CHECK, shown=True),
    Action("double.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作", Scope.DOUBLE_CHECK, shown=True),
    Action("double.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.DOUBLE_CHECK),
    # the verification sheet of a branch
    Action("branch.sheet", ("1",), "核查表", "三查三核和初步建议", Scope.BRANCH_SHEET),
    Action("branch.differences", ("2",), "差异", "自查与核查结论不一致的党员", Scope.BRANCH_SHEET),
    Action("branch.missing", ("3", "f3"), "缺查", "缺自查或核查结论的党员", Scope.BRANCH_SHEET, shown=True),
    Action("branch.requests", ("4",), "更正意见", "对本党支部党员提出的更正意见", Scope.BRANCH_SHEET),
    Action("branch.open", ("enter",), "名单", "所列党员；其他各页为党员详情", Scope.BRANCH_SHEET, shown=True),
    Action("branch.remark", ("f2",), "说明", "写说明；初步建议写建议内容", Scope.BRANCH_SHEET, shown=True),
    Action("branch.file", ("f4",), "提更正", "对光标所在党员提更正意见", Scope.BRANCH_SHEET, shown=True),
    Action("branch.sound", ("f5",), "无问题", "记为无问题，光标下移", Scope.BRANCH_SHEET, shown=True),
    Action("branch.wrong", ("f6",), "有问题", "记为有问题，光标下移", Scope.BRANCH_SHEET, shown=True),
    Action("branch.none", ("f7",), "无此情形", "记为无此情形，光标下移", Scope.BRANCH_SHEET, shown=True),
    Action("branch.close", ("f8",), "办结", "核查办结；已办结的重新核查", Scope.BRANCH_SHEET, shown=True),
    Action("branch.export", ("f9",), "写出", "写出核查表和核查情况报告", Scope.BRANCH_SHEET, shown=True),
    Action("branch.count", ("ctrl+n",), "核准数", "填写核准的人数", Scope.BRANCH_SHEET),
    Action("branch.clear", ("delete",), "取消", "取消结论；更正意见则为撤回", Scope.BRANCH_SHEET),
    Action("branch.settle", ("ctrl+g",), "销号", "更正意见已落实或已另有改动的，予以销号", Scope.BRANCH_SHEET),
    Action("branch.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作", Scope.BRANCH_SHEET),
    Action("branch.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.BRANCH_SHEET),
    Action("names.open", ("enter",), "详情", "光标所在党员的全部情况", Scope.NAMED, shown=True),
    Action("names.file", ("f4",), "提更正", "对光标所在党员提更正意见", Scope.NAMED, shown=True),
)

_BY_ID = {action.id: action for action in ACTIONS}

_TWINS = {
    "space": "ideographic_space",
    "slash": "fullwidth_solidus",
    "question_mark": "fullwidth_question_mark",
    "asterisk": "fullwidth_asterisk",
}
_KEY_LABELS = {
    "space": "空格", "enter": "回车", "escape": "Esc", "slash": "/", "question_mark": "?", "asterisk": "*",
    "backspace": "退格", "delete": "Del", "shift+up": "Shift+↑", "shift+down": "Shift+↓", "tab": "Tab",
    "left": "←", "right": "→",
}  # fmt: skip


def action(action_id: str) -> Action:
    """The action with this id."""
    return _BY_ID[action_id]


def in_scope(scope: Scope) -> Iterator[Action]:
    """The actions of a scope, in the order of the table."""
    return (each for each in ACTIONS if each.scope is scope)


def twin(key: str) -> str | None:
    """The key name that the full-width form of a printable key arrives under, or None."""
    if len(key) == 1 and key.isalnum():
        return chr(ord(key) + 0xFEE0)
    return _TWINS.get(key)


def key_label(key: str) -> str:
    """A key as it is printed on the keyboard."""
    if key in _KEY_LABELS:
        return _KEY_LABELS[key]
    return "+".join(part.capitalize() if len(part) > 1 else part.upper() for part in key.split("+"))


def bindings(*scopes: Scope) -> list[BindingType]:
    """Textual bindings for these scopes, with capital letters (Caps Lock) and full-width twins."""
    found: list[BindingType] = []
    for each in (each for scope in scopes for each in in_scope(scope)):
        keys = [*each.keys, *(key.upper() for key in each.keys if len(key) == 1 and key.isalpha())]
        keys += filter(None, map(twin, keys))
        found.append(Binding(",".join(keys), each.method, each.label, show=False, id=each.id, tooltip=each.help))
    return found
