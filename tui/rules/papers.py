"""The kinds of papers that the program writes: what the journal calls each, and what it is called in Chinese.

Values stand in the journal and in names of files, and never change.
"""

from enum import Enum


class PaperKind(Enum):
    """A kind of paper."""

    INTRODUCTION = "introduction"
    REMINDER = "reminder"
    INQUIRY = "inquiry"
    SEARCH_FILE = "search-file"
    JUDGEMENT = "judgement"
    RETENTION = "retention"
    MEASURE = "measure"
    ARCHIVE_INQUIRY = "archive-inquiry"
    ARCHIVE_LIST = "archive-list"
    DISPOSAL_STATISTICS = "disposal-statistics"
    CERTIFICATES = "certificates"
    RECEIPT_STATISTICS = "receipt-statistics"
    DISPOSAL_DETERMINATION = "disposal-determination"
    DISPOSAL_OPINION = "disposal-opinion"
    DISPOSAL_SITUATION = "disposal-situation"
    DISPOSAL_REQUEST = "disposal-request"
    DISPOSAL_REVIEW = "disposal-review"
    DISPOSAL_RESOLUTION = "disposal-resolution"
    DISPOSAL_REPLY = "disposal-reply"
    DISPOSAL_FILING = "disposal-filing"
    DISPOSAL_NOTICE = "disposal-notice"
    DISPOSAL_DELIVERY = "disposal-delivery"
    DISPOSAL_CONCLUSION = "disposal-conclusion"
    DISPOSAL_REFERRAL = "disposal-referral"
    DISPOSAL_TRANSFER = "disposal-transfer"
    DISPOSAL_CATALOGUE = "disposal-catalogue"
    DISPOSAL_FILE = "disposal-file"

    @property
    def label(self) -> str:
        """What it is called."""
        return _LABELS[self]


_LABELS = {
    PaperKind.INTRODUCTION: "党员组织关系介绍信",
    PaperKind.REMINDER: "催要回执函",
    PaperKind.INQUIRY: "查找协查函",
    PaperKind.SEARCH_FILE: "失联党员查找档案",
    PaperKind.JUDGEMENT: "失联党员定性表",
    PaperKind.RETENTION: "保留党员组织关系申请审批表",
    PaperKind.MEASURE: "失联党员规范管理审批表",
    PaperKind.ARCHIVE_INQUIRY: "档案材料商转函",
    PaperKind.ARCHIVE_LIST: "党员档案材料清单",
    PaperKind.DISPOSAL_STATISTICS: "组织处置统计表",
    PaperKind.CERTIFICATES: "流动党员活动证登记表",
    PaperKind.RECEIPT_STATISTICS: "回执情况统计表",
    PaperKind.DISPOSAL_DETERMINATION: "处置：初步认定意见",
    PaperKind.DISPOSAL_OPINION: "处置意见",
    PaperKind.DISPOSAL_SITUATION: "处置：情况报告",
    PaperKind.DISPOSAL_REQUEST: "处置：请示",
    PaperKind.DISPOSAL_REVIEW: "处置：预审意见",
    PaperKind.DISPOSAL_RESOLUTION: "支部大会决议",
    PaperKind.DISPOSAL_REPLY: "处置：批复",
    PaperKind.DISPOSAL_FILING: "处置：备案报告",
    PaperKind.DISPOSAL_NOTICE: "处置：通知书",
    PaperKind.DISPOSAL_DELIVERY: "处置：送达回证",
    PaperKind.DISPOSAL_CONCLUSION: "改正情况结论",
    PaperKind.DISPOSAL_REFERRAL: "移交线索函",
    PaperKind.DISPOSAL_TRANSFER: "组织关系和档案材料移交清单",
    PaperKind.DISPOSAL_CATALOGUE: "处置案卷目录",
    PaperKind.DISPOSAL_FILE: "处置案卷（整卷）",
}
