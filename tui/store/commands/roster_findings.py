"""The findings of the roster check after members have changed: opened and resolved as the rules see them now."""

import json
from collections import defaultdict
from collections.abc import Sequence
from uuid import uuid4

from tui.rules import check_findings
from tui.rules.checks import Check, Stage
from tui.rules.validity import findings
from tui.store import ids, rows
from tui.store.images import FINDING, Values
from tui.store.journal import EntryWriter
from tui.store.queries.situations import ledger_codes
from tui.store.session import Session


def settle_findings(session: Session, entry: EntryWriter, members: Sequence[Values]) -> None:
    """Look at these members (whole rows) again for the campaign in hand, inside an entry.

    Only subjects of the campaign have findings. Dates are judged for its as-of date. What the ledger of situations
    has of a member speaks beside his record.
    """
    db, campaign = session.db, session.campaign
    (as_of,) = db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (campaign,)).fetchone()
    wanted = json.dumps([member["id"] for member in members])
    among = "member IN (SELECT value FROM json_each(?))"
    subjects = {
        member
        for (member,) in db.execute_sql(
            f"SELECT member FROM subject WHERE campaign = ? AND {among}", (campaign, wanted)
        )
    }
    known: dict[int, dict[str, Values]] = defaultdict(dict)
    for row in db.execute_sql(
        f"{FINDING.select} WHERE campaign = ? AND check_no = ? AND code NOT GLOB ? AND {among}",
        (campaign, Check.ROSTER.number, check_findings.PATTERN, wanted),
    ):
        values = FINDING.row(row)
        known[values["member"]][values["code"]] = values
    recorded = ledger_codes(db, [member["id"] for member in members], as_of)
    changed: list[tuple[Values, Values]] = []
    new: list[Values] = []
    number = ids.next_id(db, FINDING)
    for member in members:
        if member["id"] not in subjects:
            continue
        fields = {name: value for name, value in member.items() if isinstance(value, str)}
        shown = {code.value for code in findings(fields, as_of)} | recorded.get(member["id"], set())
        stored = known[member["id"]]
        for code, before in stored.items():
            after = before | {"state": "open" if code in shown else "resolved"}
            if after != before:
                entry.changed(FINDING, before, after)
                changed.append((before, after))
        for code in sorted(shown - stored.keys()):
            values = {
                "id": number, "uuid": uuid4().bytes, "member": member["id"], "campaign": campaign,
                "stage": Stage.SELF_CHECK.number, "check_no": Check.ROSTER.number, "code": code, "state": "open",
            }  # fmt: skip
            number += 1
            entry.created(FINDING, values)
            new.append(values)
    rows.update_rows(db, FINDING, changed)
    rows.insert_rows(db, FINDING, new)
