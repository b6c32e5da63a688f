"""Departmental search (部门查找): requests of branches, one letter to an office for many members, and its answers.

Source: 《党员组织关系排查有关问题说明》二: 由组织部门或基层党委出面，协调公安、人社……等部门.
"""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.search_coverage import HIGHEST, Minimums
from tui.rules.searches import OFFICES, Channel, Result
from tui.store import journal
from tui.store.commands.importing import save, stored_rows
from tui.store.commands.search_rows import Rows, day_stated, kept_cases, optional, stamp, text_stated, today
from tui.store.images import OFFICE_LETTER, OFFICE_REQUEST, SEARCH_ATTEMPT, SEARCH_MINIMUM, Values
from tui.store.queries import units
from tui.store.session import Session


@dataclass(frozen=True, slots=True)
class OfficeAnswer:
    """What an office answered about a member: ``hit`` when it has something, with its words; its day, its paper."""

    hit: bool
    on: str
    text: str = ""
    evidence: str = ""


def file_requests(session: Session, cases: Sequence[int], office: Channel, on: str = "") -> Change:
    """Ask that the office be asked about the members of these cases (row ids). Who is waiting for it stays as he is.

    ValueError for a channel that is no office; ``Failure`` DATE_INVALID, VALUE_REFUSED.
    """
    if office not in OFFICES:
        raise ValueError(office)
    day = day_stated(session, on or today(session), "提请日期")
    waiting = {
        case
        for (case,) in session.db.execute_sql(
            "SELECT search_case FROM office_request WHERE state IN ('filed', 'sent') AND office = ?", (office.value,)
        )
    }
    refused: Counter[Refusal] = Counter()
    new: list[Values] = []
    unchanged = 0
    with journal.entry(session, "search.request", {"office": office.value}) as entry:
        fresh = Rows(session, OFFICE_REQUEST)
        known = kept_cases(session, cases)
        for case in cases:
            stored, refusal = known.get(case, (None, Refusal.CASE_WITHDRAWN))
            if stored is None or refusal or stored["outcome"]:
                refused[refusal or Refusal.CASE_CLOSED] += 1
            elif case in waiting:
                unchanged += 1
            else:
                new.append(
                    fresh.new(
                        member=stored["member"], search_case=case, office=office.value, asked_on=day,
                        asked_by=session.actor.name, state="filed",
                    )
                )  # fmt: skip
        save(session.db, entry, OFFICE_REQUEST, new)
    return _change(entry.seq if new else None, f"提请{office.label}查找", new, unchanged, refused, "已提请")


def withdraw_requests(session: Session, requests: Sequence[int], why: str) -> Change:
    """Take requests back that no letter has been written for. ``Failure`` NAME_MISSING without a reason."""
    reason = text_stated(why, "撤回的原因")
    with journal.entry(session, "search.request_withdraw") as entry:
        fitting, refused = _reachable(session, requests, "filed")
        changes = [
            (before, before | {"state": "withdrawn", "withdrawn_why": reason} | stamp(session)) for before in fitting
        ]
        save(session.db, entry, OFFICE_REQUEST, [], changes)
    after = [row for _, row in changes]
    return _change(entry.seq if changes else None, "撤回提请", after, 0, refused, "已撤回")


def issue_office_letter(
    session: Session, requests: Sequence[int], *, to_unit: str, number: str, on: str = "", note: str = ""
) -> Change:
    """Write one letter to one office for all these requests (row ids), which wait for it from then on.

    ``Failure`` NAME_MISSING without number or addressee, or where the requests are not all for the same office.
    """
    day = day_stated(session, on or today(session), "发函日期")
    addressee, called = text_stated(to_unit, "收函单位"), text_stated(number, "函号")
    with journal.entry(session, "search.letter") as entry:
        fitting, refused = _reachable(session, requests, "filed")
        offices = {row["office"] for row in fitting}
        if len(offices) > 1:
            raise Failure(Fault.NAME_MISSING, field="统一的部门（一份函只发一个部门）")
        changes: list[tuple[Values, Values]] = []
        if fitting:
            letter = Rows(session, OFFICE_LETTER).new(
                org=session.unit, office=offices.pop(), to_unit=addressee, number=called, sent_on=day,
                note=optional(note),
            )  # fmt: skip
            sent = {"state": "sent", "letter": UUID(bytes=letter["uuid"]).hex, "letter_number": called, "sent_on": day}
            changes = [(before, before | sent | stamp(session)) for before in fitting]
            save(session.db, entry, OFFICE_LETTER, [letter])
            save(session.db, entry, OFFICE_REQUEST, [], changes)
    after = [row for _, row in changes]
    return _change(entry.seq if changes else None, f"发函{called}", after, 0, refused, "已列入")


