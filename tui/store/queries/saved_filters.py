"""The filters that a person keeps under a name."""

from typing import NamedTuple

from tui.store.cipher import CipherDatabase


class SavedFilter(NamedTuple):
    """``text`` is as it was typed."""

    id: int
    name: str
    text: str


def saved_filters(db: CipherDatabase, person: int) -> list[SavedFilter]:
    """This person's, in the order in which they were saved."""
    found = db.execute_sql("SELECT id, name, text FROM saved_filter WHERE person = ? ORDER BY id", (person,))
    return [SavedFilter(*row) for row in found]
