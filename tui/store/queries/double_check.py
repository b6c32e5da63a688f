"""How far the double check has come: coverage over every subject (应查尽查), differences, and who is missing."""

from typing import Final, NamedTuple

from tui.rules.checks import Check, Verdict
from tui.rules.verification import CLOSED, Question, RequestState
from tui.store.cipher import CipherDatabase
from tui.store.queries import units
from tui.store.queries.requests import standings

_ALL_GIVEN: Final = " AND ".join(f"{{0}}.c{check.number} <> 'u'" for check in Check)
_DIFFERS: Final = " OR ".join(
    f"(a.c{n} <> 'u' AND b.c{n} <> 'u' AND a.c{n} <> b.c{n})" for n in (check.number for check in Check)
)
_ONE_PERSON: Final = " OR ".join(f"a.by{check.number} = b.by{check.number}" for check in Check)
_LOOKS: Final = """
    LEFT JOIN review a ON a.campaign = s.campaign AND a.stage = 1 AND a.member = m.id
    LEFT JOIN review b ON b.campaign = s.campaign AND b.stage = 2 AND b.member = m.id
"""


class BranchCoverage(NamedTuple):
    """One branch: its subjects, how many have all five verdicts of each look, how the looks differ.

    ``one_person`` are subjects on whom both looks of a check are one person's: these count as not verified.
    ``requests`` are correction requests that still stand, ``answered`` lines of the sheet; ``closed`` when finished.
    """

    org: int
    name: str
    subjects: int
    checked: int
    verified: int
    differing: int
    one_person: int
    requests: int
    answered: int
    closed: bool

    @property
    def unanswered(self) -> int:
        """Lines of the sheet without an answer."""
        return len(Question) - self.answered

    @property
    def complete(self) -> bool:
        """Whether the branch's verification may be closed: every subject looked at twice, every line answered."""
        return 0 < self.subjects == self.checked == self.verified and not self.unanswered

    @property
    def state(self) -> str:
        """Where the verification stands, in Chinese."""
        if self.closed:
            return "已办结" if self.complete else "办结后有变动"
        if self.complete:
            return "可办结"
        return "核查中" if self.verified or self.answered else "未核查"

    def missing(self) -> str:
        """What is missing before it may be closed, as the clauses of a sentence; empty when nothing is."""
        if not self.subjects:
            return "没有排查对象"
        parts = [
            (self.subjects - self.checked, "自查缺{}人"),
            (self.subjects - self.verified, "核查缺{}人"),
            (self.one_person, "其中自查和核查为同一人的{}人"),
            (self.unanswered, "核查表未填{}项"),
        ]
        return "，".join(text.format(f"{count:,}") for count, text in parts if count)


def branches(db: CipherDatabase, campaign: int, top: int, only: int | None = None) -> list[BranchCoverage]:
    """Every organisation of the unit ``top`` and below that has subjects or may have members, in tree order."""
    below = "o.id = :only" if only else "o.lft BETWEEN t.lft AND t.rgt"
    counted = db.execute_sql(
        f"""SELECT o.id, count(*), ifnull(sum({_ALL_GIVEN.format("a")}), 0),
                   ifnull(sum({_ALL_GIVEN.format("b")} AND NOT ifnull({_ONE_PERSON}, 0)), 0),
                   ifnull(sum({_DIFFERS}), 0), ifnull(sum({_ONE_PERSON}), 0)
            FROM organization t JOIN organization o ON {below}
            CROSS JOIN member m INDEXED BY member_org ON m.org = o.id AND m.gone IS NULL
            CROSS JOIN subject s ON s.campaign = :campaign AND s.member = m.id
            {_LOOKS} WHERE t.id = :top GROUP BY o.id""",
        {"campaign": campaign, "top": top, "only": only},
    )
    found = {org: counts for org, *counts in counted}
    answered, closed = _stated(db, campaign, top)
    asked = _asked(db, campaign, only)
    listed = [units.unit(db, only)] if only else units.subtree(db, top)
    return [
        BranchCoverage._make((
            unit.id, unit.name, *found.get(unit.id, (0,) * 5), asked.get(unit.id, 0), answered.get(unit.id, 0),
            unit.id in closed,
        ))
        for unit in listed
        if only or unit.id in found or unit.kind.holds_members
    ]  # fmt: skip


