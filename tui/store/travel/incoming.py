"""One sender's report being written: first his slices, then his verifications, which may be of anybody below him."""

from itertools import islice

from tui.store import journal
from tui.store.journal import EntryWriter
from tui.store.queries.units import Unit
from tui.store.session import Session
from tui.store.travel import members, people, verifications
from tui.store.travel.members import SliceWriter
from tui.store.travel.placing import Placed, place
from tui.store.travel.records import (
    CampaignRecord,
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

    def __init__(self, session: Session, entry: EntryWriter, sender: Unit, report: Report) -> None:
        self.placed = Placed()
        self.members = members.Counts()
        self.verifications = verifications.Counts()
        self._session = session
        self._entry = entry
        self._sender = sender
        self._manifest = report.manifest
        self._records = Sections(report.read())
        self._campaign = 0
        self._people: dict[bytes, int] = {}

    def write_slices(self, told: Progress) -> None:
        """Write everything up to the verifications; ``told`` hears of members."""
        session, entry, records = self._session, self._entry, self._records
        for campaign in records.take(CampaignRecord):
            self._campaign = people.campaign_of(session, entry, campaign)
        self._people = people.introduce(session, entry, records.take(PersonRecord))
        self.placed = place(session, entry, self._sender, list(records.take(OrganizationRecord)))
        writer = SliceWriter(session, entry, self._sender, self._campaign, self.placed, self._people)
        self.members = writer.counts
        done, total = 0, sum(mark.members for mark in self._manifest.slices)
        arriving = records.take(MemberRecord)
        while chunk := list(islice(arriving, journal.CHUNK)):
            writer.write(chunk)
            done += len(chunk)
            told(done, total)
        writer.finish(gone_on=self._manifest.created[:10])
        self._note_slices()

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

    def _note_slices(self) -> None:
        marks = {bytes.fromhex(mark.org): mark for mark in self._manifest.slices}
        self._session.db.connection().executemany(
            """INSERT INTO slice(org, generation, version, stream, seq) VALUES (?, ?, ?, ?, ?)
               ON CONFLICT(org) DO UPDATE SET generation = excluded.generation, version = excluded.version,
                                              stream = excluded.stream, seq = excluded.seq""",
            [
                (org, marks[uuid].generation, marks[uuid].version, self._manifest.stream, self._manifest.seq)
                for uuid, org in self.placed.slices.items()
            ],
        )
