"""Sheets that tempt a reader to lose a member, or to take in somebody who is nobody."""

from dirty import Trouble, man
from dirty_layouts import ID, LI, SHORT, ZHANG, sheet_of, three

from tui.intake.problems import ProblemCode as Code

NEARLY_LOST = (
    sheet_of(
        "姓名占两列",
        [["序号", "姓名", None, "性别", "民族"], [1, "张三", None, "男", "汉"], [2, "李四", None, "男", "汉"]],
        three(2, 3),
        merged=["B1:C1", "B2:C2"],
    ),
    sheet_of(
        "职务栏在姓名前",
        [["党内职务", *SHORT], ["负责人", *ZHANG], ["审核人", *LI]],
        [man(2, "张三", post="负责人"), man(3, "李四", post="审核人")],
    ),
    *(
        sheet_of(
            f"合并的党支部从{what}开始",
            [["党支部", *SHORT, "身份证号", "备注"], ["第一党支部", *first], [None, *LI]],
            [man(3, "李四", branch="第一党支部")],
            *troubles,
            merged=["A2:A3"],
        )
        for what, first, troubles in (
            ("没有姓名的行", [None, "男", "汉", ID], [Trouble("名册", 2, "", Code.NAME_MISSING)]),
            ("样例行", ["某某", "男", "汉", None, "样例"], [Trouble("名册", 2, "", Code.SAMPLE_ROW)]),
            ("空行", [], []),
        )
    ),
)

NOBODY = (
    sheet_of(
        "几行样例",
        [[*SHORT, "备注"], ["必填"] * 3, *(["某某", "男", "汉", f"样例{n}"] for n in range(1, 5)), LI],
        [man(7, "李四")],
        *(Trouble("名册", row, "", Code.SAMPLE_ROW) for row in range(3, 7)),
    ),
    sheet_of(
        "空行之后的样例",
        [SHORT, [1, 2, 3], ["必填"] * 3, [], ["样例：张三", "男", "汉"], LI],
        [man(6, "李四")],
        Trouble("名册", 5, "", Code.SAMPLE_ROW),
    ),
    sheet_of(
        "右侧的落款",
        [
            ["序号", *SHORT, "身份证号", "出生日期"],
            [1, *ZHANG, ID, "1985.07"],
            [None, None, None, None, "填表人：赵六", "填表日期：2016年12月15日"],
            ["党支部书记：", "王某", None, None, "经办人：", "2016-12-15"],
            [None, None, None, None, "（盖章）"],
        ],
        [man(2, "张三", idno=ID, birth="1985-07")],
    ),
    sheet_of("小计", [["党支部", *SHORT], ["一支部", *ZHANG], ["小  计", 1], ["二支部", *LI], ["小计：", 1]],
           [man(2, "张三", branch="一支部"), man(4, "李四", branch="二支部")]),
    sheet_of("分段标题", [["序号", *SHORT], ["第一党支部"], [1, *ZHANG], ["第二党支部"], [1, *LI]], three(3, 5),
           merged=["A2:D2", "A4:D4"]),
    sheet_of(
        "姓名栏内的分段标题不是党员",
        [SHORT, ["（一）正式党员"], ZHANG, ["共1人"], LI],
        three(3, 5),
        *(Trouble("名册", row, "姓名", Code.NAME_UNREADABLE) for row in (2, 4)),
    ),
    sheet_of(
        "错误值",
        [[*SHORT, "出生日期", "身份证号"], [*ZHANG, "#REF!", "#N/A"], ["#N/A", "男", "汉", "1985.07", ID]],
        three(2),
        Trouble("名册", 3, "", Code.NAME_MISSING),
    ),
)  # fmt: skip

TRAPS = (*NEARLY_LOST, *NOBODY)
