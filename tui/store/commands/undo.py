"""Undo and redo of one's own changes, across restarts: both are new entries, found by reading the journal.

Redo is the undo of an undo. What that does to the rows is told in ``reversal``.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.store import journal
from tui.store.cipher import CipherDatabase
from tui.store.commands.deeds import DEEDS
from tui.store.commands.reversal import take_back
from tui.store.images import LETTER, MEMBER
from tui.store.journal import Header
from tui.store.session import Session

UNDO, REDO = "undo", "redo"
_STEPS = DEEDS.keys() | {UNDO, REDO}


def next_undo(session: Session) -> Header | None:
    """The entry that an undo would take back: the latest undoable one of this person not yet undone."""
    skip = 0
    for header in _own(session):
        if header.action == UNDO:
            skip += 1
        elif skip:
            skip -= 1
        else:
            return header
    return None


def next_redo(session: Session) -> Header | None:
    """The undo that a redo would take back; None as soon as something new has been done."""
    skip = 0
    for header in _own(session):
        if header.action == REDO:
            skip += 1
        elif header.action != UNDO:
            return None
        elif skip:
            skip -= 1
        else:
            return header
    return None


@dataclass(frozen=True, slots=True)
class Step:
    """What an undo would take back: in words, how many rows, and whether a bundle was sealed or received since."""

    deed: str
    rows: int
    sent_since: bool


def next_step(session: Session) -> Step | None:
    """The step that ``undo`` would take back, to be told before it is; None when there is none."""
    header = next_undo(session)
    if header is None:
        return None
    later = takewhile(lambda entry: entry.seq > header.seq, journal.headers_backwards(session.db))
    sent_since = any(entry.action.startswith("bundle.") for entry in later)
    return Step(describe(_origin(session.db, header)), header.count, sent_since)


def undo(session: Session) -> Change:
    """Take back one's own latest change; ``Failure(NOTHING_TO_UNDO)`` when there is none."""
    header = next_undo(session)
    if header is None:
        raise Failure(Fault.NOTHING_TO_UNDO)
    return _reverse(session, header, UNDO, f"撤销{describe(_origin(session.db, header))}")


def redo(session: Session) -> Change:
    """Bring back what one's own latest undo took away; ``Failure(NOTHING_TO_REDO)`` when there is none."""
    header = next_redo(session)
    if header is None:
        raise Failure(Fault.NOTHING_TO_REDO)
    return _reverse(session, header, REDO, f"重做{describe(_origin(session.db, header))}")


def describe(header: Header) -> str:
    """What an entry did, in Chinese, for the message line."""
    deed = DEEDS.get(header.action)
    return deed.name(header.detail) if deed else f"第{header.seq}号操作"


def _own(session: Session) -> Iterator[Header]:
    """This person's changes, undos and redos, newest first."""
    for header in journal.headers_backwards(session.db):
        if header.person == session.actor.uuid and header.action in _STEPS:
            yield header


def _origin(db: CipherDatabase, header: Header) -> Header:
    """The change at the root of a chain of undos and redos."""
    while header.undoes is not None:
        (body,) = db.execute_sql("SELECT body FROM entry WHERE seq = ?", (header.undoes,)).fetchone()
        header = Header(**json.loads(body))
    return header


def _reverse(session: Session, header: Header, action: str, label: str) -> Change:
    """Write the entry that takes ``header``'s back. It stands even if every row is refused: else no earlier change
    could ever be undone.
    """
    deed = DEEDS[_origin(session.db, header).action]
    counted = deed.counted
    with journal.entry(session, action, undoes=header.seq, even_if_empty=True) as entry:
        outcomes = take_back(session.db, entry, header.seq, bringing_back=header.action == UNDO, together=deed.together)
    touched = list(dict.fromkeys(row for table in counted for row in outcomes[table].rows))
    refused = sum(outcomes[table].refused for table in counted)
    if MEMBER in counted:  # whoever has but a letter changed counts as well
        touched = list(dict.fromkeys([*touched, *_of_letters(session.db, outcomes[LETTER].rows)]))
        refused += outcomes[LETTER].refused
    one_persons = sum(outcomes[table].one_persons for table in counted)
    reasons = ((Refusal.CHANGED_SINCE, refused), (Refusal.SAME_PERSON, one_persons))
    return Change(
        entry.seq,
        label,
        len(touched),
        refused=tuple((why, count) for why, count in reasons if count),
        members=tuple(touched) if MEMBER in counted and len(touched) <= journal.CHUNK else (),
        noun=deed.noun,
        verb="已重做" if action == REDO else "已撤销",
    )


def _of_letters(db: CipherDatabase, letters: list[int]) -> list[int]:
    """Whose letters these are."""
    wanted = json.dumps(letters)
    found = db.execute_sql("SELECT DISTINCT member FROM letter WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
    return [member for (member,) in found]
