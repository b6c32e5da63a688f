"""From files to plans: what is in them, and what that would do to the register as it is now."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tui.faults import Failure, Fault
from tui.intake.decisions import Answers, Plan
from tui.intake.instructions import SheetChoice
from tui.intake.kinds import KINDS, Group, Kind
from tui.intake.letters_plan import plan_letters
from tui.intake.payments_plan import plan_payments
from tui.intake.protocol import ENDINGS
from tui.intake.roster_plan import plan_roster
from tui.intake.spreadsheet import read_files
from tui.intake.staged import Staged
from tui.intake.units_plan import plan_units
from tui.rules.checks import Ground
from tui.store.cipher import CipherDatabase
from tui.store.queries.layouts import layouts
from tui.store.watching import Cancelled, Progress


def read(
    db: CipherDatabase,
    campaign: int,
    paths: Sequence[Path],
    *,
    choices: Mapping[int, Mapping[str, SheetChoice]] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Staged:
    """Read the files in their child processes for the campaign's as-of date; ``choices`` by file and sheet name."""
    (as_of,) = db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (campaign,)).fetchone()
    remembered = {
        digest: SheetChoice(known.kind, None, known.fields)
        for digest, known in layouts(db).items()
        if known.kind in KINDS
    }
    return read_files(paths, as_of=as_of, choices=choices, layouts=remembered, progress=progress, cancelled=cancelled)


def files_at(path: Path) -> list[Path]:
    """The file itself, or every list in a folder, by name; ``Failure(NO_FILES)`` where there is none."""
    if not path.is_dir():
        return [path]
    found = [file for file in sorted(path.iterdir()) if file.is_file() and file.name.lower().endswith(ENDINGS)]
    wanted = [file for file in found if not file.name.startswith((".", "~$"))]
    if not wanted:
        raise Failure(Fault.NO_FILES, path=path)
    return wanted


def plan(
    db: CipherDatabase,
    unit: int,
    campaign: int,
    staged: Staged,
    kind: Kind,
    *,
    ground: Ground = Ground.IN_BRANCH,
    answers: Answers | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Plan:
    """What the rows of one kind would do; ``staged`` holds no others. Failure KIND_NOT_IMPORTED."""
    match kind.group:
        case Group.PERSON | Group.FACTS:
            return plan_roster(
                db, unit, campaign, staged, kind, ground, answers=answers, progress=progress, cancelled=cancelled
            )
        case Group.LETTERS:
            return plan_letters(db, unit, staged, kind, answers=answers, progress=progress, cancelled=cancelled)
        case Group.PAYMENTS:
            return plan_payments(db, unit, staged, kind, answers=answers, progress=progress, cancelled=cancelled)
        case Group.UNITS:
            return plan_units(db, unit, staged, kind)
        case _:
            raise Failure(Fault.KIND_NOT_IMPORTED, kind=kind.label)


def is_taken_in(kind: Kind) -> bool:
    """Whether rows of this kind go into the register; the others are looked at, or compared with it."""
    return kind.group not in (Group.REFERENCE, Group.SUMMARY)
