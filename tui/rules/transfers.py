"""What the yearly statistics of transfers (党员组织关系回执情况统计表) tell apart: level of study, and province.

Source: 《关于深入推进党员组织关系排查工作的通知》 (2016-09-20) item 3 and its 附件4: 总数, 研究生, 本科生, 专科生,
省内, 省外, 回执收（寄）数. Whoever is no student counts in the total alone.
"""

import unicodedata
from enum import Enum
from typing import Final

from tui.rules.codes import education_code
from tui.rules.work import Work, read_work


class Level(Enum):
    """The level on which a student studies."""

    POSTGRADUATE = "postgraduate"
    UNDERGRADUATE = "undergraduate"
    COLLEGE = "college"

    @property
    def label(self) -> str:
        """Its name on the form."""
        return _LABELS[self]


_LABELS = {Level.POSTGRADUATE: "研究生", Level.UNDERGRADUATE: "本科生", Level.COLLEGE: "专科生"}
_BY_WORDS: Final = (("研究生", Level.POSTGRADUATE), ("本科", Level.UNDERGRADUATE), ("专科", Level.COLLEGE))
_CODES: Final = {
    **dict.fromkeys(("1", "11", "12", "13", "1A", "1B"), Level.POSTGRADUATE),
    **dict.fromkeys(("21", "23", "24", "2A", "2B"), Level.UNDERGRADUATE),
    **dict.fromkeys(("22", "2C", "2D"), Level.COLLEGE),
}
_INSIDE: Final = ("省内", "京内", "区内", "市内", "县内", "校内", "本省", "本市", "本校", "系统内")
_OUTSIDE: Final = ("省外", "京外", "外省", "区外")


def study_level(work: str | None, education: str | None) -> Level | None:
    """The level of a student by his 工作岗位 where that names it, else by his 学历; None for who is no student."""
    if read_work(work or "") is not Work.STUDENT:
        return None
    plain = _plain(work)
    for words, level in _BY_WORDS:
        if words in plain:
            return level
    return _CODES.get(education_code(education or "") or "")


def in_province(scope: str | None) -> bool | None:
    """Whether a transfer stays in the province, by the 转接类别 of its letter; None where that does not say."""
    plain = _plain(scope)
    if any(word in plain for word in _OUTSIDE):
        return False
    return True if any(word in plain for word in _INSIDE) else None


def _plain(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())
