"""One letter whole: what it says, what became of it, who was asked after it, what took its place."""

from dataclasses import dataclass
from typing import NamedTuple

from tui.store.cipher import CipherDatabase
from tui.store.images import LETTER, Values


class StoredFollowUp(NamedTuple):
    """An asking as it was noted; ``by`` wrote it down."""

    id: int
    on_day: str
    who: str
    asked: str
    channel: str
    outcome: str
    note: str
    by: str


class StoredReissue(NamedTuple):
    """A re-issue from either side: ``letter`` is the other one's row id, ``number`` its number."""

    letter: int
    number: str
    on_day: str
    cause: str
    responsibility: str
    justified: bool
    graduate: bool


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A letter: ``fields`` are its whole row; ``follow_ups`` the newest first.

    ``replaced_by`` took its place, ``replaces`` is what it took the place of.
    """

    fields: Values
    name: str
    member: Values
    branch: str
    issuer: str
    follow_ups: tuple[StoredFollowUp, ...]
    replaced_by: StoredReissue | None
    replaces: StoredReissue | None


def letter_page(db: CipherDatabase, letter: int) -> LetterPage:
    """The letter with this row id."""
    fields = LETTER.row(db.execute_sql(f"{LETTER.select} WHERE id = ?", (letter,)).fetchone())
    name, branch, *person = db.execute_sql(
        """SELECT m.name, o.name, m.sex, m.birth, m.nation, m.idno, m.category, m.phone, m.landline
           FROM member m JOIN organization o ON o.id = m.org WHERE m.id = ?""",
        (fields["member"],),
    ).fetchone()
    known = ("sex", "birth", "nation", "idno", "category", "phone", "landline")
    issuer = db.execute_sql("SELECT name FROM organization WHERE id = ?", (fields["org"],)).fetchone()
    return LetterPage(
        fields,
        name,
        dict(zip(known, person, strict=True)),
        branch,
        issuer[0] if issuer else "",
        follow_ups(db, letter),
        _reissue(db, letter, "letter", "replacement"),
        _reissue(db, letter, "replacement", "letter"),
    )


def follow_ups(db: CipherDatabase, letter: int) -> tuple[StoredFollowUp, ...]:
    """Who was asked after the letter, the newest first."""
    found = db.execute_sql(
        """SELECT f.id, f.on_day, f.who, f.asked, f.channel, f.outcome, ifnull(f.note, ''), p.name
           FROM letter_follow_up f JOIN person p ON p.id = f.by
           WHERE f.letter = ? ORDER BY f.on_day DESC, f.id DESC""",
        (letter,),
    )
    return tuple(StoredFollowUp(*row) for row in found)


def last_outcome(db: CipherDatabase, letter: int) -> str | None:
    """What the latest asking after the letter came to; None while nobody has asked."""
    found = db.execute_sql(
        "SELECT outcome FROM letter_follow_up WHERE letter = ? ORDER BY on_day DESC, id DESC LIMIT 1", (letter,)
    ).fetchone()
    return str(found[0]) if found else None


def _reissue(db: CipherDatabase, letter: int, side: str, other: str) -> StoredReissue | None:
    """The latest re-issue in which the letter stands on this side."""
    found = db.execute_sql(
        f"""SELECT r.{other}, ifnull(l.number, ''), r.on_day, r.cause, r.responsibility, r.justified = 'yes',
              r.graduate = 'yes'
            FROM letter_reissue r JOIN letter l ON l.id = r.{other} WHERE r.{side} = ? ORDER BY r.id DESC LIMIT 1""",
        (letter,),
    ).fetchone()
    if found is None:
        return None
    return StoredReissue._make((*found[:5], bool(found[5]), bool(found[6])))
