"""Putting a paper into a folder, and noting in the vault that it was written."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from exports.forms.fill_in_files import private_folder
from exports.media import Written, write_file
from exports.naming import unit_in_name
from exports.papers.facts import Issue
from tui.rules.papers import PaperKind
from tui.store import journal
from tui.store.commands.exporting import note_paper
from tui.store.queries import units
from tui.store.session import Session

PRIVATE: Final = "paicha-papers"
"""Folder made inside one that others may look into."""
_WORKBOOKS: Final = frozenset({PaperKind.RECEIPT_STATISTICS, PaperKind.DISPOSAL_STATISTICS})


def issue_of(session: Session) -> Issue:
    """This unit as issuer of a letter of today; its number is given by the office that keeps the numbers."""
    name, phone = session.db.execute_sql(
        "SELECT name, ifnull(phone, '') FROM organization WHERE id = ?", (session.unit,)
    ).fetchone()
    return Issue(name, session.clock().date().isoformat(), contact=session.actor.name, phone=phone)


def write_paper(
    session: Session, folder: Path, kind: PaperKind, content: bytes, members: Sequence[int] = ()
) -> Written:
    """Write a paper about these members (row ids); the journal has it before the file has its name.

    It goes into ``folder`` if nobody else may look into it, or into a new one (mode 0700) inside it, as
    ``<kind>-<unit>-<entry>.docx``. MEMBER_UNKNOWN, ROLE_REFUSED, and what :func:`exports.media.write_file` raises.
    """
    own = units.unit(session.db, session.unit)
    ending = "xlsx" if kind in _WORKBOOKS else "docx"
    name = f"{kind.value}-{unit_in_name(own.code, own.uuid.hex())}-{journal.last(session.db)[0] + 1:06}.{ending}"

    def fill(out: BinaryIO) -> None:
        out.write(content)

    def note() -> None:
        note_paper(session, kind, members, sha256(content).hexdigest())

    return write_file(private_folder(folder, PRIVATE), name, fill, needed=len(content), before_final_name=note)
