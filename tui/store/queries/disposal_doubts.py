"""Why no step of a case may be taken now, whatever the step: what the register says of its member besides the case."""

from datetime import date

from tui.rules.disposal.case import Obstacle
from tui.rules.disposal.register import SHOWN_BY_RECORD, State
from tui.store.cipher import CipherDatabase
from tui.store.queries.disposal_case import CaseFile
from tui.store.queries.disposal_grounds import shown


def doubts(db: CipherDatabase, found: CaseFile) -> tuple[Obstacle, ...]:
    """Another case of his is in hand, or a record does not show any more, or never did, what the case rests on.

    A search that has found the member, a 劝退 that was taken back, a ground that somebody wrote as if the register
    showed it: each is looked up as of the day of opening.
    """
    member, case = found.row["member"], found.case
    reasons = []
    other = db.execute_sql(
        "SELECT 1 FROM disposal_case WHERE member = ? AND state = ? AND id <> ?",
        (member, State.OPEN.value, found.row["id"]),
    ).fetchone()
    if other:
        reasons.append(Obstacle.ALREADY_OPEN)
    if case is not None and case.opened_on < date.max:
        needed = SHOWN_BY_RECORD.intersection(case.procedure.needs)
        if needed and not needed <= shown(db, member, case.opened_on).keys():
            reasons.append(Obstacle.FACT_MISSING)
    return tuple(reasons)
