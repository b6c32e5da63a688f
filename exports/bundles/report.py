"""Sealing a report (上报) for the superior.

Nothing is lost or doubled whenever the power fails: the file is written whole under ``NAME.part`` and read back,
then one transaction notes it as sent, then it gets its name. A number that was noted is never used again; if its
file did not come to be, the receiver sees a gap, which does no harm because every report is whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from exports import media
from exports.naming import unit_in_name
from tui import __version__
from tui.crypto import container, lines, manifest, unitkeys, vouching
from tui.crypto.container import Parcel
from tui.crypto.manifest import Addressee, App, Basis, Checkpoint, Counts, Manifest, PayloadFile, Sender, SliceMark
from tui.faults import Failure, Fault
from tui.store import journal
from tui.store.commands.sealing import note_sealed
from tui.store.queries import cards, streams, units
from tui.store.queries.cards import KnownCard
from tui.store.queries.units import Unit
from tui.store.session import Session
from tui.store.travel import attachments, forwarding, outgoing
from tui.store.travel.outgoing import OutgoingSlice
from tui.store.travel.records import FORWARDED_FILES, RECORDS_FILE, SCHEMA_VERSION, attachment_name, forwarded_name
from tui.store.watching import Cancelled, Progress, watched

VALID_FOR: Final = timedelta(days=180)
_MEDIA: Final = {
    ".bin": "application/octet-stream",
    ".gz": "application/gzip",
    ".json": "application/json",
    ".minisig": "text/plain",
}
_AGE_OVERHEAD = 8192  # bytes of its header; its chunks add 16 bytes to every 64 KiB


@dataclass(frozen=True, slots=True)
class Sealed:
    """A report that is on the medium: the file, its place in the stream, and what it carries, in numbers.

    ``waiting``: contents of evidence that no report has carried yet, this one neither, for want of room.
    """

    path: Path
    size: int
    sha256: str
    bundle_id: str
    seq: int
    entry: int
    to: str
    slices: int
    members: int
    records: int
    forwarded: int
    attachments: int
    waiting: int


def seal_report(
    session: Session,
    signing_secret: bytes,
    folder: Path,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Sealed:
    """Seal this unit's report for its superior into ``folder``: a command for the writer thread.

    ``progress`` hears of members. Raises ``Failure`` NO_SUPERIOR, RESTORED,
    CANCELLED, and those of ``media.write_file``;
    in each case nothing is noted as sent, unless the medium fails when the file is given its name.
    """
    told = watched(progress, cancelled)
    with session.db.atomic():
        if session.db.execute_sql("SELECT 1 FROM setting WHERE name = 'restored'").fetchone():
            raise Failure(Fault.RESTORED)
        superior = cards.superior(session.db)
        if superior is None:
            raise Failure(Fault.NO_SUPERIOR)
        unit = units.unit(session.db, session.unit)
        stream = f"{unit.uuid.hex()}>{superior.unit.hex()}/{manifest.REPORT}"
        contents, waiting = attachments.to_carry(session.db, stream)
        sent, payload = _compose(session, unit, superior, signing_secret, contents, told)
    raw = sent.encode()
    parcel = Parcel(raw, unitkeys.sign_manifest(signing_secret, raw, sent.trusted_comment), payload)
    ours, theirs = unit_in_name(unit.code, unit.uuid.hex()), unit_in_name(superior.code, superior.unit.hex())
    name = f"dyb1-{sent.kind}-{ours}-{theirs}-{sent.seq:08d}.dyb.age"
    members = sum(mark.members for mark in sent.slices)
    entries: list[int] = []

    def note() -> None:
        carried = [file.sha256 for file in sent.payload[len(sent.payload) - len(contents) :]]
        entries.append(
            note_sealed(session, sent, bytes.fromhex(manifest.digest(raw)), name, [*map(bytes.fromhex, carried)])
        )

    size = len(raw) + sum(len(content) for _, content in payload)
    written = media.write_file(
        folder,
        name,
        lambda out: container.seal(parcel, [superior.receiving], out, lambda *_: told(members, members)),
        needed=size + size // 1000 + _AGE_OVERHEAD,
        before_final_name=note,
    )
    return Sealed(
        written.path,
        written.size,
        written.sha256,
        sent.bundle_id,
        sent.seq,
        entries[0],
        superior.name,
        len(sent.slices),
        members,
        sent.counts.records,
        sent.counts.forwarded,
        len(contents),
        waiting,
    )


def _compose(
    session: Session, unit: Unit, superior: KnownCard, signing_secret: bytes, contents: list[bytes], told: Progress
) -> tuple[Manifest, tuple[tuple[str, bytes], ...]]:
    """The manifest and the payload, all of one state of the register."""
    size, root = journal.last(session.db)
    kept = outgoing.slices(session.db, session.unit, version=size)
    packed, records = _records(session, kept, told)
    forwarded = _forwarded(session)
    attached = [(attachment_name(number), content) for number, content in enumerate(contents, 1)]
    payload = ((RECORDS_FILE, packed), *forwarded, *attached)
    addressee = Addressee(superior.unit.hex(), manifest.digest(superior.receiving.encode()))
    place = streams.next_place(session.db, f"{unit.uuid.hex()}>{addressee.org}/{manifest.REPORT}")
    created = session.clock().replace(microsecond=0)
    key = unitkeys.key_id(unitkeys.signing_public(signing_secret))
    name = cards.presentable(unit.name, manifest.MAX_NAME)
    return Manifest(
        bundle_id=manifest.new_bundle_id(),
        sender=Sender(unit.uuid.hex(), name, key, session.actor.uuid),
        to=(addressee,),
        recipients=(addressee.key_sha256,),
        seq=place.seq,
        prev=place.prev,
        created=created.isoformat(timespec="seconds"),
        expires=(created + VALID_FOR).isoformat(timespec="seconds"),
        basis=Basis(SCHEMA_VERSION),
        counts=Counts(records, forwarded=len(forwarded) // len(FORWARDED_FILES)),
        checkpoint=Checkpoint(unit.uuid.hex(), size, root),
        custody=session.custody,
        app=App("paicha", __version__),
        payload=tuple(
            PayloadFile(path, len(content), manifest.digest(content), _MEDIA[Path(path).suffix])
            for path, content in payload
        ),
        slices=tuple(_mark(outgoing_slice) for outgoing_slice in kept),
    ), payload


def _forwarded(session: Session) -> list[tuple[str, bytes]]:
    """The reports of units below, each as it came."""
    found = []
    for number, report in enumerate(forwarding.reports_below(session.db, session.unit), 1):
        contents = (vouching.encode(report.card), report.manifest, report.signature, report.records)
        found += [
            (forwarded_name(number, file), content) for file, content in zip(FORWARDED_FILES, contents, strict=True)
        ]
    return found


def _records(session: Session, kept: list[OutgoingSlice], told: Progress) -> tuple[bytes, int]:
    """The records packed, and how many they are."""
    count = 0

    def counted() -> Iterator[bytes]:
        nonlocal count
        count = 0
        for line in outgoing.lines(session, kept, told):
            count += 1
            yield line

    return lines.pack(counted), count


def _mark(kept: OutgoingSlice) -> SliceMark:
    head = kept.head
    return SliceMark(head["uuid"].hex(), head["generation"], head["version"], kept.members)
