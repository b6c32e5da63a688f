"""Cells as offices fill them in, column by column, and what each of them is in the register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from dirty import SHEET, Dirty, Person, Sheet, Shown, Trouble, name_of

from tui.intake.problems import ProblemCode as Code
from tui.intake.problems import Weight

ID = "11010519491231002X"
FIELDS = {
    "姓名": "name",
    "性别": "sex",
    "民族": "nation",
    "出生日期": "birth",
    "公民身份证号": "idno",
    "手机号": "phone",
    "是否为失联党员": "lost",
    "所在党支部": "branch",
    "人员类别": "category",
    "党籍状态": "membership",
    "学历": "education",
    "家庭住址": "address",
    "加入党组织日期": "joined",
}
"""The columns whose cells are shown here."""


@dataclass(frozen=True, slots=True)
class Dirt:
    """A cell, the value that its own field gets (None: it stays empty), and the problem that is reported.

    ``others`` are fields of other columns that it fills; ``kept`` is what stands under its header among the extra
    columns, which is the original whenever the value is doubtful.
    """

    cell: object
    value: str | None
    code: Code | None = None
    others: Mapping[str, str] = field(default_factory=dict)
    kept: str | None = None

    @property
    def original(self) -> str | None:
        """What is kept."""
        if self.kept is not None or self.code is None or self.code.weight is not Weight.DOUBTFUL:
            return self.kept
        return str(self.cell).strip()


DATES = (
    Dirt(datetime(1985, 7, 1), "1985-07-01"),
    Dirt(Shown(date(1985, 7, 1), "yyyy/m/d"), "1985-07-01"),
    Dirt(Shown(datetime(1985, 7, 1, 8, 30), "yyyy-mm-dd"), "1985-07-01"),
    Dirt("1985年07月01日", "1985-07-01"),
    Dirt("1985年7月1号", "1985-07-01"),
    Dirt(" 1985 年 7 月 1 日 ", "1985-07-01"),
    Dirt("1985-7-1", "1985-07-01"),
    Dirt("1985-07-01", "1985-07-01"),
    Dirt("1985-07-01 00:00:00", "1985-07-01"),
    Dirt("2009/7/1", "2009-07-01"),
    Dirt("1985.07.01", "1985-07-01"),
    Dirt("１９８５－０７－０１", "1985-07-01"),
    Dirt("1985—7—1", "1985-07-01"),
    Dirt("19850701", "1985-07-01"),
    Dirt(19850701, "1985-07-01"),
    Dirt(31229, "1985-07-01"),
    Dirt("31229", "1985-07-01"),
    Dirt("1985年7月", "1985-07"),
    Dirt("1985年元月", "1985-01"),
    Dirt("二〇〇九年七月", "2009-07"),
    Dirt("二○○九年七月", "2009-07"),
    Dirt("二零零九年十二月", "2009-12"),
    Dirt("198507", "1985-07"),
    Dirt(198507, "1985-07"),
    Dirt("1985/07", "1985-07"),
    Dirt("1985-07", "1985-07"),
    Dirt("1985.07", "1985-07"),
    Dirt("1969.01", "1969-01"),
    Dirt(1969.01, "1969-01"),
    Dirt(1985.12, "1985-12"),
    Dirt("1985.10", "1985-10"),
    Dirt("１９８５．０７", "1985-07"),
    Dirt("1985年", "1985"),
    Dirt("1985", "1985"),
    Dirt(1985, "1985"),
    Dirt(1985.1, None, Code.DATE_AMBIGUOUS),
    Dirt(Shown(1985.10, "0.00"), None, Code.DATE_AMBIGUOUS, kept="1985.1"),
    Dirt("07/01/1985", None, Code.DATE_AMBIGUOUS),
    Dirt(19857, None, Code.DATE_AMBIGUOUS),
    Dirt("85.7", None, Code.DATE_SHORT_YEAR),
    Dirt("85年7月1日", None, Code.DATE_SHORT_YEAR),
    Dirt(850701, None, Code.DATE_SHORT_YEAR),
    Dirt("1985-02-30", None, Code.DATE_NOT_IN_CALENDAR),
    Dirt(19851301, None, Code.DATE_NOT_IN_CALENDAR),
    Dirt("1885年7月", None, Code.DATE_OUT_OF_RANGE),
    Dirt("不详", None, Code.DATE_UNREADABLE),
    Dirt("1985年7月左右", None, Code.DATE_UNREADABLE),
    Dirt(time(3, 4), None, Code.DATE_UNREADABLE),
    Dirt(0, None),
    Dirt("无", None),
    Dirt("—", None),
    Dirt("-", None),
    Dirt("/", None),
    Dirt("空白", None),
    Dirt(None, None),
)

IDS = (
    Dirt("110105196812272168", "110105196812272168"),
    Dirt("110105196812272168 ", "110105196812272168"),
    Dirt(Shown(ID, "@"), ID),
    Dirt("11010519491231002x", ID, Code.ID_MENDED),
    Dirt("１１０１０５１９４９１２３１００２Ｘ", ID, Code.ID_MENDED),
    Dirt("11010519491231002Ｘ", ID, Code.ID_MENDED),
    Dirt("110105 19491231 002X", ID, Code.ID_MENDED),
    Dirt("110105\t19491231002X", ID, Code.ID_MENDED),
    Dirt("110105\u00a019491231002X", ID, Code.ID_MENDED),
    Dirt("'11010519491231002X", ID, Code.ID_MENDED),
    Dirt("‘11010519491231002X", ID, Code.ID_MENDED),
    Dirt("\u200b11010519491231002X", ID, Code.ID_MENDED),
    Dirt("11010519491231002X\n", ID),
    Dirt("110105491231002", "110105491231002"),
    Dirt(110105491231002, "110105491231002"),
    Dirt("110105194912310021", "110105194912310021"),
    Dirt("1101051949123100", "1101051949123100"),
    Dirt(1.10105196812272e17, None, Code.ID_ROUNDED, kept="110105196812272000"),
    Dirt(Shown(1.10105196812272e17, "0"), None, Code.ID_ROUNDED, kept="110105196812272000"),
    Dirt("1.10105196812272E+17", None, Code.ID_ROUNDED),
    Dirt("110105196812272000", None, Code.ID_ROUNDED),
    Dirt("军字第0123456号", None, Code.ID_UNREADABLE),
    Dirt("无", None),
    Dirt("/", None),
    Dirt(0, None),
)

NAMES = (
    Dirt("张三", "张三"),
    Dirt("张三 ", "张三"),
    Dirt("张 三", "张三", Code.NAME_MENDED),
    Dirt("张　三", "张三", Code.NAME_MENDED),
    Dirt("欧 阳 小 明", "欧阳小明", Code.NAME_MENDED),
    Dirt("张\n三", "张三", Code.NAME_MENDED),
    Dirt("张\u200b三", "张三", Code.NAME_MENDED),
    Dirt("王𠮷", "王𠮷"),
    Dirt("阿卜杜拉·艾则孜", "阿卜杜拉·艾则孜"),
    Dirt("阿卜杜拉．艾则孜", "阿卜杜拉·艾则孜", Code.NAME_MENDED),
    Dirt("阿卜杜拉•艾则孜", "阿卜杜拉·艾则孜", Code.NAME_MENDED),
    Dirt("阿卜杜拉 . 艾则孜", "阿卜杜拉·艾则孜", Code.NAME_MENDED),
    Dirt("123", None, Code.NAME_UNREADABLE),
    Dirt("共3人", None, Code.NAME_UNREADABLE),
    Dirt("（一）正式党员", None, Code.NAME_UNREADABLE),
    Dirt("张三、李四", None, Code.NAME_UNREADABLE),
    Dirt("张伟（大）", "张伟(大)", Code.NAME_MENDED),
    Dirt("张伟2", "张伟2"),
    Dirt(123, None, Code.NAME_UNREADABLE),
    Dirt("—", None, Code.NAME_MISSING),
)

SEXES = (
    *(Dirt(cell, "male") for cell in ("男", "男性", "1", 1, "M", "m", "男 ", "　男")),
    *(Dirt(cell, "female") for cell in ("女", "女性", "2", 2, "F", "Ｆ")),
    Dirt("不详", None, Code.SEX_UNKNOWN),
    Dirt("男/女", None, Code.SEX_UNKNOWN),
    Dirt("—", None),
)

NATIONS = (
    *(Dirt(cell, "汉族") for cell in ("汉", "汉族", "汉 族", "01", 1)),
    *(Dirt(cell, "维吾尔族") for cell in ("维吾尔", "维吾尔族", "维族")),
    Dirt("傈傈族", "傈僳族"),
    Dirt("崩龙族", "德昂族"),
    Dirt("毛难族", "毛南族"),
    Dirt("火星族", None, Code.NATION_UNKNOWN),
    Dirt("无", None),
)

ANSWERS = (
    *(Dirt(cell, "yes") for cell in ("是", "√", "✔", "Y", "y", 1, "1", True)),
    *(Dirt(cell, "no") for cell in ("否", "×", "□", "N", 0, "0", False)),
    Dirt(None, None),
    Dirt("无", None),
    Dirt("待查", None, Code.ANSWER_UNREADABLE),
)

PHONES = (
    Dirt("13800138000", "13800138000"),
    Dirt(13800138000, "13800138000"),
    Dirt("13800138000 ", "13800138000"),
    Dirt("13 800 138 000", "13800138000", Code.PHONE_MENDED),
    Dirt("138-0013-8000", "13800138000", Code.PHONE_MENDED),
    Dirt("１３８００１３８０００", "13800138000", Code.PHONE_MENDED),
    Dirt("+86 13800138000", "13800138000", Code.PHONE_MENDED),
    *(
        Dirt(
            f"13800138000{between}13900139000", "13800138000", Code.PHONE_SEVERAL, kept=f"13800138000{kept}13900139000"
        )
        for between, kept in (("/", "/"), ("、", "、"), (" ", " "), ("\n", " "), ("；", "；"))
    ),
    Dirt("010-65200001、13800138000", "13800138000", Code.PHONE_SEVERAL, {"landline": "010-65200001"}),
    Dirt("0519-86520001", None, None, {"landline": "0519-86520001"}),
    Dirt("（0519）86520001", None, Code.PHONE_MENDED, {"landline": "0519-86520001"}),
    Dirt("139xxxx1234", None, Code.PHONE_UNREADABLE),
    Dirt("1380013800", None, Code.PHONE_UNREADABLE),
    Dirt("无", None),
    Dirt("—", None),
    Dirt(0, None),
)

BRANCHES = (
    Dirt("中共某某大学计算机学院教工第一支部委员会", "中共某某大学计算机学院教工第一支部委员会"),
    Dirt("教工第一党支部", "教工第一党支部"),
    Dirt("教工 第一\n党支部", "教工第一党支部"),
    Dirt("机关党总支", "机关党总支"),
    Dirt("第二党小组", "第二党小组"),
    Dirt("第一党支部\u200b", "第一党支部", Code.HIDDEN_CHARACTERS),
    Dirt("无", None),
)

CATEGORIES = (
    *(Dirt(cell, "full") for cell in ("正式党员", "正式", "中共党员", "正 式 党 员")),
    *(Dirt(cell, "probationary") for cell in ("预备党员", "预备", "中共预备党员")),
    Dirt("积极分子", None, Code.CATEGORY_UNKNOWN),
)

MEMBERSHIPS = (
    Dirt("正常", "normal"),
    Dirt("停止党籍", "suspended"),
    Dirt("已转出", None, Code.MEMBERSHIP_UNKNOWN),
)

SCHOOLING = (
    Dirt("大学", "大学"),
    Dirt("21", "大学"),
    Dirt(21, "大学"),
    Dirt("本科（在职）", "本科（在职）"),
    Dirt("—", None),
)

ADDRESSES = (
    Dirt("北京市\n朝阳区", "北京市 朝阳区"),
    Dirt(" 一号楼 ", "一号楼"),
    Dirt("一号\u2066楼\u2069", "一号楼", Code.HIDDEN_CHARACTERS),
    Dirt("街" * 501, None, Code.TEXT_TOO_LONG),
    Dirt("空白", None),
)

BY_HEADER: Mapping[str, Sequence[Dirt]] = {
    "姓名": NAMES,
    "性别": SEXES,
    "民族": NATIONS,
    "出生日期": DATES,
    "公民身份证号": IDS,
    "手机号": PHONES,
    "是否为失联党员": ANSWERS,
    "所在党支部": BRANCHES,
    "人员类别": CATEGORIES,
    "党籍状态": MEMBERSHIPS,
    "学历": SCHOOLING,
    "家庭住址": ADDRESSES,
    "加入党组织日期": DATES,
}


def filled(header: str, dirt: Dirt, fields: dict[str, str], extra: dict[str, str]) -> None:
    """Do to a sound person what this cell in this column does."""
    fields.pop(FIELDS[header], None)
    fields.update(dirt.others)
    if dirt.value is not None:
        fields[FIELDS[header]] = dirt.value
    if dirt.original is not None:
        extra[header] = dirt.original


def blocks(dirt: Dirt) -> bool:
    """Whether the row with this cell is not taken."""
    return dirt.code is not None and dirt.code.weight is Weight.BLOCKING


def column(header: str) -> Dirty:
    """One person a row, each with another cell in this column; header in row 1."""
    headers = list(dict.fromkeys(("姓名", "性别", "民族", header)))
    rows: list[list[object]] = [list(headers)]
    people: list[Person] = []
    troubles: list[Trouble] = []
    for number, dirt in enumerate(BY_HEADER[header], 2):
        cells: dict[str, object] = {"姓名": name_of(number), "性别": "男", "民族": "汉", header: dirt.cell}
        rows.append([cells[each] for each in headers])
        fields, extra = {"name": name_of(number), "sex": "male", "nation": "汉族"}, dict[str, str]()
        filled(header, dirt, fields, extra)
        if dirt.code:
            troubles.append(Trouble(SHEET, number, header, dirt.code))
        if not blocks(dirt):
            people.append(Person(SHEET, number, fields, extra))
    return Dirty(f"{header}的写法", [Sheet(rows)], people, troubles)


COLUMNS = tuple(column(header) for header in BY_HEADER)
