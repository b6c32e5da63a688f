"""What a report forwards: the newest report applied here of every unit below that keeps itself, just as it came.

The signatures of those who made them stay good, so nobody on the way can change a word; what the forwarding unit
adds is whose key it is, as it has accepted it or had it vouched for, and where the unit hangs.
"""

from typing import NamedTuple

from tui.crypto.vouching import VouchedCard
from tui.store.cipher import CipherDatabase
from tui.store.models import Vouched
from tui.store.session import Session


class OutgoingReport(NamedTuple):
    """A report to be forwarded: the sender's card, and the three files that belong together."""

    card: VouchedCard
    manifest: bytes
    signature: bytes
    records: bytes


def reports_below(db: CipherDatabase, unit: int) -> list[OutgoingReport]:
    """The reports that ``unit`` forwards, those of units above before those of units below."""
    found = db.execute_sql(
        """SELECT lower(hex(o.uuid)), lower(hex(p.uuid)), k.name, k.code, k.kind, k.signing, k.receiving,
                  k.fingerprint, k.accepted_on, r.manifest, r.signature, r.records
           FROM organization o
           JOIN organization p ON p.id = o.parent
           JOIN slice s ON s.org = o.id
           JOIN received r ON r.stream = s.stream AND r.seq = s.seq
           JOIN (SELECT unit, name, code, kind, signing, receiving, fingerprint, accepted_on FROM card
                 UNION ALL
                 SELECT unit, name, code, kind, signing, receiving, fingerprint, accepted_on FROM vouched
                 WHERE unit NOT IN (SELECT unit FROM card)) k ON k.unit = o.uuid
           WHERE o.keeper = o.id AND o.id <> ? ORDER BY o.lft""",
        (unit,),
    )
    return [
        OutgoingReport(VouchedCard(*card), bytes(manifest), bytes(signature), bytes(records))
        for *card, manifest, signature, records in found
    ]


def note_vouched(session: Session, card: VouchedCard, voucher: bytes) -> None:
    """Keep the card of a unit further down; the first word on a unit stands."""
    Vouched.insert(
        unit=bytes.fromhex(card.unit),
        voucher=voucher,
        name=card.name,
        code=card.code,
        kind=card.kind,
        signing=card.signing,
        receiving=card.receiving,
        fingerprint=card.fingerprint,
        accepted_on=card.accepted_on,
    ).on_conflict_ignore().execute(session.db)
