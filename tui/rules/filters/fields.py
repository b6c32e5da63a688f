"""The fields that a filter can ask for: the parser, the completion and the help page are made from this table.

A key is stored in nobody's vault but stands in filters that people have saved in Chinese words: a word once given to a
field stays with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from tui.rules.checks import Check, Ground
from tui.rules.disposal.procedures import PROCEDURES
from tui.rules.disposal.register import State
from tui.rules.findings import FindingCode
from tui.rules.focus_groups import FocusGroup
from tui.rules.situations import SituationKind


class Kind(Enum):
    """What may stand after the colon; the value says it on the help page."""

    TEXT = "文字（包含即可）"
    DATE = "日期或范围"
    YEARS = "整年数或范围"
    CHOICE = "所列的值"
    CODE = "问题代码"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a field: its key, the words it is written by (the printed one first), and what it means if they do
    not say so."""

    key: str
    words: tuple[str, ...]
    meaning: str = ""

    @property
    def label(self) -> str:
        """The word shown."""
        return self.words[0]


@dataclass(frozen=True, slots=True)
class Field:
    """Something that can be asked for: its key, the words it is written by (the printed one first), its values."""

    key: str
    words: tuple[str, ...]
    kind: Kind
    help: str
    choices: tuple[Choice, ...] = ()

    @property
    def label(self) -> str:
        """The word shown."""
        return self.words[0]


VERDICTS: Final = (
    Choice("unchecked", ("未查", "u", "未")),
    Choice("clear", ("无误", "c", "无")),
    Choice("mended", ("已更正", "fixed", "f", "更正", "更")),
    Choice("pending", ("待完善", "p", "待")),
    Choice("doubt", ("存疑", "doubtful", "d", "疑")),
    Choice("na", ("不适用", "n", "免")),
    Choice("done", ("已查", "checked")),
)
GIVEN: Final = (Choice("singly", ("逐人", "one")), Choice("bulk", ("批量",)))
SITUATIONS: Final = (
    Choice("lost", ("失联", "失去联系")),
    Choice("floating", ("流动", "流动党员")),
    Choice("pocket", ("口袋", "口袋党员", "转出未回执")),
    Choice("suspended", ("停止党籍",)),
    Choice("probationary", ("预备", "预备党员")),
    Choice("overdue", ("欠缴党费", "欠费", "欠交党费")),
    Choice("flagged", ("有问题", "finding")),
    Choice("noted", ("有备注",)),
    Choice("unchecked", ("未查", "todo")),
    Choice("doubt", ("存疑",)),
    Choice("bulk", ("批量",)),
    Choice("mismatch", ("自查与核查不一致", "不一致")),
    Choice("marked", ("已标记", "标记")),
)
MATERIALS: Final = (
    Choice("complete", ("齐全",)),
    Choice("irregular", ("不规范",)),
    Choice("missing", ("缺",)),
    Choice("untrue", ("不真实",)),
)
_ANY: Final = Choice("any", ("有", "任一"))


def _unsigned(label: str) -> str:
    """A label without the signs that mean something in a filter, so that it can be written unquoted."""
    return label.translate(dict.fromkeys(map(ord, "（）、")))


_OTHER_WORDS: Final = {
    SituationKind.FLOATING_OUT: ("流出党员",),
    SituationKind.FLOATING_IN: ("流入党员",),
    SituationKind.UNATTACHED: ("空挂党员",),
    SituationKind.POCKET: ("口袋党员",),
    SituationKind.LOST: ("失联党员", "失去联系"),
    SituationKind.HIDDEN: ("隐身党员",),
    SituationKind.ABROAD_SETTLED: ("定居",),
    SituationKind.ABROAD_STUDY: ("留学",),
    SituationKind.ABROAD_WORK: ("劳务",),
    SituationKind.GRADUATE_KEPT: ("保留",),
}
RECORDED: Final = (
    _ANY,
    Choice("none", ("没有",)),
    Choice("floating", ("流动", "流动党员"), "（流出、流入）"),
    Choice("abroad", ("出国", "出境"), "（定居、留学、劳务）"),
    *(Choice(kind.value, (kind.label, *_OTHER_WORDS[kind])) for kind in SituationKind),
    Choice("ended", ("已了结",), "（有过而已了结）"),
)
"""Situations that the ledger has of a member, on the as-of date."""


