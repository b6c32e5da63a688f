"""The yearly statistics of transfers and their receipts, to be read on the screen."""

from rich.text import Text

from tui.store.queries.letter_statistics import ReceiptStatistics, TransferCounts
from tui.text import clean

_LINES = (
    ("总数", "total"), ("其中：研究生", "postgraduate"), ("　　　本科生", "undergraduate"), ("　　　专科生", "college"),
    ("省内", "in_province"), ("省外", "out_of_province"), ("省内外不明", "scope_unknown"),
)  # fmt: skip


def statistics_text(found: ReceiptStatistics) -> Text:
    """Both directions, a line for each column of 《党员组织关系回执情况统计表》."""
    text = Text(overflow="fold")
    text.append(f"{found.year}年度党员组织关系回执情况\n", "bold")
    text.append(f"{clean(found.unit)}  截至{found.as_of}\n\n", "dim")
    for title, counts, receipts in (
        ("转入组织关系", found.incoming, "已寄回执"),
        ("转出组织关系", found.outgoing, "已收回执"),
    ):
        text.append(f"{title}\n", "bold")
        for label, figure in _figures(counts, receipts):
            text.append(f"  {label}：{figure:,}\n")
        text.append("\n")
    text.append("教职工等不是学生的，以及学历层次不明的，只计入总数。作废的不计，补开的只计一次。", "dim")
    return text


def _figures(counts: TransferCounts, receipts: str) -> list[tuple[str, int]]:
    return [*((label, getattr(counts, name)) for label, name in _LINES), (receipts, counts.receipts)]
