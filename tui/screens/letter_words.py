"""Words for the columns and codes of the ledger of letters, for a member's history."""

from collections.abc import Mapping
from typing import Final

from tui.rules.letter_reissue import Responsibility
from tui.rules.letter_states import ASKED, CHANNELS, CLOSINGS, FOLLOWED, RETURN_REASONS

_LETTER: Final = {
    "org": "开具单位", "year": "", "serial": "", "kind": "党员类别", "returned": "退回更正", "returned_on": "退回日期",
    "closed": "了结", "closed_on": "了结日期", "closed_note": "了结说明",
}  # fmt: skip
_FOLLOW_UP: Final = {
    "letter": "", "on_day": "日期", "who": "跟踪人", "asked": "询问对象", "channel": "联系方式", "outcome": "结果",
    "note": "说明", "by": "", "at": "",
}  # fmt: skip
_REISSUE: Final = {
    "letter": "", "replacement": "", "on_day": "日期", "cause": "原因", "responsibility": "责任",
    "justified": "有正当理由", "graduate": "高校毕业生", "by": "", "at": "",
}  # fmt: skip
LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "letter": _LETTER, "letter_follow_up": _FOLLOW_UP, "letter_reissue": _REISSUE,
}  # fmt: skip
"""Table → column → label; an empty one says nothing to a reader."""
_YES: Final = {"yes": "是", "no": "否"}
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": {"full": "正式", "probationary": "预备"}, "returned": RETURN_REASONS, "closed": CLOSINGS, "asked": ASKED,
    "channel": CHANNELS, "outcome": FOLLOWED, "justified": _YES, "graduate": _YES,
    "responsibility": {each.value: each.label for each in Responsibility},
}  # fmt: skip
"""Column → stored code → words."""
