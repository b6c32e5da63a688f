"""What the register of disposals makes of members: V16, V17, V21, V23 and V24, and the probation that was extended."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from tui.rules.dates import is_date
from tui.rules.disposal.limits import (
    Cancellation,
    Correction,
    Removal,
    of_cancellation,
    of_correction,
    of_removal,
)
from tui.rules.disposal.local import base_of
from tui.rules.disposal.register import ENDS, LEAVES, State
from tui.rules.disposal.words import kind_words
from tui.rules.findings import FindingCode
from tui.rules.roll import Standing, eighteen, of_standing
from tui.store.cipher import CipherDatabase
from tui.store.queries.disposal_grounds import of_kind
from tui.store.queries.situations import ledger_codes

FOUND: Final = (
    FindingCode.CORRECTION_OVER_ONE_YEAR,
    FindingCode.REMOVED_WITHIN_TWO_YEARS,
    FindingCode.REMOVED_WITHOUT_SUSPENSION,
    FindingCode.CANCELLED_OVER_60,
    FindingCode.SUSPENDED_COUNTED,
    FindingCode.LEFT_ON_ROSTER,
)
"""What the register may find; a roster's own columns never show it."""
SELF_WITHDRAWAL: Final = frozenset({"self_withdrawal_2016", "self_withdrawal_2019"})
"""自行脱党除名 for lost contact: what V17 is about."""
SETTLED: Final = (State.CLOSED.value, State.HISTORY.value)


class _Case(NamedTuple):
    id: int
    member: int
    procedure: str
    outcome: str
    effective_on: str


def of_ledgers(db: CipherDatabase, of_record: Mapping[int, Iterable[str]], as_of: str) -> dict[int, set[str]]:
    """The codes that members' records show (member → codes), with what the ledgers of situations and disposals add,
    and without the probation over (V07) of who is in a recorded extension."""
    members = list(of_record)
    situations, disposals = ledger_codes(db, members, as_of), disposal_codes(db, members)
    extended = extensions(db, members)
    found = {}
    for member, codes in of_record.items():
        found[member] = {*codes, *situations.get(member, ()), *disposals.get(member, ())}
        if extended.get(member, "") >= as_of:
            found[member].discard(FindingCode.PROBATION_OVER.value)
    return found


def disposal_codes(db: CipherDatabase, members: Sequence[int]) -> dict[int, set[str]]:
    """The codes that the register finds of these members (row ids), by member; who has none is not in it."""
    found: dict[int, set[str]] = defaultdict(set)
    if not _any(db):
        return {}
    wanted = json.dumps(list(members))
    for member, code in _of_cases(db, wanted):
        found[member].add(code.value)
    for member in _come_back(db, wanted):
        found[member].add(FindingCode.LEFT_ON_ROSTER.value)
    return dict(found)


def _any(db: CipherDatabase) -> bool:
    return db.execute_sql("SELECT 1 FROM disposal_case LIMIT 1").fetchone() is not None


def _of_cases(db: CipherDatabase, wanted: str) -> Iterator[tuple[int, FindingCode]]:
    settled: dict[int, list[_Case]] = defaultdict(list)
    persons: dict[int, tuple[Any, ...]] = {}
    for *case, birth, gone, membership in db.execute_sql(
        """SELECT c.id, c.member, c.procedure, c.outcome, c.effective_on, m.birth, m.gone, m.membership
           FROM json_each(?) j CROSS JOIN disposal_case c ON c.member = j.value CROSS JOIN member m ON m.id = c.member
           WHERE c.state IN (?, ?) AND c.outcome IS NOT NULL AND c.effective_on IS NOT NULL
           ORDER BY c.effective_on, c.id""",
        (wanted, *SETTLED),
    ).fetchall():
        one = _Case(*case)
        if not is_date(one.effective_on):
            continue
        settled[one.member].append(one)
        persons[one.member] = birth, gone, membership
    for member, cases in settled.items():
        birth, gone, membership = persons[member]
        for code in _of_settled(cases, birth):
            yield member, code
        last = next((each.outcome for each in cases[::-1] if each.outcome in (*LEAVES, "suspended", "restored")), "")
        stands = Standing(
            suspended=last == "suspended", left=last in LEAVES, listed=gone is None,
            counted_full=gone is None and membership != "suspended",
        )  # fmt: skip
        for code in of_standing(stands):
            yield member, code
    for member, since, until in db.execute_sql(
        f"""SELECT s.member, s.on_day, s.until FROM json_each(?) j CROSS JOIN disposal_step s ON s.member = j.value
           CROSS JOIN disposal_case c ON c.id = s.disposal_case
           WHERE s.until IS NOT NULL AND {of_kind("c.procedure", "correction")} AND c.state <> 'withdrawn'""",
        (wanted,),
    ).fetchall():
        if is_date(since) and is_date(until):
            for code in of_correction(Correction(since, until)):
                yield member, code


