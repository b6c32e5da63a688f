"""What rules can find: stable codes with their severity, one sentence, and the basis that they rest on.

Values are stored, travel in bundles and are searched for: one is never renamed, and never used for anything else.
V01 to V25 are the checks of the work's forms and rules, B01 to B06 the items that every record needs.
"""

from enum import Enum

_GB_11643 = "GB 11643-1999《公民身份号码》"
_FORM_2017 = "2017年《党员基本信息采集表》填写说明"
_CHARTER = "《中国共产党章程》"
_CHARTER_7 = _CHARTER + "第七条"
_CHARTER_9 = _CHARTER + "第九条"
_PAST_CHARTERS = "历次党章关于预备期的规定"
_RULES = "《中国共产党发展党员工作细则》"
_RULES_5 = _RULES + "第五条"
_REGULATION = "《中国共产党党员教育管理工作条例》"
_QUESTIONS = "《党员组织关系排查有关问题说明》"
_CHECK_1 = _QUESTIONS + "一（核查党员名册）"
_FOUND = "组通字〔2016〕1号附件1《经查找取得联系党员登记表》填表要求"
_NOT_FOUND = "组通字〔2016〕1号附件2《经查找仍然无法取得联系党员登记表》填表要求"
_LETTERS = "组通字〔2006〕45号（党员组织关系介绍信及回执）"
_LETTERS_USE = "党员组织关系介绍信有效期的通行做法（一般30天，最长不超过3个月）"
_STATISTICS_2012 = "2012年党内统计年报表说明"
_LOGIC = "日期先后的常理"


class Severity(Enum):
    """How sure a finding is that something has to be put right."""

    label: str

    def __new__(cls, value: str, label: str) -> "Severity":
        severity = object.__new__(cls)
        severity._value_ = value
        severity.label = label
        return severity

    ERROR = "error", "错误"
    WARNING = "warning", "疑点"
    NOTE = "note", "提示"


