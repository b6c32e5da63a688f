"""How a person's name is kept: one kind of dot (·), no spaces between Chinese characters, no compatibility forms."""

import re
import unicodedata
from typing import Final

LONGEST_NAME: Final = 50

_COMPATIBLE = re.compile(r"[\uff01-\uff5e\u2f00-\u2fdf\u2e80-\u2eff]+")
_HAN = r"[\u2e80-\U0003ffff]"
_DOTS = re.compile(rf"(?<={_HAN})\s*[.．•‧・･∙⋅●·]\s*(?={_HAN})")
_HAN_GAP = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_NO_NAME = re.compile(r"^\(|[:,;。、/|]|[0-9][人名]")


def close_gaps(text: str) -> str:
    """The text without the spaces that set type puts between Chinese characters; other runs of them become one."""
    return _HAN_GAP.sub("", " ".join(text.split()))


def read_person_name(text: str) -> str | None:
    """A cleaned text as a name; None for what is none: （一）正式党员, 共3人, two people in one cell."""
    name = _COMPATIBLE.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    name = _HAN_GAP.sub("", _DOTS.sub("·", " ".join(name.split())))
    if len(name) > LONGEST_NAME or not any(c.isalpha() for c in name) or _NO_NAME.search(name):
        return None
    return name
