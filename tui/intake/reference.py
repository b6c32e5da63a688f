"""A file of the other side (statistics database, people actually present) matched with the roster; nothing written.

The ladder is that of rosters (``matching``). Whom it leaves without a member gets a second look for people whose
number or birth is miswritten on one side: the comparison then names the item instead of two people.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tui.faults import Failure, Fault
from tui.intake.branches import Branches
from tui.intake.matching import Known, People, Stored, Unclear, known, members
from tui.intake.refusals import PlanRefusal
from tui.intake.spreadsheet import read_listed
from tui.intake.staged import Staged, decode_row
from tui.rules.comparison import FIELDS, Kind, SetKind, may_be_one
from tui.store.cipher import CipherDatabase
from tui.store.commands.comparison import ReferenceArrival, ReferenceHead
from tui.store.queries import units

_CHUNK: Final = 2000
_KINDS: Final = (None, Kind.OUTSIDE, Kind.UNCLEAR, Kind.DOUBLE)


@dataclass(frozen=True, slots=True)
class ReferencePlan:
    """A file read and matched: one place per staged row with the member meant (0: none) and what stands against it."""

    staged: Staged
    head: ReferenceHead
    members: "array[int]"
    kinds: bytearray
    branches: Sequence[str]

    @property
    def total(self) -> int:
        """How many people the file has."""
        return len(self.staged.rows)

    def arrivals(self) -> Iterator[ReferenceArrival]:
        """What ``import_reference`` is given."""
        columns = _columns(self.staged)
        for place, packed in enumerate(self.staged.rows):
            row = decode_row(packed)
            taken = columns.get(row.sheet, {"name": ""})
            fields = {field: row.fields.get(field) or row.extra.get(header, "") for field, header in taken.items()}
            if "branch" in fields:
                fields["branch"] = self.branches[place]
            member = self.members[place] or None
            yield ReferenceArrival(row.row, member, _KINDS[self.kinds[place]], fields, row.initials)


def read_reference(
    db: CipherDatabase,
    unit: int,
    campaign: int,
    path: Path,
    kind: SetKind,
    taken_on: str,
    org: int,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ReferencePlan:
    """Read a file about the people of ``org`` (a unit of this vault's tree) and match it with the roster.

    Raises what ``read_listed`` raises.
    """
    (as_of,) = db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (campaign,)).fetchone()
    staged = _of_people(read_listed([path], as_of=as_of, progress=progress, cancelled=cancelled))
    return match_reference(db, unit, staged, kind, taken_on, org, cancelled=cancelled)


def match_reference(
    db: CipherDatabase,
    unit: int,
    staged: Staged,
    kind: SetKind,
    taken_on: str,
    org: int,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> ReferencePlan:
    """Match every staged row with the members known; ``Failure(CANCELLED)``."""
    matcher = _Matcher(db, unit, staged)
    total = len(staged.rows)
    unsure: list[int] = []
    for start in range(0, total, _CHUNK):
        _stop(cancelled)
        unsure += matcher.match(range(start, min(start + _CHUNK, total)), sure=True)
    for start in range(0, len(unsure), _CHUNK):
        _stop(cancelled)
        matcher.match(unsure[start : start + _CHUNK], sure=False)
    for start in range(0, len(matcher.left), _CHUNK):
        _stop(cancelled)
        matcher.look_again(matcher.left[start : start + _CHUNK])
    fields = {field for taken in _columns(staged).values() for field in taken}
    file = staged.files[0]
    head = ReferenceHead(kind, org, file.name, file.sha256, taken_on, [name for name in FIELDS if name in fields])
    return ReferencePlan(staged, head, matcher.members, matcher.kinds, matcher.branches)


class _Matcher:
    """Fills in members and kinds, chunk by chunk."""

    def __init__(self, db: CipherDatabase, unit: int, staged: Staged) -> None:
        self._db = db
        self._staged = staged
        self._tree = Branches(units.subtree(db, unit), unit)
        self._own = units.unit(db, unit)
        self._people = People()
        self._taken: set[int] = set()
        self.members = array("q", bytes(8 * len(staged.rows)))
        self.kinds = bytearray(len(staged.rows))
        self.branches = [""] * len(staged.rows)
        self.left: list[int] = []
        self._branch_of: dict[tuple[str, str], list[int]] = {}

    def match(self, places: Sequence[int], *, sure: bool) -> list[int]:
        """Match these rows; with ``sure`` only those sure of their member: gives the places of the others."""
        wanted: list[tuple[int, Mapping[str, str], list[int]]] = []
        for place in places:
            fields = decode_row(self._staged.rows[place]).fields
            fitting = self._fitting(fields)
            organization = fitting[0] if len(fitting) == 1 else 0
            if sure and (met := self._people.seen(fields, organization)):
                self._cannot(place, Kind.UNCLEAR if met is PlanRefusal.INDISTINCT else Kind.DOUBLE)
                self._name_branch(place, fields, fitting, None)
                if met is not PlanRefusal.INDISTINCT:
                    wanted.append((place, fields, fitting))
                continue
            wanted.append((place, fields, fitting))
        put_off: list[int] = []
        homes = [(fields, fitting[0] if len(fitting) == 1 else 0) for _, fields, fitting in wanted]
        for (place, fields, fitting), found in zip(wanted, map(_plain, known(self._db, homes)), strict=True):
            if self.kinds[place]:  # a double: whom it means is told, nothing more
                if isinstance(found, Known):
                    self.members[place] = found.member["id"]
                continue
            if isinstance(found, Unclear):
                self._cannot(place, Kind.UNCLEAR)
            elif found is None:
                self._cannot(place, Kind.OUTSIDE)
                self.left.append(place)
            elif sure and not found.sure:
                put_off.append(place)
                continue
            else:
                self._take(place, found.member)
            member = found.member if isinstance(found, Known) else None
            self._name_branch(place, fields, fitting, member)
        return put_off

    def look_again(self, places: Sequence[int]) -> None:
        """Give rows without a member the one that differs from them by a slip of the pen only, if there is just one
        and no other row may mean him."""
        rows = {place: decode_row(self._staged.rows[place]).fields for place in places}
        births = [[fields["birth"], fields["name"]] for fields in rows.values() if fields.get("birth")]
        fits = "m.birth = j.value ->> 0 AND m.name = j.value ->> 1"
        by_birth = members(self._db, fits, births, lambda m: (m["birth"], m["name"]))
        homes = {place: self._fitting(fields) for place, fields in rows.items()}
        names = [[org, rows[place]["name"]] for place, fitting in homes.items() for org in fitting]
        fits = "m.org = j.value ->> 0 AND m.name = j.value ->> 1"
        by_branch = members(self._db, fits, names, lambda m: (m["org"], m["name"]))
        meant: dict[int, Stored] = {}
        for place, fields in rows.items():
            near = [*by_birth.get((fields.get("birth"), fields["name"]), ())]
            near += [m for org in homes[place] for m in by_branch.get((org, fields["name"]), ())]
            fitting = {m["id"]: m for m in near if m["id"] not in self._taken and may_be_one(m, fields)}
            if len(fitting) == 1:
                (meant[place],) = fitting.values()
        times = Counter(member["id"] for member in meant.values())
        for place, member in meant.items():
            if times[member["id"]] == 1:
                self.kinds[place] = 0
                self._take(place, member)
                self._name_branch(place, rows[place], homes[place], member)

    def _take(self, place: int, member: Stored) -> None:
        self.members[place] = member["id"]
        if member["id"] in self._taken:
            self._cannot(place, Kind.DOUBLE)
        self._taken.add(member["id"])

    def _cannot(self, place: int, kind: Kind) -> None:
        self.kinds[place] = _KINDS.index(kind)

    def _fitting(self, fields: Mapping[str, str]) -> list[int]:
        named = fields.get("branch", ""), fields.get("branch_code", "")
        if named == ("", "") and self._own.kind.holds_members:
            return [self._own.id]
        if named not in self._branch_of:
            self._branch_of[named] = self._tree.fitting(fields)
        return self._branch_of[named]

    def _name_branch(
        self, place: int, fields: Mapping[str, str], fitting: Sequence[int], member: Stored | None
    ) -> None:
        """The branch by its name in the tree: the member's own one if the row may mean it, else the only one."""
        written = fields.get("branch") or fields.get("branch_code", "")
        if not written:
            return
        if member is not None and member["org"] in fitting:
            written = self._tree.name(member["org"])
        elif len(fitting) == 1:
            written = self._tree.name(fitting[0])
        self.branches[place] = written


def _of_people(staged: Staged) -> Staged:
    """The rows that are people's; NO_LIST_ROWS where there are none, as in a list of organisations."""
    rows = [row for row in staged.rows if "name" in decode_row(row).fields]
    if not rows:
        raise Failure(Fault.NO_LIST_ROWS, file=staged.title)
    return staged if len(rows) == len(staged.rows) else replace(staged, rows=rows)


def _plain(found: Known | Unclear | None) -> Known | Unclear | None:
    """Somebody of the same name and birth but another number is looked at again, number by number."""
    return None if isinstance(found, Unclear) and found.why is PlanRefusal.ID_DIFFERS else found


def _columns(staged: Staged) -> dict[int, dict[str, str]]:
    """Sheet (by its place) → the compared items that it has a column for, each with its header."""
    columns: dict[int, dict[str, str]] = {}
    for place, sheet in enumerate(staged.sheets):
        taken = {field: header for header, field in sheet.taken.items() if field in FIELDS}
        if "branch_code" in sheet.taken.values():
            taken.setdefault("branch", "")
        columns[place] = {"name": ""} | taken
    return columns


def _stop(cancelled: Callable[[], bool] | None) -> None:
    if cancelled and cancelled():
        raise Failure(Fault.CANCELLED)