def branch(db: CipherDatabase, campaign: int, unit: int, org: int) -> BranchCoverage:
    """The coverage of one organisation, as ``unit`` verifies it."""
    return branches(db, campaign, unit, org)[0]


def total(found: list[BranchCoverage]) -> BranchCoverage:
    """The whole of these branches; closed when all are."""
    sums = [sum(column) for column in zip(*(each[2:9] for each in found), strict=True)] or [0] * 7
    return BranchCoverage._make((0, "合计", *sums, bool(found) and all(each.closed for each in found)))


def _stated(db: CipherDatabase, campaign: int, unit: int) -> tuple[dict[int, int], frozenset[int]]:
    rows = db.execute_sql(
        """SELECT org, sum(question = ?),
                  sum(question <> ? AND (answer IS NOT NULL OR (question LIKE 'propose.%' AND remark IS NOT NULL)))
           FROM verification_statement WHERE campaign = ? AND unit = ? GROUP BY org""",
        (CLOSED, CLOSED, campaign, unit),
    ).fetchall()
    return {org: count for org, _, count in rows}, frozenset(org for org, closed, _ in rows if closed)


def _asked(db: CipherDatabase, campaign: int, only: int | None) -> dict[int, int]:
    found: dict[int, int] = {}
    for request in standings(db, campaign, only):
        if request.standing is RequestState.OPEN:
            found[request.org] = found.get(request.org, 0) + 1
    return found


class BothLooks(NamedTuple):
    """One subject with both looks: five letters each, per check who gave them (empty: nobody), both notes."""

    member: int
    name: str
    checked: str
    verified: str
    checked_by: tuple[str, ...]
    verified_by: tuple[str, ...]
    notes: tuple[str, str]

    def differing(self) -> list[Check]:
        """The checks on which the two looks came to different verdicts."""
        unchecked = Verdict.UNCHECKED.value
        return [
            check for check, a, b in zip(Check, self.checked, self.verified, strict=True)
            if unchecked not in (a, b) and a != b
        ]  # fmt: skip

    def lacking(self, letters: str) -> list[Check]:
        """The checks of one look on which there is no verdict."""
        return [check for check, letter in zip(Check, letters, strict=True) if letter == Verdict.UNCHECKED.value]

    def one_person(self) -> list[Check]:
        """The checks whose two verdicts are one person's."""
        return [c for c, a, b in zip(Check, self.checked_by, self.verified_by, strict=True) if a and a == b]


_LETTERS: Final = "||".join(f"ifnull({{0}}.c{check.number}, 'u')" for check in Check)
_PEOPLE: Final = ", ".join(f"{{0}}.by{check.number}" for check in Check)


def differences(db: CipherDatabase, campaign: int, org: int) -> list[BothLooks]:
    """Subjects of an organisation on whom the two looks differ, by name."""
    return _both(db, campaign, org, f"({_DIFFERS})")


def missing(db: CipherDatabase, campaign: int, org: int) -> list[BothLooks]:
    """Subjects of an organisation who lack a verdict of either look, or whose two looks are one person's."""
    given = " AND ".join(f"ifnull({_ALL_GIVEN.format(look)}, 0)" for look in "ab")
    return _both(db, campaign, org, f"NOT ({given}) OR ifnull({_ONE_PERSON}, 0)")


def _both(db: CipherDatabase, campaign: int, org: int, wanted: str) -> list[BothLooks]:
    people: dict[int | None, str] = dict(db.execute_sql("SELECT id, name FROM person").fetchall())
    rows = db.execute_sql(
        f"""SELECT m.id, m.name, {_LETTERS.format("a")}, {_LETTERS.format("b")}, ifnull(a.note, ''), ifnull(b.note, ''),
                   {_PEOPLE.format("a")}, {_PEOPLE.format("b")}
            FROM member m INDEXED BY member_org
            CROSS JOIN subject s ON s.campaign = ? AND s.member = m.id {_LOOKS}
            WHERE m.org = ? AND m.gone IS NULL AND ({wanted}) ORDER BY m.name, m.id""",
        (campaign, org),
    )
    return [
        BothLooks(
            member, name, checked, verified,
            tuple(people.get(by, "") for by in by_whom[:5]), tuple(people.get(by, "") for by in by_whom[5:]),
            (note, other),
        )
        for member, name, checked, verified, note, other, *by_whom in rows
    ]  # fmt: skip
