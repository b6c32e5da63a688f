"""The ledger of 组织处置: its views with their counts, whose turn each case is, what has been left lying.

How far a case has come follows from the chain of its records alone, so cases in hand are put together once and again
only where something was written since.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Final, NamedTuple

from tui.rules.dates import add_months
from tui.rules.disposal.limits import SUSPENSION_MONTHS
from tui.rules.disposal.overdue import Overdue, overdue
from tui.rules.disposal.procedures import PROCEDURES, Act, At, Step
from tui.rules.disposal.register import State
from tui.rules.disposal.words import kind_words
from tui.rules.units import UnitKind
from tui.store import images, journal
from tui.store.cipher import CipherDatabase
from tui.store.queries.disposal_case import CaseFile, case_files
from tui.store.queries.disposal_grounds import of_kind
from tui.store.queries.evidence import evidence_counts
from tui.store.queries.search import matching


class View(Enum):
    """What is listed, in the order of its keys."""

    IN_HAND = "open"
    OWN_TURN = "own"
    OTHERS_TURN = "others"
    OVERDUE = "overdue"
    CLOSED = "closed"
    HISTORY = "history"
    WITHDRAWN = "withdrawn"
    ALL = "all"


class Turn(Enum):
    """Who has to do the next step, seen from this unit."""

    OWN = "本级"
    BELOW = "下级"
    ABOVE = "上级"
    AUTHORITY = "有关机关"


class Standing(NamedTuple):
    """Where a case in hand stands: steps done, the next one, since when it waits, the last day of a term that runs.

    ``step`` is None for a kind that this machine does not know. ``clue``: one is with the authority, the case waits.
    """

    member: int
    org: int
    kept_here: bool
    place: int
    step: Step | None
    since: str
    until: str | None
    clue: bool


class InHand(NamedTuple):
    """The cases in hand of this unit and below it by row id, as of an entry of the journal; and whose turn each is."""

    head: int
    unit: int
    cases: Mapping[int, Standing]
    turns: Mapping[int, Turn]


class CaseRow(NamedTuple):
    """A line of the ledger. ``turn`` and ``acting`` (the unit's name, '' where it is not in this vault) are of the next
    step; ``overdue`` is told on the day asked for."""

    file: CaseFile
    standing: Standing
    turn: Turn | None
    acting: str
    overdue: Overdue | None


_BY_MEMBER: Final = (
    images.DISPOSAL_CASE, images.DISPOSAL_GROUND, images.DISPOSAL_STEP, images.DISPOSAL_DECISION,
    images.DISPOSAL_REFERRAL,
)  # fmt: skip
"""What a case is made of; each row names its member."""
_CASES: Final = """FROM organization t
    CROSS JOIN disposal_case c {index}
    CROSS JOIN member m ON m.id = c.member
    CROSS JOIN organization o ON o.id = m.org AND o.lft BETWEEN t.lft AND t.rgt
    WHERE t.id = :unit"""
"""Cases of the unit and below: they are far fewer than the members."""
_OPEN: Final = f"{_CASES.format(index='INDEXED BY disposal_case_state')} AND c.state = '{State.OPEN.value}'"
_SUSPENDED: Final = f"""{_CASES.format(index="INDEXED BY disposal_case_state")}
    AND c.state IN ('{State.CLOSED.value}', '{State.HISTORY.value}') AND c.outcome = 'suspended'
    AND {of_kind("c.procedure", "suspension_lost")}
    AND c.effective_on <= :over AND m.membership = 'suspended' AND m.gone IS NULL
    AND NOT EXISTS (SELECT 1 FROM disposal_case x WHERE x.member = c.member
                    AND (x.state = '{State.OPEN.value}'
                         OR {of_kind("x.procedure", "suspension_lost")} AND x.id > c.id))"""
"""Suspensions for lost contact that are two years over, and nothing is being done about it."""


# the cases in hand


def in_hand(db: CipherDatabase, unit: int, known: InHand | None = None) -> InHand:
    """Where the cases in hand stand; what ``known`` already says of those that nobody has touched since is kept."""
    head = journal.last(db)[0]
    if known is not None and (known.head, known.unit) == (head, unit):
        return known
    numbers = [number for (number,) in db.execute_sql(f"SELECT c.id {_OPEN}", {"unit": unit}).fetchall()]
    kept: dict[int, Standing] = {}
    if known is not None and known.unit == unit:
        touched = _touched(db, known.head)
        kept = {number: each for number, each in known.cases.items() if each.member not in touched}
    new = case_files(db, unit, [number for number in numbers if number not in kept])
    fresh = {file.row["id"]: standing(file) for file in new}
    cases = {number: kept[number] if number in kept else fresh[number] for number in numbers}
    units = _ancestors(db, unit, {each.org for each in cases.values()})
    turns = {number: _turn(each, units.get(each.org, ()), unit)[0] for number, each in cases.items()}
    return InHand(head, unit, cases, turns)


def standing(file: CaseFile) -> Standing:
    """Where a case stands."""
    case = file.case
    done = case.standing if case is not None else ()
    step = file.next_step
    term = case.term if case is not None and step is not None and step.act is Act.ANSWER else None
    counted = file.standing
    return Standing(
        file.member["id"],
        file.member["org"],
        file.kept_here,
        len(done),
        step,
        counted[-1].row["on_day"] if counted else file.row["opened_on"],
        term.isoformat() if term else None,
        any(each["outcome_on"] is None for each in file.referrals),
    )


def _touched(db: CipherDatabase, head: int) -> set[int]:
    """The members of whose cases anything was written, changed or taken back after an entry of the journal."""
    found: set[int] = set()
    for table in _BY_MEMBER:
        rows = db.execute_sql(
            f"""SELECT t.member FROM entry_item i JOIN {table.name} t ON t.id = i.row
                WHERE i.entry > :head AND i.tbl = {table.number}
                UNION SELECT json_extract(i.before, '$.member') FROM entry_item i
                WHERE i.entry > :head AND i.tbl = {table.number} AND json_extract(i.before, '$.member') IS NOT NULL""",
            {"head": head},
        )
        found.update(member for (member,) in rows)
    moved = db.execute_sql(
        "SELECT row FROM entry_item WHERE entry > ? AND tbl = ?", (head, images.MEMBER.number)
    ).fetchall()
    return found | {member for (member,) in moved}


# whose turn it is


_Unit = tuple[int, UnitKind, str]


def _ancestors(db: CipherDatabase, unit: int, organizations: Iterable[int]) -> dict[int, list[_Unit]]:
    """By organisation: the units above it, from the nearest up to ``unit``."""
    found = db.execute_sql(
        """WITH RECURSIVE above(org, id, depth) AS (
             SELECT j.value, o.parent, 1 FROM json_each(:orgs) j CROSS JOIN organization o ON o.id = j.value
             WHERE o.id <> :unit
             UNION ALL SELECT a.org, o.parent, a.depth + 1 FROM above a CROSS JOIN organization o ON o.id = a.id
             WHERE a.id <> :unit)
           SELECT a.org, o.id, o.kind, o.name FROM above a CROSS JOIN organization o ON o.id = a.id
           ORDER BY a.org, a.depth""",
        {"orgs": json.dumps(sorted(organizations)), "unit": unit},
    )
    units: dict[int, list[_Unit]] = {}
    for org, number, kind, name in found:
        units.setdefault(org, []).append((number, UnitKind(kind), name))
    return units


def _turn(case: Standing, above: Sequence[_Unit], unit: int) -> tuple[Turn, str]:
    """Who has to act, and the acting unit's name where this vault has it: the nearest unit above that may."""
    if case.clue:
        return Turn.AUTHORITY, ""
    if case.step is None or case.step.at is At.BRANCH:
        return (Turn.OWN if case.kept_here else Turn.BELOW), ""
    for number, kind, name in above:
        if case.step.at.fits(kind):
            return (Turn.OWN if number == unit else Turn.BELOW), name
    return Turn.ABOVE, ""


# what is listed


def listed(db: CipherDatabase, known: InHand, view: View, today: date, text: str = "") -> list[int]:
    """The cases (row ids) of a view: those in hand by how long they have waited, then the others from the newest on.

    ``text`` narrows to names, names of units and kinds that contain it, and to its pinyin.
    """
    spelled = matching(db, text) if text.isascii() and len(text) > 1 else None
    kinds = [key for key, kind in PROCEDURES.items() if text and text in kind.label]
    states = _STATES.get(view, ())
    suspended = set(_over(db, known.unit, today)) if view is View.OVERDUE else set()
    chosen = suspended.union(_chosen(known, view, today) if view in _OF_THOSE_IN_HAND else ())
    found = db.execute_sql(
        f"""SELECT c.id, c.state, ifnull(c.closed_on, ifnull(c.withdrawn_on, c.opened_on))
            {_CASES.format(index="")}
            AND (c.state IN (SELECT value FROM json_each(:states)) OR c.id IN (SELECT value FROM json_each(:chosen)))
            AND (:text = '' OR instr(m.name, :text) OR instr(o.name, :text)
                 OR m.id IN (SELECT value FROM json_each(:spelled))
                 OR c.procedure IN (SELECT value FROM json_each(:kinds))
                 OR EXISTS (SELECT 1 FROM disposal_procedure p WHERE p.id = c.local_procedure
                            AND instr(p.label, :text)))""",
        {
            "unit": known.unit, "states": json.dumps([state.value for state in states]), "text": text,
            "chosen": json.dumps(sorted(chosen)), "spelled": json.dumps(sorted(spelled or ())),
            "kinds": json.dumps(kinds),
        },
    ).fetchall()  # fmt: skip
    waiting = sorted((known.cases[number].since, number) for number, _, _ in found if number in known.cases)
    rest = sorted(((day, number) for number, _, day in found if number not in known.cases), reverse=True)
    return [number for _, number in (*waiting, *rest)]


def counts(db: CipherDatabase, known: InHand, today: date) -> list[int]:
    """How many cases each view has."""
    found = db.execute_sql(f"SELECT c.state, count(*) {_CASES.format(index='')} GROUP BY c.state", {"unit": known.unit})
    by_state = {State(state): count for state, count in found}
    over = len(_over(db, known.unit, today))
    return [
        sum(by_state.get(state, 0) for state in _STATES[view])
        if view in _STATES
        else len(_chosen(known, view, today)) + (over if view is View.OVERDUE else 0)
        for view in View
    ]


_STATES: Final = {
    View.IN_HAND: (State.OPEN,), View.CLOSED: (State.CLOSED,), View.HISTORY: (State.HISTORY,),
    View.WITHDRAWN: (State.WITHDRAWN,), View.ALL: tuple(State),
}  # fmt: skip
_OF_THOSE_IN_HAND: Final = frozenset({View.OWN_TURN, View.OTHERS_TURN, View.OVERDUE})


def _chosen(known: InHand, view: View, today: date) -> list[int]:
    """Of the cases in hand those of a view."""
    if view is View.OVERDUE:
        return [number for number, each in known.cases.items() if late(each, today)]
    own = view is View.OWN_TURN
    return [number for number, turn in known.turns.items() if (turn is Turn.OWN) is own]


def late(case: Standing, today: date) -> Overdue | None:
    """Why a case in hand is overdue on a day; None if it is not."""
    return overdue(case.since, case.until, today, with_authority=case.clue)


def _over(db: CipherDatabase, unit: int, today: date) -> list[int]:
    over = add_months(today, -SUSPENSION_MONTHS).isoformat()
    found = db.execute_sql(f"SELECT c.id {_SUSPENDED}", {"unit": unit, "over": over})
    return [number for (number,) in found]


def page(db: CipherDatabase, unit: int, numbers: Sequence[int], today: date) -> list[CaseRow]:
    """These cases, in this order."""
    files = case_files(db, unit, numbers)
    stand = [standing(file) for file in files]
    units = _ancestors(db, unit, {each.org for each in stand})
    over = set(_over(db, unit, today))
    rows = []
    for file, each in zip(files, stand, strict=True):
        open_ = file.state is State.OPEN
        turn, acting = _turn(each, units.get(each.org, ()), unit) if open_ else (None, "")
        why = late(each, today) if open_ else Overdue.SUSPENSION_OVER if file.row["id"] in over else None
        rows.append(CaseRow(file, each, turn, acting, why))
    return rows


class Related(NamedTuple):
    """Another case of the same member."""

    id: int
    label: str
    state: State
    opened_on: str
    outcome: str | None
    effective_on: str | None


def related(db: CipherDatabase, member: int, but: int) -> list[Related]:
    """The member's other cases, the oldest first."""
    found = db.execute_sql(
        """SELECT c.id, c.procedure, p.label, c.state, c.opened_on, c.outcome, c.effective_on
           FROM disposal_case c LEFT JOIN disposal_procedure p ON p.id = c.local_procedure
           WHERE c.member = ? AND c.id <> ? ORDER BY c.opened_on, c.id""",
        (member, but),
    )
    return [
        Related(number, local or kind_words(key), State(state), *rest) for number, key, local, state, *rest in found
    ]


def newest(db: CipherDatabase, member: int) -> int:
    """The member's case that was entered last."""
    return int(db.execute_sql("SELECT max(id) FROM disposal_case WHERE member = ?", (member,)).fetchone()[0])


class CasePage(NamedTuple):
    """All that the page of one case shows."""

    row: CaseRow
    others: Sequence[Related]
    own: UnitKind
    files: Mapping[tuple[str, int], int]
    """How many files hang on a step or a decision, by table and row id."""


def case_page(db: CipherDatabase, unit: int, number: int, today: date) -> CasePage | None:
    """The case with this row id; None where there is none any more."""
    rows = page(db, unit, [number], today)
    if not rows:
        return None
    (kind,) = db.execute_sql("SELECT kind FROM organization WHERE id = ?", (unit,)).fetchone()
    files: dict[tuple[str, int], int] = {}
    for table in (images.DISPOSAL_STEP.name, images.DISPOSAL_DECISION.name):
        recorded = [each.row["id"] for each in rows[0].file.recorded if each.table.name == table]
        files |= {(table, row): count for row, count in evidence_counts(db, table, recorded).items()}
    return CasePage(rows[0], related(db, rows[0].standing.member, number), UnitKind(kind), files)
