"""Giving verdicts and writing notes, on one member or on many, streamed in chunks inside one transaction."""

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Final

from tui.rules.changes import Change
from tui.rules.checks import Check, Evidence, Given, Ground, Refusal, Stage, Verdict, refuses
from tui.store import journal, rows
from tui.store.cipher import CipherDatabase
from tui.store.commands.separation import Separation
from tui.store.images import REVIEW, Values
from tui.store.journal import EntryWriter
from tui.store.queries import units
from tui.store.queries.letters import OPEN
from tui.store.queries.levels import levels
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched
from tui.text import clean

NOTE_LIMIT: Final = 500
"""Characters that a note may have."""

_COLUMNS = ", ".join("r.member IS NOT NULL" if name == "member" else f"r.{name}" for name in REVIEW.columns)
_MEMBER_AT = REVIEW.columns.index("member")
_DUES = "m.dues_to IS NOT NULL OR m.active_on IS NOT NULL OR EXISTS (SELECT 1 FROM payment p WHERE p.member = m.id)"
_LETTER_OPEN = f"EXISTS (SELECT 1 FROM letter l WHERE l.member = m.id AND {OPEN.format('l')})"
_SHOWN = {Check.DUES: f"{_DUES}, 0", Check.RECEIPT: f"0, {_LETTER_OPEN}"}
"""What the evidence of a check is looked up by; nobody else's time is spent on it."""
_TARGETS = f"""
    SELECT m.id, o.keeper, s.ground, {{shown}}, {_COLUMNS}
    FROM json_each(?) j
    CROSS JOIN member m ON m.id = j.value AND m.gone IS NULL
    CROSS JOIN subject s ON s.campaign = ? AND s.member = m.id
    JOIN organization o ON o.id = m.org
    LEFT JOIN review r ON r.campaign = s.campaign AND r.stage = ? AND r.member = m.id
"""


