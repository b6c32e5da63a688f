"""Decisions from above, read as strictly as if a stranger had written them; each bears its own unit's signature.

The unit directly above is known by its card. A unit further up is believed on that one's word, as units further down
are in a report: the card known here first stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.crypto import lines, unitkeys, vouching
from tui.crypto.manifest import Manifest
from tui.crypto.vouching import VouchedCard
from tui.faults import Failure, Fault
from tui.intake import ledger_lines, report_lines
from tui.intake.arriving import Arrived
from tui.intake.report_lines import Row, fields, uuid_of
from tui.intake.signatures import refuse_other_payload
from tui.rules.units import UnitKind
from tui.store.cipher import CipherDatabase
from tui.store.queries import cards, units
from tui.store.queries.cards import KnownCard, Relation
from tui.store.travel.decision_records import DECISIONS_FILE, FORMAT, LEDGER, DecisionRecord, Decisions, card_name
from tui.store.travel.records import PersonRecord
from tui.store.vault import Vault


@dataclass(frozen=True, slots=True)
class CheckedDecisions:
    """A bundle of decisions that may be applied; ``missing`` and ``expired`` are notes, as for a report."""

    path: Path
    card: KnownCard
    decisions: Decisions
    missing: int
    expired: bool

    @property
    def manifest(self) -> Manifest:
        """What the bundle says of itself."""
        return self.decisions.manifest


def check_decisions(arrived: Arrived, vault: Vault) -> CheckedDecisions:
    """Check what a bundle of decisions carries; it waits for the vault's reader.

    Raises ``Failure`` E24 if the sender is not the unit above, E22 for a payload that is not as its manifest says, that
    has not the form of ``tui.store.travel.decision_records``, or that names a unit which cannot stand above; E06 for
    what is not text packed within bounds, E12 for a decision that the deciding unit has not signed.
    """
    if arrived.card.relation is not Relation.SUPERIOR:
        raise Failure(Fault.E24_CONFLICTS, count=1)
    refuse_other_payload(arrived.manifest, arrived.parcel)
    paths = [path for path, _ in arrived.parcel.payload]
    if paths != [DECISIONS_FILE, *(card_name(number) for number in range(1, len(paths)))]:
        raise Failure(Fault.E22_PAYLOAD_MISMATCH)
    (_, packed), *others = arrived.parcel.payload
    try:
        vouched = tuple(vouching.decode(content) for _, content in others)
        known, here = vault.read(_known, [bytes.fromhex(card.unit) for card in vouched]).result()
        keys = _keys(arrived.card, vouched, known)
        if here or not all(_fits(card, arrived.card) for card in vouched):
            raise ValueError("a unit that cannot stand above")
        persons, records = _read(packed, arrived.manifest.counts.records, keys)
        if {record.unit for record in records} - {arrived.card.unit} != {bytes.fromhex(card.unit) for card in vouched}:
            raise ValueError("a card of a unit that has decided nothing")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Failure(Fault.E22_PAYLOAD_MISMATCH) from None
    parcel = arrived.parcel
    decisions = Decisions(arrived.manifest, parcel.manifest, parcel.signature, packed, persons, records, vouched)
    return CheckedDecisions(arrived.path, arrived.card, decisions, arrived.missing, arrived.expired)


def _known(db: CipherDatabase, uuids: list[bytes]) -> tuple[dict[bytes, str], bool]:
    """The signing keys known here, and whether one of the units stands in this unit's tree."""
    return cards.signing_keys(db), any(units.by_uuid(db, uuid) is not None for uuid in uuids)


def _keys(
    sender: KnownCard, vouched: tuple[VouchedCard, ...], known: Mapping[bytes, str]
) -> dict[str, tuple[bytes, str]]:
    """(unit, signing key) by the key's id, of the sender and of every unit that he vouches for."""
    found = {sender.key_id: (sender.unit, sender.signing)}
    for card in vouched:
        unit = bytes.fromhex(card.unit)
        signing = known.get(unit, card.signing)
        if unit == sender.unit or found.setdefault(unitkeys.key_id(signing), (unit, signing)) != (unit, signing):
            raise ValueError("a unit with two cards, or a key of two units")
    if len(found) != 1 + len(vouched):
        raise ValueError("a unit that comes twice")
    return found


def _fits(card: VouchedCard, sender: KnownCard) -> bool:
    """Whether the unit can stand above the sender, and says no more of its place."""
    kind = UnitKind(card.kind)
    return card.parent == card.unit and not kind.holds_members and kind.rank >= UnitKind(sender.kind).rank


def _read(
    packed: bytes, count: int, keys: Mapping[str, tuple[bytes, str]]
) -> tuple[tuple[PersonRecord, ...], tuple[DecisionRecord, ...]]:
    rows = [report_lines.decode(line) for line in lines.unpack(packed)]
    kinds = [row.pop("t") for row in rows]
    people = kinds.count("person")
    if len(rows) != count or kinds != ["person"] * people + ["decision"] * (count - people):
        raise ValueError("not persons and decisions as the manifest counts them")
    persons = tuple(map(report_lines.person, rows[:people]))
    verify_keys = {person.uuid: person.verify_key for person in persons}
    records = tuple(_decision(row, keys, verify_keys) for row in rows[people:])
    uuids = {record.row["uuid"] for record in records}
    if len(verify_keys) != people or len(uuids) != len(records):
        raise ValueError("a person or a decision that comes twice")
    return persons, records


def _decision(row: Row, keys: Mapping[str, tuple[bytes, str]], verify_keys: Mapping[bytes, bytes]) -> DecisionRecord:
    """A decision whose statement its unit has signed: first the signature over the bytes, only then what they say."""
    said, signature = fields(row, "said", "signature")
    signed_by = keys.get(unitkeys.signer_id(signature.encode()))
    if signed_by is None:
        raise Failure(Fault.E12_BAD_SIGNATURE)
    unit, signing = signed_by
    comment = unitkeys.verify_manifest(signing, said.encode(), signature.encode())
    record = _stated(report_lines.decode(said.encode()), signature, verify_keys)
    if (record.statement, record.comment, record.unit) != (said, comment, unit):
        raise Failure(Fault.E12_BAD_SIGNATURE)
    return record


def _stated(value: dict[str, Any], signature: str, verify_keys: Mapping[bytes, bytes]) -> DecisionRecord:
    form, unit, member, by_key, row = fields(value, "format", "unit", "member", "by_key", "row")
    ledger = ledger_lines.ledger({"of": LEDGER, "member": member, "row": row}, verify_keys.keys(), verifiers=True)
    if form != FORMAT or verify_keys[ledger.row["by"]] != bytes.fromhex(by_key) or ledger.member is None:
        raise ValueError("another form, or another person's key")
    return DecisionRecord(uuid_of(unit), ledger.member, ledger.row, bytes.fromhex(by_key), signature)
