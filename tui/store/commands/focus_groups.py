"""Putting members into focus groups (重点群体) and taking them out, singly or in bulk."""

import json
from array import array
from collections import Counter
from collections.abc import Sequence

from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.focus_groups import FocusGroup, suggest
from tui.store import journal, rows
from tui.store.commands.editing import kept_organizations, out_of_reach, whom
from tui.store.commands.importing import AMONG, save, stored_rows
from tui.store.images import FOCUS_GROUP, MEMBER, Values
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched


def set_focus_group(
    session: Session,
    members: Sequence[int],
    group: FocusGroup,
    belongs: bool,
    *,
    only_suggested: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Put every member named (once each) into the group, or take him out of it.

    With each is kept which column's words suggest the group, if any do; with ``only_suggested`` those of whom nothing
    suggests it are refused. Refused too: members whom another unit keeps, or who have left the roster.
    ``Failure(CANCELLED)`` leaves nothing.
    """
    tell = watched(progress, cancelled)
    refused: Counter[Refusal] = Counter()
    touched = array("I")
    unchanged = 0
    action = "focus_group.set" if belongs else "focus_group.unset"
    with journal.entry(session, action, {"group": group.value}) as entry:
        kept = kept_organizations(session)
        for start in range(0, len(members), journal.CHUNK):
            chunk = members[start : start + journal.CHUNK]
            stored = stored_rows(session.db, MEMBER, chunk)
            known = _in_group(session, group, chunk)
            new: list[Values] = []
            gone: list[Values] = []
            for member in chunk:
                row = stored.get(member)
                if refusal := out_of_reach(row, kept):
                    refused[refusal] += 1
                elif row is None or (member in known) == belongs:
                    unchanged += 1
                elif not belongs:
                    gone.append(known[member])
                elif only_suggested and not _basis(row, group):
                    refused[Refusal.NOT_SUGGESTED] += 1
                else:
                    new.append({"kind": group.number, "member": member, "basis": _basis(row, group)})
            save(session.db, entry, FOCUS_GROUP, new)
            rows.delete_rows(session.db, FOCUS_GROUP, gone)
            for values in gone:
                entry.removed(FOCUS_GROUP, values)
            touched.extend(values["member"] for values in (*new, *gone))
            tell(min(start + journal.CHUNK, len(members)), len(members))
    return Change(
        entry.seq if entry.count else None,
        f"{whom(session.db, members)}{'列入' if belongs else '移出'}“{group.label}”",
        len(touched),
        unchanged,
        tuple(refused.items()),
        tuple(touched) if len(touched) <= journal.CHUNK else (),
    )


def _in_group(session: Session, group: FocusGroup, members: Sequence[int]) -> dict[int, Values]:
    found = session.db.execute_sql(
        f"{FOCUS_GROUP.select} WHERE kind = ? AND member {AMONG}", (group.number, json.dumps(list(members)))
    )
    known = map(FOCUS_GROUP.row, found)
    return {values["member"]: values for values in known}


def _basis(member: Values, group: FocusGroup) -> str | None:
    """What suggests the group in the member's record: the column and its words."""
    fields = {name: value for name, value in member.items() if isinstance(value, str) and name != "extra"}
    found = suggest(fields, json.loads(member["extra"] or "{}"))
    return next((f"{each.column}：{each.word}" for each in found if each.group is group), None)
