"""One clue that was referred to an authority."""

from tui.store.cipher import CipherDatabase
from tui.store.images import DISPOSAL_REFERRAL, Values
from tui.store.queries.disposal_case import rows_of


def referral_of(db: CipherDatabase, number: int) -> tuple[Values, str]:
    """The referral with this row id, and the member's name. KeyError where there is none."""
    found = rows_of(db, DISPOSAL_REFERRAL, "id = ?", number)
    if not found:
        raise KeyError(number)
    (name,) = db.execute_sql("SELECT name FROM member WHERE id = ?", (found[0]["member"],)).fetchone()
    return found[0], str(name)
