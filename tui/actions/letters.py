"""The ledger of introduction letters, one letter, the entry of receipts by number, and the branches' share of it."""

from tui.actions.action import Action, Scope
from tui.actions.listing import files, listing

VIEWS = ("全部", "未回执", "逾期", "过期", "退回", "口袋", "办结")
"""Views of the ledger, in the order of ``tui.store.queries.letter_ledger.View``."""

ACTIONS: tuple[Action, ...] = (
    # the ledger
    Action("letters.open", ("enter",), "打开", "打开光标所在的介绍信", Scope.LETTERS, shown=True),
    Action("letters.new", ("f2",), "新增", "开具介绍信，补登、登记转入，登记写废的号码", Scope.LETTERS, shown=True),
    *listing("letters", Scope.LETTERS, VIEWS, "介绍信"),
    Action("letters.follow", ("f4",), "跟踪", "记向接收单位或本人询问的情况", Scope.LETTERS, shown=True),
    Action("letters.receipt", ("f5",), "回执", "登记回执，光标下移", Scope.LETTERS, shown=True),
    Action("letters.arrive", ("f6",), "到达", "登记党员持介绍信报到", Scope.LETTERS, shown=True),
    files("letters", Scope.LETTERS),
    Action("letters.close", ("f8",), "了结", "退回更正、补开、作废，或以其他方式了结", Scope.LETTERS, shown=True),
    Action("letters.write", ("f9",), "写出", "写出介绍信、催要回执函、年度统计表", Scope.LETTERS, shown=True),
    Action("letters.by_number", ("ctrl+n",), "按号登记", "按编号逐封登记回执", Scope.LETTERS, shown=True),
    Action("letters.direction", ("0",), "转出/转入", "换看转出或转入的介绍信", Scope.LETTERS),
    Action("letters.branches", ("ctrl+g",), "按党支部", "各党支部办理情况；选一个只看它的", Scope.LETTERS),
    Action("letters.as_of", ("ctrl+d",), "截至日期", "按哪一天计算过期和逾期", Scope.LETTERS),
    Action("letters.statistics", ("ctrl+k",), "年度统计", "一年的转入、转出和回执情况", Scope.LETTERS),
    # one letter
    Action("letter.follow", ("f4",), "跟踪", "记向接收单位或本人询问的情况", Scope.LETTER, shown=True),
    Action("letter.receipt", ("f5",), "回执", "登记回执", Scope.LETTER, shown=True),
    Action("letter.arrive", ("f3",), "到达", "登记党员持介绍信报到", Scope.LETTER, shown=True),
    Action("letter.edit", ("f6",), "改", "改一项内容；本单位开具的只能改未印在信上的", Scope.LETTER, shown=True),
    files("letter", Scope.LETTER),
    Action("letter.close", ("f8",), "了结", "退回更正、补开、作废，或以其他方式了结", Scope.LETTER, shown=True),
    Action("letter.write", ("f9",), "写出", "写出介绍信、催要回执函", Scope.LETTER, shown=True),
    Action("letter.undo", ("ctrl+u", "u"), "撤销", "撤销本人上一步操作", Scope.LETTER, shown=True),
    Action("letter.redo", ("ctrl+y", "r"), "重做", "重做刚撤销的操作", Scope.LETTER),
    # a form about letters
    Action("letter_form.save", ("f5",), "确定", "按填写的内容办理", Scope.LETTER_FORM, shown=True),
    # receipts by number
    Action("receipts.later", ("f3", "down"), "下一封", "不是这一封：换后一封没有回执的", Scope.RECEIPTS, shown=True),
    Action("receipts.earlier", ("f2", "up"), "上一封", "换前一封没有回执的", Scope.RECEIPTS, shown=True),
    Action("receipts.day", ("f4",), "日期", "回执日期，此后各封相同", Scope.RECEIPTS, shown=True),
    Action("receipts.year", ("f6",), "年度", "只认某一年的编号；空着为各年", Scope.RECEIPTS, shown=True),
    Action("receipts.undo", ("ctrl+u",), "撤销", "撤销本人上一步操作", Scope.RECEIPTS, shown=True),
    Action("receipts.redo", ("ctrl+y",), "重做", "重做刚撤销的操作", Scope.RECEIPTS),
    # branches
    Action("letter_branches.open", ("enter",), "只看它", "台账只列该党支部的介绍信", Scope.LETTER_BRANCHES, shown=True),
    Action("letter_branches.all", ("f2",), "看全部", "台账列出全部党支部的介绍信", Scope.LETTER_BRANCHES, shown=True),
)
