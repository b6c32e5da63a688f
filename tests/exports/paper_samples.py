"""Papers to be looked at: usual ones, ones with the longest plausible texts, ones with all that may be empty."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final

from exports.papers.archive_inquiry import (
    ArchiveInquiry,
    ArchiveList,
    Material,
    archive_inquiry_bytes,
    archive_list_bytes,
)
from exports.papers.certificates import Certificate, CertificateRegister, certificates_bytes
from exports.papers.facts import Issue, Opinion, Person
from exports.papers.inquiry import OfficeInquiry, Sought, inquiry_bytes
from exports.papers.introduction import IntroductionLetter, introduction_bytes
from exports.papers.judgement import LossJudgement, judgement_bytes
from exports.papers.measure import Condition, MeasureForm, measure_bytes
from exports.papers.receipt_statistics import ReceiptCounts, ReceiptStatistics, receipt_statistics_bytes
from exports.papers.reminder import MissingReceipt, ReceiptReminder, reminder_bytes
from exports.papers.retention import RetentionForm, retention_bytes
from exports.papers.search_file import Attempt, SearchFile, search_file_bytes

NAME: Final = "阿卜杜拉·阿卜杜热合曼·买买提艾力"
UNIT: Final = (
    "中国共产党黑龙江省齐齐哈尔市建华区文化街道办事处学府社区第三网格流动人才与高校毕业生联合委员会第十二党小组"
    "所在总支部委员会"
)
PLACE: Final = "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县某某乡某某村三组某某小区12号楼3单元1502室"
IDNO: Final = "11010519491231002X"
SENTENCE: Final = (
    "该同志2008年7月毕业离校后到外地务工，先后在多家企业短期就业，住所和电话多次变动，未及时向党支部报告。"
)

PERSON: Final = Person(
    "张明", "男", "汉族", "1985-07-01", "江苏常州", IDNO, "正式党员", "2006-12-05", "2007-12-05", "大学本科",
    "企业专业技术岗位", "", "13800138000", "江苏省常州市武进区某某路1号", "计算机学院学生第三党支部",
)  # fmt: skip
LONG_PERSON: Final = replace(
    PERSON, name=NAME, nation="维吾尔族", native="新疆维吾尔自治区喀什地区疏附县", education="省（区、市）委党校大学",
    work="非公有经济控制企业专业技术岗位（外出务工经商）", post="党支部副书记兼组织委员、宣传委员",
    phone="13800138000、0991-12345678", address=PLACE, branch=UNIT,
)  # fmt: skip
ISSUE: Final = Issue("中共江南大学委员会组织部", "2016-12-05", "江大组〔2016〕12号", "李娜", "0519-12345678")
LONG_ISSUE: Final = replace(ISSUE, unit=UNIT)
OPINION: Final = Opinion("经支部大会讨论，同意。", "王强", "2016-12-06")

LETTER: Final = IntroductionLetter(
    "0000123", "张明", "男", 31, "汉族", False, IDNO, "中共常州市武进区委组织部", "中共江南大学计算机学院委员会",
    "中共武进区湖塘镇委员会", "2016-12", 30, "2016-12-05", "13800138000", "中共江南大学计算机学院委员会",
    "江苏省无锡市某某大道1800号", "0510-12345678", "0510-12345679", "214122",
)  # fmt: skip
LONG_LETTER: Final = replace(
    LETTER, number="江大组织关系〔2016〕转字第0000123", name=NAME, nation="柯尔克孜族", addressee=UNIT, origin=UNIT,
    destination=UNIT, valid_days=90, issued_on="2010-10-20", contact="13800138000；0991-12345678；微信同号；" + PLACE,
    committee=UNIT, committee_address=PLACE,
)  # fmt: skip
REMINDER: Final = ReceiptReminder(
    ISSUE, "中共常州市武进区委组织部",
    [MissingReceipt("张明", "0000123", "2016-07-01", "2016-07-31", "中共武进区湖塘镇委员会"),
     MissingReceipt("李娜", "0000124", "2016-07", "", "")],
    "2017-01-10", 2,
)  # fmt: skip
LONG_REMINDER: Final = ReceiptReminder(
    LONG_ISSUE, UNIT, [MissingReceipt(NAME, f"江大〔2016〕{n:07}", "2016-12-31", "2017-03-31", UNIT) for n in range(9)]
)
SOUGHT: Final = Sought("张明", "男", "1985-07", IDNO, "最后单位：某公司；原电话：13800138000")
INQUIRY: Final = OfficeInquiry(
    ISSUE, "无锡市公安局", ("户籍所在地", "现住址", "联系电话"), [SOUGHT, replace(SOUGHT, name="李娜", sex="女")],
    "户籍系统", "2017-01-10",
)  # fmt: skip
LONG_INQUIRY: Final = replace(
    INQUIRY, issue=LONG_ISSUE, office=UNIT, members=[replace(SOUGHT, name=NAME, known=PLACE + PLACE)] * 30
)
ATTEMPT: Final = Attempt("2016-10-12", "直接联系", "电话", "王强", "本人", "号码已停机", "通话记录")
CASE: Final = SearchFile(
    "计算机学院委员会", "2016-12-05", PERSON, "2016-10-01", "连续六个月以上未参加组织生活、未交纳党费", "2008-06",
    "毕业后去向不明", "8年5个月",
    [ATTEMPT, replace(ATTEMPT, way="人际查找", channel="亲属", contact="其父", outcome="提供新号码")],
    "4种方式已用2种，共2次，跨2个月；尚未经部门查找。", SENTENCE, "未发现违纪违法问题。", "取得联系", "2016-11-20",
    "王强",
    "纳入正常管理，发给流动党员活动证",
)  # fmt: skip
LONG_CASE: Final = replace(
    CASE, unit=UNIT, person=LONG_PERSON,
    attempts=[replace(ATTEMPT, by=NAME, contact=UNIT, outcome=SENTENCE, evidence="走访记录、照片（附后）")] * 25,
    reasons=SENTENCE * 8, conduct=SENTENCE * 8, ground=SENTENCE, next_step=SENTENCE,
)  # fmt: skip
JUDGEMENT: Final = LossJudgement(
    "计算机学院委员会", "2016-12-05", PERSON, "2008-06", "8年5个月", "毕业后去向不明", SENTENCE,
    "在校期间按时参加组织生活、交纳党费，表现较好。", "4种方式共12次，自2016年3月至11月，均未取得联系。",
    "经多方努力确实无法取得联系，没有正当理由连续六个月不参加组织生活、不交纳党费。", OPINION, OPINION,
)  # fmt: skip
LONG_JUDGEMENT: Final = replace(
    JUDGEMENT, unit=UNIT, person=LONG_PERSON, reason=SENTENCE * 2, conduct_before=SENTENCE * 2, search=SENTENCE * 2,
    judgement=SENTENCE * 2, branch=replace(OPINION, words=SENTENCE), committee=replace(OPINION, words=SENTENCE),
)  # fmt: skip
RETENTION: Final = RetentionForm(
    "计算机学院委员会", "2016-12-05", PERSON, "德国", "自费留学", "2016-09", "2019-09", "慕尼黑工业大学",
    "zhang@example.org", "张父 13900139000", "本人因出国学习，申请将党员组织关系保留在学院党组织。", "2016-07-01",
    OPINION, OPINION, "2016-015",
)  # fmt: skip
LONG_RETENTION: Final = replace(
    RETENTION, unit=UNIT, person=LONG_PERSON, country="波斯尼亚和黑塞哥维那", host="某某理工与应用科学联合大学",
    contact_home=PLACE, reason=SENTENCE * 3, faculty=replace(OPINION, words=SENTENCE),
    department=replace(OPINION, words=SENTENCE),
)  # fmt: skip
_CONDITIONS: Final = ("给予批评教育", "非纯个人主观原因", "本人态度端正", "能够认识错误", "没有其他问题")
MEASURE: Final = MeasureForm(
    "计算机学院委员会", "2016-12-05", PERSON, "纳入正常管理，发给流动党员活动证",
    "中组发〔2004〕10号：党员外出地点、时间不确定的，一般应当持有流动党员活动证。", "2008-06", "2016-11-20",
    [Condition(asked, "符合", "2016-11-25", "王强", "谈话记录") for asked in _CONDITIONS], SENTENCE,
    "活动证编号：320412000123", ("本人情况说明", "谈话记录"), "2017年11月年审", OPINION, OPINION, OPINION,
)  # fmt: skip
LONG_MEASURE: Final = replace(
    MEASURE, unit=UNIT, person=LONG_PERSON, reason=SENTENCE * 2, particulars=UNIT,
    conditions=[Condition(asked, SENTENCE, "2016-11-25", NAME, "谈话记录") for asked in _CONDITIONS],
)  # fmt: skip
MATERIALS: Final = [
    Material("中国共产党入党志愿书", "缺失", "未随档案转来", "2006-12-05"),
    Material("入党申请书", "齐全", "", "2005-03", 4),
    Material("政治审查材料", "存疑", "无外调证明人签字", "", 2),
    Material("转正申请书", "齐全", "", "2007-12-01", 3),
    Material("培养教育考察材料", "齐全", "", "2006-10", 12),
]
ARCHIVE: Final = ArchiveInquiry(
    ISSUE, "中共某某公司委员会", PERSON, "2010-07",
    ("核实《中国共产党入党志愿书》下落，补寄原件。", "就政治审查材料的来源和真实性出具说明。"), MATERIALS, "2017-01-10",
)  # fmt: skip
LONG_ARCHIVE: Final = replace(
    ARCHIVE, issue=LONG_ISSUE, addressee=UNIT, person=LONG_PERSON, asked=[SENTENCE] * 6,
    materials=[replace(each, remark=SENTENCE) for each in MATERIALS],
)  # fmt: skip
LIST: Final = ArchiveList("计算机学院委员会", "2016-12-05", PERSON, "党员档案，学院党委保存", MATERIALS)
CERTIFICATE: Final = Certificate(
    "320412000123", "张明", "计算机学院学生第三党支部", "2016-12-05", "务工", "上海市浦东新区", "2016.9至今",
    "13800138000", "2016-12-05",
)  # fmt: skip
REGISTER: Final = CertificateRegister("计算机学院委员会", "2016-12-05", [CERTIFICATE] * 3)
LONG_REGISTER: Final = CertificateRegister(
    UNIT, "2016-12-05", [replace(CERTIFICATE, name=NAME, branch=UNIT, place=PLACE, reason="外出务工经商")] * 30
)
STATISTICS: Final = ReceiptStatistics(
    "计算机学院委员会",
    2016,
    "2016-10-20",
    ReceiptCounts(12, 8, 3, 0, 7, 5, 11),
    ReceiptCounts(230, 60, 160, 2, 150, 80, 201),
)

MAKERS: Final[Mapping[type, Any]] = {
    IntroductionLetter: introduction_bytes, ReceiptReminder: reminder_bytes, OfficeInquiry: inquiry_bytes,
    SearchFile: search_file_bytes, LossJudgement: judgement_bytes, RetentionForm: retention_bytes,
    MeasureForm: measure_bytes, ArchiveInquiry: archive_inquiry_bytes, ArchiveList: archive_list_bytes,
    CertificateRegister: certificates_bytes, ReceiptStatistics: receipt_statistics_bytes,
}  # fmt: skip
USUAL: Final[Mapping[str, Any]] = {
    "introduction": LETTER, "reminder": REMINDER, "inquiry": INQUIRY, "search-file": CASE, "judgement": JUDGEMENT,
    "retention": RETENTION, "measure": MEASURE, "archive-inquiry": ARCHIVE, "archive-list": LIST,
    "certificates": REGISTER, "receipt-statistics": STATISTICS,
}  # fmt: skip
LONG: Final[Mapping[str, Any]] = {
    "introduction": LONG_LETTER, "reminder": LONG_REMINDER, "inquiry": LONG_INQUIRY, "search-file": LONG_CASE,
    "judgement": LONG_JUDGEMENT, "retention": LONG_RETENTION, "measure": LONG_MEASURE,
    "archive-inquiry": LONG_ARCHIVE, "archive-list": replace(LIST, unit=UNIT, person=LONG_PERSON, kept=UNIT),
    "certificates": LONG_REGISTER, "receipt-statistics": replace(STATISTICS, unit=UNIT),
}  # fmt: skip


def emptied(paper: Any) -> Any:
    """The paper with nothing in it that may be missing: texts, numbers and rows, but not the days of issue."""
    kept = {"day", "as_of", "filled_on", "unit", "issue", "year", "times", "came_in", "went_out"}
    empty: dict[str, Any] = {}
    for field in fields(paper):
        value = getattr(paper, field.name)
        if field.name in kept:
            continue
        if isinstance(value, str):
            empty[field.name] = ""
        elif isinstance(value, (list, tuple)):
            empty[field.name] = ()
        elif isinstance(value, Person):
            empty[field.name] = Person("")
        elif isinstance(value, Opinion):
            empty[field.name] = Opinion()
        else:
            empty[field.name] = None
    return replace(paper, **empty)


EMPTY: Final[Mapping[str, Any]] = {kind: emptied(paper) for kind, paper in USUAL.items()}


def made(paper: Any) -> bytes:
    """The bytes of a paper's file."""
    content: bytes = MAKERS[type(paper)](paper)
    return content
