"""Cases of 规范管理: opening one, its circumstances, the facts of the gate, the measure, taking it back."""

from typing import Final

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.check_items import AUTHORITY, Answers
from tui.rules.checks import Refusal
from tui.rules.regular_steps import unstated
from tui.rules.regularization import (
    CIRCUMSTANCES,
    UNDECIDED,
    Fact,
    Measure,
    Origin,
    Proposal,
    State,
    first_state,
    gate_state,
    invalid,
    propose,
)
from tui.store import journal
from tui.store.commands.editing import kept_organizations, out_of_reach
from tui.store.commands.importing import save
from tui.store.commands.regular_rows import (
    as_of,
    cleaned,
    day_of,
    facts,
    in_hand,
    member_row,
    needed,
    new_row,
    outcome,
    refused,
    rewrite,
    whole_day,
)
from tui.store.images import REGULAR_FACT, REGULARIZATION, Values
from tui.store.journal import EntryWriter
from tui.store.session import Session
from tui.text import clean

LIMIT: Final = 200
"""Characters of a text."""
_KEYS: Final = tuple(item.key for item in CIRCUMSTANCES)
_OPEN: Final = "('gate', 'measure', 'working')"


def open_case(
    session: Session,
    member: int,
    origin: Origin,
    opened_on: str,
    answers: Answers | None = None,
) -> Change:
    """Take a member into the ledger, with what is known of his circumstances.

    The case of somebody found again names the search that found him. ``Failure(CHECK_ANSWER)`` for what is no answer.
    Refused: whom another unit keeps, who has left, whose case is still in hand, and as found who is still sought.
    """
    said, day = _circumstances(answers or {}), whole_day(opened_on)
    row = member_row(session, member)
    label = f"{row['name'] if row else ''} 列入规范管理"
    with journal.entry(session, "regular.open", {"origin": origin.value}) as entry:
        if (refusal := out_of_reach(row, kept_organizations(session))) or row is None:
            return refused(label, refusal or Refusal.LEFT_ROSTER)
        if session.db.execute_sql(
            f"SELECT 1 FROM regularization WHERE member = ? AND state IN {_OPEN}", (member,)
        ).fetchone():
            return refused(label, Refusal.REGULAR_OPEN)
        search_case, found = _search_of(session, member) if origin is Origin.FOUND else (None, True)
        if not found:
            return refused(label, Refusal.STILL_SOUGHT)
        values: Values = {
            "member": member, "search_case": search_case, "origin": origin.value, "opened_on": day,
            "state": first_state(origin).value,
        } | said  # fmt: skip
        save(session.db, entry, REGULARIZATION, [new_row(session, REGULARIZATION, values)])
    return outcome(entry, label, member, verb="已列入")


def describe(session: Session, case: int, answers: Answers) -> Change:
    """State the circumstances anew (``CIRCUMSTANCES``: what is not in ``answers`` is taken away).

    ``Failure(CHECK_ANSWER)``. Refused once a measure has been decided on.
    """
    said = _circumstances(answers)
    with journal.entry(session, "regular.describe") as entry:
        found = in_hand(session, case)
        if isinstance(found, Refusal):
            return refused("规范管理情况", found)
        label = f"{found.member['name']} 规范管理情况"
        if found.state not in UNDECIDED:
            return refused(label, Refusal.REGULAR_DECIDED)
        rewrite(session, entry, REGULARIZATION, found.row, {key: said.get(key) for key in _KEYS})
    return outcome(entry, label, found.row["member"], verb="已保存")


def record_fact(
    session: Session, case: int, fact: Fact, answer: str, *, who: str, on_day: str, evidence: str, note: str = ""
) -> Change:
    """Write a fact of the gate: who established it, when, on what evidence. The case goes where the facts lead.

    ``Failure`` CHECK_ANSWER; CHECK_UNSTATED without person or evidence. Refused for cases that have no gate to pass,
    and once a measure has been decided on.
    """
    if answer not in fact.choices:
        raise Failure(Fault.CHECK_ANSWER, item=fact.label, answer=answer)
    needed(核实人=who, 依据=evidence)
    day = day_of(on_day)
    said: Values = {"who": clean(who).strip()[:LIMIT], "evidence": clean(evidence).strip()[:LIMIT], "on_day": day}
    with journal.entry(session, "regular.fact", {"fact": fact.value, "answer": answer}) as entry:
        found = in_hand(session, case)
        if isinstance(found, Refusal):
            return refused(fact.label, found)
        label = f"{found.member['name']} {fact.label}记为“{fact.choices[answer]}”"
        if found.state not in UNDECIDED:
            return refused(label, Refusal.REGULAR_DECIDED)
        if first_state(Origin(found.row["origin"])) is not State.GATE:
            return refused(label, Refusal.NO_GATE)
        known = facts(session, case)
        values: Values = said | {"answer": answer, "note": clean(note).strip()[:LIMIT] or None}
        if fact in known:
            if answer != "clue":
                values |= {"referred_to": None, "referred_on": None}
            rewrite(session, entry, REGULAR_FACT, known[fact], values)
        else:
            values |= {"member": found.row["member"], "regularization": case, "fact": fact.value}
            save(session.db, entry, REGULAR_FACT, [new_row(session, REGULAR_FACT, values)])
        _follow_facts(session, entry, found.row, day)
    return outcome(entry, label, found.row["member"])


