"""Setting up units below one's own."""

from uuid import uuid4

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.units import UnitKind, may_stand_below
from tui.store import ids, journal, tree
from tui.store.images import ORGANIZATION, Values
from tui.store.journal import EntryWriter
from tui.store.queries import units
from tui.store.session import Session
from tui.text import clean


def add_organization(session: Session, parent: int, kind: UnitKind, code: str, name: str) -> Change:
    """Set up a unit below ``parent``, kept by this vault's unit.

    Raises ``Failure`` KIND_UNSUITABLE, ORGANIZATION_EXISTS or NAME_MISSING.
    """
    with journal.entry(session, "organization.add", {"kind": kind.value}) as entry:
        insert(session, entry, parent=parent, kind=kind, code=code, name=name, keeper=session.unit)
        tree.renumber(session.db)
    return Change(entry.seq, f"添加{kind.label}", 1, noun="个党组织", verb="已添加")


def insert(
    session: Session,
    entry: EntryWriter,
    *,
    parent: int,
    kind: UnitKind,
    code: str,
    name: str,
    keeper: int | None,
    uuid: bytes | None = None,
) -> int:
    """Write one organisation inside an entry and give its id; ``keeper`` None means that it keeps itself.

    The caller renumbers the tree when it has written its last one.
    """
    db = session.db
    name, code = clean(name).strip(), clean(code).strip()
    if not name:
        raise Failure(Fault.NAME_MISSING, field="党组织名称")
    above = units.unit(db, parent)
    if not may_stand_below(kind, above.kind):
        raise Failure(Fault.KIND_UNSUITABLE, parent=above.name, kind=kind.label)
    double = db.execute_sql(
        "SELECT 1 FROM organization WHERE parent = ? AND (name = ? OR (code = ? AND code <> ''))",
        (parent, name, code),
    ).fetchone()
    if double:
        raise Failure(Fault.ORGANIZATION_EXISTS, name=name)
    number = ids.next_id(db, ORGANIZATION)
    values: Values = {
        "id": number,
        "uuid": uuid or uuid4().bytes,
        "parent": parent,
        "kind": kind.value,
        "code": code,
        "name": name,
        "keeper": number if keeper is None else keeper,
        "generation": 1,
    }
    entry.insert(ORGANIZATION, values)
    return number
