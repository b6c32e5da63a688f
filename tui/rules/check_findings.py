"""Findings that a person makes at a check: stable codes, their check, one sentence, and what each rests on.

They stand beside the codes that rules find (``tui.rules.findings``): C and the check's number, then a number. Most
follow from an answer (``implied``); the others a person sets. Values are stored, travel in bundles, never change.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from tui.rules.check_items import MATERIALS, Answers, owed
from tui.rules.checks import Check
from tui.rules.findings import Severity

PATTERN: Final = "C*"
"""What SQL's GLOB knows these codes by, so that rules looking at a roster again leave them alone."""

_QUESTIONS = "《党员组织关系排查有关问题说明》"
_CHECKS = _QUESTIONS + "一"
_DETAILS = "《中国共产党发展党员工作细则》第三十七条"
_ANSWERS_1998 = "《关于严格党员管理和入党手续的问答》（组工通讯〔1998〕第8期）"
_OPINION_2013 = "中办发〔2013〕4号"
_CHARTER_9 = "《中国共产党章程》第九条"


class CheckFinding(Enum):
    """What a check came upon: code, check, severity, sentence, basis."""

    check: Check
    severity: Severity
    sentence: str
    basis: str

    def __new__(cls, value: str, check: Check, severity: Severity, sentence: str, basis: str) -> "CheckFinding":
        finding = object.__new__(cls)
        finding._value_ = value
        finding.check = check
        finding.severity = severity
        finding.sentence = sentence
        finding.basis = basis
        return finding

    TO_FOLLOW_UP = "C101", Check.ROSTER, Severity.WARNING, "基本信息一时难以掌握，已标记，随后完善。", _CHECKS
    UNLIKE_PAPERS = "C102", Check.ROSTER, Severity.WARNING, "名册信息与身份证件或档案不一致。", _CHECKS
    NOT_KNOWN = "C103", Check.ROSTER, Severity.ERROR, "在名册而支部不掌握其人。", _CHECKS
    NO_FILE = "C201", Check.ARCHIVE, Severity.ERROR, "没有党员档案。", _CHECKS + "；" + _DETAILS
    FORM_MISSING = (
        "C202",
        Check.ARCHIVE,
        Severity.ERROR,
        "没有入党志愿书，无法认定其党员身份。",
        _CHECKS + "；" + _ANSWERS_1998,
    )
    MATERIAL_MISSING = "C203", Check.ARCHIVE, Severity.WARNING, "入党材料缺失。", _CHECKS + "；" + _DETAILS
    MATERIAL_IRREGULAR = "C204", Check.ARCHIVE, Severity.WARNING, "入党材料不规范。", _QUESTIONS + "五；" + _DETAILS
    MATERIAL_UNTRUE = (
        "C205",
        Check.ARCHIVE,
        Severity.ERROR,
        "入党材料不真实，须商转来单位党组织处理。",
        _QUESTIONS + "五",
    )
    JOINING_DOUBTFUL = "C206", Check.ARCHIVE, Severity.WARNING, "入党信息存疑或者不真实。", _CHECKS
    AGAINST_RULES = "C207", Check.ARCHIVE, Severity.ERROR, "违规入党。", _CHECKS + "；" + _OPINION_2013
    FALSE_MEMBER = "C208", Check.ARCHIVE, Severity.ERROR, "假党员。", _CHECKS + "；" + _OPINION_2013
    IDENTITY_DOUBTFUL = "C209", Check.ARCHIVE, Severity.ERROR, "党员身份存疑。", _CHECKS
    DUES_UNPAID = "C301", Check.DUES, Severity.WARNING, "连续六个月以上没有交纳党费。", _CHECKS + "；" + _CHARTER_9
    NOT_TAKING_PART = (
        "C302",
        Check.DUES,
        Severity.WARNING,
        "连续六个月以上没有参加组织生活。",
        _CHECKS + "；" + _CHARTER_9,
    )
    FLOATING = "C303", Check.DUES, Severity.NOTE, "属于流动党员。", _CHECKS
    LOST = "C304", Check.DUES, Severity.ERROR, "与党组织失去联系。", _CHECKS + "；" + _QUESTIONS + "二"
    RELATION_NOT_IN_ORDER = "C305", Check.DUES, Severity.WARNING, "组织关系不顺。", _CHECKS
    NO_RECEIPT = "C401", Check.RECEIPT, Severity.WARNING, "组织关系转出后未收到回执。", _CHECKS
    POCKET = "C402", Check.RECEIPT, Severity.ERROR, "没有落实组织关系（“口袋”党员）。", _QUESTIONS + "二"
    STUB_UNLIKE = "C403", Check.RECEIPT, Severity.WARNING, "存根与登记或者回执不一致。", _CHECKS
    MATTERS_REPORTED = "C501", Check.CONDUCT, Severity.WARNING, "现实表现有问题反映。", _CHECKS
    APPRAISED_UNQUALIFIED = (
        "C502",
        Check.CONDUCT,
        Severity.WARNING,
        "民主评议为不合格。",
        "中组发〔2014〕21号",
    )
    CLUE = (
        "C503", Check.CONDUCT, Severity.ERROR, "有违纪违法线索，须移送有权机关，不以组织处置代替。", _QUESTIONS + "四",
    )  # fmt: skip


