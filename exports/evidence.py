"""Writing a copy of an attached file out of the vault, as it is."""

from pathlib import Path
from typing import BinaryIO

from exports.forms.fill_in_files import private_folder
from exports.media import Written, write_file
from tui.faults import Failure, Fault
from tui.store import journal
from tui.store.commands.evidence import note_copied
from tui.store.queries.evidence import EvidenceRow, Of, evidence_content
from tui.store.session import Session

PRIVATE = "paicha-evidence"
"""The folder made where others may look into the chosen one."""


def write_copy(session: Session, of: Of, evidence: EvidenceRow, folder: Path) -> Written:
    """Write ``evidence-<uuid>-<entry>.<ending>``; the journal has it before the file has its name.

    It goes into ``folder`` if nobody else may look into it, or into a new one (mode 0700) inside it. ROLE_REFUSED,
    FILE_UNREADABLE where the content has not come, and what :func:`exports.media.write_file` raises.
    """
    content = evidence_content(session.db, evidence.sha256)
    if content is None:
        raise Failure(Fault.FILE_UNREADABLE, file=evidence.name)
    number = journal.last(session.db)[0] + 1
    name = f"evidence-{evidence.sha256.hex()[:8]}-{number:06}{evidence.media.ending}"

    def fill(out: BinaryIO) -> None:
        out.write(content)

    def note() -> None:
        note_copied(session, of, evidence.id, evidence.sha256.hex())

    return write_file(private_folder(folder, PRIVATE), name, fill, needed=len(content), before_final_name=note)
