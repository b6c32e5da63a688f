"""What a list of organisations would do to the tree: each matched with a unit known, or placed below its superior."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tui.intake.branches import plain_name
from tui.intake.decisions import Decision, Ledger, Plan, origin
from tui.intake.differences import EXTRA, Difference
from tui.intake.kinds import Kind
from tui.intake.refusals import PlanRefusal
from tui.intake.staged import Staged, StagedRow, decode_row
from tui.rules.changes import Change
from tui.rules.units import UnitKind, may_stand_below
from tui.store.cipher import CipherDatabase
from tui.store.commands.importing import merged_columns, merged_fields
from tui.store.commands.tree_import import UnitArrival, import_organizations
from tui.store.queries import units
from tui.store.queries.units import Unit, unit_texts
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress

_KINDS: Final = (
    ("党工委", UnitKind.WORKING_COMMITTEE),
    ("直属党支部", UnitKind.DIRECT_BRANCH),
    ("直属支部", UnitKind.DIRECT_BRANCH),
    ("总支", UnitKind.GENERAL_BRANCH),
    ("支部", UnitKind.BRANCH),
    ("组织部", UnitKind.DEPARTMENT),
)
"""What a unit's name or category says of its kind, the first that fits; else it is a committee."""


@dataclass(frozen=True, slots=True)
class UnitsPlan(Plan):
    """A list of organisations. ``order`` are the places of new units, superiors first; ``parents`` are row ids, or
    -1, -2, … for the first, second, … new unit in that order, by the row's place."""

    order: tuple[int, ...]
    parents: Mapping[int, int]
    kinds: Mapping[int, UnitKind]

    def arrivals(self) -> Iterator[UnitArrival]:
        """What ``import_organizations`` is given: new units, superiors first, then changed ones."""
        yield from (self._arrival(place, None) for place in self.order)
        yield from (self._arrival(place, self.targets[place]) for place in self.places(Decision.CHANGE))

    def _arrival(self, place: int, unit: int | None) -> UnitArrival:
        row = self.row(place)
        texts = unit_fields(row)
        return UnitArrival(
            unit, self.kinds[place], texts["code"], texts["name"], self.parents[place], texts["short"],
            texts["phone"], row.extra, origin(row),
        )  # fmt: skip

    def carry_out(
        self, session: Session, *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Change:
        """Import the organisations."""
        return import_organizations(
            session, self.arrivals(), self.arriving, sheets=self.sheets, progress=progress, cancelled=cancelled
        )


def unit_fields(row: StagedRow) -> dict[str, str]:
    """The columns of an organisation that a row fills."""
    fields = row.fields
    return {
        "name": fields["unit_name"],
        "code": fields.get("unit_code", ""),
        "short": fields.get("unit_short", ""),
        "phone": fields.get("unit_phone", ""),
    }


def kind_of_row(row: StagedRow) -> UnitKind:
    """The kind of a unit by its name, else by the category that the list gives."""
    for text in (row.fields["unit_name"], row.fields.get("unit_kind", "")):
        for word, kind in _KINDS:
            if word in text:
                return kind
    return UnitKind.COMMITTEE


def plan_units(db: CipherDatabase, unit: int, staged: Staged, kind: Kind) -> UnitsPlan:
    """Match every organisation with the tree below ``unit``; new ones without a superior stand directly below it."""
    return _Planner(db, unit, staged, kind).finished()


class _Planner:
    """Fills in a plan."""

    def __init__(self, db: CipherDatabase, unit: int, staged: Staged, kind: Kind) -> None:
        self._staged = staged
        self._kind = kind
        tree = units.subtree(db, unit)
        self._own = tree[0]
        self._known = {each.id: each for each in tree}
        self._stored = unit_texts(db, self._known)
        self._named: dict[str, list[Unit]] = defaultdict(list)
        self._coded: dict[str, list[Unit]] = defaultdict(list)
        for each in tree:
            for name in {plain_name(each.name), plain_name(each.short)} - {""}:
                self._named[name].append(each)
            if each.code:
                self._coded[each.code].append(each)
        self._ledger = Ledger(len(staged.rows))
        self._rows = [decode_row(line) for line in staged.rows]
        self._new: dict[str, int] = {}
        self._order: list[int] = []
        self._parents: dict[int, int] = {}

    def finished(self) -> UnitsPlan:
        """Match what is known, then place what is new, as often as something finds its superior."""
        waiting = [place for place, row in enumerate(self._rows) if self._is_new(place, row)]
        while waiting:
            left = [place for place in waiting if not self._placed(place)]
            if len(left) == len(waiting):
                for place in left:
                    self._ledger.refuse(place, PlanRefusal.PARENT_UNKNOWN)
                break
            waiting = left
        ledger = self._ledger
        kinds = {place: kind_of_row(row) for place, row in enumerate(self._rows)}
        return UnitsPlan(
            self._staged, self._kind, ledger.decisions, ledger.targets, ledger.rungs, ledger.refusals,
            ledger.candidates, ledger.differences, tuple(self._order), self._parents, kinds,
        )  # fmt: skip

    def _is_new(self, place: int, row: StagedRow) -> bool:
        """Whether no unit known is meant; a row that means one is decided."""
        name, code = row.fields["unit_name"], row.fields.get("unit_code", "")
        fitting = self._coded.get(code) or self._named.get(plain_name(name), [])
        if len(fitting) > 1:
            self._ledger.refuse(place, PlanRefusal.UNIT_UNCLEAR)
        elif fitting:
            self._compare(place, row, fitting[0])
        elif plain_name(name) in self._new:
            self._ledger.refuse(place, PlanRefusal.UNIT_TWICE)
        else:
            self._new[plain_name(name)] = place
            if short := row.fields.get("unit_short"):
                self._new.setdefault(plain_name(short), place)
            return True
        return False

    def _compare(self, place: int, row: StagedRow, unit: Unit) -> None:
        stored = self._stored[unit.id]
        names = {"name": "unit_name", "code": "unit_code", "short": "unit_short", "phone": "unit_phone"}
        new = merged_fields(stored, unit_fields(row))
        found = [Difference(names[column], str(stored[column] or ""), str(value)) for column, value in new.items()]
        for header, text in merged_columns(stored["extra"], row.extra).items():
            found.append(Difference(EXTRA, stored["extra"].get(header, ""), text, header))
        self._ledger.targets[place] = unit.id
        self._parents[place] = unit.parent or unit.id
        if found and unit.keeper != self._own.id:
            self._ledger.refuse(place, PlanRefusal.KEPT_ELSEWHERE)
        else:
            self._ledger.differ(place, found)

    def _placed(self, place: int) -> bool:
        """Whether the new unit's superior is known by now; a row that cannot be placed is refused."""
        row = self._rows[place]
        superior = self._superior(row)
        if isinstance(superior, PlanRefusal):
            self._ledger.refuse(place, superior)
        elif superior is None:
            return False
        elif not may_stand_below(kind_of_row(row), self._kind_at(superior)):
            self._ledger.refuse(place, PlanRefusal.UNIT_MISPLACED)
        else:
            self._parents[place] = superior
            self._order.append(place)
            self._ledger.decisions[place] = Decision.ADD
        return True

    def _superior(self, row: StagedRow) -> int | PlanRefusal | None:
        """The unit above: a row id, the negative number of a new one, or None for one that is not yet placed."""
        name, code = row.fields.get("parent_name", ""), row.fields.get("parent_code", "")
        if not name and not code:
            return self._own.id
        fitting = self._coded.get(code) or self._named.get(plain_name(name), [])
        if len(fitting) > 1:
            return PlanRefusal.UNIT_UNCLEAR
        if fitting:
            return fitting[0].id if fitting[0].keeper == self._own.id else PlanRefusal.KEPT_ELSEWHERE
        place = self._new.get(plain_name(name)) if name else None
        if place is None and code:
            place = next((p for p in self._new.values() if self._rows[p].fields.get("unit_code") == code), None)
        if place is None:
            return PlanRefusal.PARENT_UNKNOWN
        return -self._order.index(place) - 1 if place in self._order else None

    def _kind_at(self, superior: int) -> UnitKind:
        if superior > 0:
            return self._known[superior].kind
        return kind_of_row(self._rows[self._order[-superior - 1]])
