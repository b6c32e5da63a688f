"""What the letter is to say that hands a clue of a breach of discipline or law to the authority that deals with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tui.rules.check_items import AUTHORITY
from tui.store.cipher import CipherDatabase
from tui.store.images import DISPOSAL_REFERRAL, Values
from tui.store.queries.disposal_case import rows_of
from tui.store.queries.members import form_fields


@dataclass(frozen=True, slots=True)
class PaperReferral:
    """A clue that was referred: ``authority`` in words, dates ISO, '' where not on record."""

    number: int
    authority: str
    receiver: str
    on: str
    matter: str
    materials: str
    document: str
    receipt: str


@dataclass(frozen=True, slots=True)
class ReferralLetter:
    """A letter about one member (register columns): from which unit, of which branch he is, about which clue."""

    as_of: str
    own: str
    member_number: int
    member: Mapping[str, str]
    branch: str
    referral: PaperReferral


def referral_letter(db: CipherDatabase, unit: int, number: int, as_of: str) -> ReferralLetter:
    """The letter of a referral (row id), of a case or of none. KeyError where there is no such referral."""
    found = rows_of(db, DISPOSAL_REFERRAL, "id = ?", number)
    if not found:
        raise KeyError(number)
    row = found[0]
    member, _, _ = form_fields(db, row["member"])
    own, branch = db.execute_sql(
        """SELECT (SELECT name FROM organization WHERE id = ?), o.name
           FROM member m JOIN organization o ON o.id = m.org WHERE m.id = ?""",
        (unit, row["member"]),
    ).fetchone()
    return ReferralLetter(as_of, own, row["member"], member, branch, paper_referral(row))


def paper_referral(row: Values) -> PaperReferral:
    """A row of the ledger as papers tell of it."""
    return PaperReferral(
        row["id"], AUTHORITY[row["authority"]], row["receiver"], row["on_day"], row["matter"], row["materials"],
        row["document"] or "", row["receipt"] or "",
    )  # fmt: skip
