"""Taking in a file of the other side and comparing it with the roster: all of it or nothing.

The register itself is not touched. Decisions of the set before are kept where both values are as they were.
"""

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.comparison import FIELDS, WHOLE, Compared, Decision, Kind, SetKind, compare
from tui.store import ids, journal, rows
from tui.store.commands.carrying import Earlier, person_key
from tui.store.images import DIFFERENCE, MEMBER, REFERENCE, REFERENCE_ROW, Table, Values
from tui.store.journal import CHUNK
from tui.store.queries.reference_sets import CURRENT, ON_ROSTER, latest
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched

FIELD_COLUMNS: Final = tuple(name for name in FIELDS if name != "branch")


@dataclass(frozen=True, slots=True)
class ReferenceArrival:
    """One person of the file on his way in.

    ``member`` is the row id of the member meant, None for nobody; ``kind`` says why there is none or why the row is
    one too many (OUTSIDE, UNCLEAR, DOUBLE), None for a row that means one member. ``fields`` holds an item for every
    column of the file, '' where its cell is empty; ``branch`` by the name it has in the tree where it stands there.
    """

    place: int
    member: int | None
    kind: Kind | None
    fields: Mapping[str, str]
    initials: str


@dataclass(frozen=True, slots=True)
class ReferenceHead:
    """The file: what it is, whose people it is about (row id of a unit), when the other side stood like this."""

    kind: SetKind
    org: int
    file: str
    sha256: bytes
    taken_on: str
    fields: Sequence[str]


