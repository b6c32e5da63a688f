"""Setting one field of members by hand, of one or of many: streamed in chunks inside one transaction."""

from array import array
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.initials import initials
from tui.rules.member_fields import FIELDS, MemberField, read_field, wanted
from tui.store import journal, names
from tui.store.cipher import CipherDatabase
from tui.store.commands.importing import save, stored_rows
from tui.store.commands.roster_findings import settle_findings
from tui.store.images import MEMBER, Values
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched

NEEDED: Final = frozenset({"name"})
"""Fields that no member may be without."""


def set_field(
    session: Session,
    members: Sequence[int],
    field: str,
    value: str | None,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Put ``value`` into the field (a column of ``FIELDS``) of every member named; None or '' empties it.

    ``value`` may be written as people write it or be a stored value. ``Failure(VALUE_REFUSED)`` for what the field
    cannot hold; KeyError for a column that is not set by hand. Refused with a reason: members whom another unit
    keeps, who have left the roster, and all of them if several are to have what only one can (name, ID number …).
    The findings of the roster check follow. ``members`` names each once; cancelling (``Failure(CANCELLED)``) leaves
    nothing.
    """
    column = FIELDS[field]
    new = _checked(column, value)
    tell = watched(progress, cancelled)
    several = len(members) > 1
    refused: Counter[Refusal] = Counter()
    touched = array("I")
    unchanged = 0
    with journal.entry(session, "member.edit", {"field": field}) as entry:
        kept = kept_organizations(session)
        for start in range(0, len(members), journal.CHUNK):
            chunk = members[start : start + journal.CHUNK]
            stored = stored_rows(session.db, MEMBER, chunk)
            changed: list[tuple[Values, Values]] = []
            for member in chunk:
                before = stored.get(member)
                if refusal := _refusal(before, kept, several and column.own):
                    refused[refusal] += 1
                elif before is None or before[field] == new:
                    unchanged += 1
                else:
                    changed.append((before, _after(before, field, new)))
                    touched.append(member)
            save(session.db, entry, MEMBER, [], changed)
            after = [row for _, row in changed]
            if field == "name":
                names.unindex(session.db, [row["id"] for row in after])
                names.index(session.db, [(row["id"], row["name"], row["initials"]) for row in after])
            settle_findings(session, entry, after)
            tell(min(start + journal.CHUNK, len(members)), len(members))
    return Change(
        entry.seq if entry.count else None,
        f"{whom(session.db, members)}改{column.label}",
        len(touched),
        unchanged,
        tuple(refused.items()),
        tuple(touched) if len(touched) <= journal.CHUNK else (),
    )


def kept_organizations(session: Session) -> frozenset[int]:
    """The organisations whose slices this vault's unit keeps (row ids)."""
    found = session.db.execute_sql("SELECT id FROM organization WHERE keeper = ?", (session.unit,))
    return frozenset(organization for (organization,) in found)


def _checked(column: MemberField, value: str | None) -> str | None:
    """The value as it is stored, None to empty the field. ``Failure(VALUE_REFUSED)``."""
    if value is None or not value.strip():
        new = None
        fits = column.id not in NEEDED
    else:
        new = read_field(column, value)
        fits = new is not None
    if not fits:
        raise Failure(Fault.VALUE_REFUSED, field=column.label, wanted=wanted(column))
    return new


def _refusal(member: Values | None, kept: frozenset[int], one_persons: bool) -> Refusal | None:
    if refusal := out_of_reach(member, kept):
        return refusal
    return Refusal.ONE_PERSONS if one_persons else None


def out_of_reach(member: Values | None, kept: frozenset[int]) -> Refusal | None:
    """Why this unit may not change the member (a whole row), or None; ``kept`` as ``kept_organizations`` gives it."""
    if member is None or member["gone"] is not None:
        return Refusal.LEFT_ROSTER
    return None if member["org"] in kept else Refusal.KEPT_BELOW


def _after(before: Values, field: str, new: str | None) -> Values:
    fields: dict[str, Any] = {field: new}
    if field == "name":
        fields["initials"] = initials(new or "")
    return before | fields


def whom(db: CipherDatabase, members: Sequence[int]) -> str:
    """Whom a command was for, if it was for one, to stand before what it did."""
    if len(members) != 1:
        return ""
    found = db.execute_sql("SELECT name FROM member WHERE id = ?", (members[0],)).fetchone()
    return f"{found[0]} " if found else ""
