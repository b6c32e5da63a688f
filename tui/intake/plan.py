"""What a roster would do to the register: each row matched with its branch and its person, nothing written yet.

A row is matched by a fixed ladder: the ID number; else the staff or student number; else name and birth, where
one side has no ID number. Two rows for one person, or one row that fits several, are left to a person.
"""

import json
import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

from tui.faults import Failure, Fault
from tui.intake.spreadsheet import read_roster
from tui.intake.staged import Staged, StagedRow, decode_row
from tui.rules.checks import Ground
from tui.store.cipher import CipherDatabase
from tui.store.commands.roster import Arrival, NewBranch, merged
from tui.store.images import MEMBER
from tui.store.queries import units
from tui.store.queries.units import Unit

_CHUNK: Final = 2000
_SHORTEST_ENDING: Final = 4


class Decision(IntEnum):
    """What is to happen with a row; kept as one byte per row."""

    ADD = 0
    CHANGE = 1
    SAME = 2
    REFUSE = 3


class PlanRefusal(IntEnum):
    """Why a row cannot be taken into this register."""

    BRANCH_MISSING = 1
    BRANCH_NOT_OURS = 2
    BRANCH_UNCLEAR = 3
    KEPT_ELSEWHERE = 4
    DOUBLE_IN_FILE = 5
    FITS_SEVERAL = 6

    @property
    def sentence(self) -> str:
        """The reason and what to do, one Chinese sentence."""
        return _SENTENCES[self]


_SENTENCES = {
    PlanRefusal.BRANCH_MISSING: "没有填写所在党支部，这一行没有导入。",
    PlanRefusal.BRANCH_NOT_OURS: "所在党支部不是本支部，这一行没有导入。",
    PlanRefusal.BRANCH_UNCLEAR: "所在党支部与几个支部名称都相符，这一行没有导入。请写全称。",
    PlanRefusal.KEPT_ELSEWHERE: "该支部的党员数据由下级单位维护，这一行没有导入。",
    PlanRefusal.DOUBLE_IN_FILE: "与本文件前面的一行是同一人，这一行没有导入。",
    PlanRefusal.FITS_SEVERAL: "与库中几名党员都相符，这一行没有导入。请补充身份号码。",
}


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """The outcome of matching, one place per staged row.

    ``members`` are the matched row ids (0: none), ``organizations`` row ids or -1, -2, … for new branches.
    ``differences`` names the fields that a changed row would change, by the row's place.
    """

    staged: Staged
    ground: Ground
    decisions: bytearray
    members: "array[int]"
    organizations: "array[int]"
    new_branches: tuple[NewBranch, ...]
    refusals: Mapping[int, PlanRefusal]
    differences: Mapping[int, Mapping[str, str | None]]

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
    return plan_roster(db, unit, staged, ground, cancelled=cancelled)


