"""One clue of a breach of discipline or law that was referred to the authority that deals with it."""

from dataclasses import dataclass

from tui.rules.check_items import AUTHORITY
from tui.store.cipher import CipherDatabase
from tui.store.images import DISPOSAL_REFERRAL, Values
from tui.store.queries.disposal_case import rows_of


@dataclass(frozen=True, slots=True)
class PaperReferral:
    """A clue as papers tell of it: ``authority`` in words, dates ISO, '' where not on record."""

    number: int
    authority: str
    receiver: str
    on: str
    matter: str
    materials: str
    document: str
    receipt: str


def referral_of(db: CipherDatabase, number: int) -> tuple[Values, str]:
    """The referral with this row id, and the member's name. KeyError where there is none."""
    found = rows_of(db, DISPOSAL_REFERRAL, "id = ?", number)
    if not found:
        raise KeyError(number)
    (name,) = db.execute_sql("SELECT name FROM member WHERE id = ?", (found[0]["member"],)).fetchone()
    return found[0], str(name)


def paper_referral(row: Values) -> PaperReferral:
    """A row of the ledger as papers tell of it."""
    return PaperReferral(
        row["id"], AUTHORITY[row["authority"]], row["receiver"], row["on_day"], row["matter"], row["materials"],
        row["document"] or "", row["receipt"] or "",
    )  # fmt: skip
