"""What several papers say alike: the facts of a member, who issues a letter, an opinion with its signature."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from tui.rules.fill_in import printed

MARKING: Final = "内部"
"""密级 of a paper unless its author says otherwise."""


@dataclass(frozen=True, slots=True)
class Person:
    """A member's facts as papers print them: codes in words, dates as partial ISO dates, '' where unknown."""

    name: str
    sex: str = ""
    nation: str = ""
    birth: str = ""
    native: str = ""
    idno: str = ""
    category: str = ""
    joined: str = ""
    full_at: str = ""
    education: str = ""
    work: str = ""
    post: str = ""
    phone: str = ""
    address: str = ""
    branch: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, str], branch: str) -> Self:
        """The member whose register columns these are."""
        words = {name: printed(name, fields.get(name)) for name in _IN_WORDS}
        dates = {name: fields.get(name) or "" for name in ("birth", "joined", "full_at")}
        words["phone"] = words["phone"] or printed("landline", fields.get("landline"))
        return cls(**words, **dates, branch=branch)


_IN_WORDS: Final = (
    "name", "sex", "nation", "native", "idno", "category", "education", "work", "post", "phone", "address",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Issue:
    """Who issues a letter, and when: 落款 and 成文日期 (a whole ISO date), 发文字号, who answers questions."""

    unit: str
    day: str
    number: str = ""
    contact: str = ""
    phone: str = ""
    marking: str = MARKING


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a level said of a proposal, who signed and when; empty while it has not been asked."""

    words: str = ""
    signed_by: str = ""
    on: str = ""


NOT_ASKED: Final = Opinion()
