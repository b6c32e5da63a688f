"""Confirming in one act every subject whose suggestion is that nothing was found."""

from array import array
from collections import Counter
from collections.abc import Sequence

from tui.rules.changes import Change
from tui.rules.checks import Check, Given, Refusal, Stage
from tui.store import journal
from tui.store.commands.verdicts import NOTE_LIMIT, judging, review_members
from tui.store.queries.suggestions import prospect
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched
from tui.text import clean


def accept_suggestions(
    session: Session,
    stage: Stage,
    check: Check,
    members: Sequence[int],
    *,
    basis: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Give the suggested verdict, marked as given in bulk, to those of ``members`` who are 未查 and whose suggestion
    is 无误 (for a receipt that nobody waits for, 不适用).

    Suggestions are computed anew inside the transaction. What a bulk verdict is refused for is refused here too
    (``rules.checks.refuses``); ``basis`` (依据) is needed for archive and conduct. Cancelling leaves nothing. Whoever
    has a verdict already is left alone; who has a suggestion that finds something, or none, is refused.
    """
    tell = watched(progress, cancelled)
    basis = clean(basis).strip()[:NOTE_LIMIT]
    refused: Counter[Refusal] = Counter()
    touched = array("I")
    with journal.entry(session, "review.accept", {"stage": stage.value, "check": check.value}) as entry:
        found = prospect(session.db, session.campaign, stage, check, members, tell, cancelled)
        for verdict, targets in found.to_give.items():
            decide = judging(session, stage, check, verdict, Given.IN_BULK, basis)
            done, _, turned_down = review_members(session, entry, stage, targets, decide, check, tell)
            touched.extend(done)
            refused += turned_down
    refused[Refusal.FOUND_SOMETHING] += found.other
    refused[Refusal.NO_EVIDENCE] += found.without
    return Change(
        entry.seq if entry.count else None,
        f"{stage.label}·{check.label}采纳建议",
        len(touched),
        found.decided,
        tuple((refusal, count) for refusal, count in refused.items() if count),
        tuple(touched) if len(touched) <= journal.CHUNK else (),
    )
