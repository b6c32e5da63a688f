"""Where two documents say different things about one member: both are shown with their words, and nothing is chosen.

《2023年排查党员工作实施方案》二（三）2 orders 自行脱党除名 after six months without contact;
《中国共产党党员教育管理工作条例》第二十四条 (in force since 2019-05-06) asks for two years of 停止党籍 first.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from tui.rules.disposal.limits import REGULATION_SINCE
from tui.rules.disposal.procedures import Fact


@dataclass(frozen=True, slots=True)
class Basis:
    """A document, the place in it, and its words."""

    document: str
    place: str
    words: str

    @property
    def sentence(self) -> str:
        """Document, place and words as one line."""
        return f"{self.document}{self.place}：{self.words}"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two documents that do not agree: what each says, and what the program therefore does."""

    orders: Basis
    forbids: Basis
    follows: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the screen shows, line by line."""
        return (
            "两份文件对该党员的要求不一致：",
            f"一、{self.orders.sentence}",
            f"二、{self.forbids.sentence}",
            self.follows,
        )


NOTICE_2023: Final = Basis(
    "《2023年排查党员工作实施方案》",
    "二（三）2",
    "对超过6个月未与党组织联系、且经多方努力确实无法取得联系的，依照相关规定程序按自行脱党予以除名",
)
EXPLANATION_2016: Final = Basis(
    "《党员组织关系排查有关问题说明》",
    "四、三是自行脱党除名",
    "对超过6个月未与党组织联系、且经多方努力确实无法取得联系的，依照相关规定程序，按自行脱党予以除名",
)
REGULATION_2019: Final = Basis(
    "《中国共产党党员教育管理工作条例》",
    "第二十四条（2019年5月6日起施行）",
    "与党组织失去联系6个月以上、通过各种方式查找仍然没有取得联系的，予以停止党籍；"
    "停止党籍2年后确实无法取得联系的，按照自行脱党予以除名",
)
_BY_REGULATION: Final = (
    "本批次执行2019年政策：未满2年停止党籍的，不能按自行脱党予以除名，应先停止党籍。"
    "对执行有疑问的，请向上级组织部门请示。"
)
_BY_EXPLANATION: Final = (
    "本批次执行2016年政策，可以按自行脱党予以除名；但条例施行后办理的，名册核查会指出与条例不符（V17）。"
    "请先向上级组织部门请示，再决定是否办理。"
)


def clash(policy: str, category: str, facts: Collection[Fact], day: date) -> Clash | None:
    """The clash that concerns a member on a day, or None: lost for six months and truly unreachable, a full member, and
    not suspended for two years. ``facts``: what the ledgers show (``queries.disposal_grounds.shown``).
    """
    lost = {Fact.SIX_MONTHS_OUT, Fact.TRULY_UNREACHABLE} <= set(facts)
    if category == "probationary" or not lost or Fact.SUSPENDED_TWO_YEARS in facts or day < REGULATION_SINCE:
        return None
    if policy == "2016":
        return Clash(EXPLANATION_2016, REGULATION_2019, _BY_EXPLANATION)
    return Clash(NOTICE_2023, REGULATION_2019, _BY_REGULATION)
