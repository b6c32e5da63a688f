"""Opening a bundle: every reason to refuse it is looked for before anything of it is shown or kept.

What holds for every bundle is looked for first (``tui.intake.arriving``), then the payload of its kind (E22). That two
units claim one record (E24) is found by the rehearsal of applying a report.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tui.crypto.container import Parcel
from tui.crypto.manifest import DECISION, REPORT, Manifest
from tui.faults import Failure, Fault
from tui.intake.arriving import Arrived, arrive
from tui.intake.disposal_decisions import CheckedDecisions, check_decisions
from tui.intake.forwarded import read_forwarded
from tui.intake.report_records import read_records
from tui.intake.signatures import refuse_other_payload
from tui.rules.evidence import LARGEST
from tui.store.cipher import CipherDatabase
from tui.store.queries import cards, streams
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
    """Read and check a report; nothing is written. It waits for the vault's reader, so it needs a thread of its own.

    ``progress`` hears of members. Raises ``Failure`` E01 to E23, E08 for a bundle of another kind, and CANCELLED.
    """
    arrived = arrive(path, vault, cancelled)
    if arrived.manifest.kind != REPORT:
        raise Failure(Fault.E08_UNSUPPORTED)
    return _checked(arrived, vault, watched(progress, cancelled))


def open_either(
    path: Path, vault: Vault, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Checked | CheckedDecisions:
    """The same for a report from below or decisions from above, whichever the file is."""
    arrived = arrive(path, vault, cancelled)
    if arrived.manifest.kind == DECISION:
        return check_decisions(arrived, vault)
    return _checked(arrived, vault, watched(progress, cancelled))


def _checked(arrived: Arrived, vault: Vault, told: Progress) -> Checked:
    manifest = arrived.manifest
    report = _report(manifest, arrived.parcel, vault.read(cards.signing_keys).result())
    news = [each.report for each in report.forwarded if vault.read(_is_news, each.report).result()]
    _read_all([report, *news], told)
    return Checked(
        path=arrived.path,
        card=arrived.card,
        report=report,
        missing=arrived.missing,
        expired=arrived.expired,
        members=_members(report),
        records=manifest.counts.records,
        forwarded=len(report.forwarded),
        forwarded_members=sum(_members(each.report) for each in report.forwarded),
    )


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
