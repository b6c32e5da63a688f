"""Local procedure files (本地实施办法): taken into the register, and taken out of use again."""

from typing import Final

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.disposal.local import Unfit, kept_texts, local_kinds
from tui.store import journal
from tui.store.commands.disposal_rows import today
from tui.store.commands.importing import save
from tui.store.commands.regular_rows import new_row, rewrite
from tui.store.images import DISPOSAL_PROCEDURE, Values
from tui.store.journal import EntryWriter
from tui.store.queries.disposal_case import rows_of
from tui.store.session import Session

_IN_USE: Final = "org = ? AND key = ? AND withdrawn_on IS NULL"


def take_in(session: Session, text: str) -> Change:
    """Take in every kind of a file; a newer version takes the place of one in use, for cases opened from now on.

    ``Failure(PROCEDURE_UNFIT)`` with the reason for a file of which any kind is unfit: then none is taken in.
    """
    try:
        kinds, texts = local_kinds(text), kept_texts(text)
    except Unfit as unfit:
        raise Failure(Fault.PROCEDURE_UNFIT, why=unfit) from unfit
    taken = 0
    with journal.entry(session, "disposal.procedure") as entry:
        for key, kind in kinds.items():
            before = rows_of(session.db, DISPOSAL_PROCEDURE, _IN_USE, session.unit, key)
            if any(row["text"] == texts[key] for row in before):
                continue
            for row in before:
                _end(session, entry, row)
            values = {"org": session.unit, "key": key, "label": kind.label, "text": texts[key]}
            save(session.db, entry, DISPOSAL_PROCEDURE, [new_row(session, DISPOSAL_PROCEDURE, values)])
            taken += 1
    label = f"装入处置程序（{'、'.join(kind.label for kind in kinds.values())}）"
    return Change(entry.seq if taken else None, label, taken, len(kinds) - taken, noun="种", verb="已装入")


def withdraw(session: Session, number: int) -> Change:
    """No new case by this local kind (row id) from today on; cases that are open go on by it. KeyError for none."""
    found = rows_of(session.db, DISPOSAL_PROCEDURE, "id = ? AND org = ?", number, session.unit)
    if not found:
        raise KeyError(number)
    row = found[0]
    with journal.entry(session, "disposal.procedure", {"withdrawn": row["key"]}) as entry:
        if row["withdrawn_on"] is None:
            _end(session, entry, row)
    done = entry.count > 0
    return Change(
        entry.seq if done else None,
        f"停用处置程序（{row['label']}）",
        int(done),
        int(not done),
        noun="种",
        verb="已停用",
    )


def _end(session: Session, entry: EntryWriter, row: Values) -> None:
    rewrite(session, entry, DISPOSAL_PROCEDURE, row, {"withdrawn_on": today(session).isoformat()})
