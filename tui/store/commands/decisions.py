"""Deciding about differences, singly or in bulk, and ticking off what was put right in the other database.

A decision for the other side writes its value into the member, in the same entry, so that both go back together.
"""

import json
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.comparison import LABELS, WHOLE, Decision, Kind, refuses, register_value
from tui.store import journal, names, rows
from tui.store.cipher import CipherDatabase
from tui.store.commands.roster_findings import settle_findings
from tui.store.images import DIFFERENCE, MEMBER, Values
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched
from tui.text import clean

NAME_LIMIT: Final = 50
_DIFFERENCE = ", ".join(f"d.{name}" for name in DIFFERENCE.columns)
_TARGETS = f"""
    SELECT o.keeper, o.name, w.initials,
           EXISTS (SELECT 1 FROM reference n WHERE n.kind = r.kind AND n.org = r.org AND n.id > r.id),
           {_DIFFERENCE}
    FROM json_each(?) j
    CROSS JOIN difference d ON d.id = j.value
    JOIN reference r ON r.id = d.reference
    LEFT JOIN member m ON m.id = d.member
    LEFT JOIN organization o ON o.id = m.org
    LEFT JOIN reference_row w ON w.id = d.ref_row
    ORDER BY j.key
"""


def decide(
    session: Session,
    differences: Sequence[int],
    decision: Decision,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Give ``decision`` on every difference named (row ids); those that may not have it are refused with a reason.

    THEIRS writes the other side's value into the member; taking such a decision back writes the old value again.
    A member whose value is no longer the one that was compared is left alone. ``Failure(CANCELLED)`` leaves nothing.
    """
    tell = watched(progress, cancelled)
    tally = _Tally()
    several = len(differences) > 1
    done = 0
    with journal.entry(session, "comparison.decide", {"decision": decision.value}) as entry:
        for chunk in _together(session.db, differences):
            writer = _Decider(session, entry, decision, several, tally)
            writer.take(session.db.execute_sql(_TARGETS, (json.dumps(chunk),)).fetchall())
            done += len(chunk)
            tell(done, len(differences))
    return tally.change(entry, f"{_named(session, differences)}记为“{decision.label}”")


def mark_corrected(session: Session, differences: Sequence[int], on: str, by: str) -> Change:
    """Tick off what has been put right in the other database: ``on`` a full ISO date, ``by`` a person's name.

    Only what was decided as 以本库为准. ``Failure`` DATE_INVALID, NAME_MISSING.
    """
    try:
        date.fromisoformat(on)
    except ValueError:
        raise Failure(Fault.DATE_INVALID, value=on) from None
    by = clean(by).strip()[:NAME_LIMIT]
    if not by:
        raise Failure(Fault.NAME_MISSING, field="更正人")
    tally = _Tally()
    with journal.entry(session, "comparison.correct") as entry:
        for chunk in _together(session.db, differences):
            changed: list[tuple[Values, Values]] = []
            for _keeper, _branch, _initials, superseded, *stored in session.db.execute_sql(
                _TARGETS, (json.dumps(chunk),)
            ).fetchall():
                before = DIFFERENCE.row(stored)
                after = before | {"corrected_on": on, "corrected_by": by}
                if superseded:
                    tally.refused[Refusal.SUPERSEDED] += 1
                elif before["decision"] != Decision.OURS.value:
                    tally.refused[Refusal.NOT_TO_CORRECT] += 1
                elif before == after:
                    tally.unchanged += 1
                else:
                    entry.changed(DIFFERENCE, before, after)
                    changed.append((before, after))
                    tally.touched.append(after["id"])
            rows.update_rows(session.db, DIFFERENCE, changed)
    return tally.change(entry, f"{_named(session, differences)}记为已在统计库更正")


class _Tally:
    """What became of the differences named."""

    def __init__(self) -> None:
        self.touched = array("Q")
        self.refused: Counter[Refusal] = Counter()
        self.unchanged = 0

    def change(self, entry: journal.EntryWriter, label: str) -> Change:
        """The outcome; ``members`` are the row ids of the differences."""
        return Change(
            entry.seq if entry.count else None,
            label,
            len(self.touched),
            self.unchanged,
            tuple((refusal, count) for refusal, count in self.refused.items() if count),
            tuple(self.touched) if len(self.touched) <= journal.CHUNK else (),
            noun="项",
        )


class _Decider:
    """Decides one chunk; a member's differences are all in one, because an entry names a row once."""

    def __init__(
        self, session: Session, entry: journal.EntryWriter, decision: Decision, several: bool, tally: _Tally
    ) -> None:
        self._session = session
        self._db = session.db
        self._entry = entry
        self._decision = decision
        self._several = several
        self._tally = tally
        self._members: dict[int, Values] = {}
        self._before: dict[int, Values] = {}

    def take(self, found: Sequence[Sequence[Any]]) -> None:
        """Decide these rows of ``_TARGETS`` and write what changes."""
        at = int(self._session.clock().timestamp())
        fresh: Values = {"decided_by": self._session.actor.id, "decided_at": at}
        if self._decision is Decision.OPEN:
            fresh = {"decided_by": None, "decided_at": None}
        differences = [(row[:4], DIFFERENCE.row(row[4:])) for row in found]
        self._read_members([values["member"] for _, values in differences if values["member"] is not None])
        changed: list[tuple[Values, Values]] = []
        for (keeper, branch, initials, superseded), before in differences:
            if before["decision"] == self._decision.value:
                self._tally.unchanged += 1
                continue
            refusal = self._refusal(before, keeper, superseded) or self._write_value(before, branch, initials)
            if refusal:
                self._tally.refused[refusal] += 1
                continue
            after = before | fresh | {"decision": self._decision.value}
            self._entry.changed(DIFFERENCE, before, after)
            changed.append((before, after))
            self._tally.touched.append(after["id"])
        rows.update_rows(self._db, DIFFERENCE, changed)
        self._write_members()

    def _refusal(self, difference: Values, keeper: int | None, superseded: int) -> Refusal | None:
        if superseded:
            return Refusal.SUPERSEDED
        if keeper is not None and keeper != self._session.unit:
            return Refusal.KEPT_BELOW
        if difference["corrected_on"]:
            return Refusal.CORRECTED_THERE
        kind = Kind(difference["kind"])
        return refuses(kind, self._decision, difference["field"], difference["theirs"], several=self._several)

    def _write_value(self, difference: Values, branch: str | None, initials: str | None) -> Refusal | None:
        """Bring the member to what the decision says, in memory; or why that cannot be."""
        field, member = difference["field"], difference["member"]
        if field == WHOLE or member is None:
            return None
        stands = self._value(difference, taken=difference["decision"] == Decision.THEIRS.value)
        wanted = self._value(difference, taken=self._decision is Decision.THEIRS)
        if wanted is None:
            return Refusal.UNREADABLE_THERE
        row = self._members[member]
        now = branch if field == "branch" else row[field]
        if row["gone"] or (now or "") not in (stands, wanted):
            return Refusal.CHANGED_SINCE
        if (now or "") == wanted:
            return None
        if field == "branch":
            org = self._branch(wanted)
            if org is None:
                return Refusal.BRANCH_UNKNOWN
            row["org"] = org
            return None
        row[field] = wanted or None
        if field == "name":
            taken_over = self._decision is Decision.THEIRS
            row["initials"] = (initials if taken_over else self._initials(member, wanted)) or row["initials"]
        return None

    def _value(self, difference: Values, *, taken: bool) -> str | None:
        """What the member says when the other side's value is taken over, or not."""
        field = difference["field"]
        if not taken:
            return str(difference["ours"])
        return difference["theirs"] if field == "branch" else register_value(field, difference["theirs"])

    def _branch(self, name: str) -> int | None:
        """The one branch of this name that this unit keeps."""
        found = self._db.execute_sql(
            "SELECT id FROM organization WHERE name = ? AND keeper = ? LIMIT 2", (name, self._session.unit)
        ).fetchall()
        return found[0][0] if len(found) == 1 else None

    def _initials(self, member: int, name: str) -> str | None:
        """The initials that went with this name when it was given up, if they were others; the journal knows."""
        found = self._db.execute_sql(
            """SELECT before ->> 'initials' FROM entry_item WHERE tbl = ? AND row = ? AND before ->> 'name' = ?
               ORDER BY entry DESC LIMIT 1""",
            (MEMBER.number, member, name),
        ).fetchone()
        return found[0] if found else None

    def _read_members(self, members: Sequence[int]) -> None:
        wanted = json.dumps(sorted(set(members)))
        found = self._db.execute_sql(f"{MEMBER.select} WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
        self._before = {row[0]: MEMBER.row(row) for row in found}
        self._members = {number: dict(values) for number, values in self._before.items()}

    def _write_members(self) -> None:
        changed = [(self._before[n], after) for n, after in self._members.items() if after != self._before[n]]
        for before, after in changed:
            self._entry.changed(MEMBER, before, after)
        rows.update_rows(self._db, MEMBER, changed)
        renamed = [after for before, after in changed if after["name"] != before["name"]]
        names.unindex(self._db, (member["id"] for member in renamed))
        names.index(self._db, ((member["id"], member["name"], member["initials"]) for member in renamed))
        settle_findings(self._session, self._entry, [after for _, after in changed])


def _together(db: CipherDatabase, differences: Sequence[int]) -> Iterator[list[int]]:
    """The differences in chunks, each once, all of a member's in one chunk."""
    found = db.execute_sql(
        """SELECT DISTINCT d.id, d.member FROM json_each(?) j JOIN difference d ON d.id = j.value
           ORDER BY d.member, d.id""",
        (json.dumps(list(differences)),),
    ).fetchall()
    chunk: list[int] = []
    last: int | None = None
    for number, member in found:
        if len(chunk) >= journal.CHUNK and (member is None or member != last):
            yield chunk
            chunk = []
        chunk.append(number)
        last = member
    if chunk:
        yield chunk


def _named(session: Session, differences: Sequence[int]) -> str:
    """Whose item a command was for, when it was for one."""
    if len(differences) != 1:
        return "比对差异"
    row = session.db.execute_sql(
        """SELECT ifnull(m.name, w.name), d.field FROM difference d LEFT JOIN member m ON m.id = d.member
           LEFT JOIN reference_row w ON w.id = d.ref_row WHERE d.id = ?""",
        (differences[0],),
    ).fetchone()
    return f"{row[0]} {LABELS[row[1]]}" if row else "比对差异"
