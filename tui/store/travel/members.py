"""The members of a report's newer slices: written chunk by chunk; whoever is missing at the end is gone."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tui.faults import Failure, Fault
from tui.rules.checks import Check, Given, Stage, Verdict
from tui.store import ids, journal, names, rows
from tui.store.images import FINDING, MEMBER, REVIEW, SUBJECT, Table, Values
from tui.store.journal import EntryWriter
from tui.store.queries.units import Unit
from tui.store.session import Session
from tui.store.travel.ledger_writer import LedgerWriter
from tui.store.travel.placing import Placed
from tui.store.travel.records import NOT_GIVEN, FindingRecord, LedgerRecord, MemberRecord, ReviewRecord

GONE: Final = "gone"
"""State of a finding that its keeper no longer has."""

_COLUMNS = ", ".join(f"m.{name}" for name in MEMBER.columns)
_AMONG = "IN (SELECT value FROM json_each(?))"
_NOBODY: Final[Values] = dict.fromkeys(MEMBER.columns) | {"initials": ""}
_VERDICTS: Final = tuple(f"c{check.number}" for check in Check)
_HOWS: Final = tuple(f"h{check.number}" for check in Check)
_GIVERS: Final = tuple(f"by{check.number}" for check in Check)
_HOW: Final = {NOT_GIVEN: None} | {given.value: given.value for given in Given}
UNCHECKED: Final[Values] = dict.fromkeys((*_HOWS, *_GIVERS, "at", "note")) | dict.fromkeys(
    _VERDICTS, Verdict.UNCHECKED.value
)
"""The fields of a review that nobody has given."""


@dataclass(slots=True)
class Counts:
    """What became of the members: rows of members, of first-stage reviews, of findings and of ledgers.

    ``gone``: those whom the report no longer has, and those whom it tells to be no longer in the register.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    reviews: int = 0
    findings: int = 0
    ledgers: int = 0


def sheet(review: ReviewRecord, people: Mapping[bytes, int]) -> Values:
    """The fields of a review row that say what was found; ``people`` are row ids by uuid."""
    values: Values = dict(zip(_VERDICTS, review.verdicts, strict=True))
    values |= zip(_HOWS, map(_HOW.__getitem__, review.given), strict=True)
    values |= zip(_GIVERS, (None if giver is None else people[giver] for giver in review.by), strict=True)
    return values | {"at": review.at, "note": review.note}


