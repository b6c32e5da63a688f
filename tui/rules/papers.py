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
}
