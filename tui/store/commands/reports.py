"""Applying a report that came from below: one transaction, and the rehearsal of it that is the preview."""

from dataclasses import dataclass
from hashlib import sha256

import peewee
from sqlcipher3 import dbapi2

from tui.faults import Failure, Fault
from tui.store import journal
from tui.store.models import Received
from tui.store.queries import streams, units
from tui.store.session import Session
from tui.store.travel.incoming import Incoming
from tui.store.travel.records import Report
from tui.store.watching import Cancelled, Progress, watched


@dataclass(frozen=True, slots=True)
class Applied:
    """What a report changed, or, when ``entry`` is None, would change.

    ``slices_older`` were left as they are because something newer is known of them; ``organizations_absent`` are no
    longer reported by their keeper. ``reviews`` and ``findings`` count rows that changed; of the verifications,
    ``verifications_unknown`` are of members who are not here, and ``verifications_elsewhere`` those that yield to a
    unit above or are of members outside the sender's units.
    """

    entry: int | None
    slices: int
    slices_older: int
    organizations_new: int
    organizations_absent: int
    members_new: int
    members_changed: int
    members_unchanged: int
    members_gone: int
    reviews: int
    findings: int
    verifications: int
    verifications_unknown: int
    verifications_elsewhere: int

    def sentence(self) -> str:
        """The result in Chinese, without a full stop."""
        parts = [
            (self.slices_older, f"{self.slices_older}个党组织已有更新的数据、未采用"),
            (self.members_new, f"新增{self.members_new}人"),
            (self.members_changed, f"变更{self.members_changed}人"),
            (self.members_gone, f"不再在册{self.members_gone}人"),
            (self.reviews, f"更新自查结论{self.reviews}人"),
            (self.verifications, f"更新核查结论{self.verifications}人"),
            (self.verifications_unknown, f"{self.verifications_unknown}条核查结论的党员不在本库、未采用"),
            (self.verifications_elsewhere, f"{self.verifications_elsewhere}条核查结论以上级为准、未采用"),
        ]
        said = [text for count, text in parts if count]
        return "，".join([f"采用{self.slices}个党组织的数据", *(said or ["没有变化"])])


class _Rehearsed(Exception):
    """Takes the rehearsal's outcome out of the transaction that it rolls back."""

    def __init__(self, applied: Applied) -> None:
        self.applied = applied


def apply_report(
    session: Session,
    report: Report,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Applied:
    """Take a checked report into the register: all of it, in one transaction with its entry, or nothing.

    A slice is applied if its keeper sent it and its (generation, version) is newer than what is known; rows are
    matched by uuid. ``dry_run`` does the very same and rolls it back. ``progress`` hears of members. Raises
    ``Failure`` E15, E16, E18 (received meanwhile), E22 (what the records say cannot be), E24 (a record is claimed
    that another unit keeps), CANCELLED.
    """
    told = watched(progress, cancelled)
    manifest = report.manifest
    digest = sha256(report.manifest_bytes).digest()
    detail: dict[str, object] = {
        "bundle": manifest.bundle_id,
        "stream": manifest.stream,
        "number": manifest.seq,
        "manifest": digest.hex(),
    }
    try:
        with journal.entry(session, "bundle.apply", detail, even_if_empty=True) as entry:
            streams.refuse_misplaced(session.db, manifest, digest, session.clock().tzinfo)
            sender = units.by_uuid(session.db, report.sender)
            if sender is None or sender.id == session.unit:
                raise Failure(Fault.E24_CONFLICTS, count=len(manifest.slices))
            incoming = Incoming(session, entry, sender, report)
            incoming.write_slices(told)
            incoming.write_verifications()
            applied = _applied(incoming, None if dry_run else entry.seq)
            detail |= {"slices": applied.slices, "older": applied.slices_older, "members": applied.members_new}
            _keep(session, report, digest, applied.sentence())
            if dry_run:
                raise _Rehearsed(applied)
    except _Rehearsed as rehearsed:
        return rehearsed.applied
    except (peewee.IntegrityError, dbapi2.IntegrityError):
        raise Failure(Fault.E22_PAYLOAD_MISMATCH) from None
    return applied


def _applied(incoming: Incoming, entry: int | None) -> Applied:
    placed, rows, verified = incoming.placed, incoming.members, incoming.verifications
    return Applied(
        entry=entry,
        slices=len(placed.slices),
        slices_older=placed.older,
        organizations_new=placed.added,
        organizations_absent=len(placed.absent),
        members_new=rows.new,
        members_changed=rows.changed,
        members_unchanged=rows.unchanged,
        members_gone=rows.gone,
        reviews=rows.reviews,
        findings=rows.findings,
        verifications=verified.changed,
        verifications_unknown=verified.unknown,
        verifications_elsewhere=verified.elsewhere,
    )


def _keep(session: Session, report: Report, digest: bytes, result: str) -> None:
    """Keep the report whole, so that its stream goes on from it and it can be forwarded."""
    Received.insert(
        stream=report.manifest.stream,
        seq=report.manifest.seq,
        bundle=report.manifest.bundle_id,
        manifest_sha256=digest,
        at=int(session.clock().timestamp()),
        result=result,
        manifest=report.manifest_bytes,
        signature=report.signature,
        records=report.packed,
    ).execute(session.db)
