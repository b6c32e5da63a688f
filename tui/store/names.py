"""The name index: one contentless FTS5 table of single characters and single initials.

A trigram index finds nothing for the two characters of most Chinese names; single characters with a phrase query
find exactly what LIKE finds, in a tenth of a millisecond.
"""

import unicodedata
from collections.abc import Iterable

from tui.store.cipher import CipherDatabase


def index(db: CipherDatabase, names: Iterable[tuple[int, str, str]]) -> None:
    """Put members (id, name, initials) into the index."""
    db.connection().executemany(
        "INSERT INTO member_name(rowid, name, initials) VALUES (?, ?, ?)",
        ((member, characters(name), initials) for member, name, initials in names),
    )


def characters(text: str) -> str:
    """The text as the index takes it, character by character; variant forms of one character become the same."""
    return " ".join(unicodedata.normalize("NFKC", text))


def unindex(db: CipherDatabase, members: Iterable[int]) -> None:
    """Take members out of the index."""
    db.connection().executemany("DELETE FROM member_name WHERE rowid = ?", ((member,) for member in members))
