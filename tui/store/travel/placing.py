"""The organisations of a report: who may speak for them, which of their slices are newer, and their place here."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlcipher3 import dbapi2

from tui.faults import Failure, Fault
from tui.rules.units import UnitKind, may_stand_below
from tui.store import ids, rows, tree
from tui.store.cipher import CipherDatabase
from tui.store.images import ORGANIZATION, Values
from tui.store.journal import EntryWriter
from tui.store.queries.units import Unit
from tui.store.session import Session
from tui.store.travel.records import OrganizationRecord

WITHDRAWN: Final = "（已撤）"
"""Ends the name of an organisation that its keeper no longer has, once another bears the name."""

_AMONG = "(SELECT unhex(value) FROM json_each(?))"


@dataclass(slots=True)
class Placed:
    """What became of a report's organisations.

    ``slices`` are those to be applied, uuid → row id; ``older`` is how many are not, because what is known of them
    is as new or newer; ``absent`` are the row ids of those that the sender keeps and no longer reports.
    """

    slices: dict[bytes, int] = field(default_factory=dict)
    older: int = 0
    added: int = 0
    absent: list[int] = field(default_factory=list)


def place(
    session: Session,
    entry: EntryWriter,
    sender: Unit,
    records: Sequence[OrganizationRecord],
    heads: Sequence[OrganizationRecord] = (),
) -> Placed:
    """Bring the tree in line with the report's organisations.

    ``heads`` are the units whose reports it forwards: they keep themselves, so only their places are set up, and
    only if they have none here yet. Raises ``Failure`` E24 if an organisation is kept by another unit than the
    sender (or a head not by itself), does not hang below the sender, or bears the name of another; E22 for a report
    without the sender's own slice or with a unit below one where its kind may not stand.
    """
    known = _known(session.db, sender, (*records, *heads))
    _refuse_foreign(session.db, sender, records, heads, known)
    applied = _applied(session.db, known)
    newer = [record for record in records if (record.generation, record.version) > applied.get(record.uuid, (0, 0))]
    reported = {record.uuid for record in records}
    absent = []
    if any(record.uuid == sender.uuid for record in newer):
        absent = [row for row in known.values() if row["keeper"] == sender.id and row["uuid"] not in reported]
    arriving = [head for head in heads if head.uuid not in known]
    added = _write(session, entry, sender, [*newer, *arriving], absent, known)
    slices = {record.uuid: known[record.uuid]["id"] for record in newer}
    return Placed(slices, len(records) - len(newer), added, [row["id"] for row in absent])


def _known(db: CipherDatabase, sender: Unit, records: Iterable[OrganizationRecord]) -> dict[bytes, Values]:
    """The rows of the organisations that the report names or that its sender keeps, by uuid."""
    named = {uuid.hex() for record in records for uuid in (record.uuid, record.parent) if uuid}
    found = db.execute_sql(
        f"{ORGANIZATION.select} WHERE keeper = ? OR uuid IN {_AMONG}", (sender.id, json.dumps(sorted(named)))
    )
    return {row["uuid"]: row for row in map(ORGANIZATION.row, found)}


def _refuse_foreign(
    db: CipherDatabase,
    sender: Unit,
    records: Sequence[OrganizationRecord],
    heads: Sequence[OrganizationRecord],
    known: dict[bytes, Values],
) -> None:
    if sender.uuid not in {record.uuid for record in records}:
        raise Failure(Fault.E22_PAYLOAD_MISMATCH)
    # Where his own stand the sender may say anew; where another unit stands that is known here, he may not.
    placed = [*records, *(head for head in heads if head.uuid not in known)]
    parents = {record.uuid: record.parent for record in placed}
    standing = {uuid for record in (*records, *heads) for uuid in (record.uuid, record.parent) if uuid}
    below = _below(db, sender, standing - parents.keys())
    foreign = 0
    for record, keeper in (*((record, sender.uuid) for record in records), *((head, head.uuid) for head in heads)):
        row = known.get(record.uuid)
        kept = record.keeper == keeper and (row is None or row["keeper"] == known[keeper]["id"])
        foreign += not kept or not _leads_to(below, parents, record.uuid)
    if foreign:
        raise Failure(Fault.E24_CONFLICTS, count=foreign)


def _below(db: CipherDatabase, sender: Unit, uuids: Iterable[bytes]) -> set[bytes]:
    """The sender, and which of the organisations stand below him here."""
    found = db.execute_sql(
        f"""SELECT o.uuid FROM organization t JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
            WHERE t.id = ? AND o.uuid IN {_AMONG}""",
        (sender.id, json.dumps([uuid.hex() for uuid in uuids])),
    )
    return {sender.uuid} | {uuid for (uuid,) in found}


def _leads_to(below: set[bytes], parents: dict[bytes, bytes | None], uuid: bytes) -> bool:
    """Whether the way up ends among ``below``, to which it is then added."""
    way: set[bytes] = set()
    step: bytes | None = uuid
    while step is not None and step not in below and step not in way:
        way.add(step)
        step = parents.get(step)
    if step not in below:
        return False
    below |= way
    return True


def _applied(db: CipherDatabase, known: dict[bytes, Values]) -> dict[bytes, tuple[int, int]]:
    """How new what is known of each organisation is: the pair of its last report, and at least its generation."""
    found = db.execute_sql(
        "SELECT org, generation, version FROM slice WHERE org IN (SELECT value FROM json_each(?))",
        (json.dumps([row["id"] for row in known.values()]),),
    )
    pairs = {org: (generation, version) for org, generation, version in found}
    return {uuid: max(pairs.get(row["id"], (0, 0)), (row["generation"], 0)) for uuid, row in known.items()}


def _write(
    session: Session,
    entry: EntryWriter,
    sender: Unit,
    records: Sequence[OrganizationRecord],
    absent: Sequence[Values],
    known: dict[bytes, Values],
) -> int:
    """Write what differs and bring ``known`` up to date; gives how many organisations are new."""
    before = dict(known)
    number = ids.next_id(session.db, ORGANIZATION)
    for record in records:
        if record.uuid not in known:
            keeper = number if record.keeper == record.uuid else sender.id
            blank: Values = {"id": number, "uuid": record.uuid, "keeper": keeper, "generation": record.generation}
            known[record.uuid] = blank
            number += 1
    for record in records:
        known[record.uuid] = known[record.uuid] | _fields(sender, record, known)
    standing = [known[record.uuid] for record in records]
    _refuse_unsuitable(sender, standing, known)
    names = {(row["parent"], name) for row in standing for name in (row["name"], row["code"]) if name}
    for row in absent:
        if not names.isdisjoint({(row["parent"], row["name"]), (row["parent"], row["code"])}):
            known[row["uuid"]] = row | {"name": f"{row['name']}{WITHDRAWN}{row['uuid'].hex()[:8]}", "code": ""}
    new = [row for uuid, row in known.items() if uuid not in before]
    changed = [(before[uuid], row) for uuid, row in known.items() if uuid in before and row != before[uuid]]
    _store(session.db, new, [after for _, after in changed])
    for row in new:
        entry.created(ORGANIZATION, row)
    for was, row in changed:
        entry.changed(ORGANIZATION, was, row)
    if new or changed:
        tree.renumber(session.db)
    return len(new)


def _fields(sender: Unit, record: OrganizationRecord, known: dict[bytes, Values]) -> Values:
    """What the report says of an organisation; where the sender's own unit hangs is not for him to say."""
    fields: Values = {"kind": record.kind.value, "code": record.code, "name": record.name}
    if record.uuid != sender.uuid and record.parent is not None:
        return fields | {"parent": known[record.parent]["id"]}
    if record.kind is not sender.kind:
        raise Failure(Fault.E22_PAYLOAD_MISMATCH)
    return fields


