"""The findings of the roster check after members have changed: opened and resolved as the rules see them now."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import uuid4

from tui.rules import check_findings
from tui.rules.checks import Check, Stage
from tui.rules.situations import FOUND
from tui.rules.validity import findings
from tui.store import ids, rows
from tui.store.images import FINDING, Values
from tui.store.journal import EntryWriter
from tui.store.queries.disposal_findings import of_ledgers
from tui.store.queries.situations import as_of_date, ledger_codes
from tui.store.session import Session

_AMONG = "member IN (SELECT value FROM json_each(?))"


def settle_findings(session: Session, entry: EntryWriter, members: Sequence[Values]) -> None:
    """Look at these members (whole rows) again for the campaign in hand, inside an entry.

    Only subjects of the campaign have findings. Dates are judged for its as-of date. What the ledgers of
    situations and of disposals have of a member speaks beside his record.
    """
    as_of = as_of_date(session.db, session.campaign)
    of_record = {}
    for member in members:
        fields = {name: value for name, value in member.items() if isinstance(value, str)}
        of_record[member["id"]] = [code.value for code in findings(fields, as_of)]
    shown = of_ledgers(session.db, of_record, as_of)
    _settle(session, entry, shown, _stored(session, list(shown), None))


def settle_situations(session: Session, entry: EntryWriter, members: Sequence[int]) -> None:
    """The same for what situations alone show, after those of these members (row ids) have changed."""
    recorded = ledger_codes(session.db, members, as_of_date(session.db, session.campaign))
    shown = {member: recorded.get(member, set()) for member in members}
    _settle(session, entry, shown, _stored(session, members, [code.value for code in FOUND]))


def _stored(session: Session, members: Sequence[int], codes: Sequence[str] | None) -> dict[int, dict[str, Values]]:
    """The findings of the roster check that rules have made of these members, those of ``codes`` alone if given."""
    known: dict[int, dict[str, Values]] = defaultdict(dict)
    only = "" if codes is None else "AND code IN (SELECT value FROM json_each(?))"
    for row in session.db.execute_sql(
        f"{FINDING.select} WHERE campaign = ? AND check_no = ? AND code NOT GLOB ? AND {_AMONG} {only}",
        (
            *(session.campaign, Check.ROSTER.number, check_findings.PATTERN, json.dumps(list(members))),
            *([] if codes is None else [json.dumps(list(codes))]),
        ),
    ):
        values = FINDING.row(row)
        known[values["member"]][values["code"]] = values
    return known


def _settle(
    session: Session,
    entry: EntryWriter,
    shown: Mapping[int, Collection[str]],
    known: Mapping[int, Mapping[str, Values]],
) -> None:
    """Resolve what of the known is no longer shown, open what is (member → codes), of subjects alone."""
    db, campaign = session.db, session.campaign
    found = db.execute_sql(
        f"SELECT member FROM subject WHERE campaign = ? AND {_AMONG}", (campaign, json.dumps(list(shown)))
    )
    subjects = {member for (member,) in found}
    changed: list[tuple[Values, Values]] = []
    new: list[Values] = []
    number = ids.next_id(db, FINDING)
    for member, codes in shown.items():
        if member not in subjects:
            continue
        stored = known.get(member, {})
        for code, before in stored.items():
            after = before | {"state": "open" if code in codes else "resolved"}
            if after != before:
                entry.changed(FINDING, before, after)
                changed.append((before, after))
        for code in sorted(set(codes) - stored.keys()):
            values = {
                "id": number, "uuid": uuid4().bytes, "member": member, "campaign": campaign,
                "stage": Stage.SELF_CHECK.number, "check_no": Check.ROSTER.number, "code": code, "state": "open",
            }  # fmt: skip
            number += 1
            entry.created(FINDING, values)
            new.append(values)
    rows.update_rows(db, FINDING, changed)
    rows.insert_rows(db, FINDING, new)