def import_reference(
    session: Session,
    head: ReferenceHead,
    arrivals: Iterable[ReferenceArrival],
    total: int,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Compared:
    """Write the file's people and every difference in one transaction; ``Failure`` CANCELLED, DATE_INVALID."""
    try:
        date.fromisoformat(head.taken_on)
    except ValueError:
        raise Failure(Fault.DATE_INVALID, value=head.taken_on) from None
    tell = watched(progress, cancelled)
    detail: dict[str, object] = {"kind": head.kind.value}
    with journal.entry(session, "comparison.import", detail) as entry:
        previous = latest(session.db, head.kind, head.org)
        reference = ids.next_id(session.db, REFERENCE)
        entry.insert(
            REFERENCE,
            {
                "id": reference, "kind": head.kind.value, "org": head.org, "file": head.file, "sha256": head.sha256,
                "taken_on": head.taken_on, "fields": json.dumps(list(head.fields)),
                "previous": previous.id if previous else None,
            },
        )  # fmt: skip
        earlier = Earlier(session.db, previous.id if previous else 0, head.taken_on)
        writer = _Writer(session, entry, reference, head, earlier)
        source = iter(arrivals)
        done = 0
        while chunk := list(islice(source, CHUNK)):
            writer.take(chunk)
            done += len(chunk)
            tell(done, total)
        writer.finish()
        tell(done, total)
        detail |= {"rows": done, "matched": writer.matched, "differences": sum(writer.counts.values())}
    label = f"与{head.kind.label}比对"
    change = Change(entry.seq, label, done, noun="人", verb="已比对")
    return Compared(
        change, reference, done, writer.matched, dict(writer.counts), earlier.kept, earlier.corrected,
        earlier.not_corrected,
    )  # fmt: skip


class _Writer:
    """Writes chunks of the file's people and their differences through ``executemany``."""

    def __init__(
        self, session: Session, entry: journal.EntryWriter, reference: int, head: ReferenceHead, earlier: Earlier
    ) -> None:
        self._session = session
        self._db = session.db
        self._entry = entry
        self._reference = reference
        self._head = head
        self._earlier = earlier
        self._next_row = ids.next_id(self._db, REFERENCE_ROW)
        self._next_difference = ids.next_id(self._db, DIFFERENCE)
        self._unclear: set[str] = set()
        self.matched = 0
        self.counts: Counter[Kind] = Counter()

    def take(self, arrivals: Sequence[ReferenceArrival]) -> None:
        """Write these people and compare those who mean a member."""
        first = self._next_row
        self._next_row += len(arrivals)
        self._write(REFERENCE_ROW, [self._row(number, each) for number, each in enumerate(arrivals, first)])
        members = self._members([each.member for each in arrivals if each.member and each.kind is None])
        found: list[Values] = []
        for number, each in enumerate(arrivals, first):
            name = each.fields["name"]
            if each.kind is not None:
                if each.kind is Kind.UNCLEAR:
                    self._unclear.add(name)
                key = person_key(each.fields)
                found.append(self._difference(each.member, number, WHOLE, each.kind, "", name, key))
                self._earlier.stands_there(key)
                continue
            if each.member is None:
                raise ValueError("a row that means a member names him")
            self.matched += 1
            ours = members[each.member]
            differing = [] if self._head.kind is SetKind.PRESENT else compare(ours, each.fields)
            for field, kind, here, there in differing:
                found.append(self._difference(each.member, number, field, kind, here, there))
            carried = self._earlier.carried(each.member, each.fields, {field for field, *_ in differing})
            found.extend(self._carry(values, each.member, number) for values in carried)
            self._earlier.stands_there(person_key(each.fields))
        self._write(DIFFERENCE, found)

    def finish(self) -> None:
        """Write who is missing over there, and those who had to go there and are gone."""
        absent = array("Q", (member for (member,) in self._db.execute_sql(_ABSENT, self._scope())))
        for start in range(0, len(absent), CHUNK):
            people = [each for each in self._names(absent[start : start + CHUNK]) if each[1] not in self._unclear]
            found = [self._difference(m, None, WHOLE, Kind.ABSENT, name, "") for m, name in people]
            self._write(DIFFERENCE, found)
        self._write(DIFFERENCE, [self._carry(each, None, each["ref_row"]) for each in self._earlier.gone_there()])

    def _scope(self) -> dict[str, int]:
        return {"org": self._head.org, "campaign": self._session.campaign, "reference": self._reference}

    def _row(self, number: int, arrival: ReferenceArrival) -> Values:
        return {
            "id": number, "reference": self._reference, "member": arrival.member, "place": arrival.place,
            "name": arrival.fields["name"], "idno": arrival.fields.get("idno") or None,
            "fields": json.dumps(dict(arrival.fields), ensure_ascii=False, sort_keys=True),
            "initials": arrival.initials,
        }  # fmt: skip

    def _difference(
        self, member: int | None, row: int | None, field: str, kind: Kind, ours: str, theirs: str, key: str = ""
    ) -> Values:
        self.counts[kind] += 1
        values: Values = {
            "id": self._next_difference, "reference": self._reference, "member": member, "ref_row": row,
            "field": field, "kind": kind.value, "ours": ours, "theirs": theirs, "settled": 0,
            "decision": Decision.OPEN.value, "decided_by": None, "decided_at": None, "corrected_on": None,
            "corrected_by": None,
        }  # fmt: skip
        self._next_difference += 1
        return values | self._earlier.decided(member, field, kind, ours, theirs, key)

    def _carry(self, earlier: Values, member: int | None, row: int | None) -> Values:
        """A difference of the set before that this file does not show, kept for the list of corrections."""
        values = earlier | {
            "id": self._next_difference, "reference": self._reference, "member": member, "ref_row": row,
        }  # fmt: skip
        self._next_difference += 1
        return values

    def _members(self, members: Sequence[int]) -> dict[int, dict[str, str | None]]:
        columns = ", ".join(f"m.{name}" for name in FIELD_COLUMNS)
        found = self._db.execute_sql(
            f"""SELECT m.id, o.name, {columns} FROM json_each(?) j
                CROSS JOIN {MEMBER.name} m ON m.id = j.value JOIN organization o ON o.id = m.org""",
            (json.dumps(members),),
        )
        return {
            member: dict(zip(FIELD_COLUMNS, values, strict=True)) | {"branch": branch}
            for member, branch, *values in found
        }

    def _names(self, members: Sequence[int]) -> Iterator[tuple[int, str]]:
        found = self._db.execute_sql(
            "SELECT m.id, m.name FROM json_each(?) j CROSS JOIN member m ON m.id = j.value ORDER BY j.key",
            (json.dumps(list(members)),),
        )
        return iter(found.fetchall())

    def _write(self, table: Table, new: Sequence[Values]) -> None:
        rows.insert_rows(self._db, table, new)
        for values in new:
            self._entry.created(table, values)


_ABSENT = f"""
    SELECT m.id FROM {ON_ROSTER}
    WHERE t.id = :org AND {CURRENT}
    AND NOT EXISTS (SELECT 1 FROM reference_row r WHERE r.member = m.id AND r.reference = :reference)
    ORDER BY o.lft, m.name, m.id
"""
