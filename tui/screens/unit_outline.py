"""The tree of units with the subjects of each, and how many of them nobody has checked."""

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate

from tui.rules.checks import Check, Stage
from tui.screens.unit_names import shared_beginning, without_beginning
from tui.store.queries.unit_counts import UnitCount
from tui.store.queries.units import Unit
from tui.widgets.columns import Column
from tui.widgets.outline import Node, Outline
from tui.widgets.rows import Cell

_COLUMNS = (
    Column("unit", "党组织", 14, stretch=True, tail=True), Column("subjects", "对象", 7), Column("open", "未查", 7),
)  # fmt: skip
WAITING = "…"


class UnitOutline(Outline):
    """Each unit with the sums of itself and everything below it; until all are counted the sums are not shown."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name that Textual gives it
        super().__init__(_COLUMNS, id=id)
        self.forget()

    def forget(self) -> None:
        """Know nothing of the tree, which may change while it is not shown."""
        self.units: Sequence[Unit] = ()
        self.counted_for: tuple[Stage, Check] | None = None

    def show_units(self, units: Sequence[Unit]) -> None:
        """Show this subtree, in tree order."""
        self.units = units
        self.counted_for = None
        self._places = {unit.id: place for place, unit in enumerate(units)}
        self._subjects = array("I", bytes(4 * len(units)))
        self._unchecked = array("I", bytes(4 * len(units)))
        self._sums: tuple[array[int], array[int]] | None = None
        top = units[0].name if units else ""
        nodes = [Node(unit.id, unit.depth, unit.short or self._called(top, unit.name)) for unit in units]
        self.show_nodes(nodes, self._figures_of)

    def take(self, counts: Iterable[UnitCount], counted: Iterable[int]) -> None:
        """The units ``counted`` have these subjects of their own; those not among the counts have none."""
        for unit in counted:
            self._subjects[self._places[unit]] = self._unchecked[self._places[unit]] = 0
        for unit, subjects, unchecked in counts:
            self._subjects[self._places[unit]] = subjects
            self._unchecked[self._places[unit]] = unchecked

    def settle(self, counted_for: tuple[Stage, Check]) -> None:
        """All units are counted: show the sums."""
        self.counted_for = counted_for
        self._sums = (
            array("I", accumulate(self._subjects, initial=0)),
            array("I", accumulate(self._unchecked, initial=0)),
        )
        self.drop()

    @staticmethod
    def _called(top: str, name: str) -> str:
        return name if name == top else without_beginning(name, shared_beginning((top, name)))

    def label(self, unit: int) -> str:
        """The unit's name."""
        return self.units[self._places[unit]].name

    def _figures_of(self, index: int) -> tuple[Cell, ...]:
        if self._sums is None:
            return (Cell(WAITING, "dim"), Cell(WAITING, "dim"))
        end = self._ends[index]
        subjects, unchecked = (sums[end] - sums[index] for sums in self._sums)
        return (Cell(f"{subjects:,}"), Cell(f"{unchecked:,}", "todo") if unchecked else Cell("✓", "good"))
