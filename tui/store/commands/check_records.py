"""Writing what a check recorded: the answers, the findings, the member's own columns and the verdict, in one act."""

import json
from collections import Counter
from collections.abc import Collection
from uuid import uuid4

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.check_findings import BY_CODE, CheckFinding, implied
from tui.rules.check_items import STATEMENT, Answers, Item, invalid, items, statement_unstated, unstated
from tui.rules.checks import Check, Given, Ground, Refusal, Stage, Verdict
from tui.rules.validity import findings
from tui.store import ids, journal, rows
from tui.store.commands.roster import Arrival, RosterWriter
from tui.store.commands.verdicts import NOTE_LIMIT, judging, reach, review_members
from tui.store.images import BRANCH_STATEMENT, CHECK_RECORD, FINDING, MEMBER, Table, Values
from tui.store.journal import EntryWriter
from tui.store.origins import Sheets
from tui.store.session import Session
from tui.text import clean

_DECIDED = frozenset({Verdict.CLEAR, Verdict.MENDED})


def record_check(
    session: Session,
    stage: Stage,
    check: Check,
    member: int,
    answers: Answers,
    *,
    note: str = "",
    found: Collection[CheckFinding] = (),
    verdict: Verdict | None = None,
) -> Change:
    """Write the whole sheet of one check on one member (row id), and give the verdict with it if there is one.

    ``answers`` are all that the sheet states now: what is not in it is taken away, but for the member's columns, which
    are only ever changed. ``found`` are the findings that no answer states; those that answers state are added. The
    keeper's self-check writes the member's columns into his record; a verification keeps beside it what it saw
    otherwise. ``Failure``: CHECK_ANSWER; CHECK_UNSTATED when the check is to come to 无误 or 已更正 and something that
    must be stated is not. Out of reach or no subject: refused, nothing written.
    """
    answers = {key: said for key, answer in answers.items() if (said := clean(answer).strip())}
    text = clean(note).strip()[:NOTE_LIMIT] or None
    detail = {"stage": stage.value, "check": check.value, "verdict": verdict.value if verdict else ""}
    label = f"{stage.label}·{check.label}核查记录"
    with journal.entry(session, "review.record", detail) as entry:
        stored = _subject(session, member)
        refusal = Refusal.NOT_A_SUBJECT if stored is None else reach(session, stage)(stored[1])
        if stored is None or refusal:
            return Change(None, label, 0, refused=((refusal or Refusal.NOT_A_SUBJECT, 1),))
        before, keeper, ground = stored
        asked = items(check, category=before["category"], ground=ground)
        _check_answers(check, asked, answers, verdict)
        kept_here = stage is Stage.SELF_CHECK and keeper == session.unit
        columns = {item.key for item in asked if item.of_member} if kept_here else set()
        changed = _write_columns(session, entry, before, {key: answers[key] for key in columns & answers.keys()})
        codes = implied(check, answers, before["category"]) | {each for each in found if each.check is check}
        changed |= _write_findings(session, entry, stage, check, member, codes)
        known = columns | {item.key for item in asked if item.of_member and answers.get(item.key) == before[item.key]}
        kept = {key: answer for key, answer in answers.items() if key not in known}
        key = {"campaign": session.campaign, "stage": stage.number, "member": member, "check_no": check.number}
        changed |= _write_row(session, entry, CHECK_RECORD, key, kept, {"note": text}, also=changed)
        refused: Counter[Refusal] = Counter()
        if verdict is not None:
            decide = judging(session, stage, check, verdict, Given.SINGLY)
            done, _, refused = review_members(session, entry, stage, [member], decide, check, lambda _done, _all: None)
            changed |= bool(done)
            label += f"，记为“{verdict.label}”" if not refused.total() else ""
    return Change(
        entry.seq if entry.count else None,
        f"{before['name']} {label}",
        int(changed),
        int(not changed and not refused.total()),
        tuple((refusal, count) for refusal, count in refused.items() if count),
        (member,) if changed else (),
        verb="已保存",
    )


def state_stubs(session: Session, stage: Stage, org: int, answers: Answers) -> Change:
    """Write what a branch (row id) states about its stubs; an empty statement is refused with what it lacks.

    ``Failure``: CHECK_ANSWER, CHECK_UNSTATED. Branches that are out of reach at this stage are refused.
    """
    answers = {key: text for key, answer in answers.items() if (text := clean(answer).strip())}
    with journal.entry(session, "review.statement", {"stage": stage.value}) as entry:
        name, keeper = session.db.execute_sql("SELECT name, keeper FROM organization WHERE id = ?", (org,)).fetchone()
        label = f"{name} 介绍信存根检查情况"
        if refusal := reach(session, stage)(keeper):
            return Change(None, label, 0, refused=((refusal, 1),), noun="个党支部")
        for item, answer in invalid(STATEMENT, answers):
            raise Failure(Fault.CHECK_ANSWER, item=item, answer=answer)
        if lacking := statement_unstated(answers):
            raise Failure(Fault.CHECK_UNSTATED, items="、".join(lacking))
        key = {"campaign": session.campaign, "stage": stage.number, "org": org}
        changed = _write_row(session, entry, BRANCH_STATEMENT, key, answers, {})
    return Change(
        entry.seq if entry.count else None, label, int(changed), int(not changed), noun="个党支部", verb="已保存"
    )


