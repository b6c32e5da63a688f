"""Taking a list of organisations into the tree; all of it or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.units import UnitKind, may_stand_below
from tui.store import ids, journal, tree
from tui.store.commands import unit_places
from tui.store.commands.importing import Kept, in_chunks, merged_row
from tui.store.commands.unit_places import Place
from tui.store.images import ORGANIZATION, Values
from tui.store.journal import EntryWriter
from tui.store.origins import RowOrigin, SheetOrigin, Sheets, write_origins
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched
from tui.text import clean


@dataclass(frozen=True, slots=True)
class UnitArrival:
    """One row of a list of organisations on its way in.

    ``unit`` is the row id of the unit it was matched with (each at most once), None for a new one. ``parent`` is a
    row id, or -1, -2, … for the first, second, … of the new units above it in the list. A matched unit keeps its
    place in the tree and its kind. Empty texts say nothing.
    """

    unit: int | None
    kind: UnitKind
    code: str
    name: str
    parent: int
    short: str = ""
    phone: str = ""
    extra: Mapping[str, str] | None = None
    origin: RowOrigin | None = None


def import_organizations(
    session: Session,
    arrivals: Iterable[UnitArrival],
    total: int,
    *,
    sheets: Sequence[SheetOrigin] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Set up the new units, kept by this vault's unit, and change names, codes and telephones of known ones.

    One transaction; nothing is ever deleted. Cancelling (``Failure(CANCELLED)``) leaves nothing, and so does a row
    that changes a unit which another one keeps or stands below one (NOT_KEPT_HERE), is of a kind that may not stand
    there (KIND_UNSUITABLE), has no name (NAME_MISSING), or ends with the name or code of another one below the same
    parent (ORGANIZATION_EXISTS).
    """
    detail: dict[str, object] = {}
    seen = 0
    tell = watched(progress, cancelled)
    with journal.entry(session, "organizations.import", detail) as entry:
        writer = _TreeWriter(session)
        for chunk in in_chunks(arrivals, total, tell):
            for arrival in chunk:
                writer.take(arrival)
            seen += len(chunk)
        writer.write(entry, Sheets(session.db, sheets))
        detail |= {"added": len(writer.new), "changed": len(writer.changed)}
    touched = len(writer.new) + len(writer.changed)
    return Change(
        entry.seq if entry.count else None,
        "导入党组织",
        touched,
        unchanged=seen - touched,
        noun="个党组织",
        verb="已导入",
    )


class _TreeWriter:
    """Collects the whole list, because names may go round in it, and then writes it."""

    def __init__(self, session: Session) -> None:
        self.new: list[Values] = []
        self.changed: list[tuple[Values, Values]] = []
        self._unit = session.unit
        self._db = session.db
        self._kept = Kept(session)
        self._origins: list[tuple[int, RowOrigin | None]] = []
        self._next = ids.next_id(self._db, ORGANIZATION)
        found = self._db.execute_sql(ORGANIZATION.select)
        self._stored = {row["id"]: row for row in map(ORGANIZATION.row, found)}

    def take(self, arrival: UnitArrival) -> None:
        """Take one row of the list."""
        before = self._blank(arrival) if arrival.unit is None else self._stored[arrival.unit]
        if arrival.unit is not None:
            self._kept.refuse_others(arrival.unit)
        texts = {"name": arrival.name, "code": arrival.code, "short": arrival.short, "phone": arrival.phone}
        fields = {name: clean(text).strip() for name, text in texts.items()}
        after = merged_row(before, fields, arrival.extra or {})
        if not after["name"]:
            raise Failure(Fault.NAME_MISSING, field="党组织名称")
        if arrival.unit is None:
            self.new.append(after)
        elif after != before:
            self.changed.append((before, after))
        else:
            return
        self._origins.append((after["id"], arrival.origin))

    def write(self, entry: EntryWriter, sheets: Sheets) -> None:
        """Write what was taken."""
        touched = [*self.new, *(after for _, after in self.changed)]
        if not touched:
            return
        standing = unit_places.places(self._db)
        standing |= {unit["id"]: Place(unit["parent"], unit["name"], unit["code"]) for unit in touched}
        if double := unit_places.shared(standing) & {unit["id"] for unit in touched}:
            raise Failure(Fault.ORGANIZATION_EXISTS, name=standing[min(double)].name)
        unit_places.write(self._db, self.new, self.changed)
        for unit in self.new:
            entry.created(ORGANIZATION, unit)
        for before, after in self.changed:
            entry.changed(ORGANIZATION, before, after)
        write_origins(self._db, entry.seq, ORGANIZATION, self._origins, sheets)
        tree.renumber(self._db)

    def _blank(self, arrival: UnitArrival) -> Values:
        above = self._above(arrival.parent)
        if not may_stand_below(arrival.kind, UnitKind(above["kind"])):
            raise Failure(Fault.KIND_UNSUITABLE, parent=above["name"], kind=arrival.kind.label)
        values: Values = dict.fromkeys(ORGANIZATION.columns)
        values |= {"id": self._next, "uuid": uuid4().bytes, "parent": above["id"], "kind": arrival.kind.value}
        self._next += 1
        return values | {"code": "", "name": "", "keeper": self._unit, "generation": 1}

    def _above(self, parent: int) -> Values:
        if parent < 0:
            return self.new[-parent - 1]
        self._kept.refuse_others(parent)
        return self._stored[parent]
