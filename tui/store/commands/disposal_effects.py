"""What becomes of the roster when a case is closed: who was removed, suspended or restored, and since when."""

from tui.rules.disposal.register import LEAVES
from tui.store import rows
from tui.store.commands.roster_findings import settle_findings
from tui.store.images import MEMBER, Values
from tui.store.journal import EntryWriter
from tui.store.session import Session

_MEMBERSHIP = {"suspended": "suspended", "restored": "normal"}


def follow(session: Session, entry: EntryWriter, member: Values, ends: str, since: str) -> None:
    """Write the outcome into the member's row: V23 and V24 hold from here on. Other outcomes leave it as it is."""
    changes: Values = {}
    if ends in LEAVES and not member["gone"]:
        changes = {"gone": since}
    elif ends in _MEMBERSHIP:
        changes = {"membership": _MEMBERSHIP[ends]}
    after = member | changes
    if after != member:
        rows.update_rows(session.db, MEMBER, [(member, after)])
        entry.changed(MEMBER, member, after)
    settle_findings(session, entry, [after])
