"""How units are named in the names of files, which media keep in lower-case ASCII only."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 17
"""Two of them, and all else in a bundle's name, make 64 characters."""

_FOREIGN = re.compile(r"[^a-z0-9.]+")


def unit_in_name(code: str, uuid: str) -> str:
    """A unit's code as file names carry it; with the head of its uuid (hexadecimal) where that is not the whole code.

    A hint for people only: what a file is for stands inside it.
    """
    plain = unicodedata.normalize("NFKC", code).lower()
    safe = _FOREIGN.sub("", plain).strip(".")
    if safe == plain and 0 < len(safe) <= LONGEST:
        return safe
    return f"{safe[: LONGEST - 9]}.{uuid[:8]}".lstrip(".")
