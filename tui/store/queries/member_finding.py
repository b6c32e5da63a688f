"""Finding one member by what is typed: for ledgers in which something is entered of him."""

from typing import Final, NamedTuple

from tui.store.cipher import CipherDatabase
from tui.store.queries.filter_words import word_ids

MOST: Final = 200


class Found(NamedTuple):
    """A member who may be meant."""

    member: int
    name: str
    birth: str | None
    branch: str
    gone: str | None = None


def found_members(db: CipherDatabase, top: int, text: str, *, also_gone: bool = False) -> list[Found]:
    """Members on the roster of the unit ``top`` and below it whom the text may mean (name, pinyin initials, ID number,
    telephone, branch), by branch and name; ``MOST`` of them at most. ``also_gone``: those who have left it as well."""
    wanted = word_ids(text)
    there = "" if also_gone else "AND m.gone IS NULL"
    rows = db.execute_sql(
        f"""SELECT m.id, m.name, m.birth, o.name, m.gone FROM member m JOIN organization o ON o.id = m.org
            JOIN organization t ON t.id = ? AND o.lft BETWEEN t.lft AND t.rgt
            WHERE m.id IN ({wanted.sql}) {there} ORDER BY o.lft, m.name, m.id LIMIT {MOST}""",
        (top, *wanted.parameters),
    )
    return [Found(*row) for row in rows]
