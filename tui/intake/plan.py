"""What a roster would do to the register: each row matched with its branch and its person, nothing written yet.

Two rows for one person, or one row that fits several, are left to a person: they are refused, each with its reason.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path
from typing import Final, NamedTuple

from tui.faults import Failure, Fault
from tui.intake.branches import Branches
from tui.intake.differences import BRANCH, Difference, differences, standing
from tui.intake.matching import People, Stored, known
from tui.intake.refusals import PlanRefusal
from tui.intake.spreadsheet import read_roster
from tui.intake.staged import Staged, StagedRow, decode_row
from tui.rules.checks import Ground
from tui.store.cipher import CipherDatabase
from tui.store.commands.roster import Arrival, NewBranch
from tui.store.queries import units

_CHUNK: Final = 2000
_PLACING: Final = frozenset({"branch", "branch_code", "committee"})


class Decision(IntEnum):
    """What is to happen with a row; kept as one byte per row."""

    ADD = 0
    CHANGE = 1
    SAME = 2
    REFUSE = 3


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """The outcome of matching, one place per staged row.

    ``members`` are the matched row ids (0: none), ``organizations`` row ids or -1, -2, … for new branches.
    ``differences`` says what a changed row would change, by the row's place.
    """

    staged: Staged
    ground: Ground
    decisions: bytearray
    members: "array[int]"
    organizations: "array[int]"
    new_branches: tuple[NewBranch, ...]
    refusals: Mapping[int, PlanRefusal]
    differences: Mapping[int, Sequence[Difference]]

    def count(self, decision: Decision) -> int:
        """How many rows have this decision."""
        return self.decisions.count(decision)

    def places(self, decision: Decision) -> "array[int]":
        """The places of the rows with this decision, in file order."""
        return array("I", (place for place, made in enumerate(self.decisions) if made == decision))

    def row(self, place: int) -> StagedRow:
        """The staged row at this place."""
        return decode_row(self.staged.rows[place])

    def arrivals(self) -> Iterator[Arrival]:
        """What ``import_roster`` is given: new and changed rows."""
        for place, decision in enumerate(self.decisions):
            if decision in (Decision.ADD, Decision.CHANGE):
                yield _arrival(self.row(place), self.members[place] or None, self.organizations[place])

    @property
    def arriving(self) -> int:
        """How many rows would be written."""
        return self.count(Decision.ADD) + self.count(Decision.CHANGE)


def read_and_plan(
    db: CipherDatabase,
    unit: int,
    campaign: int,
    path: Path,
    ground: Ground,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RosterPlan:
    """Read a roster file in its child process and match it, for the campaign's as-of date."""
    (as_of,) = db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (campaign,)).fetchone()
    staged = read_roster(path, as_of=as_of, progress=progress, cancelled=cancelled)
    return plan_roster(db, unit, campaign, staged, ground, cancelled=cancelled)


def plan_roster(
    db: CipherDatabase,
    unit: int,
    campaign: int,
    staged: Staged,
    ground: Ground,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RosterPlan:
    """Match every staged row with the tree below ``unit`` and the members in it; ``Failure(CANCELLED)``.

    Rows that are sure of their member come first: a namesake further up in the file does not take him away.
    """
    planner = _Planner(db, unit, campaign, staged, ground)
    total = len(staged.rows)
    unsure = array("I")
    for start in range(0, total, _CHUNK):
        if cancelled and cancelled():
            raise Failure(Fault.CANCELLED)
        placed = planner.place(range(start, min(start + _CHUNK, total)))
        unsure.extend(planner.decide(placed, sure=True))
        if progress:
            progress(min(start + _CHUNK, total), total)
    for start in range(0, len(unsure), _CHUNK):
        if cancelled and cancelled():
            raise Failure(Fault.CANCELLED)
        planner.decide(planner.placed(unsure[start : start + _CHUNK]), sure=False)
    return planner.finished()


class _Placed(NamedTuple):
    """A row that has its branch."""

    place: int
    row: StagedRow
    organization: int


class _Planner:
    """Fills in a plan, chunk by chunk."""

    def __init__(self, db: CipherDatabase, unit: int, campaign: int, staged: Staged, ground: Ground) -> None:
        self._db = db
        self._campaign = campaign
        self._branches = Branches(units.subtree(db, unit), unit)
        self._people = People()
        self._taken: set[int] = set()
        self._refusals: dict[int, PlanRefusal] = {}
        self._differences: dict[int, Sequence[Difference]] = {}
        total = len(staged.rows)
        decisions, none = bytearray(total), bytes(8 * total)
        self._plan = RosterPlan(staged, ground, decisions, array("q", none), array("q", none), (), {}, {})

    def place(self, places: Sequence[int]) -> list[_Placed]:
        """The rows at these places with their branches; those without one, or for a person met before, are refused."""
        placed: list[_Placed] = []
        for place in places:
            row = self._plan.row(place)
            organization = self._branches.find(row.fields)
            if isinstance(organization, PlanRefusal):
                self._refuse(place, organization)
            elif met := self._people.seen(row.fields, organization):
                self._refuse(place, met)
            else:
                self._plan.organizations[place] = organization
                placed.append(_Placed(place, row, organization))
        return placed

    def placed(self, places: Sequence[int]) -> list[_Placed]:
        """Rows that have their branches already."""
        return [_Placed(place, self._plan.row(place), self._plan.organizations[place]) for place in places]

    def decide(self, placed: Sequence[_Placed], *, sure: bool) -> list[int]:
        """Decide what is to happen with these rows. With ``sure``, only those that are sure of their member, or that
        mean nobody known: gives the places of the others, for later."""
        put_off: list[int] = []
        matched: list[tuple[_Placed, Stored]] = []
        found = known(self._db, [(row.fields, organization) for _, row, organization in placed])
        for each, match in zip(placed, found, strict=True):
            if match is None:
                self._plan.decisions[each.place] = Decision.ADD
            elif isinstance(match, PlanRefusal):
                self._refuse(each.place, match)
            elif sure and not match.sure:
                put_off.append(each.place)
            elif not_ours := self._take(match.member):
                self._refuse(each.place, not_ours)
            else:
                matched.append((each, match.member))
        self._compare(matched)
        return put_off

    def finished(self) -> RosterPlan:
        """The plan as it came out."""
        refusals = dict(sorted(self._refusals.items()))
        return replace(
            self._plan, new_branches=tuple(self._branches.new), refusals=refusals, differences=self._differences
        )

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
            self._plan.members[place] = member["id"]
            found = differences(member, _arrival(row, member["id"], organization), stands)
            if organization != member["org"]:
                found.append(Difference(BRANCH, self._branches.name(member["org"]), self._branches.name(organization)))
            self._plan.decisions[place] = Decision.CHANGE if found else Decision.SAME
            if found:
                self._differences[place] = found

    def _refuse(self, place: int, why: PlanRefusal) -> None:
        self._plan.decisions[place] = Decision.REFUSE
        self._refusals[place] = why


def _arrival(row: StagedRow, member: int | None, organization: int) -> Arrival:
    fields = {name: value for name, value in row.fields.items() if name not in _PLACING}
    findings = [code.value for code in row.findings]
    return Arrival(member, organization, fields, row.extra, row.initials, findings)
