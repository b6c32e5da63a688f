"""催要回执函: asks a receiving unit for the receipts of letters that it has not returned.

Source of the claim: 组通字〔2006〕45号 (the receiving 基层党委 returns the 回执 within a month of receiving the
member); 《党员组织关系排查有关问题说明》二 (先与接收单位党组织联系，查明党员是否落实了组织关系). No layout of such a
letter is printed anywhere: wording and table are ours, the page is that of GB/T 9704-2012.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exports.papers.facts import Issue
from exports.papers.letters import letter_end, letter_head
from exports.papers.page import Kind, Paragraph, Part, day_in_cell, paper_file, table
from tui.rules.fill_in import printed_day


@dataclass(frozen=True, slots=True)
class MissingReceipt:
    """A letter without receipt: the member's name, the letter's number, its day of issue, its last valid day."""

    name: str
    number: str
    issued_on: str
    valid_until: str = ""
    destination: str = ""
    """The unit that the letter names, where that is not the one now asked."""


@dataclass(frozen=True, slots=True)
class ReceiptReminder:
    """To one receiving unit, about one letter or many; ``times`` counts the reminders to this unit, from 1."""

    issue: Issue
    addressee: str
    letters: Sequence[MissingReceipt]
    reply_by: str = ""
    times: int = 1


TITLE: Final = "催要党员组织关系介绍信回执的函"
_HEADERS: Final = ("序号", "姓名", "介绍信编号", "开具日期", "有效期至", "介绍信所去单位", "落实情况")
_WIDTHS: Final = (11.0, 20.0, 32.0, 20.0, 20.0, 31.0, 22.0)


def reminder_bytes(reminder: ReceiptReminder) -> bytes:
    """The .docx file of a reminder."""
    issue, count = reminder.issue, len(reminder.letters)
    rows = [
        (str(number), each.name, each.number, day_in_cell(each.issued_on), day_in_cell(each.valid_until),
         each.destination, "")
        for number, each in enumerate(reminder.letters, 1)
    ]  # fmt: skip
    by = f"，并于{printed_day(reminder.reply_by)}前函复我单位" if reminder.reply_by else "，并函复我单位"
    again = f"我单位已{reminder.times - 1}次去函催要，至今" if reminder.times > 1 else "至今"
    title = f"关于{'再次' if reminder.times > 1 else ''}{TITLE}"
    parts: list[Part] = [
        *letter_head(issue, title, reminder.addressee),
        Paragraph(
            Kind.TEXT,
            "按照组通字〔2006〕45号文件规定，接收党员组织关系的基层党委应当在接收党员后一个月内，将介绍信回执联寄回党员"
            f"原所在基层党委。我单位开往贵单位的下列{count}封介绍信，{again}未收到回执：",
        ),
        table(_WIDTHS, _HEADERS, rows),
        Paragraph(
            Kind.TEXT,
            "请协助查明上述党员的组织关系是否已经落实：已经落实的，请寄回回执联；没有落实的，请将有关情况填入“落实情况”栏"
            f"{by}，以便我单位与党员本人联系。",
        ),
        *letter_end(issue),
    ]
    return paper_file(title, parts, issue.day, marking=issue.marking)
