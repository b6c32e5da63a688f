"""Opening a case of 组织处置, taking it back, and entering one that was decided before the program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.disposal.case import Obstacle, may_open
from tui.rules.disposal.limits import removable_from
from tui.rules.disposal.procedures import UNQUALIFIED_FORMS, Fact, category_of
from tui.rules.disposal.register import CHANGES_ROSTER, ENDS, SHOWN_BY_RECORD, Origin, State
from tui.store import journal
from tui.store.commands.disposal_effects import follow
from tui.store.commands.disposal_rows import amend, founded_on, policy_of, procedure_of, refused, said, today, told
from tui.store.commands.editing import kept_organizations, out_of_reach
from tui.store.commands.importing import save
from tui.store.commands.regular_rows import day_of, member_row, needed, new_row, outcome, whole_day
from tui.store.images import DISPOSAL_CASE, DISPOSAL_GROUND, Values
from tui.store.queries.disposal_case import case_file
from tui.store.queries.disposal_grounds import Shown, shown
from tui.store.session import Session

BY_RECORD: Final = "登记簿记载"
"""Evidence of a ground that an earlier record shows."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A fact (its code), or a form of 不合格表现, as a person states it: the facts, who found them, when, the proof."""

    ground: str
    said: str
    who: str
    on_day: str
    evidence: str


def open_case(
    session: Session,
    member: int,
    procedure: str,
    opened_on: str,
    origin: Origin,
    source: str,
    grounds: Sequence[Ground] = (),
) -> Change:
    """Open a case of a kind for one member, on what is stated and on what the ledgers show.

    The records are those of the day of opening, and so is what is stated: nothing is opened on what came later.
    ``Failure`` CHECK_ANSWER for a kind or a day that is none, CHECK_UNSTATED for a ground without facts, person or
    evidence. Refused with every reason why a case of the kind may not be opened.
    """
    kind, local = procedure_of(session, procedure)
    day = whole_day(opened_on)
    stated = [_ground(ground) for ground in grounds]
    row = member_row(session, member)
    label = f"{row['name'] if row else ''} 立案（{kind.label}）"
    with journal.entry(session, "disposal.open", {"procedure": kind.key}) as entry:
        if (refusal := out_of_reach(row, kept_organizations(session))) or row is None:
            return refused(label, refusal or Refusal.LEFT_ROSTER)
        if day > today(session).isoformat():
            raise Failure(Fault.CHECK_ANSWER, item="立案日期", answer=day)
        _after_joining(row, "立案日期", day)
        if late := [each["on_day"] for each in stated if each["on_day"] > day]:
            raise Failure(Fault.CHECK_ANSWER, item="核实日期（不得晚于立案）", answer=late[0])
        records = shown(session.db, member, date.fromisoformat(day))
        open_one = session.db.execute_sql(
            "SELECT 1 FROM disposal_case WHERE member = ? AND state = ?", (member, State.OPEN.value)
        ).fetchone()
        facts = _facts(stated, records) | records.keys()
        policy = policy_of(session)
        on = date.fromisoformat(day)
        reasons = may_open(kind, policy, category_of(row["category"]), facts, another_open=bool(open_one), on=on)
        if kind.ends == row["membership"] == "suspended":
            reasons += (Obstacle.ALREADY_SUSPENDED,)
        if reasons:
            return refused(label, *reasons)
        resting = [records[fact] for fact in kind.needs if fact in records and not _states(stated, fact)]
        values: Values = {
            "member": member, "procedure": kind.key, "local_procedure": local, "policy": policy, "opened_on": day,
            "origin": origin.value, "source": said(source), "state": State.OPEN.value,
            "earlier": next((each.case for each in resting if each.case is not None), None),
        }  # fmt: skip
        case = new_row(session, DISPOSAL_CASE, values)
        save(session.db, entry, DISPOSAL_CASE, [case])
        for ground in (*stated, *map(_recorded, resting)):
            of_case = {"member": member, "disposal_case": case["id"]}
            save(session.db, entry, DISPOSAL_GROUND, [new_row(session, DISPOSAL_GROUND, ground | of_case)])
    return outcome(entry, label, member, verb="已立案")


