"""What can be wrong with a journal: a closed list with the sentence that a person reads; what was found, and where."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

MOST: Final = 1000
"""Findings that are listed; of what is beyond, only the number is told."""

_TELL: Final = "保险库只能以只读方式打开，请立即报告安全保密管理员和安全审计员（小单位报告上级）。"


class Breach(Enum):
    """The value is stable: scripts and the journal itself name it."""

    what: str

    def __new__(cls, code: str, what: str) -> "Breach":
        breach = object.__new__(cls)
        breach._value_ = code
        breach.what = what
        return breach

    # against the anchor
    ENTRIES_BEHIND = "entries-behind", "业务日志比锚点记录的少，可能被截去末尾，或数据库被整个换成了旧的"
    ENTRIES_REWRITTEN = "entries-rewritten", "业务日志与锚点记录的不是同一份，可能被整个改写"
    ACTS_BEHIND = "acts-behind", "管理日志比锚点记录的少，可能被截去末尾，或审计数据库被整个换成了旧的"
    ACTS_REWRITTEN = "acts-rewritten", "管理日志与锚点记录的不是同一份，可能被整个改写"
    PEOPLE_BEHIND = "people-behind", "人员登记文件比锚点记录的旧，可能被换回"
    PEOPLE_REWRITTEN = "people-rewritten", "人员登记文件与锚点记录的不是同一份，可能被替换"
    ANCHOR_ALTERED = "anchor-altered", "锚点文件已损坏或被改动，无法据以判断日志是否完整"

    # of the two databases against one another
    DATA_BEHIND = "data-behind", "业务数据库的日志比审计数据库的少，业务数据库可能被换成了旧的"
    FORKED = "forked", "业务数据库与审计数据库中同一号日志不一致，其中一份被改动"

    # of a stream in itself
    MALFORMED = "malformed", "日志记录不合格式，不是本程序写入的"
    GAP = "gap", "日志编号不连续，中间有记录被删除"
    HASH_WRONG = "hash-wrong", "日志记录的内容被改动"
    CHAIN_BROKEN = "chain-broken", "日志记录与前一条接不上，前后有记录被替换"
    STRANGER = "stranger", "日志记录的签名人不在人员登记中"
    SIGNATURE_WRONG = "signature-wrong", "日志记录的签名不符，不是所记人员签署的"

    # of the rows against the journal
    ITEMS_DIFFER = "items-differ", "日志所附的改动明细与签名时不一致"
    ROW_DIFFERS = "row-differs", "数据与日志中最后一次改动后的不一致，有人绕过程序改动，或换回了旧的数据页"
    ROW_UNJOURNALED = "row-unjournaled", "数据在日志中没有来历，是绕过程序加入的"
    ROW_MISSING = "row-missing", "日志中有而数据库中没有，数据被绕过程序删除"

    # of a database in itself
    SCHEMA_ALTERED = "schema-altered", "数据库的结构被改动，只准追加的保护可能已经失去"
    UNREADABLE = "unreadable", "数据库有无法读取或自相矛盾之处，可能损坏，或个别数据页被换回"

    # of an export
    EXPORT_ALTERED = "export-altered", "导出的日志文件不完整、被改动或签名不符"

    @property
    def sentence(self) -> str:
        """What was found, that the vault is read-only, and whom to tell."""
        if self is Breach.EXPORT_ALTERED:
            return f"{self.what}，不能采信。请向导出单位重新索取，并报告安全审计员。"
        return f"{self.what}。{_TELL}"


@dataclass(frozen=True, slots=True)
class Found:
    """A breach and its place in Chinese, which names no person: a table and a row number, a stream and a number."""

    breach: Breach
    place: str

    @property
    def line(self) -> str:
        """Both, for a list."""
        return f"{self.place}：{self.breach.what}"


class Findings:
    """Collects what is found; at most MOST of it, because everything may be wrong with a million rows."""

    def __init__(self) -> None:
        self.listed: list[Found] = []
        self.count = 0

    def add(self, breach: Breach, place: str) -> None:
        """Note one more."""
        self.count += 1
        if len(self.listed) < MOST:
            self.listed.append(Found(breach, place))
