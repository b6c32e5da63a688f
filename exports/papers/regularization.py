"""The papers of 规范管理 from what the ledger holds: the sheet of one case, the register of 流动党员活动证."""

from pathlib import Path
from typing import Any, Final

from exports.media import Written
from exports.papers.certificates import Certificate, CertificateRegister, certificates_bytes
from exports.papers.facts import NOT_ASKED, Opinion, Person
from exports.papers.measure import Condition, MeasureForm, measure_bytes
from exports.papers.retention import RetentionForm, retention_bytes
from exports.papers.writing import write_paper
from tui.rules.papers import PaperKind
from tui.rules.regular_steps import Due
from tui.rules.regularization import SORTS, WHEREABOUTS, Fact, Measure, Origin, State, documents, first_state
from tui.store.images import MEMBER, Values
from tui.store.queries.regularization import Case, PermitRow, case, permits
from tui.store.queries.units import unit
from tui.store.session import Session

_NUMBERED: Final = ("letter", "permit", "register")
"""Steps whose number stands on the sheet."""


def write_case(session: Session, folder: Path, number: int) -> Written:
    """Write the sheet of one case (row id): that of 保留组织关系 where this was decided on, else that of the measure.

    KeyError for a case that is not there; else as :func:`exports.papers.writing.write_paper`.
    """
    found = case(session.db, session.unit, session.campaign, number)
    member = found.row["member"]
    person = _person(session, member, found.organization)
    own, as_of = unit(session.db, session.unit).name, _today(session)
    if found.measure is Measure.KEEP_ABROAD:
        content = retention_bytes(retention_form(found, person, own, as_of))
        return write_paper(session, folder, PaperKind.RETENTION, content, [member])
    lost_since, found_on = _search(session, found.row["search_case"])
    content = measure_bytes(measure_form(found, person, own, as_of, lost_since, found_on))
    return write_paper(session, folder, PaperKind.MEASURE, content, [member])


def write_permits(session: Session, folder: Path) -> Written:
    """Write the register of 流动党员活动证 of the unit and below; as :func:`exports.papers.writing.write_paper`."""
    found = permits(session.db, session.unit)
    register = CertificateRegister(
        unit(session.db, session.unit).name, _today(session), [_certificate(permit) for permit in found]
    )
    members = [permit.member for permit in found]
    return write_paper(session, folder, PaperKind.CERTIFICATES, certificates_bytes(register), members)


def measure_form(
    found: Case, person: Person, own: str, as_of: str, lost_since: str = "", found_on: str = ""
) -> MeasureForm:
    """What the sheet of a measure says of a case; before the decision it names the proposal as one."""
    row, wanted = found.row, found.proposal.measure
    proposed = f"{wanted.label}（建议）" if wanted else ""
    cited = [each for reason in found.proposal.reasons for each in documents(reason.documents, found.policy)]
    gate = first_state(Origin(row["origin"])) is State.GATE
    numbers = [f"{step.items[2].label}：{found.taken[step.id]['number']}"
               for step in found.steps if step.id in _NUMBERED and step.id in found.taken]  # fmt: skip
    due = f"{row['due_on']}：{Due(row['due_what']).label}" if row["due_on"] and row["due_what"] else ""
    return MeasureForm(
        own, as_of, person,
        measure=found.measure.label if found.measure else proposed,
        basis="；".join(f"{each.name}：{each.text}" for each in cited),
        lost_since=lost_since, found_on=found_on,
        conditions=[_condition(fact, found.facts.get(fact)) for fact in Fact] if gate else [],
        reason="；".join(filter(None, (row["proposal_why"] or found.proposal.why, row["departure"]))),
        particulars="；".join(numbers),
        papers=[paper for step in found.steps for paper in step.papers],
        follow_up=due,
        branch=_opinion(found, "opinion"), committee=_opinion(found, "approve"),
    )  # fmt: skip


def retention_form(found: Case, person: Person, own: str, as_of: str) -> RetentionForm:
    """What the sheet of 保留组织关系 says of a case."""
    row, taken = found.row, found.taken
    return RetentionForm(
        own, as_of, person,
        country=row["destination"] or "",
        purpose=WHEREABOUTS.get(row["whereabouts"], ""),
        leave_on=row["away_since"] or "",
        back_on=row["away_until"] or taken.get("pause", {}).get("until") or "",
        applied_on=taken.get("application", {}).get("on_day", ""),
        faculty=_opinion(found, "approve"), department=_opinion(found, "register"),
        register_number=taken.get("register", {}).get("number") or "",
    )  # fmt: skip


def _condition(fact: Fact, row: Values | None) -> Condition:
    if row is None:
        return Condition(fact.label)
    return Condition(fact.label, fact.choices.get(row["answer"], ""), row["on_day"], row["who"], row["evidence"])


def _opinion(found: Case, step: str) -> Opinion:
    row = found.taken.get(step)
    return Opinion(row["note"] or "", row["who"], row["on_day"]) if row else NOT_ASKED


def _certificate(permit: PermitRow) -> Certificate:
    away = f"{permit.away_since}至{permit.returned_on or '今'}" if permit.away_since else ""
    remark = f"{permit.returned_on}交回" if permit.returned_on else ""
    return Certificate(
        permit.number, permit.name, permit.organization, permit.issued_on, SORTS.get(permit.reason or "", ""),
        permit.place or "", away, permit.phone or "", permit.checked_on or "", remark,
    )  # fmt: skip


def _person(session: Session, member: int, branch: str) -> Person:
    found = session.db.execute_sql(f"{MEMBER.select} WHERE id = ?", (member,)).fetchone()
    fields: dict[str, Any] = MEMBER.row(found)
    return Person.of({name: value for name, value in fields.items() if isinstance(value, str)}, branch)


def _search(session: Session, number: int | None) -> tuple[str, str]:
    """Since when the member was lost and when he was found, by the search that the case names."""
    found = session.db.execute_sql(
        "SELECT ifnull(last_contact, ''), ifnull(outcome_on, '') FROM search_case WHERE id = ?", (number,)
    ).fetchone()
    return (found[0], found[1]) if found else ("", "")


def _today(session: Session) -> str:
    return session.clock().date().isoformat()
