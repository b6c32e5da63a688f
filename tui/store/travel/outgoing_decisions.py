"""What goes down to a unit directly below: this unit's decisions on its members, and those that came from above.

A decision of a unit further up goes on with the signature with which it came; nobody on the way can change a word.
"""

import json
from collections.abc import Iterable
from typing import NamedTuple

from tui.crypto import unitkeys
from tui.crypto.vouching import VouchedCard
from tui.store.cipher import CipherDatabase
from tui.store.images import DISPOSAL_DECISION, Values, encode
from tui.store.ledgers import BY_NAME
from tui.store.queries import units
from tui.store.session import Session
from tui.store.travel.decision_records import LEDGER, DecisionRecord

_CARRIED = BY_NAME[LEDGER].carried_columns


class OutgoingDecisions(NamedTuple):
    """The lines of the bundle, how many of them are decisions, and the cards of units further up who decided."""

    lines: tuple[bytes, ...]
    decisions: int
    cards: tuple[VouchedCard, ...]


def decisions_for(session: Session, receiver: bytes, secret: bytes) -> OutgoingDecisions:
    """All that this unit and those above decided on members of the unit ``receiver`` (uuid) and of units below it.

    ``secret`` signs this unit's own. Empty for a unit that does not stand in the tree.
    """
    db = session.db
    below = units.by_uuid(db, receiver)
    if below is None:
        return OutgoingDecisions((), 0, ())
    columns = ", ".join(f"d.{name}" for name in DISPOSAL_DECISION.columns)
    found = db.execute_sql(
        f"""SELECT {columns} FROM disposal_decision d JOIN member m ON m.id = d.member
            JOIN organization o ON o.id = m.org JOIN organization t ON t.id = ? AND o.lft BETWEEN t.lft AND t.rgt
            WHERE d.unit = ? OR d.above IS NOT NULL ORDER BY d.uuid""",
        (below.id, session.unit),
    )
    rows = [DISPOSAL_DECISION.row(row) for row in found.fetchall()]
    people = _people(db, (row["by"] for row in rows))
    members = _members(db, (row["member"] for row in rows))
    own = units.unit(db, session.unit).uuid
    records = [_record(row, row["above"] or own, members, people) for row in rows]
    signed = [record if record.signature else _signed(record, secret) for record in records]
    persons = sorted({record.row["by"] for record in signed})
    by_uuid = {person["uuid"]: person for person in people.values()}
    lines = [encode({"t": "person", **by_uuid[uuid]}) for uuid in persons]
    lines += [encode({"t": "decision", "said": record.statement, "signature": record.signature}) for record in signed]
    return OutgoingDecisions(
        tuple(line.encode() for line in lines),
        len(signed),
        _cards(db, {record.unit for record in signed} - {own}),
    )


def _record(row: Values, unit: bytes, members: dict[int, bytes], people: dict[int, Values]) -> DecisionRecord:
    person = people[row["by"]]
    values = {name: row[name] for name in _CARRIED} | {"by": person["uuid"]}
    return DecisionRecord(unit, members[row["member"]], values, person["verify_key"], row["signature"] or "")


def _signed(record: DecisionRecord, secret: bytes) -> DecisionRecord:
    signature = unitkeys.sign_manifest(secret, record.statement.encode(), record.comment)
    return record._replace(signature=signature.decode("ascii"))


def _people(db: CipherDatabase, numbers: Iterable[int]) -> dict[int, Values]:
    found = db.execute_sql(
        "SELECT id, uuid, name, verify_key FROM person WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(numbers))),),
    )
    return {number: {"uuid": bytes(uuid), "name": name, "verify_key": bytes(key)} for number, uuid, name, key in found}


def _members(db: CipherDatabase, numbers: Iterable[int]) -> dict[int, bytes]:
    found = db.execute_sql(
        "SELECT id, uuid FROM member WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(set(numbers))),)
    )
    return {number: bytes(uuid) for number, uuid in found}


def _cards(db: CipherDatabase, wanted: set[bytes]) -> tuple[VouchedCard, ...]:
    """The cards of these units above, as they were accepted here or vouched for."""
    found = db.execute_sql(
        """SELECT lower(hex(unit)), lower(hex(unit)), name, code, kind, signing, receiving, fingerprint, accepted_on
           FROM (SELECT unit, name, code, kind, signing, receiving, fingerprint, accepted_on FROM card UNION ALL
                 SELECT unit, name, code, kind, signing, receiving, fingerprint, accepted_on FROM vouched
                 WHERE unit NOT IN (SELECT unit FROM card))
           WHERE lower(hex(unit)) IN (SELECT value FROM json_each(?)) ORDER BY unit""",
        (json.dumps([unit.hex() for unit in wanted]),),
    )
    return tuple(VouchedCard(*card) for card in found)
