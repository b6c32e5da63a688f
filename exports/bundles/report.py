"""Sealing a report (上报) for the superior."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exports.bundles.writing import Payload, described, refuse_restored, write_bundle
from tui.crypto import lines, manifest, vouching
from tui.crypto.manifest import Counts, Manifest, SliceMark
from tui.faults import Failure, Fault
from tui.store import journal
from tui.store.queries import cards, units
from tui.store.queries.cards import KnownCard
from tui.store.session import Session
from tui.store.travel import attachments, forwarding, outgoing
from tui.store.travel.outgoing import OutgoingSlice
from tui.store.travel.records import FORWARDED_FILES, RECORDS_FILE, attachment_name, forwarded_name
from tui.store.watching import Cancelled, Progress, watched


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
        refuse_restored(session)
        superior = cards.superior(session.db)
        if superior is None:
            raise Failure(Fault.NO_SUPERIOR)
        unit = units.unit(session.db, session.unit)
        stream = f"{unit.uuid.hex()}>{superior.unit.hex()}/{manifest.REPORT}"
        contents, waiting = attachments.to_carry(session.db, stream)
        sent, payload = _compose(session, superior, signing_secret, contents, told)
    members = sum(mark.members for mark in sent.slices)
    carried = [bytes.fromhex(file.sha256) for file in sent.payload[len(sent.payload) - len(contents) :]]
    written, entry = write_bundle(
        session, superior, sent, payload, signing_secret, folder, lambda *_: told(members, members), carried
    )
    return Sealed(
        written.path,
        written.size,
        written.sha256,
        sent.bundle_id,
        sent.seq,
        entry,
        superior.name,
        len(sent.slices),
        members,
        sent.counts.records,
        sent.counts.forwarded,
        len(contents),
        waiting,
    )


def _compose(
    session: Session, superior: KnownCard, signing_secret: bytes, contents: list[bytes], told: Progress
) -> tuple[Manifest, Payload]:
    """The manifest and the payload, all of one state of the register."""
    size, _ = journal.last(session.db)
    kept = outgoing.slices(session.db, session.unit, version=size)
    packed, records = _records(session, kept, told)
    forwarded = _forwarded(session)
    attached = [(attachment_name(number), content) for number, content in enumerate(contents, 1)]
    payload = ((RECORDS_FILE, packed), *forwarded, *attached)
    counts = Counts(records, forwarded=len(forwarded) // len(FORWARDED_FILES))
    slices = [_mark(outgoing_slice) for outgoing_slice in kept]
    return described(session, superior, manifest.REPORT, signing_secret, payload, counts, slices), payload


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
