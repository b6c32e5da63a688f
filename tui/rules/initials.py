"""Initials of a name for search: '张三丰' → 'z s f', every reading of a surname that has several.

'曾小明' → 'z x m 0 c x m', as its syllables are.
"""

from tui.rules.syllables import syllables


def initials(name: str) -> str:
    """The initials of a cleaned name, one token each, its readings separated by the token 0."""
    return " ".join(syllable[0] for syllable in syllables(name).split())
