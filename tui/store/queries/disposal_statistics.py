"""Reading the register of disposals for its statistics: every case of a unit by its days, the members who were lost."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from tui.rules.disposal.lost_summary import Column, Group, Managed, columns_of, group_of
from tui.rules.disposal.procedures import Act
from tui.rules.disposal.register import State
from tui.rules.disposal.statistics import Dated, Standing, Stood, due_by, standings
from tui.rules.disposal.words import kind_words
from tui.rules.regularization import Measure
from tui.store.cipher import CipherDatabase
from tui.store.queries.disposal_case import CaseFile, case_files

UNKNOWN_KIND: Final = "（本机没有程序文件）"
"""The step of a case whose procedure this machine does not have."""
_BELOW: Final = """CROSS JOIN member m ON m.id = c.member CROSS JOIN organization t ON t.id = :top
    CROSS JOIN organization o ON o.id = m.org AND o.lft BETWEEN t.lft AND t.rgt"""


def dated_cases(db: CipherDatabase, top: int, as_of: str) -> list[Dated]:
    """Every case of the unit ``top`` (row id) and below that had been opened by the day, with what the day showed of
    its steps. Cases that were in hand then are put together whole; of the others the row is enough.
    """
    rows = db.execute_sql(
        f"""SELECT c.id, c.member, m.org, c.procedure, p.label, c.opened_on, ifnull(c.closed_on, ''),
                   ifnull(c.withdrawn_on, ''), ifnull(c.outcome, ''), ifnull(c.effective_on, ''), c.state
            FROM disposal_case c {_BELOW} LEFT JOIN disposal_procedure p ON p.id = c.local_procedure
            WHERE c.opened_on <= :as_of ORDER BY c.id""",
        {"top": top, "as_of": as_of},
    )
    found = [
        Dated(
            case, member, org, kind, local or kind_words(kind), opened_on,
            closed_on=closed_on, withdrawn_on=withdrawn_on, outcome=outcome, effective_on=effective_on,
            history=state == State.HISTORY.value,
        )
        for (
            case, member, org, kind, local, opened_on, closed_on, withdrawn_on, outcome, effective_on, state
        ) in rows.fetchall()
    ]  # fmt: skip
    in_hand = [each.case for each in found if each.state(as_of) is State.OPEN]
    files = {file.row["id"]: file for file in case_files(db, top, in_hand)}
    return [_as_it_stood(each, files[each.case], as_of) if each.case in files else each for each in found]


def _as_it_stood(case: Dated, file: CaseFile, as_of: str) -> Dated:
    """With the step that came next on the day, and by when."""
    walked = file.case
    if walked is None:
        return replace(case, step=UNKNOWN_KIND)
    walked = replace(walked, done=tuple(each for each in walked.done if each.on.isoformat() <= as_of))
    step, due = walked.next_step, due_by(walked)
    if any(clue["on_day"] <= as_of and not (clue["outcome_on"] or "9") <= as_of for clue in file.referrals):
        due = None  # the case waits for the authority, however long it takes
    approved = [
        each.on.isoformat()
        for each in walked.standing
        if walked.procedure.steps[walked.procedure.place(each.step)].act is Act.DECIDE
    ]
    return replace(
        case,
        step=step.label if step else "",
        due_on=due.isoformat() if due else "",
        approved_on=approved[-1] if approved else "",
    )


@dataclass(frozen=True, slots=True)
class Register:
    """The register of a unit and below on a day: its cases, how members stand, what was done about who was lost.

    ``lost``: who had lost contact, with his organisation (row id) and the row of 表五.
    """

    cases: tuple[Dated, ...]
    standings: Mapping[int, Stood]
    columns: Mapping[int, Column]
    lost: Mapping[int, "Lost"]

    def within(self, orgs: Iterable[int]) -> "Register":
        """The part of it that concerns these organisations."""
        wanted = frozenset(orgs)
        cases = tuple(each for each in self.cases if each.org in wanted)
        members = {each.member for each in cases}
        return Register(
            cases,
            {member: stood for member, stood in self.standings.items() if member in members},
            {member: column for member, column in self.columns.items() if self.lost[member].org in wanted},
            {member: lost for member, lost in self.lost.items() if lost.org in wanted},
        )

    def standing(self, standing: Standing) -> list[int]:
        """The members (row ids) who stand so."""
        return [member for member, stood in self.standings.items() if stood.standing is standing]

    def counted(self, columns: Iterable[Column]) -> list[int]:
        """The members (row ids) who count in one of these columns."""
        wanted = frozenset(columns)
        return [member for member, column in self.columns.items() if column in wanted]


def disposal_register(db: CipherDatabase, top: int, as_of: str) -> Register:
    """The register of the unit ``top`` (row id) and below as it stood on the day (whole ISO date)."""
    cases = dated_cases(db, top, as_of)
    lost = _lost(db, top, as_of)
    columns = columns_of(lost, cases, _measures(db, top, as_of), as_of)
    return Register(tuple(cases), standings(cases, as_of), columns, lost)


class Lost(NamedTuple):
    """Somebody who had lost contact: his organisation (row id), and the row of 表五."""

    org: int
    group: Group


def _lost(db: CipherDatabase, top: int, as_of: str) -> dict[int, Lost]:
    """Members who had lost contact by the day: searched for, or found again and taken into
    规范管理, or disposed of after a search."""
    standing = "c.opened_on <= :as_of AND (c.withdrawn_on IS NULL OR c.withdrawn_on > :as_of)"
    found = db.execute_sql(
        f"""WITH lost AS (
              SELECT c.member, c.occupation FROM search_case c {_BELOW} WHERE {standing}
              UNION ALL SELECT c.member, NULL FROM regularization c {_BELOW} WHERE c.origin = 'found' AND {standing}
              UNION ALL SELECT c.member, NULL FROM disposal_case c {_BELOW} WHERE c.origin = 'search' AND {standing})
            SELECT l.member, m.org, max(l.occupation), m.work FROM lost l JOIN member m ON m.id = l.member
            GROUP BY l.member""",
        {"top": top, "as_of": as_of},
    )
    return {member: Lost(org, group_of(occupation, work)) for member, org, occupation, work in found.fetchall()}


def _measures(db: CipherDatabase, top: int, as_of: str) -> list[Managed]:
    found = db.execute_sql(
        f"""SELECT c.member, c.measure, c.done_on FROM regularization c {_BELOW}
            WHERE c.measure IS NOT NULL AND c.done_on <= :as_of
              AND (c.withdrawn_on IS NULL OR c.withdrawn_on > :as_of)""",
        {"top": top, "as_of": as_of},
    )
    return [Managed(member, Measure(measure), done_on) for member, measure, done_on in found]


class Named(NamedTuple):
    """A member behind a figure; ``case`` is the row id of his case, 0 for none, ``said`` what it is, in words."""

    member: int
    case: int
    name: str
    branch: str
    said: str


def named(db: CipherDatabase, people: Sequence[tuple[int, int]]) -> list[Named]:
    """These members with their cases (row ids), by branch and name; for a case of 0 the member's newest is taken."""
    rows = db.execute_sql(
        """SELECT m.id, ifnull(c.id, 0), m.name, o.name, c.procedure, p.label, c.opened_on, c.effective_on, c.state
           FROM json_each(?) j CROSS JOIN member m ON m.id = j.value ->> 0 JOIN organization o ON o.id = m.org
           LEFT JOIN disposal_case c ON c.id = CASE j.value ->> 1 WHEN 0 THEN
             (SELECT max(x.id) FROM disposal_case x WHERE x.member = m.id) ELSE j.value ->> 1 END
           LEFT JOIN disposal_procedure p ON p.id = c.local_procedure ORDER BY o.lft, m.name, m.id, c.id""",
        (json.dumps(list(people)),),
    )
    return [
        Named(
            member, case, name, branch, _told(local or kind_words(kind), opened_on, effective_on, state) if case else ""
        )
        for member, case, name, branch, kind, local, opened_on, effective_on, state in rows.fetchall()
    ]


def _told(label: str, opened_on: str, effective_on: str | None, state: str) -> str:
    days = f"{effective_on}生效" if effective_on else f"{opened_on}立案"
    return f"{label}（{State(state).label}，{days}）"


def below(db: CipherDatabase, top: int) -> dict[int, list[int]]:
    """For the unit ``top`` and each one below it: itself and all below it (row ids), in the order of the tree."""
    rows = db.execute_sql(
        """SELECT o.id, o.lft, o.rgt FROM organization t JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
           WHERE t.id = ? ORDER BY o.lft""",
        (top,),
    ).fetchall()
    found: dict[int, list[int]] = defaultdict(list)
    around: list[tuple[int, int]] = []
    for number, left, right in rows:
        while around and around[-1][1] < left:
            around.pop()
        around.append((number, right))
        for each, _ in around:
            found[each].append(number)
    return dict(found)