def _disposal_kinds() -> dict[str, tuple[str, ...]]:
    """Kinds of disposal by the word that they are written by: 自行脱党除名 has one word for both policy sets."""
    found: dict[str, tuple[str, ...]] = {}
    for key, procedure in PROCEDURES.items():
        word = _unsigned(procedure.label)
        found[word] = (*found.get(word, ()), key)
    return {keys[0]: keys for keys in found.values()}


DISPOSAL_KINDS: Final = _disposal_kinds()
"""Value of the field → the procedures that it means."""
DISPOSALS: Final = (
    _ANY,
    Choice("none", ("没有",)),
    *(Choice(state.value, (state.label,)) for state in State),
    *(Choice(key, (_unsigned(PROCEDURES[key].label),)) for key in DISPOSAL_KINDS),
)
"""Cases that the register of disposals has of a member."""
FOCUS: Final = (_ANY, Choice("none", ("没有",)), *(Choice(g.value, (_unsigned(g.label),)) for g in FocusGroup))
"""Focus groups that a person has put a member into."""


def _texts() -> Iterable[Field]:
    yield Field("name", ("姓名", "名"), Kind.TEXT, "姓名中的字")
    yield Field("pinyin", ("拼音",), Kind.TEXT, "姓名的拼音或其首字母")
    yield Field("branch", ("支部", "党支部", "党组织", "org"), Kind.TEXT, "党组织名称中的字，连同其下级")
    yield Field("idno", ("身份证", "身份号码", "证件", "id"), Kind.TEXT, "公民身份号码的末几位")
    yield Field("phone", ("电话", "手机", "tel"), Kind.TEXT, "手机号码的末几位，至少四位；固定电话中的数字")
    yield Field("number", ("编号", "党员编号"), Kind.TEXT, "党员编号的开头")
    yield Field("nation", ("民族",), Kind.TEXT, "民族")
    yield Field("native", ("籍贯",), Kind.TEXT, "籍贯")
    yield Field("education", ("学历",), Kind.TEXT, "学历")
    yield Field("work", ("岗位", "工作岗位", "工作"), Kind.TEXT, "工作岗位")
    yield Field("post", ("职务",), Kind.TEXT, "职务")
    yield Field("address", ("住址", "地址", "家庭住址"), Kind.TEXT, "家庭住址")
    yield Field("whither", ("流向", "外出流向"), Kind.TEXT, "流动党员的外出流向")
    yield Field("archive", ("档案所在", "档案存放"), Kind.TEXT, "档案材料存放处")
    yield Field("note", ("备注",), Kind.TEXT, "名册备注和核查备注中的字")


