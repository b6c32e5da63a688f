"""Reading the ledger of 规范管理: its views and counts, pages, one case whole, what is due, the statistics."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from tui.rules.regular_steps import FollowUp, Step, next_step, steps
from tui.rules.regularization import CIRCUMSTANCES, Fact, Measure, Origin, Proposal, State, propose
from tui.store.cipher import CipherDatabase
from tui.store.images import PERMIT, REGULAR_FACT, REGULAR_FOLLOW_UP, REGULAR_STEP, REGULARIZATION, Table, Values
from tui.store.queries.search import matching

VIEWS: Final[tuple[frozenset[State], ...]] = (
    frozenset({State.GATE}),
    frozenset({State.MEASURE}),
    frozenset({State.WORKING}),
    frozenset({State.DONE}),
    frozenset({State.TO_DISPOSAL}),
    frozenset({State.REFERRAL}),
    frozenset(State),
)
"""The states of each view of the ledger, in the order of its keys."""

_CASES: Final = """FROM organization t
    CROSS JOIN regularization r {index}
    CROSS JOIN member m ON m.id = r.member
    CROSS JOIN organization o ON o.id = m.org AND o.lft BETWEEN t.lft AND t.rgt
    WHERE t.id = :unit"""
"""Cases of the unit and below: they are far fewer than the members."""


def listed(db: CipherDatabase, unit: int, view: int, text: str = "") -> list[int]:
    """The cases (row ids) of a view (place from 0), what is due first, then in the order of the tree.

    ``text`` narrows to names, names of units and numbers of 流动党员活动证 that contain it, and to its pinyin.
    """
    spelled = matching(db, text) if text.isascii() and len(text) > 1 else None
    found = db.execute_sql(
        f"""SELECT r.id {_CASES.format(index="INDEXED BY regularization_state")}
            AND r.state IN (SELECT value FROM json_each(:states))
            AND (:text = '' OR instr(m.name, :text) OR instr(o.name, :text)
                 OR m.id IN (SELECT value FROM json_each(:spelled))
                 OR EXISTS (SELECT 1 FROM permit p WHERE p.regularization = r.id AND instr(p.number, :text)))
            ORDER BY r.due_on IS NULL, r.due_on, o.lft, m.name, r.id""",
        {
            "unit": unit,
            "states": json.dumps([state.value for state in VIEWS[view]]),
            "text": text,
            "spelled": json.dumps(sorted(spelled or ())),
        },
    )
    return [case for (case,) in found]


def counts(db: CipherDatabase, unit: int) -> list[int]:
    """How many cases each view has."""
    found = db.execute_sql(f"SELECT r.state, count(*) {_CASES.format(index='')} GROUP BY r.state", {"unit": unit})
    by_state = {State(state): count for state, count in found}
    return [sum(by_state.get(state, 0) for state in view) for view in VIEWS]


class CaseRow(NamedTuple):
    """A line of the ledger; ``next_step`` is what comes next in words."""

    id: int
    name: str
    organization: str
    origin: Origin
    state: State
    measure: Measure | None
    coming: str
    due_on: str | None
    due_what: str | None
    why: str | None


def page(db: CipherDatabase, cases: Sequence[int]) -> list[CaseRow]:
    """These cases, in this order."""
    found = db.execute_sql(
        """SELECT r.id, m.name, o.name, r.origin, r.state, r.measure, r.whereabouts, r.due_on, r.due_what, r.why,
             (SELECT group_concat(s.step) FROM regular_step s WHERE s.regularization = r.id),
             (SELECT count(*) FROM regular_fact f WHERE f.regularization = r.id AND f.answer = 'yes')
           FROM json_each(?) j CROSS JOIN regularization r ON r.id = j.value
           JOIN member m ON m.id = r.member JOIN organization o ON o.id = m.org ORDER BY j.key""",
        (json.dumps(list(cases)),),
    )
    rows = []
    for case, name, org, origin, state, measure, where, due_on, due_what, why, taken, stand in found:
        chosen = Measure(measure) if measure else None
        coming = _coming(State(state), chosen, where, (taken or "").split(","), stand)
        rows.append(CaseRow(case, name, org, Origin(origin), State(state), chosen, coming, due_on, due_what, why))
    return rows


def _coming(state: State, measure: Measure | None, where: str | None, taken: Sequence[str], stand: int) -> str:
    match state:
        case State.GATE:
            return f"核实五项（已成立{stand}项）"
        case State.MEASURE:
            return "定措施"
        case State.WORKING if measure is not None:
            step = next_step(measure, where, taken)
            return step.label if step else "按停止党籍程序办理"
        case _:
            return ""


class SentLetter(NamedTuple):
    """What the ledger of letters has of the letter with which a measure was carried out; dates are ISO."""

    number: str | None
    issued: str | None
    valid_until: str | None
    receipt_on: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """One case whole: its row, whose it is, the facts, the proposal as of the campaign's date, steps, follow-ups."""

    row: Values
    name: str
    organization: str
    kept_here: bool
    decided_by: str
    policy: str
    proposal: Proposal
    facts: Mapping[Fact, Values]
    taken: Mapping[str, Values]
    follow_ups: tuple[Values, ...]
    permit: Values | None
    letter: SentLetter | None = None

    @property
    def state(self) -> State:
        """How far it has come."""
        return State(self.row["state"])

    @property
    def measure(self) -> Measure | None:
        """What was decided on."""
        return Measure(self.row["measure"]) if self.row["measure"] else None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the measure in order; none before one was decided on."""
        return steps(self.measure, self.row["whereabouts"]) if self.measure else ()

    @property
    def next_step(self) -> Step | None:
        """The step that comes next."""
        return next_step(self.measure, self.row["whereabouts"], self.taken) if self.measure else None

    @property
    def answers(self) -> dict[str, str]:
        """The circumstances that are filled in."""
        return {item.key: self.row[item.key] for item in CIRCUMSTANCES if self.row[item.key]}

    @property
    def returned(self) -> bool:
        """Whether the member has come back."""
        return any(row["kind"] == FollowUp.RETURNED.value for row in self.follow_ups)

    def known_of(self, step: str) -> dict[str, str]:
        """What the ledger of letters already says of a step, to be filled in: of the letter, and of its receipt."""
        letter, said = self.letter, dict[str, str | None]()
        if letter is not None and step == "letter":
            said = {"number": letter.number, "on_day": letter.issued, "until": letter.valid_until}
        elif letter is not None and step == "receipt" and letter.number == self.taken["letter"]["number"]:
            said = {"on_day": letter.receipt_on}
        return {key: text for key, text in said.items() if text}


def case(db: CipherDatabase, unit: int, campaign: int, number: int) -> Case:
    """The case with this row id. KeyError where there is none."""
    found = db.execute_sql(
        """SELECT m.name, o.name, o.keeper, m.category, c.as_of, c.policy, p.name
           FROM regularization r JOIN member m ON m.id = r.member JOIN organization o ON o.id = m.org
           JOIN campaign c ON c.id = ? LEFT JOIN person p ON p.id = r.decided_by WHERE r.id = ?""",
        (campaign, number),
    ).fetchone()
    if found is None:
        raise KeyError(number)
    name, org, keeper, category, as_of, policy, decided_by = found
    (row,) = _of(db, REGULARIZATION, "id", number)
    answers = {item.key: row[item.key] for item in CIRCUMSTANCES if row[item.key]}
    proposal = propose(answers, Origin(row["origin"]), as_of, policy, probationary=category == "probationary")
    facts = {Fact(fact["fact"]): fact for fact in _of(db, REGULAR_FACT, "regularization", number)}
    taken = {step["step"]: step for step in _of(db, REGULAR_STEP, "regularization", number)}
    follow_ups = tuple(_of(db, REGULAR_FOLLOW_UP, "regularization", number))
    permit = next(iter(_of(db, PERMIT, "regularization", number)), None)
    return Case(
        row, name, org, keeper == unit, decided_by or "", row["policy"] or policy, proposal, facts, taken, follow_ups,
        permit, _sent_letter(db, row),
    )  # fmt: skip


def _sent_letter(db: CipherDatabase, row: Values) -> SentLetter | None:
    """The newest letter out that was issued since the measure was decided on."""
    found = db.execute_sql(
        """SELECT number, issued, valid_until, receipt_on FROM letter
           WHERE member = ? AND direction = 'out' AND closed IS NULL AND issued >= ? ORDER BY issued DESC, id DESC""",
        (row["member"], row["decided_on"]),
    ).fetchone()
    return SentLetter(*found) if found else None


def _of(db: CipherDatabase, table: Table, column: str, number: int) -> list[Values]:
    found = db.execute_sql(f"{table.select} WHERE {column} = ? ORDER BY id", (number,))
    return [table.row(row) for row in found.fetchall()]


@dataclass(frozen=True, slots=True)
class DueRow:
    """Something to be done on a day: whose it is, where, what (a value of ``regular_steps.Due``), and the case."""

    due_on: str
    member: int
    org: int
    what: str
    case: int


def due(db: CipherDatabase, unit: int, until: str) -> list[DueRow]:
    """What is due in the unit and below by a day (whole ISO date), the oldest first.

    A receipt whose letter stands in the ledger of letters is left out: that ledger waits for it.
    """
    found = db.execute_sql(
        f"""SELECT r.due_on, r.member, m.org, r.due_what, r.id {_CASES.format(index="INDEXED BY regularization_due")}
            AND r.due_on <= :until AND r.due_what IS NOT NULL
            AND NOT (r.due_what = 'receipt' AND EXISTS (
              SELECT 1 FROM regular_step s JOIN letter l ON l.member = r.member AND l.number = s.number
              WHERE s.regularization = r.id AND s.step = 'letter' AND l.direction = 'out'))
            ORDER BY r.due_on, r.id""",
        {"unit": unit, "until": until},
    )
    return [DueRow(*row) for row in found]


class MeasureCounts(NamedTuple):
    """How the cases that had been opened by a day stood then; by measure: decided on, and carried out among them."""

    opened: int
    waiting: int
    decided: Mapping[Measure, int]
    done: Mapping[Measure, int]
    to_disposal: int
    referral: int
    withdrawn: int


def measure_counts(db: CipherDatabase, unit: int, as_of: str) -> MeasureCounts:
    """Count the cases of the unit and below for a form with this 填表日期 (whole ISO date).

    What was taken back by then counts as withdrawn alone: ``opened`` is the sum of waiting, decided, disposal,
    referral and withdrawn. Partial dates count from their first day.
    """
    found = db.execute_sql(
        f"""SELECT CASE WHEN r.withdrawn_on <= :as_of THEN 'withdrawn'
              WHEN r.decided_on <= :as_of AND r.measure IS NOT NULL THEN 'decided'
              WHEN r.diverted_on <= :as_of THEN r.diverted_to ELSE 'waiting' END AS standing,
              r.measure, ifnull(r.done_on <= :as_of, 0), count(*)
            {_CASES.format(index="")} AND r.opened_on <= :as_of GROUP BY 1, 2, 3""",
        {"unit": unit, "as_of": as_of},
    ).fetchall()

    def total(standing: str) -> int:
        return sum(count for each, *_, count in found if each == standing)

    decided, done = dict.fromkeys(Measure, 0), dict.fromkeys(Measure, 0)
    for standing, measure, over, count in found:
        if standing == "decided":
            decided[Measure(measure)] += count
            done[Measure(measure)] += count * over
    diverted = {state: total(state.value) for state in (State.TO_DISPOSAL, State.REFERRAL)}
    opened = sum(count for *_, count in found)
    waiting = opened - sum(decided.values()) - sum(diverted.values()) - total("withdrawn")
    return MeasureCounts(
        opened, waiting, decided, done, diverted[State.TO_DISPOSAL], diverted[State.REFERRAL], total("withdrawn")
    )


def kept_abroad(db: CipherDatabase, member: int) -> list[tuple[str, str | None]]:
    """The months for which the member's relation was kept while abroad, as ``rules.contact.months_out`` takes them.

    From the month in which 组织生活 was suspended to that of the return, None for still away.
    """
    found = db.execute_sql(
        """SELECT substr(s.on_day, 1, 7), (SELECT substr(max(f.on_day), 1, 7) FROM regular_follow_up f
             WHERE f.regularization = r.id AND f.kind = 'returned')
           FROM regularization r JOIN regular_step s ON s.regularization = r.id AND s.step = 'pause'
           WHERE r.member = ? AND r.measure = 'keep_abroad' AND r.state = 'done' AND length(s.on_day) >= 7
           ORDER BY s.on_day, r.id""",
        (member,),
    )
    return [(first, last if last and len(last) == 7 else None) for first, last in found.fetchall()]


class PermitRow(NamedTuple):
    """A 流动党员活动证 as its register has it."""

    case: int
    member: int
    name: str
    organization: str
    phone: str | None
    number: str
    issued_on: str
    place: str | None
    reason: str | None
    away_since: str | None
    checked_on: str | None
    returned_on: str | None


def permits(db: CipherDatabase, unit: int) -> list[PermitRow]:
    """The register of permits of the unit and below, by number."""
    found = db.execute_sql(
        """SELECT p.regularization, p.member, m.name, o.name, m.phone, p.number, p.issued_on, p.place, p.reason,
             p.away_since, p.checked_on, p.returned_on
           FROM organization t CROSS JOIN permit p CROSS JOIN member m ON m.id = p.member
           CROSS JOIN organization o ON o.id = m.org AND o.lft BETWEEN t.lft AND t.rgt
           WHERE t.id = ? ORDER BY p.number, p.id""",
        (unit,),
    )
    return [PermitRow(*row) for row in found]
