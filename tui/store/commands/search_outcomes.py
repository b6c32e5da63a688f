"""Ending a search with an outcome, opening it again, and withdrawing a case: one case at a time, always by a person.

Source: 《党员组织关系排查有关问题说明》四（三）: 稳慎定性，严格程序 (逐人建档、逐一审核), 有序处置.
"""

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.search_cases import CaseOutcome, Origin, unstated
from tui.rules.searches import within_six_months
from tui.store import journal, rows
from tui.store.commands.editing import whom
from tui.store.commands.importing import save
from tui.store.commands.search_rows import Rows, day_stated, kept_cases, stamp, text_stated, today
from tui.store.commands.situations import end_beside
from tui.store.images import SEARCH_CASE, SEARCH_REOPENING, Values
from tui.store.queries import units
from tui.store.queries.search_cases import attempts_of, coverage_of, minimums_of
from tui.store.queries.situations import lost_since
from tui.store.session import Session


def settle(session: Session, case: int, outcome: CaseOutcome, on: str, why: str, *, end_lost: bool = False) -> Change:
    """State what the search of a case (row id) ended with, on which day, and why (what it rests on).

    With ``end_lost``, where contact was found, what makes the member count as lost in the ledger of situations ends
    on the same day; all of it goes back together.

    确实无法取得联系 is stated by a unit of committee level or above, with the whole 定性 sheet, full coverage on that
    day and six months since the last contact; no passing of time states it. ``Failure`` NAME_MISSING for what must be
    stated and is not, DATE_INVALID, VALUE_REFUSED for a day before the case was opened (again) or after today.
    """
    unreachable = outcome is CaseOutcome.UNREACHABLE
    label = f"记为“{outcome.label}”"
    day = day_stated(session, on, "查找结束日期")
    reason = text_stated(why, "了结的依据")
    action = "search.unreachable" if unreachable else "search.settle"
    with journal.entry(session, action, {} if unreachable else {"outcome": outcome.value}) as entry:
        known = kept_cases(session, [case]).get(case)
        if known is None:
            return _refused(label, Refusal.CASE_WITHDRAWN)
        before, refusal = known
        if refusal or before["outcome"]:
            return _refused(label, refusal or Refusal.CASE_CLOSED)
        if day < _open_since(session, before):
            raise Failure(Fault.VALUE_REFUSED, field="查找结束日期", wanted="不早于开案的日期")
        if lacking := unstated(outcome, before):
            raise Failure(Fault.NAME_MISSING, field="、".join(lacking))
        if unreachable and (refusal := _too_early(session, before, day)):
            return _refused(label, refusal)
        unit = units.unit(session.db, session.unit)
        stated = {"outcome": outcome.value, "outcome_on": day, "outcome_why": reason, "stated_by": unit.name}
        after = before | stated | stamp(session)
        save(session.db, entry, SEARCH_CASE, [], [(before, after)])
        if end_lost and outcome is CaseOutcome.FOUND:
            lost = list(lost_since(session.db, before["member"], day))
            end_beside(session, entry, lost, day, f"查找取得联系：{reason}")
            label += "，了结失联情形" if lost else ""
    return _done(session, entry.seq, before, label)


def reopen(session: Session, case: int, on: str, why: str) -> Change:
    """Open a case again that had ended, from a day on, for a reason; the outcome that it had is kept with both."""
    label = "重新查找"
    day = day_stated(session, on, "重新查找日期")
    reason = text_stated(why, "重新查找的原因")
    with journal.entry(session, "search.reopen") as entry:
        known = kept_cases(session, [case]).get(case)
        if known is None:
            return _refused(label, Refusal.CASE_WITHDRAWN)
        before, refusal = known
        if refusal:
            return _refused(label, refusal)
        if before["outcome"] is None:
            return Change(None, label, 0, 1)
        if day < before["outcome_on"]:
            raise Failure(Fault.VALUE_REFUSED, field="重新查找日期", wanted="不早于查找结束的日期")
        ended = {name: before[name] for name in ("outcome", "outcome_on", "outcome_why", "stated_by")}
        kept = Rows(session, SEARCH_REOPENING).new(
            member=before["member"], search_case=case, reopened_on=day, reason=reason, **ended
        )
        after = before | dict.fromkeys(ended) | stamp(session)
        save(session.db, entry, SEARCH_REOPENING, [kept])
        entry.changed(SEARCH_CASE, before, after)
        rows.update_rows(session.db, SEARCH_CASE, [(before, after)])
    return _done(session, entry.seq, before, label)


def withdraw_case(session: Session, case: int, why: str) -> Change:
    """Withdraw a case that was opened in error; its file stays. One that has ended is opened again first."""
    label = "撤销开案"
    reason = text_stated(why, "撤销的原因")
    with journal.entry(session, "search.withdraw") as entry:
        known = kept_cases(session, [case]).get(case)
        if known is None:
            return Change(None, label, 0, 1)
        before, refusal = known
        if refusal or before["outcome"]:
            return _refused(label, refusal or Refusal.CASE_CLOSED)
        after = before | {"withdrawn_on": today(session), "withdrawn_why": reason} | stamp(session)
        save(session.db, entry, SEARCH_CASE, [], [(before, after)])
    return _done(session, entry.seq, before, label)


def _too_early(session: Session, case: Values, day: str) -> Refusal | None:
    """Why 确实无法取得联系 cannot be stated of the case yet, or not by this unit."""
    if units.kind_of(session.db, session.unit).holds_members:
        return Refusal.COMMITTEE_STATES
    if within_six_months(case["last_contact"], day):
        return Refusal.NOT_SIX_MONTHS
    made = attempts_of(session.db, [case["id"]]).get(case["id"], [])
    minimums = minimums_of(session.db, session.unit, session.campaign)
    covered = coverage_of(made, minimums, day, Origin(case["origin"]))
    return None if covered.full else Refusal.NOT_COVERED


def _open_since(session: Session, case: Values) -> str:
    """The day from which the case has been open this time."""
    row = session.db.execute_sql(
        "SELECT max(reopened_on) FROM search_reopening WHERE search_case = ?", (case["id"],)
    ).fetchone()
    return max(str(case["opened_on"]), str(row[0] or ""))


def _refused(label: str, refusal: Refusal) -> Change:
    return Change(None, label, 0, refused=((refusal, 1),))


def _done(session: Session, seq: int, case: Values, label: str) -> Change:
    return Change(seq, f"{whom(session.db, [case['member']])}{label}", 1, members=(case["member"],), verb="已办理")
