"""Reading cases of lost members: the ledger by standing on an as-of date, its rows, and one person's whole file."""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from tui.rules.dates import is_date
from tui.rules.findings import FindingCode
from tui.rules.search_cases import CaseOutcome, Origin, Standing, standing_of
from tui.rules.search_coverage import MINIMUMS, Attempt, Coverage, Minimums, coverage
from tui.rules.searches import (
    Channel,
    FoundRow,
    NotFoundRow,
    Result,
    Search,
    is_unexplained,
    of_found,
    of_not_found,
)
from tui.store.cipher import CipherDatabase
from tui.store.images import SEARCH_CASE, Values

OUTCOME: Final = """(CASE WHEN c.outcome_on <= :as_of THEN c.outcome ELSE
    (SELECT r.outcome FROM search_reopening r
     WHERE r.search_case = c.id AND r.outcome_on <= :as_of AND r.reopened_on > :as_of LIMIT 1) END)"""
"""SQL: the outcome of the case ``c`` that stood on the as-of date, NULL while it was searched for."""
EXISTED: Final = "c.opened_on <= :as_of AND (c.withdrawn_on IS NULL OR c.withdrawn_on > :as_of)"
"""SQL: whether there was such a case on that day."""
_BELOW: Final = """search_case c JOIN member m ON m.id = c.member JOIN organization o ON o.id = m.org
    JOIN organization t ON t.id = :unit AND o.lft BETWEEN t.lft AND t.rgt"""


def standings(db: CipherDatabase, unit: int, as_of: str) -> Mapping[Standing, "array[int]"]:
    """The cases (row ids) of the unit and those below it by where they stand, each in the order of the tree."""
    found = db.execute_sql(
        f"SELECT c.id, {OUTCOME} FROM {_BELOW} WHERE {EXISTED} ORDER BY o.lft, m.name, c.id",
        {"unit": unit, "as_of": as_of},
    )
    listed = {standing: array("Q") for standing in Standing}
    for case, outcome in found:
        listed[standing_of(outcome)].append(case)
    return listed


def counts(db: CipherDatabase, unit: int, as_of: str) -> Mapping[Standing, int]:
    """How many cases stand where; their sum is all the cases of that day."""
    found = db.execute_sql(
        f"SELECT {OUTCOME}, count(*) FROM {_BELOW} WHERE {EXISTED} GROUP BY 1", {"unit": unit, "as_of": as_of}
    )
    counted = dict.fromkeys(Standing, 0)
    for outcome, count in found:
        counted[standing_of(outcome)] += count
    return counted


def minimums_of(db: CipherDatabase, unit: int, campaign: int) -> Minimums:
    """What counts for the unit: its own minimums or those of the nearest unit above, else the policy set's."""
    (policy,) = db.execute_sql("SELECT policy FROM campaign WHERE id = ?", (campaign,)).fetchone()
    row = db.execute_sql(
        """SELECT s.ways, s.per_way, s.days FROM organization o
           JOIN organization a ON a.lft <= o.lft AND a.rgt >= o.rgt
           JOIN search_minimum s ON s.org = a.id AND s.policy = ?
           WHERE o.id = ? ORDER BY a.lft DESC, s.at DESC, s.id DESC LIMIT 1""",
        (policy, unit),
    ).fetchone()
    return Minimums(*row) if row else MINIMUMS[policy]


class StoredAttempt(NamedTuple):
    """One search as it stands in the register; ``withdrawn_on`` where it was taken back."""

    id: int
    search_case: int
    on: str
    searched_by: str
    channel: Channel
    result: Result
    contact: str
    said: str
    evidence: str
    withdrawn_on: str | None
    withdrawn_why: str | None

    @property
    def attempt(self) -> Attempt:
        """As far as coverage asks."""
        return Attempt(self.channel, self.on)


