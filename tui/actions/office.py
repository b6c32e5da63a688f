"""The vault itself: pages to confirm, key cards, the journal, people."""

from tui.actions.action import Action, Scope

ACTIONS: tuple[Action, ...] = (
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
)
