"""The fields of a member that people set by hand: their names, the types of their values, and what may be chosen.

Types and names are those of the columns that files are read by, so that a value comes out the same either way.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from tui.rules.codes import EDUCATION, NATIONS
from tui.rules.phones import is_mobile
from tui.rules.values import read_value


class MemberField(NamedTuple):
    """A field: its column, its name, the type of its values; ``own`` if no two people have it in common."""

    id: str
    label: str
    kind: str
    own: bool = False


_FIELDS: Final = (
    MemberField("name", "姓名", "name", own=True),
    MemberField("sex", "性别", "sex"),
    MemberField("birth", "出生日期", "day"),
    MemberField("idno", "身份号码", "idno", own=True),
    MemberField("number", "学工号", "text", own=True),
    MemberField("nation", "民族", "nation"),
    MemberField("native", "籍贯", "text"),
    MemberField("education", "学历", "education"),
    MemberField("category", "人员类别", "category"),
    MemberField("joined", "入党日期", "day"),
    MemberField("full_at", "转正日期", "day"),
    MemberField("membership", "党籍状态", "membership"),
    MemberField("work", "工作岗位", "text"),
    MemberField("post", "党内职务", "text"),
    MemberField("phone", "手机", "phone", own=True),
    MemberField("landline", "固定电话", "phone"),
    MemberField("address", "家庭住址", "text"),
    MemberField("dues_to", "党费交至", "day"),
    MemberField("active_on", "最近参加组织生活", "day"),
    MemberField("lost", "是否失联", "answer"),
    MemberField("lost_on", "失联日期", "day"),
    MemberField("floating", "是否流动", "answer"),
    MemberField("floating_to", "外出流向", "text"),
    MemberField("archive_at", "档案保管单位", "text"),
    MemberField("joining_form", "入党志愿书", "material"),
    MemberField("application", "入党申请书", "material"),
    MemberField("political_review", "政治审查材料", "material"),
    MemberField("full_application", "转正申请书", "material"),
    MemberField("training_record", "培养教育考察材料", "material"),
    MemberField("note", "备注", "text"),
)

FIELDS: Final[Mapping[str, MemberField]] = {field.id: field for field in _FIELDS}
"""By column, in the order in which they are offered."""

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "sex": {"male": "男", "female": "女"},
    "category": {"full": "正式党员", "probationary": "预备党员"},
    "membership": {"normal": "正常", "suspended": "停止党籍"},
    "answer": {"yes": "是", "no": "否"},
    "material": {"complete": "齐全", "irregular": "不规范", "missing": "缺", "untrue": "不真实"},
    "nation": {name: name for name in NATIONS.values()},
    "education": {name: name for name in EDUCATION.values()},
}
"""Type → stored value → its words, for the types whose values are chosen from a list."""

_WANTED: Final[Mapping[str, str]] = {
    "name": "规范姓名（50字以内）",
    "day": "1985-07-01、1985-07或1985的形式",
    "idno": "公民身份号码（18位或15位）",
    "phone": "完整的电话号码",
    "nation": "民族的规范名称",
}


def wanted(field: MemberField) -> str:
    """What may stand in the field, in words."""
    if field.kind in _WANTED:
        return _WANTED[field.kind]
    return "、".join(WORDS[field.kind].values()) if field.kind in WORDS else "500字以内的文字"


def read_field(field: MemberField, text: str) -> str | None:
    """What a person typed, as the field's stored value; None if it is none.

    A mobile number is no landline number and the other way round, as when files are read.
    """
    value = read_value(field.kind, text)
    if value is not None and field.kind == "phone" and (field.id == "phone") != is_mobile(value):
        return None
    return value


def shown_value(field: MemberField, value: str | None) -> str:
    """A stored value in words; 空 for none. Numbers of people are not masked here."""
    return WORDS.get(field.kind, {}).get(value, value) if value else "空"