def attempts_of(db: CipherDatabase, cases: Sequence[int]) -> Mapping[int, list[StoredAttempt]]:
    """The searches of these cases, withdrawn ones among them, oldest first; cases without any are not in it."""
    found = db.execute_sql(
        """SELECT a.id, a.search_case, a.on_day, a.searched_by, a.channel, a.result, ifnull(a.contact, ''),
             ifnull(a.said, ''), ifnull(a.evidence, ''), a.withdrawn_on, a.withdrawn_why
           FROM json_each(?) j CROSS JOIN search_attempt a ON a.search_case = j.value
           ORDER BY a.search_case, a.on_day, a.id""",
        (json.dumps(list(cases)),),
    )
    made: dict[int, list[StoredAttempt]] = defaultdict(list)
    for number, case, on, by, channel, result, *rest in found:
        made[case].append(StoredAttempt(number, case, on, by, Channel(channel), Result(result), *rest))
    return made


def coverage_of(made: Sequence[StoredAttempt], minimums: Minimums, as_of: str, origin: Origin) -> Coverage:
    """The coverage of a case by its searches that stand."""
    valid = [each.attempt for each in made if each.withdrawn_on is None or each.withdrawn_on > as_of]
    return coverage(valid, minimums, as_of, from_letter=origin is Origin.LETTER)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the ledger: the case as it is, and its coverage on the as-of date."""

    id: int
    member: int
    name: str
    branch: str
    origin: Origin
    opened_on: str
    last_contact: str | None
    outcome: CaseOutcome | None
    outcome_on: str | None
    coverage: Coverage
    searches: int
    last_search: str | None


def case_rows(db: CipherDatabase, cases: Sequence[int], minimums: Minimums, as_of: str) -> list[CaseRow]:
    """These cases in the order asked for."""
    found = db.execute_sql(
        """SELECT c.id, c.member, m.name, o.name, c.origin, c.opened_on, c.last_contact, c.outcome, c.outcome_on
           FROM json_each(?) j CROSS JOIN search_case c ON c.id = j.value
           JOIN member m ON m.id = c.member JOIN organization o ON o.id = m.org ORDER BY j.key""",
        (json.dumps(list(cases)),),
    ).fetchall()
    made = attempts_of(db, cases)
    listed = []
    for case, member, name, branch, origin, opened_on, last_contact, outcome, outcome_on in found:
        valid = [each for each in made.get(case, ()) if each.withdrawn_on is None]
        covered = coverage_of(valid, minimums, as_of, Origin(origin))
        ended = CaseOutcome(outcome) if outcome else None
        last = max((each.on for each in valid), default=None)
        listed.append(
            CaseRow(
                case, member, name, branch, Origin(origin), opened_on, last_contact, ended, outcome_on, covered,
                len(valid), last,
            )
        )  # fmt: skip
    return listed


def form_findings(
    outcome: CaseOutcome | None,
    last_contact: str | None,
    ended: str | None,
    made: Iterable[StoredAttempt],
    situation: str | None,
    note: str | None,
    as_of: str,
) -> tuple[FindingCode, ...]:
    """V09 to V11 of a case that stands in one of the forms; nothing of any other."""
    last = last_contact if last_contact and is_date(last_contact) else None
    unexplained = is_unexplained(situation, note)
    if outcome is CaseOutcome.FOUND:
        return tuple(of_found(FoundRow(last, ended, unexplained), as_of))
    if outcome is CaseOutcome.UNREACHABLE:
        tried = tuple(
            Search(each.channel.way, each.on)
            for each in made
            if each.channel.way and (each.withdrawn_on is None or each.withdrawn_on > as_of)
        )
        return tuple(of_not_found(NotFoundRow(last, tried, unexplained), as_of))
    return ()


class Reopening(NamedTuple):
    """An outcome that stood until the case was opened again, and why it was."""

    outcome: CaseOutcome
    outcome_on: str
    outcome_why: str | None
    stated_by: str | None
    reopened_on: str
    reason: str


class StoredRequest(NamedTuple):
    """A request that an office be asked about the member; ``state`` is filed, sent, answered or withdrawn."""

    id: int
    office: Channel
    asked_on: str
    asked_by: str
    state: str
    letter_number: str | None
    sent_on: str | None
    answer: str | None
    answer_text: str | None
    answered_on: str | None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One person's file (一人一档): who he is, the case by column, its searches, requests and earlier outcomes."""

    case: int
    member: Mapping[str, str | None]
    path: tuple[str, ...]
    facts: Values
    coverage: Coverage
    attempts: tuple[StoredAttempt, ...]
    requests: tuple[StoredRequest, ...]
    reopenings: tuple[Reopening, ...]
    findings: tuple[FindingCode, ...]

    @property
    def origin(self) -> Origin:
        """What the case was opened from."""
        return Origin(self.facts["origin"])

    @property
    def outcome(self) -> CaseOutcome | None:
        """What it ended with, None while it goes on."""
        return CaseOutcome(self.facts["outcome"]) if self.facts["outcome"] else None


