"""Writing fill-in workbooks for branches into a folder, and noting in the vault that they were issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from exports.forms.fill_in import fill_in_bytes
from exports.media import Written, write_file
from exports.naming import unit_in_name
from tui.faults import Failure, Fault
from tui.store.commands.fill_in import issue_fill_ins
from tui.store.queries.fill_in import Contents, contents, fillable
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched

PRIVATE: Final = "paicha-fill-in"
"""Folder made inside one that others may look into."""

AT_ONCE: Final = 100
"""Workbooks that are issued by one entry of the journal, all or none; more are issued in several steps."""


@dataclass(frozen=True, slots=True)
class WrittenFillIn:
    """A workbook that was issued: for which branch, its number, members in it, the file."""

    branch: str
    number: int
    members: int
    file: Written


def write_fill_ins(
    session: Session,
    branches: Sequence[int] | None,
    due_on: str,
    folder: Path,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[WrittenFillIn]:
    """Issue a workbook to each of these units (row ids; None: every unit kept here that has members to be checked).

    The files hold personal data in the clear. They go into ``folder`` if nobody else may look into it, or into a new
    one (mode 0700) inside it. None of them has its final name before all are safe on the medium and noted in the vault.
    ``Failure``: those of :func:`tui.store.queries.fill_in.contents` and of :func:`exports.media.write_file`,
    FILL_IN_NOBODY, CANCELLED.
    """
    today = session.clock().date().isoformat()
    if branches is None:
        branches = [each.id for each in fillable(session.db, session.unit, session.campaign, today) if each.subjects]
    if not branches:
        raise Failure(Fault.FILL_IN_NOBODY)
    tell = watched(progress, cancelled)
    written: list[WrittenFillIn] = []
    for start in range(0, len(branches), AT_ONCE):
        made = contents(
            session.db, session.unit, session.campaign, branches[start : start + AT_ONCE],
            issued_on=today, due_on=due_on, contact=session.actor.name,
        )  # fmt: skip
        packed = []
        for number, each in enumerate(made, start):
            tell(number, len(branches))
            packed.append(fill_in_bytes(each))
        files = _write_all(session, made, packed, private_folder(folder))
        written += [WrittenFillIn(c.branch_name, c.number, len(c.members), f) for c, f in zip(made, files, strict=True)]
    if progress:
        progress(len(branches), len(branches))
    return written


def private_folder(folder: Path, name: str = PRIVATE) -> Path:
    """The folder itself if it is new or nobody else may look into it, else ``name`` inside it, made with mode 0700.

    A medium without permissions (FAT) ignores the mode. FOLDER_UNWRITABLE.
    """
    try:
        if not folder.exists():
            folder.mkdir(0o700)
        if folder.stat().st_mode & 0o077 == 0:
            return folder
        inside = folder / name
        inside.mkdir(0o700, exist_ok=True)
    except OSError as error:
        raise Failure(Fault.FOLDER_UNWRITABLE, path=folder) from error
    return inside


def file_name(contents: Contents) -> str:
    """The name of a workbook's file."""
    return f"paicha-fill-in-{unit_in_name(contents.branch_code, contents.branch)}-{contents.number:04}.xlsx"


def _write_all(session: Session, made: Sequence[Contents], packed: Sequence[bytes], folder: Path) -> list[Written]:
    """Write every file under its first name, note the issue, then give all their final names."""
    files: list[Written] = []

    def write(place: int) -> None:
        if place == len(made):
            issue_fill_ins(session, made, [str(folder / file_name(each)) for each in made])
            return

        def fill(out: BinaryIO) -> None:
            out.write(packed[place])

        needed = sum(map(len, packed[place:]))
        files.append(
            write_file(folder, file_name(made[place]), fill, needed=needed, before_final_name=lambda: write(place + 1))
        )

    write(0)
    return files[::-1]