def _plain() -> Iterable[Field]:
    sexes = (Choice("male", ("男", "m")), Choice("female", ("女", "f")))
    yield Field("sex", ("性别",), Kind.CHOICE, "性别", sexes)
    categories = (Choice("full", ("正式党员", "正式")), Choice("probationary", ("预备党员", "预备")))
    yield Field("category", ("类别", "人员类别"), Kind.CHOICE, "人员类别", categories)
    memberships = (Choice("normal", ("正常",)), Choice("suspended", ("停止党籍", "停止")))
    yield Field("membership", ("党籍", "党籍状态"), Kind.CHOICE, "党籍状态", memberships)
    grounds = (
        Choice(Ground.IN_BRANCH.value, ("在本支部", "在册", "here")),
        Choice(Ground.OUT_WITHOUT_RECEIPT.value, ("转出未回执", "口袋", "pocket")),
    )
    yield Field("ground", ("对象", "对象类别"), Kind.CHOICE, "为什么列入排查", grounds)
    yield Field("born", ("出生", "出生日期", "birth"), Kind.DATE, "出生日期")
    yield Field("joined", ("入党", "入党日期"), Kind.DATE, "入党日期")
    yield Field("full", ("转正", "转正日期"), Kind.DATE, "转为正式党员的日期")
    yield Field("age", ("年龄", "岁"), Kind.YEARS, "到填表日期的周岁")
    yield Field("years", ("党龄",), Kind.YEARS, "到填表日期的党龄，自转正之日起算")
    yield Field("dues", ("党费", "党费至", "交至"), Kind.DATE, "党费交到哪年哪月")
    yield Field("active", ("活动", "组织生活"), Kind.DATE, "最近一次参加组织生活")
    yield Field("lost_on", ("失联日期", "失联自"), Kind.DATE, "失去联系的日期")
    for key, words in _MATERIALS:
        yield Field(key, words, Kind.CHOICE, f"档案材料：{words[0]}", MATERIALS)


_MATERIALS: Final = (
    ("joining_form", ("志愿书", "入党志愿书")),
    ("application", ("申请书", "入党申请书")),
    ("political_review", ("政审", "政治审查材料")),
    ("full_application", ("转正申请书",)),
    ("training_record", ("培养材料", "培养教育考察材料")),
)


def _checks() -> Iterable[Field]:
    every = (("", ""), *((str(check.number), f"：{check.title}") for check in Check))
    for number, title in every:
        yield Field(f"check{number}", (f"查{number}",), Kind.CHOICE, f"当前阶段的结论{title}", VERDICTS)
    for number, title in every:
        yield Field(f"self{number}", (f"自查{number}",), Kind.CHOICE, f"支部自查的结论{title}", VERDICTS)
    for number, title in every:
        yield Field(f"verify{number}", (f"核查{number}",), Kind.CHOICE, f"工作组核查的结论{title}", VERDICTS)
    for number, title in every:
        yield Field(f"given{number}", (f"方式{number}",), Kind.CHOICE, f"当前阶段的结论怎样作出{title}", GIVEN)


def _ledgers() -> Iterable[Field]:
    kinds = (
        Choice("open", ("未回执", "无回执")),
        Choice("receipted", ("已回执", "receipt")),
        Choice("out", ("转出",)),
        Choice("in", ("转入",)),
        _ANY,
        Choice("none", ("没有",)),
    )
    yield Field("letter", ("介绍信", "信"), Kind.CHOICE, "有没有介绍信、回执", kinds)
    yield Field("to", ("转入单位", "转往", "去向"), Kind.TEXT, "转出介绍信上的转入单位或抬头")
    yield Field("issued", ("开具", "开具日期"), Kind.DATE, "转出介绍信的开具日期")
    yield Field("receipt", ("回执", "回执日期"), Kind.DATE, "收到回执的日期")
    codes = tuple(Choice(code.value, (code.value,), code.sentence.rstrip("。")) for code in FindingCode)
    yield Field("finding", ("问题", "发现"), Kind.CODE, "程序发现、尚未处理的问题", (_ANY, *codes))


def _every() -> Iterable[Field]:
    yield Field("is", ("是",), Kind.CHOICE, "党员的状况", SITUATIONS)
    yield Field("situation", ("情形",), Kind.CHOICE, "到填表日期，台账登记的情形", RECORDED)
    yield Field("disposal", ("处置", "组织处置"), Kind.CHOICE, "登记簿上的组织处置", DISPOSALS)
    yield Field("group", ("重点群体", "群体"), Kind.CHOICE, "列入的重点群体", FOCUS)
    yield from _texts()
    yield from _checks()
    yield from _plain()
    yield from _ledgers()


FIELDS: Final[tuple[Field, ...]] = tuple(_every())
BY_KEY: Final = {field.key: field for field in FIELDS}
BY_WORD: Final = {word.lower(): field for field in FIELDS for word in (field.key, *field.words)}