class FindingCode(Enum):
    """A suggestion of a rule: stable code, severity, one sentence, and what it rests on."""

    severity: Severity
    sentence: str
    basis: str

    def __new__(cls, value: str, severity: Severity, sentence: str, basis: str) -> "FindingCode":
        code = object.__new__(cls)
        code._value_ = value
        code.severity = severity
        code.sentence = sentence
        code.basis = basis
        return code

    ID_LENGTH = "V01a", Severity.ERROR, "公民身份号码不是18位（或旧15位）。", _GB_11643
    ID_CHECK_DIGIT = "V01b", Severity.ERROR, "公民身份号码的校验码不符。", _GB_11643
    ID_BIRTH_DATE = "V01c", Severity.ERROR, "公民身份号码中的出生日期不存在或晚于填表日期。", _GB_11643
    ID_FIFTEEN = "V01d", Severity.NOTE, "公民身份号码是旧15位号码，请核对后换为18位。", _GB_11643
    BIRTH_UNLIKE_ID = (
        "V02a",
        Severity.WARNING,
        "出生日期与公民身份号码不一致，请查对人事档案（以档案记载为准）。",
        _FORM_2017,
    )
    SEX_UNLIKE_ID = "V02b", Severity.WARNING, "性别与公民身份号码不一致。", _GB_11643
    JOINED_UNDER_18 = "V03a", Severity.ERROR, "入党时未满18周岁。", _RULES_5
    JOINED_UNDER_18_EARLY = "V03b", Severity.WARNING, "1956年以前入党，入党时未满18周岁，请查对档案。", _RULES_5
    FULL_BEFORE_JOINED = "V04a", Severity.ERROR, "转为正式党员的日期早于入党日期。", _CHARTER_7
    FULL_ON_JOINING = "V04b", Severity.ERROR, "入党与转正是同一天，而当时实行预备期。", _PAST_CHARTERS
    PROBATION_SHORT = "V05a", Severity.WARNING, "转正距入党不满当时规定的预备期。", _PAST_CHARTERS
    PROBATION_LONG = (
        "V05b",
        Severity.WARNING,
        "转正距入党超过2年（预备期1年，延长不超过1年，另计审批3个月）。",
        _CHARTER_7 + "；" + _RULES,
    )
    FULL_AFTER_JOINING = (
        "V05c",
        Severity.WARNING,
        "入党时没有预备期，党龄自入党之日起算，而转正日期晚于入党日期。",
        _PAST_CHARTERS,
    )
    FULL_WITHOUT_DATE = "V06a", Severity.ERROR, "正式党员缺少转为正式党员的日期。", _FORM_2017
    PROBATIONARY_WITH_DATE = "V06b", Severity.ERROR, "预备党员填有转为正式党员的日期。", _FORM_2017
    PROBATION_OVER = "V07", Severity.WARNING, "预备期已满，没有转正、延长或取消资格的记录。", _CHARTER_7
    AGE_WRONG = "V08a", Severity.ERROR, "年龄与按出生日期计算到填表日期的周岁不符。", _FOUND + "第3项"
    PARTY_YEARS_WRONG = (
        "V08b",
        Severity.ERROR,
        "党龄与自转正之日计算到填表日期的年数不符。",
        _CHARTER_7 + "；" + _FOUND + "第3项",
    )
    FOUND_WITHIN_SIX_MONTHS = (
        "V09a",
        Severity.ERROR,
        "列为经查找取得联系，而取得联系前最近一次交纳党费或参加组织生活不满6个月。",
        _FOUND + "第2、5项",
    )
    LOST_WITHIN_SIX_MONTHS = (
        "V09b",
        Severity.ERROR,
        "列为仍然无法取得联系，而最近一次交纳党费或参加组织生活距填表日期不满6个月。",
        _NOT_FOUND + "第2、5项",
    )
    WAYS_NOT_TRIED = (
        "V10",
        Severity.WARNING,
        "仍然无法取得联系，而直接联系、人际查找、部门查找、其他方式没有都留下查找记录。",
        _QUESTIONS + "二（查找失联党员）",
    )
    SITUATION_UNEXPLAINED = (
        "V11",
        Severity.ERROR,
        "失去联系情形为“⑦其他”，备注中没有注明具体原因。",
        _FOUND + "第6项",
    )
    ID_TWICE_IN_UNIT = "V12a", Severity.ERROR, "同一公民身份号码在本单位有两条以上记录。", _GB_11643
    ID_TWICE_ACROSS = "V12b", Severity.WARNING, "同一公民身份号码在其他单位另有记录。", _GB_11643
    RECEIPT_MISSING = (
        "V13",
        Severity.WARNING,
        "2007年以来开出的介绍信已过有效期，没有收到回执。",
        _QUESTIONS + "一（核查组织关系介绍信存根）；" + _LETTERS,
    )
    VALIDITY_OVER_90 = "V14a", Severity.ERROR, "介绍信有效期超过90天。", _LETTERS_USE
    VALIDITY_OVER_90_HISTORY = "V14b", Severity.WARNING, "历史介绍信的有效期超过90天。", _LETTERS_USE
    VALIDITY_OVER_30 = "V14c", Severity.WARNING, "介绍信有效期超过30天。", _LETTERS_USE
    RECEIPT_BEFORE_ISSUE = "V15a", Severity.ERROR, "回执日期早于介绍信的开出日期。", _LETTERS
    ARRIVED_EXPIRED = "V15b", Severity.WARNING, "党员报到时介绍信已过有效期。", _LETTERS
    CORRECTION_OVER_ONE_YEAR = "V16", Severity.ERROR, "限期改正的期限超过1年。", _REGULATION + "第三十条"
    REMOVED_WITHIN_TWO_YEARS = (
        "V17a",
        Severity.ERROR,
        "停止党籍不满2年，因失去联系按自行脱党除名。",
        _REGULATION + "第二十四条",
    )
    REMOVED_WITHOUT_SUSPENSION = (
        "V17b",
        Severity.ERROR,
        "没有停止党籍的记录，因失去联系按自行脱党除名。",
        _REGULATION + "第二十四条",
    )
    GRADUATE_OVER_TWO_YEARS = (
        "V18",
        Severity.WARNING,
        "高校毕业生党员组织关系保留超过2年。",
        _REGULATION + "第三十四条",
    )
    FLOATING_UNMANAGED = (
        "V19",
        Severity.WARNING,
        "外出超过6个月且地点相对固定，没有转移组织关系，也没有流动党员活动证。",
        _REGULATION + "第二十五条；中组发〔2004〕10号",
    )
    DUES_BEHIND = "V20", Severity.WARNING, "党费已有6个月以上没有交纳。", _CHARTER_9
    STUDENT_OVER_55 = "V21a", Severity.WARNING, "工作岗位为学生，年龄在55岁以上。", _STATISTICS_2012
    ON_POST_SINCE_1949 = "V21b", Severity.WARNING, "工作岗位为在岗，入党在1949年9月以前。", _STATISTICS_2012
    FARMER_WITH_DEGREE = "V21c", Severity.WARNING, "工作岗位为农牧渔民，学历为研究生。", _STATISTICS_2012
    CANCELLED_OVER_60 = "V21d", Severity.WARNING, "被取消预备党员资格时年龄在60岁以上。", _STATISTICS_2012
    ON_POST_JOINED_OVER_60 = "V21e", Severity.WARNING, "工作岗位为在岗，入党时年龄在60岁以上。", _STATISTICS_2012
    JOINED_BEFORE_BIRTH = "V22a", Severity.ERROR, "入党日期早于出生日期。", _LOGIC
    PARTY_YEARS_OVER_AGE = "V22b", Severity.ERROR, "党龄大于年龄减18年。", _LOGIC + "；" + _RULES_5
    LOST_BEFORE_JOINED = "V22c", Severity.ERROR, "失去联系日期早于入党日期。", _LOGIC
    DIED_BEFORE_JOINED = "V22d", Severity.ERROR, "去世日期早于入党日期。", _LOGIC
    TRANSFERRED_BEFORE_JOINED = "V22e", Severity.ERROR, "组织关系转出日期早于入党日期。", _LOGIC
    JOINED_BEFORE_FOUNDING = "V22f", Severity.ERROR, "入党日期早于中国共产党成立。", _LOGIC
    SUSPENDED_COUNTED = "V23", Severity.ERROR, "已停止党籍，仍计入在册正式党员。", _FORM_2017 + "（党籍状态）"
    LEFT_ON_ROSTER = (
        "V24",
        Severity.ERROR,
        "已出党或不予承认党员身份，仍列在党员名册。",
        _QUESTIONS + "四（开展组织处置）",
    )
    SUMS_WRONG = "V25", Severity.ERROR, "汇总表的合计与分项不符。", "各汇总表的表内关系和填表说明"
    NAME_MISSING = "B01", Severity.ERROR, "缺少姓名。", _CHECK_1
    SEX_MISSING = "B02", Severity.ERROR, "缺少性别。", _CHECK_1
    BIRTH_MISSING = "B03", Severity.ERROR, "缺少出生年月。", _CHECK_1
    NATION_MISSING = "B04", Severity.ERROR, "缺少民族。", _CHECK_1
    NATIVE_MISSING = "B05", Severity.WARNING, "缺少籍贯。", _CHECK_1
    CONTACT_MISSING = "B06", Severity.WARNING, "没有手机号码，也没有固定电话。", _FORM_2017
