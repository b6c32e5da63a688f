"""Clues of a breach of discipline or law that were referred: the ledger of them, and one for its forms and papers.

A ledger walks the referrals, which are few, and never the members.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

from tui.rules.check_items import AUTHORITY
from tui.store.cipher import CipherDatabase
from tui.store.images import DISPOSAL_REFERRAL, Values
from tui.store.queries.disposal_case import rows_of
from tui.store.queries.search import matching


class View(Enum):
    """What is listed, in the order of its keys."""

    WAITING = "waiting"
    SETTLED = "settled"
    ALL = "all"


class Referred(NamedTuple):
    """A line of the ledger: ``authority`` in words, dates ISO, '' where not on record."""

    number: int
    name: str
    branch: str
    authority: str
    receiver: str
    on_day: str
    document: str
    receipt_on: str
    outcome_on: str
    outcome: str


_BELOW: Final = """FROM organization t
    CROSS JOIN disposal_referral r
    CROSS JOIN member m ON m.id = r.member
    CROSS JOIN organization o ON o.id = m.org AND o.lft BETWEEN t.lft AND t.rgt
    WHERE t.id = :unit"""
_WITHIN: Final = {
    View.WAITING: "AND r.outcome_on IS NULL ORDER BY r.on_day, r.id",
    View.SETTLED: "AND r.outcome_on IS NOT NULL ORDER BY r.outcome_on DESC, r.id DESC",
    View.ALL: "ORDER BY r.on_day DESC, r.id DESC",
}


def listed(db: CipherDatabase, unit: int, view: View, text: str = "") -> list[int]:
    """The referrals (row ids) of the unit and below, whose member may have left: those that wait the longest first,
    the others from the newest on. ``text`` narrows to names, units and receivers that contain it, and to its pinyin."""
    spelled = matching(db, text) if text.isascii() and len(text) > 1 else None
    found = db.execute_sql(
        f"""SELECT r.id {_BELOW}
            AND (:text = '' OR instr(m.name, :text) OR instr(o.name, :text) OR instr(r.receiver, :text)
                 OR m.id IN (SELECT value FROM json_each(:spelled))) {_WITHIN[view]}""",
        {"unit": unit, "text": text, "spelled": json.dumps(sorted(spelled or ()))},
    )
    return [number for (number,) in found.fetchall()]


def counts(db: CipherDatabase, unit: int) -> list[int]:
    """How many referrals each view has."""
    whole, settled = db.execute_sql(f"SELECT count(*), count(r.outcome_on) {_BELOW}", {"unit": unit}).fetchone()
    return [whole - settled, settled, whole]


def page(db: CipherDatabase, numbers: Sequence[int]) -> list[Referred]:
    """These referrals, in this order."""
    found = db.execute_sql(
        """SELECT r.id, m.name, o.name, r.authority, r.receiver, r.on_day, ifnull(r.document, ''),
             ifnull(r.receipt_on, ''), ifnull(r.outcome_on, ''), ifnull(r.outcome, '')
           FROM json_each(?) j CROSS JOIN disposal_referral r ON r.id = j.value
           CROSS JOIN member m ON m.id = r.member CROSS JOIN organization o ON o.id = m.org ORDER BY j.key""",
        (json.dumps(list(numbers)),),
    )
    return [
        Referred(number, name, branch, AUTHORITY[authority], *rest)
        for number, name, branch, authority, *rest in found.fetchall()
    ]


def case_in_hand(db: CipherDatabase, member: int) -> int | None:
    """The case (row id) that waits when a clue about the member is referred; None if he has none in hand."""
    (case,) = db.execute_sql(
        "SELECT min(id) FROM disposal_case WHERE member = ? AND state = 'open'", (member,)
    ).fetchone()
    return None if case is None else int(case)


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
