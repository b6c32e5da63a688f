"""Search as you type: names, pinyin initials, the last digits of the ID number.

Each word of the text narrows the roster: Chinese characters are looked for in the name, Latin letters in the
pinyin initials, digits (with a final X) at the end of the ID number.
"""

import re
import unicodedata
from enum import Enum

from tui.store.cipher import CipherDatabase
from tui.store.queries.roster import RosterView


class Field(Enum):
    """Where a word of the search is looked for."""

    NAME = "name"
    INITIALS = "initials"
    ID_TAIL = "id_tail"


_DIGITS = re.compile(r"[0-9]{1,18}x?|x")
_LETTERS = re.compile(r"[a-z]+")


def words(text: str) -> list[tuple[Field, str]]:
    """The words of a search text and where each belongs; full-width letters and digits count as plain ones."""
    found = []
    for word in unicodedata.normalize("NFKC", text).lower().split():
        if _LETTERS.fullmatch(word):
            found.append((Field.INITIALS, word))
        elif _DIGITS.fullmatch(word):
            found.append((Field.ID_TAIL, word.upper()))
        else:
            found.append((Field.NAME, word))
    return found


def search(db: CipherDatabase, view: RosterView, text: str) -> RosterView:
    """The view narrowed to the members whom every word fits; an empty text gives the view back."""
    wanted = words(text)
    if not wanted:
        return view
    terms, parameters = zip(*(_term(field, word) for field, word in wanted), strict=True)
    hits = db.execute_sql(" INTERSECT ".join(terms), parameters)
    return view.only(member for (member,) in hits)


def _term(field: Field, word: str) -> tuple[str, str]:
    """One word as a set of member ids from its narrowest index."""
    match field:
        case Field.NAME:
            return "SELECT rowid FROM member_name WHERE member_name MATCH ?", f'name : "{_phrase(word)}"'
        case Field.INITIALS:
            return "SELECT rowid FROM member_name WHERE member_name MATCH ?", f'initials : "{_phrase(word)}"'
        case Field.ID_TAIL if len(word) == 4:
            return "SELECT id FROM member WHERE substr(idno, -4) = ?", word
        case Field.ID_TAIL if len(word) > 4:
            return (
                "SELECT id FROM member WHERE substr(idno, -4) = substr(?1, -4) AND substr(idno, -length(?1)) = ?1",
                word,
            )
        case Field.ID_TAIL:
            return "SELECT id FROM member INDEXED BY member_idno WHERE idno LIKE ?", f"%{word}"


def _phrase(word: str) -> str:
    return " ".join(char for char in word if char != '"')
