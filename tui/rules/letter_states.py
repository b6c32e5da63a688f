"""What a letter has come to on an as-of date: its timers for sure, its state, and the words for how it ended.

Sources: 组通字〔2006〕45号 (the three-part letter, its 回执 within one month of receiving the member);
《党员组织关系排查有关问题说明》 section 1 four (who was sent off since 2007 without a 回执) and section 2 (口袋党员);
reasons for sending a letter back as a university's 组织部 lists them. Values are stored and never change.
"""

from datetime import date, timedelta
from enum import Enum
from typing import Final

from tui.rules.dates import add_months, earliest, latest
from tui.rules.letters import LONGEST_DAYS, RECEIPT_MONTHS, RECEIPTS_SINCE, Letter, expiry_day, partial_date

RETURN_REASONS: Final = {
    "heading": "抬头错误",
    "validity": "有效期错误",
    "incomplete": "信息不完整",
    "seal": "盖章错误",
    "expired": "介绍信过期",
}
"""Why a letter was sent back to be corrected."""

CLOSINGS: Final = {
    "void": "作废",
    "reissued": "已补开",
    "confirmed": "接收单位证明已落实",
    "came_back": "组织关系转回",
    "deceased": "已去世",
    "left_party": "已出党或停止党籍",
    "other": "其他",
}
"""How a letter ends without its receipt."""
SETTLINGS: Final = ("confirmed", "came_back", "deceased", "left_party", "other")
"""Endings that a person states by hand; the others come from re-issuing and voiding."""

FOLLOWED: Final = {
    "landed": "已落实",
    "pocket": "未落实（“口袋”党员）",
    "unknown": "尚未查明",
    "contact_lost": "失去联系",
}
"""What asking about a letter came to."""
ASKED: Final = {"receiver": "接收单位", "member": "党员本人"}
CHANNELS: Final = {"phone": "电话", "paper": "信函", "fax": "传真", "visit": "上门", "online": "网络", "other": "其他"}


class State(Enum):
    """What a letter has come to on a day."""

    ISSUED = "issued"
    ARRIVED = "arrived"
    EXPIRED = "expired"
    OVERDUE = "overdue"
    RETURNED = "returned"
    RECEIVED = "received"
    REISSUED = "reissued"
    SETTLED = "settled"
    VOID = "void"

    @property
    def label(self) -> str:
        """Its name on screen and on paper."""
        return _LABELS[self]

    @property
    def waits(self) -> bool:
        """Whether the receipt is still to come."""
        return self in _WAITING


_LABELS = {
    State.ISSUED: "已开出",
    State.ARRIVED: "已到达",
    State.EXPIRED: "已过期",
    State.OVERDUE: "逾期",
    State.RETURNED: "退回更正",
    State.RECEIVED: "已有回执",
    State.REISSUED: "已补开",
    State.SETTLED: "已了结",
    State.VOID: "作废",
}
_WAITING = frozenset({State.ISSUED, State.ARRIVED, State.EXPIRED, State.OVERDUE, State.RETURNED})


def state_of(letter: Letter, as_of: str) -> State:
    """The letter's state on the as-of date ('2016-12-15').

    What has no date holds on every day; a partial date counts from its first day on. Of a letter of before 2007
    nothing falls due.
    """
    closed = letter.get("closed") if _by(letter, "closed_on", as_of) else None
    if closed == "void":
        return State.VOID
    if _received(letter, as_of):
        return State.RECEIVED
    if closed:
        return State.REISSUED if closed == "reissued" else State.SETTLED
    if letter.get("returned") and _by(letter, "returned_on", as_of):
        return State.RETURNED
    due = due_day(letter)
    if due is not None and due.isoformat() < as_of:
        return State.OVERDUE
    if letter.get("arrived_on") and _by(letter, "arrived_on", as_of):
        return State.ARRIVED
    return State.EXPIRED if has_expired(letter, as_of) else State.ISSUED


def last_valid_day(letter: Letter) -> date | None:
    """The last day on which the letter can have been valid: without a stated 有效期 the longest that there is."""
    if (expiry := expiry_day(letter)) is not None:
        return expiry
    issued = partial_date(letter, "issued")
    return latest(issued) + timedelta(days=LONGEST_DAYS) if issued else None


def due_day(letter: Letter) -> date | None:
    """The last day for the receipt: a month after arrival, else after the last day on which it can have been valid.

    None for a letter of before 2007, and while neither day is known.
    """
    issued, arrived = partial_date(letter, "issued"), partial_date(letter, "arrived_on")
    if issued and earliest(issued) < RECEIPTS_SINCE:
        return None
    received = latest(arrived) if arrived else last_valid_day(letter)
    return add_months(received, RECEIPT_MONTHS) if received else None


def has_expired(letter: Letter, as_of: str) -> bool:
    """Whether its validity is over for sure on the as-of date."""
    last = last_valid_day(letter)
    return last is not None and last.isoformat() < as_of


def days_overdue(letter: Letter, as_of: str) -> int:
    """How many days the receipt has been overdue on the as-of date; 0 when it is not."""
    due = due_day(letter)
    return max(0, (date.fromisoformat(as_of) - due).days) if due is not None else 0


def _received(letter: Letter, as_of: str) -> bool:
    if letter.get("receipt_on"):
        return _by(letter, "receipt_on", as_of)
    return letter.get("receipt") == "yes"


def _by(letter: Letter, column: str, as_of: str) -> bool:
    """Whether what has this date had happened by the as-of date."""
    return str(letter.get(column) or "") <= as_of