def answer_requests(session: Session, requests: Sequence[int], answer: OfficeAnswer) -> Change:
    """Write down what the office answered about the members of these requests; each becomes a search of its case.

    ``Failure`` DATE_INVALID, VALUE_REFUSED, NAME_MISSING for a hit without its words. Refused: requests without a
    letter or answered already, and cases that have ended.
    """
    on = day_stated(session, answer.on, "答复日期")
    text = text_stated(answer.text, "查到的内容") if answer.hit else optional(answer.text)
    with journal.entry(session, "search.answer", {"hit": answer.hit}) as entry:
        fitting, refused = _reachable(session, requests, "sent")
        fresh = Rows(session, SEARCH_ATTEMPT)
        cases = kept_cases(session, [row["search_case"] for row in fitting])
        changes: list[tuple[Values, Values]] = []
        attempts: list[Values] = []
        for before in fitting:
            case, _ = cases.get(before["search_case"], (None, None))
            if case is None or case["outcome"]:
                refused[Refusal.CASE_CLOSED if case else Refusal.CASE_WITHDRAWN] += 1
                continue
            said = {"state": "answered", "answer": "hit" if answer.hit else "none", "answer_text": text}
            changes.append((before, before | said | {"answered_on": on} | stamp(session)))
            attempts.append(
                fresh.new(
                    member=before["member"], search_case=before["search_case"], on_day=on,
                    searched_by=session.actor.name, channel=before["office"],
                    result=(Result.CLUE if answer.hit else Result.NOTHING).value, said=text,
                    evidence=optional(answer.evidence) or f"{before['letter_number']}的答复",
                )
            )  # fmt: skip
        save(session.db, entry, OFFICE_REQUEST, [], changes)
        save(session.db, entry, SEARCH_ATTEMPT, attempts)
    after = [row for _, row in changes]
    return _change(entry.seq if changes else None, "登记部门答复", after, 0, refused, "已登记")


def set_minimums(session: Session, minimums: Minimums, basis: str) -> Change:
    """Put the unit's own minimums in the place of the policy set's, with the paper they rest on.

    ``Failure`` NAME_MISSING without the basis; VALUE_REFUSED for numbers below 1 (days: 0) or above ``HIGHEST``.
    """
    rests_on = text_stated(basis, "依据的文件")
    fits = 1 <= minimums.ways <= HIGHEST.ways and 1 <= minimums.per_way <= HIGHEST.per_way
    if not fits or not 0 <= minimums.days <= HIGHEST.days:
        wanted = f"方式1至{HIGHEST.ways}种、次数1至{HIGHEST.per_way}次、天数0至{HIGHEST.days}天"
        raise Failure(Fault.VALUE_REFUSED, field="查找的最低要求", wanted=wanted)
    (policy,) = session.db.execute_sql("SELECT policy FROM campaign WHERE id = ?", (session.campaign,)).fetchone()
    detail = {"policy": policy, "ways": minimums.ways, "per_way": minimums.per_way, "days": minimums.days}
    with journal.entry(session, "search.minimums", detail) as entry:
        row = Rows(session, SEARCH_MINIMUM).new(
            org=session.unit, policy=policy, ways=minimums.ways, per_way=minimums.per_way, days=minimums.days,
            basis=rests_on,
        )  # fmt: skip
        save(session.db, entry, SEARCH_MINIMUM, [row])
    name = units.unit(session.db, session.unit).name
    return Change(entry.seq, f"{name}规定查找的最低要求", 1, noun="项", verb="已改为" + minimums.words)


def _reachable(session: Session, requests: Sequence[int], state: str) -> tuple[list[Values], Counter[Refusal]]:
    """The requests in that state that this unit may write; how many are not, and why."""
    refused: Counter[Refusal] = Counter()
    stored = stored_rows(session.db, OFFICE_REQUEST, requests)
    cases = kept_cases(session, [row["search_case"] for row in stored.values()])
    fitting = []
    for number in requests:
        row = stored.get(number)
        _, refusal = cases.get(row["search_case"], (None, Refusal.CASE_WITHDRAWN)) if row else (None, None)
        if row is None or refusal or row["state"] != state:
            refused[refusal or Refusal.REQUEST_MOVED_ON] += 1
        else:
            fitting.append(row)
    return fitting, refused


def _change(
    seq: int | None, label: str, written: Sequence[Values], unchanged: int, refused: Counter[Refusal], verb: str
) -> Change:
    members = array("Q", (row["member"] for row in written))
    told = tuple(members) if len(members) <= journal.CHUNK else ()
    return Change(seq, label, len(members), unchanged, tuple(refused.items()), told, verb=verb)
