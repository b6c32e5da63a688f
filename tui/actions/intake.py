"""What comes in from spreadsheets: files, layout, questions, arrivals."""

from tui.actions.action import Action, Scope

ACTIONS: tuple[Action, ...] = (
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
)
