"""What a list of persons would do to the register: each row matched with its branch and its person, nothing written.

Two rows for one person are refused; one that fits several waits for a person's word.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tui.intake.branches import Branches
from tui.intake.decisions import CHUNK, LEAVE_OUT, NEW_PERSON, Answers, Decision, Ledger, Plan, origin
from tui.intake.differences import BRANCH, Difference, differences, standing
from tui.intake.kinds import Group, Kind
from tui.intake.matching import Known, People, Rung, Stored, Unclear, known, members, removed
from tui.intake.owners import candidate
from tui.intake.refusals import PlanRefusal
from tui.intake.staged import Staged, StagedRow, decode_row
from tui.rules.changes import Change
from tui.rules.checks import Ground
from tui.rules.validity import findings
from tui.store.cipher import CipherDatabase
from tui.store.commands.roster import Arrival, NewBranch, import_roster
from tui.store.queries import units
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched

PLACING = frozenset({"branch", "branch_code", "committee"})
"""Fields that say where a person belongs, not who he is."""


@dataclass(frozen=True, slots=True)
class RosterPlan(Plan):
    """A list of persons: a roster, or facts about members known already.

    ``organizations`` are row ids, or -1, -2, … for new branches, by the row's place. ``ground`` is on what ground the
    persons are subjects of the campaign; None for facts, which make nobody a subject. ``findings`` are the codes that
    the roster check comes to for matched rows that change something.
    """

    ground: Ground | None
    organizations: "array[int]"
    new_branches: tuple[NewBranch, ...]
    findings: Mapping[int, tuple[str, ...] | None]

    def arrivals(self) -> Iterator[Arrival]:
        """What ``import_roster`` is given: new and changed rows."""
        for place, decision in enumerate(self.decisions):
            row = self.row(place) if decision in (Decision.ADD, Decision.CHANGE, Decision.MOVE) else None
            if row is not None:
                member = self.targets[place] or None
                found = self.findings[place] if member else judged(row.fields, self.staged.as_of)
                yield Arrival(
                    member, self.organizations[place], own_fields(row), row.extra, row.initials, found, origin(row)
                )

    def carry_out(
        self, session: Session, *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Change:
        """Import the list."""
        return import_roster(
            session, self.arrivals(), self.arriving, kind=self.kind.id, new_branches=self.new_branches,
            ground=self.ground, sheets=self.sheets, progress=progress, cancelled=cancelled,
        )  # fmt: skip


def plan_roster(
    db: CipherDatabase,
    unit: int,
    campaign: int,
    staged: Staged,
    kind: Kind,
    ground: Ground = Ground.IN_BRANCH,
    *,
    answers: Answers | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> RosterPlan:
    """Match every staged row with the tree below ``unit`` and the members in it; ``Failure(CANCELLED)``.

    Rows that are sure of their member come first: a namesake further up in the file does not take him away. ``answers``
    are what a person has said of unclear rows.
    """
    planner = _Planner(db, unit, campaign, staged, kind, answers or {})
    tell = watched(progress, cancelled)
    total = len(staged.rows)
    unsure = array("I")
    for start in range(0, total, CHUNK):
        placed = planner.place(range(start, min(start + CHUNK, total)))
        unsure.extend(planner.decide(placed, sure=True))
        tell(min(start + CHUNK, total), total)
    for start in range(0, len(unsure), CHUNK):
        planner.decide(planner.placed(unsure[start : start + CHUNK]), sure=False)
        tell(total, total)
    return planner.finished(ground if kind.group is Group.PERSON else None)


def own_fields(row: StagedRow) -> dict[str, str]:
    """The fields of a row that are the person's own."""
    return {name: value for name, value in row.fields.items() if name not in PLACING}


def judged(fields: Mapping[str, Any], as_of: str) -> tuple[str, ...]:
    """What the roster check comes to for a person of whom this is known."""
    return tuple(code.value for code in findings(fields, as_of))


def _of_idno(match: Known | Unclear | None) -> bool:
    """Whether somebody on the roster has the row's ID number."""
    return isinstance(match, Known) and match.rung is Rung.IDNO


class _Placed(NamedTuple):
    """A row that has its branch; 0 where a list of facts names none that is known."""

    place: int
    row: StagedRow
    organization: int


