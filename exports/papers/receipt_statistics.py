"""《年度党员组织关系回执情况统计表》 (.xlsx): members transferred in and out in a year, receipts sent and received.

Source: 附件4 of a university's notice of 2016-09-20: title, 填报单位, 填报时间, the columns, and the row 转入组织
关系数 as printed there; the print breaks off after it, and the row 转出组织关系数 is ours [inferred: the notice asks
for both].
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReceiptCounts:
    """A row: how many in all, by level of study, inside and outside the province, with receipt."""

    total: int
    postgraduate: int
    undergraduate: int
    college: int
    """专科生."""
    inside: int
    outside: int
    receipts: int
    """Sent for those who came in (寄), received for those who went out (收)."""


@dataclass(frozen=True, slots=True)
class ReceiptStatistics:
    """The form of a unit for a year; ``filled_on`` is an ISO date, of which the form prints year and month."""

    unit: str
    year: int
    filled_on: str
    came_in: ReceiptCounts
    went_out: ReceiptCounts
