"""Forms about letters: what a new one says, what asking came to, why another one is issued."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.binding import BindingType

from tui.actions import Scope, bindings
from tui.rules.check_items import YES_NO, Item, Kind
from tui.rules.letter_reissue import Responsibility
from tui.rules.letter_states import ASKED, CHANNELS, FOLLOWED
from tui.screens.item_form import ItemFormScreen

Answers = dict[str, str]
SCOPES_OF: Final = {"省内": "省内", "省外": "省外"}

TEXT_ITEMS: Final = (
    Item("heading", "抬头（接收单位组织部）"),
    Item("to_unit", "转入单位（到基层党委、村）"),
    Item("scope", "转接类别", Kind.CHOICE, SCOPES_OF),
    Item("issued", "开具日期", Kind.DATE),
    Item("valid_days", "有效期（天）", Kind.NUMBER),
    Item("dues_to", "党费交至", Kind.DATE),
    Item("from_unit", "原所在基层党委"),
    Item("from_address", "通讯地址"),
    Item("from_phone", "联系电话"),
    Item("from_fax", "传真"),
    Item("from_postcode", "邮编"),
    Item("note", "备注"),
)
"""What a letter that is issued here says."""
CAUSE_ITEMS: Final = (
    Item("cause", "没有按时落实的原因"),
    Item("responsibility", "责任", Kind.CHOICE, {each.value: each.label for each in Responsibility}),
    Item("justified", "本人有正当理由", Kind.CHOICE, YES_NO),
    Item("graduate", "高校毕业生", Kind.CHOICE, {"yes": "是", "no": "否"}),
)
"""What re-issuing asks before."""
OUT_ITEMS: Final = (Item("number", "编号"), *TEXT_ITEMS)
IN_ITEMS: Final = (
    Item("number", "编号"),
    Item("from_unit", "转出单位"),
    Item("scope", "转接类别", Kind.CHOICE, SCOPES_OF),
    Item("issued", "开具日期", Kind.DATE),
    Item("valid_days", "有效期（天）", Kind.NUMBER),
    Item("dues_to", "党费交至", Kind.DATE),
    Item("arrived_on", "报到日期", Kind.DATE),
    Item("receipt_on", "回执寄出日期", Kind.DATE),
    Item("from_address", "通讯地址"),
    Item("from_phone", "联系电话"),
    Item("from_fax", "传真"),
    Item("from_postcode", "邮编"),
    Item("note", "备注"),
)
FOLLOW_UP_ITEMS: Final = (
    Item("on_day", "日期", Kind.DATE),
    Item("who", "跟踪人"),
    Item("asked", "询问对象", Kind.CHOICE, ASKED),
    Item("channel", "联系方式", Kind.CHOICE, CHANNELS),
    Item("outcome", "结果", Kind.CHOICE, FOLLOWED),
    Item("note", "说明"),
)


class LetterForm(ItemFormScreen[Answers]):
    """Asks for the items; gives the answers, None when it was left. ``needed`` are the keys without which it is not."""

    CSS_PATH = "letters.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.LETTER_FORM, Scope.FORM)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.LETTER_FORM, Scope.FORM, Scope.EVERYWHERE)

    def __init__(
        self, title: str, items: Sequence[Item], answers: Answers, needed: Sequence[str], hint: str = ""
    ) -> None:
        super().__init__(items, answers)
        self._title = title
        self._needed = frozenset(needed)
        self._hint = hint

    def on_mount(self) -> None:
        self.begin(self._title, self._hint or "回车填写，空格换选项，F5 确定。")

    @property
    def lacking(self) -> Sequence[str]:
        return [item.label for item in self.items if item.key in self._needed and not self.answers.get(item.key)]

    def do_save(self) -> None:
        if self.unfilled():
            return
        self.dismiss(dict(self.answers))
