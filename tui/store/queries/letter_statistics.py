"""Figures about letters: the yearly statistics of transfers, how far each branch has worked off, who owes receipts."""

from dataclasses import dataclass, fields
from typing import NamedTuple

from tui.rules.transfers import in_province, study_level
from tui.store.cipher import CipherDatabase
from tui.store.queries.letters import FIRST_RECEIPTS


@dataclass(frozen=True, slots=True)
class TransferCounts:
    """Transfers of a year in one direction: all, students by level, by province, with their receipts.

    Whoever is no student, or of an unknown level, is in ``total`` alone; ``scope_unknown`` are those whose letters do
    not say whether they stay in the province. ``receipts``: sent for those who came in, received for those who left.
    """

    total: int = 0
    postgraduate: int = 0
    undergraduate: int = 0
    college: int = 0
    in_province: int = 0
    out_of_province: int = 0
    scope_unknown: int = 0
    receipts: int = 0


@dataclass(frozen=True, slots=True)
class ReceiptStatistics:
    """《党员组织关系回执情况统计表》 of a unit and all below it for a year, as it stood on ``as_of``."""

    unit: str
    year: int
    as_of: str
    incoming: TransferCounts
    outgoing: TransferCounts


def receipt_statistics(db: CipherDatabase, top: int, year: int, as_of: str) -> ReceiptStatistics:
    """Count the transfers of the year in the unit ``top`` (row id) and below it, up to the as-of date.

    A transfer out counts by the day of its letter, one in by the day of arrival, while that is unknown by the letter's.
    Void letters do not count, re-issued ones by the letter that took their place.
    """
    (name,) = db.execute_sql("SELECT name FROM organization WHERE id = ?", (top,)).fetchone()
    incoming, outgoing = (
        _counted(db, top, direction, day, year, as_of)
        for direction, day in (("in", "ifnull(l.arrived_on, l.issued)"), ("out", "l.issued"))
    )
    return ReceiptStatistics(name, year, as_of, incoming, outgoing)


def _counted(db: CipherDatabase, top: int, direction: str, day: str, year: int, as_of: str) -> TransferCounts:
    found = db.execute_sql(
        f"""SELECT m.work, m.education, l.scope, count(*),
              sum(CASE WHEN l.receipt_on IS NULL THEN l.receipt IS 'yes' ELSE l.receipt_on <= :as_of END)
            FROM organization t JOIN letter l INDEXED BY letter_issued JOIN member m ON m.id = l.member
            JOIN organization o ON o.id = m.org AND o.lft BETWEEN t.lft AND t.rgt
            WHERE t.id = :top AND l.direction = :direction AND {day} >= :first AND {day} < :next AND {day} <= :as_of
              AND (l.closed IS NULL OR l.closed NOT IN ('void', 'reissued') OR l.closed_on > :as_of)
            GROUP BY 1, 2, 3""",
        {"top": top, "direction": direction, "first": str(year), "next": str(year + 1), "as_of": as_of},
    )
    counts = dict.fromkeys((field.name for field in fields(TransferCounts)), 0)
    for work, education, scope, number, receipts in found:
        level = study_level(work, education)
        inside = in_province(scope)
        counts["total"] += number
        counts["receipts"] += receipts
        counts["in_province" if inside else "scope_unknown" if inside is None else "out_of_province"] += number
        if level is not None:
            counts[level.value] += number
    return TransferCounts(**counts)


class BranchLedger(NamedTuple):
    """How far a branch has worked off the letters out of it since 2007; void ones do not count.

    ``done``: receipt there or ended otherwise; of the ``waiting`` ones, so many are ``overdue``, and asking after them
    came last to landed, pocket, unknown, contact lost, or has not begun (``not_asked``).
    """

    org: int
    name: str
    letters: int
    done: int
    waiting: int
    overdue: int
    landed: int
    pocket: int
    unknown: int
    contact_lost: int
    not_asked: int


def branch_ledgers(db: CipherDatabase, top: int, as_of: str) -> list[BranchLedger]:
    """For every organisation with letters out in the unit ``top`` (row id) and below it, in the order of the tree."""
    found = db.execute_sql(
        f"""WITH sent AS MATERIALIZED (
              SELECT o.id AS org, o.name, o.lft,
                l.receipt_due < :as_of
                  AND NOT (l.returned IS NOT NULL AND ifnull(l.returned_on, '') <= :as_of) AS overdue,
                l.done_since IS NULL OR l.done_since > :as_of AS waiting,
                CASE WHEN l.done_since IS NULL OR l.done_since > :as_of THEN (
                  SELECT f.outcome FROM letter_follow_up f WHERE f.letter = l.id AND f.on_day <= :as_of
                  ORDER BY f.on_day DESC, f.id DESC LIMIT 1) END AS outcome
              FROM organization t CROSS JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
              CROSS JOIN member m INDEXED BY member_org ON m.org = o.id
              CROSS JOIN letter l INDEXED BY letter_member ON l.member = m.id
              WHERE t.id = :top AND l.direction = 'out'
                AND NOT (l.closed IS 'void' AND ifnull(l.closed_on, '') <= :as_of)
                AND (l.issued IS NULL OR l.issued BETWEEN '{FIRST_RECEIPTS}' AND :as_of))
            SELECT org, name, count(*), sum(NOT waiting), sum(waiting), ifnull(sum(waiting AND overdue), 0),
              ifnull(sum(outcome = 'landed'), 0), ifnull(sum(outcome = 'pocket'), 0),
              ifnull(sum(outcome = 'unknown'), 0), ifnull(sum(outcome = 'contact_lost'), 0),
              sum(waiting AND outcome IS NULL)
            FROM sent GROUP BY org ORDER BY lft""",
        {"top": top, "as_of": as_of},
    )
    return [BranchLedger(*row) for row in found]


class OwedReceipt(NamedTuple):
    """A letter whose receipt a unit owes."""

    letter: int
    number: str
    name: str
    issued: str


def owed_by_receiver(db: CipherDatabase, top: int, as_of: str) -> dict[str, list[OwedReceipt]]:
    """By receiving unit the letters out of ``top`` (row id) and below whose validity is over without a receipt, for the
    letters that ask for it (催要回执函); what has ended otherwise is not asked for."""
    found = db.execute_sql(
        f"""SELECT ifnull(l.other_unit, ''), l.id, ifnull(l.number, ''), m.name, ifnull(l.issued, '')
            FROM organization t JOIN letter l INDEXED BY letter_ledger JOIN member m ON m.id = l.member
            JOIN organization o ON o.id = m.org AND o.lft BETWEEN t.lft AND t.rgt
            WHERE t.id = :top AND l.direction = 'out' AND l.done_since IS NULL AND l.valid_until < :as_of
              AND l.issued >= '{FIRST_RECEIPTS}' ORDER BY 1, l.issued, l.id""",
        {"top": top, "as_of": as_of},
    )
    owed: dict[str, list[OwedReceipt]] = {}
    for unit, *letter in found:
        owed.setdefault(unit, []).append(OwedReceipt(*letter))
    return owed
