"""What the first check (核查党员名册) can see in one member's record by itself: suggestions, never decisions.

A partial date is taken by the span it can mean, and there is no finding when its open part could make the
record right. Codes are stable: they are stored, travel in bundles and are searched for. Each names its basis.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum

from tui.rules.dates import add_months, earliest, is_date, latest
from tui.rules.identity import IdProblem, read_id

ADULT_AGE_KNOWN_SINCE = 1956
NO_PROBATION = (  # 1923-1945 some joined with a probation period and some without one
    (date(1921, 7, 1), date(1945, 4, 22)),
    (date(1969, 4, 1), date(1977, 8, 11)),
)
PROBATION_OF_ONE_YEAR = date(1982, 9, 6)
APPROVAL_MONTHS = 3  # 细则: the committee decides within three months of the branch's resolution

_GB_11643 = "GB 11643-1999《公民身份号码》"
_FORM_2017 = "2017年《党员基本信息采集表》填写说明"
_CHARTER_7 = "《中国共产党章程》第七条"
_RULES_5 = "《中国共产党发展党员工作细则》第五条"
_CHECK_1 = "《党员组织关系排查有关问题说明》一（核查党员名册）"


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
    """A suggestion of the roster check: stable code, severity, one sentence, and what it rests on."""

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
    JOINED_UNDER_18_EARLY = (
        "V03b",
        Severity.WARNING,
        "1956年以前入党，入党时未满18周岁，请查对档案。",
        _RULES_5,
    )
    FULL_BEFORE_JOINED = "V04a", Severity.ERROR, "转为正式党员的日期早于入党日期。", _CHARTER_7
    FULL_ON_JOINING = (
        "V04b",
        Severity.ERROR,
        "入党与转正是同一天，而当时实行预备期（1969年4月1日至1977年8月11日入党的没有预备期）。",
        "历次党章关于预备期的规定",
    )
    PROBATION_SHORT = "V05a", Severity.WARNING, "转正距入党不满1年预备期。", _CHARTER_7
    PROBATION_LONG = (
        "V05b",
        Severity.WARNING,
        "转正距入党超过2年（预备期1年，延长不超过1年，另计审批3个月）。",
        _CHARTER_7 + "；《中国共产党发展党员工作细则》",
    )
    FULL_WITHOUT_DATE = "V06a", Severity.ERROR, "正式党员缺少转为正式党员的日期。", _FORM_2017
    PROBATIONARY_WITH_DATE = "V06b", Severity.ERROR, "预备党员填有转为正式党员的日期。", _FORM_2017
    PROBATION_OVER = (
        "V07",
        Severity.WARNING,
        "预备期已满1年，没有转正、延长或取消资格的记录。",
        _CHARTER_7,
    )
    NAME_MISSING = "B01", Severity.ERROR, "缺少姓名。", _CHECK_1
    SEX_MISSING = "B02", Severity.ERROR, "缺少性别。", _CHECK_1
    BIRTH_MISSING = "B03", Severity.ERROR, "缺少出生年月。", _CHECK_1
    NATION_MISSING = "B04", Severity.ERROR, "缺少民族。", _CHECK_1
    NATIVE_MISSING = "B05", Severity.WARNING, "缺少籍贯。", _CHECK_1
    CONTACT_MISSING = "B06", Severity.WARNING, "没有手机号码，也没有固定电话。", _FORM_2017


_ID_FINDINGS = {
    IdProblem.LENGTH: FindingCode.ID_LENGTH,
    IdProblem.CHARACTERS: FindingCode.ID_LENGTH,
    IdProblem.STORED_AS_NUMBER: FindingCode.ID_CHECK_DIGIT,
    IdProblem.CHECK_DIGIT: FindingCode.ID_CHECK_DIGIT,
    IdProblem.BIRTH_DATE: FindingCode.ID_BIRTH_DATE,
}
_BASIC_ITEMS = {
    "name": FindingCode.NAME_MISSING,
    "sex": FindingCode.SEX_MISSING,
    "birth": FindingCode.BIRTH_MISSING,
    "nation": FindingCode.NATION_MISSING,
    "native": FindingCode.NATIVE_MISSING,
}


def findings(fields: Mapping[str, str], as_of: str) -> tuple[FindingCode, ...]:
    """What a member's record gives cause to look at on the as-of date ('2016-12-15'), in order of codes.

    `fields` are the member's columns; one that is absent or empty is unknown. A date field that is no
    partial date counts as unknown.
    """
    return (
        *_of_idno(fields, as_of),
        *_of_joining(fields),
        *_of_probation(fields, as_of),
        *(code for item, code in _BASIC_ITEMS.items() if not fields.get(item)),
        *(() if fields.get("phone") or fields.get("landline") else (FindingCode.CONTACT_MISSING,)),
    )


def _of_idno(fields: Mapping[str, str], as_of: str) -> Iterator[FindingCode]:
    number = fields.get("idno")
    if not number:
        return
    identity = read_id(number)
    if identity.problem is not None:
        yield _ID_FINDINGS[identity.problem]
    elif identity.birth is not None and identity.birth > as_of:
        yield FindingCode.ID_BIRTH_DATE
    elif identity.birth is not None:
        if len(number) == 15:
            yield FindingCode.ID_FIFTEEN
        birth = _date(fields, "birth")
        if birth and not identity.birth.startswith(birth):
            yield FindingCode.BIRTH_UNLIKE_ID
        if (fields.get("sex") or identity.sex) != identity.sex:
            yield FindingCode.SEX_UNLIKE_ID


def _of_joining(fields: Mapping[str, str]) -> Iterator[FindingCode]:
    birth, joined = _date(fields, "birth"), _date(fields, "joined")
    if not birth or not joined or int(joined[:4]) - int(birth[:4]) > 18:
        return
    if latest(joined) < add_months(earliest(birth), 18 * 12):
        early = earliest(joined).year < ADULT_AGE_KNOWN_SINCE
        yield FindingCode.JOINED_UNDER_18_EARLY if early else FindingCode.JOINED_UNDER_18


def _of_probation(fields: Mapping[str, str], as_of: str) -> Iterator[FindingCode]:
    joined, full_at = _date(fields, "joined"), _date(fields, "full_at")
    if joined and full_at:
        yield from _of_both_dates(joined, full_at)
    category = fields.get("category")
    if category == "full" and not full_at:
        yield FindingCode.FULL_WITHOUT_DATE
    if category == "probationary" and full_at:
        yield FindingCode.PROBATIONARY_WITH_DATE
    elif category == "probationary" and joined and add_months(latest(joined), 12).isoformat() < as_of:
        yield FindingCode.PROBATION_OVER


def _of_both_dates(joined: str, full_at: str) -> Iterator[FindingCode]:
    first, last = earliest(joined), latest(joined)
    if latest(full_at) < first:
        yield FindingCode.FULL_BEFORE_JOINED
    elif first == last == earliest(full_at) == latest(full_at):
        if not any(start <= first <= end for start, end in NO_PROBATION):
            yield FindingCode.FULL_ON_JOINING
    elif first >= PROBATION_OF_ONE_YEAR:
        if latest(full_at) < add_months(first, 12):
            yield FindingCode.PROBATION_SHORT
        elif earliest(full_at) > add_months(last, 24 + APPROVAL_MONTHS):
            yield FindingCode.PROBATION_LONG


def _date(fields: Mapping[str, str], item: str) -> str | None:
    partial = fields.get(item)
    return partial if partial and is_date(partial) else None
