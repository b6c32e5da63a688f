"""Focus groups (重点群体): a member may stand in several. The program suggests from what is written; a person decides.

The table is focus_groups.toml, with the document and the item that each group comes from.
"""

import re
import tomllib
from collections.abc import Mapping
from enum import Enum
from importlib import resources
from typing import Any, Final, NamedTuple

from tui.rules.work import Work, read_work

_TABLE: Final[dict[str, Any]] = tomllib.loads(
    resources.files(__package__).joinpath("focus_groups.toml").read_text("utf-8")
)


class FocusGroup(Enum):
    """One group; the value is its name in the table and in the journal."""

    RURAL_AWAY = "rural_away"
    RURAL_ELSEWHERE = "rural_elsewhere"
    GRADUATE_RETURNED = "graduate_returned"
    HOUSEHOLD_APART = "household_apart"
    GRADUATE_IN_COMMUNITY = "graduate_in_community"
    RELEASED_IN_COMMUNITY = "released_in_community"
    RETIRED_IN_COMMUNITY = "retired_in_community"
    GRADUATE_KEPT = "graduate_kept"
    STAFF_LEFT = "staff_left"
    STAFF_ABROAD = "staff_abroad"
    RELEASED_FROM_ENTERPRISE = "released_from_enterprise"
    TALENT = "talent"
    RETIRED_ELSEWHERE = "retired_elsewhere"

    @property
    def number(self) -> int:
        """Its number in the register, which never changes."""
        return int(_TABLE[self.value]["number"])

    @property
    def label(self) -> str:
        """Its name in the documents' words."""
        return str(_TABLE[self.value]["label"])

    @property
    def basis(self) -> str:
        """The document and the item that name it."""
        return str(_TABLE[self.value]["basis"])

    @property
    def words(self) -> tuple[str, ...]:
        """What rosters write of such people."""
        return tuple(_TABLE[self.value]["words"])


BY_NUMBER: Final = {group.number: group for group in FocusGroup}
_WORDS: Final = tuple(
    sorted(((word, group) for group in FocusGroup for word in group.words), key=lambda pair: -len(pair[0]))
)
_ANY: Final = re.compile("|".join(re.escape(word) for word, _ in _WORDS))
_NOT_LOOKED_AT: Final = frozenset({"name", "native", "idno", "phone", "landline", "address", "archive_at"})


class Suggestion(NamedTuple):
    """A group that a member may belong to: ``column`` (a field's id or a header) holds ``word``."""

    group: FocusGroup
    column: str
    word: str


def suggest(fields: Mapping[str, str], extra: Mapping[str, str]) -> tuple[Suggestion, ...]:
    """The groups that a member's record gives cause to ask about, each with one reason, in the order of the table.

    ``fields`` are the member's columns, ``extra`` the unmapped columns of his roster by header. Of words that lie in
    one another the longest counts ('与原单位解除劳动关系' is no '解除劳动关系'). A farmer who is floating is asked
    about as 农村外出务工经商.
    """
    found: dict[FocusGroup, Suggestion] = {}
    texts = [(name, text) for name, text in fields.items() if name not in _NOT_LOOKED_AT]
    for column, text in [*texts, *extra.items()]:
        if not _ANY.search(text):
            continue
        left = text
        for word, group in _WORDS:
            if word in left:
                left = left.replace(word, " ")
                found.setdefault(group, Suggestion(group, column, word))
    if fields.get("floating") == "yes" and read_work(work := fields.get("work") or "") is Work.FARMER:
        found.setdefault(FocusGroup.RURAL_AWAY, Suggestion(FocusGroup.RURAL_AWAY, "work", work))
    return tuple(found[group] for group in FocusGroup if group in found)
