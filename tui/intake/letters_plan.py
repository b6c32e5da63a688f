"""What a list of introduction letters would do: each letter matched with its member and with the letters known."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tui.intake.decisions import CHUNK, NEW_PERSON, Answers, Decision, Ledger, Plan, origin
from tui.intake.differences import EXTRA, Difference
from tui.intake.kinds import FIELDS, Kind
from tui.intake.matching import Known, Stored, Unclear, removed
from tui.intake.owners import Owner, Owners
from tui.intake.refusals import PlanRefusal
from tui.intake.roster_plan import own_fields
from tui.intake.staged import Staged, StagedRow, decode_row
from tui.rules.changes import Change
from tui.store.cipher import CipherDatabase
from tui.store.commands import letters
from tui.store.commands.importing import merged_columns, merged_fields
from tui.store.commands.letters import LetterArrival, import_letters
from tui.store.commands.roster import FIELDS as MEMBER_FIELDS
from tui.store.commands.roster import Arrival
from tui.store.queries.letters import StoredLetter, letters_of
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched

_COLUMNS: Final = {"letter_number": "number"} | {name: name for name in letters.FIELDS if name != "number"}
"""Field of the list → column of the letter."""
_TELLING: Final = frozenset({"name", "idno", "number"})
"""Fields that find the member; what else a letter says of him is kept with the letter."""


@dataclass(frozen=True, slots=True)
class LettersPlan(Plan):
    """A list of letters; ``targets`` are letters.

    ``owners`` are members' row ids, or -1, -2, … for the first, second, … of those who are not in the register, by
    the row's place; ``organizations`` are these persons' branches.
    """

    direction: Literal["out", "in"]
    owners: "array[int]"
    organizations: Mapping[int, int]

    def arrivals(self) -> Iterator[LetterArrival]:
        """What ``import_letters`` is given: new and changed rows."""
        come: set[int] = set()
        for place, decision in enumerate(self.decisions):
            if decision not in (Decision.ADD, Decision.CHANGE):
                continue
            row = self.row(place)
            owner = self.owners[place]
            letter = self.targets[place] or None
            fields, extra = letter_fields(row), letter_extra(row, self.staged)
            if owner < 0 and owner not in come:
                come.add(owner)
                person = {name: value for name, value in own_fields(row).items() if name in _NEWCOMER}
                newcomer = Arrival(None, self.organizations[owner], person, {}, row.initials, None)
                yield LetterArrival(letter, None, fields, extra, newcomer, origin(row))
            else:
                yield LetterArrival(letter, owner, fields, extra, None, origin(row))

    def carry_out(
        self, session: Session, *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Change:
        """Import the letters."""
        return import_letters(
            session, self.arrivals(), self.arriving, direction=self.direction, sheets=self.sheets,
            progress=progress, cancelled=cancelled,
        )  # fmt: skip


_NEWCOMER: Final = frozenset(MEMBER_FIELDS) - {"note"}


def letter_fields(row: StagedRow) -> dict[str, str | int]:
    """The letter's columns that a row fills."""
    fields: dict[str, str | int] = {_COLUMNS[name]: value for name, value in row.fields.items() if name in _COLUMNS}
    if "valid_days" in fields:
        fields["valid_days"] = int(fields["valid_days"])
    return fields


def letter_extra(row: StagedRow, staged: Staged) -> dict[str, str]:
    """What a row says beside, by header: unmapped columns, and what it says of the person."""
    sheets = staged.sheets
    headers = {field: header for header, field in sheets[row.sheet].taken.items()} if row.sheet < len(sheets) else {}
    beside = {
        headers.get(name, FIELDS[name].label): value
        for name, value in row.fields.items()
        if name not in _COLUMNS and name not in _TELLING
    }
    return {**beside, **row.extra}