_IMPLIED: Final[Mapping[tuple[str, str], CheckFinding]] = {
    ("file", "none"): CheckFinding.NO_FILE,
    ("joining", "doubtful"): CheckFinding.JOINING_DOUBTFUL,
    ("joining", "untrue"): CheckFinding.JOINING_DOUBTFUL,
    ("against_rules", "yes"): CheckFinding.AGAINST_RULES,
    ("false_member", "yes"): CheckFinding.FALSE_MEMBER,
    ("identity", "doubtful"): CheckFinding.IDENTITY_DOUBTFUL,
    ("situation", "floating"): CheckFinding.FLOATING,
    ("situation", "lost"): CheckFinding.LOST,
    ("relation", "not_in_order"): CheckFinding.RELATION_NOT_IN_ORDER,
    ("landed", "pocket"): CheckFinding.POCKET,
    ("reported", "yes"): CheckFinding.MATTERS_REPORTED,
    ("appraisal", "unqualified"): CheckFinding.APPRAISED_UNQUALIFIED,
    ("clue", "to_refer"): CheckFinding.CLUE,
    ("clue", "referred"): CheckFinding.CLUE,
}
_OF_MATERIAL: Final = {
    "irregular": CheckFinding.MATERIAL_IRREGULAR,
    "missing": CheckFinding.MATERIAL_MISSING,
    "untrue": CheckFinding.MATERIAL_UNTRUE,
}
_BY_ANSWER: Final = frozenset(
    {*_IMPLIED.values(), *_OF_MATERIAL.values(), CheckFinding.FORM_MISSING, CheckFinding.TO_FOLLOW_UP}
)
BY_CODE: Final = {finding.value: finding for finding in CheckFinding}


def implied(check: Check, answers: Answers, category: str | None = None) -> frozenset[CheckFinding]:
    """The findings that these answers (with the member's materials among them) state by themselves."""
    found = {_IMPLIED[pair] for pair in answers.items() if pair in _IMPLIED}
    for name in owed(category) if check is Check.ARCHIVE else ():
        state = answers.get(name, "")
        if state == "missing" and name == MATERIALS[0]:
            found.add(CheckFinding.FORM_MISSING)
        elif state in _OF_MATERIAL:
            found.add(_OF_MATERIAL[state])
    if answers.get("follow_up"):
        found.add(CheckFinding.TO_FOLLOW_UP)
    return frozenset(finding for finding in found if finding.check is check)


def settable(check: Check) -> tuple[CheckFinding, ...]:
    """What a person sets by himself at the check, because no answer states it."""
    return tuple(finding for finding in CheckFinding if finding.check is check and finding not in _BY_ANSWER)
