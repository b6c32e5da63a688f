"""What a bare word of a filter may mean, and the parts of it that a field can ask for alone."""

import re
from typing import Final

from tui.store import names
from tui.store.queries.filter_ids import Ids, either, joined
from tui.store.queries.search import Field, words

BRANCH_FROM: Final = 3
"""From so many characters on a bare word may be part of a branch's name; shorter ones are names of people."""
TAIL: Final = 4
"""Digits that the indices of ID numbers and telephones hold."""


def word_ids(wanted: str) -> Ids:
    """Whom a bare word may mean: by name, pinyin, ID number or telephone, or the branch."""
    found = [either(*_places(field, word)) for field, word in words(wanted)]
    if not found:  # nothing but signs that are no part of any name
        return Ids("SELECT id FROM member WHERE 0")
    return joined(" INTERSECT ", found)


def _places(field: Field, word: str) -> list[Ids]:
    match field:
        case Field.PINYIN:
            return [named(field, word)]
        case Field.ID_TAIL:
            return [id_tail(word), *([phone(word)] if len(word) >= TAIL and word.isdigit() else [])]
        case Field.NAME:
            return [named(field, word), *([branch(word)] if len(word) >= BRANCH_FROM else [])]


def named(field: Field, word: str) -> Ids:
    """Part of a name, or of its pinyin."""
    wanted = names.spelled(word) if field is Field.PINYIN else names.named(word)
    return Ids("SELECT rowid FROM member_name WHERE member_name MATCH ?", (wanted,))


def id_tail(digits: str) -> Ids:
    """The end of the ID number."""
    if len(digits) < TAIL:
        return Ids("SELECT id FROM member INDEXED BY member_idno WHERE idno LIKE ?", (f"%{digits}",))
    return Ids("SELECT id FROM member WHERE substr(idno, -4) = ? AND idno LIKE ?", (digits[-TAIL:], f"%{digits}"))


def phone(digits: str) -> Ids:
    """The end of the telephone number, four digits or more."""
    return Ids(
        "SELECT id FROM member WHERE phone IS NOT NULL AND substr(phone, -4) = ? AND phone LIKE ?",
        (digits[-TAIL:], f"%{digits}"),
    )


def branch(wanted: str) -> Ids:
    """Part of the name of an organisation; whoever is in it or below it."""
    return Ids(
        """SELECT DISTINCT m.id FROM organization t CROSS JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
           CROSS JOIN member m INDEXED BY member_org ON m.org = o.id WHERE t.name LIKE ? ESCAPE '!'""",
        (within(wanted),),
    )


def within(wanted: str) -> str:
    """A LIKE pattern, with ! to escape, for texts that have this in them."""
    return "%" + re.sub("([!%_])", r"!\1", wanted) + "%"