def plan_letters(
    db: CipherDatabase,
    unit: int,
    staged: Staged,
    kind: Kind,
    *,
    answers: Answers | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> LettersPlan:
    """Match every letter; ``Failure(CANCELLED)``.

    A person who is not in the register comes with a letter out of a branch that is known; every other row needs a
    member.
    """
    planner = _Planner(db, unit, staged, kind, answers or {})
    tell = watched(progress, cancelled)
    total = len(staged.rows)
    for start in range(0, total, CHUNK):
        planner.decide(range(start, min(start + CHUNK, total)))
        tell(min(start + CHUNK, total), total)
    return planner.finished()


class _Planner:
    """Fills in a plan, chunk by chunk."""

    def __init__(self, db: CipherDatabase, unit: int, staged: Staged, kind: Kind, answers: Answers) -> None:
        self._db = db
        self._staged = staged
        self._kind = kind
        self._direction: Literal["out", "in"] = "out" if kind.id == "letters_out" else "in"
        self._owners = Owners(db, unit, answers)
        self._answers = answers
        self._left: dict[str, Stored] = {}
        self._ledger = Ledger(len(staged.rows))
        self._whose = array("q", bytes(8 * len(staged.rows)))
        self._newcomers: dict[tuple[str, ...], int] = {}
        self._organizations: dict[int, int] = {}
        self._met: set[tuple[int, str, str]] = set()
        self._taken: set[int] = set()

    def decide(self, places: Sequence[int]) -> None:
        """Decide what is to happen with the rows at these places."""
        rows = [(place, decode_row(self._staged.rows[place])) for place in places]
        found = self._owners.find(rows)
        self._left = removed(
            self._db, [row.fields for (_, row), owner in zip(rows, found, strict=True) if owner is None]
        )
        known = letters_of(self._db, [owner.member["id"] for owner in found if isinstance(owner, Known)])
        for (place, row), owner in zip(rows, found, strict=True):
            if isinstance(owner, Known):
                self._ledger.rungs[place] = owner.rung
                self._whose[place] = owner.member["id"]
                self._compare(place, row, owner.member, known.get(owner.member["id"], []))
            else:
                self._without_member(place, row, owner)

    def _without_member(self, place: int, row: StagedRow, owner: Owner) -> None:
        if isinstance(owner, Unclear):
            self._ledger.doubt(place, owner.why, self._owners.candidates(owner.candidates))
        elif isinstance(owner, PlanRefusal):
            self._ledger.refuse(place, owner)
        elif (organization := self._branch_of(row)) and self._direction == "out":
            self._perhaps_new(place, row, organization)
        else:
            self._ledger.refuse(place, PlanRefusal.UNKNOWN_PERSON)

    def _branch_of(self, row: StagedRow) -> int:
        organization = self._owners.branches.known(row.fields)
        return organization if self._owners.branches.kept(organization) else 0

    def _perhaps_new(self, place: int, row: StagedRow, organization: int) -> None:
        """Who is not on the roster is new; who was removed by a disposal does not come back unasked."""
        gone = self._left.get(row.fields.get("idno", ""))
        answer = self._answers.get(place)
        if gone is None or answer == NEW_PERSON:
            self._newcomer(place, row, organization)
        elif answer == gone["id"]:
            self._ledger.refuse(place, PlanRefusal.STAYS_REMOVED)
        else:
            self._ledger.doubt(place, PlanRefusal.REMOVED, self._owners.candidates([gone]))

    def _newcomer(self, place: int, row: StagedRow, organization: int) -> None:
        """A person whose first letter this is, or another letter of one met before."""
        fields = row.fields
        told = next((fields[name] for name in ("idno", "number", "birth") if fields.get(name)), str(organization))
        person = (fields["name"], told)
        number = self._newcomers.setdefault(person, -len(self._newcomers) - 1)
        self._organizations.setdefault(number, organization)
        self._whose[place] = number
        self._add(place, row, number)

    def _add(self, place: int, row: StagedRow, owner: int) -> None:
        """A new letter, unless the list has it already."""
        key = owner, row.fields.get("letter_number", ""), row.fields.get("issued", "")
        if key in self._met:
            self._ledger.refuse(place, PlanRefusal.LETTER_TWICE)
        else:
            self._met.add(key)
            self._ledger.decisions[place] = Decision.ADD

    def _compare(self, place: int, row: StagedRow, member: Stored, known: Sequence[StoredLetter]) -> None:
        letter = next((one for one in known if one.direction == self._direction and _is_same(one, row)), None)
        if letter is None:
            self._add(place, row, member["id"])
        elif letter.id in self._taken:
            self._ledger.refuse(place, PlanRefusal.LETTER_TWICE)
        else:
            self._taken.add(letter.id)
            self._ledger.targets[place] = letter.id
            self._ledger.differ(place, _differences(letter, row, self._staged))

    def finished(self) -> LettersPlan:
        """The plan as it came out."""
        ledger = self._ledger
        return LettersPlan(
            self._staged, self._kind, ledger.decisions, ledger.targets, ledger.rungs, ledger.refusals,
            ledger.candidates, ledger.differences, self._direction, self._whose, self._organizations,
        )  # fmt: skip


def _is_same(letter: StoredLetter, row: StagedRow) -> bool:
    """By number where both have one, else by the day of issue; with neither, by the heading."""
    fields = row.fields
    if letter.number and fields.get("letter_number"):
        return letter.number == fields["letter_number"]
    if letter.issued or fields.get("issued"):
        return letter.issued == fields.get("issued")
    return (letter.heading or "") == fields.get("heading", "")


def _differences(letter: StoredLetter, row: StagedRow, staged: Staged) -> list[Difference]:
    names = {column: field for field, column in _COLUMNS.items()}
    stored = letter._asdict()
    new = merged_fields(stored, letter_fields(row))
    found = [Difference(names[column], str(stored[column] or ""), str(value)) for column, value in new.items()]
    for header, text in merged_columns(letter.extra, letter_extra(row, staged)).items():
        found.append(Difference(EXTRA, letter.extra.get(header, ""), text, header))
    return found