def _subject(session: Session, member: int) -> tuple[Values, int, Ground] | None:
    """The member's row, who keeps him, and his ground; None if he is no subject of the campaign."""
    columns = ", ".join(f"m.{name}" for name in MEMBER.columns)
    found = session.db.execute_sql(
        f"""SELECT o.keeper, s.ground, {columns} FROM member m
            JOIN subject s ON s.member = m.id AND s.campaign = ? JOIN organization o ON o.id = m.org
            WHERE m.id = ? AND m.gone IS NULL""",
        (session.campaign, member),
    ).fetchone()
    return None if found is None else (MEMBER.row(found[2:]), found[0], Ground(found[1]))


def _check_answers(check: Check, asked: tuple[Item, ...], answers: Answers, verdict: Verdict | None) -> None:
    for item, answer in invalid(asked, answers):
        raise Failure(Fault.CHECK_ANSWER, item=item, answer=answer)
    if verdict in _DECIDED and (lacking := unstated(check, answers)):
        raise Failure(Fault.CHECK_UNSTATED, items="、".join(lacking))


def _write_columns(session: Session, entry: EntryWriter, before: Values, columns: Answers) -> bool:
    """Change the member's own columns as an import would, with the roster's findings; whether anything changed."""
    differing = {name: value for name, value in columns.items() if before[name] != value}
    if not differing:
        return False
    (as_of,) = session.db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (session.campaign,)).fetchone()
    known = {name: value for name, value in before.items() if isinstance(value, str)}
    codes = [code.value for code in findings(known | differing, as_of)]
    writer = RosterWriter(session, entry, Sheets(session.db, ()), (), None)
    return bool(writer.change([Arrival(before["id"], before["org"], differing, {}, before["initials"], codes)]))


def _write_findings(
    session: Session, entry: EntryWriter, stage: Stage, check: Check, member: int, codes: Collection[CheckFinding]
) -> bool:
    """Open the findings of this check that are made now and resolve those that are no longer; whether any changed."""
    found = session.db.execute_sql(
        f"{FINDING.select} WHERE member = ? AND campaign = ? AND stage = ? AND check_no = ?",
        (member, session.campaign, stage.number, check.number),
    )
    wanted = {code.value for code in codes}
    known = {row["code"]: row for row in map(FINDING.row, found.fetchall()) if row["code"] in BY_CODE}
    states = {code: "open" if code in wanted else "resolved" for code in known}
    changes = [(row, row | {"state": states[code]}) for code, row in known.items() if row["state"] != states[code]]
    number = ids.next_id(session.db, FINDING)
    new: list[Values] = [
        {
            "id": number + place, "uuid": uuid4().bytes, "member": member, "campaign": session.campaign,
            "stage": stage.number, "check_no": check.number, "code": code, "state": "open",
        }
        for place, code in enumerate(sorted(wanted - known.keys()))
    ]  # fmt: skip
    for before, after in changes:
        entry.changed(FINDING, before, after)
    for values in new:
        entry.created(FINDING, values)
    rows.update_rows(session.db, FINDING, changes)
    rows.insert_rows(session.db, FINDING, new)
    return bool(changes or new)


def _write_row(
    session: Session,
    entry: EntryWriter,
    table: Table,
    key: Values,
    answers: Answers,
    fields: Values,
    *,
    also: bool = False,
) -> bool:
    """Write the row of ``key`` if it says anything new, or if ``also`` something beside it has changed."""
    where = " AND ".join(f"{name} = ?" for name in key)
    found = session.db.execute_sql(f"{table.select} WHERE {where}", tuple(key.values())).fetchone()
    said = {"answers": json.dumps(dict(answers), sort_keys=True, ensure_ascii=False)} | fields
    if found is None and not answers and not any(fields.values()) and not also:
        return False
    before = table.row(found) if found else None
    if before is not None and not also and all(before[name] == value for name, value in said.items()):
        return False
    unit = session.unit if key["stage"] == Stage.VERIFICATION.number else None
    after = key | said | {"recorded_by": session.actor.id, "at": int(session.clock().timestamp()), "unit": unit}
    if before is None:
        entry.insert(table, after)
    elif after != before:
        entry.changed(table, before, after)
        rows.update_rows(session.db, table, [(before, after)])
    return after != before
