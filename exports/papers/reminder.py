"""催要回执函: asks a receiving unit for the receipts of letters that it has not returned.

Source of the claim: 组通字〔2006〕45号 (the receiving 基层党委 returns the 回执 within a month of receiving the
member); 《党员组织关系排查有关问题说明》二 (先与接收单位党组织联系，查明党员是否落实了组织关系). No layout of such a
letter is printed anywhere: wording and table are ours, the page is that of GB/T 9704-2012.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.papers.facts import Issue


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
