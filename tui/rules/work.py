"""Which 工作岗位 are posts, farming or study: the three kinds that plausibility checks tell apart.

The table is work.toml. A text that it does not have is of no kind: nothing is guessed from a unit's name.
"""

import re
import tomllib
import unicodedata
from enum import Enum
from functools import lru_cache
from importlib import resources
from typing import Any, Final


class Work(Enum):
    """The kind of a 工作岗位, after the groups of the statistics forms."""

    ON_POST = "on_post"
    FARMER = "farmer"
    STUDENT = "student"


_TABLE: Final[dict[str, Any]] = tomllib.loads(resources.files(__package__).joinpath("work.toml").read_text("utf-8"))
_TEXTS: Final = {text: kind for kind in Work for text in _TABLE[kind.value]["texts"]}
_CODES: Final = {kind: re.compile(_TABLE[kind.value]["codes"]) for kind in Work}


@lru_cache(maxsize=16_384)
def read_work(text: str) -> Work | None:
    """The kind of a 工作岗位 given as text or code of three or four digits; None if the table has none."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if kind := _TEXTS.get(plain):
        return kind
    return next((kind for kind, codes in _CODES.items() if codes.fullmatch(plain)), None)
