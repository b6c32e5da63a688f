"""Opening cases of lost members, writing down searches and facts, and taking back what was written in error."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.check_items import Answers, Item, invalid
from tui.rules.checks import Refusal
from tui.rules.search_cases import FACTS, NATURE, Origin
from tui.rules.searches import Channel, Result
from tui.store import journal, rows
from tui.store.commands.editing import kept_organizations, out_of_reach, whom
from tui.store.commands.importing import save, stored_rows
from tui.store.commands.search_rows import Rows, day_stated, kept_cases, optional, stamp, text_stated, today
from tui.store.images import MEMBER, SEARCH_ATTEMPT, SEARCH_CASE, Values
from tui.store.queries.search_cases import living_case, withdrawn_until
from tui.store.queries.search_grounds import KeptSpans, SearchGround, grounds, recorded_spans
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched


@dataclass(frozen=True, slots=True)
class AttemptEntry:
    """A search as it is to be written down; ``on`` is a partial date, the texts at the end may be empty."""

    on: str
    searched_by: str
    channel: Channel
    result: Result
    contact: str = ""
    said: str = ""
    evidence: str = ""


def open_cases(
    session: Session,
    members: Sequence[int],
    *,
    why: str = "",
    on: str = "",
    as_of: str = "",
    kept: KeptSpans = recorded_spans,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Open a case for every member (row ids) whom the records as of ``as_of`` (the day itself if not given) suggest.

    With ``why`` also for those of whom nothing on record suggests one: the branch states it. ``on`` is the day of
    opening, today if not given, and not before an earlier case of the member was withdrawn. Members with a case stay
    as they are; those whom another unit keeps are refused. ``Failure`` DATE_INVALID, VALUE_REFUSED, CANCELLED.
    """
    day = day_stated(session, on or today(session), "开案日期")
    stated = optional(why)
    tell = watched(progress, cancelled)
    refused: Counter[Refusal] = Counter()
    touched = array("Q")
    unchanged = 0
    with journal.entry(session, "search.open") as entry:
        reach = kept_organizations(session)
        fresh = Rows(session, SEARCH_CASE)
        for start in range(0, len(members), journal.CHUNK):
            chunk = members[start : start + journal.CHUNK]
            stored = stored_rows(session.db, MEMBER, chunk)
            known = grounds(session.db, chunk, as_of or day, kept)
            new: list[Values] = []
            for member in chunk:
                ground = known.get(member)
                if refusal := out_of_reach(stored.get(member), reach):
                    refused[refusal] += 1
                elif living_case(session.db, member) is not None:
                    unchanged += 1
                elif ground is None or (ground.origin is None and stated is None):
                    refused[Refusal.NO_SEARCH_GROUND] += 1
                else:
                    opened = max(day, withdrawn_until(session.db, member))
                    new.append(fresh.new(member=member, opened_on=opened, opened_why=stated, **_from(ground)))
            save(session.db, entry, SEARCH_CASE, new)
            touched.extend(values["member"] for values in new)
            tell(min(start + journal.CHUNK, len(members)), len(members))
    return Change(
        entry.seq if entry.count else None,
        f"{whom(session.db, members)}开案查找",
        len(touched),
        unchanged,
        tuple(refused.items()),
        tuple(touched) if len(touched) <= journal.CHUNK else (),
        verb="已开案",
    )


def _from(ground: SearchGround) -> Values:
    """What a case takes over from its ground."""
    origin = ground.origin or Origin.STATED
    fields: Values = {"origin": origin.value, "last_contact": ground.last_contact}
    if ground.letter is not None:
        letter = ground.letter
        fields |= {
            "letter": letter.uuid, "letter_number": letter.number, "letter_to": letter.to_unit,
            "letter_on": letter.issued,
        }  # fmt: skip
    return fields