class SliceWriter:
    """Brings the sender's slices in line with his report."""

    def __init__(
        self,
        session: Session,
        entry: EntryWriter,
        sender: Unit,
        campaign: int,
        placed: Placed,
        people: Mapping[bytes, int],
    ) -> None:
        self.counts = Counts()
        self._db = session.db
        self._entry = entry
        self._sender = sender
        self._campaign = campaign
        self._placed = placed
        self._people = people
        self._ledgers = LedgerWriter(session.db, entry, sender.id, campaign, people)
        self._first_new = self._next_member = ids.next_id(session.db, MEMBER)
        self._next_finding = ids.next_id(session.db, FINDING)
        self._seen = bytearray(self._first_new)

    def write_units(self, records: Sequence[LedgerRecord]) -> None:
        """Write what the ledgers have of the units themselves; those of slices that are not newer are passed over."""
        placed = self._placed.slices
        owned = [(placed[record.row["org"]], record) for record in records if record.row["org"] in placed]
        self._ledgers.write_slice("org", list(placed.values()), owned)

    def write(self, records: Sequence[MemberRecord]) -> None:
        """Write one chunk; members of slices that are not newer are passed over."""
        records = [record for record in records if record.org in self._placed.slices]
        known = self._known(records)
        new: list[Values] = []
        changed: list[tuple[Values, Values]] = []
        written: list[tuple[int, MemberRecord]] = []
        for record in records:
            extra = record.values["extra"]
            after = _NOBODY | record.values
            after["org"] = self._placed.slices[record.org]
            after["extra"] = json.dumps(extra, sort_keys=True, ensure_ascii=False) if extra else None
            before = known.get(after["uuid"])
            if before is None:
                after["id"] = self._next_member
                self._next_member += 1
                new.append(after)
            else:
                after["id"] = before["id"]
                self._meet(before)
                if after != before:
                    changed.append((before, after))
            written.append((after["id"], record))
        self._save(MEMBER, new, changed)
        self._index(new, changed)
        self.counts.new += len(new)
        left = sum(before["gone"] is None and after["gone"] is not None for before, after in changed)
        self.counts.changed += len(changed) - left
        self.counts.gone += left
        self.counts.unchanged += len(records) - len(new) - len(changed)
        on_file = json.dumps([row["id"] for row in known.values()]) if known else ""
        self._write_subjects(written, on_file)
        self._write_reviews(written, on_file)
        self._write_findings(written, on_file)
        owned = [(member, row) for member, record in written for row in record.ledgers]
        self._ledgers.write_slice("member", [member for member, _ in written], owned)

    def finish(self, gone_on: str) -> None:
        """Mark those as gone, on that date, whom the report no longer has; rows of ledgers that it lacks go."""
        self._ledgers.finish()
        self.counts.ledgers = self._ledgers.changed
        orgs = json.dumps([*self._placed.slices.values(), *self._placed.absent])
        found = self._db.execute_sql(f"SELECT id FROM member WHERE org {_AMONG} AND gone IS NULL", (orgs,))
        missing = [member for (member,) in found if member < self._first_new and not self._seen[member]]
        for start in range(0, len(missing), journal.CHUNK):
            chunk = json.dumps(missing[start : start + journal.CHUNK])
            stored = map(MEMBER.row, self._db.execute_sql(f"{MEMBER.select} WHERE id {_AMONG}", (chunk,)).fetchall())
            self._save(MEMBER, [], [(before, before | {"gone": gone_on}) for before in stored])
        self.counts.gone += len(missing)

    def _known(self, records: Sequence[MemberRecord]) -> dict[bytes, Values]:
        """The rows of those who are in the register, by uuid; E24 if they stand where another unit keeps them."""
        uuids = json.dumps([record.values["uuid"].hex() for record in records])
        found = self._db.execute_sql(
            f"""SELECT o.keeper, {_COLUMNS} FROM json_each(?) j CROSS JOIN member m ON m.uuid = unhex(j.value)
                JOIN organization o ON o.id = m.org""",
            (uuids,),
        )
        known: dict[bytes, Values] = {}
        foreign: set[int] = set()
        for keeper, *stored in found:
            row = MEMBER.row(stored)
            known[row["uuid"]] = row
            if keeper != self._sender.id:
                foreign.add(row["org"])
        if foreign:
            raise Failure(Fault.E24_CONFLICTS, count=len(foreign))
        return known

    def _meet(self, row: Values) -> None:
        """See a member; E22 for one who comes twice."""
        if row["id"] >= self._first_new or self._seen[row["id"]]:
            raise Failure(Fault.E22_PAYLOAD_MISMATCH)
        self._seen[row["id"]] = 1

    def _write_subjects(self, written: Sequence[tuple[int, MemberRecord]], on_file: str) -> None:
        known = {row["member"]: row for row in self._stored(SUBJECT, "", on_file)}
        wanted = {
            member: {"campaign": self._campaign, "member": member, "ground": record.ground}
            for member, record in written
            if record.ground is not None
        }
        self._bring_in_line(SUBJECT, known, wanted)

    def _write_reviews(self, written: Sequence[tuple[int, MemberRecord]], on_file: str) -> None:
        """The keeper's own look; a review that he no longer has is set back to 未查."""
        stage = Stage.SELF_CHECK.number
        known = {row["member"]: row for row in self._stored(REVIEW, f"AND stage = {stage}", on_file)}
        key = {"campaign": self._campaign, "stage": stage, "unit": self._sender.id}
        wanted: dict[Any, Values] = {}
        for member, record in written:
            if record.review is not None:
                if record.review.unit != self._sender.uuid:
                    raise Failure(Fault.E22_PAYLOAD_MISMATCH)
                wanted[member] = key | {"member": member} | sheet(record.review, self._people)
            elif member in known:
                wanted[member] = known[member] | UNCHECKED
        self.counts.reviews += self._bring_in_line(REVIEW, known, wanted)

    def _write_findings(self, written: Sequence[tuple[int, MemberRecord]], on_file: str) -> None:
        """What the keeper's rules found; a finding that he no longer has is gone."""
        known = {row["uuid"]: row for row in self._stored(FINDING, "AND stage = 1", on_file)}
        wanted: dict[Any, Values] = {uuid: row | {"state": GONE} for uuid, row in known.items()}
        reported = [(member, finding) for member, record in written for finding in record.findings]
        for member, finding in reported:
            wanted[finding.uuid] = self._finding(member, finding, known.get(finding.uuid))
        if any(finding.stage != Stage.SELF_CHECK.number for _, finding in reported):
            raise Failure(Fault.E22_PAYLOAD_MISMATCH)
        if len({finding.uuid for _, finding in reported}) != len(reported):
            raise Failure(Fault.E22_PAYLOAD_MISMATCH)
        self.counts.findings += self._bring_in_line(FINDING, known, wanted)

    def _finding(self, member: int, finding: FindingRecord, before: Values | None) -> Values:
        """The finding's row; E22 if it was another member's."""
        if before is None:
            number = self._next_finding
            self._next_finding += 1
        elif before["member"] == member:
            number = before["id"]
        else:
            raise Failure(Fault.E22_PAYLOAD_MISMATCH)
        return {"id": number, "member": member, "campaign": self._campaign} | finding._asdict()

    def _stored(self, table: Table, where: str, on_file: str) -> Iterator[Values]:
        """Rows of the campaign that belong to members ``on_file`` (row ids as JSON, empty for none)."""
        if not on_file:
            return iter(())
        query = f"{table.select} WHERE campaign = ? {where} AND member {_AMONG}"
        return map(table.row, self._db.execute_sql(query, (self._campaign, on_file)).fetchall())

    def _bring_in_line(self, table: Table, known: Mapping[Any, Values], wanted: Mapping[Any, Values]) -> int:
        """Write what differs; gives how many rows."""
        new = [row for key, row in wanted.items() if key not in known]
        changed = [(known[key], row) for key, row in wanted.items() if key in known and known[key] != row]
        self._save(table, new, changed)
        return len(new) + len(changed)

    def _save(self, table: Table, new: Sequence[Values], changed: Sequence[tuple[Values, Values]]) -> None:
        rows.insert_rows(self._db, table, new)
        rows.update_rows(self._db, table, changed)
        for row in new:
            self._entry.created(table, row)
        for before, after in changed:
            self._entry.changed(table, before, after)

    def _index(self, new: Sequence[Values], changed: Sequence[tuple[Values, Values]]) -> None:
        searched = ("name", "initials")
        renamed = [after for was, after in changed if any(was[name] != after[name] for name in searched)]
        names.unindex(self._db, [row["id"] for row in renamed])
        names.index(self._db, [(row["id"], row["name"], row["initials"]) for row in (*renamed, *new)])
