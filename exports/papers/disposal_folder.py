"""A case of 组织处置 as one folder: the papers of the steps taken so far, the attached files, the catalogue.

The folder has its name when every file in it is safe on the medium and the vault has noted that they left it; until
then, and whatever goes wrong, there is nothing.
"""

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from exports.forms.fill_in_files import private_folder
from exports.media import Written, write_file
from exports.naming import unit_in_name
from exports.papers.disposal_papers import prepared
from exports.papers.disposal_registry import PREPARED
from exports.papers.writing import PRIVATE
from tui.faults import Failure, Fault
from tui.rules.papers import PaperKind
from tui.store import journal
from tui.store.commands.evidence import note_copied
from tui.store.commands.exporting import note_paper
from tui.store.queries import units
from tui.store.queries.disposal_papers import DisposalPaper, PaperAttachment
from tui.store.queries.evidence import evidence_content
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched

NAME: Final = "disposal-case"


@dataclass(frozen=True, slots=True)
class WrittenCase:
    """A case that was written: its folder; every file in it with what it is; attached files that have not come."""

    folder: Path
    files: tuple[tuple[str, Written], ...]
    missing: tuple[str, ...]


class _Ready(NamedTuple):
    """A file to be written: its name, what it is, its content."""

    name: str
    label: str
    content: bytes


def write_case_folder(
    session: Session,
    folder: Path,
    case: int,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> WrittenCase:
    """Write the whole case (row id) into a new folder in ``folder``, or in a private one inside it.

    Papers come first in the order of their steps, then the attached files, decrypted; 案卷目录 is number 00.
    KeyError for no such case, or one of a kind unknown here. ``Failure`` ROLE_REFUSED, CANCELLED, FILE_EXISTS, and what
    :func:`exports.media.write_file` raises: nothing is left behind.
    """
    tell = watched(progress, cancelled)
    papers = [
        each for each in prepared(session.db, session.unit, session.campaign, case, _today(session)) if not each.due
    ]
    if not papers:
        raise KeyError(case)
    catalogue = papers[-1]
    there = [each for each in catalogue.attachments if each.evidence.there]
    total = len(papers) + len(there)
    base = private_folder(folder, PRIVATE)
    name = _folder_name(session)
    written: list[tuple[str, Written]] = []
    with _whole_folder(base, name) as inside:
        for ready in _files(session, papers, there):
            tell(len(written), total)
            written.append((ready.label, _write(inside, ready)))
        tell(total, total)
        _note(session, catalogue, there, [file for _, file in written])
    final = base / name
    files = tuple((label, Written(final / each.path.name, each.size, each.sha256)) for label, each in written)
    return WrittenCase(final, files, tuple(e.evidence.name for e in catalogue.attachments if not e.evidence.there))


def _files(
    session: Session, papers: Sequence[DisposalPaper], attachments: Sequence[PaperAttachment]
) -> Iterator[_Ready]:
    """The files one by one, so that a large one is in memory alone."""
    *others, catalogue = papers
    for number, paper in enumerate((catalogue, *others)):
        made = PREPARED[paper.name]
        yield _Ready(f"{number:02}-{made.kind.value}.docx", paper.name, made.render(paper))
    for number, each in enumerate(attachments, len(papers)):
        content = evidence_content(session.db, each.evidence.sha256)
        if content is None:
            raise Failure(Fault.FILE_UNREADABLE, file=each.evidence.name)
        name = f"{number:02}-evidence-{each.evidence.sha256.hex()[:8]}{each.evidence.media.ending}"
        yield _Ready(name, f"{each.label}：{each.evidence.name}", content)


def _write(folder: Path, ready: _Ready) -> Written:
    def fill(out: BinaryIO) -> None:
        out.write(ready.content)

    return write_file(folder, ready.name, fill, needed=len(ready.content))


def _note(
    session: Session, catalogue: DisposalPaper, attachments: Sequence[PaperAttachment], files: Sequence[Written]
) -> None:
    """One entry for the whole, with the hash of its files' hashes and names; one for every attached file."""
    sums = "".join(f"{each.sha256}  {each.path.name}\n" for each in files)
    member = catalogue.matter.member_number
    note_paper(session, PaperKind.DISPOSAL_FILE, [member], sha256(sums.encode()).hexdigest())
    for each in attachments:
        note_copied(session, each.of, each.evidence.id, each.evidence.sha256.hex())


@contextlib.contextmanager
def _whole_folder(base: Path, name: str) -> Iterator[Path]:
    """A new private folder that gets its name at the end, or is taken away again with all that is in it.

    So is what an interrupted program left of another one: its name had an earlier number, and nobody would find it.
    """
    final, inside = base / name, base / f"{name}.part"
    if final.exists():
        raise Failure(Fault.FILE_EXISTS, path=final)
    try:
        for left in base.glob(f"{NAME}-*.part"):
            _take_away(left)
        inside.mkdir(0o700)
    except OSError as error:
        raise Failure(Fault.FOLDER_UNWRITABLE, path=base) from error
    left_over = inside
    try:
        yield inside
        try:
            inside.rename(final)
            left_over = final
            _settle(base)
        except OSError as error:
            raise Failure(Fault.MEDIUM_GONE) from error
    except BaseException:
        with contextlib.suppress(OSError):
            _take_away(left_over)
        raise


def _take_away(inside: Path) -> None:
    """Remove a folder that was not finished, and its files."""
    if inside.is_dir() and not inside.is_symlink():
        for left in inside.iterdir():
            left.unlink()
        inside.rmdir()


def _settle(folder: Path) -> None:
    """Makes the medium hold the folder's new name."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _folder_name(session: Session) -> str:
    own = units.unit(session.db, session.unit)
    return f"{NAME}-{unit_in_name(own.code, own.uuid.hex())}-{journal.last(session.db)[0] + 1:06}"


def _today(session: Session) -> str:
    return session.clock().date().isoformat()