_MEMBER: Final = (
    "name", "sex", "nation", "native", "birth", "idno", "education", "category", "joined", "full_at", "membership",
    "work", "post", "phone", "landline", "address", "dues_to", "active_on",
)  # fmt: skip


def case_file(db: CipherDatabase, case: int, minimums: Minimums, as_of: str) -> CaseFile:
    """The whole file of a case."""
    stored = db.execute_sql(f"{SEARCH_CASE.select} WHERE id = ?", (case,)).fetchone()
    facts = SEARCH_CASE.row(stored)
    columns = ", ".join(_MEMBER)
    org, *values = db.execute_sql(f"SELECT org, {columns} FROM member WHERE id = ?", (facts["member"],)).fetchone()
    path = db.execute_sql(
        """SELECT a.name FROM organization o JOIN organization a ON a.lft <= o.lft AND a.rgt >= o.rgt
           WHERE o.id = ? ORDER BY a.lft""",
        (org,),
    )
    made = attempts_of(db, [case]).get(case, [])
    requests = db.execute_sql(
        """SELECT id, office, asked_on, asked_by, state, letter_number, sent_on, answer, answer_text, answered_on
           FROM office_request WHERE search_case = ? ORDER BY asked_on, id""",
        (case,),
    )
    reopenings = db.execute_sql(
        """SELECT outcome, outcome_on, outcome_why, stated_by, reopened_on, reason FROM search_reopening
           WHERE search_case = ? ORDER BY reopened_on, id""",
        (case,),
    )
    return CaseFile(
        case,
        dict(zip(_MEMBER, values, strict=True)),
        tuple(name for (name,) in path),
        facts,
        coverage_of(made, minimums, as_of, Origin(facts["origin"])),
        tuple(made),
        tuple(StoredRequest(number, Channel(office), *rest) for number, office, *rest in requests),
        tuple(Reopening(CaseOutcome(outcome), *rest) for outcome, *rest in reopenings),
        form_findings(
            CaseOutcome(facts["outcome"]) if facts["outcome"] else None,
            facts["last_contact"],
            facts["outcome_on"],
            made,
            facts["situation"],
            facts["note"],
            as_of,
        ),
    )


def withdrawn_until(db: CipherDatabase, member: int) -> str:
    """The day of the latest withdrawal of a case of the member, '' where there is none."""
    row = db.execute_sql("SELECT ifnull(max(withdrawn_on), '') FROM search_case WHERE member = ?", (member,)).fetchone()
    return str(row[0])


def living_case(db: CipherDatabase, member: int) -> int | None:
    """The case of the member that is not withdrawn."""
    row = db.execute_sql(
        "SELECT id FROM search_case WHERE member = ? AND withdrawn_on IS NULL ORDER BY id DESC LIMIT 1", (member,)
    ).fetchone()
    return int(row[0]) if row else None