def plan_roster(
    db: CipherDatabase,
    unit: int,
    staged: Staged,
    ground: Ground,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RosterPlan:
    """Match every staged row with the tree below ``unit`` and the members in it; ``Failure(CANCELLED)``."""
    branches = _Branches(units.subtree(db, unit), unit)
    people = _People()
    total = len(staged.rows)
    plan = RosterPlan(
        staged, ground, bytearray(total), array("q", bytes(8 * total)), array("q", bytes(8 * total)), (), {}, {}
    )
    refusals: dict[int, PlanRefusal] = {}
    differences: dict[int, Mapping[str, str | None]] = {}

    taken: set[int] = set()

    def refuse(place: int, why: PlanRefusal) -> None:
        plan.decisions[place] = Decision.REFUSE
        refusals[place] = why

    for start in range(0, total, _CHUNK):
        if cancelled and cancelled():
            raise Failure(Fault.CANCELLED)
        rows = [decode_row(line) for line in staged.rows[start : start + _CHUNK]]
        known = _Known(db, rows)
        for place, row in enumerate(rows, start):
            organization = branches.find(row.fields)
            if isinstance(organization, PlanRefusal):
                refuse(place, organization)
                continue
            match = people.seen(row.fields) or known.match(row.fields)
            if isinstance(match, PlanRefusal):
                refuse(place, match)
                continue
            plan.organizations[place] = organization
            if match is None:
                plan.decisions[place] = Decision.ADD
                continue
            if match["id"] in taken:
                refuse(place, PlanRefusal.DOUBLE_IN_FILE)
                continue
            if not branches.kept(match["org"]):
                refuse(place, PlanRefusal.KEPT_ELSEWHERE)
                continue
            taken.add(match["id"])
            plan.members[place] = match["id"]
            arrival = _arrival(row, match["id"], organization)
            changes: dict[str, str | None] = {name: match[name] for name in merged(match, arrival)}
            if organization != match["org"]:
                changes["branch"] = branches.name(match["org"])
            plan.decisions[place] = Decision.CHANGE if changes else Decision.SAME
            if changes:
                differences[place] = changes
        if progress:
            progress(start + len(rows), total)
    return RosterPlan(
        staged, ground, plan.decisions, plan.members, plan.organizations, tuple(branches.new), refusals, differences
    )


def _arrival(row: StagedRow, member: int | None, organization: int) -> Arrival:
    fields = {name: value for name, value in row.fields.items() if name not in _PLACING}
    findings = [code.value for code in row.findings]
    return Arrival(member, organization, fields, row.extra, row.initials, findings)


_PLACING = frozenset({"branch", "branch_code", "committee"})


class _Branches:
    """Finds the branch that a row names, and collects those that the tree does not have yet."""

    def __init__(self, tree: list[Unit], own: int) -> None:
        self._own = next(unit for unit in tree if unit.id == own)
        self._names = {unit.id: unit.name for unit in tree}
        self._kept = {unit.id for unit in tree if unit.keeper == own}
        self._found: dict[tuple[str, str], int | PlanRefusal] = {}
        self._coded: dict[str, list[Unit]] = defaultdict(list)
        self._plain: dict[str, list[Unit]] = defaultdict(list)
        self._ending: dict[str, list[Unit]] = defaultdict(list)
        for unit in tree:
            if unit.kind.holds_members:
                plain = _plain(unit.name)
                self._coded[unit.code].append(unit)
                self._plain[plain].append(unit)
                for ending in _endings(plain):
                    self._ending[ending].append(unit)
        self._numbers: dict[str, int] = {}
        self.new: list[NewBranch] = []

    def name(self, organization: int) -> str:
        return self._names.get(organization, "")

    def kept(self, organization: int) -> bool:
        """Whether this vault's unit keeps the organisation."""
        return organization in self._kept

    def find(self, fields: Mapping[str, str]) -> int | PlanRefusal:
        """The organisation's row id, a new branch's negative number, or why there is none."""
        named = fields.get("branch", ""), fields.get("branch_code", "")
        if named not in self._found:
            self._found[named] = self._look(*named)
        return self._found[named]

    def _look(self, name: str, code: str) -> int | PlanRefusal:
        if not name and not code:
            return self._own.id if self._own.kind.holds_members else PlanRefusal.BRANCH_MISSING
        plain = _plain(name)
        fitting = self._coded.get(code) if code else None
        fitting = fitting or self._plain.get(plain) or self._short_forms(plain)
        if len(fitting) > 1:
            return PlanRefusal.BRANCH_UNCLEAR
        if fitting:
            return fitting[0].id if fitting[0].keeper == self._own.id else PlanRefusal.KEPT_ELSEWHERE
        if self._own.kind.holds_members:
            return PlanRefusal.BRANCH_NOT_OURS
        if not name:
            return PlanRefusal.BRANCH_MISSING
        if plain not in self._numbers:
            self.new.append(NewBranch(name, code))
            self._numbers[plain] = -len(self.new)
        return self._numbers[plain]

    def _short_forms(self, plain: str) -> list[Unit]:
        """The branches of whose names this is the end, or whose name is the end of this one."""
        longer = self._ending.get(plain, [])
        return longer + [unit for ending in _endings(plain) for unit in self._plain.get(ending, ())]


def _plain(name: str) -> str:
    """A branch's name without what offices add or leave out: 中共…支部委员会, white space, full-width forms."""
    text = "".join(unicodedata.normalize("NFKC", name).split())
    text = re.sub(r"^(中国共产党|中共)", "", text)
    return re.sub(r"党?(总?)支部(委员会)?$", r"\1支部", text)


def _endings(plain: str) -> Iterator[str]:
    """What a shorter form of the name may be: a bare 支部 fits nothing."""
    return (plain[start:] for start in range(1, len(plain) - _SHORTEST_ENDING + 1))


class _People:
    """Who has been met in this file."""

    def __init__(self) -> None:
        self._met: set[tuple[str, ...]] = set()

    def seen(self, fields: Mapping[str, str]) -> PlanRefusal | None:
        """A refusal if an earlier row of this file was the same person; else the person is remembered."""
        if fields.get("idno"):
            key: tuple[str, ...] = ("idno", fields["idno"])
        elif fields.get("number"):
            key = ("number", fields["number"])
        elif fields.get("birth"):
            key = ("birth", fields["name"], fields["birth"])
        else:
            return None
        if key in self._met:
            return PlanRefusal.DOUBLE_IN_FILE
        self._met.add(key)
        return None


Stored = dict[str, Any]


class _Known:
    """The members of the register that a chunk of rows might mean, read in three queries."""

    def __init__(self, db: CipherDatabase, rows: list[StagedRow]) -> None:
        fields = [row.fields for row in rows]
        self._by_idno = _members(db, "m.idno = j.value", [f["idno"] for f in fields if f.get("idno")], "idno")
        self._by_number = _members(db, "m.number = j.value", [f["number"] for f in fields if f.get("number")], "number")
        births = [[f["birth"], f["name"]] for f in fields if f.get("birth")]
        self._namesakes = _members(db, "m.birth = j.value ->> 0 AND m.name = j.value ->> 1", births, "name")

    def match(self, fields: Mapping[str, str]) -> Stored | PlanRefusal | None:
        """The member meant, None for a new one, or a refusal if several fit."""
        found = self._by_idno.get(fields.get("idno", "")) or self._by_number.get(fields.get("number", ""))
        if not found:
            found = [
                member
                for member in self._namesakes.get(fields["name"], ())
                if member["birth"] == fields.get("birth") and not (member["idno"] and fields.get("idno"))
            ]
        if len(found) > 1:
            return PlanRefusal.FITS_SEVERAL
        return found[0] if found else None


def _members(db: CipherDatabase, fits: str, wanted: list[Any], column: str) -> dict[str, list[Stored]]:
    """Members that fit one of the values wanted, by one of their columns."""
    columns = ", ".join(f"m.{name}" for name in MEMBER.columns)
    query = f"SELECT DISTINCT {columns} FROM json_each(?) j CROSS JOIN member m ON {fits} WHERE m.gone IS NULL"
    found: dict[str, list[Stored]] = defaultdict(list)
    for row in db.execute_sql(query, (json.dumps(wanted),)):
        member = MEMBER.row(row)
        found[member[column]].append(member)
    return found
