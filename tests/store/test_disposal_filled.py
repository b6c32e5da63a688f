"""Every kind is walked to its end by what its forms ask, and by nothing else; one line less is refused."""

from datetime import date, timedelta
from functools import partial

import pytest
from desks import Desk
from disposals import PASSED, case_of, file_of, under, walk
from offices import DEPARTMENT

from tui.rules.check_items import Item, Kind
from tui.rules.dates import add_months
from tui.rules.disposal.case import Case
from tui.rules.disposal.procedures import PROCEDURES
from tui.rules.disposal.register import State
from tui.rules.disposal.step_items import VERDICT, items, needed, papers
from tui.rules.disposal.votes import FIGURES
from tui.rules.units import UnitKind
from tui.screens.disposal_step_form import _wrong, hindrances, step_record
from tui.store.commands.disposal_steps import record_step
from tui.store.queries.units import unit

OFFICE = DEPARTMENT


def filled(item: Item, day: str, until: str) -> str:
    """Something that the line takes."""
    if item.key in FIGURES:
        return str(getattr(PASSED, item.key))
    if item.key == VERDICT:
        return "yes"
    if item.kind is Kind.CHOICE:
        return next(iter(item.choices or {}))
    return until if item.key == "until" else day if item.kind is Kind.DAY else "写明"


@pytest.mark.parametrize("kind", PROCEDURES)
def test_the_forms_of_a_kind_ask_for_all_that_its_steps_need(desk: Desk, kind: str) -> None:
    procedure = PROCEDURES[kind]
    under(desk, procedure.sets[0])
    number = case_of(desk, kind, 0, category=procedure.category[0])
    today = desk.session.clock().date()
    level = unit(desk.session.db, desk.session.unit).kind
    while (step := file_of(desk, number).next_step) is not None:
        found = file_of(desk, number)
        case = found.case
        assert case is not None
        session = desk.colleague if step.duty == "deciding" else desk.session
        assert hindrances(found, step, level, session.actor.uuid, today) == []
        last = max(
            [case.opened_on, *(each.on for each in case.done), *(each.until for each in case.done if each.until)]
        )
        on = last + timedelta(days=1)
        until = add_months(on, procedure.shortest_months or 6).isoformat()
        answers = {item.key: filled(item, on.isoformat(), until) for item in items(step, case)}
        answers = {key: answer for key, answer in answers.items() if key in needed(step, case, answers)}
        for paper in papers(step, case):
            if paper in answers and papers(step, case)[paper] in step.papers:
                less = {key: answer for key, answer in answers.items() if key != paper}
                assert record_step(session, number, step_record(step, case, less)).refused
        done = record_step(session, number, step_record(step, case, answers))
        assert done.changed, done.sentence()
    assert file_of(desk, number).state is State.CLOSED


def test_whoever_handled_the_case_is_told_so_before_the_form_of_a_review_is_opened(desk: Desk) -> None:
    number = case_of(desk, "persuasion", 3)
    found = file_of(desk, number)
    step, today = found.next_step, desk.session.clock().date()
    assert step is not None
    of = UnitKind.DEPARTMENT
    line, how = hindrances(found, step, of, desk.session.actor.uuid, today)
    assert line == ("下一步", "预审：本案由您承办过，承办（立案、认定、调查、提出意见）的人不得审核、审批。")
    assert "另一名使用人" in how[1]
    assert hindrances(found, step, of, desk.colleague.actor.uuid, today) == []
    (line,) = hindrances(found, step, UnitKind.COMMITTEE, desk.colleague.actor.uuid, today)
    assert line == ("下一步", "预审：由组织部门办理。本单位是党委，请上报，等决定下达后再往下办。")


def test_the_limits_of_a_term_count_from_the_decision_and_are_said_at_the_line(desk: Desk) -> None:
    """《中国共产党党员教育管理工作条例》第三十条: 期限最长不超过一年."""
    number = case_of(desk, "correction", 6)
    found = file_of(desk, number)
    step, case = found.next_step, found.case
    assert step is not None
    assert case is not None
    (decided,) = [each.on for each in case.done if each.step == "approval"]
    begun = {"on_day": (decided + timedelta(days=60)).isoformat()}
    (line,) = [item for item in items(step, case) if item.key == "until"]

    said = partial(_wrong, case, step, "2026-11-20", decided.isoformat(), line)
    assert said(add_months(decided, 12).isoformat(), begun) == ""
    late = (add_months(decided, 12) + timedelta(days=1)).isoformat()
    last = add_months(decided, 12).isoformat()
    assert said(late, begun) == f"自决定之日{decided.isoformat()}起超过12个月，最迟{last}"
    assert said((decided + timedelta(days=59)).isoformat(), begun) == "早于本步的日期"
    walk(desk, number, 2)
    found = file_of(desk, number)
    step, case = found.next_step, found.case
    assert step is not None
    assert case is not None
    line = items(step, case)[0]
    assert "期限未满" in _wrong(case, step, "2026-11-20", decided.isoformat(), line, begun["on_day"], {})


def test_a_refused_receipt_is_explained_and_told_in_the_record_of_the_delivery() -> None:
    procedure = PROCEDURES["persuasion"]
    case = Case(procedure, "2016", date(2026, 1, 6))
    step = procedure.steps[procedure.place("delivery")]
    answers = {"on_day": "2026-02-02", "who": "赵六", "how": "in_person", "signed": "refused"}
    assert "unsigned_why" in needed(step, case, answers)
    assert "unsigned_why" not in needed(step, case, answers | {"signed": "signed"})
    record = step_record(step, case, answers | {"unsigned_why": "王芳、李明见证", "objection": "不服"})
    assert record.content == "送达方式：当面送达；签收情况：本人拒签；拒签、代收、不在场的说明：王芳、李明见证"
    assert record.objection == "不服"


def test_a_review_that_is_sent_back_keeps_its_reason_and_one_that_agrees_has_none() -> None:
    procedure = PROCEDURES["persuasion"]
    case = Case(procedure, "2016", date(2026, 1, 6))
    step = procedure.steps[procedure.place("preview")]
    answers = {"on_day": "2026-02-02", "who": "赵六", "why": "证据不足"}
    back = step_record(step, case, answers | {VERDICT: "no"})
    assert (back.rejected, back.why) == (True, "证据不足")
    agreed = step_record(step, case, answers | {VERDICT: "yes"} | dict.fromkeys(["point.facts"], "yes"))
    assert (agreed.rejected, agreed.why, agreed.confirmed) == (False, "", ("facts",))
