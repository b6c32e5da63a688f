"""What becomes of the roster when a case is closed: who was removed, suspended or restored, and since when."""

from tui.rules.disposal.register import LEAVES
from tui.store import rows
from tui.store.commands.regular_rows import rewrite
from tui.store.commands.roster_findings import settle_findings
from tui.store.images import MEMBER, REGULARIZATION, Values
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
    if ends == "suspended":
        _carry_out(session, entry, member["id"], since)
    settle_findings(session, entry, [after])


def _carry_out(session: Session, entry: EntryWriter, member: int, since: str) -> None:
    """停止党籍 that 规范管理 proposed has been carried out by its own procedure: the case there is done too."""
    found = session.db.execute_sql(
        f"{REGULARIZATION.select} WHERE member = ? AND state = 'working' AND measure = 'suspend'", (member,)
    )
    for row in map(REGULARIZATION.row, found.fetchall()):
        changes = {"state": "done", "done_on": max(since, row["decided_on"]), "due_on": None, "due_what": None}
        rewrite(session, entry, REGULARIZATION, row, changes)
