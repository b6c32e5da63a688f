"""Taking in the decisions that came from above: one transaction, and the rehearsal of it that is the preview."""

import json
from dataclasses import dataclass
from typing import NamedTuple

from tui.faults import Failure, Fault
from tui.store import ids, rows
from tui.store.cipher import CipherDatabase
from tui.store.images import DISPOSAL_DECISION, Values
from tui.store.journal import EntryWriter
from tui.store.queries.disposal_decided import Decided, decided
from tui.store.session import Session
from tui.store.travel import people
from tui.store.travel.arrived import in_one_entry, keep
from tui.store.travel.decision_records import DecisionRecord, Decisions
from tui.store.travel.forwarding import note_vouched


@dataclass(frozen=True, slots=True)
class AppliedDecisions:
    """What a bundle of decisions changed; or, when ``entry`` is None, would change.

    ``decided`` are the new and changed ones, as they now stand with their cases; ``taken_back``, as they stood, were
    taken back by the unit that had decided. ``overtaken``, of all that stand, count no more because their case has
    changed since, and are still to be made anew; ``caseless`` are about a case that is not here (it may come, or come
    back), ``unknown`` about members who are not: these were left out. ``below``: so many members whom a unit below
    keeps are concerned by what is new or withdrawn, which has to be sent on.
    """

    entry: int | None
    decided: tuple[Decided, ...]
    unchanged: int
    taken_back: tuple[Decided, ...]
    overtaken: int
    caseless: int
    unknown: int
    below: int

    @property
    def withdrawn(self) -> int:
        """How many were taken back."""
        return len(self.taken_back)

    def sentence(self) -> str:
        """The result in Chinese, without a full stop."""
        parts = [
            (len(self.decided), f"新到处置决定{len(self.decided):,}件"),
            (self.withdrawn, f"上级已撤回{self.withdrawn:,}件"),
            (self.overtaken, f"{self.overtaken:,}件已被取代（与案件现状不符）"),
            (self.caseless, f"{self.caseless:,}件在本库没有对应的案件"),
            (self.unknown, f"{self.unknown:,}件的党员不在本库、未采用"),
        ]
        return "，".join([text for count, text in parts if count]) or "没有变化"


class _Written(NamedTuple):
    """Row ids of what is new or has changed and of all that stand, what was withdrawn as it stood, and the members
    (row ids) whom what is new, has changed or was withdrawn is about."""

    news: list[int]
    standing: list[int]
    withdrawn: tuple[Decided, ...]
    unknown: int
    concerned: frozenset[int]


def apply_decisions(session: Session, decisions: Decisions, *, dry_run: bool = False) -> AppliedDecisions:
    """Take checked decisions in: all of them, in one transaction with its entry, or nothing.

    The bundle has all decisions of units above, so that one which is missing was withdrawn. ``dry_run`` does the very
    same and rolls it back. Raises ``Failure`` E15, E16, E18 (received meanwhile), E22 (a decision that is another
    unit's here, a person with another key).
    """

    def taken_in(entry: EntryWriter) -> tuple[AppliedDecisions, dict[str, object]]:
        for card in decisions.cards:
            note_vouched(session, card, voucher=decisions.sender)
        written = _write(session, entry, decisions)
        applied = _told(session, written, None if dry_run else entry.seq)
        keep(session, decisions, applied.sentence())
        return applied, {"decisions": len(applied.decided), "withdrawn": applied.withdrawn}

    return in_one_entry(session, "bundle.decisions", decisions, taken_in, dry_run=dry_run)


def _write(session: Session, entry: EntryWriter, decisions: Decisions) -> _Written:
    db = session.db
    members = _members(db, decisions.records)
    here = [record for record in decisions.records if record.member in members]
    wanted = {record.row["by"] for record in here}
    persons = people.introduce(session, entry, [person for person in decisions.persons if person.uuid in wanted])
    found = db.execute_sql(f"{DISPOSAL_DECISION.select} WHERE above IS NOT NULL").fetchall()
    before = {row["uuid"]: row for row in map(DISPOSAL_DECISION.row, found)}
    number = ids.next_id(db, DISPOSAL_DECISION)
    new: list[Values] = []
    changes: list[tuple[Values, Values]] = []
    standing: list[int] = []
    for record in here:
        known = before.pop(record.row["uuid"], None)
        after: Values = dict.fromkeys(DISPOSAL_DECISION.columns) | record.row
        after |= {
            "id": known["id"] if known else number + len(new),
            "member": members[record.member],
            "above": record.unit,
            "signature": record.signature,
            "by": persons[record.row["by"]],
        }
        standing.append(after["id"])
        if known is None:
            new.append(after)
        elif (known["above"], known["about"], known["member"]) != (after["above"], after["about"], after["member"]):
            raise Failure(Fault.E22_PAYLOAD_MISMATCH)
        elif known != after:
            changes.append((known, after))
    gone = [row["id"] for row in before.values()]
    withdrawn = tuple(decided(db, session.unit, gone, session.clock().date()))
    rows.insert_rows(db, DISPOSAL_DECISION, new)
    rows.update_rows(db, DISPOSAL_DECISION, changes)
    rows.delete_rows(db, DISPOSAL_DECISION, before.values())
    for row in new:
        entry.created(DISPOSAL_DECISION, row)
    for was, after in changes:
        entry.changed(DISPOSAL_DECISION, was, after)
    for row in before.values():
        entry.removed(DISPOSAL_DECISION, row)
    news = [row["id"] for row in new] + [after["id"] for _, after in changes]
    concerned = frozenset(row["member"] for row in (*new, *(after for _, after in changes), *before.values()))
    return _Written(news, standing, withdrawn, len(decisions.records) - len(here), concerned)


def _members(db: CipherDatabase, records: tuple[DecisionRecord, ...]) -> dict[bytes, int]:
    """Row ids of those members who are here."""
    found = db.execute_sql(
        "SELECT m.uuid, m.id FROM json_each(?) j CROSS JOIN member m ON m.uuid = unhex(j.value)",
        (json.dumps(sorted({record.member.hex() for record in records})),),
    )
    return {bytes(uuid): number for uuid, number in found}


def _told(session: Session, written: _Written, entry: int | None) -> AppliedDecisions:
    standing = decided(session.db, session.unit, written.standing, session.clock().date())
    news = frozenset(written.news)
    return AppliedDecisions(
        entry=entry,
        decided=tuple(each for each in standing if each.id in news),
        unchanged=len(written.standing) - len(news),
        taken_back=written.withdrawn,
        overtaken=sum(each.again for each in standing),
        caseless=sum(each.case is None for each in standing),
        unknown=written.unknown,
        below=_kept_below(session, written.concerned),
    )


def _kept_below(session: Session, members: frozenset[int]) -> int:
    """How many of these members another unit keeps."""
    found = session.db.execute_sql(
        """SELECT count(*) FROM json_each(?) j CROSS JOIN member m ON m.id = j.value
           JOIN organization o ON o.id = m.org WHERE o.keeper IS NOT ?""",
        (json.dumps(sorted(members)), session.unit),
    )
    return int(found.fetchone()[0])
