"""Persons whom a report names, and the campaign it belongs to: the two things that every unit may know already."""

import json
from collections.abc import Iterable

from tui.faults import Failure, Fault
from tui.store import ids, rows
from tui.store.images import CAMPAIGN, PERSON, Values
from tui.store.journal import EntryWriter
from tui.store.session import Session
from tui.store.travel.records import CampaignRecord, PersonRecord


def campaign_of(session: Session, entry: EntryWriter, record: CampaignRecord) -> int:
    """The row id of the report's campaign, taken into the register if it is not known; a known one stays as it is."""
    found = session.db.execute_sql("SELECT id FROM campaign WHERE uuid = ?", (bytearray(record.uuid),)).fetchone()
    if found:
        return int(found[0])
    values: Values = {"id": ids.next_id(session.db, CAMPAIGN), **record._asdict()}
    entry.insert(CAMPAIGN, values)
    return int(values["id"])


def introduce(session: Session, entry: EntryWriter, records: Iterable[PersonRecord]) -> dict[bytes, int]:
    """Row ids by uuid of the persons a report names; unknown ones are taken into the register.

    E22 if one has another key than is known of him: a verdict is his because of his key. A name that is known stays:
    whose it is, no report of others decides.
    """
    named = {record.uuid: record for record in records}
    found = session.db.execute_sql(
        f"{PERSON.select} WHERE uuid IN (SELECT unhex(value) FROM json_each(?))",
        (json.dumps([uuid.hex() for uuid in named]),),
    )
    known = {row["uuid"]: row for row in map(PERSON.row, found)}
    if any(row["verify_key"] != named[uuid].verify_key for uuid, row in known.items()):
        raise Failure(Fault.E22_PAYLOAD_MISMATCH)
    number = ids.next_id(session.db, PERSON)
    new: list[Values] = [
        {"id": number + place, **record._asdict()}
        for place, record in enumerate(record for uuid, record in named.items() if uuid not in known)
    ]
    rows.insert_rows(session.db, PERSON, new)
    for row in new:
        entry.created(PERSON, row)
    return {row["uuid"]: row["id"] for row in (*known.values(), *new)}
