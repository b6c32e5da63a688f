"""Opening a bundle: every reason to refuse it is looked for before anything of it is shown or kept.

The order is that of the bundle's specification, and nothing is parsed before the signature over its bytes holds:
read (E01), unseal (E02-E04, E06), sender (E09), signature (E12), manifest (E07, E08), addressee (E14), place in the
stream (E15, E16, E18), journal (E23), payload (E22). That two units claim one record (E24) is found by the rehearsal of
applying it.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from tui.crypto import container, unitkeys
from tui.crypto import manifest as manifests
from tui.crypto.container import Opened, Parcel
from tui.crypto.manifest import Manifest
from tui.faults import Failure, Fault
from tui.intake import media
from tui.intake.forwarded import read_forwarded
from tui.intake.report_records import read_records
from tui.intake.signatures import refuse_other_payload, verified
from tui.rules.evidence import LARGEST
from tui.store.cipher import CipherDatabase
from tui.store.queries import cards, streams, units
from tui.store.queries.cards import KnownCard
from tui.store.travel.records import FORWARDED_FILES, RECORDS_FILE, MemberRecord, Report, attachment_name
from tui.store.vault import Vault
from tui.store.watching import Cancelled, Progress, watched


@dataclass(frozen=True, slots=True)
class Checked:
    """A bundle that may be applied.

    ``card`` is the sender's; ``missing`` says how many bundles before this one have not come, ``expired`` that its
    time is over: both are notes. ``members`` and ``records`` are what it carries of the sender's own,
    ``forwarded`` how many reports of units further down, and ``forwarded_members`` the members in those.
    """

    path: Path
    card: KnownCard
    report: Report
    missing: int
    expired: bool
    members: int
    records: int
    forwarded: int
    forwarded_members: int

    @property
    def manifest(self) -> Manifest:
        """What the bundle says of itself."""
        return self.report.manifest


def open_bundle(
    path: Path, vault: Vault, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Checked:
    """Read and check a bundle; nothing is written. It waits for the vault's reader, so it needs a thread of its own.

    ``progress`` hears of members. Raises ``Failure`` E01 to E23 as above, and CANCELLED.
    """
    identity = vault.receiving_identity()
    raw = media.read_file(path, container.MAX_BUNDLE)
    with container.memory_file(raw) as source:
        del raw
        opened = container.unseal(source, identity, watched(None, cancelled))
    parcel = opened.parcel
    card = _sender(vault.read(cards.known_cards).result(), parcel)
    manifest = verified(card.unit, card.signing, parcel.manifest, parcel.signature)
    own = vault.read(units.unit, vault.session.unit).result()
    _refuse_forwarded(manifest, opened, own.uuid.hex(), unitkeys.receiving_public(identity))
    now = vault.session.clock()
    missing = vault.read(_missing, manifest, parcel.manifest, now).result()
    vault.read(streams.refuse_forked, manifest).result()
    report = _report(manifest, parcel, vault.read(cards.signing_keys).result())
    news = [each.report for each in report.forwarded if vault.read(_is_news, each.report).result()]
    _read_all([report, *news], watched(progress, cancelled))
    return Checked(
        path=path,
        card=card,
        report=report,
        missing=missing,
        expired=manifests.read_time(manifest.expires) < now,
        members=_members(report),
        records=manifest.counts.records,
        forwarded=len(report.forwarded),
        forwarded_members=sum(_members(each.report) for each in report.forwarded),
    )


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


def _is_news(db: CipherDatabase, report: Report) -> bool:
    return streams.is_news(db, report.manifest, report.digest)


def _report(manifest: Manifest, parcel: Parcel, keys: dict[bytes, str]) -> Report:
    """The report in a parcel, with those it forwards; their records are still to be read."""
    refuse_other_payload(manifest, parcel)
    if not parcel.payload or parcel.payload[0][0] != RECORDS_FILE:
        raise Failure(Fault.E22_PAYLOAD_MISMATCH)
    (_, packed), *others = parcel.payload
    behind = manifest.counts.forwarded * len(FORWARDED_FILES)
    forwarded = read_forwarded(manifest, others[:behind], keys)
    return Report(
        manifest,
        parcel.manifest,
        parcel.signature,
        packed,
        lambda: read_records(packed, manifest),
        forwarded,
        _attachments(others[behind:]),
    )


def _attachments(payload: list[tuple[str, bytes]]) -> tuple[tuple[bytes, bytes], ...]:
    """The contents of evidence behind everything else, each with its hash; E22 for a file that is none."""
    if [path for path, _ in payload] != [attachment_name(number) for number in range(1, len(payload) + 1)]:
        raise Failure(Fault.E22_PAYLOAD_MISMATCH)
    if any(not 0 < len(content) <= LARGEST for _, content in payload):
        raise Failure(Fault.E22_PAYLOAD_MISMATCH)
    return tuple((sha256(content).digest(), content) for _, content in payload)


def _read_all(reports: list[Report], told: Progress) -> None:
    """Every record read once, which is what checks them; those of reports that are known were checked before."""
    done, total = 0, sum(_members(report) for report in reports)
    for report in reports:
        for record in report.read():
            if isinstance(record, MemberRecord):
                done += 1
                if done % 1000 == 0:
                    told(done, total)
    told(done, total)


def _members(report: Report) -> int:
    return sum(mark.members for mark in report.manifest.slices)