class _Planner:
    """Fills in a plan, chunk by chunk."""

    def __init__(
        self, db: CipherDatabase, unit: int, campaign: int, staged: Staged, kind: Kind, answers: Answers
    ) -> None:
        self._db = db
        self._campaign = campaign
        self._staged = staged
        self._kind = kind
        self._answers = answers
        self._adding = kind.group is Group.PERSON
        self._branches = Branches(units.subtree(db, unit), unit)
        self._people = People()
        self._taken: set[int] = set()
        self._ledger = Ledger(len(staged.rows))
        self._organizations = array("q", bytes(8 * len(staged.rows)))
        self._findings: dict[int, tuple[str, ...] | None] = {}

    def place(self, places: Sequence[int]) -> list[_Placed]:
        """The rows at these places with their branches; those without one, or for a person met before, are refused."""
        placed: list[_Placed] = []
        for place in places:
            row = decode_row(self._staged.rows[place])
            organization = self._organization(row)
            if self._answers.get(place) == LEAVE_OUT:
                self._ledger.refuse(place, PlanRefusal.LEFT_OUT)
            elif isinstance(organization, PlanRefusal):
                self._ledger.refuse(place, organization)
            elif met := self._people.seen(row.fields, organization):
                self._ledger.refuse(place, met)
            else:
                self._organizations[place] = organization
                placed.append(_Placed(place, row, organization))
        return placed

    def _organization(self, row: StagedRow) -> int | PlanRefusal:
        return self._branches.find(row.fields) if self._adding else self._branches.known(row.fields)

    def placed(self, places: Sequence[int]) -> list[_Placed]:
        """Rows that have their branches already."""
        return [_Placed(place, decode_row(self._staged.rows[place]), self._organizations[place]) for place in places]

    def decide(self, placed: Sequence[_Placed], *, sure: bool) -> list[int]:
        """Decide what is to happen with these rows. With ``sure``, only those that are sure of their member, or that
        mean nobody known: gives the places of the others, for later."""
        put_off: list[int] = []
        matched: list[tuple[_Placed, Stored]] = []
        for each, match in zip(placed, self._matches(placed), strict=True):
            if match is None:
                self._newcomer(each.place)
            elif isinstance(match, Unclear) and match.why is PlanRefusal.REMOVED and each.place in self._answers:
                self._ledger.refuse(each.place, PlanRefusal.STAYS_REMOVED)
            elif isinstance(match, Unclear):
                self._ledger.doubt(
                    each.place, match.why, [candidate(member, self._branches) for member in match.candidates]
                )
            elif sure and not match.sure:
                put_off.append(each.place)
            elif not_ours := self._take(match.member):
                self._ledger.refuse(each.place, not_ours)
            else:
                self._ledger.rungs[each.place] = match.rung
                matched.append((each, match.member))
        self._compare(matched)
        return put_off

    def _matches(self, placed: Sequence[_Placed]) -> list[Known | Unclear | None]:
        """Who is meant: as a person has said, else by the ladder. Who was removed does not come back unasked."""
        found = known(self._db, [(row.fields, organization) for _, row, organization in placed])
        new = [row.fields for (_, row, _), match in zip(placed, found, strict=True) if not _of_idno(match)]
        left = removed(self._db, new) if self._adding else {}
        for place, each in enumerate(placed):
            if not _of_idno(found[place]) and (gone := left.get(each.row.fields.get("idno", ""))):
                found[place] = Unclear(PlanRefusal.REMOVED, (gone,))
        said = {place: self._answers[each.place] for place, each in enumerate(placed) if each.place in self._answers}
        chosen = members(self._db, "m.id = j.value", list(said.values()), lambda member: member["id"])
        for place, answer in said.items():
            if answer == NEW_PERSON:
                found[place] = None
            elif one := chosen.get(answer):
                found[place] = Known(one[0], sure=True, rung=Rung.CHOSEN)
        return found

    def _newcomer(self, place: int) -> None:
        if self._adding:
            self._ledger.decisions[place] = Decision.ADD
        else:
            self._ledger.refuse(place, PlanRefusal.UNKNOWN_PERSON)

    def _take(self, member: Stored) -> PlanRefusal | None:
        """Give a row its member, unless another row has him or another unit keeps him."""
        if member["id"] in self._taken:
            return PlanRefusal.DOUBLE_IN_FILE
        if not self._branches.kept(member["org"]):
            return PlanRefusal.KEPT_ELSEWHERE
        self._taken.add(member["id"])
        return None

    def _compare(self, matched: Sequence[tuple[_Placed, Stored]]) -> None:
        """Rows that say what is known already are the same, the others change something."""
        stands = standing(self._db, self._campaign, [member["id"] for _, member in matched])
        for (place, row, organization), member in matched:
            self._ledger.targets[place] = member["id"]
            if not self._adding:
                self._organizations[place] = organization = member["org"]
            judged = self._will_be_judged(row, member) if self._adding or member["id"] in stands.subjects else None
            change = Arrival(member["id"], organization, own_fields(row), row.extra, row.initials, judged)
            found = differences(member, change, stands, subject=self._adding)
            moving = organization != member["org"]
            if moving:
                found.append(Difference(BRANCH, self._branches.name(member["org"]), self._branches.name(organization)))
            self._ledger.differ(place, found, Decision.MOVE if moving else Decision.CHANGE)
            if found:
                self._findings[place] = judged

    def _will_be_judged(self, row: StagedRow, member: Stored) -> tuple[str, ...]:
        """What the roster check comes to for the member as he will be: a row that says less than is known leaves the
        rest as it is."""
        will_be: dict[str, Any] = {name: value for name, value in member.items() if value}
        return judged(will_be | own_fields(row), self._staged.as_of)

    def finished(self, ground: Ground | None) -> RosterPlan:
        """The plan as it came out."""
        ledger = self._ledger
        return RosterPlan(
            self._staged, self._kind, ledger.decisions, ledger.targets, ledger.rungs,
            dict(sorted(ledger.refusals.items())), ledger.candidates, ledger.differences,
            ground, self._organizations, tuple(self._branches.new), self._findings,
        )  # fmt: skip