def record_attempts(
    session: Session,
    cases: Sequence[int],
    attempt: AttemptEntry,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Write the same search down for each of these cases (row ids): one, or many that an answer was for.

    ``Failure`` DATE_INVALID, VALUE_REFUSED for a day after today, NAME_MISSING without who searched, CANCELLED.
    Refused: cases that another unit keeps, that are closed, or that are no more.
    """
    on = day_stated(session, attempt.on, "查找日期", whole=False)
    fields = {
        "on_day": on,
        "searched_by": text_stated(attempt.searched_by, "查找人"),
        "channel": attempt.channel.value,
        "result": attempt.result.value,
        "contact": optional(attempt.contact),
        "said": optional(attempt.said),
        "evidence": optional(attempt.evidence),
    }
    tell = watched(progress, cancelled)
    refused: Counter[Refusal] = Counter()
    members = array("Q")
    detail = {"channel": attempt.channel.value, "result": attempt.result.value}
    with journal.entry(session, "search.attempt", detail) as entry:
        fresh = Rows(session, SEARCH_ATTEMPT)
        for start in range(0, len(cases), journal.CHUNK):
            chunk = cases[start : start + journal.CHUNK]
            known = kept_cases(session, chunk)
            new: list[Values] = []
            for case in chunk:
                if refusal := _closed(known.get(case)):
                    refused[refusal] += 1
                else:
                    new.append(fresh.new(member=known[case][0]["member"], search_case=case, **fields))
            save(session.db, entry, SEARCH_ATTEMPT, new)
            members.extend(values["member"] for values in new)
            tell(min(start + journal.CHUNK, len(cases)), len(cases))
    return Change(
        entry.seq if entry.count else None,
        f"{whom(session.db, members)}{attempt.channel.label}，{attempt.result.label}",
        len(members),
        refused=tuple(refused.items()),
        members=tuple(members) if len(members) <= journal.CHUNK else (),
        verb="已记查找",
    )


def _closed(known: tuple[Values, Refusal | None] | None) -> Refusal | None:
    if known is None:
        return Refusal.CASE_WITHDRAWN
    case, refusal = known
    return refusal or (Refusal.CASE_CLOSED if case["outcome"] else None)


def withdraw_attempt(session: Session, attempt: int, why: str) -> Change:
    """Take back a search (row id) that was written down wrongly; it stays in the file, marked. ``Failure``
    NAME_MISSING without a reason."""
    reason = text_stated(why, "撤回的原因")
    label = "撤回查找记录"
    with journal.entry(session, "search.attempt_withdraw") as entry:
        before = stored_rows(session.db, SEARCH_ATTEMPT, [attempt]).get(attempt)
        if before is None:
            return Change(None, label, 0, refused=((Refusal.CHANGED_SINCE, 1),), noun="条")
        if refusal := _closed(kept_cases(session, [before["search_case"]]).get(before["search_case"])):
            return Change(None, label, 0, refused=((refusal, 1),), noun="条")
        if before["withdrawn_on"]:
            return Change(None, label, 0, 1, noun="条")
        after = before | {"withdrawn_on": today(session), "withdrawn_why": reason} | stamp(session)
        save(session.db, entry, SEARCH_ATTEMPT, [], [(before, after)])
    return Change(entry.seq, label, 1, members=(before["member"],), noun="条", verb="已撤回")


def set_facts(session: Session, case: int, answers: Answers) -> Change:
    """Write what the case (row id) states beside its searches (``FACTS``): what is not in it is taken away."""
    return _write(session, "search.facts", "填写失联情况", case, FACTS, answers)


def set_nature(session: Session, case: int, answers: Answers) -> Change:
    """Write the 定性 sheet of the case (``NATURE``); what is not in it is taken away."""
    return _write(session, "search.nature", "填写失联性质认定表", case, NATURE, answers)


def _write(session: Session, action: str, label: str, case: int, items: Sequence[Item], answers: Answers) -> Change:
    """``Failure(CHECK_ANSWER)`` for what is no answer. A case that was stated as unreachable is opened again first."""
    for item, answer in invalid(tuple(items), answers):
        raise Failure(Fault.CHECK_ANSWER, item=item, answer=answer)
    with journal.entry(session, action) as entry:
        known = kept_cases(session, [case]).get(case)
        if known is None:
            return Change(None, label, 0, refused=((Refusal.CASE_WITHDRAWN, 1),))
        before, refusal = known
        sheet_closed = action == "search.nature" and before["outcome"] is not None
        if refusal or sheet_closed:
            return Change(None, label, 0, refused=((refusal or Refusal.CASE_CLOSED, 1),))
        after = before | {item.key: answers.get(item.key) for item in items}
        if after == before:
            return Change(None, f"{whom(session.db, [before['member']])}{label}", 0, 1)
        after |= stamp(session)
        entry.changed(SEARCH_CASE, before, after)
        rows.update_rows(session.db, SEARCH_CASE, [(before, after)])
    return Change(
        entry.seq, f"{whom(session.db, [before['member']])}{label}", 1, members=(before["member"],), verb="已保存"
    )


def said(facts: Mapping[str, object], items: Sequence[Item]) -> dict[str, str]:
    """What a stored case answers to these items."""
    return {item.key: str(facts[item.key]) for item in items if facts[item.key]}
