"""What is filled in about a member's file: where it is kept, a letter to the former unit and its answer, work on a
material and what came of it."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from tui.rules.archives import Answer, Keeper, Kept, Work
from tui.rules.check_items import MATERIAL, MATERIAL_NAMES, Item, Kind


class Form(NamedTuple):
    """A form: its title, its items, and the keys of those that must be filled in."""

    title: str
    items: Sequence[Item]
    needed: frozenset[str]


_KEPT_BY: Final = Item("kept_by", "保管单位类别", Kind.CHOICE, {each.value: each.label for each in Keeper})
_PLACE: Final = (
    Item("unit", "保管单位名称"),
    Item("since", "存入（建立）日期", Kind.DATE),
    Item("note", "说明"),
)
PLACE: Final = Form(
    "登记档案保管",
    (Item("kept", "材料存于", Kind.CHOICE, {each.value: each.label for each in Kept}), _KEPT_BY, *_PLACE),
    frozenset({"kept"}),
)
ESTABLISH: Final = Form("建立党员档案", (_KEPT_BY, *_PLACE), frozenset({"kept_by"}))
INQUIRY: Final = Form(
    "商转函",
    (
        Item("to_unit", "去函单位（转来单位党组织）"),
        Item("number", "函号"),
        Item("sent_on", "发函日期", Kind.DATE),
        Item("asked", "商请事项"),
        Item("reply_by", "请于何日前复函", Kind.DATE),
    ),
    frozenset({"to_unit", "sent_on", "asked"}),
)
ANSWER: Final = Form(
    "商转函复函",
    (
        Item("on", "复函日期", Kind.DATE),
        Item("outcome", "复函结果", Kind.CHOICE, {each.value: each.label for each in Answer}),
        Item("answer", "复函内容"),
    ),
    frozenset({"on", "outcome"}),
)
WORK: Final = Form(
    "档案材料跟进事项",
    (
        Item("material", "材料", Kind.CHOICE, MATERIAL_NAMES),
        Item("kind", "办理方式", Kind.CHOICE, {each.value: each.label for each in Work}),
        Item("due_on", "办理期限", Kind.DATE),
        Item("person", "经办人"),
        Item("basis", "依据"),
    ),
    frozenset({"material", "kind"}),
)
RESULT: Final = Form(
    "跟进事项办理结果",
    (
        Item("on", "办结日期", Kind.DATE),
        Item("result", "办理结果"),
        Item("found", "办理后材料状态", Kind.CHOICE, MATERIAL),
        Item("person", "经办人"),
    ),
    frozenset({"on", "result"}),
)
