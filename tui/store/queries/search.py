"""Search as you type: names, pinyin or its initials, the last digits of the ID number.

Each word of the text narrows the roster: Chinese characters are looked for in the name, Latin letters in the
pinyin of it and in its initials, digits (with or without a final X) at the end of the ID number.
"""

import re
import unicodedata
from enum import Enum

from tui.store import names
from tui.store.cipher import CipherDatabase
from tui.store.queries.roster import RosterView
from tui.text import clean


class Field(Enum):
    """Where a word of the search is looked for."""

    NAME = "name"
    PINYIN = "pinyin"
    ID_TAIL = "id_tail"


_LONGEST = 64
"""Characters of a search text that count; a pasted page would be more words than SQLite takes in one query."""

_DIGITS = re.compile(r"[0-9]{1,18}x?")
_LETTERS = re.compile(r"[a-z]+")


def words(text: str) -> list[tuple[Field, str]]:
    """The words of a search text and where each belongs; full-width letters and digits count as plain ones."""
    found = []
    for word in unicodedata.normalize("NFKC", clean(text)).lower()[:_LONGEST].split():
        if _LETTERS.fullmatch(word):
            found.append((Field.PINYIN, word))
        elif _DIGITS.fullmatch(word):
            found.append((Field.ID_TAIL, word.upper()))
        else:
            found.append((Field.NAME, word))
    return found


def search(db: CipherDatabase, view: RosterView, text: str) -> RosterView:
    """The view narrowed to the members whom every word fits; an empty text gives the view back."""
    hits = matching(db, text)
    return view if hits is None else view.only(hits)


def matching(db: CipherDatabase, text: str) -> set[int] | None:
    """The ids of the members whom every word fits, also of those who are in no view; None for an empty text."""
    wanted = words(text)
    if not wanted:
        return None
    terms = [_term(field, word) for field, word in wanted]
    hits = db.execute_sql(
        " INTERSECT ".join(query for query, _ in terms), [bound for _, parameters in terms for bound in parameters]
    )
    return {member for (member,) in hits}


def _term(field: Field, word: str) -> tuple[str, tuple[str, ...]]:
    """One word as a set of member ids from its narrowest index: query and parameters."""
    match field:
        case Field.NAME:
            return "SELECT rowid FROM member_name WHERE member_name MATCH ?", (names.named(word),)
        case Field.PINYIN:
            return "SELECT rowid FROM member_name WHERE member_name MATCH ?", (names.spelled(word),)
        case Field.ID_TAIL if len(word) < 4:
            return "SELECT id FROM member INDEXED BY member_idno WHERE idno LIKE ?", (f"%{word}",)
        case Field.ID_TAIL:
            return "SELECT id FROM member WHERE substr(idno, -4) = ? AND idno LIKE ?", (word[-4:], f"%{word}")
