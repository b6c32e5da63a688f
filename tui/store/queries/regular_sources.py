"""Who is to be taken into the ledger of 规范管理, and what the other ledgers already know of him."""

import json
from typing import Final, NamedTuple

from tui.rules.regularization import Origin
from tui.rules.situations import SituationKind
from tui.store.cipher import CipherDatabase
from tui.store.queries.search import matching


class Candidate(NamedTuple):
    """A member who may be taken into the ledger."""

    id: int
    name: str
    organization: str


def candidates(db: CipherDatabase, unit: int, text: str, most: int = 100) -> list[Candidate]:
    """So many members of the unit and below whom every word of ``text`` fits (name, pinyin, end of the ID number)."""
    hits = matching(db, text)
    if not hits:
        return []
    found = db.execute_sql(
        """SELECT m.id, m.name, o.name FROM json_each(?) j CROSS JOIN member m ON m.id = j.value AND m.gone IS NULL
           CROSS JOIN organization t ON t.id = ?
           CROSS JOIN organization o ON o.id = m.org AND o.lft BETWEEN t.lft AND t.rgt
           LIMIT ?""",
        (json.dumps(sorted(hits)), unit, most),
    )
    return sorted((Candidate(*row) for row in found), key=lambda each: (each.name, each.organization))


def found_waiting(db: CipherDatabase, unit: int, most: int = 100) -> list[Candidate]:
    """Members of the unit and below whom a search has found and who are not in the ledger yet, the first so many."""
    found = db.execute_sql(
        """SELECT m.id, m.name, o.name FROM search_case c
           CROSS JOIN member m ON m.id = c.member AND m.gone IS NULL
           CROSS JOIN organization t ON t.id = ?
           CROSS JOIN organization o ON o.id = m.org AND o.lft BETWEEN t.lft AND t.rgt
           WHERE c.outcome = 'found' AND c.withdrawn_on IS NULL AND NOT EXISTS (
             SELECT 1 FROM regularization r WHERE r.member = c.member AND r.state <> 'withdrawn')
           ORDER BY o.lft, m.name, m.id LIMIT ?""",
        (unit, most),
    )
    return [Candidate(*row) for row in found]


class Known(NamedTuple):
    """What the ledgers of searches and situations say of a member: the likely origin, the circumstances."""

    origin: Origin | None
    answers: dict[str, str]


_ORIGINS: Final = {
    SituationKind.POCKET: Origin.POCKET,
    SituationKind.ABROAD_SETTLED: Origin.ABROAD,
    SituationKind.ABROAD_STUDY: Origin.ABROAD,
    SituationKind.ABROAD_WORK: Origin.ABROAD,
    SituationKind.UNATTACHED: Origin.UNATTACHED,
    SituationKind.GRADUATE_KEPT: Origin.GRADUATE,
    SituationKind.FLOATING_OUT: Origin.FLOATING,
}
"""Situation → origin; of several the first here decides."""
_WHEREABOUTS: Final = {
    SituationKind.ABROAD_SETTLED: "settled",
    SituationKind.ABROAD_STUDY: "abroad_study",
    SituationKind.ABROAD_WORK: "abroad_work",
    SituationKind.FLOATING_OUT: "away",
}


def known_of(db: CipherDatabase, member: int) -> Known:
    """What is filled in beforehand when the member is taken in; a person looks it over."""
    situations = {
        SituationKind(kind): (since, destination, fixed)
        for kind, since, destination, fixed in db.execute_sql(
            """SELECT kind, since, destination, fixed FROM situation
               WHERE member = ? AND withdrawn IS NULL AND until IS NULL ORDER BY since, id""",
            (member,),
        ).fetchall()
    }
    answers: dict[str, str | None] = {}
    for kind, where in _WHEREABOUTS.items():
        if kind in situations and "whereabouts" not in answers:
            since, destination, fixed = situations[kind]
            answers |= {"whereabouts": where, "away_since": since, "destination": destination, "fixed": fixed}
    if SituationKind.POCKET in situations:
        answers["relation"] = "overdue"
    if SituationKind.GRADUATE_KEPT in situations:
        answers["graduate"] = "yes"
    origin = next((each for kind, each in _ORIGINS.items() if kind in situations), None)
    search = db.execute_sql(
        """SELECT now_unit, residence FROM search_case
           WHERE member = ? AND outcome = 'found' AND withdrawn_on IS NULL ORDER BY id DESC""",
        (member,),
    ).fetchone()
    if search is not None:
        origin = Origin.FOUND
        answers["destination"] = "，".join(filter(None, search)) or answers.get("destination")
    return Known(origin, {key: text[:_LONGEST] for key, text in answers.items() if text})


_LONGEST: Final = 200
"""Characters of a circumstance."""
