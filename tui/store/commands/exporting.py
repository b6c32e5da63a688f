"""Noting that a table or a form has left the vault: the last thing before its file gets its name."""

from collections.abc import Sequence

from tui.faults import Failure, Fault
from tui.rules.papers import PaperKind
from tui.store import journal
from tui.store.images import MEMBER
from tui.store.session import Session


def note_exported(session: Session, table: str, rows: int, sha256: str, *, action: str = "comparison.export") -> int:
    """Write an entry that so many rows were written into a file with this hash; gives the entry's number."""
    detail = {"table": table, "rows": rows, "sha256": sha256}
    with journal.entry(session, action, detail, even_if_empty=True) as entry:
        pass
    return entry.seq


def note_member_form(session: Session, member: int, marking: str, sha256: str) -> int:
    """Write an entry that the member's form was written into a file with this hash; gives the entry's number.

    The member's row is noted as it is; nothing in it changes. ``Failure(MEMBER_UNKNOWN)``.
    """
    with journal.entry(session, "member.form", {"marking": marking, "sha256": sha256}) as entry:
        _note_as_they_are(session, entry, (member,))
    return entry.seq


def note_paper(session: Session, kind: PaperKind, members: Sequence[int], sha256: str) -> int:
    """Write an entry that a paper about these members was written into a file with this hash; gives its number.

    The members' rows are noted as they are, each once; nothing in them changes. ``Failure(MEMBER_UNKNOWN)``.
    """
    about = tuple(dict.fromkeys(members))
    detail = {"paper": kind.value, "members": len(about), "sha256": sha256}
    with journal.entry(session, "paper.write", detail, even_if_empty=True) as entry:
        _note_as_they_are(session, entry, about)
    return entry.seq


def _note_as_they_are(session: Session, entry: journal.EntryWriter, members: Sequence[int]) -> None:
    for member in members:
        row = session.db.execute_sql(f"{MEMBER.select} WHERE id = ?", (member,)).fetchone()
        if row is None:
            raise Failure(Fault.MEMBER_UNKNOWN)
        values = MEMBER.row(row)
        entry.changed(MEMBER, values, values)
