"""Moving members to another branch whose slice this unit keeps; subjects, findings and reviews stay with them."""

from array import array
from collections import Counter
from collections.abc import Sequence

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.store import journal
from tui.store.commands.editing import kept_organizations, out_of_reach, whom
from tui.store.commands.importing import Kept, save, stored_rows
from tui.store.images import MEMBER, Values
from tui.store.queries import units
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched


def move_members(
    session: Session,
    members: Sequence[int],
    branch: int,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Put every member named (once each) into the organisation ``branch`` (row id).

    Members whom another unit keeps, or who have left the roster, are refused with a reason. ``Failure``:
    NOT_KEPT_HERE for a branch that another unit keeps (its keeper takes people in, by order or letter),
    VALUE_REFUSED for a unit that holds no members, CANCELLED; all of them leave nothing.
    """
    Kept(session).refuse_others(branch)
    target = units.unit(session.db, branch)
    if not target.kind.holds_members:
        raise Failure(Fault.VALUE_REFUSED, field="所在党支部", wanted="党支部、直属党支部")
    tell = watched(progress, cancelled)
    refused: Counter[Refusal] = Counter()
    touched = array("I")
    unchanged = 0
    with journal.entry(session, "member.move") as entry:
        kept = kept_organizations(session)
        for start in range(0, len(members), journal.CHUNK):
            chunk = members[start : start + journal.CHUNK]
            stored = stored_rows(session.db, MEMBER, chunk)
            changed: list[tuple[Values, Values]] = []
            for member in chunk:
                before = stored.get(member)
                if refusal := out_of_reach(before, kept):
                    refused[refusal] += 1
                elif before is None or before["org"] == branch:
                    unchanged += 1
                else:
                    changed.append((before, before | {"org": branch}))
                    touched.append(member)
            save(session.db, entry, MEMBER, [], changed)
            tell(min(start + journal.CHUNK, len(members)), len(members))
    return Change(
        entry.seq if entry.count else None,
        f"{whom(session.db, members)}换到{target.name}",
        len(touched),
        unchanged,
        tuple(refused.items()),
        tuple(touched) if len(touched) <= journal.CHUNK else (),
    )