def _of_settled(cases: Sequence[_Case], birth: str | None) -> Iterator[FindingCode]:
    """V17 and V21 of one member's settled cases, in the order of their days."""
    suspended_on: str | None = None
    for case in cases:
        kind = base_of(case.procedure)
        if kind == "suspension_lost" and case.outcome == "suspended":
            suspended_on = case.effective_on
        elif case.outcome == "restored":
            suspended_on = None
        elif kind in SELF_WITHDRAWAL and case.outcome == "removed":
            yield from of_removal(Removal(case.effective_on, True, suspended_on))
        elif kind == "probation_cancelled" and case.outcome == "removed":
            known = birth if birth and is_date(birth) else None
            yield from of_cancellation(Cancellation(case.effective_on, known))


class Left(NamedTuple):
    """Somebody who left by a disposal: the member's and the case's row ids, its kind, outcome, and since when."""

    member: int
    case: int
    procedure: str
    outcome: str
    since: str

    @property
    def said(self) -> str:
        """What was done, in words."""
        return f"{kind_words(self.procedure)}（{ENDS[self.outcome]}）"


def who_left(db: CipherDatabase, idnos: Sequence[str]) -> dict[str, Left]:
    """By ID number, of those asked for, who was removed or not recognised and is no longer on the roster.

    A 15-digit number is the same as the 18 digits that it turned into.
    """
    if not idnos or not _any(db):
        return {}
    written = {form: idno for idno in idnos for form in _forms(idno)}
    return {
        written[idno]: Left(*left)
        for idno, *left in db.execute_sql(
            """SELECT m.idno, m.id, c.id, c.procedure, c.outcome, c.effective_on
               FROM json_each(?) j CROSS JOIN member m INDEXED BY member_idno ON m.idno = j.value AND m.gone IS NOT NULL
               CROSS JOIN disposal_case c ON c.member = m.id AND c.state IN (?, ?) AND c.outcome IN ('removed', 'never')
               ORDER BY c.effective_on, c.id""",
            (json.dumps(sorted(written)), *SETTLED),
        ).fetchall()
    }


def _forms(idno: str) -> tuple[str, ...]:
    """A number as it may be written: 18 digits, and the 15 that they came from."""
    whole = eighteen(idno)
    return (whole, f"{whole[:6]}{whole[8:17]}") if len(whole) == 18 and whole[6:8] == "19" else (whole,)


def _come_back(db: CipherDatabase, wanted: str) -> list[int]:
    """Of these members those on the roster whose ID number is that of somebody removed or not recognised, unless they
    joined anew after that."""
    listed = {
        number: (idno, joined)
        for number, idno, joined in db.execute_sql(
            """WITH gone AS (
                 SELECT g.idno FROM disposal_case c CROSS JOIN member g ON g.id = c.member AND g.gone IS NOT NULL
                 WHERE c.outcome IN ('removed', 'never') AND g.idno IS NOT NULL),
               forms AS MATERIALIZED (
                 SELECT idno FROM gone UNION SELECT substr(idno, 1, 6) || substr(idno, 9, 9) FROM gone)
               SELECT m.id, m.idno, m.joined FROM json_each(?) j CROSS JOIN member m ON m.id = j.value
               WHERE m.gone IS NULL AND (m.idno IN (SELECT idno FROM forms)
                 OR substr(m.idno, 1, 6) || substr(m.idno, 9, 9) IN (SELECT idno FROM forms))""",
            (wanted,),
        ).fetchall()
    }
    left = who_left(db, sorted({idno for idno, _ in listed.values()}))
    return [
        number
        for number, (idno, joined) in listed.items()
        if idno in left and left[idno].member != number and (joined or "") <= left[idno].since
    ]


def extensions(db: CipherDatabase, members: Sequence[int]) -> dict[int, str]:
    """The last day (ISO) of these members' extended probation, where a closed case of 延长预备期 states one."""
    found = db.execute_sql(
        f"""SELECT s.member, max(s.until) FROM json_each(?) j CROSS JOIN disposal_step s ON s.member = j.value
           CROSS JOIN disposal_case c ON c.id = s.disposal_case
           WHERE s.until IS NOT NULL AND {of_kind("c.procedure", "probation_extended")} AND c.outcome = 'kept'
           GROUP BY s.member""",
        (json.dumps(list(members)),),
    )
    return dict(found.fetchall())


def problems(db: CipherDatabase, top: int) -> dict[FindingCode, list[int]]:
    """Of the unit ``top`` (row id) and below, by code (``FOUND``) the members whom the register finds."""
    below = """CROSS JOIN organization t ON t.id = :top
        CROSS JOIN organization o ON o.id = m.org AND o.lft BETWEEN t.lft AND t.rgt"""
    found: dict[str, list[int]] = defaultdict(list)
    concerned = db.execute_sql(
        f"""SELECT DISTINCT c.member FROM disposal_case c CROSS JOIN member m ON m.id = c.member {below}
            UNION SELECT m.id FROM disposal_case c CROSS JOIN member g ON g.id = c.member AND g.gone IS NOT NULL
            CROSS JOIN member m INDEXED BY member_idno ON m.idno = g.idno AND m.gone IS NULL {below}
            WHERE c.outcome IN ('removed', 'never')""",
        {"top": top},
    )
    for member, codes in sorted(disposal_codes(db, [member for (member,) in concerned.fetchall()]).items()):
        for code in sorted(codes):
            found[code].append(member)
    return {code: found[code.value] for code in FOUND if found[code.value]}