def withdraw_case(session: Session, number: int, on_day: str, why: str) -> Change:
    """Take back a case that was opened in error or has lost its ground: its member may have left the roster.

    ``Failure`` CHECK_ANSWER, CHECK_UNSTATED. KeyError where there is none.
    """
    day = whole_day(on_day)
    needed(原因=why)
    with journal.entry(session, "disposal.withdraw") as entry:
        found = case_file(session.db, session.unit, number)
        if found.state is not State.OPEN:
            return refused("撤销立案", Obstacle.FINISHED)
        label = told(found.member, f"撤销立案（{found.label}）")
        if not found.kept_here:
            return refused(label, Refusal.KEPT_BELOW)
        if not found.row["opened_on"] <= day <= today(session).isoformat():
            raise Failure(Fault.CHECK_ANSWER, item="撤销日期", answer=day)
        changes = {"state": State.WITHDRAWN.value, "withdrawn_on": day, "why": said(why)}
        amend(session, entry, found.row, changes)
    return outcome(entry, label, found.row["member"], verb="已撤销")


def record_history(
    session: Session, member: int, procedure: str, decided_on: str, *, decided_by: str, document: str, known: str
) -> Change:
    """Enter a case that was decided before the program, with what is known; the roster follows it.

    What puts somebody off the roster or changes his membership is no history once this register is kept: it goes step
    by step. Other outcomes may be another unit's that works without it.
    ``Failure`` CHECK_ANSWER, CHECK_UNSTATED without the unit that decided, or what is known of the procedure.
    """
    kind, local = procedure_of(session, procedure)
    day = whole_day(decided_on)
    needed(决定单位=decided_by, 所知情况=known)
    row = member_row(session, member)
    label = f"{row['name'] if row else ''} 补录历史处置（{kind.label}）"
    with journal.entry(session, "disposal.history", {"procedure": kind.key}) as entry:
        if row is None or row["org"] not in kept_organizations(session):
            return refused(label, Refusal.KEPT_BELOW if row else Refusal.LEFT_ROSTER)
        if day > today(session).isoformat():
            raise Failure(Fault.CHECK_ANSWER, item="决定日期", answer=day)
        _after_joining(row, "决定日期", day)
        if kind.ends in CHANGES_ROSTER and day > founded_on(session).isoformat():
            return refused(label, Obstacle.NOT_HISTORY)
        values: Values = {
            "member": member, "procedure": kind.key, "local_procedure": local, "policy": policy_of(session),
            "opened_on": day, "origin": Origin.EARLIER.value, "state": State.HISTORY.value, "outcome": kind.ends,
            "effective_on": day, "closed_on": day, "decided_by": said(decided_by), "document": said(document),
            "known": said(known),
        }  # fmt: skip
        save(session.db, entry, DISPOSAL_CASE, [new_row(session, DISPOSAL_CASE, values)])
        follow(session, entry, row, kind.ends, day)
    return outcome(entry, label, member, verb=f"已补录（{ENDS[kind.ends]}）")


def _after_joining(row: Values, item: str, day: str) -> None:
    """Nobody is disposed of before he joined: a day before the date on the roster is a slip."""
    if (joined := str(row["joined"] or "")) and day < joined:
        raise Failure(Fault.CHECK_ANSWER, item=f"{item}（不得早于名册所记入党日期{joined}）", answer=day)


def _ground(ground: Ground) -> Values:
    needed(事实=ground.said, 核实人=ground.who, 证据=ground.evidence)
    if ground.ground not in UNQUALIFIED_FORMS and Fact(ground.ground) in SHOWN_BY_RECORD:
        raise Failure(Fault.CHECK_ANSWER, item="前提事实", answer=Fact(ground.ground).label)
    return {
        "ground": ground.ground, "said": said(ground.said), "who": said(ground.who), "on_day": day_of(ground.on_day),
        "evidence": said(ground.evidence),
    }  # fmt: skip


def _facts(stated: Sequence[Values], records: Mapping[Fact, Shown]) -> frozenset[Fact]:
    """The facts that the stated grounds amount to: a form of 不合格表现 is the one fact of it, never without its form.

    That somebody is still unreachable counts only as found when two years of 停止党籍 were over.
    """
    found = {Fact.UNQUALIFIED for ground in stated if ground["ground"] in UNQUALIFIED_FORMS}
    for each in stated:
        if each["ground"] in UNQUALIFIED_FORMS or each["ground"] == Fact.UNQUALIFIED.value:
            continue
        suspended = records.get(Fact.SUSPENDED_TWO_YEARS)
        early = suspended is not None and each["on_day"] < removable_from(suspended.on_day).isoformat()
        if each["ground"] != Fact.STILL_UNREACHABLE.value or not early:
            found.add(Fact(each["ground"]))
    return frozenset(found)


def _states(stated: Sequence[Values], fact: Fact) -> bool:
    return any(each["ground"] == fact.value for each in stated)


def _recorded(record: Shown) -> Values:
    """A ground that an earlier record shows."""
    return {
        "ground": record.fact.value, "said": record.said, "who": BY_RECORD, "on_day": record.on_day,
        "evidence": BY_RECORD,
    }  # fmt: skip
