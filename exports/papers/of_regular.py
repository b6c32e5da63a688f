"""The papers of 规范管理, filled from the vault: the form for a member's measure, the register of certificates."""

from pathlib import Path

from exports.media import Written
from exports.papers.certificates import Certificate, CertificateRegister, certificates_bytes
from exports.papers.facts import Person
from exports.papers.measure import Condition, MeasureForm, measure_bytes
from exports.papers.retention import RetentionForm, retention_bytes
from exports.papers.writing import write_paper
from tui.rules.papers import PaperKind
from tui.rules.regularization import SORTS, Fact, Measure, basis
from tui.store.images import Values
from tui.store.queries import units
from tui.store.queries.members import form_fields
from tui.store.queries.regularization import Case, case, permits
from tui.store.session import Session


def write_measure(session: Session, number: int, folder: Path) -> Written:
    """Write the form for the measure of a case (row id), decided on or else proposed; 保留组织关系 has its own.

    KeyError where there is no such case; raises what :func:`write_paper` raises.
    """
    found = case(session.db, session.unit, session.campaign, number)
    member, measure = int(found.row["member"]), found.measure or found.proposal.measure
    fields, _, _ = form_fields(session.db, member)
    person = Person.of(fields, found.organization)
    unit, today = units.unit(session.db, session.unit).name, session.clock().date().isoformat()
    if measure is Measure.KEEP_ABROAD:
        retention = retention_bytes(_retention(found, person, unit, today))
        return write_paper(session, folder, PaperKind.RETENTION, retention, (member,))
    search = session.db.execute_sql(
        "SELECT ifnull(last_contact, ''), ifnull(outcome_on, '') FROM search_case WHERE id = ?",
        (found.row["search_case"],),
    ).fetchone()
    lost_since, found_on = search or (_text(found.row, "away_since"), found.row["opened_on"])
    papers = tuple(paper for step in found.steps for paper in step.papers)
    form = MeasureForm(
        unit=unit, as_of=today, person=person, measure=measure.label if measure else "",
        basis="；".join(f"{each.name}：{each.text}" for each in basis(measure, found.policy)) if measure else "",
        lost_since=lost_since, found_on=found_on, conditions=[_condition(fact, found.facts.get(fact)) for fact in Fact],
        reason=_text(found.row, "departure") or found.proposal.why, particulars=_particulars(found),
        papers=tuple(dict.fromkeys(papers)),
    )  # fmt: skip
    return write_paper(session, folder, PaperKind.MEASURE, measure_bytes(form), (member,))


def write_certificates(session: Session, folder: Path) -> Written:
    """Write the register of 流动党员活动证 of this unit and those below it."""
    unit, today = units.unit(session.db, session.unit).name, session.clock().date().isoformat()
    listed = permits(session.db, session.unit)
    rows = [
        Certificate(
            each.number, each.name, each.organization, each.issued_on, each.reason or "", each.place or "",
            f"{each.away_since}起" if each.away_since else "", "", each.checked_on or "",
            "已收回" if each.returned_on else "",
        )
        for each in listed
    ]  # fmt: skip
    content = certificates_bytes(CertificateRegister(unit, today, rows))
    return write_paper(session, folder, PaperKind.CERTIFICATES, content)


def _condition(fact: Fact, row: Values | None) -> Condition:
    if row is None:
        return Condition(fact.label)
    return Condition(fact.label, fact.choices[row["answer"]], row["on_day"], row["who"], row["evidence"])


def _particulars(found: Case) -> str:
    said = [("去向", _text(found.row, "destination")), ("责任", _text(found.row, "responsible"))]
    if found.permit:
        said.append(("活动证编号", found.permit["number"]))
    return "；".join(f"{label}：{words}" for label, words in said if words)


def _retention(found: Case, person: Person, unit: str, today: str) -> RetentionForm:
    row = found.row
    return RetentionForm(
        unit, today, person, country=_text(row, "destination"), purpose=SORTS.get(_text(row, "sort"), ""),
        leave_on=_text(row, "away_since"), back_on=_text(row, "away_until"),
    )  # fmt: skip


def _text(row: Values, name: str) -> str:
    return row[name] or ""
