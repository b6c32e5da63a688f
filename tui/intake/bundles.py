"""Opening a bundle: every reason to refuse it is looked for before anything of it is shown or kept.

The order is that of the bundle's specification, and nothing is parsed before the signature over its bytes holds:
read (E01), unseal (E02-E04, E06), sender (E09), signature (E12), manifest (E07, E08), addressee (E14), place in the
stream (E15, E16, E18), payload (E22). That two units claim one record (E24) is found by the rehearsal of applying it.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tui.crypto import container, unitkeys
from tui.crypto import manifest as manifests
from tui.crypto.container import Opened, Parcel
from tui.crypto.manifest import Manifest
from tui.faults import Failure, Fault
from tui.intake import media
from tui.intake.report_records import read_records
from tui.store.cipher import CipherDatabase
from tui.store.queries import cards, streams, units
from tui.store.queries.cards import KnownCard
from tui.store.travel.records import RECORDS_FILE, SCHEMA_VERSION, MemberRecord, Report
from tui.store.vault import Vault
from tui.store.watching import Cancelled, Progress, watched


@dataclass(frozen=True, slots=True)
class Checked:
    """A bundle that may be applied.

    ``card`` is the sender's; ``missing`` says how many bundles before this one have not come, ``expired`` that its
    time is over: both are notes. ``members`` and ``records`` are what it carries.
    """

    path: Path
    card: KnownCard
    report: Report
    missing: int
    expired: bool
    members: int
    records: int

    @property
    def manifest(self) -> Manifest:
        """What the bundle says of itself."""
        return self.report.manifest


def open_bundle(
    path: Path, vault: Vault, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Checked:
    """Read and check a bundle; nothing is written. It waits for the vault's reader, so it needs a thread of its own.

    ``progress`` hears of members. Raises ``Failure`` E01 to E22 as above, and CANCELLED.
    """
    told, wanted = watched(progress, cancelled), watched(None, cancelled)
    identity = vault.receiving_identity()
    raw = media.read_file(path, container.MAX_BUNDLE)
    with container.memory_file(raw) as source:
        del raw
        opened = container.unseal(source, identity, wanted)
    parcel = opened.parcel
    card = _sender(vault.read(cards.known_cards).result(), parcel)
    manifest = verified(card, parcel.manifest, parcel.signature)
    own = vault.read(units.unit, vault.session.unit).result()
    _refuse_forwarded(manifest, opened, own.uuid.hex(), unitkeys.receiving_public(identity))
    now = vault.session.clock()
    missing = vault.read(_missing, manifest, parcel.manifest, now).result()
    report = checked_report(manifest, parcel)
    members = _count_members(report, told)
    return Checked(
        path, card, report, missing, manifests.read_time(manifest.expires) < now, members, manifest.counts.records
    )


def verified(card: KnownCard, raw: bytes, signature: bytes) -> Manifest:
    """The manifest, if the card's unit signed it: E12 if not, E07 or E08 for what it signed."""
    comment = unitkeys.verify_manifest(card.signing, raw, signature)
    manifest = manifests.decode(raw)
    sender = manifest.sender
    if (comment, sender.org, sender.key) != (manifest.trusted_comment, card.unit.hex(), card.key_id):
        raise Failure(Fault.E12_BAD_SIGNATURE)
    if manifest.basis.schema_version != SCHEMA_VERSION:
        raise Failure(Fault.E08_UNSUPPORTED)
    return manifest


def checked_report(manifest: Manifest, parcel: Parcel) -> Report:
    """The report in a parcel whose payload is, byte for byte, what the manifest names; E22 if it is not."""
    found = [(path, len(content), manifests.digest(content)) for path, content in parcel.payload]
    named = [(file.path, file.size, file.sha256) for file in manifest.payload]
    if found != named or [path for path, _, _ in found] != [RECORDS_FILE]:
        raise Failure(Fault.E22_PAYLOAD_MISMATCH)
    packed = parcel.payload[0][1]
    return Report(manifest, parcel.manifest, parcel.signature, packed, lambda: read_records(packed, manifest))


def _sender(known: list[KnownCard], parcel: Parcel) -> KnownCard:
    """The card of the unit whose key the signature names."""
    key_id = unitkeys.signer_id(parcel.signature)
    card = next((card for card in known if card.key_id == key_id), None)
    if card is None:
        raise Failure(Fault.E09_UNKNOWN_SENDER)
    return card


def _refuse_forwarded(manifest: Manifest, opened: Opened, own: str, receiving: str) -> None:
    """E14 unless the sender himself sealed the bundle for us: others can encrypt to us, but not name us in it."""
    ours = manifests.digest(receiving.encode())
    named = any((unit.org, unit.key_sha256) == (own, ours) for unit in manifest.to)
    if not named or ours not in manifest.recipients or opened.stanzas != len(manifest.recipients):
        raise Failure(Fault.E14_FORWARDED)


def _missing(db: CipherDatabase, manifest: Manifest, raw: bytes, now: datetime) -> int:
    return streams.refuse_misplaced(db, manifest, bytes.fromhex(manifests.digest(raw)), now.tzinfo)


def _count_members(report: Report, told: Progress) -> int:
    """Every record read once, which is what checks them."""
    total = sum(mark.members for mark in report.manifest.slices)
    members = 0
    for record in report.read():
        if isinstance(record, MemberRecord):
            members += 1
            if members % 1000 == 0:
                told(members, total)
    told(members, total)
    return members
