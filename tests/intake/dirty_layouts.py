"""Sheets as offices lay them out, and who is in them."""

from collections.abc import Sequence
from datetime import date

from dirty import Dirty, Sheet, Trouble, man

from tui.intake.problems import ProblemCode as Code

SHORT = ["姓名", "性别", "民族"]
ZHANG, LI, WANG = (["张三", "男", "汉"], ["李四", "男", "汉族"], ["王五", "男", "汉"])
ID = "11010519491231002X"


def three(*rows: int) -> list[object]:
    """Zhang San, Li Si and Wang Wu in these rows."""
    return [man(row, name) for row, name in zip(rows, ("张三", "李四", "王五"), strict=False)]


def sheet_of(
    name: str, rows: Sequence[Sequence[object]], people: Sequence[object], *troubles: Trouble, **layout: object
) -> Dirty:
    """A workbook of one sheet; `layout` are further attributes of the sheet."""
    return Dirty(name, [Sheet(rows, **layout)], people, troubles)  # type: ignore[arg-type]


ABOVE = (
    sheet_of("只有表头", [SHORT, ZHANG, LI, WANG], three(2, 3, 4)),
    sheet_of(
        "标题、单位行、空行",
        [["党员名册"], ["填报单位：某某党支部", None, "填表日期：2016年12月"], [], SHORT, ZHANG, LI, WANG],
        three(5, 6, 7),
        merged=["A1:C1"],
    ),
    sheet_of(
        "党统式栏号行",
        [["附件2"], ["党员名册"], [], ["序号", *SHORT, "备注"], ["甲", "乙", 1, 2, 3], [1, *ZHANG], [2, *LI]],
        three(6, 7),
        merged=["A2:E2"],
    ),
    sheet_of("字母栏号行", [["序号", *SHORT], ["A", "B", "C", "D"], [1, *ZHANG], [2, *LI]], three(3, 4)),
    sheet_of("数字栏号行", [["序号", *SHORT], [1, 2, 3, 4], [1, *ZHANG], [2, *LI]], three(3, 4)),
    sheet_of("必填行", [SHORT, ["必填", "必填", "选填"], ZHANG, LI], three(3, 4)),
    sheet_of(
        "栏号行、必填行、样例行",
        [["序号", *SHORT], [1, 2, 3, 4], [None, "必填", "必填", "可选"], ["样例", "某某某", "男", "汉族"], [1, *ZHANG]],
        three(5),
        Trouble("名册", 4, "", Code.SAMPLE_ROW),
    ),
    sheet_of(
        "备注栏写明样例",
        [[*SHORT, "备注"], ["某某", "男", "汉", "样例，导入前请删除"], ZHANG],
        three(3),
        Trouble("名册", 2, "", Code.SAMPLE_ROW),
    ),
)

HEADERS = (
    sheet_of("表头中有空格和换行", [["姓  名", "性　别", "民\n族"], ZHANG, LI], three(2, 3)),
    sheet_of(
        "竖排表头",
        [["姓\n\n名", "性\n别", "民 族", "出\n生\n年\n月"], [*ZHANG, "1985.07"]],
        [man(2, "张三", birth="1985-07")],
    ),
    sheet_of(
        "带星号和说明的表头",
        [["姓名*", "* 性别", "民族（必填）", "身份证号(18位)"], [*ZHANG, ID]],
        [man(2, "张三", idno=ID)],
    ),
    sheet_of(
        "两行表头，姓名等纵向合并",
        [
            ["序号", *SHORT, "联系方式", None],
            [None, None, None, None, "手机", "固定电话"],
            [1, *ZHANG, 13800138000, "010-65200001"],
        ],
        [man(3, "张三", phone="13800138000", landline="010-65200001")],
        merged=["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1"],
    ),
    sheet_of(
        "两行表头，上一行只有分组名",
        [["基本情况", None, None, "党内情况", None], [*SHORT, "入党时间", "转正时间"], [*ZHANG, "1985.07", "1986.07"]],
        [man(3, "张三", joined="1985-07", full_at="1986-07")],
        merged=["A1:C1", "D1:E1"],
    ),
    sheet_of(
        "三行表头",
        [
            ["党员名册"],
            ["序号", *SHORT, "党内情况", None, "失联情况", None],
            [None, None, None, None, "日期", None, "是否失联", "失联日期"],
            [None, None, None, None, "入党时间", "转正时间", None, None],
            [1, *ZHANG, "1985.07", "1986.07", "是", "2015.03"],
        ],
        [man(5, "张三", joined="1985-07", full_at="1986-07", lost="yes", lost_on="2015-03")],
        merged=["A1:H1", "A2:A4", "B2:B4", "C2:C4", "D2:D4", "E2:F2", "G2:H2", "E3:F3", "G3:G4", "H3:H4"],
    ),
    sheet_of(
        "从C列开始的名册",
        [[], [None, None, *SHORT, None], [None, None, *ZHANG, "外聘"], [None, None, *LI]],
        [man(3, "张三", extra={"F列": "外聘"}), man(4, "李四")],
    ),
)

