"""Looking at what is masked: an ID number or a telephone number is shown on request, and the journal says to whom."""

import json

from tui.faults import Failure, Fault
from tui.store import journal
from tui.store.images import DIFFERENCE, MEMBER
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


def reveal_difference(session: Session, difference: int) -> tuple[dict[str, str], dict[str, str]]:
    """The numbers (``idno``, ``phone``) of both sides of a difference, here and there, with an entry that they were
    looked at. ``Failure(MEMBER_UNKNOWN)``."""
    with journal.entry(session, "member.reveal") as entry:
        row = session.db.execute_sql(f"{DIFFERENCE.select} WHERE id = ?", (difference,)).fetchone()
        if row is None:
            raise Failure(Fault.MEMBER_UNKNOWN)
        values = DIFFERENCE.row(row)
        entry.changed(DIFFERENCE, values, values)
        told = session.db.execute_sql(
            """SELECT m.idno, m.phone, w.fields FROM difference d LEFT JOIN member m ON m.id = d.member
               LEFT JOIN reference_row w ON w.id = d.ref_row WHERE d.id = ?""",
            (difference,),
        ).fetchone()
    theirs = json.loads(told[2]) if told[2] else {}
    ours = {"idno": told[0], "phone": told[1]}
    return (
        {name: value for name, value in ours.items() if value},
        {name: theirs[name] for name in ours if theirs.get(name)},
    )
