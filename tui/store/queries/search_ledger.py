"""What the ledgers of the search list: cases, suggestions, requests to offices; narrowed by what is typed."""

import json
from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple

from tui.rules.search_cases import Origin
from tui.rules.searches import Channel
from tui.store.cipher import CipherDatabase
from tui.store.queries.search import matching
from tui.store.queries.search_grounds import grounds
from tui.store.session import Session

STATES: Final = ("filed", "sent", "answered", "withdrawn")
"""Of requests, in the order of their views."""
_MOST_CANDIDATES: Final = 100


def ledger_day(session: Session) -> str:
    """The day that the ledgers tell of: today, or the campaign's as-of date where that lies ahead."""
    (as_of,) = session.db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (session.campaign,)).fetchone()
    return max(str(as_of), session.clock().date().isoformat())


def narrowed(db: CipherDatabase, table: str, numbers: Sequence[int], text: str) -> Sequence[int]:
    """Those rows of ``table`` (member, or one with a member) whose member or unit fits the text, in the same order."""
    hits = matching(db, text)
    if hits is None:
        return numbers
    member = "t.id" if table == "member" else "t.member"
    found = db.execute_sql(
        f"""SELECT t.id FROM json_each(:numbers) j CROSS JOIN {table} t ON t.id = j.value
            JOIN member m ON m.id = {member} JOIN organization o ON o.id = m.org
            WHERE m.id IN (SELECT value FROM json_each(:hits)) OR instr(o.name, :text) ORDER BY j.key""",
        {"numbers": json.dumps(list(numbers)), "hits": json.dumps(list(hits)), "text": text},
    )
    return array("Q", (number for (number,) in found))


class Suggested(NamedTuple):
    """A member for whom a search is suggested, with what suggests it."""

    member: int
    name: str
    branch: str
    origin: Origin | None
    last_contact: str | None
    months: int | None
    letter: str
    """Number and receiving unit of the letter, '' where there is none."""


def suggested_rows(db: CipherDatabase, members: Sequence[int], as_of: str) -> list[Suggested]:
    """These members in the order asked for."""
    known = grounds(db, members, as_of)
    found = db.execute_sql(
        """SELECT m.id, m.name, o.name FROM json_each(?) j CROSS JOIN member m ON m.id = j.value
           JOIN organization o ON o.id = m.org ORDER BY j.key""",
        (json.dumps(list(members)),),
    )
    rows = []
    for member, name, branch in found:
        ground = known[member]
        letter = " ".join(filter(None, ground.letter[1:3])) if ground.letter else ""
        rows.append(Suggested(member, name, branch, ground.origin, ground.last_contact, ground.months, letter))
    return rows


class RequestRow(NamedTuple):
    """A request to an office, as its ledger shows it."""

    id: int
    search_case: int
    name: str
    branch: str
    office: Channel
    state: str
    asked_on: str
    asked_by: str
    letter_number: str | None
    sent_on: str | None
    answer: str | None
    answer_text: str | None
    answered_on: str | None


def requests(db: CipherDatabase, unit: int) -> dict[str, "array[int]"]:
    """The requests (row ids) of the unit and those below it by state, by office and in the order of the tree."""
    found = db.execute_sql(
        """SELECT r.id, r.state FROM office_request r JOIN member m ON m.id = r.member
           JOIN organization o ON o.id = m.org JOIN organization t ON t.id = ? AND o.lft BETWEEN t.lft AND t.rgt
           ORDER BY r.office, o.lft, m.name, r.id""",
        (unit,),
    )
    listed = {state: array("Q") for state in STATES}
    for number, state in found:
        listed[state].append(number)
    return listed


def request_rows(db: CipherDatabase, numbers: Sequence[int]) -> list[RequestRow]:
    """These requests in the order asked for."""
    found = db.execute_sql(
        """SELECT r.id, r.search_case, m.name, o.name, r.office, r.state, r.asked_on, r.asked_by, r.letter_number,
             r.sent_on, r.answer, r.answer_text, r.answered_on
           FROM json_each(?) j CROSS JOIN office_request r ON r.id = j.value JOIN member m ON m.id = r.member
           JOIN organization o ON o.id = m.org ORDER BY j.key""",
        (json.dumps(list(numbers)),),
    )
    return [
        RequestRow(number, case, name, branch, Channel(office), *rest)
        for number, case, name, branch, office, *rest in found
    ]


def letter_of(db: CipherDatabase, request: int) -> int | None:
    """The office letter (row id) that a request went with; None without one, or where it is not in this vault."""
    row = db.execute_sql(
        "SELECT l.id FROM office_request r JOIN office_letter l ON l.uuid = unhex(r.letter) WHERE r.id = ?", (request,)
    ).fetchone()
    return int(row[0]) if row else None


class Candidate(NamedTuple):
    """A member to open a case for, as he is told from others of his name."""

    member: int
    words: str


def candidates(db: CipherDatabase, unit: int, text: str) -> list[Candidate]:
    """The members whom the unit keeps and the text finds, the first hundred."""
    hits = matching(db, text)
    found = db.execute_sql(
        """SELECT m.id, m.name, ifnull(m.birth, ''), o.name FROM json_each(?) j
           CROSS JOIN member m ON m.id = j.value AND m.gone IS NULL JOIN organization o ON o.id = m.org
           WHERE o.keeper = ? ORDER BY m.name, o.lft, m.id LIMIT ?""",
        (json.dumps(list(hits or ())), unit, _MOST_CANDIDATES),
    )
    return [Candidate(member, f"{name}  {birth}  {branch}") for member, name, birth, branch in found]
