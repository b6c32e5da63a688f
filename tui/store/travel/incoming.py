"""One sender's report being written: his organisations' places, his slices, then his verifications.

Verifications may be of anybody below the sender, so they wait until the slices of every report have been written.
"""

from collections.abc import Sequence
from itertools import islice

from tui.faults import Failure, Fault
from tui.store import journal
from tui.store.journal import EntryWriter
from tui.store.queries import units
from tui.store.session import Session
from tui.store.travel import members, people, verifications
from tui.store.travel.arrived import keep
from tui.store.travel.members import SliceWriter
from tui.store.travel.placing import Placed, place
from tui.store.travel.records import (
    CampaignRecord,
    LedgerRecord,
    MemberRecord,
    OrganizationRecord,
    PersonRecord,
    Report,
    ReviewRecord,
    Sections,
)
from tui.store.travel.verifications import VerificationWriter
from tui.store.watching import Progress


class Incoming:
    """Writes a report inside an entry; what it came to stands in ``placed``, ``members`` and ``verifications``."""

    def __init__(self, session: Session, entry: EntryWriter, report: Report) -> None:
        self.report = report
        self.placed = Placed()
        self.members = members.Counts()
        self.verifications = verifications.Counts()
        self._session = session
        self._entry = entry
        self._records = Sections(report.read())
        self._campaigns = list(self._records.take(CampaignRecord))
        self._persons = list(self._records.take(PersonRecord))
        self._organizations = list(self._records.take(OrganizationRecord))
        self._campaign = 0
        self._people: dict[bytes, int] = {}

    def head(self, parent: str) -> OrganizationRecord:
        """The sender's own unit, to be set up below the unit with that uuid; E22 if its slice is not there."""
        for record in self._organizations:
            if record.uuid == self.report.sender:
                return record._replace(parent=bytes.fromhex(parent))
        raise Failure(Fault.E22_PAYLOAD_MISMATCH)

    @property
    def depth(self) -> int:
        """How far from the top of the tree the sender stands."""
        return len(units.path(self._session.db, self._sender.id))

    def write_places(self, heads: Sequence[OrganizationRecord] = ()) -> None:
        """Place the organisations; E24 if the sender's own has no place in the tree."""
        sender = units.by_uuid(self._session.db, self.report.sender)
        if sender is None or sender.id == self._session.unit:
            raise Failure(Fault.E24_CONFLICTS, count=len(self._organizations))
        self._sender = sender
        self.placed = place(self._session, self._entry, sender, self._organizations, heads)

    def write_members(self, told: Progress) -> None:
        """Write the members of the newer slices; ``told`` hears of them."""
        for campaign in self._campaigns:
            self._campaign = people.campaign_of(self._session, self._entry, campaign)
        self._people = people.introduce(self._session, self._entry, self._persons)
        writer = SliceWriter(self._session, self._entry, self._sender, self._campaign, self.placed, self._people)
        self.members = writer.counts
        writer.write_units(list(self._records.take(LedgerRecord, lambda record: not record.of_verifier)))
        done, total = 0, sum(mark.members for mark in self.report.manifest.slices)
        arriving = self._records.take(MemberRecord)
        while chunk := list(islice(arriving, journal.CHUNK)):
            writer.write(chunk)
            done += len(chunk)
            told(done, total)
        writer.finish(gone_on=self.report.manifest.created[:10])

    def write_verifications(self) -> None:
        """Write the sender's verifications, which are as new as the slice of his own unit."""
        if self._sender.uuid not in self.placed.slices:
            return
        writer = VerificationWriter(self._session, self._entry, self._sender, self._campaign, self._people)
        self.verifications = writer.counts
        arriving = self._records.take(ReviewRecord)
        while chunk := list(islice(arriving, journal.CHUNK)):
            writer.write(chunk)
        writer.finish()
        records = list(self._records.take(LedgerRecord))
        writer.write_ledgers(records)

    def keep(self, result: str) -> None:
        """Note how new the slices now are, and keep the report whole, so that it can be forwarded."""
        manifest = self.report.manifest
        db = self._session.db
        noted = [
            (org, mark.generation, mark.version, manifest.stream, manifest.seq)
            for mark in manifest.slices
            if (org := self.placed.slices.get(bytes.fromhex(mark.org))) is not None
        ]
        db.connection().executemany(
            "INSERT OR REPLACE INTO slice(org, generation, version, stream, seq) VALUES (?, ?, ?, ?, ?)", noted
        )
        keep(self._session, self.report, result)
