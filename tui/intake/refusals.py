"""Why a row cannot be taken into this register, or not without a person's word: a closed list with its sentences."""

from enum import IntEnum


class PlanRefusal(IntEnum):
    """Why a row is not taken, or waits for a person's word."""

    BRANCH_MISSING = 1
    BRANCH_NOT_OURS = 2
    BRANCH_UNCLEAR = 3
    KEPT_ELSEWHERE = 4
    DOUBLE_IN_FILE = 5
    FITS_SEVERAL = 6
    INDISTINCT = 7
    ID_DIFFERS = 8
    UNKNOWN_PERSON = 9
    LEFT_OUT = 10
    LETTER_TWICE = 11
    PARENT_UNKNOWN = 12
    UNIT_UNCLEAR = 13
    UNIT_TWICE = 14
    UNIT_MISPLACED = 15
    REMOVED = 16
    STAYS_REMOVED = 17

    @property
    def sentence(self) -> str:
        """The reason and what to do, one Chinese sentence."""
        return _SENTENCES[self]


_SENTENCES = {
    PlanRefusal.BRANCH_MISSING: "没有填写所在党支部，这一行没有导入。",
    PlanRefusal.BRANCH_NOT_OURS: "所在党支部不是本支部，这一行没有导入。",
    PlanRefusal.BRANCH_UNCLEAR: "所在党支部与几个支部名称都相符，这一行没有导入。请写全称。",
    PlanRefusal.KEPT_ELSEWHERE: "该支部的党员数据由下级单位维护，这一行没有导入。",
    PlanRefusal.DOUBLE_IN_FILE: "与本文件另一行是同一人，这一行没有导入。",
    PlanRefusal.FITS_SEVERAL: "与库中几名党员都相符，请指定是哪一人，或按新增处理。",
    PlanRefusal.ID_DIFFERS: "姓名、出生日期与库中党员相同，身份号码不同，请认定是否同一人。",
    PlanRefusal.UNKNOWN_PERSON: "名册中没有此人，这一行没有导入。请先导入名册。",
    PlanRefusal.LEFT_OUT: "已决定不导入这一行。",
    PlanRefusal.LETTER_TWICE: "与本文件另一行是同一封介绍信（同一笔党费），这一行没有导入。",
    PlanRefusal.PARENT_UNKNOWN: "没有找到上级党组织，这一行没有导入。请先导入上级党组织。",
    PlanRefusal.UNIT_UNCLEAR: "与几个党组织名称都相符，这一行没有导入。请写全称或编码。",
    PlanRefusal.UNIT_MISPLACED: "这类党组织不能设在所填的上级党组织之下，这一行没有导入。",
    PlanRefusal.UNIT_TWICE: "与本文件另一行是同一党组织，这一行没有导入。",
    PlanRefusal.REMOVED: "身份号码与已经组织处置、不在名册的人员相同，请认定；除重新入党的以外，不应再列入名册。",
    PlanRefusal.STAYS_REMOVED: "已认定是组织处置后不在名册的人员，这一行没有导入。",
    PlanRefusal.INDISTINCT: (
        "与本文件前面一行同名，都没有填写身份号码和出生日期，无法区分，这一行没有导入。请补充后再导入。"
    ),
}