def _refuse_unsuitable(sender: Unit, standing: Sequence[Values], known: dict[bytes, Values]) -> None:
    """E22 for a unit where none of its kind may stand, and for one that stands below itself."""
    kinds = {row["id"]: UnitKind(row["kind"]) for row in known.values()}
    parents: dict[int, int | None] = {row["id"]: row["parent"] for row in known.values()}
    for row in standing:
        step, way = row["id"], set[int]()
        while step in parents and step != sender.id and step not in way:
            way.add(step)
            step = parents[step]
        unsuitable = row["id"] != sender.id and not may_stand_below(kinds[row["id"]], kinds[row["parent"]])
        if step in way or unsuitable:
            raise Failure(Fault.E22_PAYLOAD_MISMATCH)


def _store(db: CipherDatabase, new: Sequence[Values], changed: Sequence[Values]) -> None:
    """Write rows; those that change step aside first, so that two can exchange their names."""
    aside = "UPDATE organization SET name = hex(uuid), code = '' WHERE id = ?"
    final = "UPDATE organization SET parent = ?, kind = ?, code = ?, name = ? WHERE id = ?"
    try:
        db.connection().executemany(aside, [(row["id"],) for row in changed])
        rows.insert_rows(db, ORGANIZATION, new)
        db.connection().executemany(
            final, [tuple(row[name] for name in ("parent", "kind", "code", "name", "id")) for row in changed]
        )
    except dbapi2.IntegrityError:
        raise Failure(Fault.E24_CONFLICTS, count=1) from None