def refer_clue(session: Session, case: int, authority: str, on_day: str) -> Change:
    """Write that the clue has been handed to an authority (``check_items.AUTHORITY``); nothing is decided by it.

    ``Failure(CHECK_ANSWER)``. Refused where no clue is recorded.
    """
    if authority not in AUTHORITY:
        raise Failure(Fault.CHECK_ANSWER, item="移送机关", answer=authority)
    day = day_of(on_day)
    with journal.entry(session, "regular.refer", {"authority": authority}) as entry:
        found = in_hand(session, case)
        if isinstance(found, Refusal):
            return refused("移送线索", found)
        label = f"{found.member['name']} 线索移送{AUTHORITY[authority]}"
        clue = facts(session, case).get(Fact.CLEAN)
        if found.state is not State.REFERRAL or clue is None:
            return refused(label, Refusal.NO_CLUE)
        rewrite(session, entry, REGULAR_FACT, clue, {"referred_to": authority, "referred_on": day})
        rewrite(session, entry, REGULARIZATION, found.row, {"due_on": None, "due_what": None})
    return outcome(entry, label, found.row["member"])


def decide_measure(session: Session, case: int, measure: Measure, decided_on: str, *, departure: str = "") -> Change:
    """Decide on a measure; ``departure`` says why it is another one than the program proposes.

    ``Failure`` CHECK_ANSWER for the day, CHECK_UNSTATED for circumstances that the measure rests on. Refused while
    the gate is not passed, and for a departure without a reason.
    """
    day = whole_day(decided_on)
    with journal.entry(session, "regular.decide", {"measure": measure.value}) as entry:
        found = in_hand(session, case)
        if isinstance(found, Refusal):
            return refused(measure.label, found)
        label = f"{found.member['name']} 定为“{measure.label}”"
        if found.state is not State.MEASURE:
            decided = found.state not in UNDECIDED
            return refused(label, Refusal.REGULAR_DECIDED if decided else Refusal.GATE_OPEN)
        answers = {key: found.row[key] for key in _KEYS if found.row[key]}
        if lacking := unstated(measure, answers):
            raise Failure(Fault.CHECK_UNSTATED, items="、".join(lacking))
        when, policy = as_of(session)
        proposal = proposal_for(found.row, found.member, when, policy)
        reason = clean(departure).strip()[:LIMIT] or None
        if proposal.measure is not measure and reason is None:
            return refused(label, Refusal.DEPARTURE_UNEXPLAINED)
        changes = {
            "state": State.WORKING.value, "measure": measure.value, "policy": policy, "decided_on": day,
            "decided_by": session.actor.id, "proposal_why": proposal.why,
            "proposed": proposal.measure.value if proposal.measure else None,
            "departure": reason if proposal.measure is not measure else None,
        }  # fmt: skip
        rewrite(session, entry, REGULARIZATION, found.row, changes)
    return outcome(entry, label, found.row["member"], verb="已定")


def withdraw(session: Session, case: int, on_day: str, why: str) -> Change:
    """Close a case that was opened in error or has become pointless. ``Failure`` CHECK_ANSWER, CHECK_UNSTATED."""
    day = whole_day(on_day)
    needed(原因=why)
    with journal.entry(session, "regular.withdraw") as entry:
        found = in_hand(session, case)
        if isinstance(found, Refusal):
            return refused("撤回", found)
        label = f"{found.member['name']} 规范管理撤回"
        if found.state in (State.DONE, State.WITHDRAWN):
            return refused(label, Refusal.REGULAR_DECIDED)
        changes = {
            "state": State.WITHDRAWN.value, "withdrawn_on": day, "why": clean(why).strip()[:LIMIT],
            "due_on": None, "due_what": None,
        }  # fmt: skip
        rewrite(session, entry, REGULARIZATION, found.row, changes)
    return outcome(entry, label, found.row["member"], verb="已撤回")


def proposal_for(row: Values, member: Values, when: str, policy: str) -> Proposal:
    """What the program proposes for a stored case on a day."""
    answers = {key: row[key] for key in _KEYS if row[key]}
    probationary = member["category"] == "probationary"
    return propose(answers, Origin(row["origin"]), when, policy, probationary=probationary)


def _search_of(session: Session, member: int) -> tuple[int | None, bool]:
    """The member's living search case, if there is one, and whether nothing in it speaks against his being found."""
    row = session.db.execute_sql(
        "SELECT id, outcome FROM search_case WHERE member = ? AND withdrawn_on IS NULL ORDER BY id DESC", (member,)
    ).fetchone()
    return (None, True) if row is None else (row[0], row[1] == "found")


def _circumstances(answers: Answers) -> dict[str, str]:
    said = cleaned(answers)
    for label in invalid(said):
        raise Failure(Fault.CHECK_ANSWER, item=label, answer="、".join(said.values()))
    return said


def _follow_facts(session: Session, entry: EntryWriter, row: Values, day: str) -> None:
    """Bring the case's state in line with its facts."""
    known = facts(session, row["id"])
    state, why = gate_state({fact: values["answer"] for fact, values in known.items()})
    diverted = state in (State.TO_DISPOSAL, State.REFERRAL)
    waiting = state is State.REFERRAL and not known[Fact.CLEAN]["referred_on"]
    changes = {
        "state": state.value, "why": why or None,
        "diverted_to": state.value if diverted else None,
        "diverted_on": (row["diverted_on"] if row["state"] == state.value else day) if diverted else None,
        "due_on": day if waiting else None, "due_what": "referral" if waiting else None,
    }  # fmt: skip
    rewrite(session, entry, REGULARIZATION, row, changes)
