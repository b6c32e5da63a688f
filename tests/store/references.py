"""Files of the other side for the store's tests: already read and matched."""

from collections.abc import Sequence

from tui.rules.comparison import Compared, Kind, SetKind
from tui.rules.units import UnitKind
from tui.store import journal, tree
from tui.store.commands.comparison import ReferenceArrival, ReferenceHead, import_reference
from tui.store.commands.organizations import insert
from tui.store.commands.roster import Arrival, import_roster
from tui.store.queries.comparison import Filter, difference_page, open_differences
from tui.store.queries.reference_sets import latest
from tui.store.session import Session

TAKEN_ON = "2026-11-01"


def there(member: int | None, name: str, kind: Kind | None = None, place: int = 2, **fields: str) -> ReferenceArrival:
    """One person of the file; a member unless there is a kind."""
    return ReferenceArrival(place, member, kind, {"name": name, **fields}, "y y")


def head(
    fields: Sequence[str] = (), kind: SetKind = SetKind.STATISTICS, on: str = TAKEN_ON, org: int = 1
) -> ReferenceHead:
    return ReferenceHead(kind, org, "export.xlsx", bytes(32), on, ["name", *fields])


def compared(
    session: Session, *people: ReferenceArrival, kind: SetKind = SetKind.STATISTICS, on: str = TAKEN_ON, org: int = 1
) -> Compared:
    """Take in a file of these people."""
    fields = sorted({name for person in people for name in person.fields})
    return import_reference(session, head(fields, kind, on, org), people, len(people))


def enrolled(session: Session, name: str, org: int = 1, **fields: str) -> int:
    """A new member; gives his id."""
    import_roster(session, [Arrival(None, org, {"name": name, **fields}, {}, " ".join("x" * len(name)), [])], 1)
    return int(session.db.execute_sql("SELECT max(id) FROM member").fetchone()[0])


def found(session: Session, wanted: Filter | None = None) -> list[tuple[str, str, str, str, str, str]]:
    """The differences of the latest set: name, item, kind, ours, theirs, decision."""
    newest = latest(session.db, SetKind.STATISTICS) or latest(session.db, SetKind.PRESENT)
    assert newest is not None
    rows = difference_page(session.db, open_differences(session.db, newest.id, wanted).order)
    return [(row.name, row.field, row.kind, row.ours, row.theirs, row.decision) for row in rows]


def number(session: Session, name: str, field: str) -> int:
    """The row id of the newest difference of this person and item."""
    row = session.db.execute_sql(
        """SELECT max(d.id) FROM difference d LEFT JOIN member m ON m.id = d.member
           LEFT JOIN reference_row w ON w.id = d.ref_row WHERE ifnull(m.name, w.name) = ? AND d.field = ?""",
        (name, field),
    ).fetchone()
    return int(row[0])


def branches(session: Session, *names: str) -> None:
    """Branches below the vault's unit, kept by it."""
    with journal.entry(session, "organization.add") as entry:
        for name in names:
            insert(session, entry, parent=1, kind=UnitKind.BRANCH, code="", name=name, keeper=1)
        tree.renumber(session.db)