def give_verdict(
    session: Session,
    stage: Stage,
    check: Check,
    verdict: Verdict,
    members: Sequence[int],
    *,
    given: Given,
    basis: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Give ``verdict`` on ``check`` to every member named; rows that may not have it are refused with a reason.

    ``members`` names each once. ``basis`` (依据) is added to each note. Cancelling raises ``Failure(CANCELLED)``
    and leaves nothing.
    """
    decide = judging(session, stage, check, verdict, given, clean(basis).strip()[:NOTE_LIMIT])
    detail = {"stage": stage.value, "check": check.value, "verdict": verdict.value, "given": given.value}
    label = f"{stage.label}·{check.label}记为“{verdict.label}”"
    return _review(session, "review.verdict", label, detail, stage, members, decide, check, progress, cancelled)


def judging(session: Session, stage: Stage, check: Check, verdict: Verdict, given: Given, basis: str = "") -> "Decide":
    """What ``review_members`` is to ask about each member who is to get this verdict."""
    column, how, who = f"c{check.number}", f"h{check.number}", f"by{check.number}"
    if verdict is Verdict.UNCHECKED:
        fields: Values = {column: verdict.value, how: None, who: None}
    else:
        fields = {column: verdict.value, how: given.value, who: session.actor.id}
    nothing_new = (given.value, Given.SINGLY.value, None)
    out_of_reach = reach(session, stage)

    def decide(keeper: int, evidence: Evidence, review: Values) -> Values | Refusal | None:
        refusal = out_of_reach(keeper) or refuses(check, verdict, given, evidence, basis)
        if refusal:
            return refusal
        note = {"note": with_basis(review["note"], basis)}
        if review[column] != fields[column] or review[how] not in nothing_new:
            return fields | note
        return note if note["note"] != review["note"] else None

    return decide


def write_note(session: Session, stage: Stage, members: Sequence[int], note: str) -> Change:
    """Put ``note`` in place of the note of every member named (at most 500 characters, one line)."""
    text = clean(note).strip()[:NOTE_LIMIT] or None
    out_of_reach = reach(session, stage)

    def decide(keeper: int, _evidence: Evidence, review: Values) -> Values | Refusal | None:
        refusal = out_of_reach(keeper)
        if refusal:
            return refusal
        return None if review["note"] == text else {"note": text}

    detail = {"stage": stage.value}
    return _review(session, "review.note", f"{stage.label}·备注", detail, stage, members, decide, None, None, None)


Decide = Callable[[int, Evidence, Values], Values | Refusal | None]


def _review(
    session: Session,
    action: str,
    label: str,
    detail: dict[str, str],
    stage: Stage,
    members: Sequence[int],
    decide: Decide,
    check: Check | None,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Change:
    """Run one command over the reviews of ``members``: ``decide`` gives the new fields, a refusal, or None.

    ``check`` says which evidence ``decide`` needs.
    """
    tell = watched(progress, cancelled)
    with journal.entry(session, action, detail) as entry:
        touched, unchanged, refused = review_members(session, entry, stage, members, decide, check, tell)
    return Change(
        entry.seq if entry.count else None,
        f"{_name(session, members[0])} {label}" if len(members) == 1 else label,
        len(touched),
        unchanged,
        tuple((refusal, count) for refusal, count in refused.items() if count),
        tuple(touched) if len(touched) <= journal.CHUNK else (),
    )


def review_members(
    session: Session,
    entry: EntryWriter,
    stage: Stage,
    members: Sequence[int],
    decide: Decide,
    check: Check | None,
    tell: Progress,
    *,
    apart: bool = False,
) -> tuple["array[int]", int, Counter[Refusal]]:
    """Write inside an entry what ``decide`` gives; gives the members touched, how many stay, how many are refused.

    ``check`` says which evidence ``decide`` needs. Members of whom all is alike are asked about once, unless ``apart``:
    then what is decided depends on the member himself.
    """
    at = int(session.clock().timestamp())
    refused: Counter[Refusal] = Counter()
    touched = array("I")
    unchanged = 0
    unchecked = _unchecked(session, stage)
    evidence = _evidence(session.db, check)
    separation = Separation(session, stage)
    targets = _TARGETS.format(shown=_SHOWN.get(check, "0, 0") if check else "0, 0")
    for done, chunk in _chunks(members):
        found = session.db.execute_sql(targets, (json.dumps(chunk), session.campaign, stage.number)).fetchall()
        refused[Refusal.NOT_A_SUBJECT] += len(chunk) - len(found)
        separation.look_up(chunk)
        alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for target in found:
            alike[target if apart else target[1:]].append(target[0])
        written: set[int] = set()
        new: list[tuple[Values, Sequence[int]]] = []
        changed: list[tuple[Values, Values, Sequence[int]]] = []
        for shape, those in alike.items():
            keeper, ground, dues, letter_open, *stored = shape[1:] if apart else shape
            exists = stored[_MEMBER_AT]
            row = (REVIEW.row(stored) if exists else unchecked) | {"member": those[0]}
            elsewhere = stage is Stage.VERIFICATION and row["unit"] != session.unit
            outcome: Values | Refusal | None = Refusal.VERIFIED_ELSEWHERE
            if not elsewhere:
                outcome = decide(keeper, evidence(keeper, ground, dues, letter_open), row)
            if isinstance(outcome, Refusal):
                refused[outcome] += len(those)
                continue
            if outcome is None:
                unchanged += len(those)
                continue
            free = separation.free(those, row, outcome, refused)
            after = row | outcome | {"at": at}
            written.update(free)
            if exists:
                entry.changed_alike(REVIEW, row, after, free)
                changed.append((row, after, free))
            else:
                entry.created_alike(REVIEW, after, free)
                new.append((after, free))
        rows.insert_alike(session.db, REVIEW, new)
        rows.update_alike(session.db, REVIEW, changed)
        touched.extend(member for member in chunk if member in written)
        tell(done, len(members))
    return touched, unchanged, refused


def _name(session: Session, member: int) -> str:
    """Whom a command was for, so that the message line can say it."""
    found = session.db.execute_sql("SELECT name FROM member WHERE id = ?", (member,)).fetchone()
    return found[0] if found else ""


def _chunks(members: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Slices of the targets, each with how many are done when it is finished."""
    for start in range(0, len(members), journal.CHUNK):
        chunk = list(members[start : start + journal.CHUNK])
        yield start + len(chunk), chunk


def _unchecked(session: Session, stage: Stage) -> Values:
    """The review of a member whom nobody has looked at, but for the member."""
    empty: Values = dict.fromkeys(REVIEW.columns)
    empty |= {f"c{check.number}": Verdict.UNCHECKED.value for check in Check}
    return empty | {"campaign": session.campaign, "stage": stage.number, "unit": session.unit}


def reach(session: Session, stage: Stage) -> Callable[[int], Refusal | None]:
    """keeper → why its members are out of this unit's reach at this stage, or None.

    Self-checks belong to the keeper of the slice; which levels check themselves and verify says the campaign.
    """
    kind, arranged = units.kind_of(session.db, session.unit), levels(session.db, session.campaign)
    if stage is Stage.SELF_CHECK:
        own = None if arranged.checks_itself(kind) else Refusal.CHECKED_ABOVE
        return lambda keeper: own if keeper == session.unit else Refusal.KEPT_ELSEWHERE
    above = None if arranged.verifies(kind) else Refusal.VERIFIED_ABOVE
    return lambda _keeper: above


_LETTERS_OUT = """
    SELECT EXISTS (SELECT 1 FROM letter l CROSS JOIN member m ON m.id = l.member JOIN organization o ON o.id = m.org
                   WHERE l.direction = 'out' AND o.keeper = ?)
"""


def _evidence(db: CipherDatabase, check: Check | None) -> Callable[[int, str, int, int], Evidence]:
    """(keeper, ground, dues recorded, letter open) → the evidence; a keeper's letters are looked for once."""

    @cache
    def imported(keeper: int) -> bool:
        return check is Check.RECEIPT and bool(db.execute_sql(_LETTERS_OUT, (keeper,)).fetchone()[0])

    @cache
    def found(keeper: int, ground: str, dues: int, letter_open: int) -> Evidence:
        return Evidence(bool(dues), Ground(ground), imported(keeper), bool(letter_open))

    return found


def with_basis(note: str | None, basis: str) -> str | None:
    """The note with the basis after it; where there is no room for both, the note gives way (the journal has it)."""
    if not basis or not note:
        return basis or note
    if f"；{basis}；" in f"；{note}；":
        return note
    room = NOTE_LIMIT - len(f"；{basis}")
    return f"{note[:room]}；{basis}" if room > 0 else basis
