"""Why a row of a roster cannot be taken into this register: a closed list, each with its one sentence."""

from enum import IntEnum


class PlanRefusal(IntEnum):
    """Why a row cannot be taken into this register."""

    BRANCH_MISSING = 1
    BRANCH_NOT_OURS = 2
    BRANCH_UNCLEAR = 3
    KEPT_ELSEWHERE = 4
    DOUBLE_IN_FILE = 5
    FITS_SEVERAL = 6
    INDISTINCT = 7

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
    PlanRefusal.FITS_SEVERAL: "与库中几名党员都相符，这一行没有导入。请补充身份号码。",
    PlanRefusal.INDISTINCT: (
        "与本文件前面一行同名，都没有填写身份号码和出生日期，无法区分，这一行没有导入。请补充后再导入。"
    ),
}
