"""The verifications (second stage) that a report brings: the sender's own word on members below him."""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from tui.faults import Failure, Fault
from tui.rules.checks import Stage, Verdict
from tui.store import journal, rows
from tui.store.images import CHECK_RECORD, REVIEW, Values
from tui.store.journal import EntryWriter
from tui.store.queries.levels import levels
from tui.store.queries.units import Unit
from tui.store.session import Session
from tui.store.travel.ledger_writer import LedgerWriter
from tui.store.travel.members import sheet
from tui.store.travel.records import LedgerRecord, ReviewRecord

STAGE: Final = Stage.VERIFICATION.number
_SAID = frozenset(verdict.value for verdict in Verdict if verdict is not Verdict.UNCHECKED).__contains__
_COLUMNS = ", ".join(f"r.{name}" for name in REVIEW.columns)


@dataclass(slots=True)
class Counts:
    """What became of the verifications.

    ``unknown`` are of members who are not in this register, ``elsewhere`` of those who stand outside the sender's
    units or were verified by a unit above him: these are left as they are.
    """

    changed: int = 0
    unknown: int = 0
    elsewhere: int = 0
    ledgers: int = 0


class VerificationWriter:
    """Brings the sender's verifications in line with his report.

    There is one verification of a member. A unit's word yields to that of a unit above it, whichever comes first,
    so every order of delivery ends in the same.
    """

    def __init__(
        self, session: Session, entry: EntryWriter, sender: Unit, campaign: int, people: Mapping[bytes, int]
    ) -> None:
        self.counts = Counts()
        self._db = session.db
        self._entry = entry
        self._sender = sender
        self._campaign = campaign
        self._people = people
        self._levels = levels(session.db, campaign)
        self._seen: set[int] = set()

    def write(self, records: Sequence[ReviewRecord]) -> None:
        """Write one chunk. E22 if it is of another unit, or of a branch.

        One that says nothing counts as withdrawn; those of a unit whose level does not verify in this campaign are left
        out.
        """
        if self._sender.kind.holds_members or any(record.unit != self._sender.uuid for record in records):
            raise Failure(Fault.E22_PAYLOAD_MISMATCH)
        if not self._levels.verifies(self._sender.kind):
            self.counts.elsewhere += len(records)
            return
        reviews = {record.member: record for record in records if record.note or any(map(_SAID, record.verdicts))}
        found = self._db.execute_sql(
            f"""SELECT m.id, m.uuid, o.lft BETWEEN t.lft AND t.rgt, ifnull(u.lft >= t.lft AND u.rgt <= t.rgt, 1),
                       {_COLUMNS}
                FROM json_each(?) j CROSS JOIN member m ON m.uuid = unhex(j.value)
                JOIN organization o ON o.id = m.org JOIN organization t ON t.id = ?
                LEFT JOIN review r ON r.campaign = ? AND r.stage = {STAGE} AND r.member = m.id
                LEFT JOIN organization u ON u.id = r.unit""",
            (json.dumps([uuid.hex() for uuid in reviews]), self._sender.id, self._campaign),
        ).fetchall()
        new: list[Values] = []
        changed: list[tuple[Values, Values]] = []
        for member, uuid, is_below, yields, *stored in found:
            if member in self._seen:
                raise Failure(Fault.E22_PAYLOAD_MISMATCH)
            self._seen.add(member)
            if not is_below or not yields:
                self.counts.elsewhere += 1
                continue
            before = REVIEW.row(stored)
            after: Values = {"campaign": self._campaign, "stage": STAGE, "member": member, "unit": self._sender.id}
            after |= sheet(reviews[uuid], self._people)
            if before["member"] is None:
                new.append(after)
            elif before != after:
                changed.append((before, after))
        self._save(new, changed)
        self.counts.changed += len(new) + len(changed)
        self.counts.unknown += len(reviews) - len(found)

    def finish(self) -> None:
        """Take away the verifications that the sender has withdrawn, which makes room for another unit's."""
        found = self._db.execute_sql(
            "SELECT member FROM review WHERE campaign = ? AND stage = ? AND unit = ?",
            (self._campaign, STAGE, self._sender.id),
        )
        withdrawn = [member for (member,) in found if member not in self._seen]
        for start in range(0, len(withdrawn), journal.CHUNK):
            chunk = json.dumps(withdrawn[start : start + journal.CHUNK])
            stored = self._db.execute_sql(
                f"{REVIEW.select} WHERE campaign = ? AND stage = ? AND member IN (SELECT value FROM json_each(?))",
                (self._campaign, STAGE, chunk),
            ).fetchall()
            taken = [REVIEW.row(row) for row in stored]
            rows.delete_rows(self._db, REVIEW, taken)
            for before in taken:
                self._entry.removed(REVIEW, before)
        self.counts.changed += len(withdrawn)

    def write_ledgers(self, records: Sequence[LedgerRecord]) -> None:
        """Write what the sender recorded as a verifier; after ``finish``, because a record follows its verification.

        Rows of members and branches that are not here or do not stand below the sender are left out, and so is a
        check's record where another unit's verification stands.
        """
        writer = LedgerWriter(self._db, self._entry, self._sender.id, self._campaign, self._people)
        members = self._below("member", {record.member for record in records if record.member is not None})
        branches = self._below("organization", {record.row["org"] for record in records if record.member is None})
        owned = [
            (owner, record)
            for record in records
            if (owner := branches.get(record.row["org"]) if record.member is None else members.get(record.member))
        ]
        self.counts.unknown += len(records) - len(owned)
        found = self._db.execute_sql(
            "SELECT member FROM review WHERE campaign = ? AND stage = ? AND unit IS NOT ?",
            (self._campaign, STAGE, self._sender.id),
        )
        others = {member for (member,) in found}
        writer.write_verifier(
            owned, yields=lambda ledger, row: ledger.table is CHECK_RECORD and row["member"] in others
        )
        writer.finish()
        self.counts.ledgers = writer.changed

    def _below(self, table: str, uuids: Set[bytes]) -> dict[bytes, int]:
        """Row ids of those that stand in the sender's units."""
        joined = "JOIN organization o ON o.id = t.org" if table == "member" else "JOIN organization o ON o.id = t.id"
        found = self._db.execute_sql(
            f"""SELECT t.uuid, t.id FROM json_each(?) j CROSS JOIN {table} t ON t.uuid = unhex(j.value) {joined}
                JOIN organization s ON s.id = ? AND o.lft BETWEEN s.lft AND s.rgt""",
            (json.dumps([uuid.hex() for uuid in uuids]), self._sender.id),
        )
        return {bytes(uuid): number for uuid, number in found}

    def _save(self, new: Sequence[Values], changed: Sequence[tuple[Values, Values]]) -> None:
        rows.insert_rows(self._db, REVIEW, new)
        rows.update_rows(self._db, REVIEW, changed)
        for row in new:
            self._entry.created(REVIEW, row)
        for before, after in changed:
            self._entry.changed(REVIEW, before, after)
