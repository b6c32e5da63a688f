"""Applying a report that came from below: one transaction, and the rehearsal of it that is the preview."""

from collections.abc import Sequence
from dataclasses import dataclass

from tui.store.journal import EntryWriter
from tui.store.queries import streams
from tui.store.session import Session
from tui.store.travel.arrived import in_one_entry
from tui.store.travel.attachments import take_in
from tui.store.travel.forwarding import note_vouched
from tui.store.travel.incoming import Incoming
from tui.store.travel.records import Report
from tui.store.watching import Cancelled, Progress, watched


@dataclass(frozen=True, slots=True)
class Applied:
    """What a report, with those it forwards, changed; or, when ``entry`` is None, would change.

    ``slices_older`` were left as they are because something newer is known of them; ``organizations_absent`` are no
    longer reported by their keeper. ``reviews``, ``findings`` and ``ledgers`` count rows that changed; of the
    verifications, ``verifications_unknown`` are of members who are not here, and ``verifications_elsewhere`` those
    that yield to a unit above or are of members outside the sender's units. ``forwarded`` reports were applied,
    ``forwarded_known`` were not needed: the same or newer ones have been. ``attachments``: contents of evidence that
    had not been here.
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
    ledgers: int
    verifications: int
    verifications_unknown: int
    verifications_elsewhere: int
    forwarded: int
    forwarded_known: int
    attachments: int

    def sentence(self) -> str:
        """The result in Chinese, without a full stop."""
        parts = [
            (self.slices_older, f"{self.slices_older}个党组织已有更新的数据、未采用"),
            (self.members_new, f"新增{self.members_new:,}人"),
            (self.members_changed, f"变更{self.members_changed:,}人"),
            (self.members_gone, f"不再在册{self.members_gone:,}人"),
            (self.reviews, f"更新自查结论{self.reviews:,}人"),
            (self.ledgers, f"更新台账{self.ledgers:,}条"),
            (self.attachments, f"收存附件{self.attachments:,}份"),
            (self.verifications, f"更新核查结论{self.verifications:,}人"),
            (self.verifications_unknown, f"{self.verifications_unknown:,}条核查结论的党员不在本库、未采用"),
            (self.verifications_elsewhere, f"{self.verifications_elsewhere:,}条核查结论以上级为准、未采用"),
        ]
        said = [text for count, text in parts if count]
        return "，".join([f"采用{self.slices}个党组织的数据", *(said or ["没有变化"])])


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
    matched by uuid. Reports that it forwards are applied by the same rules. ``dry_run`` does the very same and rolls
    it back. ``progress`` hears of members, sender by sender. Raises ``Failure`` E15, E16, E18 (received meanwhile),
    E22 (what the records say cannot be), E24 (a record is claimed that another unit keeps), CANCELLED.
    """
    told = watched(progress, cancelled)

    def taken_in(entry: EntryWriter) -> tuple[Applied, dict[str, object]]:
        all_of_them = _apply(session, entry, report, told)
        attached = take_in(session.db, report, keep=not dry_run)
        applied = _counted(report, all_of_them, attached, None if dry_run else entry.seq)
        for incoming in all_of_them:
            incoming.keep(applied.sentence())
        return applied, {"slices": applied.slices, "older": applied.slices_older, "members": applied.members_new}

    return in_one_entry(session, "bundle.apply", report, taken_in, dry_run=dry_run)


def _apply(session: Session, entry: EntryWriter, report: Report, told: Progress) -> list[Incoming]:
    """Every report's places, then every report's members, then the verifications, those of units above first."""
    forwarded = [
        each for each in report.forwarded if streams.is_news(session.db, each.report.manifest, each.report.digest)
    ]
    direct = Incoming(session, entry, report)
    below = [Incoming(session, entry, each.report) for each in forwarded]
    heads = [incoming.head(each.card.parent) for incoming, each in zip(below, forwarded, strict=True)]
    direct.write_places(heads)
    for incoming in below:
        incoming.write_places()
    all_of_them = [direct, *below]
    for incoming in all_of_them:
        incoming.write_members(told)
    for incoming in sorted(all_of_them, key=lambda incoming: incoming.depth):
        incoming.write_verifications()
    for each in forwarded:
        note_vouched(session, each.card, voucher=report.sender)
    return all_of_them


def _counted(report: Report, all_of_them: Sequence[Incoming], attached: int, entry: int | None) -> Applied:
    placed = [incoming.placed for incoming in all_of_them]
    rows = [incoming.members for incoming in all_of_them]
    verified = [incoming.verifications for incoming in all_of_them]
    forwarded = len(all_of_them) - 1
    return Applied(
        entry=entry,
        slices=sum(len(each.slices) for each in placed),
        slices_older=sum(each.older for each in placed),
        organizations_new=sum(each.added for each in placed),
        organizations_absent=sum(len(each.absent) for each in placed),
        members_new=sum(each.new for each in rows),
        members_changed=sum(each.changed for each in rows),
        members_unchanged=sum(each.unchanged for each in rows),
        members_gone=sum(each.gone for each in rows),
        reviews=sum(each.reviews for each in rows),
        findings=sum(each.findings for each in rows),
        ledgers=sum(each.ledgers for each in rows) + sum(each.ledgers for each in verified),
        verifications=sum(each.changed for each in verified),
        verifications_unknown=sum(each.unknown for each in verified),
        verifications_elsewhere=sum(each.elsewhere for each in verified),
        forwarded=forwarded,
        forwarded_known=len(report.forwarded) - forwarded,
        attachments=attached,
    )
