"""Looking at what is masked: an ID number or a telephone number is shown on request, and the journal says to whom."""

from tui.faults import Failure, Fault
from tui.store import journal
from tui.store.images import MEMBER
from tui.store.session import Session


def reveal(session: Session, member: int) -> dict[str, str]:
    """The member's numbers by field (``idno``, ``phone``, ``landline``), with an entry that they were looked at.

    The row is noted as it is; nothing in it changes. ``Failure(MEMBER_UNKNOWN)``.
    """
    with journal.entry(session, "member.reveal") as entry:
        row = session.db.execute_sql(f"{MEMBER.select} WHERE id = ?", (member,)).fetchone()
        if row is None:
            raise Failure(Fault.MEMBER_UNKNOWN)
        values = MEMBER.row(row)
        entry.changed(MEMBER, values, values)
    return {name: values[name] for name in ("idno", "phone", "landline") if values[name]}
