"""Reading what checks recorded about a member."""

import json
from typing import NamedTuple

from tui.rules.check_items import Answers
from tui.rules.checks import Check, Stage
from tui.store.cipher import CipherDatabase


class StoredRecord(NamedTuple):
    """What one check recorded at one stage, by whom, when (seconds since 1970)."""

    stage: Stage
    check: Check
    answers: Answers
    note: str | None
    by: str
    at: int


def records_of(db: CipherDatabase, campaign: int, member: int) -> tuple[StoredRecord, ...]:
    """Everything that checks recorded about a member in a campaign, by stage and check."""
    found = db.execute_sql(
        """SELECT k.stage, k.check_no, k.answers, k.note, p.name, k.at FROM check_record k
           JOIN person p ON p.id = k.recorded_by
           WHERE k.member = ? AND k.campaign = ? ORDER BY k.stage, k.check_no""",
        (member, campaign),
    )
    stages, checks = tuple(Stage), tuple(Check)
    return tuple(
        StoredRecord(stages[stage - 1], checks[check - 1], json.loads(answers), note, name, at)
        for stage, check, answers, note, name, at in found
    )