BETWEEN = (
    sheet_of("空行", [SHORT, ZHANG, [], LI, [], [], WANG], three(2, 4, 7)),
    sheet_of(
        "每页重复的标题和表头",
        [["党员名册"], SHORT, ZHANG, LI, ["党员名册"], SHORT, WANG],
        three(3, 4, 7),
        merged=["A1:C1", "A5:C5"],
    ),
    sheet_of(
        "数据区内合并的填写说明",
        [
            ["学工号", "姓名", "所在分党委编码", "性别", "民族"],
            [1001, "张三", None, "男", "汉"],
            [],
            [None, None, "注意事项：\n1.带*的为必填项；\n2.导入前请删除本说明。"],
            [],
            [],
            [1002, "李四", None, "男", "汉"],
        ],
        [man(2, "张三", number="1001"), man(7, "李四", number="1002")],
        merged=["C4:E6"],
    ),
    sheet_of(
        "通栏合并的填写说明",
        [SHORT, ZHANG, ["填写说明：姓名须与身份证一致"], LI, ["注意：民族填写全称"], WANG],
        three(2, 4, 6),
        merged=["A3:C3", "A5:C5"],
    ),
    sheet_of(
        "纵向合并的党支部",
        [
            ["所属党委", "党支部", *SHORT],
            ["某某学院党委", "第一 党支部", *ZHANG],
            [None, None, *LI],
            [None, "第二党支部", *WANG],
        ],
        [
            man(2, "张三", committee="某某学院党委", branch="第一党支部"),
            man(3, "李四", committee="某某学院党委", branch="第一党支部"),
            man(4, "王五", committee="某某学院党委", branch="第二党支部"),
        ],
        merged=["A2:A4", "B2:B3"],
    ),
    sheet_of(
        "没有合并的空白党支部不向下填充",
        [["党支部", *SHORT], ["第一党支部", *ZHANG], [None, *LI]],
        [man(2, "张三", branch="第一党支部"), man(3, "李四")],
    ),
    sheet_of(
        "有内容而没有姓名的行",
        [[*SHORT, "身份证号"], [*ZHANG, None], [None, "男", "汉", ID], [*LI, None]],
        three(2, 4),
        Trouble("名册", 3, "", Code.NAME_MISSING),
    ),
    sheet_of("隐藏的行和列照样读取", [[*SHORT, "备注"], [*ZHANG, "一"], [*LI, "二"]],
           [man(2, "张三", note="一"), man(3, "李四", note="二")],
           Trouble("名册", 3, "", Code.ROW_HIDDEN), hidden_rows=[3], hidden_columns=["D"]),
)  # fmt: skip

BELOW = (
    sheet_of(
        "合计、补充资料、说明、填表人",
        [
            ["序号", *SHORT],
            [1, *ZHANG],
            [2, *LI],
            ["合计", 2],
            ["总计：2人"],
            ["补充资料：本年度发展党员1名"],
            [],
            ["说明：1.本表一式两份。"],
            ["注：", "民族填写全称"],
            ["党支部书记（签字）：", None, "填表人：赵六", "填表日期：2016年12月15日"],
        ],
        three(2, 3),
    ),
    sheet_of("合 计", [["序号", *SHORT], [1, *ZHANG], ["合  计", "2人"], ["总　计", 2]], three(2)),
    sheet_of(
        "剩余的序号和0",
        [
            ["序号", *SHORT, "出生日期", "手机号"],
            [1, *ZHANG, "1985.07", 0],
            [2, None, None, None, 0, 0],
            [3, 0, 0, 0, 0, 0],
            [0] * 6,
        ],
        [man(2, "张三", birth="1985-07")],
    ),
    sheet_of("有格式而没有内容的行", [SHORT, ZHANG], three(2), formatted="A3:F40"),
    sheet_of(
        "成片的空白合并格",
        [SHORT, ZHANG],
        three(2),
        merged=["A5:C6", "A7:A9"],
    ),
)

SHEETS = (
    Dirty(
        "每个党支部一张工作表",
        [Sheet([["一支部党员名册"], SHORT, ZHANG], "一支部"), Sheet([SHORT, LI, WANG], " 二支部 ")],
        [man(3, "张三", "一支部"), man(2, "李四", "二支部"), man(3, "王五", "二支部")],
    ),
    Dirty(
        "各表的列不同",
        [
            Sheet([SHORT, ZHANG], "一支部"),
            Sheet([["民族", "备注", "姓名", "性别"], ["汉", "新", "李四", "男"]], "二支部"),
        ],
        [man(2, "张三", "一支部"), man(2, "李四", "二支部", note="新")],
    ),
    Dirty(
        "隐藏的、空白的、不是名册的工作表",
        [
            Sheet([["填表须知"], ["请认真填写"]], "须知"),
            Sheet([SHORT, ZHANG], "名册"),
            Sheet([], "Sheet2"),
            Sheet([SHORT, LI], "旧名册", hidden=True),
        ],
        [man(2, "张三")],
        [Trouble("须知", 0, "", Code.SHEET_WITHOUT_HEADER), Trouble("旧名册", 0, "", Code.SHEET_HIDDEN)],
    ),
    Dirty(
        "1904年起算的日期",
        [Sheet([[*SHORT, "出生日期"], [*ZHANG, date(1985, 7, 1)], [*LI, "1985年7月"]])],
        [man(2, "张三", birth="1985-07-01"), man(3, "李四", birth="1985-07")],
        counts_from_1904=True,
    ),
)

LAYOUTS = (*ABOVE, *HEADERS, *BETWEEN, *BELOW, *SHEETS)
