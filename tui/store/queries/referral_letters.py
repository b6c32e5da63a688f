"""What the letter is to say that hands a clue of a breach of discipline or law to the authority that deals with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tui.store.cipher import CipherDatabase
from tui.store.queries.disposal_referrals import PaperReferral, paper_referral, referral_of
from tui.store.queries.members import form_fields


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
    row, _ = referral_of(db, number)
    member, _, _ = form_fields(db, row["member"])
    own, branch = db.execute_sql(
        """SELECT (SELECT name FROM organization WHERE id = ?), o.name
           FROM member m JOIN organization o ON o.id = m.org WHERE m.id = ?""",
        (unit, row["member"]),
    ).fetchone()
    return ReferralLetter(as_of, own, row["member"], member, branch, paper_referral(row))
