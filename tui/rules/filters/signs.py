"""What a typed character means, and how a value is kept: the same with a Chinese input method and without."""

import unicodedata
from typing import Final

from tui.text import clean

SYNTAX: Final = frozenset('"“”「」:()<>|,-~. ')
"""Plain signs that mean something in the language; a text with one of them is printed in quotation marks."""

_MEANT: Final = {
    "。": ".", "…": "..", "～": "..", "~": "..", "–": "-", "—": "-", "−": "-", "《": "<", "》": ">", "〈": "<",
    "〉": ">", "≤": "<=", "≥": ">=", "、": ",", "│": "|", "︰": ":", "∶": ":",
}  # fmt: skip
"""What a Chinese input method puts in place of the language's signs, beside the full-width forms."""


def plain(character: str) -> str:
    """What a typed character means: full-width forms and the signs of an input method become plain ones."""
    if character in _MEANT:
        return _MEANT[character]
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def tidy(text: str) -> str:
    """A value as it is kept: cleaned, in one form of each character, single blanks."""
    folded = unicodedata.normalize("NFKC", clean(unicodedata.normalize("NFKC", clean(text))))
    return clean(" ".join(folded.split()))  # a mark that has lost the blank below it


def has_syntax(text: str) -> bool:
    """Whether the text has a sign that means something in the language."""
    return any(sign in SYNTAX or sign.isspace() for character in text for sign in plain(character))
