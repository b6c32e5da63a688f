"""Telephone numbers of the mainland: which are complete, and how a written one is compacted."""

import re

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(?:0[0-9]{2,3}-?)?[2-9][0-9]{6,7}(?:(?:-|转)[0-9]{1,6})?")
_COUNTRY = re.compile(r"^(?:\+|00)?86-?(?=1[3-9][0-9]{9}$)")


def compact_phone(text: str) -> str:
    """'(0451) 8641—2114' → '0451-8641-2114', '+86 138-0000-0000' → '13800000000'; the text is NFKC already."""
    text = re.sub(r"[‐‑‒–—―−]", "-", "".join(text.split()))
    text = re.sub(r"^\(([0-9]{3,4})\)", r"\1-", text)
    digits = text.replace("-", "").replace(".", "")
    bare = _COUNTRY.sub("", digits)
    return bare if is_mobile(bare) else text


def is_mobile(number: str) -> bool:
    """Whether it is a complete mobile number of the mainland."""
    return _MOBILE.fullmatch(number) is not None


def is_landline(number: str) -> bool:
    """Whether it is a landline number, with or without area code and extension."""
    return _LANDLINE.fullmatch(number) is not None
