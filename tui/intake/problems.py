"""What can be wrong with a roster's cells: a closed list, each with its severity and its one sentence."""

from enum import Enum
from typing import Final, NamedTuple


class Weight(Enum):
    """What a problem means for the row that it was found in."""

    label: str

    def __new__(cls, value: str, label: str) -> "Weight":
        weight = object.__new__(cls)
        weight._value_ = value
        weight.label = label
        return weight

    BLOCKING = "blocking", "未导入"
    DOUBTFUL = "doubtful", "待核实"
    NOTE = "note", "已整理"


_B, _D, _N = Weight.BLOCKING, Weight.DOUBTFUL, Weight.NOTE


class ProblemCode(Enum):
    """Stable code, weight, sentence.

    Blocking: the row is not taken. Doubtful: the value is left empty, its original is kept among the extra
    columns. Note: the value was put right, or something was passed over.
    """

    weight: Weight
    sentence: str

    def __new__(cls, value: str, weight: Weight, sentence: str) -> "ProblemCode":
        code = object.__new__(cls)
        code._value_ = value
        code.weight = weight
        code.sentence = sentence
        return code

    NAME_MISSING = "name-missing", _B, "没有姓名，这一行没有导入。"
    NAME_UNREADABLE = "name-unreadable", _B, "姓名栏不是姓名，这一行没有导入。"

    DATE_UNREADABLE = "date-unreadable", _D, "不能识别为日期，已留空待核实。"
    DATE_AMBIGUOUS = "date-ambiguous", _D, "日期有不止一种读法（如1985.1可能是1月或10月），已留空待核实。"
    DATE_SHORT_YEAR = "date-short-year", _D, "年份只有两位，已留空待核实。"
    DATE_NOT_IN_CALENDAR = "date-not-in-calendar", _D, "没有这一天，已留空待核实。"
    DATE_OUT_OF_RANGE = "date-out-of-range", _D, "年份不在1900年至2100年之间，已留空待核实。"
    ID_UNREADABLE = "id-unreadable", _D, "不是公民身份号码，已留空待核实。"
    ID_ROUNDED = "id-rounded", _D, "身份号码按数字存放，末三位已丢失，已留空待核实。请把该列设为文本后重填。"
    PHONE_UNREADABLE = "phone-unreadable", _D, "不是完整的电话号码，已留空待核实。"
    SEX_UNKNOWN = "sex-unknown", _D, "性别不是“男”或“女”，已留空待核实。"
    NATION_UNKNOWN = "nation-unknown", _D, "不是民族名称，已留空待核实。"
    CATEGORY_UNKNOWN = "category-unknown", _D, "不是“正式党员”或“预备党员”，已留空待核实。"
    MEMBERSHIP_UNKNOWN = "membership-unknown", _D, "不是“正常”或“停止党籍”，已留空待核实。"
    ANSWER_UNREADABLE = "answer-unreadable", _D, "不是“是”或“否”，已留空待核实。"
    MATERIAL_UNKNOWN = "material-unknown", _D, "不是“齐全”“不规范”“缺”或“不真实”，已留空待核实。"
    NUMBER_UNREADABLE = "number-unreadable", _D, "不是数目，已留空待核实。"
    MERGED_ABOVE = "merged-above", _D, "与上面的单元格合并，不知是否同值，已留空待核实。"
    TEXT_TOO_LONG = "text-too-long", _D, "文字过长，已留空待核实。"

    ROW_UNKNOWN = "row-unknown", _B, "这一行不是本填报表发出的，没有采用。"
    ROW_TWICE = "row-twice", _B, "同一人或同一封介绍信在表中有两行，都没有采用。"
    ROW_ALTERED = "row-altered", _B, "姓名、身份号码或介绍信编号与发出时不符，这一行没有采用。"
    ROW_GONE = "row-gone", _B, "其后已不在本支部或不在本批次排查对象之内，这一行没有采用。"
    STRANGER = "stranger", _B, "不在名册的人员，没有导入。请核实后另行办理。"
    VERDICT_UNKNOWN = "verdict-unknown", _D, "不是核查结论（无误、已更正、待完善、存疑、不适用），已留空待核实。"
    RECEIPT_CONTRADICTED = "receipt-contradicted", _D, "填了“未落实”，又填有回执日期，已留空待核实。"
    RECEIPT_EARLY = "receipt-early", _D, "回执日期早于介绍信开具日期，已留空待核实。"
    TWO_VALUES = "two-values", _D, "两张表中填写不一致，已留空待核实。"

    NAME_MENDED = "name-mended", _N, "姓名中的空格、间隔号或全角字符已整理。"
    ID_MENDED = "id-mended", _N, "身份号码中的空格、全角字符或小写x已整理。"
    PHONE_MENDED = "phone-mended", _N, "电话号码中的空格、符号或国家代码已整理。"
    PHONE_SEVERAL = "phone-several", _N, "一格填有几个电话，取第一个，其余另存。"
    PHONE_OTHER_KIND = "phone-other-kind", _N, "手机与固定电话填错了栏，已对调。"
    HIDDEN_CHARACTERS = "hidden-characters", _N, "已去除看不见的字符。"
    TEXT_CUT = "text-cut", _N, "文字过长，只保留前面一部分。"
    SAMPLE_ROW = "sample-row", _N, "这一行是填表样例，没有导入。"
    ROW_HIDDEN = "row-hidden", _N, "这一行在原表中是隐藏的，已照常读取，请核对。"
    SHEET_HIDDEN = "sheet-hidden", _N, "工作表是隐藏的，没有读取。"
    SHEET_WITHOUT_HEADER = "sheet-without-header", _N, "工作表中没有能识别的表头，没有读取。可在版式页指定表头。"
    KEY_TWICE = "key-twice", _D, "同一张表并排有两组人员，只读取了左边一组。请拆成两张表后重新导入。"
    KEY_MISSING = "key-missing", _N, "工作表中没有姓名（名称）栏，没有读取。可在版式页指定。"


BY_VALUE: Final = {code.value: code for code in ProblemCode}
"""The codes by their stable values."""


class Problem(NamedTuple):
    """A problem at its place: `row` as the spreadsheet program numbers it (0: the sheet as a whole),
    `column` as the header names it ('' for the whole row), `value` the cleaned original."""

    sheet: str
    row: int
    column: str
    value: str
    code: ProblemCode
